"""Rows of a worksheet that are written as usual: marks and values from one look at their bytes.

Nearly all rows of a round's returns are the same once the numbers of shared strings are taken out,
so what a row says is remembered by its bytes. Of what spreadsheet readers might see in more than
one way no value is given: a reader that knows all of the format is asked for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.ooxml.columns import column_letters
from workbook.ooxml.marks import PLAIN
from workbook.ooxml.tab_scan import CALCULATED, mark_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.ooxml.marks import Mark, NumberFormat, Scalar

# Up to row 9999 and column RZ (the 494th) no content is too large, wherever it stands.
_COLUMNS = {column_letters(number): number for number in range(494)}
_SIGNS = rb"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]*+"
# Numbers of signs that every XML may name; halves of pairs are none.
_NUMBER = rb"#(?!5[5-7][0-9]{3};)(?:9|1[03]|[1-9][0-9]{2,4}|1[0-9]{5});"
TEXT = _SIGNS + rb"(?:&(?:(?:amp|lt|gt|quot|apos);|" + _NUMBER + rb")" + _SIGNS + rb")*+"
ATTRIBUTES = rb'(?: [a-zA-Z][a-zA-Z0-9:]*="[^<>"&\x00-\x08\x0b\x0c\x0e-\x1f]*")*+'
# What stands for the number of a shared string; no part of a file may hold it.
SHARED = b"\0"
_SHARED_TEXT = SHARED.decode()
# An attribute that stands twice is let through: of rows and formulas none is looked at.
_STYLE = rb'(?: s="(?:0|[1-9][0-9]{0,8})")?+'
_TYPE = rb'(?: t="[a-zA-Z]{1,9}")?+'
_FORMULA = rb"<f" + ATTRIBUTES + rb"(?:/>|>" + TEXT + rb"</f>)"
_VALUE = rb"<v(?:/>|>(?:\x00|" + TEXT + rb")</v>)"
_INLINE = rb'<is><t(?: xml:space="preserve")?+>' + TEXT + rb"</t></is>"
_CELL = (
    rb'<c r="[A-R]?[A-Z][1-9][0-9]{0,3}"'
    + _STYLE
    + _TYPE
    + rb'(?: cm="[0-9]*")?+(?: vm="[0-9]*")?+(?: ph="[0-9]*")?+'
    rb"(?:/>|>(?:" + _FORMULA + rb")?+(?:" + _VALUE + rb"|" + _INLINE + rb")?+</c>)"
)
_NO_CELLS = rb"(?:<row" + ATTRIBUTES + rb"/>)*+"
_EMPTY_ROWS = re.compile(_NO_CELLS)
# Up to the end of a row; rows without cells may stand before it.
_ROW = re.compile(_NO_CELLS + rb"<row" + ATTRIBUTES + rb">(?:" + _CELL + rb")*+")
# In such rows, each cell that is not closed at once.
_FILLED = re.compile(
    r'<c r="([A-R]?[A-Z])([0-9]+)"(?: s="([0-9]+)")?+(?: t="([a-zA-Z]+)")?+[^<>/]*+>'
    r"(?:<f[^<>]*+>([^<]*+)(?:</f>)?+)?+"
    r'(?:(<v/>)|<v>([^<]*+)</v>|<is><t( xml:space="preserve")?+>([^<]*+)</t></is>)?+'
)
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?")
_ERROR_VALUES = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)
# Types of which every result that is saved is one.
_PLAIN_RESULTS = frozenset({"n", "s", "str"})
_ENTITY = re.compile(r"&(?:[a-z]+|#([0-9]+));")
_NAMED = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
# Signs that programs write, and readers resolve, in several ways.
_READ_IN_SEVERAL_WAYS = ("\r", "&#", "_x")
# Serial numbers that are the same day for all programs: after the 29 February 1900 that never was.
_DAY_ZERO, _FIRST_DAY, _LAST_DAY = date(1899, 12, 30), 61, 73_050
# Longer rows are read each time, so that what is remembered stays small.
_WORTH_KEEPING = 12 * 1024
_REMEMBERED = 2048


class DoubtError(Exception):
    """A value that might be read otherwise by another program."""


@dataclass(frozen=True, slots=True)
class CellStyles:
    """What the styles of cells, by their numbers, make of a number.

    `shown`: what they add to it, if anything. `dates`: it is shown as a day. `doubtful`: it may be
    a number or a time. `certain`: of all others it is known that numbers stay numbers.
    """

    shown: Mapping[int, NumberFormat] = field(default_factory=dict)
    dates: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class UsualRow:
    """What a row says; `number` counts from 0, and is -1 if nothing stands in the row.

    `reach`: how many columns up to the last with content. `values`: up to the last that is read as
    one, be it empty text; None where there is doubt. `strings`: the columns of shared strings.
    """

    number: int = -1
    reach: int = 0
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    values: tuple[Scalar, ...] | None = ()
    strings: tuple[int, ...] = ()


class RowReader:
    """Reads the rows of worksheets whose cells have these styles; remembers those read last."""

    def __init__(self, styles: CellStyles) -> None:
        self.styles = styles
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._read)

    def read(self, row: bytes) -> UsualRow | None:
        """What stands before `</row>`, with `SHARED` for numbers of strings; None if unusual."""
        return self._remembered(row) if len(row) <= _WORTH_KEEPING else self._read(row)

    def _read(self, row: bytes) -> UsualRow | None:
        if _ROW.fullmatch(row) is None:
            return None
        try:
            text = row.decode()
        except UnicodeDecodeError:
            return None
        if "\ufffe" in text or "\uffff" in text:
            return None
        return _Filling(self.styles).fill(text)


class _Filling:
    """One row, cell by cell."""

    def __init__(self, styles: CellStyles) -> None:
        self._styles = styles
        self._number = self._last = -1
        self._reach = 0
        self._marks: dict[tuple[int, int], Mark] = {}
        self._values: list[Scalar] = []
        self._strings: list[int] = []
        self._doubt = not styles.certain

    def fill(self, text: str) -> UsualRow:
        for found in _FILLED.finditer(text):
            letters, row, style, kind, formula, none, value, kept, inline = found.groups()
            value = "" if none else value
            if value is None and inline is None and formula is None:
                continue
            cell = _Filled(kind or "n", int(style or 0), formula, value, inline, bool(kept))
            self._add(int(row) - 1, _COLUMNS[letters], cell)
        values = None if self._doubt else tuple(self._values)
        return UsualRow(self._number, self._reach, self._marks, values, tuple(self._strings))

    def _add(self, row: int, column: int, cell: _Filled) -> None:
        if column <= self._last or self._number not in {-1, row}:
            # Cells that do not follow each other in one row.
            self._doubt = True
        self._number, self._last = max(self._number, row), column
        if cell.value or cell.inline is not None or cell.formula is not None:
            self._reach = max(self._reach, column + 1)
            mark = cell.mark(self._styles)
            if mark is not None:
                self._marks[row, column] = mark
        if self._doubt:
            return
        try:
            value = cell.read(self._styles)
        except DoubtError:
            self._doubt = True
            return
        if value is not None:
            self._values += [""] * (column - len(self._values))
            self._values.append(value)
            if cell.value == _SHARED_TEXT:
                self._strings.append(column)


# Not frozen, because that doubles the time of making one.
@dataclass(slots=True)
class _Filled:
    """What stands in a cell; the parts that it does not have are None."""

    kind: str
    style: int
    formula: str | None
    value: str | None
    inline: str | None
    kept: bool

    def mark(self, styles: CellStyles) -> Mark | None:
        """What there is to say of the cell; most are plain, or calculated and nothing else."""
        formula, value = self.formula, self.value
        if self.kind in _PLAIN_RESULTS and self.style not in styles.shown:
            if formula is None:
                return None
            if value and value.strip():
                return CALCULATED
        if formula is not None and (self.kind == "b" or not (value and value.strip())):
            formula = resolved(formula)
        if value is not None and self.kind == "e":
            value = resolved(value)
        return mark_of(self.kind, formula, value, styles.shown.get(self.style, PLAIN))

    def read(self, styles: CellStyles) -> Scalar | None:
        """The value, or the place of one; None if the cell has none."""
        value = self.value
        if self.inline is not None:
            if self.kind != "inlineStr" or self.formula is not None:
                raise DoubtError
            return plain_text(self.inline, kept=self.kept)
        if value is None or (value == "" and self.kind != "str"):
            return None
        if self.kind == "n":
            return _number(value, self.style, styles)
        if self.kind == "str":
            return plain_text(value, kept=True)
        return _by_sign(self.kind, value)


def _by_sign(kind: str, value: str) -> Scalar:
    """A value of which there are only a few; errors are told by their mark."""
    if kind == "b" and value in {"0", "1"}:
        return value == "1"
    if (kind == "e" and value in _ERROR_VALUES) or (kind == "s" and value == _SHARED_TEXT):
        return ""
    raise DoubtError


def _number(value: str, style: int, styles: CellStyles) -> Scalar:
    if style in styles.doubtful or _PLAIN_NUMBER.fullmatch(value) is None:
        raise DoubtError
    number = float(value)
    if style not in styles.dates:
        return number
    if number.is_integer() and _FIRST_DAY <= number <= _LAST_DAY:
        return _DAY_ZERO + timedelta(days=int(number))
    raise DoubtError


def are_empty_rows(data: bytes) -> bool:
    """Whether these are only rows without cells, or nothing."""
    return _EMPTY_ROWS.fullmatch(data) is not None


def plain_text(text: str, *, kept: bool) -> str:
    """The text that all programs read; `kept`: space around it is meant."""
    if any(sign in text for sign in _READ_IN_SEVERAL_WAYS):
        raise DoubtError
    if not kept and text != text.strip():
        raise DoubtError
    return resolved(text)


def resolved(text: str) -> str:
    """Text with what stands for its signs resolved; line ends as XML has them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(lambda found: _NAMED.get(found[0]) or chr(int(found[1])), text)
    return text
