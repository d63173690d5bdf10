"""What a sender wrote beside the cells for answers: nobody reads it, so a fresh file lacks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.anchors import normalise
from workbook.read.cells import shown_text
from workbook.read.rows import is_row_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.read.blocks import Found
    from workbook.read.cells import Cell
    from workbook.read.open import OpenedBook


def outside_cells(book: OpenedBook, found: Found, fresh: OpenedBook) -> Iterator[Cell]:
    """Cells of the tabs with questions that hold neither an answer nor anything of ours.

    `fresh`: an issued workbook in the same language; what stands in it is ours. So are formulas.
    """
    ours = {normalise(shown_text(cell)) for _, cell in _cells(fresh)}
    keyed = {
        cell.address
        for block in found.blocks
        for line in block.lines
        for cell in line.cells.values()
    }
    tabs = {block.tab for block in found.blocks}
    for tab, cell in _cells(book):
        if tab not in tabs or cell.formula or cell.problem or cell.address in keyed:
            continue
        text = shown_text(cell)
        if normalise(text) not in ours and not is_row_key(text):
            yield cell


def _cells(book: OpenedBook) -> Iterator[tuple[str, Cell]]:
    for tab in book.tabs:
        for row, values in enumerate(tab.rows):
            for column in range(len(values)):
                if not (cell := tab.cell(row, column)).is_blank:
                    yield tab.name, cell
