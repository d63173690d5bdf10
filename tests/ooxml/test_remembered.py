"""What is remembered is read once, and takes no more room however much there is."""

from __future__ import annotations

import gc

from workbook.ooxml.remembered import Remembered, Room


class Reader:
    """Tells how long a piece is, and keeps count of what it read."""

    def __init__(self, room: Room, longest: int = 100) -> None:
        self.read: list[bytes] = []
        self.known = Remembered(self._read, longest, room)

    def _read(self, piece: bytes) -> int:
        self.read.append(piece)
        return len(piece)


def pieces(number: int) -> list[bytes]:
    return [f"{key:050}".encode() for key in range(number)]


def test_what_is_known_is_not_read_again() -> None:
    reader = Reader(Room(10_000))
    assert [reader.known[piece] for piece in (b"a", b"bb", b"a", b"bb")] == [1, 2, 1, 2]
    assert reader.read == [b"a", b"bb"]


def test_long_pieces_are_read_each_time() -> None:
    reader = Reader(Room(10_000), longest=3)
    assert [reader.known[b"four"] for _ in range(2)] == [4, 4]
    assert reader.read == [b"four", b"four"]
    assert not reader.known


def test_a_hundred_times_as_many_take_no_more_room() -> None:
    few, many = Reader(Room(10_000)), Reader(Room(10_000))
    # A generation holds 40 pieces of 50 bytes, each with 200 bytes for what it says.
    kept = []
    for reader, number in ((few, 100), (many, 10_000)):
        most = 0
        for piece in pieces(number):
            assert reader.known[piece] == 50
            most = max(most, len(reader.known))
        kept.append(most)
    assert kept == [40, 40]


def test_what_is_asked_for_again_and_again_stays() -> None:
    reader = Reader(Room(10_000))
    for piece in pieces(1_000):
        assert reader.known[b"often"] == 5
        assert reader.known[piece] == 50
    assert reader.read.count(b"often") == 1


def test_what_nobody_asks_for_is_forgotten() -> None:
    reader = Reader(Room(10_000))
    assert reader.known[b"once"] == 4
    for piece in pieces(100):
        assert reader.known[piece] == 50
    assert reader.known[b"once"] == 4
    assert reader.read.count(b"once") == 2


def test_all_that_share_a_room_make_way_for_each_other() -> None:
    room = Room(10_000)
    busy, quiet = Reader(room), Reader(room)
    assert quiet.known[b"quiet"] == 5
    for piece in pieces(100):
        assert busy.known[piece] == 50
    assert not quiet.known
    del quiet
    gc.collect()
    assert [busy.known[piece] for piece in pieces(100)] == [50] * 100
