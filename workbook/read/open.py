"""Opening what a respondent sent: format by content, limits, cells with what is wrong with them.

Everything that can be wrong with a file ends as one `Refusal`; nothing is raised beyond it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import python_calamine

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
from workbook.ooxml.parts import TooLargeError, check_sizes, find_part, read_part
from workbook.ooxml.xls_scan import scan_xls
from workbook.ooxml.xlsx_scan import scan_xlsx
from workbook.read.cells import Cell, CellValue, column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workbook.model import Parameters

NOT_A_WORKBOOK = "WB001"
ENCRYPTED = "WB002"
EMPTY_FILE = "WB003"
OTHER_FORMAT = "WB004"
TOO_LARGE = "WB005"
READING_STOPPED = "WB015"
MAXIMUM_FILE = 50 * 1024 * 1024
MAXIMUM_CELLS = 5_000_000
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_TEXT_FORMATS = ((b"<html", "html"), (b"<!doctype html", "html"), (b"<table", "html"))
_XML_FORMATS = ((b"office:document", "fods"), (b"urn:schemas-microsoft-com:office", "xml"))


class Refusal(Exception):  # noqa: N818 - not an error of ours: a verdict on the file
    """The file cannot be read; `code` is the finding's."""

    def __init__(self, code: str, parameters: Parameters = ()) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


def _refuse(code: str, ending: str = "") -> Refusal:
    return Refusal(code, (("ending", ending),) if ending else ())


@dataclass(frozen=True, slots=True)
class Tab:
    """The cells of one tab; rows and columns count from 0."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    width: int
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)

    def address(self, row: int, column: int) -> str:
        """Where a person finds the cell, such as `Services!D14`."""
        return f"{self.name}!{column_letters(column)}{row + 1}"

    def cell(self, row: int, column: int) -> Cell:
        """The cell; beyond the edge of what was filled it is blank."""
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
        value: CellValue = self.rows[row][column] if inside else ""
        mark = self.marks.get((row, column))
        address = self.address(row, column)
        return Cell(value, address) if mark is None else _marked(value, address, mark)


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """A workbook that could be opened; `epoch_1904`: its serial dates count from 1904."""

    tabs: tuple[Tab, ...]
    epoch_1904: bool
    macros: bool
    properties: Mapping[str, str]


def read_bytes(path: Path) -> tuple[bytes, str]:
    """The bytes of the file and their sha256; a `Refusal` if there are none or far too many."""
    try:
        if path.stat().st_size > MAXIMUM_FILE:
            raise _refuse(TOO_LARGE)
        data = path.read_bytes()
    except OSError as error:
        raise _refuse(READING_STOPPED) from error
    return data, hashlib.sha256(data).hexdigest()


def open_workbook(data: bytes) -> OpenedBook:
    """The tabs of a workbook, whatever its file is called; a `Refusal` for anything else."""
    try:
        marks = _scan(data)
    except Refusal:
        raise
    except TooLargeError as error:
        raise _refuse(TOO_LARGE) from error
    except EncryptedFileError as error:
        raise _refuse(ENCRYPTED) from error
    except OldFormatError as error:
        raise _refuse(OTHER_FORMAT, "xls") from error
    except Exception as error:
        raise _refuse(READING_STOPPED) from error
    if any(tab.rows * tab.columns > MAXIMUM_CELLS for tab in marks.tabs):
        raise _refuse(TOO_LARGE)
    return _read_tabs(data, marks)


def _scan(data: bytes) -> BookMarks:
    """Find out what the bytes are, and scan them."""
    if not data.strip(b"\0\t\r\n "):
        raise _refuse(EMPTY_FILE)
    if data.startswith(SIGNATURE):
        return _scan_compound(data)
    if data.startswith(b"PK"):
        return _scan_archive(data)
    raise _refuse_other(data)


def _scan_compound(data: bytes) -> BookMarks:
    names = CompoundFile(data).names()
    if "EncryptedPackage" not in names and not names & {"Workbook", "Book"}:
        raise _refuse(NOT_A_WORKBOOK)
    return scan_xls(data)


def _scan_archive(data: bytes) -> BookMarks:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise _refuse(READING_STOPPED) from error
    with archive:
        check_sizes(archive)
        if find_part(archive, "xl/workbook.xml"):
            return scan_xlsx(archive)
        if find_part(archive, "xl/workbook.bin"):
            raise _refuse(OTHER_FORMAT, "xlsb")
        if find_part(archive, "word/document.xml"):
            raise _refuse(OTHER_FORMAT, "docx")
        if any(name.endswith(".iwa") for name in archive.namelist()):
            raise _refuse(OTHER_FORMAT, "numbers")
        kind = find_part(archive, "mimetype")
        if kind and read_part(archive, kind).startswith(_ODS):
            return scan_ods(archive)
        raise _refuse(NOT_A_WORKBOOK)


def _refuse_other(data: bytes) -> Refusal:
    """Say which other format this is, as far as that helps the sender."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return _refuse(OTHER_FORMAT, "pdf")
    for sign, ending in _TEXT_FORMATS:
        if start.startswith(sign):
            return _refuse(OTHER_FORMAT, ending)
    if start.startswith(b"<?xml"):
        for sign, ending in _XML_FORMATS:
            if sign in start:
                return _refuse(OTHER_FORMAT, ending)
    if _is_separated_text(start):
        return _refuse(OTHER_FORMAT, "csv")
    return _refuse(NOT_A_WORKBOOK)


def _is_separated_text(start: bytes) -> bool:
    """Whether the first lines are text with the same separator in each."""
    if b"\0" in start:
        return False
    lines = [line for line in start.splitlines()[:-1][:3] if line.strip()]
    return len(lines) > 1 and any(
        all(line.count(separator) >= 2 for line in lines) for separator in (b",", b";", b"\t")
    )


def _read_tabs(data: bytes, marks: BookMarks) -> OpenedBook:
    """Read the values; the reader may fail in ways that are no `Exception`."""
    try:
        tabs = _read_values(data, marks)
    except (KeyboardInterrupt, SystemExit):
        raise
    except python_calamine.PasswordError as error:
        raise _refuse(ENCRYPTED) from error
    except BaseException as error:
        raise _refuse(READING_STOPPED) from error
    return OpenedBook(tabs, marks.epoch_1904, marks.macros, marks.properties)


def _read_values(data: bytes, marks: BookMarks) -> tuple[Tab, ...]:
    by_name = {tab.name: tab for tab in marks.tabs}
    tabs: list[Tab] = []
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            scanned = by_name.pop(name, None)
            if scanned is None:
                continue
            values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            tabs.append(_to_tab(name, values, scanned))
    if by_name:
        msg = f"tabs that cannot be read: {sorted(by_name)}"
        raise DamagedFileError(msg)
    return tuple(tabs)


def _to_tab(name: str, values: list[list[CellValue]], scanned: TabMarks) -> Tab:
    """The tab as large as both see it; if only the scan sees anything, the reader lost it."""
    is_empty = not any(value != "" for row in values for value in row)
    if is_empty and scanned.rows and not scanned.marks:
        msg = f"{name}: nothing was read of {scanned.rows} rows"
        raise DamagedFileError(msg)
    missing = max(scanned.rows - len(values), 0)
    width = max([scanned.columns, *map(len, values)])
    rows = (*map(tuple, values), *((),) * missing)
    return Tab(name.strip(), rows, width, scanned.marks)


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
    return Cell(value, address, formula=mark.formula, percent=mark.percent)
