"""The summary of a round: response, totals, what they are made of, and where it came from."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from indicators.aggregate import by_place, contributions, region_totals, totals
from indicators.inhabitants import Inhabitant, Inhabitants, covered_by, tellers
from indicators.model import GOVERNMENT_LEVELS
from indicators.spread import spreads
from workbook.compile.changes_model import rounded
from workbook.compile.evidenced import practice_lines
from workbook.compile.goals import goal_figures
from workbook.compile.goals_beside import with_beside
from workbook.compile.later import Later
from workbook.compile.long_table import long_table
from workbook.compile.model import (
    REGION,
    Area,
    Contribution,
    DataLine,
    OwnValue,
    PlaceLine,
    Summary,
    Total,
)
from workbook.compile.ranked import standing
from workbook.compile.scored import score_places
from workbook.round.status import INDEPENDENT, area_of
from workbook.round.weights import asked_measures

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
    from workbook.compile.model import AccessCount
    from workbook.compile.scored import Scores
    from workbook.model import PlaceStatus, Return


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is expected, what is asked, and what adds up to what.

    `statuses`: every expected place, once. `register`: where parents are looked up. `area`: the
    key of what a place adds to, or is listed under.
    """

    statuses: Sequence[PlaceStatus]
    register: Mapping[str, Place]
    definitions: Sequence[Definition]
    period: Period
    counting: Counting
    areas: tuple[Area, ...]
    area: Callable[[Place], str] = area_of

    @property
    def expected(self) -> list[Place]:
        """The expected places."""
        return [status.place for status in self.statuses]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of which something was asked."""
        return asked_measures(self.counting.measures, self.definitions)


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
    order = {place.code: number for number, place in enumerate(frame.expected)}
    counted = sorted(returns, key=lambda entry: order.get(entry.place.code, len(order)))
    answers = long_table(counted, by_level, frame.area)
    scores = score_places(answers, frame.counting)
    return Part(
        returns=tuple(counted),
        lines=tuple(_data_lines(answers, by_level)),
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
        totals=tuple(_with_people(frame, told, _total_lines(frame, part.returns, told))),
        own_values=tuple(_own_values(told)),
        places=tuple(_place_lines(frame, part.returns)),
        sheets=frozenset(sheet.key for one in frame.definitions for sheet in one.sheets),
        goals=with_beside(part.goals, frame),
        scores=part.scores,
        practices=part.practices,
        standing=standing(told, asked, frame.statuses, frame.counting),
        spreads=tuple(_spread_lines(told, asked, frame.areas)),
        access=part.access,
    )


def area_list(expected: Iterable[Place], register: Mapping[str, Place]) -> tuple[Area, ...]:
    """The areas that cities and municipalities add up to, independent cities last."""
    keys = dict.fromkeys(area_of(place) for place in expected if place.level in GOVERNMENT_LEVELS)
    ordered = sorted(keys, key=lambda key: key == INDEPENDENT)
    return tuple(
        Area(key, "" if key == INDEPENDENT else register[key].name if key in register else key)
        for key in ordered
    )


def region_name(expected: Iterable[Place], register: Mapping[str, Place]) -> str:
    """The name of the region, or empty text where no list has one."""
    regions = [place.name for place in (*expected, *register.values()) if place.level == "region"]
    return regions[0] if regions else ""


def _accepted(returns: Iterable[Return], area_of_place: Callable[[Place], str]) -> dict[str, int]:
    """Counted returns of cities and municipalities by area, and of the region under `REGION`."""
    found: dict[str, int] = {REGION: 0}
    for entry in returns:
        if entry.place.level in GOVERNMENT_LEVELS:
            area = area_of_place(entry.place)
            found[area] = found.get(area, 0) + 1
            found[REGION] += 1
    return found


def _data_lines(answers: pd.DataFrame, definitions: Mapping[str, Definition]) -> Iterator[DataLine]:
    lists = {
        (level, sheet.key, field.key): field.list
        for level, definition in definitions.items()
        for sheet in definition.sheets
        for field in sheet.fields
    }
    for line in _rows(answers):
        yield DataLine(
            place=line.place,
            place_name=line.place_name,
            level=line.level,
            area=line.area,
            sheet=line.sheet,
            row=line.row,
            field=line.field,
            list=lists.get((line.level, line.sheet, line.field), ""),
            state=line.state,
            value=line.value,
            cell=line.cell,
            file=line.file,
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
            value=_figure(line.value),
            concerned=bool(line.concerned),
            cells=line.cells,
        )


def _total_lines(frame: Frame, returns: Iterable[Return], told: pd.DataFrame) -> Iterator[Total]:
    in_areas: dict[Any, dict[Any, Any]] = totals(told).to_dict("index")
    in_region: dict[Any, dict[Any, Any]] = region_totals(told).to_dict("index")
    accepted = _accepted(returns, frame.area)
    for measure in frame.measures:
        if not measure.adds_up:
            continue
        for area in (*(area.key for area in frame.areas), REGION):
            found = in_areas.get((measure.key, area)) if area else in_region.get(measure.key)
            figures = found or {}
            with_data = int(figures.get("with_data", 0))
            yield Total(
                measure=measure.key,
                area=area,
                value=_figure(figures["value"]) if with_data else None,
                governments=int(figures.get("governments", 0)),
                with_data=with_data,
                asked=accepted.get(area, 0) - int(figures.get("not_concerned", 0)),
            )


def _with_people(frame: Frame, told: pd.DataFrame, lines: Iterable[Total]) -> Iterator[Total]:
    """The totals, each with the inhabitants of the governments behind it."""
    inhabitants = Inhabitants(
        Inhabitant(place.code, place.level, frame.area(place), place.population)
        for place in frame.expected
    )
    groups = tellers(told)
    declared = {measure.key: measure for measure in frame.measures}
    for total in lines:
        found = covered_by(inhabitants, declared[total.measure], total.area, groups)
        yield replace(total, population=found.told, population_asked=found.concerned)


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
        yield OwnValue(line.measure, line.place, _figure(line.value))


def _place_lines(frame: Frame, returns: Iterable[Return]) -> Iterator[PlaceLine]:
    files = {entry.place.code: entry for entry in returns}
    for status in frame.statuses:
        entry = files.get(status.place.code)
        area = frame.area(status.place)
        if entry is None:
            yield PlaceLine(status, area)
        else:
            yield PlaceLine(status, area, entry.sha256, entry.verdict)


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Named tuples; their types are those that the frame's docstring gives."""
    # Columns as lists: pandas takes each text out of a column of texts one by one.
    line = namedtuple("line", list(frame.columns))  # type: ignore[misc]
    columns = (frame[name].tolist() for name in frame.columns)
    yield from map(line._make, zip(*columns, strict=True))


def _figure(value: float) -> float | None:
    """A number as people write it: whole where it is whole; None for no data."""
    if value != value:  # noqa: PLR0124 - the one way to see "not a number" without a library
        return None
    return int(value) if float(value).is_integer() else float(value)
