"""Totals from the sums of areas, and where each place stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.inhabitants import Inhabitant
from indicators.model import GOVERNMENT_LEVELS
from indicators.sums import area_sums, joined_sums
from workbook.compile.model import REGION, PlaceLine, Total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from indicators.sums import AreaSum, Told
    from templates.model import Place
    from workbook.compile.frame import Frame
    from workbook.model import Return


def sums_of(frame: Frame, told: Iterable[Told]) -> tuple[AreaSum, ...]:
    """What the places of a frame tell on what is asked, by area."""
    return sums_among(frame, frame.expected, told)


def sums_among(
    frame: Frame, expected: Iterable[Place], told: Iterable[Told]
) -> tuple[AreaSum, ...]:
    """The same of some of the places."""
    places = (
        Inhabitant(place.code, place.level, frame.area(place), place.population)
        for place in expected
    )
    return area_sums(told, frame.measures, places)


def total_lines(
    frame: Frame, returns: Iterable[Return], sums: Iterable[AreaSum]
) -> Iterator[Total]:
    """The total of each measure in each area and in all of them; `sums` of one area are joined."""
    here: dict[tuple[str, str], list[AreaSum]] = {}
    for one in sums:
        here.setdefault((one.measure, one.area), []).append(one)
        here.setdefault((one.measure, REGION), []).append(one)
    accepted = _accepted(returns, frame.area)
    for measure in frame.measures:
        if measure.adds_up:
            for area in (*(area.key for area in frame.areas), REGION):
                found = here.get((measure.key, area), [])
                yield _total(measure.key, area, found, accepted.get(area, 0))


def place_lines(frame: Frame, returns: Iterable[Return]) -> Iterator[PlaceLine]:
    """Where each expected place stands, and the file that counts."""
    files = {entry.place.code: entry for entry in returns}
    for status in frame.statuses:
        entry = files.get(status.place.code)
        area = frame.area(status.place)
        if entry is None:
            yield PlaceLine(status, area)
        else:
            yield PlaceLine(status, area, entry.sha256, entry.verdict)


def figure_of(value: float) -> float | None:
    """A number as people write it: whole where it is whole; None for no data."""
    if value != value:  # noqa: PLR0124 - the one way to see "not a number" without a library
        return None
    return int(value) if float(value).is_integer() else float(value)


def _total(measure: str, area: str, sums: Sequence[AreaSum], accepted: int) -> Total:
    found = joined_sums(measure, area, sums)
    return Total(
        measure=measure,
        area=area,
        value=figure_of(found.value) if found.with_data else None,
        governments=found.governments,
        with_data=found.with_data,
        asked=accepted - found.outside,
        population=found.told,
        population_asked=found.concerned,
    )


def _accepted(returns: Iterable[Return], area_of_place: Callable[[Place], str]) -> dict[str, int]:
    """Counted returns of cities and municipalities by area, and of all under `REGION`."""
    found: dict[str, int] = {REGION: 0}
    for entry in returns:
        if entry.place.level in GOVERNMENT_LEVELS:
            area = area_of_place(entry.place)
            found[area] = found.get(area, 0) + 1
            found[REGION] += 1
    return found
