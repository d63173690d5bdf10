"""Lines that are made when somebody looks at them: of a country, hardly any output does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, overload

Line = TypeVar("Line")


class Later(Sequence[Line]):
    """As good as a tuple of what `make` gives; `facts`: text of all that these lines say."""

    __slots__ = ("_facts", "_made", "_make")

    def __init__(self, make: Callable[[], Iterable[Line]], facts: Callable[[], str]) -> None:
        self._make = make
        self._facts = facts
        self._made: tuple[Line, ...] | None = None

    @property
    def facts(self) -> str:
        """What would be read of the lines, without making them."""
        return self._facts()

    def _lines(self) -> tuple[Line, ...]:
        if self._made is None:
            self._made = tuple(self._make())
        return self._made

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...

    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        return self._lines()[index]

    def __len__(self) -> int:
        return len(self._lines())

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Later | tuple):
            return self._lines() == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._lines())

    def __repr__(self) -> str:
        return repr(self._lines())
