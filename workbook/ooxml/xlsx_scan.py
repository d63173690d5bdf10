"""The raw scan of .xlsx and .xlsm: cells as far as they are plain, identity in properties."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.ooxml.marks import BookMarks, DamagedFileError, TabMarks
from workbook.ooxml.number_styles import read_styles
from workbook.ooxml.parts import (
    attribute,
    find_part,
    parse_xml,
    read_part,
    read_properties,
    refuse_doctype,
)
from workbook.ooxml.quick_scan import scan_tab
from workbook.ooxml.strings import read_strings
from workbook.ooxml.usual_cells import CellStyles
from workbook.ooxml.usual_rows import RowReader
from workbook.ooxml.vocabulary import has_foreign_texts, refuse_other_encodings

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Mapping

_WORKBOOK = "xl/workbook.xml"
_PACKAGE = "_rels/.rels"
_LINKED = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
# Of any other word readers make what they like.
_EPOCHS = {"": False, "0": False, "false": False, "1": True, "true": True}
_PARTS = (_WORKBOOK, "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml")
# Where tabs stand elsewhere, or are called otherwise, readers look for them in their own ways.
_USUAL_PLACE = re.compile(r"(?:/xl/)?worksheets/[a-zA-Z0-9_-]+\.xml")
_USUAL_NAME = re.compile(r"[^\x00-\x1f]+")
# Larger parts are not kept to be compared with those of other files.
_WORTH_KEEPING = 128 * 1024


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook part: names of the tabs with their links, and the date system.

    `usual`: every link is written as all programs write it.
    """

    sheets: tuple[tuple[str, str], ...]
    epoch_1904: bool
    usual: bool


def scan_xlsx(archive: zipfile.ZipFile) -> BookMarks:
    """Scan every tab of the workbook, in its order."""
    path = find_part(archive, _WORKBOOK)
    if path is None:
        msg = "the workbook part is missing"
        raise DamagedFileError(msg)
    folder = posixpath.dirname(path)
    book = _read_book(_read_xml(archive, path))
    links = find_part(archive, posixpath.join(folder, "_rels", posixpath.basename(path) + ".rels"))
    targets = _read_links(_read_xml(archive, links)) if links is not None else {}
    sheets = [
        (name, targets[link][1])
        for name, link in book.sheets
        if link in targets and targets[link][0].endswith("/worksheet")
    ]
    _refuse_other_places(folder, targets.values())
    tabs = _scan_tabs(archive, folder, sheets)
    linked = _is_whole(archive) and len(sheets) == len(book.sheets)
    if book.epoch_1904 or not (book.usual and linked and _are_usual(sheets, archive)):
        tabs = [replace(tab, values=None) for tab in tabs]
    return BookMarks(
        tabs=tuple(tabs),
        epoch_1904=book.epoch_1904,
        macros=find_part(archive, posixpath.join(folder, "vbaProject.bin")) is not None,
        properties=read_properties(archive, "docProps/custom.xml", "property"),
    )


def _read_xml(archive: zipfile.ZipFile, name: str) -> bytes:
    data = read_part(archive, name)
    refuse_other_encodings(data)
    return data


def _refuse_other_places(folder: str, links: Iterable[tuple[str, str]]) -> None:
    """Readers look for texts and styles by their usual names, spreadsheets by the link to them."""
    for kind, target in links:
        usual = _LINKED.get(kind.rpartition("/")[2])
        if usual is not None and not _is_at(target, folder, f"{folder}/{usual}"):
            msg = f"{usual} stands elsewhere"
            raise DamagedFileError(msg)


def _is_at(target: str, folder: str, place: str) -> bool:
    found = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
    return found.lower() == "/" + place.lower()


def _scan_tabs(
    archive: zipfile.ZipFile, folder: str, sheets: list[tuple[str, str]]
) -> list[TabMarks]:
    reader = _row_reader(archive, folder)
    strings = _shared_strings(archive, folder)
    tabs: list[TabMarks] = []
    for name, target in sheets:
        path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        part = find_part(archive, path if path == target[1:] else posixpath.normpath(path))
        if part is None:
            msg = f"the part of the tab {name} is missing"
            raise DamagedFileError(msg)
        tabs.append(scan_tab(name, _read_xml(archive, part), reader, strings))
    return tabs


def _are_usual(sheets: list[tuple[str, str]], archive: zipfile.ZipFile) -> bool:
    """Whether every reader finds the same tabs under the same names."""
    names = [name for name, _ in sheets]
    parts = ["xl/" + target.removeprefix("/xl/") for _, target in sheets]
    return (
        len(set(names)) == len(names)
        and all(map(_USUAL_NAME.fullmatch, names))
        and all(_USUAL_PLACE.fullmatch(target) for _, target in sheets)
        and all(find_part(archive, part) in {part, None} for part in (*_PARTS, *parts))
    )


def _is_whole(archive: zipfile.ZipFile) -> bool:
    """Whether the package says that its workbook is the one that we read."""
    if _PACKAGE not in archive.NameToInfo:
        return False
    try:
        links = _read_links(read_part(archive, _PACKAGE)).values()
    except DamagedFileError:
        return False
    books = [target for kind, target in links if kind.endswith("/officeDocument")]
    if books and not any(_is_at(target, "", _WORKBOOK) for target in books):
        msg = "the workbook stands elsewhere"
        raise DamagedFileError(msg)
    return [target.removeprefix("/") for target in books] == [_WORKBOOK]


@lru_cache(maxsize=16)
def _read_book(data: bytes) -> _Book:
    sheets: list[tuple[str, str]] = []
    settings = {"date1904": "", "usual": "yes"}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((key for key in attributes if key.endswith(":id")), "")
            if key != "r:id" or "name" not in attributes:
                settings["usual"] = ""
            sheets.append((attribute(attributes, "name"), attributes.get(key, "")))
        elif name == "workbookPr":
            settings["date1904"] = attributes.get("date1904", "")

    parse_xml(data, start)
    if settings["date1904"] not in _EPOCHS:
        msg = "the first day that dates count from"
        raise DamagedFileError(msg)
    return _Book(tuple(sheets), _EPOCHS[settings["date1904"]], bool(settings["usual"]))


@lru_cache(maxsize=16)
def _read_links(data: bytes) -> Mapping[str, tuple[str, str]]:
    """Type and target of each link."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode", "").lower() != "external":
            found[attributes.get("Id", "")] = (
                attributes.get("Type", ""),
                attributes.get("Target", ""),
            )

    parse_xml(data, start)
    return found


def _shared_strings(archive: zipfile.ZipFile, folder: str) -> tuple[str | None, ...]:
    part = find_part(archive, posixpath.join(folder, "sharedStrings.xml"))
    if part is None:
        return ()
    # Read for its checksum and true size, too, before another reader unpacks it.
    data = _read_xml(archive, part)
    if b"<!DOCTYPE" in data:
        refuse_doctype()
    strings = read_strings(data)
    if not strings and has_foreign_texts(data):
        msg = "texts of something else"
        raise DamagedFileError(msg)
    return strings


def _row_reader(archive: zipfile.ZipFile, folder: str) -> RowReader:
    part = find_part(archive, posixpath.join(folder, "styles.xml"))
    data = b"" if part is None else _read_xml(archive, part)
    return (_reader if len(data) <= _WORTH_KEEPING else _reader.__wrapped__)(data)


@lru_cache(maxsize=4)
def _reader(styles: bytes) -> RowReader:
    """A reader for cells of these styles, which are alike in nearly all returns of a round."""
    return RowReader(read_styles(styles) if styles else CellStyles())
