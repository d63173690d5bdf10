"""Compound files (OLE): the container of .xls and of workbooks locked with a password."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from workbook.ooxml.marks import DamagedFileError

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128


@dataclass(frozen=True, slots=True)
class Stream:
    """A named stream of the container; `kind` is 1 for a folder, 2 for a stream, 5 for the root."""

    name: str
    kind: int
    start: int
    size: int


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
        self.streams = tuple(self._directory(struct.unpack_from("<I", data, 48)[0]))

    def names(self) -> frozenset[str]:
        """Names of all streams and folders."""
        return frozenset(stream.name for stream in self.streams)

    def read(self, name: str) -> bytes | None:
        """The bytes of a stream, or None if there is no such stream."""
        stream = next((s for s in self.streams if s.kind == 2 and s.name == name), None)
        if stream is None:
            return None
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
        table: list[int] = []
        for sector in sectors:
            if sector < _END_OF_CHAIN:
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
            if kind:
                name = data[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", data, place + 116)
                found.append(Stream(name, kind, first, size))
        return found

    def _small(self, stream: Stream) -> bytes:
        root = next((entry for entry in self.streams if entry.kind == 5), None)
        if root is None:
            return b""
        holder = self._chain(root.start)
        table_data = self._chain(struct.unpack_from("<I", self._data, 60)[0])
        table = struct.unpack(f"<{len(table_data) // 4}I", table_data)
        parts: list[bytes] = []
        number = stream.start
        while number < _END_OF_CHAIN and number < len(table) and len(parts) <= len(table):
            parts.append(holder[number * 64 : number * 64 + 64])
            number = table[number]
        return b"".join(parts)[: stream.size]
