"""What a file is by its content; its name decides only where the content leaves it open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.ooxml.compound import SIGNATURE, CompoundFile
from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.parts import TooLargeError, find_part, open_archive, read_part

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Set as AbstractSet

WORKBOOKS = frozenset({"xlsx", "ods", "xls"})
CONTAINERS = frozenset({"zip", "eml", "msg"})
EVIDENCE = frozenset({"pdf", "photo"})
UNKNOWN = ""

_MAIN_PARTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
)
_OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.", "docx"),
)
_HEAD = 4096
_PLACEHOLDER = 1024
# The first bytes of a file, and what it is then.
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "photo"),
    (b"\x89PNG\r\n\x1a\n", "photo"),
    (b"GIF8", "photo"),
    (b"II*\0", "photo"),
    (b"MM\0*", "photo"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\x78\x9f\x3e\x22", "winmail"),
    (b"\x4c\0\0\0\x01\x14\x02\0", "link"),
    (b"bplist00", "link"),
    (b"{\\rtf", "docx"),
)
_PHOTO_BRANDS = frozenset({b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif"})
_WEB_PAGES = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style")
_XML_FORMATS = (
    (b"office:document", "fods"),
    (b"urn:schemas-microsoft-com:office", "xml"),
    (b"<plist", "link"),
    (b"<html", "html"),
)
_GOOGLE_POINTER = re.compile(rb"""["'](?:url|doc_id|resource_id)["']\s*:""")
_HEADER = re.compile(rb"(?:from |[!-9;-~]{1,76}:)", re.IGNORECASE)
_MAIL_HEADERS = re.compile(
    rb"^(?:received|return-path|delivered-to|from|to|date|subject|message-id|mime-version|x-unsent"
    rb"|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_SAVED_PAGE = re.compile(
    rb"^(?:from: .{0,4}saved by|x-document-type: *workbook|content-type: *multipart/related)",
    re.IGNORECASE | re.MULTILINE,
)
_BY_NAME = {
    "csv": "csv", "tsv": "csv", "gsheet": "gsheet", "gdoc": "gsheet", "gslides": "gsheet",
    "url": "link", "webloc": "link", "lnk": "link", "icloud": "cloud", "mht": "html",
    "mhtml": "html", "crdownload": "unfinished", "part": "unfinished", "partial": "unfinished",
    "download": "unfinished", "filepart": "unfinished", "tmp": "unfinished",
}  # fmt: skip
WORKBOOK_ENDINGS = frozenset({"xlsx", "xlsm", "xls", "ods"})


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, without its point."""
    stem, point, ending = name.rpartition("/")[2].rpartition(".")
    return ending.lower() if point and (stem or ending == "icloud") else ""


def kind_of(data: bytes, name: str = "") -> str:
    """The kind of a file: a workbook, a container, something we know and refuse, or unknown."""
    if data.startswith(SIGNATURE):
        try:
            return compound_kind(CompoundFile(data).names())
        except DamagedFileError:
            return UNKNOWN
    if data.startswith(b"PK"):
        try:
            with open_archive(data) as archive:
                return archive_kind(archive)
        except (DamagedFileError, TooLargeError):
            return UNKNOWN
    return plain_kind(data, name)


def compound_kind(names: AbstractSet[str]) -> str:
    """The kind of a compound file by the names of its streams."""
    if names & {"Workbook", "Book", "EncryptedPackage"}:
        return "xls"
    if "__properties_version1.0" in names:
        return "msg"
    if "WordDocument" in names:
        return "docx"
    return UNKNOWN


def archive_kind(archive: zipfile.ZipFile) -> str:
    """The kind of a zipped file: a format made of zipped parts, or an archive of files."""
    for part, kind in _MAIN_PARTS:
        if find_part(archive, part):
            return kind
    if any(name.endswith(".iwa") or name == "Index.zip" for name in archive.namelist()):
        return "numbers"
    mimetype = find_part(archive, "mimetype")
    said = read_part(archive, mimetype) if mimetype else b""
    for sign, kind in _OPEN_DOCUMENTS:
        if said.startswith(sign):
            return kind
    return UNKNOWN if find_part(archive, "[Content_Types].xml") else "zip"


def plain_kind(data: bytes, name: str = "") -> str:
    """The kind of a file that is neither zipped nor compound."""
    ending = ending_of(name)
    start = _plain_start(data)
    if ending == "icloud":
        return "cloud"
    if kind := _signed_kind(data) or _text_kind(start):
        return kind
    if ending == "eml" or _is_mail(start):
        return "html" if _SAVED_PAGE.search(start) and ending != "eml" else "eml"
    if ending in _BY_NAME:
        return _BY_NAME[ending]
    if _is_separated_text(start):
        return "csv"
    empty_shell = ending in WORKBOOK_ENDINGS and len(data) <= _PLACEHOLDER
    return "placeholder" if empty_shell else UNKNOWN


def _signed_kind(data: bytes) -> str:
    """The kind that the first bytes say."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    brand = data[8:12]
    if data[4:8] == b"ftyp" and brand in _PHOTO_BRANDS:
        return "photo"
    return "photo" if data.startswith(b"RIFF") and brand == b"WEBP" else UNKNOWN


def _plain_start(data: bytes) -> bytes:
    """The first lines in small letters; UTF-16, as some programs save text, made readable."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _text_kind(start: bytes) -> str:
    if start.startswith(_WEB_PAGES):
        return "html"
    if start.startswith((b"<?xml", b"<!doctype plist")):
        return next((kind for sign, kind in _XML_FORMATS if sign in start), UNKNOWN)
    if start.startswith((b"[internetshortcut]", b"[desktop entry]")):
        return "link"
    if start.startswith(b"{") and (b"docs.google.com" in start or _GOOGLE_POINTER.search(start)):
        return "gsheet"
    return UNKNOWN


def _is_mail(start: bytes) -> bool:
    """Whether the first lines are headers, of which at least two are those of mails."""
    found = {match.group().lower() for match in _MAIL_HEADERS.finditer(start)}
    return len(found) > 1 and _HEADER.match(start) is not None


def _is_separated_text(start: bytes) -> bool:
    """Whether the first lines are text with the same separator in each."""
    if b"\0" in start:
        return False
    lines = [line for line in start.splitlines()[:-1][:3] if line.strip()]
    return len(lines) > 1 and any(
        all(line.count(separator) >= 2 for line in lines) for separator in (b",", b";", b"\t")
    )
