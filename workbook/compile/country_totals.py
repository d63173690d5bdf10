"""The totals of a country alone, from what its regions add up to: nothing of single answers.

What comes out is what the whole summary of the country says: sums are exact, so that it is the
same whether places are added up or regions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING, TypeAlias

from indicators.contribute import answers_of_places, place_lines, planned
from indicators.model import GOVERNMENT_LEVELS
from indicators.sums import AreaSum, told_by_place
from workbook.compile import totalled
from workbook.compile.answer_rows import answer_rows, data_lines
from workbook.compile.frame import counted_in_order, last_periods, most_followed
from workbook.compile.model import regions_followed
from workbook.compile.totalled import sums_among, sums_of, total_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from indicators.model import Measure
    from templates.model import Place
    from workbook.compile.answer_rows import AnswerRow
    from workbook.compile.frame import Frame, Roll
    from workbook.compile.model import (
        Area,
        DataLine,
        PlaceLine,
        Publication,
        RegionLine,
        Scope,
        Summary,
        Total,
    )
    from workbook.compile.regional import RegionalReturns
    from workbook.model import PlaceStatus, Return

    # What totals are told from.
    Totalled: TypeAlias = "Summary | CountryTotals"


@dataclass(frozen=True, slots=True)
class RegionSums:
    """What the round of a region adds to the totals of its country.

    `returns`: those that count, without their answers. `areas`: of each of its governments, the
    key of what it adds to. `last`: the period before, and `last_places` those that told something
    then; empty where nothing of it may be compared.
    """

    statuses: tuple[PlaceStatus, ...]
    returns: tuple[Return, ...]
    sums: tuple[AreaSum, ...]
    areas: Mapping[str, str]
    last: str = ""
    last_places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class CountryTotals:
    """Of the summary of a country, what its totals are told with; the same as in `Summary`."""

    programme: str
    period: str
    currency: str
    region: str
    areas: tuple[Area, ...]
    own: tuple[Place, ...]
    measures: tuple[Measure, ...]
    totals: tuple[Total, ...]
    places: tuple[PlaceLine, ...]
    regions: tuple[RegionLine, ...]
    last: str
    scope: Scope = "country"
    publication: Publication | None = None

    @property
    def followed(self) -> tuple[RegionLine, ...]:
        """The regions of which figures of the period before are known."""
        return regions_followed(self.regions, self.last)

    def hides(self, figure: str, where: str) -> bool:
        """Whether a figure is withheld."""
        return self.publication is not None and self.publication.hides(figure, where)


def read_sums(frame: Frame, returned: RegionalReturns) -> tuple[RegionSums, tuple[DataLine, ...]]:
    """What the round of a region adds to the totals of its country, and its answers."""
    by_level = {definition.level: definition for definition in frame.definitions}
    counted = counted_in_order(frame, returned.returns)
    rows = tuple(answer_rows(counted, by_level, frame.area))
    sums = RegionSums(
        statuses=returned.statuses,
        returns=tuple(replace(entry, answers=()) for entry in counted),
        sums=sums_of(frame, told_by_place(_told(rows, frame))),
        areas=_areas(frame),
        last=returned.last.period if returned.last else "",
        last_places=returned.last.places if returned.last else (),
    )
    return sums, tuple(data_lines(rows, by_level))


def country_totals(
    name: str, rounds: Iterable[tuple[str, RegionSums]], roll: Roll
) -> CountryTotals | None:
    """The totals of all rounds, each with its name; `roll`: that of the places of the country.

    None if a place adds to another region in its round than among all rounds, because one of the
    others lists what it lies in: then the sums of regions are not those of the country.
    """
    regional = []
    for source, found in rounds:
        roll.take(source, found.statuses)
        regional.append(found)
    expected = set(roll.statuses)
    whole = roll.whole()
    areas = _areas(whole)
    if any(areas[code] != area for found in regional for code, area in found.areas.items()):
        return None
    returns = [entry for found in regional for entry in found.returns]
    others = [place for place in whole.expected if place.code not in expected]
    sums = [one for found in regional for one in found.sums]
    places = tuple(totalled.place_lines(whole, returns))
    lasts = [(found.last, found.last_places) for found in regional if found.last]
    periods = last_periods(lasts, whole.register)
    regions = roll.region_lines(whole, places)
    programme = whole.definitions[0].programme
    return CountryTotals(
        programme=programme.key,
        period=whole.period.code,
        currency=programme.currency,
        region=name,
        areas=whole.areas,
        own=tuple(place for place in whole.expected if place.level not in GOVERNMENT_LEVELS),
        measures=whole.measures,
        totals=tuple(total_lines(whole, returns, [*sums, *sums_among(whole, others, ())])),
        places=places,
        regions=tuple(replace(line, last=periods.get(line.area, "")) for line in regions),
        last=most_followed([period for period, _ in lasts]) if periods else "",
    )


def _areas(frame: Frame) -> dict[str, str]:
    """What each government of a frame adds to."""
    governments = (place for place in frame.expected if place.level in GOVERNMENT_LEVELS)
    return {place.code: frame.area(place) for place in governments}


def _told(
    rows: Sequence[AnswerRow], frame: Frame
) -> Iterator[tuple[str, str, str, str, float, bool]]:
    """What each record of a place adds to each measure."""
    measures = frame.measures
    plans = planned(measures)
    answers = (
        (
            row.place, row.level, row.area, row.sheet, row.row, row.field, row.state, row.text,
            nan if row.number is None else row.number, number,
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    for place, sheets in answers_of_places(answers, {one.sheet for one in measures if one.sheet}):
        found = place_lines(place.level, sheets, plans, frame.period.year)
        for measure, lines in found.items():
            for line in lines:
                yield measure, *place, line.value, line.concerned
