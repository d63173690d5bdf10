"""Which figures of a summary are withheld from everything public: one pattern for all outputs.

The pattern reaches down to single places, whether or not an output shows them, so that outputs with
and without places never tell on one another.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING

from indicators.disclosure import Cell, Sum, Table, protect
from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indicators.model import Measure
    from workbook.compile.goals import GoalFigure
    from workbook.compile.model import Summary

# A median of fewer governments shows what one of them said.
FEWEST_FOR_MEDIAN = 3
NUMERATOR, DENOMINATOR, VALUE = "numerator", "denominator", "value"
# How much rather places are withheld than areas, areas than the region, and figures than zeros.
_AREA_COST, _REGION_COST, _ZERO_COST = 6.0, 20.0, 50.0


@dataclass(frozen=True, slots=True)
class Count:
    """A figure by place, and what is known of it: the shape from which tables are made.

    `areas`: the area of each place. `part_of`: the figure of which it is a part. `least`: what
    each place's figure is known to be at least.
    """

    figure: str
    places: Mapping[str, float]
    areas: Mapping[str, str]
    personal: bool = True
    part_of: str = ""
    least: Mapping[str, float] | None = None


def goal_key(code: str, kind: str) -> str:
    """The name of a part of an indicator's figure in the pattern."""
    return f"{code} {kind}"


def withheld_figures(summary: Summary, below: int) -> frozenset[tuple[str, str]]:
    """Figure and place, area or `REGION` of all that is withheld below a threshold."""
    found: set[tuple[str, str]] = set()
    for table in tables(summary):
        numbers = protect(table, below)
        found |= {(table.cells[n].figure, table.cells[n].where) for n in numbers}
    for figure in summary.goals.every:
        found |= set(medians(figure)) | set(quotients(figure, found))
    return frozenset(found)


def tables(summary: Summary) -> tuple[Table, ...]:
    """One table for each family of figures that are linked with each other."""
    return _tables((*_measured(summary), *_supplied(summary)))


def earlier_tables(summary: Summary) -> tuple[Table, ...]:
    """The same tables for the round before, by today's areas, of what is known of single places."""
    told: dict[str, dict[str, float]] = defaultdict(dict)
    areas: dict[str, str] = {}
    for one in summary.earlier:
        if one.place.level in GOVERNMENT_LEVELS and one.old is not None:
            told[one.figure][one.place.code] = one.old
            areas[one.place.code] = one.area
    return _tables(_counts(summary.measures, told, areas))


def _tables(counts: Iterable[Count]) -> tuple[Table, ...]:
    families: dict[str, list[Count]] = {}
    for count in counts:
        families.setdefault(count.part_of or count.figure, []).append(count)
    return tuple(
        make_table(family) for family in families.values() if any(one.personal for one in family)
    )


def _measured(summary: Summary) -> Iterable[Count]:
    """Measures that count people, and those that they are parts of."""
    used = set(personal_families(summary.measures))
    used |= {measure.no_fewer_than for measure in summary.measures}
    values: dict[str, dict[str, float]] = defaultdict(dict)
    areas: dict[str, str] = {}
    for line in summary.contributions:
        if line.measure in used and line.level in GOVERNMENT_LEVELS and line.value is not None:
            by_place = values[line.measure]
            by_place[line.place] = by_place.get(line.place, 0) + line.value
            areas[line.place] = line.area
    return _counts(summary.measures, values, areas)


def personal_families(measures: Iterable[Measure]) -> tuple[str, ...]:
    """Keys of the measures that count people, and before them those that they are parts of."""
    known = {measure.key: measure for measure in measures}
    wanted = [measure for measure in known.values() if measure.withhold and measure.adds_up]
    wholes = dict.fromkeys(one.part_of for one in wanted if one.part_of in known)
    others = [key for key in wholes if not known[key].withhold]
    return (*others, *(one.key for one in wanted))


def _counts(
    measures: Iterable[Measure],
    values: Mapping[str, Mapping[str, float]],
    areas: Mapping[str, str],
) -> Iterable[Count]:
    known = {measure.key: measure for measure in measures}
    for key in personal_families(measures):
        yield _count(known[key], known, values, areas)


def _count(
    measure: Measure,
    measures: Mapping[str, Measure],
    values: Mapping[str, Mapping[str, float]],
    areas: Mapping[str, str],
) -> Count:
    return Count(
        figure=measure.key,
        places=values.get(measure.key, {}),
        areas=areas,
        personal=measure.withhold,
        part_of=measure.part_of if measure.part_of in measures else "",
        least=values.get(measure.no_fewer_than),
    )


