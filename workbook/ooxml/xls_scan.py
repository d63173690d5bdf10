"""The raw scan of .xls (Excel 97 to 2003): error cells, formulas, text results, percentages."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from workbook.ooxml.compound import CompoundFile
from workbook.ooxml.marks import (
    PLAIN,
    BookMarks,
    DamagedFileError,
    EncryptedFileError,
    Mark,
    NumberFormat,
    OldFormatError,
    TabMarks,
    read_format,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BEGIN, _END, _CONTINUE = 0x0809, 0x000A, 0x003C
_SHEET, _DATE_SYSTEM, _FORMAT, _STYLE, _PASSWORD = 0x0085, 0x0022, 0x041E, 0x00E0, 0x002F
_FORMULA, _STRING, _BOOLEAN_OR_ERROR = 0x0006, 0x0207, 0x0205
_NUMBER, _PACKED, _PACKED_ROW = 0x0203, 0x027E, 0x00BD
_TEXTS = frozenset({0x00FD, 0x0204, 0x00D6})
_BIFF8 = 0x0600
_ONE_CONSTANT, _BOOLEAN_CONSTANT = b"\x02\x00", b"\x1d"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def scan_xls(data: bytes) -> BookMarks:
    """Scan every worksheet of the workbook stream, in its order."""
    container = CompoundFile(data)
    names = container.names()
    if "EncryptedPackage" in names:
        raise EncryptedFileError
    stream = container.read("Workbook")
    if stream is None:
        if "Book" in names:
            raise OldFormatError
        msg = "no workbook inside"
        raise DamagedFileError(msg)
    try:
        return _scan(stream, macros="_VBA_PROJECT_CUR" in names)
    except (struct.error, IndexError) as error:
        msg = "a record is too short"
        raise DamagedFileError(msg) from error


def _scan(stream: bytes, *, macros: bool) -> BookMarks:
    book = _Globals(stream)
    tabs = [
        _TabScan(name, book.formats).scan(stream, offset)
        for name, offset, kind in book.sheets
        if kind == 0
    ]
    return BookMarks(tuple(tabs), book.epoch_1904, macros)


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of each record of one substream; embedded charts are passed over."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        data = stream[offset + 4 : offset + 4 + length]
        offset += 4 + length
        if kind == _BEGIN:
            depth += 1
        if depth == 1:
            yield kind, data
        if kind == _END:
            depth -= 1
            if depth == 0:
                return


class _Globals:
    """Tabs, date system and the styles that show a number otherwise than it is."""

    def __init__(self, stream: bytes) -> None:
        self.sheets: list[tuple[str, int, int]] = []
        self.epoch_1904 = False
        formats = {9: NumberFormat(percent=True), 10: NumberFormat(percent=True)}
        styles: list[int] = []
        for kind, data in _records(stream, 0):
            if kind == _BEGIN and struct.unpack_from("<H", data)[0] != _BIFF8:
                raise OldFormatError
            if kind == _PASSWORD:
                raise EncryptedFileError
            if kind == _SHEET:
                offset, _, sheet_kind = struct.unpack_from("<IBB", data)
                self.sheets.append((_text(data[6:], wide=False), offset, sheet_kind))
            elif kind == _DATE_SYSTEM:
                self.epoch_1904 = struct.unpack_from("<H", data)[0] == 1
            elif kind == _FORMAT:
                formats[struct.unpack_from("<H", data)[0]] = read_format(_text(data[2:]))
            elif kind == _STYLE:
                styles.append(struct.unpack_from("<H", data, 2)[0])
        shown = {number: formats.get(style, PLAIN) for number, style in enumerate(styles)}
        self.formats = {number: own for number, own in shown.items() if not own.is_plain}


class _TabScan:
    """One worksheet, record by record."""

    def __init__(self, name: str, formats: Mapping[int, NumberFormat]) -> None:
        self._name = name
        self._formats = formats
        self._marks: dict[tuple[int, int], Mark] = {}
        self._rows = self._columns = 0
        self._waiting: tuple[int, int] | None = None
        self._text_parts: list[bytes] = []

    def scan(self, stream: bytes, offset: int) -> TabMarks:
        for kind, data in _records(stream, offset):
            if kind == _CONTINUE and self._text_parts:
                self._text_parts.append(data)
                continue
            self._finish_text()
            if kind == _STRING:
                self._text_parts = [data]
            elif kind == _FORMULA:
                self._formula(data)
            elif kind in _TEXTS or kind in {_BOOLEAN_OR_ERROR, _NUMBER, _PACKED, _PACKED_ROW}:
                self._cell(kind, data)
        self._finish_text()
        return TabMarks(self._name, self._marks, self._rows, self._columns)

    def _reach(self, row: int, column: int) -> None:
        self._rows = max(self._rows, row + 1)
        self._columns = max(self._columns, column + 1)

    def _cell(self, kind: int, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        if kind == _BOOLEAN_OR_ERROR:
            value, is_error = data[6], data[7]
            if is_error:
                self._marks[row, column] = Mark("error", _ERRORS.get(value, "#N/A"))
        elif kind == _PACKED_ROW:
            for number in range((len(data) - 6) // 6):
                style = struct.unpack_from("<H", data, 4 + 6 * number)[0]
                self._number(row, column + number, style)
            column += max((len(data) - 6) // 6 - 1, 0)
        elif kind not in _TEXTS:
            self._number(row, column, style)
        self._reach(row, column)

    def _number(self, row: int, column: int, style: int) -> None:
        shown = self._formats.get(style)
        if shown is not None:
            self._marks[row, column] = _formatted(shown, formula=False)

    def _formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        result = data[6:14].ljust(8, b"\0")
        self._reach(row, column)
        self._waiting = None
        mark = _formatted(self._formats.get(style, PLAIN), formula=True)
        if result[6:8] == b"\xff\xff":
            if result[0] == 0:
                # The text follows in a record of its own; until then there is no saved value.
                self._waiting = (row, column)
                mark = Mark("unsaved", formula=True)
            elif result[0] == 1:
                # LibreOffice saves a plain TRUE as a formula of one constant.
                typed = data[20:22] == _ONE_CONSTANT and data[22:23] == _BOOLEAN_CONSTANT
                mark = Mark("boolean", "true" if result[2] else "false", formula=not typed)
            elif result[0] == 2:
                mark = Mark("error", _ERRORS.get(result[2], "#N/A"), formula=True)
            else:
                mark = Mark("text", "", formula=True)
        elif struct.unpack("<d", result)[0] == 0:
            # Zero is also what programs save that did not calculate; LibreOffice saves it for
            # formulas that give text. Nothing tells the two apart.
            mark = Mark("unsaved", formula=True)
        self._marks[row, column] = mark

    def _finish_text(self) -> None:
        if self._text_parts and self._waiting is not None:
            self._marks[self._waiting] = Mark("text", _long_text(self._text_parts), formula=True)
            self._waiting = None
        self._text_parts = []


def _formatted(shown: NumberFormat, *, formula: bool) -> Mark:
    return Mark("plain", "", formula, shown.percent, shown.unit, shown.thousands)


def _text(data: bytes, *, wide: bool = True) -> str:
    """A counted text: length in two bytes (or one), a byte of flags, the characters."""
    length = struct.unpack_from("<H", data)[0] if wide else data[0]
    start = 2 if wide else 1
    return _characters(data[start + 1 :], data[start])[:length]


def _long_text(parts: list[bytes]) -> str:
    """A text that goes on in further records, each with flags of its own."""
    found = _characters(parts[0][3:], parts[0][2])
    for part in parts[1:]:
        found += _characters(part[1:], part[0])
    return found[: struct.unpack_from("<H", parts[0])[0]]


def _characters(data: bytes, flags: int) -> str:
    return data.decode("utf-16-le" if flags & 1 else "latin-1", "replace")
