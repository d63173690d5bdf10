"""A place beside similar ones: median and quartiles of theirs, never a figure of one of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from indicators.outliers import similar_groups
from indicators.spread import quartiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indicators.outliers import Group

# From here on two digits are shown.
_SOME = 10
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Peer:
    """A figure of one place."""

    place: str
    level: str
    population: int | None
    value: float


@dataclass(frozen=True, slots=True)
class Beside:
    """The middle of `places` others: of the same level and size (`band`), or of the same level.

    Or, where there are too few of these, all cities and municipalities of the same size
    (`governments`).
    """

    group: Group
    places: int
    lower: float
    median: float
    upper: float

    @property
    def figures(self) -> tuple[float, float, float]:
        """The three figures, the lowest first."""
        return self.lower, self.median, self.upper


def beside(
    own: Peer, everybody: Iterable[Peer], bands: Sequence[int], fewest: int
) -> Beside | None:
    """The middle of the most similar places that are at least so many; None if there are too few.

    The place itself is not among them. Figures are rounded, so that a large one of a single place,
    which may stand in the middle, is not told as it is.
    """
    others = [peer for peer in everybody if peer.place != own.place]
    for group in _groups(own, bands):
        values = [peer.value for peer in others if group in _groups(peer, bands)]
        if len(values) >= fewest:
            lower, middle, upper = (rough(value) for value in quartiles(values))
            return Beside(group[0], len(values), lower, middle, upper)
    return None


def _groups(peer: Peer, bands: Sequence[int]) -> Iterator[tuple[Group, str]]:
    """The groups that a place is in, the most similar first.

    A region may have few cities; a large municipality does more of what they do than a small one.
    """
    yield from similar_groups(peer.level, peer.population, bands)
    if peer.level in GOVERNMENT_LEVELS and peer.population is not None:
        yield "governments", str(bisect_right(bands, peer.population))


def rough(value: float) -> float:
    """A figure with two digits from 10 on, and with tenths below; halves are rounded up."""
    exact = Decimal(repr(value))
    step = Decimal(10) ** (exact.adjusted() - 1) if exact >= _SOME else _TENTH
    found = (exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
    return int(found) if found == found.to_integral_value() else float(found)
