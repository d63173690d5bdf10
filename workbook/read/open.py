"""Opening what a respondent sent: format by content, limits, cells with what is wrong with them.

Everything that can be wrong with a file ends as one `Refusal`; nothing is raised beyond it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import python_calamine

from workbook.ooxml.columns import column_letters
from workbook.ooxml.compound import SIGNATURE, CompoundFile
from workbook.ooxml.marks import (
    BookMarks,
    DamagedFileError,
    EncryptedFileError,
    Mark,
    OldFormatError,
    TabMarks,
)
from workbook.ooxml.ods_scan import scan_ods
from workbook.ooxml.parts import TooLargeError, check_sizes, open_archive
from workbook.ooxml.xls_scan import scan_xls
from workbook.ooxml.xlsx_scan import scan_xlsx
from workbook.read.cells import Cell, CellValue, clean_text, key_text
from workbook.read.kinds import WORKBOOKS, archive_kind, compound_kind, plain_kind
from workbook.read.refusal import (
    DAMAGED,
    EMPTY_FILE,
    ENCRYPTED,
    OTHER_FORMAT,
    TOO_LARGE,
    Refusal,
    refuse,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbook.ooxml.marks import Area

MAXIMUM_CELLS = 5_000_000
# What is merged in larger tabs is worked out each time, so that what is remembered stays small.
_SMALL = 10_000


@dataclass(frozen=True, slots=True)
class Tab:
    """The cells of one tab; rows and columns count from 0. `covered`: merged into another cell."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    width: int
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    covered: frozenset[tuple[int, int]] = frozenset()

    def address(self, row: int, column: int) -> str:
        """Where a person finds the cell, such as `Services!D14`."""
        return f"{self.name}!{column_letters(column)}{row + 1}"

    def key(self, row: int, column: int) -> str:
        """The cell as a hidden key; most are plain text, for which no cell is made."""
        values = self.rows[row] if 0 <= row < len(self.rows) else ()
        value = values[column] if 0 <= column < len(values) else ""
        if isinstance(value, str) and (row, column) not in self.marks:
            return clean_text(value) if value else ""
        return key_text(self.cell(row, column))

    def value(self, row: int, column: int) -> CellValue:
        """What the cell holds, for which no cell is made unless the scan knows better."""
        mark = self.marks.get((row, column))
        if mark is not None and mark.kind != "plain":
            return self.cell(row, column).value
        values = self.rows[row] if 0 <= row < len(self.rows) else ()
        return values[column] if 0 <= column < len(values) else ""

    def filled(self, row: int) -> list[int]:
        """The columns in which something stands, or of which the scan has something to say."""
        values, marks = self.rows[row], self.marks
        reach = len(values)
        return [
            column
            for column in range(self.width)
            if (column < reach and values[column] != "") or (row, column) in marks
        ]

    def cell(self, row: int, column: int) -> Cell:
        """The cell; beyond the edge of what was filled it is blank."""
        return self.cells(row, {"": column})[""]

    def cells(self, row: int, places: Mapping[str, int]) -> dict[str, Cell]:
        """Several cells of a row, each by the key of its column."""
        values = self.rows[row] if 0 <= row < len(self.rows) else ()
        reach, start, end = len(values), f"{self.name}!", str(row + 1)
        found: dict[str, Cell] = {}
        for key, column in places.items():
            value: CellValue = values[column] if 0 <= column < reach else ""
            place, address = (row, column), start + column_letters(column) + end
            mark = self.marks.get(place)
            if mark is not None:
                found[key] = _marked(value, address, mark)
                found[key].covered = place in self.covered
            else:
                covered = place in self.covered
                found[key] = Cell(value, address, "", "", False, False, "", covered)
        return found


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """A workbook that could be opened; `epoch_1904`: its serial dates count from 1904."""

    tabs: tuple[Tab, ...]
    epoch_1904: bool
    macros: bool
    properties: Mapping[str, str]


def open_workbook(data: bytes, name: str = "") -> OpenedBook:
    """The tabs of a workbook, whatever its file is called; a `Refusal` for anything else.

    `name` only helps to say what a file is that is no workbook.
    """
    try:
        marks = _scan(data, name)
    except Refusal:
        raise
    except TooLargeError as error:
        raise refuse(TOO_LARGE) from error
    except EncryptedFileError as error:
        raise refuse(ENCRYPTED) from error
    except OldFormatError as error:
        raise refuse(OTHER_FORMAT, "ending", "xls") from error
    except MemoryError:
        raise
    except Exception as error:
        raise refuse(DAMAGED) from error
    if any(tab.rows * tab.columns > MAXIMUM_CELLS for tab in marks.tabs):
        raise refuse(TOO_LARGE)
    return _read_tabs(data, marks)


