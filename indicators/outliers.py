"""Figures that are unlike those of similar places, of the year before, or of the place's size.

Pure functions without a library behind them: checking a file must not load one. Distances are
differences of log(1 + x), so that 10 against 100 is as far as 100 against 1,000 and small counts
do not shout. A zero is never unusual and says nothing about other figures: many places have none
of a thing, and those that have some are held against each other.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf, log, log1p
from statistics import median
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Reason = Literal["peers", "history", "per_head"]
Group = Literal["band", "level", "governments"]
# Figures that grow with the population are compared for so many inhabitants.
PER = 100_000
# By this the median distance of a normal distribution becomes its standard deviation.
_TO_DEVIATION = 1.4826
# One in so many figures may stand apart from all others.
_FEW = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that was answered.

    `about`: what was asked, the same for every place. `record`: which answer of the place it is.
    `earlier`: what the place answered to the same for the period before, if it did.
    """

    place: str
    level: str
    population: int | None
    about: str
    record: str
    value: float
    earlier: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken for unusual; the numbers are declared beside the findings.

    `bands`: populations at which another size of place begins. `together`: levels that are held
    against each other where one alone has too few places. `places`: how many others it takes.
    `deviations`, `times_above`, `times_below`: a figure must be that many deviations away from the
    middle, and that many times above or below it. `times_largest`: or that many times above the
    largest of the others, however much these differ. `least_spread`: of log(1 + x); what is taken
    where all others agree.
    `earlier_times`, `earlier_least`: against the period before, that many times and at least so
    large in one of the two.
    """

    bands: tuple[int, ...]
    together: tuple[str, ...]
    places: int
    deviations: float
    times_above: float
    times_below: float
    times_largest: float
    least_spread: float
    earlier_times: float
    earlier_least: float


@dataclass(frozen=True, slots=True)
class Unusual:
    """A figure and why it is unusual, in numbers.

    For `peers`: how many `places` of which `group` have figures from `low` to `high`;
    with `sized`, what that would come to for the population of this place. For
    `history`: `low` is the earlier figure. For `per_head`: it lies above `high` for this place.
    """

    figure: Figure
    reason: Reason
    low: float
    high: float
    places: int = 0
    group: Group = "band"
    sized: bool = False


def find_unusual(
    figures: Sequence[Figure], limits: Limits, per_head: Mapping[str, float], sized: frozenset[str]
) -> tuple[Unusual, ...]:
    """What is unusual, each figure once, in the order of the figures.

    `per_head`: by what was asked, the most there can be for each inhabitant. `sized`: what grows
    with the population, so that it is divided by it before places are compared.
    """
    among = {id(one.figure): one for one in against_peers(figures, limits, sized)}
    found: list[Unusual] = []
    for figure in figures:
        reasons = (
            against_size(figure, per_head),
            _unless_usual_there(among.get(id(figure)), limits),
            against_history(figure, limits),
        )
        found += [reason for reason in reasons if reason is not None][:1]
    return tuple(found)


def against_size(figure: Figure, per_head: Mapping[str, float]) -> Unusual | None:
    """A figure above what the population allows."""
    most = per_head.get(figure.about)
    if most is None or not figure.population:
        return None
    limit = most * figure.population
    return Unusual(figure, "per_head", 0, limit) if figure.value > limit else None


def against_history(figure: Figure, limits: Limits) -> Unusual | None:
    """A figure many times above or below that of the period before; from or to zero is not."""
    value, earlier = figure.value, figure.earlier
    if earlier is None or value <= 0 or earlier <= 0:
        return None
    if max(value, earlier) < limits.earlier_least:
        return None
    if max(value, earlier) < limits.earlier_times * min(value, earlier):
        return None
    return Unusual(figure, "history", earlier, earlier)


def against_peers(
    figures: Sequence[Figure], limits: Limits, sized: frozenset[str]
) -> Iterator[Unusual]:
    """Figures far from the middle of those of similar places, by median and median distance."""
    by_question: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.value > 0:
            by_question.setdefault(figure.about, []).append(figure)
    for about, answered in by_question.items():
        yield from _Question(answered, limits, about in sized).unusual()


@dataclass(frozen=True, slots=True)
class _Middle:
    """Between which sizes, both excluded, a figure of a group is usual."""

    lowest: float
    highest: float


def similar_groups(
    level: str, population: int | None, bands: Sequence[int]
) -> Iterator[tuple[Group, str]]:
    """The groups of similar places that a place is in, the most similar first.

    Those of its level and size, then those of its level. `bands`: as in `Limits`.
    """
    if population is not None:
        yield "band", f"{level} {bisect_right(bands, population)}"
    yield "level", level


def _gap(values: Sequence[float], least: float) -> float:
    """Where the few largest values, ascending, part from all others; infinity if they do not."""
    few = max(1, len(values) // _FEW)
    for number in range(len(values) - few, len(values)):
        if values[number] - values[number - 1] >= least:
            return values[number]
    return inf


class _Question:
    """The figures above zero that were answered to one question."""

    def __init__(self, figures: Sequence[Figure], limits: Limits, sized: bool) -> None:
        self._figures = figures
        self._limits = limits
        self._sized = sized and all(figure.population for figure in figures)
        self._pools: dict[tuple[Group, str], list[Figure]] = {}
        for figure in figures:
            for group, name in self._groups(figure):
                self._pools.setdefault((group, name), []).append(figure)
        self._middles = {key: self._middle(pool) for key, pool in self._pools.items()}

    def unusual(self) -> Iterator[Unusual]:
        """Each figure that is unlike those of the smallest group that has enough places."""
        for figure in self._figures:
            chosen = next((key for key in self._groups(figure) if self._middles[key]), None)
            if chosen is not None and self._is_far(figure, chosen):
                yield self._told(figure, chosen)

    def _groups(self, figure: Figure) -> Iterator[tuple[Group, str]]:
        """What the figure may be held against, the most similar places first."""
        population = None if self._sized else figure.population
        yield from similar_groups(figure.level, population, self._limits.bands)
        if figure.level in self._limits.together:
            yield "governments", ""

    def _middle(self, pool: Sequence[Figure]) -> _Middle | None:
        """The middle of a group and its spread; None for too few places."""
        limits = self._limits
        if len({figure.place for figure in pool}) <= limits.places:
            return None
        values = sorted(self._size(figure) for figure in pool)
        middle = median(values)
        spread = median(abs(value - middle) for value in values)
        sides = (
            [middle - value for value in values if value <= middle],
            [value - middle for value in values if value >= middle],
        )
        below, above = (
            max(_TO_DEVIATION * max(median(side), spread / 2), limits.least_spread)
            for side in sides
        )
        return _Middle(
            lowest=middle - max(limits.deviations * below, log(limits.times_below)),
            highest=min(
                middle + max(limits.deviations * above, log(limits.times_above)),
                _gap(values, log(limits.times_largest)),
            ),
        )

    def _is_far(self, figure: Figure, key: tuple[Group, str]) -> bool:
        found = self._middles[key]
        return found is not None and not found.lowest < self._size(figure) < found.highest

    def _told(self, figure: Figure, key: tuple[Group, str]) -> Unusual:
        """The range of the other places; without those that are far away themselves."""
        others = [
            other
            for other in self._pools[key]
            if other.place != figure.place and not self._is_far(other, key)
        ]
        sizes = [_for_population(other, figure) if self._sized else other.value for other in others]
        return Unusual(
            figure,
            "peers",
            low=min(sizes, default=0),
            high=max(sizes, default=0),
            places=len({other.place for other in others}),
            group=key[0],
            sized=self._sized,
        )

    def _size(self, figure: Figure) -> float:
        if self._sized and figure.population:
            return log1p(figure.value * PER / figure.population)
        return log1p(figure.value)


def _for_population(other: Figure, figure: Figure) -> float:
    """What another place's figure would come to for as many inhabitants as this place has."""
    return round(other.value * (figure.population or 0) / (other.population or 1))


def _unless_usual_there(found: Unusual | None, limits: Limits) -> Unusual | None:
    """The same, unless the place answered nearly the same for the period before."""
    if found is None or not found.figure.earlier or found.figure.earlier <= 0:
        return found
    value, earlier = found.figure.value, found.figure.earlier
    near = max(value, earlier) < limits.times_above * min(value, earlier)
    return None if near else found
