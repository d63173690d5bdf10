"""What pieces of files say, so that none of those that many files share is read twice.

A piece is remembered by its bytes. How much is remembered is bounded in bytes, and full after a
hundred workbooks: more of them take no more memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

Said = TypeVar("Said")
# About what an object takes besides the bytes that it was read from.
_OBJECT = 200


class Room:
    """So many bytes for what is remembered in one or several places together."""

    def __init__(self, most: int) -> None:
        self._left = self._most = most
        self._users: WeakValueDictionary[int, Remembered[Any]] = WeakValueDictionary()

    def add(self, user: Remembered[Said]) -> None:
        """One more that takes room, for as long as it is there."""
        self._users[id(user)] = user

    def take(self, size: int) -> None:
        """When all room is taken, everybody forgets what was not asked for since the last time."""
        self._left -= size
        if self._left < 0:
            self._left = self._most - size
            for user in list(self._users.values()):
                user.age()


class Remembered(dict[bytes, Said]):
    """Asked for a piece, this tells what it says; pieces that are met for the first time are read.

    Made of two generations, so that what is asked for often stays, and nobody keeps a list of what
    was asked for when: looking up what is there costs no call of Python.
    """

    def __init__(self, read: Callable[[bytes], Said], longest: int, room: Room) -> None:
        super().__init__()
        self._read, self._longest, self._room = read, longest, room
        self._before: dict[bytes, Said] = {}
        room.add(self)

    def __missing__(self, piece: bytes) -> Said:
        if len(piece) > self._longest:
            return self._read(piece)
        said = self._before.pop(piece) if piece in self._before else self._read(piece)
        self._room.take(len(piece) + _OBJECT)
        self[piece] = said
        return said

    def age(self) -> None:
        """Begin a generation; what nobody asked for since the last time is forgotten."""
        self._before = dict(self)
        self.clear()
