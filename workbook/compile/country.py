"""The summary of a country: rounds of its regions, added up as one round is.

Each round is read by itself and kept as figures of single places, so that a country takes little
more memory than a region.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from indicators.aggregate import by_place
from indicators.model import GOVERNMENT_LEVELS
from indicators.sdg import shares_by_band
from templates.model import ISLAND_GROUP
from workbook.compile.access import access_counts, added_access
from workbook.compile.before import beside_lasts
from workbook.compile.frame import (
    Frame,
    Towards,
    empty_roll,
    last_periods,
    most_followed,
    regions_of,
)
from workbook.compile.goals import add_up_goals
from workbook.compile.groups import island_groups
from workbook.compile.summary import Part, add_up, read_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from indicators.counting import Counting
    from templates.model import Definition, Place
    from templates.periods import Period
    from workbook.compile.last_round import LastRound
    from workbook.compile.model import Summary
    from workbook.compile.regional import RegionalReturns
    from workbook.compile.scored import Scores
    from workbook.model import Return

# What is left of the records of a place: one line a measure.
OF_A_PLACE = "place"


@dataclass(frozen=True, slots=True)
class Reading:
    """A region's returns and the frame to read them in, which can be sent to another process.

    `number`: that of the round, from 0. `regions`: of each of its places, by code. `known`: what
    reading it would find, where that is known already.
    """

    number: int
    frame: Frame
    returns: tuple[Return, ...]
    regions: Mapping[str, str]
    known: Part | None = None


def reading_of(frame: Frame, number: int, returned: RegionalReturns) -> Reading:
    """What has to be read of the round of this number."""
    regions = regions_of([place.code for place in frame.expected], frame.register)
    bare = replace(frame, register={})
    return Reading(number, bare, returned.returns, regions, returned.known)


def read_one(reading: Reading) -> Part:
    """What the round of a region holds, with every answer."""
    return read_part(reading.frame, reading.returns)


def read_regions(readings: Iterable[Reading]) -> Iterator[Part]:
    """What each round of a region adds to the country."""
    for reading in readings:
        yield reading.known or condensed(read_one(reading))


def compile_country(  # noqa: PLR0913 (all that a country is made of)
    name: str,
    rounds: Iterable[RegionalReturns],
    listed: Sequence[Place],
    definitions: Sequence[Definition],
    period: Period,
    counting: Counting,
    *,
    read: Callable[[Iterable[Reading]], Iterable[Part]] = read_regions,
) -> Summary:
    """Add up the rounds of regions; those of one region together.

    `listed`: all places of the country, which says where they lie; those that no round expects
    are missing, and island groups are nobody to expect. `rounds` are taken one at a time; no place
    may be in two of them, or in no region.
    `read`: does what `read_regions` does, in the same order, perhaps elsewhere.
    """
    groups = [place for place in listed if place.level == ISLAND_GROUP]
    roll = empty_roll(listed, definitions, period, counting)
    lasts: list[LastRound] = []

    def readings() -> Iterator[Reading]:
        for number, one in enumerate(rounds):
            frame = roll.take(one.name, one.statuses)
            lasts.extend([one.last] if one.last else [])
            yield reading_of(frame, number, one)

    parts = list(read(readings()))
    whole = roll.whole()
    summary = add_up(whole, joined(parts, whole))
    summary = replace(
        summary,
        scope="country",
        region=name,
        regions=tuple(roll.region_lines(whole, summary.places)),
        groups=island_groups(groups, summary.areas, whole.register),
    )
    return _with_lasts(summary, lasts, whole.register)


def _with_lasts(
    summary: Summary, lasts: Sequence[LastRound], register: Mapping[str, Place]
) -> Summary:
    """The country with what its regions told in the period before, which is one for all of them.

    It is that which most of the rounds follow, the latest of several; the others have no last year.
    """
    periods = last_periods(((last.period, last.places) for last in lasts), register)
    regions = tuple(replace(line, last=periods.get(line.area, "")) for line in summary.regions)
    summary = replace(summary, regions=regions)
    if not periods:
        return summary
    period = most_followed([last.period for last in lasts])
    chosen = [last for last in lasts if last.period == period]
    moved = tuple(one for last in chosen for one in last.moved)
    known = {place.code: place for last in lasts for place in last.places} | dict(register)
    area = Towards(regions_of(known, known))
    summary = beside_lasts(replace(summary, last=period, moved=moved), chosen, area)
    return replace(summary, earlier=(), same_places=False)


def condensed(part: Part) -> Part:
    """The part without answers: what each place adds to each measure, in one line."""
    contributed = by_place(part.contributed).assign(row="", basis=OF_A_PLACE)
    contributed["cells"] = [()] * len(contributed)
    returns = tuple(replace(entry, answers=()) for entry in part.returns)
    access = access_counts(part.lines)
    return replace(part, lines=(), returns=returns, contributed=contributed, access=access)


def joined(parts: Sequence[Part], frame: Frame) -> Part:
    """All parts as one, in the order of the places of the frame."""
    order = {place.code: number for number, place in enumerate(frame.expected)}
    scores = _joined_scores(parts, order)
    practices = (practice for part in parts for practice in part.practices)
    filled = [part.contributed for part in parts if len(part.contributed)]
    contributed = pd.concat(filled or [parts[0].contributed], ignore_index=True)
    measures = {measure.key: number for number, measure in enumerate(frame.measures)}
    keys = pd.DataFrame(
        {"measure": contributed["measure"].map(measures), "place": contributed["place"].map(order)}
    )
    contributed = contributed.loc[keys.sort_values(["measure", "place"], kind="stable").index]
    goals = add_up_goals([part.goals for part in parts], frame.areas, order, frame.counting)
    return Part(
        returns=tuple(entry for part in parts for entry in part.returns),
        lines=(),
        contributed=contributed.reset_index(drop=True),
        goals=goals,
        scores=scores,
        practices=tuple(sorted(practices, key=lambda one: order[one.place])),
        access=added_access(count for part in parts for count in part.access),
    )


def _joined_scores(parts: Sequence[Part], order: Mapping[str, int]) -> Scores:
    first = parts[0].scores
    places = sorted(
        (one for part in parts for one in part.scores.places), key=lambda one: order[one.place]
    )
    scored = [one.policies for one in places if one.policies and one.level in GOVERNMENT_LEVELS]
    return replace(
        first,
        places=tuple(places),
        bands=shares_by_band(scored, first.policies),
        asked_policies=sum(part.scores.asked_policies for part in parts),
        asked_participation=sum(part.scores.asked_participation for part in parts),
    )
