"""How much room a text takes."""

from __future__ import annotations

import textwrap
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Measured:
    """The texts that are to be read otherwise than they are written, and how many lines they take.

    `read_as`: what a person will read in the end where this text is written now.
    """

    read_as: Callable[[str], str]
    lines: dict[tuple[str, int], int] = field(default_factory=dict)

    def count(self, text: str, room: int) -> int:
        """The lines that the text takes as it will be read."""
        read = self.read_as(text)
        lines = lines_in(read, room)
        if read != text:
            self.lines[text, room] = lines
        return lines

    def fits(self, read_as: Callable[[str], str]) -> bool:
        """Whether the texts take as many lines if they are read in this way instead."""
        return all(lines_in(read_as(text), room) == n for (text, room), n in self.lines.items())


_measured: ContextVar[Measured | None] = ContextVar("measured", default=None)


@contextmanager
def measured_as(read_as: Callable[[str], str]) -> Iterator[Measured]:
    """Count lines, until the block ends, as the texts will be read in the end."""
    measured = Measured(read_as)
    token = _measured.set(measured)
    try:
        yield measured
    finally:
        _measured.reset(token)


@lru_cache(maxsize=16384)
def lines_in(text: str, room: int) -> int:
    """How many lines the text takes where so many characters fit into one."""
    return sum(
        1 if len(part) <= room else len(textwrap.wrap(part, room)) or 1 for part in text.split("\n")
    )


def count_lines(text: str, width: float, size: float = 11) -> int:
    """About how many lines the text takes in a column of this width (in characters)."""
    room = max(4, int(width * 11 / size * 1.1) - 2)
    measured = _measured.get()
    return lines_in(text, room) if measured is None else measured.count(text, room)


def text_height(text: str, width: float, size: float = 11) -> float:
    """The height in points that the text needs."""
    return count_lines(text, width, size) * size * 1.36