def _scan(data: bytes, name: str) -> BookMarks:
    """Find out what the bytes are, and scan them."""
    if not data.strip(b"\0\t\r\n "):
        raise refuse(EMPTY_FILE)
    if data.startswith(SIGNATURE):
        kind = compound_kind(CompoundFile(data).names())
        if kind == "xls":
            return scan_xls(data)
    elif data.startswith(b"PK"):
        with open_archive(data) as archive:
            kind = archive_kind(archive)
            if kind in WORKBOOKS:
                check_sizes(archive)
                return scan_ods(archive) if kind == "ods" else scan_xlsx(archive)
    else:
        kind = plain_kind(data, name)
    raise refuse(OTHER_FORMAT, "ending", kind) if kind else refuse(DAMAGED)


def _read_tabs(data: bytes, marks: BookMarks) -> OpenedBook:
    """Read the values; the reader may fail in ways that are no `Exception`."""
    try:
        tabs = _read_values(data, marks)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except python_calamine.PasswordError as error:
        raise refuse(ENCRYPTED) from error
    except BaseException as error:
        raise refuse(DAMAGED) from error
    return OpenedBook(tabs, marks.epoch_1904, marks.macros, marks.properties)


def _read_values(data: bytes, marks: BookMarks) -> tuple[Tab, ...]:
    if marks.tabs and all(tab.values is not None for tab in marks.tabs):
        return tuple(_to_tab(tab.name, tab.values or (), tab, tab.merged) for tab in marks.tabs)
    by_name = {tab.name: tab for tab in marks.tabs}
    tabs: list[Tab] = []
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            scanned = by_name.pop(name, None)
            if scanned is None:
                continue
            if scanned.values is not None:
                tabs.append(_to_tab(name, scanned.values, scanned, scanned.merged))
                continue
            sheet = book.get_sheet_by_name(name)
            values = sheet.to_python(skip_empty_area=False)
            tabs.append(_to_tab(name, values, scanned, sheet.merged_cell_ranges or []))
    if by_name:
        msg = f"tabs that cannot be read: {sorted(by_name)}"
        raise DamagedFileError(msg)
    return tuple(tabs)


def _to_tab(
    name: str,
    values: Sequence[Sequence[CellValue]],
    scanned: TabMarks,
    merged: Iterable[Area],
) -> Tab:
    """The tab as large as both see it; if only the scan sees anything, the reader lost it."""
    lost = bool(scanned.rows) and not scanned.marks
    if lost and not any(value != "" for row in values for value in row):
        msg = f"{name}: nothing was read of {scanned.rows} rows"
        raise DamagedFileError(msg)
    missing = max(scanned.rows - len(values), 0)
    width = max([scanned.columns, *map(len, values)])
    rows = (*map(tuple, values), *((),) * missing)
    areas = tuple(merged)
    small = len(rows) * width <= _SMALL and len(areas) <= _SMALL
    covered = (_covered if small else _covered.__wrapped__)(areas, len(rows), width)
    covered = scanned.covered | covered if scanned.covered else covered
    return Tab(name.strip(), rows, width, scanned.marks, covered)


@lru_cache(maxsize=128)
def _covered(merged: tuple[Area, ...], rows: int, width: int) -> frozenset[tuple[int, int]]:
    """The cells of merged areas without the first of each, the only one that shows anything."""
    return frozenset(
        (row, column)
        for (top, left), (bottom, right) in merged
        for row in range(top, min(bottom + 1, rows))
        for column in range(left, min(right + 1, width))
        if (row, column) != (top, left)
    )


def _marked(value: CellValue, address: str, mark: Mark) -> Cell:
    if mark.kind == "error":
        return Cell("", address, mark.shown, "error", mark.formula)
    if mark.kind == "unsaved":
        return Cell("", address, mark.shown, "unsaved", formula=True)
    if mark.kind == "boolean":
        return Cell(mark.shown == "true", address, formula=mark.formula)
    if mark.kind == "time":
        return Cell(timedelta(), address, mark.shown, formula=mark.formula)
    if mark.kind == "text":
        return Cell(mark.shown, address, formula=mark.formula)
    shown = mark.shown or (_with_unit(value, mark) if mark.unit else "")
    return Cell(value, address, shown, "", mark.formula, mark.percent, mark.unit)


def _with_unit(value: CellValue, mark: Mark) -> str:
    """A number as its format shows it: `1.2 million`, `$ 5000`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    number = f"{value / 1000**mark.thousands:.15g}"
    if mark.unit.isdigit() or not mark.unit.strip(",;"):
        return number + mark.unit.strip(",;")
    return f"{number} {mark.unit}" if mark.unit[0].isalpha() else f"{mark.unit} {number}"
