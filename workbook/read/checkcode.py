"""The check code of a file as we read it, and where the code that was saved in it says otherwise.

A difference means that the program which saved the file saw something else in a cell than we do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.anchors import VALUE_COLUMN, split_key
from workbook.checkcode import (
    CHOICE_LENGTH,
    CODE_TAB,
    ERROR_CODE,
    area_key,
    error_cell,
    make_cell,
    positions_of,
    sum_area,
    whole_code,
)
from workbook.model import NOTHING_TO_REPORT, Finding
from workbook.read.rows import is_row_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from templates.model import Definition, Field, Sheet
    from workbook.checkcode import AreaCell, AreaSums
    from workbook.read.blocks import Block, Line
    from workbook.read.cells import Cell
    from workbook.read.open import OpenedBook

_CODE_COLUMN, _ISSUED_COLUMN = 3, 6
DIFFERS = "SH110"


@dataclass(frozen=True, slots=True)
class CodeReading:
    """The code of the cells as read, and a finding for each section where the saved one differs."""

    code: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Area:
    """The cells of an area as read; `cell`: where the first with content stands."""

    sheet: str
    sums: AreaSums
    cell: str


def read_code(book: OpenedBook, blocks: Iterable[Block], definition: Definition) -> CodeReading:
    """Work out the code of a file and hold it against the one saved in it."""
    areas: dict[str, _Area] = {}
    twice: set[str] = set()
    for block in blocks:
        sheet = definition.sheet(block.sheet)
        for key, area in _areas(block, sheet, book) if sheet is not None else ():
            if key in areas:
                twice.add(key)
            areas.setdefault(key, area)
    code = whole_code({key: area.sums.code for key, area in areas.items()})
    saved, issued = _saved(book)
    compared = {
        key: area
        for key, area in areas.items()
        if area.sums.certain and key not in twice and saved.get(key, ERROR_CODE) != ERROR_CODE
    }
    different = [area for key, area in compared.items() if saved[key] != area.sums.code]
    if saved == issued:
        # Nothing was calculated since we wrote the file: what is saved says nothing about it.
        different = []
    first = {area.sheet: area for area in reversed(different)}
    findings = [Finding(DIFFERS, area.sheet, cell=area.cell or None) for area in first.values()]
    return CodeReading(code, tuple(reversed(findings)))


def _saved(book: OpenedBook) -> tuple[dict[str, int], dict[str, int]]:
    """The codes of the areas as the file has them, and as we wrote them."""
    saved: dict[str, int] = {}
    issued: dict[str, int] = {}
    tab = next((tab for tab in book.tabs if tab.name.casefold() == CODE_TAB), None)
    if tab is None:
        return saved, issued
    for row in range(len(tab.rows)):
        key, now, then = (tab.value(row, n) for n in (0, _CODE_COLUMN, _ISSUED_COLUMN))
        if isinstance(key, str) and isinstance(now, int | float) and isinstance(then, int | float):
            saved[key], issued[key] = int(now), int(then)
    return saved, issued


def _areas(block: Block, sheet: Sheet, book: OpenedBook) -> Iterator[tuple[str, _Area]]:
    lines = [line for line in block.lines if line.key]
    if block.is_form:
        yield from _form_areas(sheet, lines, book)
        return
    last = max((line.number for line in lines if _is_record(sheet, line)), default=block.anchor)
    inside = [
        line for line in block.lines if not line.empty and block.anchor + 1 < line.number <= last
    ]
    groups: dict[str, tuple[Field, list[str]]] = {}
    for column in block.columns:
        field = sheet.field(split_key(column)[0])
        if field is not None and field.type != "computed":
            key = field.key if field.type == "several_of" else column
            groups.setdefault(key, (field, []))[1].append(column)
    for key, (field, columns) in groups.items():
        cells = [
            (line.number - block.anchor - 1, place, line.cells[column])
            for line in inside
            for place, column in enumerate(columns, start=1)
        ]
        ticks = field.type == "several_of"
        yield _area(sheet, key, cells, positions_of(field), book, ticks=ticks)


def _is_record(sheet: Sheet, line: Line) -> bool:
    if sheet.layout == "matrix":
        return any(row.key == line.key for row in sheet.rows)
    return is_row_key(line.key)


def _form_areas(sheet: Sheet, lines: list[Line], book: OpenedBook) -> Iterator[tuple[str, _Area]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(split_key(line.key)[0], []).append(line)
    for key, own in groups.items():
        field = sheet.field(key)
        above = own[0].number - 1
        cells = [(line.number - above, 1, line.cells[VALUE_COLUMN]) for line in own]
        if key == NOTHING_TO_REPORT:
            yield _area(sheet, key, cells, CHOICE_LENGTH, book)
        elif field is not None and field.type != "computed" and sheet.layout == "form":
            ticks = field.type == "several_of"
            yield _area(sheet, key, cells, positions_of(field), book, ticks=ticks)


def _area(
    sheet: Sheet,
    key: str,
    cells: list[tuple[int, int, Cell]],
    positions: int,
    book: OpenedBook,
    *,
    ticks: bool = False,
) -> tuple[str, _Area]:
    counted = [
        _counted(row, column, cell, book)
        for row, column, cell in cells
        if cell.value != "" or cell.problem
    ]
    first = next((cell.address for _, _, cell in cells if not cell.is_blank), "")
    sums = sum_area(counted, positions, ticks=ticks)
    return area_key(sheet.key, key), _Area(sheet.key, sums, first)


def _counted(row: int, column: int, cell: Cell, book: OpenedBook) -> AreaCell:
    if cell.problem == "error":
        return error_cell(row, column)
    if cell.problem:
        return make_cell(row, column, None)
    return make_cell(row, column, cell.value, epoch_1904=book.epoch_1904)
