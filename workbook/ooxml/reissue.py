"""Re-issue of a finished workbook: stand-ins are replaced, other parts copied as packed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION, _DEFLATED = 20, 8
# 1 January 1980, the first day that the format knows: the same parts give the same bytes.
_TIME, _DATE = 0, 0x21
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class PackedPart:
    """One part of a package, deflated."""

    name: bytes
    checksum: int
    size: int
    packed: bytes


@dataclass(frozen=True, slots=True)
class Base:
    """A workbook in its order of parts: text where something is replaced, packed where not."""

    parts: tuple[PackedPart | tuple[bytes, str], ...]


def make_base(data: bytes, stand_ins: frozenset[str]) -> Base:
    """Take a workbook apart; parts that hold a stand-in are kept as text.

    A stand-in that occurs nowhere is a `ValueError`: its replacement would be lost.
    """
    parts: list[PackedPart | tuple[bytes, str]] = []
    seen: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            text = package.read(entry).decode()
            found = {stand_in for stand_in in stand_ins if stand_in in text}
            seen |= found
            name = entry.filename.encode()
            parts.append((name, text) if found else _pack(name, text))
    if missing := stand_ins - seen:
        msg = f"not in the workbook: {', '.join(sorted(missing))}"
        raise ValueError(msg)
    return Base(tuple(parts))


def reissue(base: Base, replacements: Mapping[str, str]) -> bytes:
    """The workbook with every stand-in replaced by plain text that needs no escaping in XML."""
    # One pass, so that a replacement is never taken for another stand-in.
    stand_ins = re.compile("|".join(map(re.escape, sorted(replacements, key=len, reverse=True))))
    return _package(
        [
            part
            if isinstance(part, PackedPart)
            else _pack(part[0], stand_ins.sub(lambda found: replacements[found[0]], part[1]))
            for part in base.parts
        ]
    )


def _pack(name: bytes, text: str) -> PackedPart:
    content = text.encode()
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    return PackedPart(name, zlib.crc32(content), len(content), packed)


def _package(parts: list[PackedPart]) -> bytes:
    """Write the parts as a zip archive (APPNOTE 6.3, without extensions)."""
    body, directory = bytearray(), bytearray()
    for part in parts:
        offset = len(body)
        sizes = (part.checksum, len(part.packed), part.size, len(part.name), 0)
        body += _LOCAL.pack(b"PK\3\4", _VERSION, 0, _DEFLATED, _TIME, _DATE, *sizes)
        body += part.name + part.packed
        directory += _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, 0, _DEFLATED, _TIME, _DATE, *sizes, 0, 0, 0, 0, offset
        )
        directory += part.name
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return bytes(body + directory + end)
