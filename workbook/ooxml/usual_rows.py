"""Rows of a worksheet that are written as usual: marks and values from one look at their bytes.

Nearly all rows of a round's returns are the same, most of the others once the numbers in them are
taken out, so what a row says is remembered by its bytes. Of what spreadsheet readers might see in
more than one way no value is given: a reader that knows all of the format is asked for it.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from workbook.ooxml.columns import column_letters
from workbook.ooxml.remembered import Remembered, Room
from workbook.ooxml.tab_scan import contradicts
from workbook.ooxml.usual_cells import NUMBER_GAP, STRING_GAP, DoubtError, Filled, read_gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.ooxml.marks import Mark, Scalar
    from workbook.ooxml.usual_cells import CellStyles, GapKind

# Up to row 9999 and column RZ (the 494th) no content is too large, wherever it stands.
_COLUMNS = {column_letters(number): number for number in range(494)}
_SIGNS = rb"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]*+"
# Numbers of signs that every XML may name; halves of pairs are none.
_NUMBER = rb"#(?!5[5-7][0-9]{3};)(?:9|1[03]|[1-9][0-9]{2,4}|1[0-9]{5});"
TEXT = _SIGNS + rb"(?:&(?:(?:amp|lt|gt|quot|apos);|" + _NUMBER + rb")" + _SIGNS + rb")*+"
ATTRIBUTES = rb'(?: [a-zA-Z][a-zA-Z0-9:]*="[^<>"&\x00-\x08\x0b\x0c\x0e-\x1f]*")*+'
# An attribute that stands twice is let through: of rows and formulas none is looked at.
_STYLE = rb'(?: s="(?:0|[1-9][0-9]{0,8})")?+'
_TYPE = rb'(?: t="[a-zA-Z]{1,9}")?+'
_FORMULA = rb"<f" + ATTRIBUTES + rb"(?:/>|>" + TEXT + rb"</f>)"
_VALUE = rb"<v(?:/>|>(?:[\x00\x01]|" + TEXT + rb")</v>)"
_INLINE = rb'<is><t(?: xml:space="preserve")?+>' + TEXT + rb"</t></is>"
_CELL = (
    rb'<c r="[A-R]?[A-Z][1-9][0-9]{0,3}"'
    + _STYLE
    + _TYPE
    + rb'(?: cm="[0-9]*")?+(?: vm="[0-9]*")?+(?: ph="[0-9]*")?+'
    rb"(?:/>|>(?:" + _FORMULA + rb")?+(?:" + _VALUE + rb"|" + _INLINE + rb")?+</c>)"
)
# A row that says to which vocabulary it belongs may be none of the worksheet's.
_START_OF_ROW = rb"<row(?![^>]* xmlns)" + ATTRIBUTES
_NO_CELLS = rb"(?:" + _START_OF_ROW + rb"/>)*+"
_EMPTY_ROWS = re.compile(_NO_CELLS)
# Up to the end of a row; rows without cells may stand before it.
_ROW = re.compile(_NO_CELLS + _START_OF_ROW + rb">(?:" + _CELL + rb")*+")
# In such rows, each cell that is not closed at once.
_FILLED = re.compile(
    r'<c r="([A-R]?[A-Z])([0-9]+)"(?: s="([0-9]+)")?+(?: t="([a-zA-Z]+)")?+[^<>/]*+>'
    r"(?:<f[^<>]*+>([^<]*+)(?:</f>)?+)?+"
    r'(?:(<v/>)|<v>([^<]*+)</v>|<is><t( xml:space="preserve")?+>([^<]*+)</t></is>)?+'
)
# Numbers as all programs write most of them.
_NUMBERS = re.compile(rb"><v>(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,17})?+)</v>")
_NUMBER_SIGN = NUMBER_GAP.encode()
_WITHOUT_NUMBER = b"><v>" + _NUMBER_SIGN + b"</v>"
# Longer rows are read each time; what is remembered takes a few times its room.
_WORTH_KEEPING = 12 * 1024
_ROOM = Room(2 * 1024 * 1024)
_NO_MARKS: Mapping[tuple[int, int], Mark] = MappingProxyType({})


# Not a frozen dataclass, because making one takes three times as long.
class UsualRow(NamedTuple):
    """What a row says; `number` counts from 0, and is -1 if nothing stands in the row.

    `reach`: how many columns up to the last with content. `values`: up to the last that is read as
    one, be it empty text; None where there is doubt. `strings`: the columns of shared strings.
    """

    number: int = -1
    reach: int = 0
    marks: Mapping[tuple[int, int], Mark] = _NO_MARKS
    values: tuple[Scalar, ...] | None = ()
    strings: tuple[int, ...] = ()


class _Form(NamedTuple):
    """A row without its numbers; `gaps`: the columns they were taken from, and what they mean."""

    row: UsualRow
    gaps: tuple[tuple[int, GapKind], ...]


class RowReader:
    """Reads the rows of worksheets whose cells have these styles; remembers those read last."""

    def __init__(self, styles: CellStyles) -> None:
        self.styles = styles
        # Those that are not known as they are may be but for their numbers.
        self._rows = Remembered(self._read, _WORTH_KEEPING, _ROOM)
        self._forms = Remembered(self._read_form, _WORTH_KEEPING, _ROOM)

    def read(self, rows: Iterable[bytes]) -> list[UsualRow | None]:
        """What stands before each `</row>`, with `STRING_GAP` for numbers of strings.

        None for rows that are unusual.
        """
        return list(map(self._rows.__getitem__, rows))

    def _read(self, row: bytes) -> UsualRow | None:
        if _NUMBER_SIGN in row:
            return None
        parts = _NUMBERS.split(row)
        form = self._forms[_WITHOUT_NUMBER.join(parts[::2])]
        if form is None:
            return None
        return _with_numbers(form, parts[1::2]) if form.gaps and form.row.values else form.row

    def _read_form(self, row: bytes) -> _Form | None:
        if _ROW.fullmatch(row) is None:
            return None
        try:
            text = row.decode()
        except UnicodeDecodeError:
            return None
        if "\ufffe" in text or "\uffff" in text:
            return None
        return _Filling(self.styles).fill(text)


def _with_numbers(form: _Form, numbers: Iterable[bytes]) -> UsualRow:
    """The row with what stood in its gaps."""
    row = form.row
    values = list(row.values or ())
    try:
        for (column, kind), number in zip(form.gaps, numbers, strict=True):
            values[column] = float(number) if kind == "n" else read_gap(kind, number.decode())
    except DoubtError:
        return row._replace(values=None)
    return row._replace(values=tuple(values))


class _Filling:
    """One row, cell by cell."""

    def __init__(self, styles: CellStyles) -> None:
        self._styles = styles
        self._row = self._number = self._last = -1
        self._reach = 0
        self._marks: dict[tuple[int, int], Mark] = {}
        self._values: list[Scalar] = []
        self._strings: list[int] = []
        self._gaps: list[tuple[int, GapKind]] = []
        self._doubt = not styles.certain

    def fill(self, text: str) -> _Form | None:
        """What the row says; None if a cell has what is none of its type."""
        for found in _FILLED.finditer(text):
            letters, row, style, kind, formula, none, value, kept, inline = found.groups()
            value = "" if none else value
            if value is None and inline is None and formula is None:
                continue
            if value == NUMBER_GAP and kind == "e":
                return None
            column = _COLUMNS[letters]
            self._follow(int(row) - 1, column)
            if value == STRING_GAP:
                # Most cells; neither a formula nor what its style shows adds to one.
                self._reach = max(self._reach, column + 1)
                self._strings.append(column)
                self._put(column, "")
                continue
            if contradicts(kind, value, inline=inline is not None):
                return None
            self._add(
                column, Filled(kind or "n", int(style or 0), formula, value, inline, bool(kept))
            )
        values = None if self._doubt else tuple(self._values)
        marks, strings = self._marks or _NO_MARKS, tuple(self._strings)
        said = UsualRow(self._number, self._reach, marks, values, strings)
        return _Form(said, tuple(self._gaps))

    def _follow(self, row: int, column: int) -> None:
        """Go on to this cell."""
        if column <= self._last or self._number not in {-1, row}:
            # Cells that do not follow each other in one row.
            self._doubt = True
        self._row, self._last = row, column
        self._number = max(self._number, row)

    def _put(self, column: int, value: Scalar) -> None:
        self._values += [""] * (column - len(self._values))
        self._values.append(value)

    def _add(self, column: int, cell: Filled) -> None:
        if cell.value or cell.inline is not None or cell.formula is not None:
            self._reach = max(self._reach, column + 1)
            mark = cell.mark(self._styles)
            if mark is not None:
                self._marks[self._row, column] = mark
        if self._doubt:
            return
        try:
            value = self._value(column, cell)
        except DoubtError:
            self._doubt = True
            return
        if value is not None:
            self._put(column, value)

    def _value(self, column: int, cell: Filled) -> Scalar | None:
        """The value, or the place of one; None if the cell has none."""
        if cell.value == NUMBER_GAP:
            self._gaps.append((column, cell.gap(self._styles)))
            return ""
        return cell.read(self._styles)


def are_empty_rows(data: bytes) -> bool:
    """Whether these are only rows without cells, or nothing."""
    return _EMPTY_ROWS.fullmatch(data) is not None
