"""Re-issue of a finished workbook: only what differs is put in, all else is copied as packed.

A deflated part may be made of pieces, if each ends at a byte and looks back at nothing before it.
So what lies between two stand-ins is deflated once, and what replaces them goes in as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.ooxml.package import LEVEL, PackedPart, pack, package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


# A block that is not deflated: its kind, its length, and the same length with all bits turned.
_STORED = struct.Struct("<BHH")
_LONGEST = 0xFFFF


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a part that is always the same, and the stand-in that follows it, if any."""

    content: bytes
    packed: bytes
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class CutPart:
    """A part that was cut at its stand-ins."""

    name: bytes
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """A workbook in its order of parts."""

    parts: tuple[PackedPart | CutPart, ...]


def make_base(parts: Iterable[tuple[str, str]], stand_ins: frozenset[str]) -> Base:
    """Cut the parts (name and text) at their stand-ins, and deflate what is left.

    A stand-in that occurs nowhere is a `ValueError`: its replacement would be lost.
    """
    # The longest first, or one that begins like another would never be found.
    found = re.compile("|".join(map(re.escape, sorted(stand_ins, key=len, reverse=True))))
    seen: set[str] = set()
    made: list[PackedPart | CutPart] = []
    for name, text in parts:
        here = found.findall(text)
        seen.update(here)
        if here:
            made.append(CutPart(name.encode(), _cut(found.split(text), here)))
        else:
            made.append(pack(name, text.encode()))
    if missing := stand_ins - seen:
        msg = f"not in the workbook: {', '.join(sorted(missing))}"
        raise ValueError(msg)
    return Base(tuple(made))


def reissue(base: Base, replacements: Mapping[str, str]) -> bytes:
    """The workbook with every stand-in replaced by plain text that needs no escaping in XML."""
    pieces = {stand_in: _store(text.encode()) for stand_in, text in replacements.items()}
    return package(
        part if isinstance(part, PackedPart) else _fill(part, pieces) for part in base.parts
    )


def _cut(texts: list[str], stand_ins: list[str]) -> tuple[Run, ...]:
    """The texts before, between and after the stand-ins."""
    last = len(stand_ins)
    runs = []
    for number, text in enumerate(texts):
        content = text.encode()
        deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        flush = zlib.Z_FINISH if number == last else zlib.Z_FULL_FLUSH
        packed = deflate.compress(content) + deflate.flush(flush)
        runs.append(Run(content, packed, "" if number == last else stand_ins[number]))
    return tuple(runs)


def _store(content: bytes) -> tuple[bytes, bytes]:
    """A text, and the same as a piece of a deflated part."""
    if len(content) > _LONGEST:
        msg = f"too long to replace a stand-in: {len(content)} bytes"
        raise ValueError(msg)
    return content, _STORED.pack(0, len(content), len(content) ^ _LONGEST) + content


def _fill(part: CutPart, pieces: Mapping[str, tuple[bytes, bytes]]) -> PackedPart:
    checksum, size = 0, 0
    packed: list[bytes] = []
    for run in part.runs:
        checksum = zlib.crc32(run.content, checksum)
        size += len(run.content)
        packed.append(run.packed)
        if run.stand_in:
            content, stored = pieces[run.stand_in]
            checksum = zlib.crc32(content, checksum)
            size += len(content)
            packed.append(stored)
    return PackedPart(part.name, checksum, size, b"".join(packed))
