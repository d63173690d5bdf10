"""The summary of a round: response, totals, what they are made of, and where it came from."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from indicators.aggregate import by_place, contributions, told_lines
from indicators.model import GOVERNMENT_LEVELS
from indicators.spread import spreads
from workbook.compile.answer_rows import answer_rows, data_lines
from workbook.compile.changes_model import rounded
from workbook.compile.evidenced import practice_lines
from workbook.compile.frame import Frame, area_list, counted_in_order, region_name
from workbook.compile.goals import goal_figures
from workbook.compile.goals_beside import with_beside
from workbook.compile.later import Later
from workbook.compile.long_table import as_frame
from workbook.compile.model import Contribution, OwnValue, Summary
from workbook.compile.ranked import standing
from workbook.compile.scored import score_places
from workbook.compile.totalled import figure_of, place_lines, sums_of, total_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from indicators.counting import Counting
    from indicators.model import Measure
    from indicators.spread import Spread
    from templates.model import Definition, Place
    from templates.periods import Period
    from workbook.compile.evidenced import PracticeLine
    from workbook.compile.goals import Goals
    from workbook.compile.model import AccessCount, Area, DataLine
    from workbook.compile.scored import Scores
    from workbook.model import PlaceStatus, Return


@dataclass(frozen=True, slots=True)
class Part:
    """What returns hold, ready to be added up; `contributed` as `indicators.aggregate` makes it.

    `access`: counts of single answers in the place of these, which the part of a region has not.
    """

    returns: tuple[Return, ...]
    lines: tuple[DataLine, ...]
    contributed: pd.DataFrame
    goals: Goals
    scores: Scores
    practices: tuple[PracticeLine, ...]
    access: tuple[AccessCount, ...] = ()


def compile_summary(  # noqa: PLR0913 (all that a summary is made of)
    returns: Sequence[Return],
    statuses: Sequence[PlaceStatus],
    places: Sequence[Place],
    definitions: Sequence[Definition],
    period: Period,
    counting: Counting,
    *,
    read: Callable[[Frame, Sequence[Return]], Part] | None = None,
) -> Summary:
    """Add up the returns that count; there must be at least one definition.

    `statuses`: every expected place, once. `places`: where parents are looked up. `read`: does
    what `read_part` does, perhaps elsewhere.
    """
    register = {place.code: place for place in places}
    areas = area_list([status.place for status in statuses], register)
    frame = Frame(statuses, register, definitions, period, counting, areas)
    return add_up(frame, (read or read_part)(frame, returns))


def read_part(frame: Frame, returns: Sequence[Return]) -> Part:
    """What returns hold, those of the places that stand first in the list coming first."""
    by_level = {definition.level: definition for definition in frame.definitions}
    counted = counted_in_order(frame, returns)
    rows = tuple(answer_rows(counted, by_level, frame.area))
    answers = as_frame(rows)
    scores = score_places(answers, frame.counting)
    return Part(
        returns=tuple(counted),
        lines=tuple(data_lines(rows, by_level)),
        contributed=contributions(answers, frame.measures, frame.period.year),
        goals=goal_figures(answers, frame.areas, scores, frame.counting),
        scores=scores,
        practices=tuple(practice_lines(answers)),
    )


def read_part_of(returns: Sequence[Return], frame: Frame) -> Part:
    """As `read_part`, in the order in which work is sent elsewhere."""
    return read_part(frame, returns)


def add_up(frame: Frame, part: Part) -> Summary:
    """The summary of what returns hold."""
    expected, asked, contributed = frame.expected, frame.measures, part.contributed
    told = by_place(contributed)
    definition = frame.definitions[0]
    return Summary(
        programme=definition.programme.key,
        version=definition.programme.version,
        edition=definition.edition,
        period=frame.period.code,
        year=frame.period.year,
        currency=definition.programme.currency,
        region=region_name(expected, frame.register),
        areas=frame.areas,
        own=tuple(place for place in expected if place.level not in GOVERNMENT_LEVELS),
        measures=asked,
        lines=part.lines,
        contributions=_contributions(contributed, frame.register, expected),
        totals=tuple(total_lines(frame, part.returns, sums_of(frame, told_lines(told)))),
        own_values=tuple(_own_values(told)),
        places=tuple(place_lines(frame, part.returns)),
        sheets=frozenset(sheet.key for one in frame.definitions for sheet in one.sheets),
        goals=with_beside(part.goals, frame),
        scores=part.scores,
        practices=part.practices,
        standing=standing(told, asked, frame.statuses, frame.counting),
        spreads=tuple(_spread_lines(told, asked, frame.areas)),
        access=part.access,
    )


def _contributions(
    contributed: pd.DataFrame, register: Mapping[str, Place], expected: Iterable[Place]
) -> Later[Contribution]:
    names = {code: place.name for code, place in register.items()}
    names |= {place.code: place.name for place in expected}

    def facts() -> str:
        columns = [contributed[name].tolist() for name in contributed.columns]
        named = {code: names.get(code, code) for code in contributed["place"].unique()}
        return repr((list(contributed.columns), columns, named))

    return Later(partial(_contribution_lines, contributed, names), facts)


def _contribution_lines(
    contributed: pd.DataFrame, names: Mapping[str, str]
) -> Iterator[Contribution]:
    for line in _rows(contributed):
        yield Contribution(
            measure=line.measure,
            place=line.place,
            place_name=names.get(line.place, line.place),
            level=line.level,
            area=line.area,
            row=line.row,
            basis=line.basis,
            value=figure_of(line.value),
            concerned=bool(line.concerned),
            cells=line.cells,
        )


def _spread_lines(
    told: pd.DataFrame, measures: Iterable[Measure], areas: Iterable[Area]
) -> Iterator[Spread]:
    """Medians and quartiles as people write them, in the order of the areas, all of them last."""
    order = {area.key: number for number, area in enumerate(areas)}
    found: dict[str, list[Spread]] = {}
    for one in spreads(told, measures):
        found.setdefault(one.measure, []).append(one)
    for group in found.values():
        for one in sorted(group, key=lambda spread: order.get(spread.area, len(order))):
            lower, middle, upper = (rounded(figure) for figure in one.quartiles)
            yield replace(one, lower=lower, median=middle, upper=upper)


def _own_values(told: pd.DataFrame) -> Iterator[OwnValue]:
    for line in _rows(told[~told["level"].isin(GOVERNMENT_LEVELS)]):
        yield OwnValue(line.measure, line.place, figure_of(line.value))


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Named tuples; their types are those that the frame's docstring gives."""
    # Columns as lists: pandas takes each text out of a column of texts one by one.
    line = namedtuple("line", list(frame.columns))  # type: ignore[misc]
    columns = (frame[name].tolist() for name in frame.columns)
    yield from map(line._make, zip(*columns, strict=True))
