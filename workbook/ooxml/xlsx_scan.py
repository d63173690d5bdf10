"""The raw scan of .xlsx and .xlsm: error cells, formulas, percentages, identity in properties."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from workbook.ooxml.marks import (
    PLAIN,
    BookMarks,
    DamagedFileError,
    Mark,
    NumberFormat,
    TabMarks,
    read_format,
)
from workbook.ooxml.parts import attribute, find_part, parse_xml, read_part, read_properties

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_BUILT_IN = {9: NumberFormat(percent=True), 10: NumberFormat(percent=True)}
_CONSTANTS = frozenset({"TRUE()", "FALSE()"})
_WORKBOOK = "xl/workbook.xml"


def scan_xlsx(archive: zipfile.ZipFile) -> BookMarks:
    """Scan every tab of the workbook, in its order."""
    book = _BookParts(archive)
    formats = _formatted_styles(archive, book.folder)
    tabs: list[TabMarks] = []
    for name, target in book.sheets:
        part = find_part(archive, target)
        if part is None:
            msg = f"the part of the tab {name} is missing"
            raise DamagedFileError(msg)
        tabs.append(_TabScan(name, formats).scan(read_part(archive, part)))
    shared = find_part(archive, posixpath.join(book.folder, "sharedStrings.xml"))
    if shared is not None:
        # Read for its checksum and true size only, before another reader unpacks it.
        read_part(archive, shared)
    return BookMarks(
        tabs=tuple(tabs),
        epoch_1904=book.epoch_1904,
        macros=find_part(archive, posixpath.join(book.folder, "vbaProject.bin")) is not None,
        properties=read_properties(archive, "docProps/custom.xml", "property"),
    )


class _BookParts:
    """The workbook part: tabs with their parts, and the date system."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        path = find_part(archive, _WORKBOOK)
        if path is None:
            msg = "the workbook part is missing"
            raise DamagedFileError(msg)
        self.folder = posixpath.dirname(path)
        self.epoch_1904 = False
        self._named: list[tuple[str, str]] = []
        self._targets: dict[str, tuple[str, str]] = {}
        parse_xml(read_part(archive, path), self._book)
        links = find_part(
            archive, posixpath.join(self.folder, "_rels", posixpath.basename(path) + ".rels")
        )
        if links is not None:
            parse_xml(read_part(archive, links), self._link)
        self.sheets = [
            (name, self._resolve(self._targets[link][1]))
            for name, link in self._named
            if link in self._targets and self._targets[link][0].endswith("/worksheet")
        ]

    def _book(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self._named.append((attribute(attributes, "name"), link))
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904", "") in {"1", "true", "on"}

    def _link(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self._targets[attributes.get("Id", "")] = (
                attributes.get("Type", ""),
                attributes.get("Target", ""),
            )

    def _resolve(self, target: str) -> str:
        if target.startswith("/"):
            return target[1:]
        return posixpath.normpath(posixpath.join(self.folder, target))


class _TabScan:
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
        self._in_cell = False

    def scan(self, data: bytes) -> TabMarks:
        parse_xml(data, self._start, self._end, self._text)
        return TabMarks(self._name, self._marks, self._rows, self._columns)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
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

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            self._column += 1
            return
        self._column = column_number(match[1])
        self._row = int(match[2]) - 1

    def _finish(self) -> None:
        if not (self._value or self._inline or self._formula is not None):
            return
        self._rows = max(self._rows, self._row + 1)
        self._columns = max(self._columns, self._column + 1)
        mark = self._mark()
        if mark is not None:
            self._marks[self._row, self._column] = mark

    def _mark(self) -> Mark | None:
        formula = self._formula is not None
        if self._type == "e":
            return Mark("error", self._value or "#N/A", formula)
        if formula and self._is_unsaved():
            return Mark("unsaved", f"={self._formula}", formula=True)
        constant = self._type == "b" and (self._formula or "").strip().upper() in _CONSTANTS
        shown = self._formats.get(self._style, PLAIN) if self._type == "n" else PLAIN
        if not shown.is_plain or (formula and not constant):
            return Mark("plain", "", formula, shown.percent, shown.unit, shown.thousands)
        return None

    def _is_unsaved(self) -> bool:
        """No saved value; only a result declared as text may be saved empty."""
        return self._value is None or (not self._value.strip() and self._type != "str")


class _Styles:
    """Which cell styles show a number otherwise than it is."""

    def __init__(self) -> None:
        self.found: dict[int, NumberFormat] = {}
        self._formats = dict(_BUILT_IN)
        self._in_cells = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            number = int(attributes.get("numFmtId", "0"))
            self._formats[number] = read_format(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            shown = self._formats.get(int(attributes.get("numFmtId", "0")), PLAIN)
            if not shown.is_plain:
                self.found[self._count] = shown
            self._count += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


def _formatted_styles(archive: zipfile.ZipFile, folder: str) -> Mapping[int, NumberFormat]:
    part = find_part(archive, posixpath.join(folder, "styles.xml"))
    if part is None:
        return {}
    styles = _Styles()
    try:
        parse_xml(read_part(archive, part), styles.start, styles.end)
    except ValueError as error:
        raise DamagedFileError(part) from error
    return styles.found


def column_number(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(column: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
