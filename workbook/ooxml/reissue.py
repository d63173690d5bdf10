"""Re-issue of a finished workbook: only what differs is put in, all else is copied as packed.

A deflated part may be made of pieces, if each ends at a byte and looks back at nothing before it.
So what lies between two stand-ins is deflated once, and what replaces them goes in as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.ooxml.package import LEVEL, PackedPart, pack, package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


# A block that is not deflated: its kind, its length, and the same length with all bits turned.
_STORED = struct.Struct("<BHH")
_LONGEST = 0xFFFF
_SHORT = 200


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a part that is always the same, and what follows it.

    `changing`: stand-ins and short texts by turns, a stand-in first and last; empty at the end.
    """

    content: bytes
    packed: bytes
    changing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CutPart:
    """A part that was cut at its stand-ins."""

    name: bytes
    runs: tuple[Run, ...]


AnyPart = PackedPart | CutPart


@dataclass(frozen=True, slots=True)
class Base:
    """A workbook in its order of parts."""

    parts: tuple[AnyPart, ...]


def make_base(
    parts: Iterable[tuple[str, str]], stand_ins: frozenset[str], marks: str = "", near: int = 0
) -> Base:
    """Cut the parts (name and text) at their stand-ins, and deflate what is left.

    A stand-in that occurs nowhere is a `ValueError`: its replacement would be lost. `marks`: a
    pattern of more stand-ins. Those with less than `near` signs between them are one change, which
    is deflated each time.
    """
    # The longest first, or one that begins like another would never be found.
    words = map(re.escape, sorted(stand_ins, key=len, reverse=True))
    pattern = re.compile("|".join((*([marks] if marks else ()), *words)))
    seen: set[str] = set()
    made: list[AnyPart] = []
    for name, text in parts:
        here = pattern.findall(text)
        seen.update(here)
        if here:
            made.append(CutPart(name.encode(), _cut(pattern.split(text), here, near)))
        else:
            made.append(pack(name, text.encode()))
    if missing := stand_ins - seen:
        msg = f"not in the workbook: {', '.join(sorted(missing))}"
        raise ValueError(msg)
    return Base(tuple(made))


def reissue(base: Base, replacements: Mapping[str, str]) -> bytes:
    """The workbook with every stand-in replaced by what stands in its parts instead."""
    return package(
        part if isinstance(part, PackedPart) else _fill(part, replacements) for part in base.parts
    )


def _cut(texts: list[str], stand_ins: list[str], near: int) -> tuple[Run, ...]:
    """The texts before, between and after the stand-ins."""
    runs: list[Run] = []
    before, changing = texts[0], [stand_ins[0]]
    for text, stand_in in zip(texts[1:], stand_ins[1:], strict=False):
        if len(text) < near:
            changing += (text, stand_in)
            continue
        runs.append(_run(before, tuple(changing)))
        before, changing = text, [stand_in]
    runs.append(_run(before, tuple(changing)))
    runs.append(_run(texts[-1], ()))
    return tuple(runs)


def _run(text: str, changing: tuple[str, ...]) -> Run:
    content = text.encode()
    flush = zlib.Z_FULL_FLUSH if changing else zlib.Z_FINISH
    return Run(content, _deflate(content, flush), changing)


def _deflate(content: bytes, flush: int) -> bytes:
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush(flush)


# Many changes are the same in many workbooks: that nothing was answered, for one.
@lru_cache(maxsize=1024)
def _changed(content: bytes) -> bytes:
    """What replaces stand-ins as a piece of a deflated part; a few words are not deflated."""
    if len(content) > _SHORT:
        return _deflate(content, zlib.Z_FULL_FLUSH)
    return _STORED.pack(0, len(content), len(content) ^ _LONGEST) + content


def _fill(part: CutPart, replacements: Mapping[str, str]) -> PackedPart:
    checksum, size = 0, 0
    packed: list[bytes] = []
    for run in part.runs:
        checksum = zlib.crc32(run.content, checksum)
        size += len(run.content)
        packed.append(run.packed)
        if run.changing:
            pieces = [*run.changing]
            pieces[::2] = [replacements[stand_in] for stand_in in run.changing[::2]]
            content = "".join(pieces).encode()
            checksum = zlib.crc32(content, checksum)
            size += len(content)
            packed.append(_changed(content))
    return PackedPart(part.name, checksum, size, b"".join(packed))
