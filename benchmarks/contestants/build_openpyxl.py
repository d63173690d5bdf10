"""Builds the workbooks that are named anew with openpyxl; tells how long the building alone takes.

A lower bound: values, styles, merged cells, widths and heights are built; drop-downs, conditional
formats, protection, names and print settings are not. Every style is made once and then copied by
its number, which is faster than what openpyxl's documentation shows.
"""

from __future__ import annotations

import sys
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook

from benchmarks.contestants.clock import timed

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PARTS = ("font", "fill", "border", "alignment", "protection", "number_format")


@dataclass(frozen=True, slots=True)
class Copied:
    """A tab: cells as row, column, value and number of their style."""

    title: str
    cells: tuple[tuple[Any, Any, Any, int], ...]
    merges: tuple[str, ...]
    widths: dict[str, float]
    heights: dict[int, float]


def copied(sheet: Worksheet) -> Copied:
    """All that is to be built of a tab."""
    return Copied(
        sheet.title,
        tuple(
            (cell.row, cell.column, cell.value, cell.style_id)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.style_id
        ),
        tuple(str(merge) for merge in sheet.merged_cells.ranges),
        {key: one.width for key, one in sheet.column_dimensions.items()},
        {key: one.height for key, one in sheet.row_dimensions.items() if one.height},
    )


def styles_of(path: str) -> tuple[list[Copied], dict[int, dict[str, Any]]]:
    """The tabs of a workbook, and what its styles look like."""
    book = load_workbook(path)
    looks: dict[int, dict[str, Any]] = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.style_id not in looks:
                    looks[cell.style_id] = {part: copy(getattr(cell, part)) for part in _PARTS}
    return [copied(sheet) for sheet in book.worksheets], looks


def build(tabs: list[Copied], looks: dict[int, dict[str, Any]]) -> bytes:
    """A workbook with these tabs."""
    book = Workbook()
    del book["Sheet"]
    made: dict[int, Any] = {}
    for tab in tabs:
        sheet = book.create_sheet(tab.title)
        for row, column, value, style in tab.cells:
            cell = sheet.cell(row, column, value)
            if style not in made:
                for part, look in looks[style].items():
                    setattr(cell, part, look)
                made[style] = cell._style  # the fastest way there is
            cell._style = copy(made[style])
        for key, width in tab.widths.items():
            sheet.column_dimensions[key].width = width
        for number, height in tab.heights.items():
            sheet.row_dimensions[number].height = height
        for merge in tab.merges:
            sheet.merge_cells(merge)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def main(paths: list[str]) -> None:
    """Read all first, so that only the building is timed."""
    read = [styles_of(path) for path in paths]
    with timed():
        for tabs, looks in read:
            build(tabs, looks)


if __name__ == "__main__":
    main(sys.argv[1:])
