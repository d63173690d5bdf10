"""The check code of a file as we read it, and where the code that was saved in it says otherwise.

A difference means that the program which saved the file saw something else in a cell than we do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.anchors import VALUE_COLUMN, split_key
from workbook.checkcode import (
    BLANK_AREA,
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


@dataclass(slots=True)
class _Area:
    """An area as read: what it comes to, and the cells in which something stands."""

    sheet: str
    sums: AreaSums
    cells: list[tuple[int, int, Cell]]

    @property
    def first(self) -> str | None:
        """Where the first cell with content stands."""
        return next((cell.address for _, _, cell in self.cells if not cell.is_blank), None)


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
    findings = [Finding(DIFFERS, area.sheet, cell=area.first) for area in first.values()]
    return CodeReading(code, tuple(reversed(findings)))


def _saved(book: OpenedBook) -> tuple[dict[str, int], dict[str, int]]:
    """The codes of the areas as the file has them, and as we wrote them."""
    saved: dict[str, int] = {}
    issued: dict[str, int] = {}
    tab = next((tab for tab in book.tabs if tab.name.casefold() == CODE_TAB), None)
    if tab is None:
        return saved, issued
    # The scan knows better only where a formula has no saved result or an error.
    doubtful = {row for (row, _), mark in tab.marks.items() if mark.kind != "plain"}
    for row, values in enumerate(tab.rows):
        if row in doubtful or len(values) <= _ISSUED_COLUMN:
            key, now, then = (tab.value(row, n) for n in (0, _CODE_COLUMN, _ISSUED_COLUMN))
        else:
            key, now, then = values[0], values[_CODE_COLUMN], values[_ISSUED_COLUMN]
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
    groups: dict[str, list[str]] = {}
    for column in block.columns:
        name = split_key(column)[0]
        if (field := sheet.field(name)) is not None and field.type != "computed":
            groups.setdefault(name if field.type == "several_of" else column, []).append(column)
    for key, columns in groups.items():
        cells = [
            (line.number - block.anchor - 1, place, line.cells[column])
            for line in inside
            for place, column in enumerate(columns, start=1)
        ]
        yield area_key(sheet.key, key), _area(sheet, sheet.field(split_key(key)[0]), cells, book)


def _is_record(sheet: Sheet, line: Line) -> bool:
    if sheet.layout == "matrix":
        return any(row.key == line.key for row in sheet.rows)
    return is_row_key(line.key)


def _form_areas(sheet: Sheet, lines: list[Line], book: OpenedBook) -> Iterator[tuple[str, _Area]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(split_key(line.key)[0], []).append(line)
    for key, own in groups.items():
        field = sheet.field(key) if key != NOTHING_TO_REPORT else None
        asked = field is not None and field.type != "computed" and sheet.layout == "form"
        if asked or key == NOTHING_TO_REPORT:
            above = own[0].number - 1
            cells = [
                (line.number - above, 1, line.cells[VALUE_COLUMN]) for line in own if not line.empty
            ]
            yield area_key(sheet.key, key), _area(sheet, field, cells, book)


def _area(
    sheet: Sheet, field: Field | None, cells: list[tuple[int, int, Cell]], book: OpenedBook
) -> _Area:
    """What the cells come to; without a field they are the choice of having nothing to report."""
    filled = [place for place in cells if place[2].value != "" or place[2].problem]
    if not filled:
        return _Area(sheet.key, BLANK_AREA, filled)
    counted = [_counted(row, column, cell, book) for row, column, cell in filled]
    positions = positions_of(field) if field is not None else CHOICE_LENGTH
    ticks = field is not None and field.type == "several_of"
    return _Area(sheet.key, sum_area(counted, positions, ticks=ticks), filled)


def _counted(row: int, column: int, cell: Cell, book: OpenedBook) -> AreaCell:
    if cell.problem == "error":
        return error_cell(row, column)
    if cell.problem:
        return make_cell(row, column, None)
    return make_cell(row, column, cell.value, epoch_1904=book.epoch_1904)
