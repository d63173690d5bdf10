"""What places tell on measures, added up exactly: in whatever parts, the whole is the same.

Numbers of places are added as if nothing were rounded on the way, and rounded once at the end. So
the sum of a country is the same to the last digit, be it made of its places or of its regions.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, isfinite, isnan
from typing import TYPE_CHECKING, NamedTuple

from indicators.contribute import UNKNOWN
from indicators.inhabitants import Inhabitants, covered_by, tellers
from indicators.model import GOVERNMENT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicators.inhabitants import Covered, Inhabitant
    from indicators.model import Measure


class Told(NamedTuple):
    """What one place tells on a measure; `value` NaN means no data."""

    measure: str
    place: str
    level: str
    area: str
    value: float
    concerned: bool

    @property
    def is_known(self) -> bool:
        """Whether there is a figure or a known zero."""
        return not isnan(self.value)


@dataclass(frozen=True, slots=True)
class AreaSum:
    """What cities and municipalities of an area tell on a measure.

    `parts`: numbers whose exact sum is that of the places. `governments`: with more than zero;
    `with_data`: with a figure or a known zero; `outside`: not concerned. `people`: as `Covered`.
    """

    measure: str
    area: str
    parts: tuple[float, ...]
    governments: int
    with_data: int
    outside: int
    told: int | None
    concerned: int | None

    @property
    def value(self) -> float:
        """The sum, rounded once."""
        return exact_sum(self.parts)


def exact_sum(values: Iterable[float]) -> float:
    """The sum, as if nothing were rounded before the end."""
    numbers = list(values)
    try:
        return fsum(numbers)
    except (OverflowError, ValueError):
        # No number is as large as this sum, or there is none.
        return float(sum(numbers))


def exact_parts(values: Iterable[float]) -> tuple[float, ...]:
    """A few numbers whose exact sum is that of all these: the rounded sum, then what that lost."""
    left, parts = list(values), []
    while (part := exact_sum(left)) != 0:
        parts.append(part)
        if not isfinite(part):
            break
        left.append(-part)
    return tuple(parts)


def told_by_place(lines: Iterable[tuple[str, str, str, str, float, bool]]) -> list[Told]:
    """One for each measure and place of these lines, in the order in which they come first.

    A place tells what its records tell that have data; without any, nothing.
    """
    found: dict[tuple[str, str, str, str], list[tuple[float, bool]]] = {}
    for measure, place, level, area, value, concerned in lines:
        found.setdefault((measure, place, level, area), []).append((value, concerned))
    return [Told(*key, *_of_a_place(records)) for key, records in found.items()]


def _of_a_place(records: Sequence[tuple[float, bool]]) -> tuple[float, bool]:
    known = [value for value, _ in records if not isnan(value)]
    value = exact_sum(known) if known else UNKNOWN
    return value, bool(known) or all(concerned for _, concerned in records)


def area_sums(
    told: Iterable[Told], measures: Iterable[Measure], places: Iterable[Inhabitant]
) -> tuple[AreaSum, ...]:
    """What is told in each area, on each measure that adds up; `places`: all that are expected."""
    everybody = tuple(places)
    lines = [line for line in told if line.level in GOVERNMENT_LEVELS]
    inhabitants, groups = Inhabitants(everybody), tellers(lines)
    found: dict[tuple[str, str], list[Told]] = {}
    for line in lines:
        found.setdefault((line.measure, line.area), []).append(line)
    governments = (place.area for place in everybody if place.level in GOVERNMENT_LEVELS)
    areas = tuple(dict.fromkeys((*governments, *(line.area for line in lines))))
    return tuple(
        _area_sum(one.key, area, found.get((one.key, area), ()), people)
        for one in measures
        if one.adds_up
        for area in areas
        for people in [covered_by(inhabitants, one, area, groups)]
    )


def joined_sums(measure: str, area: str, sums: Sequence[AreaSum]) -> AreaSum:
    """What is told on one measure, in several rounds or areas, as of one area."""
    return AreaSum(
        measure=measure,
        area=area,
        parts=exact_parts(part for one in sums for part in one.parts),
        governments=sum(one.governments for one in sums),
        with_data=sum(one.with_data for one in sums),
        outside=sum(one.outside for one in sums),
        told=_all_of(one.told for one in sums),
        concerned=_all_of(one.concerned for one in sums),
    )


def _area_sum(measure: str, area: str, lines: Sequence[Told], people: Covered) -> AreaSum:
    known = [line.value for line in lines if line.is_known]
    return AreaSum(
        measure=measure,
        area=area,
        parts=exact_parts(known),
        governments=sum(value > 0 for value in known),
        with_data=len(known),
        outside=sum(not line.concerned for line in lines),
        told=people.told,
        concerned=people.concerned,
    )


def _all_of(counts: Iterable[int | None]) -> int | None:
    """The sum; None if one of them is not known, because part of a sum would mislead."""
    known = list(counts)
    return None if None in known else sum(filter(None, known))
