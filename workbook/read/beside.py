"""Numbers and dates that somebody typed beside the cells that ask for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workbook.model import Finding
from workbook.read.cells import shown_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.read.blocks import Block
    from workbook.read.cells import Cell
    from workbook.read.open import OpenedBook, Tab


_FIGURES = (int, float, date)
_ONLY_TEXT = frozenset({str})


def typed_beside(book: OpenedBook, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """SH111: a figure to the right of the first answer of a line, in a column that asks nothing.

    One for each such column of a section. Our own signs and counts there are formulas.
    """
    tabs = {tab.name: tab for tab in book.tabs}
    for block in blocks:
        seen: set[int] = set()
        for column, cell in _figures(tabs[block.tab], block):
            if column not in seen:
                seen.add(column)
                yield Finding(
                    "SH111", block.sheet, None, None, cell.address, shown_text(cell),
                    discriminator=str(len(seen)),
                )  # fmt: skip


def _figures(tab: Tab, block: Block) -> Iterator[tuple[int, Cell]]:
    keyed = set(block.places.values())
    first = min(keyed, default=tab.width) + 1
    outside = [column for column in range(first, tab.width) if column not in keyed]
    for line in block.lines:
        values = tab.rows[line.number]
        if _ONLY_TEXT.issuperset(map(type, values)):
            continue
        columns = [
            column
            for column in outside
            if column < len(values) and isinstance(values[column], _FIGURES)
        ]
        if columns and (line.key or line.has_content):
            for column in columns:
                mark = tab.marks.get((line.number, column))
                if mark is not None and mark.formula:
                    continue
                cell = tab.cell(line.number, column)
                if _is_figure(cell):
                    yield column, cell


def _is_figure(cell: Cell) -> bool:
    plain = not cell.formula and not isinstance(cell.value, bool)
    return plain and isinstance(cell.value, _FIGURES)
