"""The raw scan of .xlsx and .xlsm: error cells, formulas, percentages, identity in properties."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.ooxml.marks import (
    PLAIN,
    BookMarks,
    DamagedFileError,
    NumberFormat,
    TabMarks,
    read_format,
)
from workbook.ooxml.parts import (
    attribute,
    find_part,
    parse_xml,
    read_part,
    read_properties,
    refuse_doctype,
)
from workbook.ooxml.quick_scan import scan_tab

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

_BUILT_IN = {9: NumberFormat(percent=True), 10: NumberFormat(percent=True)}
_WORKBOOK = "xl/workbook.xml"
# Larger parts are not kept to be compared with those of other files.
_WORTH_KEEPING = 128 * 1024


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
        tabs.append(scan_tab(name, read_part(archive, part), formats))
    shared = find_part(archive, posixpath.join(book.folder, "sharedStrings.xml"))
    # Read for its checksum and true size, too, before another reader unpacks it.
    if shared is not None and b"<!DOCTYPE" in read_part(archive, shared):
        refuse_doctype()
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
    data = read_part(archive, part)
    return (_formats if len(data) <= _WORTH_KEEPING else _formats.__wrapped__)(data)


@lru_cache(maxsize=8)
def _formats(data: bytes) -> Mapping[int, NumberFormat]:
    """The same from the bytes of the part, which are alike in nearly all returns of a round."""
    styles = _Styles()
    try:
        parse_xml(data, styles.start, styles.end)
    except ValueError as error:
        msg = "the styles"
        raise DamagedFileError(msg) from error
    return styles.found
