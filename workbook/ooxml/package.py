"""Deflated parts put together to a file: nothing in it but the parts, so always the same bytes."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVEL = 6
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION, _DEFLATED = 20, 8
# 1 January 1980, the first day that the format knows: the same parts give the same bytes.
_TIME, _DATE = 0, 0x21


@dataclass(frozen=True, slots=True)
class PackedPart:
    """One part of a package, deflated; `checksum` and `size` are those of its content."""

    name: bytes
    checksum: int
    size: int
    packed: bytes


def pack(name: str, content: bytes) -> PackedPart:
    """Deflate a part."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    return PackedPart(name.encode(), zlib.crc32(content), len(content), packed)


def package(parts: Iterable[PackedPart]) -> bytes:
    """The parts as a zip archive (APPNOTE 6.3, without extensions)."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        sizes = (part.checksum, len(part.packed), part.size, len(part.name), 0)
        head = _LOCAL.pack(b"PK\3\4", _VERSION, 0, _DEFLATED, _TIME, _DATE, *sizes)
        body += (head, part.name, part.packed)
        entry = _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, 0, _DEFLATED, _TIME, _DATE, *sizes, 0, 0, 0, 0, offset
        )
        directory += (entry, part.name)
        offset += len(head) + len(part.name) + len(part.packed)
    number = len(directory) // 2
    listed = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, number, number, len(listed), offset, 0)
    return b"".join((*body, listed, end))
