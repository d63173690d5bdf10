"""The document as a Word file that people go on writing in: real headings, tables and language."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from workbook.report.document.model import Bullets, Cards, ChartBlock, FiguresTable, Paragraph
from workbook.report.document.pictures import as_png
from workbook.report.document.word_file import same_bytes
from workbook.report.document.word_look import (
    BREADTH,
    CARD_LABEL,
    CARD_VALUE,
    NOTE,
    NOTICE,
    SMALL,
    TABLE,
    TABLE_TEXT,
    TABLE_TITLE,
    add_field,
    add_styles,
    mark_ends,
    shade,
)
from workbook.report.styles import DOUBTFUL_FILL, SOFT
from workbook.report.wording import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordFile
    from docx.table import Table
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph as WordParagraph

    from workbook.report.document.model import Block, Cell, Document, Section

# A note up to so many letters stands beside its figure; a longer one stands below it.
_BESIDE = 12
# A table up to so many lines stands on one page.
_SHORT = 14
_TABLE_TEXT_ID = TABLE_TEXT.replace(" ", "")


def write_word(document: Document) -> bytes:
    """A document as a Word file; the same document gives the same bytes."""
    file = docx.Document()
    add_styles(file, document.language)
    properties = file.core_properties
    properties.title, properties.subject = document.title, document.notice
    properties.author, properties.comments = "", ""
    properties.language = document.language
    properties.created = properties.modified = datetime(*document.day)
    _page(file, document)
    _cover(file, document)
    for section in document.sections:
        _section(file, section, 1)
    stream = BytesIO()
    file.save(stream)
    return same_bytes(stream.getvalue())


def _page(file: WordFile, document: Document) -> None:
    """A4, with the audience above and the number of the page below."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)
    head = page.header.paragraphs[0]
    head.style = SMALL
    head.paragraph_format.tab_stops.add_tab_stop(Cm(BREADTH), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(": ".join(document.cover) + "\t")
    head.add_run(document.audience).bold = True
    foot = page.footer.paragraphs[0]
    foot.style = SMALL
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(BREADTH), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(document.footer + "\t")
    before, _, rest = document.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    foot.add_run(before)
    add_field(foot, "PAGE")
    foot.add_run(between)
    add_field(foot, "NUMPAGES")
    foot.add_run(after)


def _cover(file: WordFile, document: Document) -> None:
    """Title, audience, notice, facts and contents on a page of their own."""
    file.add_paragraph(document.cover[0], style="Title")
    file.add_paragraph(document.cover[1], style="Subtitle")
    notice = file.add_paragraph(document.notice, style=NOTICE)
    shade(notice, DOUBTFUL_FILL)
    for label, fact in document.facts:
        line = file.add_paragraph(style="Normal")
        line.paragraph_format.tab_stops.add_tab_stop(Cm(7))
        line.add_run(label + "\t", style=NOTE)
        line.add_run(fact).bold = True
    file.add_paragraph(document.contents, style=TABLE_TITLE)
    for section in document.sections:
        file.add_paragraph(section.title, style="List Bullet")
    file.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _section(file: WordFile, section: Section, level: int) -> None:
    heading = file.add_heading(section.title, level)
    heading.paragraph_format.page_break_before = section.new_page or None
    for number, block in enumerate(section.blocks):
        _block(file, block)
        if not number and isinstance(block, Paragraph):
            file.paragraphs[-1].paragraph_format.keep_with_next = True
    for part in section.parts:
        _section(file, part, level + 1)


def _block(file: WordFile, block: Block) -> None:
    if isinstance(block, Paragraph):
        style = {"text": "Normal", "about": SMALL, "notice": NOTICE}[block.kind]
        file.add_paragraph(printable(block.text, ""), style=style)
    elif isinstance(block, Bullets):
        for item in block.items:
            file.add_paragraph(printable(item, ""), style="List Bullet")
    elif isinstance(block, Cards):
        _cards(file, block)
    elif isinstance(block, ChartBlock):
        _chart(file, block)
    else:
        _table(file, block)


def _chart(file: WordFile, block: ChartBlock) -> None:
    chart = block.chart
    file.add_paragraph(chart.title, style=TABLE_TITLE)
    picture = file.add_picture(BytesIO(as_png(chart)), width=Cm(BREADTH))
    about = picture._inline.docPr
    about.set("descr", chart.description)
    about.set("title", chart.title)


def _cards(file: WordFile, block: Cards) -> None:
    table = file.add_table(1, len(block.cards))
    _widths(table, [1.0] * len(block.cards))
    for cell, card in zip(table.rows[0].cells, block.cards, strict=True):
        shade(cell, SOFT)
        cell.paragraphs[0].style = CARD_VALUE
        cell.paragraphs[0].add_run(card.value)
        cell.add_paragraph(card.label, style=CARD_LABEL)
        if card.note:
            cell.add_paragraph(card.note, style=SMALL)
    file.add_paragraph()


def _table(file: WordFile, block: FiguresTable) -> None:
    """A table with its head on every page; lines are not parted between pages."""
    if block.title:
        file.add_paragraph(block.title, style=TABLE_TITLE)
    columns = len(block.head)
    table = file.add_table(1 + len(block.rows), columns, style=TABLE)
    mark_ends(table, has_total=block.has_total)
    _widths(table, block.widths)
    # Asked for once: looking each cell up in its table takes a time that grows with the square.
    cells = table._cells
    for column, label in enumerate(block.head):
        cell = cells[column]
        _fill(cell.paragraphs[0], label, "", column >= block.words).bold = True
    _keep_lines(table, is_short=len(block.rows) <= _SHORT)
    for number, row in enumerate(block.rows, start=1):
        is_total = block.has_total and number == len(block.rows)
        for column, content in enumerate(row):
            cell = cells[number * columns + column]
            _write(cell, content, column >= block.words, is_total=is_total)
    file.add_paragraph(style=SMALL)


def _write(cell: WordCell, content: Cell, is_figure: bool, *, is_total: bool) -> None:
    note = content.note if is_figure and len(content.note) < _BESIDE else ""
    run = _fill(cell.paragraphs[0], content.text, note, is_figure)
    run.bold = is_total or None
    if content.note and not note:
        below = cell.add_paragraph(content.note, style=SMALL)
        if is_figure:
            below.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fill(paragraph: WordParagraph, text: str, note: str, is_figure: bool) -> Any:
    # By id: looking a style up by its name takes most of the time of a whole file.
    paragraph._p.style = _TABLE_TEXT_ID
    if is_figure:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(printable(text, ""))
    if note:
        paragraph.add_run("  " + note)._r.style = NOTE
    return run


def _keep_lines(table: Table, *, is_short: bool) -> None:
    """The head stands on every page, no line is parted, and a short table is not parted."""
    rows = list(table.rows)
    for number, row in enumerate(rows):
        for cell in row.cells if is_short and number < len(rows) - 1 else ():
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not number:
            properties.append(OxmlElement("w:tblHeader"))


def _widths(table: Table, parts: Sequence[float]) -> None:
    """Widths that fill the page, in both places in which programs look for them."""
    table.autofit = False
    whole = sum(parts)
    grid = table._tbl.tblGrid.findall(qn("w:gridCol"))
    cells = table._cells
    for number, part in enumerate(parts):
        width = Cm(BREADTH * part / whole)
        grid[number].set(qn("w:w"), str(width.twips))
        for cell in cells[number :: len(parts)]:
            cell.width = width
