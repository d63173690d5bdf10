"""Reading the parts of a zipped file safely: sizes, passwords, and XML without surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from workbook.ooxml.marks import DamagedFileError, EncryptedFileError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable

MAXIMUM_INFLATED = 200 * 1024 * 1024
MAXIMUM_ENTRIES = 5_000
MAXIMUM_RATIO = 250
SMALL_ENOUGH = 20 * 1024 * 1024
_ENCRYPTED = 0x1


class TooLargeError(Exception):
    """The file would become too large once unpacked."""


def check_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse archives that are too large, too dense, ambiguous or locked, before unpacking them."""
    entries = archive.infolist()
    inflated = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAXIMUM_ENTRIES or inflated > MAXIMUM_INFLATED:
        raise TooLargeError
    if inflated > SMALL_ENOUGH and inflated > MAXIMUM_RATIO * max(packed, 1):
        raise TooLargeError
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise EncryptedFileError
    names = [entry.filename.lower() for entry in entries if not entry.is_dir()]
    if len(names) != len(set(names)):
        msg = "two parts have the same name"
        raise DamagedFileError(msg)


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part; sizes and checksums that do not tally are damage."""
    try:
        return archive.read(name)
    except Exception as error:
        raise DamagedFileError(name) from error


def find_part(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part's name as it is written in the archive; some programs change its case."""
    wanted = name.lstrip("/").replace("\\", "/").lower()
    return next(
        (found for found in archive.namelist() if found.replace("\\", "/").lower() == wanted), None
    )


def parse_xml(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk through XML; names lose their prefix; document types are refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        finish = end
        parser.EndElementHandler = lambda name: finish(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DamagedFileError(str(error)) from error


def read_properties(archive: zipfile.ZipFile, name: str, element: str) -> dict[str, str]:
    """The texts of a document's own properties; damage here only means that there are none."""
    part = find_part(archive, name)
    found: dict[str, str] = {}
    key = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal key
        if tag == element:
            key = attribute(attributes, "name")

    def end(tag: str) -> None:
        nonlocal key
        if tag == element:
            key = ""

    def text(value: str) -> None:
        if key:
            found[key] = (found.get(key, "") + value).strip()

    if part is not None:
        try:
            parse_xml(read_part(archive, part), start, end, text)
        except DamagedFileError:
            return {}
    return found


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its local name, or empty text."""
    if name in attributes:
        return attributes[name]
    ending = ":" + name
    return next((value for key, value in attributes.items() if key.endswith(ending)), "")


def _refuse_doctype(*_: object) -> None:
    msg = "a document type"
    raise DamagedFileError(msg)
