"""Coverage by population: how many people live in the governments that a figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indicators.model import Measure
    from indicators.sums import Told

    Groups = Mapping[tuple[str, str], frozenset[str]]

ALL = ""


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """A government of the list of places; `population` is None where the list has none."""

    place: str
    level: str
    area: str
    population: int | None


@dataclass(frozen=True, slots=True)
class Covered:
    """Inhabitants of the governments that tell a figure, and of all that it concerns.

    None where the list of places does not say it of one of them: part of a sum would mislead.
    """

    told: int | None
    concerned: int | None


class Inhabitants:
    """The governments of a round by area, and what can be said of the people who live there."""

    def __init__(self, places: Iterable[Inhabitant]) -> None:
        """`places`: all that are expected to answer; each belongs to one area."""
        self._areas: dict[str, list[Inhabitant]] = {}
        for place in places:
            if place.level in GOVERNMENT_LEVELS:
                self._areas.setdefault(ALL, []).append(place)
                self._areas.setdefault(place.area, []).append(place)

    def covered(
        self, area: str, told: frozenset[str], outside: frozenset[str], levels: Iterable[str]
    ) -> Covered:
        """People behind a figure that `told` governments tell and that is no matter of `outside`.

        `levels`: those that were asked. An empty `area` is all of them.
        """
        asked = set(levels)
        here = [one for one in self._areas.get(area, ()) if one.level in asked]
        concerned = _people(one for one in here if one.place not in outside)
        if concerned is None:
            return Covered(None, None)
        return Covered(_people(one for one in here if one.place in told), concerned)


def tellers(told: Iterable[Told]) -> tuple[Groups, Groups]:
    """By measure and area: the governments that tell a figure, and those it does not concern."""
    lines = [line for line in told if line.level in GOVERNMENT_LEVELS]
    known = (line for line in lines if line.is_known)
    outside = (line for line in lines if not line.concerned)
    return _groups(known), _groups(outside)


def covered_by(
    inhabitants: Inhabitants, measure: Measure, area: str, groups: tuple[Groups, Groups]
) -> Covered:
    """People behind the figure of a measure in an area; `groups` as `tellers` found them."""
    told, outside = (group.get((measure.key, area), frozenset()) for group in groups)
    return inhabitants.covered(area, told, outside, measure.levels)


def _groups(lines: Iterable[Told]) -> Groups:
    found: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        found.setdefault((line.measure, line.area), set()).add(line.place)
    for (measure, _), places in list(found.items()):
        found.setdefault((measure, ALL), set()).update(places)
    return {key: frozenset(places) for key, places in found.items()}


def _people(places: Iterable[Inhabitant]) -> int | None:
    """All inhabitants of these places; None if it is not known of one of them."""
    counts = [place.population for place in places]
    return None if None in counts else sum(filter(None, counts))
