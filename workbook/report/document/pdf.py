"""The document as PDF: tagged, to be kept for years, the same bytes for the same summary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbook.paper.press import press
from workbook.report.document.model import (
    Bullets,
    Cards,
    ChartBlock,
    FiguresTable,
    Paragraph,
)
from workbook.report.document.pictures import as_svg

if TYPE_CHECKING:
    from workbook.report.document.model import Block, Document, Section

_HERE = Path(__file__).parent


def print_document(document: Document) -> bytes:
    """A document as PDF."""
    data = {
        "title": document.title,
        "cover": document.cover,
        "language": document.language,
        "date": document.day,
        "audience": document.audience,
        "notice": document.notice,
        "footer": document.footer,
        "contents": document.contents,
        "page": document.page.replace("{page}", "\x01").replace("{pages}", "\x02"),
        "facts": document.facts,
        "sections": [_section(section) for section in document.sections],
    }
    return press("document.typ", data, _HERE)


def _section(section: Section) -> dict[str, object]:
    return {
        "title": section.title,
        "new_page": section.new_page,
        "blocks": [_block(block) for block in section.blocks],
        "parts": [_section(part) for part in section.parts],
    }


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Paragraph):
        return {"is": block.kind, "text": block.text}
    if isinstance(block, Bullets):
        return {"is": "bullets", "items": block.items}
    if isinstance(block, Cards):
        cards = [[card.value, card.label, card.note] for card in block.cards]
        return {"is": "cards", "cards": cards}
    if isinstance(block, ChartBlock):
        chart = block.chart
        svg = as_svg(chart)
        return {"is": "chart", "title": chart.title, "alt": chart.description, "svg": svg}
    return _table(block)


def _table(block: FiguresTable) -> dict[str, object]:
    return {
        "is": "table",
        "title": block.title,
        "head": block.head,
        "rows": [[[cell.text, cell.note] for cell in row] for row in block.rows],
        "widths": block.widths,
        "words": block.words,
        "total": block.has_total,
    }
