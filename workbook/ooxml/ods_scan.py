"""The raw scan of .ods: error cells, formulas, percentages, true types, identity in properties."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from workbook.ooxml.marks import (
    ERROR_TEXTS,
    BookMarks,
    DamagedFileError,
    EncryptedFileError,
    Mark,
    MarkKind,
    TabMarks,
    unit_in,
)
from workbook.ooxml.parts import (
    TooLargeError,
    attribute,
    find_part,
    parse_xml,
    read_part,
    read_properties,
)

if TYPE_CHECKING:
    import zipfile

_COVERED = "covered-table-cell"
_CELLS = frozenset({"table-cell", _COVERED})
_BOOLEAN_FORMULAS = {"TRUE()": "true", "FALSE()": "false"}
_ASIDE = frozenset({"annotation", "shape", "frame", "custom-shape"})
_TYPED: dict[str, MarkKind] = {"boolean": "boolean", "time": "time"}
_MARKED_REPEATS = 1_000
_MAXIMUM_MARKED = 500_000
_NUMBERS = frozenset({"float", "currency"})
# Of a cell without these nothing is read, though its text is shown.
_VALUES = {
    **dict.fromkeys(("float", "currency", "percentage"), "value"),
    "date": "date-value", "time": "time-value", "boolean": "boolean-value",
}  # fmt: skip
_MOST_DIGITS = 15
_MINUS = frozenset("-\u2212(")
_POWER_OF_TEN = re.compile(r"[0-9.,\s+-]+E[0-9+-]+", re.IGNORECASE)


def scan_ods(archive: zipfile.ZipFile) -> BookMarks:
    """Scan every tab of content.xml, in its order."""
    content = find_part(archive, "content.xml")
    if content is None:
        msg = "content.xml is missing"
        raise DamagedFileError(msg)
    manifest = find_part(archive, "META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in read_part(archive, manifest):
        raise EncryptedFileError
    scan = _Content()
    data = read_part(archive, content)
    if b"<![CDATA[" in data:
        msg = "text that some programs do not read"
        raise DamagedFileError(msg)
    try:
        parse_xml(data, scan.start, scan.end, scan.text)
    except ValueError as error:
        raise DamagedFileError(content) from error
    macros = any(name.startswith("Basic/") for name in archive.namelist())
    return BookMarks(
        tuple(scan.tabs),
        scan.epoch_1904,
        macros,
        read_properties(archive, "meta.xml", "user-defined"),
    )


class _Content:
    """content.xml, cell by cell; repeated rows and columns count as often as they say."""

    def __init__(self) -> None:
        self.tabs: list[TabMarks] = []
        self.epoch_1904 = False
        self._depth = self._marked = 0
        self._name = ""
        self._marks: dict[tuple[int, int], Mark] = {}
        self._rows = self._columns = 0
        self._row = self._column = 0
        self._repeat_row = 1
        self._cell: dict[str, str] | None = None
        self._row_marks: list[tuple[int, int, Mark]] = []
        self._covered: set[tuple[int, int]] = set()
        self._row_covered: list[tuple[int, int]] = []
        self._row_end = 0
        self._shown: list[str] = []
        self._aside = 0
        self._paragraph = self._has_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._name = attribute(attributes, "name")
                self._marks, self._row, self._rows, self._columns = {}, 0, 0, 0
                self._covered = set()
        elif name == "table-row" and self._depth == 1:
            self._repeat_row = int(attribute(attributes, "number-rows-repeated") or 1)
            self._column, self._row_end, self._row_marks, self._row_covered = 0, 0, [], []
        elif name in _CELLS and self._depth == 1:
            self._cell, self._shown, self._has_text = attributes, [], False
        elif name in _ASIDE:
            self._aside += 1
        elif name == "p" and self._cell is not None and not self._aside and self._depth == 1:
            self._paragraph = self._has_text = True
        elif name == "null-date":
            self.epoch_1904 = attribute(attributes, "date-value").startswith("1904")

    def text(self, text: str) -> None:
        if self._paragraph and not self._aside:
            self._shown.append(text)

    def end(self, name: str) -> None:
        if name in _CELLS and self._depth == 1:
            self._finish_cell(covered=name == _COVERED)
        elif name == "p":
            self._paragraph = False
        elif name in _ASIDE:
            self._aside -= 1
        elif name == "table-row" and self._depth == 1:
            self._finish_row()
        elif name == "table":
            if self._depth == 1:
                size = (self._rows, self._columns)
                covered = frozenset(self._covered)
                self.tabs.append(TabMarks(self._name, self._marks, *size, covered))
            self._depth -= 1

    def _finish_cell(self, *, covered: bool) -> None:
        attributes = self._cell or {}
        self._cell = None
        repeat = int(attribute(attributes, "number-columns-repeated") or 1)
        if covered:
            self._row_covered.append((self._column, min(repeat, _MARKED_REPEATS)))
        shown = "".join(self._shown)
        formula = attribute(attributes, "formula")
        if shown or formula or attribute(attributes, "value-type"):
            self._row_end = self._column + repeat
            mark = _mark(attributes, formula, shown if self._has_text else None)
            if mark is not None:
                self._row_marks.append((self._column, min(repeat, _MARKED_REPEATS), mark))
        self._column += repeat

    def _finish_row(self) -> None:
        marked = sum(repeat for _, repeat, _ in self._row_marks)
        marked += sum(repeat for _, repeat in self._row_covered)
        self._marked += marked * min(self._repeat_row, _MARKED_REPEATS)
        if self._marked > _MAXIMUM_MARKED:
            raise TooLargeError
        if self._row_end:
            self._rows = self._row + self._repeat_row
            self._columns = max(self._columns, self._row_end)
        for row in range(self._row, self._row + min(self._repeat_row, _MARKED_REPEATS)):
            for column, repeat, mark in self._row_marks:
                for step in range(repeat):
                    self._marks[row, column + step] = mark
            for column, repeat in self._row_covered:
                self._covered |= {(row, column + step) for step in range(repeat)}
        self._row += self._repeat_row


def _mark(attributes: dict[str, str], formula: str, text: str | None) -> Mark | None:
    kind = attribute(attributes, "value-type")
    shown = text or ""
    call = formula.partition("=")[2].strip().upper()
    if call in _BOOLEAN_FORMULAS:
        # LibreOffice saves a plain TRUE as a formula.
        return Mark("boolean", _BOOLEAN_FORMULAS[call])
    if _is_error(attributes, formula, shown):
        return Mark("error", shown, bool(formula))
    typed = _TYPED.get(kind) or ("text" if _is_passed_over(attributes, formula, shown) else None)
    if typed is not None:
        shown = attribute(attributes, "boolean-value") if typed == "boolean" else shown
        return Mark(typed, shown, bool(formula))
    if formula and not kind and text is None:
        return Mark("unsaved", formula.partition(":")[2], formula=True)
    unit = (
        _unit(shown, attribute(attributes, "value"))
        if kind in _NUMBERS and text is not None
        else ""
    )
    if formula or unit or kind == "percentage":
        return Mark("plain", shown if unit else "", bool(formula), kind == "percentage", unit)
    return None


def _is_passed_over(attributes: dict[str, str], formula: str, shown: str) -> bool:
    """Whether a text is shown, and the cell has no value that readers look for."""
    kind = attribute(attributes, "value-type")
    if kind == "string" or formula or not shown:
        return False
    return not attribute(attributes, _VALUES.get(kind, ""))


def _unit(shown: str, value: str) -> str:
    """What is shown beside a number, or all that is shown if it is another number."""
    if _POWER_OF_TEN.fullmatch(shown):
        return ""
    return shown or ";" if _shows_another(shown, value) else unit_in(shown)


def _shows_another(shown: str, value: str) -> bool:
    """Whether the digits shown are not those of the number, however it is rounded."""
    digits = "".join(str(int(sign)) for sign in shown if sign.isdecimal())
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS or "/" in shown:
        return False
    if not digits:
        # A zero may be shown as a dash, as a word, or not at all.
        return number != 0
    if (number < 0) != any(sign in _MINUS for sign in shown) and digits.strip("0"):
        return True
    behind = sum(map(str.isdecimal, re.split("[.,]", shown)[-1]))
    # Whether its last point or comma is the decimal one nobody knows.
    ways = {0, behind if "." in shown or "," in shown else 0}
    rounded = (number.copy_abs().quantize(Decimal(1).scaleb(-way), ROUND_HALF_UP) for way in ways)
    return all(f"{each:f}".replace(".", "").lstrip("0") != digits.lstrip("0") for each in rounded)


def _is_error(attributes: dict[str, str], formula: str, shown: str) -> bool:
    if any(key.endswith(":value-type") and v == "error" for key, v in attributes.items()):
        return True
    return bool(formula) and (shown in ERROR_TEXTS or shown.startswith("Err:"))