def _supplied(summary: Summary) -> Iterable[Count]:
    """Both parts of the indicators that count people, of the governments that know both."""
    for figure in summary.goals.every:
        if figure.source is None or not figure.source.withhold:
            continue
        lines = [line for line in figure.lines if line.known]
        areas = {line.place: line.area for line in lines}
        parts = {
            DENOMINATOR: {one.place: one.figure.denominator for one in lines},
            NUMERATOR: {one.place: one.figure.numerator for one in lines},
        }
        whole = goal_key(figure.indicator.code, DENOMINATOR)
        for kind, places in parts.items():
            known = {place: value for place, value in places.items() if value is not None}
            part_of = whole if kind == NUMERATOR and figure.source.denominator else ""
            yield Count(goal_key(figure.indicator.code, kind), known, areas, part_of=part_of)


def make_table(family: Iterable[Count]) -> Table:
    """Cells of places, areas and the region, their sums, and what is left of wholes."""
    cells: list[Cell] = []
    sums: list[Sum] = []
    numbers: dict[tuple[str, str], int] = {}
    counts = {count.figure: count for count in family}
    for count in counts.values():
        for place, value in count.places.items():
            numbers[count.figure, place] = len(cells)
            cells.append(_cell(count, place, [place], value, 1.0))
        by_area: dict[str, list[str]] = defaultdict(list)
        for place in count.places:
            by_area[count.areas[place]].append(place)
        groups = [(area, places, _AREA_COST) for area, places in by_area.items()]
        for where, places, factor in (*groups, (REGION, list(count.places), _REGION_COST)):
            if places:
                total = sum(count.places[place] for place in places)
                numbers[count.figure, where] = len(cells)
                cells.append(_cell(count, where, places, total, factor))
                parts = by_area if where == REGION else places
                within = tuple(numbers[count.figure, part] for part in parts)
                sums.append(Sum(numbers[count.figure, where], within))
    for count in counts.values():
        if count.part_of in counts:
            _add_rest(count, counts[count.part_of], numbers, cells, sums)
    return Table(tuple(cells), tuple(sums))


def _cell(count: Count, where: str, places: Iterable[str], value: float, factor: float) -> Cell:
    known = count.least or {}
    return Cell(
        figure=count.figure,
        where=where,
        value=value,
        personal=count.personal,
        least=min(value, sum(known.get(place, 0) for place in places)),
        cost=factor * (log1p(value) + 1) if value else _ZERO_COST,
    )


def _add_rest(
    part: Count,
    whole: Count,
    numbers: Mapping[tuple[str, str], int],
    cells: list[Cell],
    sums: list[Sum],
) -> None:
    """What is left of a whole after its part, wherever a reader knows both and can subtract."""
    odd = {place for place, value in part.places.items() if whole.places.get(place, -1) < value}
    areas = {part.areas[place] for place in odd}
    silent = {whole.areas[place] for place in whole.places if place not in part.places}
    for (figure, where), number in list(numbers.items()):
        if figure != part.figure or where in odd | areas or (where == REGION and odd):
            continue
        total = numbers[whole.figure, where]
        rest = cells[total].value - cells[number].value
        # Where some places gave the whole alone, the difference is not a count of anybody.
        counted = where not in silent and not (where == REGION and silent)
        personal = part.personal and whole.personal and counted
        sums.append(Sum(total, (number, len(cells))))
        cells.append(Cell(f"{whole.figure} - {figure}", where, rest, personal, derived=True))


def medians(figure: GoalFigure) -> Iterable[tuple[str, str]]:
    """Where a median is withheld because it is one of too few governments."""
    if figure.indicator.adds_up != "median":
        return
    for area, total in figure.areas.items():
        if 0 < total.governments < FEWEST_FOR_MEDIAN:
            yield goal_key(figure.indicator.code, VALUE), area


def quotients(figure: GoalFigure, found: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Shares of which one part is withheld: with the other part, they would tell it."""
    code = figure.indicator.code
    hidden = set(found)
    for area in figure.areas:
        if {(goal_key(code, NUMERATOR), area), (goal_key(code, DENOMINATOR), area)} & hidden:
            yield goal_key(code, VALUE), area
