"""One worksheet scanned cell by cell: errors, formulas, formats, how far its content reaches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.ooxml.columns import column_number
from workbook.ooxml.marks import PLAIN, DamagedFileError, Mark, NumberFormat, TabMarks
from workbook.ooxml.parts import parse_xml
from workbook.ooxml.vocabulary import has_foreign_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
# A value with something else inside it, of which some readers see a part only.
_IN_PIECES = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^<>]*)?>[^<]*<[!?]")
# A number, or that of a text, with signs that are spelled by their numbers: some readers see none.
_SPELLED_NUMBER = re.compile(
    rb"""<(?:[\w.-]+:)?c(?:\s+(?!t\s*=)[\w:.-]+\s*=\s*["'][^"'<>]*["']|\s+t\s*=\s*["'](?!str|inl)\w*["'])*\s*>"""
    rb"\s*(?:<(?:[\w.-]+:)?f[^<>]*(?:/>|>[^<]*</[^<>]*>)\s*)?<(?:[\w.-]+:)?v[^<>]*>[^<&]*&"
)
# The type of cells that hold their text themselves.
_IN_CELL = "inlineStr"
_CONSTANTS = frozenset({"TRUE()", "FALSE()"})
_SEVERAL_WAYS = "a cell that may be read in several ways"
# What most marked cells are.
CALCULATED = Mark("plain", formula=True)


class TabScan:
    """One worksheet, cell by cell."""

    def __init__(self, name: str, formats: Mapping[int, NumberFormat]) -> None:
        self._name = name
        self._formats = formats
        self._marks: dict[tuple[int, int], Mark] = {}
        self._rows = self._columns = 0
        self._row = self._column = -1
        self._type = self._inside = ""
        self._style = 0
        self._formula: str | None = None
        self._value: str | None = None
        self._inline = False
        self._in_rows = self._in_cell = self._had_rows = False
        self._filled: set[tuple[int, int]] = set()

    def scan(self, data: bytes) -> TabMarks:
        """What the part of the worksheet says; damage if readers might differ about a cell."""
        if _IN_PIECES.search(data) or has_spelled_number(data) or has_foreign_cells(data):
            raise DamagedFileError(_SEVERAL_WAYS)
        parse_xml(data, self._start, self._end, self._text)
        return TabMarks(self._name, self._marks, self._rows, self._columns)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheetData":
            if self._had_rows:
                raise DamagedFileError(_SEVERAL_WAYS)
            self._in_rows = self._had_rows = True
        elif not self._in_rows:
            return
        elif name == "c":
            self._place(attributes.get("r", ""))
            self._type = attributes.get("t", "n")
            style = attributes.get("s", "0")
            self._style = int(style) if style.isdecimal() else 0
            self._formula = self._value = None
            self._inline, self._in_cell = False, True
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1
        elif self._inside == "v" or (name == "v" and self._value is not None):
            raise DamagedFileError(_SEVERAL_WAYS)
        elif self._in_cell and name in {"f", "v", "is"}:
            self._inside = name
            if name == "f":
                self._formula = ""
            elif name == "v":
                self._value = ""
            else:
                self._inline = True

    def _text(self, text: str) -> None:
        if self._inside == "f":
            self._formula = (self._formula or "") + text
        elif self._inside == "v":
            self._value = (self._value or "") + text

    def _end(self, name: str) -> None:
        if name == "c" and self._in_cell:
            self._in_cell = False
            self._finish()
        elif name == self._inside:
            self._inside = ""
        elif name == "sheetData":
            self._in_rows = False

    def _place(self, reference: str) -> None:
        if not reference:
            self._column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise DamagedFileError(_SEVERAL_WAYS)
        self._column = column_number(match[1])
        self._row = int(match[2]) - 1

    def _finish(self) -> None:
        if not (self._value or self._inline or self._formula is not None):
            return
        place = (self._row, self._column)
        if place in self._filled or contradicts(self._type, self._value, inline=self._inline):
            raise DamagedFileError(_SEVERAL_WAYS)
        self._filled.add(place)
        self._rows = max(self._rows, self._row + 1)
        self._columns = max(self._columns, self._column + 1)
        shown = self._formats.get(self._style, PLAIN)
        mark = mark_of(self._type, self._formula, self._value, shown)
        if mark is not None:
            self._marks[place] = mark


def contradicts(kind: str | None, value: str | None, *, inline: bool) -> bool:
    """Whether text stands in a cell of another type, or another value where it should be."""
    return bool(value) if kind == _IN_CELL else inline


def has_spelled_number(data: bytes) -> bool:
    """Whether a number has signs such as `&#49;`, which not all readers resolve."""
    # Few signs are #, and one sign is found ten times as fast as two.
    place = data.find(b"#")
    while place >= 0 and data[place - 1 : place] != b"&":
        place = data.find(b"#", place + 1)
    return place > 0 and _SPELLED_NUMBER.search(data) is not None


def mark_of(kind: str, formula: str | None, value: str | None, shown: NumberFormat) -> Mark | None:
    """What there is to say of a cell; None if it is a plain value.

    `kind`: its declared type. `shown`: what the format of its style adds to a number.
    """
    calculated = formula is not None
    if kind == "e":
        return Mark("error", value or "#N/A", calculated)
    if calculated and _is_unsaved(kind, value):
        return Mark("unsaved", f"={formula}", formula=True)
    constant = kind == "b" and (formula or "").strip().upper() in _CONSTANTS
    if kind != "n":
        shown = PLAIN
    if shown.is_plain:
        return CALCULATED if calculated and not constant else None
    return Mark("plain", "", calculated, shown.percent, shown.unit, shown.thousands)


def _is_unsaved(kind: str, value: str | None) -> bool:
    """No saved value; only a result declared as text may be saved empty."""
    return value is None or (not value.strip() and kind != "str")
