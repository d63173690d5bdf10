"""Reading the parts of a zipped file safely: sizes, passwords, and XML without surprises."""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

from workbook.ooxml.marks import DamagedFileError, EncryptedFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAXIMUM_INFLATED = 200 * 1024 * 1024
MAXIMUM_ENTRIES = 5_000
MAXIMUM_RATIO = 250
SMALL_ENOUGH = 20 * 1024 * 1024
_ENCRYPTED = 0x1
# How strongly it was deflated, where its sizes stand, and the alphabet of its name.
_HARMLESS = 0x2 | 0x4 | 0x8 | 0x800
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_MEMBER = b"PK\x01\x02"
_MAXIMUM_LISTED = 120_000
# Parts that are remembered as they were deflated, and as they are then.
_SMALL, _SMALL_INFLATED = 2 * 1024, 32 * 1024
# Stored and deflated; the others cannot be unpacked up to a limit.
_METHODS = frozenset({0, 8})


class TooLargeError(Exception):
    """The file would become too large once unpacked."""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive in these bytes; a `DamagedFileError` if it is none."""
    # Counted first: a directory of a million members takes long merely to be read.
    if data.count(_MEMBER) > _MAXIMUM_LISTED:
        raise TooLargeError
    try:
        return zipfile.ZipFile(BytesIO(data))
    except MemoryError:
        raise
    except Exception as error:
        msg = "the directory of the archive"
        raise DamagedFileError(msg) from error


def check_sizes(archive: zipfile.ZipFile, *, document: bool = True) -> None:
    """Refuse archives that are too large, too dense or overlap, before unpacking them.

    `document`: the archive is one file in parts, which must not be ambiguous or locked either.
    """
    entries = archive.infolist()
    inflated = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAXIMUM_ENTRIES or inflated > MAXIMUM_INFLATED:
        raise TooLargeError
    if inflated > SMALL_ENOUGH and inflated > MAXIMUM_RATIO * max(packed, 1):
        raise TooLargeError
    _check_overlaps(entries)
    if not document:
        return
    if any(map(is_encrypted, entries)):
        raise EncryptedFileError
    if any(entry.compress_type not in _METHODS for entry in entries):
        msg = "a part is packed in a way that has no limits"
        raise DamagedFileError(msg)
    names = [entry.filename.lower() for entry in entries if not entry.is_dir()]
    if len(names) != len(set(names)):
        msg = "two parts have the same name"
        raise DamagedFileError(msg)


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Whether a password is needed for this member."""
    return bool(entry.flag_bits & _ENCRYPTED)


def _check_overlaps(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Members that share their bytes let a small archive unfold without end."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            msg = "members overlap"
            raise DamagedFileError(msg)
        end = entry.header_offset + _LOCAL.size + entry.compress_size


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part; sizes and checksums that do not tally are damage."""
    try:
        quick = _inflated(archive, archive.getinfo(name))
        return archive.read(name) if quick is None else quick
    except MemoryError:
        raise
    except Exception as error:
        raise DamagedFileError(name) from error


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a deflated part about which all tallies, in half the time; None otherwise."""
    name = entry.filename.encode()
    if not isinstance(archive.fp, BytesIO) or not name.isascii():
        return None
    data, start = archive.fp.getvalue(), entry.header_offset
    signature, _, flags, method, *_, named, more = _LOCAL.unpack_from(data, start)
    begin = start + _LOCAL.size + named
    usual = signature == b"PK\3\4" and method == entry.compress_type == zipfile.ZIP_DEFLATED
    plain = not (flags | entry.flag_bits) & ~_HARMLESS
    if not usual or not plain or data[start + _LOCAL.size : begin] != name:
        return None
    packed = data[begin + more : begin + more + entry.compress_size]
    small = entry.compress_size <= _SMALL and entry.file_size <= _SMALL_INFLATED
    return (_unpacked if small else _unpacked.__wrapped__)(packed, entry.file_size, entry.CRC)


@lru_cache(maxsize=64)
def _unpacked(packed: bytes, size: int, checksum: int) -> bytes | None:
    """What was deflated, if it has this size and checksum; small parts are alike in most files."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    found = inflate.decompress(packed, size + 1)
    whole = inflate.eof and len(found) == size
    return found if whole and zlib.crc32(found) == checksum else None


def find_part(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part's name as it is written in the archive; some programs change its case."""
    if name in archive.NameToInfo:
        return name
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
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        finish = end
        parser.EndElementHandler = lambda name: finish(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # An encoding that nobody knows is a `LookupError`, one that cannot be used a `ValueError`.
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


def refuse_doctype(*_: object) -> None:
    """What a parser calls when it meets a document type: nothing we read has one."""
    msg = "a document type"
    raise DamagedFileError(msg)
