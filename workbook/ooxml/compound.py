"""Compound files (OLE): the container of .xls, of locked workbooks and of Outlook's mails."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property

from workbook.ooxml.marks import DamagedFileError

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128
_NOBODY = 0xFFFFFFFF
_FOLDERS = frozenset({1, 5})
# A file names one sector of the table for each so many of its sectors; a few more do no harm.
_SPARE_SECTORS = 110


@dataclass(frozen=True, slots=True)
class Stream:
    """A named stream of the container; `kind` is 1 for a folder, 2 for a stream, 5 for the root.

    `beside`: the entries left and right of it in its folder. `child`: the first entry inside it.
    """

    name: str
    kind: int
    start: int
    size: int
    beside: tuple[int, int] = (_NOBODY, _NOBODY)
    child: int = _NOBODY


class CompoundFile:
    """The directory of a compound file and the bytes of its streams."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE) or len(data) < 512:
            msg = "no compound file"
            raise DamagedFileError(msg)
        self._data = data
        shifts = struct.unpack_from("<HH", data, 30)
        if shifts not in {(9, 6), (12, 6)}:
            msg = "sector sizes"
            raise DamagedFileError(msg)
        self._sector = 1 << shifts[0]
        self._table = self._sector_table()
        self._entries = self._directory(struct.unpack_from("<I", data, 48)[0])
        self.streams = tuple(entry for entry in self._entries if entry.kind)

    def names(self) -> frozenset[str]:
        """Names of all streams and folders."""
        return frozenset(stream.name for stream in self.streams)

    def read(self, name: str) -> bytes | None:
        """The bytes of a stream, or None if there is no such stream."""
        stream = next((s for s in self.streams if s.kind == 2 and s.name == name), None)
        return None if stream is None else self.read_stream(stream)

    def paths(self) -> dict[str, Stream]:
        """Every stream by the names of its folders and its own, joined by `/`."""
        found: dict[str, Stream] = {}
        root = next((n for n, entry in enumerate(self._entries) if entry.kind == 5), None)
        waiting = [] if root is None else [(self._entries[root].child, "")]
        seen: set[int] = set()
        while waiting:
            number, folder = waiting.pop()
            if number >= len(self._entries) or number in seen:
                continue
            seen.add(number)
            entry = self._entries[number]
            waiting += [(other, folder) for other in entry.beside]
            if entry.kind in _FOLDERS:
                waiting.append((entry.child, f"{folder}{entry.name}/"))
            elif entry.kind:
                found.setdefault(folder + entry.name, entry)
        return found

    def read_stream(self, stream: Stream) -> bytes:
        """The bytes of this stream."""
        cutoff = struct.unpack_from("<I", self._data, 56)[0]
        if stream.size >= cutoff:
            return self._chain(stream.start)[: stream.size]
        return self._small(stream)

    def _sector_table(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        count = self._sector // 4
        visited = 0
        while following < _END_OF_CHAIN and visited <= len(self._data) // self._sector:
            part = struct.unpack_from(f"<{count}I", self._one(following))
            sectors.extend(part[:-1])
            following = part[-1]
            visited += 1
        used = [sector for sector in sectors if sector < _END_OF_CHAIN]
        if len(used) > len(self._data) // self._sector // count + _SPARE_SECTORS:
            msg = "the table of sectors is larger than the file"
            raise DamagedFileError(msg)
        table: list[int] = []
        for sector in used:
            table.extend(struct.unpack(f"<{count}I", self._one(sector)))
        return tuple(table)

    def _one(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        part = self._data[start : start + self._sector]
        if not part:
            msg = "a sector lies behind the end"
            raise DamagedFileError(msg)
        return part.ljust(self._sector, b"\0")

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        number = start
        while number < _END_OF_CHAIN:
            if number >= len(self._table) or len(parts) > len(self._table):
                msg = "a chain of sectors is broken"
                raise DamagedFileError(msg)
            parts.append(self._one(number))
            number = self._table[number]
        return b"".join(parts)

    def _directory(self, start: int) -> list[Stream]:
        data = self._chain(start)
        found: list[Stream] = []
        for place in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", data, place + 64)
            name = data[place : place + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<III", data, place + 68)
            first, size = struct.unpack_from("<II", data, place + 116)
            found.append(Stream(name, kind, first, size, (left, right), child))
        return found

    @cached_property
    def _small_sectors(self) -> tuple[bytes, tuple[int, ...]]:
        """The stream that holds all small ones, and which of its parts follows which."""
        root = next((entry for entry in self.streams if entry.kind == 5), None)
        if root is None:
            return b"", ()
        table = self._chain(struct.unpack_from("<I", self._data, 60)[0])
        return self._chain(root.start), struct.unpack(f"<{len(table) // 4}I", table)

    def _small(self, stream: Stream) -> bytes:
        holder, table = self._small_sectors
        parts: list[bytes] = []
        number = stream.start
        while number < _END_OF_CHAIN and number < len(table) and len(parts) <= len(table):
            parts.append(holder[number * 64 : number * 64 + 64])
            number = table[number]
        return b"".join(parts)[: stream.size]
