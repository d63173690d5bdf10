"""SDG indicators and local ones from the answers: one figure each, under every printed code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isnan
from typing import TYPE_CHECKING, Any

from indicators.aggregate import NOT_APPLICABLE
from indicators.model import GOVERNMENT_LEVELS
from indicators.sdg_sources import Source, local_figures
from indicators.sdg_totals import AreaFigure, LocalFigure, add_up
from workbook.compile.model import REGION
from workbook.compile.scored import participated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from indicators.counting import Counting
    from indicators.sdg_catalogue import Framework, Indicator
    from workbook.compile.model import Area
    from workbook.compile.scored import Scores


# What a government wants to reach itself, and by when: asked beside the figures of a matrix.
TARGET, TARGET_YEAR = "target_value", "target_year"


@dataclass(frozen=True, slots=True)
class LocalLine:
    """What one government supplies; `known` if it is in the figure.

    `concerned`: the question applies to it. `target`: what it wants to reach, by the year beside.
    """

    place: str
    place_name: str
    area: str
    figure: LocalFigure
    known: bool
    concerned: bool = True
    target: float | None = None
    target_year: int | None = None


@dataclass(frozen=True, slots=True)
class BesideGoal:
    """What stands beside an indicator's figure in one area; None where it is not known.

    `population`: inhabitants of the governments in the figure; `population_asked`: of all expected
    ones that it concerns. `lower`, `upper`: quartiles of a median. `targets`: how many governments
    in the area say what they want to reach, None if nobody was asked; `target`: their median.
    """

    population: int | None = None
    population_asked: int | None = None
    lower: float | None = None
    upper: float | None = None
    targets: int | None = None
    target: float | None = None

    @property
    def population_share(self) -> float | None:
        """How many in a hundred people live in the governments that are in the figure."""
        if self.population is None or not self.population_asked:
            return None
        return 100 * self.population / self.population_asked


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """One indicator under the code it is entered as.

    `source`: the fields it comes from; None where it comes from the scores. `lines`: governments
    in the order of the areas; `outside`: those to which it does not apply. `areas`: figures by key
    of the area, of the region under `REGION`; `beside`: what stands beside each. `levels`: those
    that are asked; `asks_targets`: whether they are asked what they want to reach, too.
    """

    indicator: Indicator
    codes: tuple[str, ...]
    source: Source | None
    lines: tuple[LocalLine, ...]
    areas: Mapping[str, AreaFigure]
    outside: tuple[LocalLine, ...] = ()
    beside: Mapping[str, BesideGoal] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    asks_targets: bool = False

    def around(self, area: str) -> BesideGoal:
        """What stands beside the figure of an area."""
        return self.beside.get(area, BesideGoal())


@dataclass(frozen=True, slots=True)
class Goals:
    """Figures of the round, as printed (`shown`), and the indicators that nothing was asked on.

    `local`: figures that are asked for without an official indicator behind them.
    """

    framework: Framework
    figures: tuple[GoalFigure, ...]
    shown: tuple[tuple[Indicator, GoalFigure], ...]
    others: tuple[Indicator, ...]
    local: tuple[GoalFigure, ...] = ()

    @property
    def every(self) -> tuple[GoalFigure, ...]:
        """All figures, official indicators first."""
        return (*self.figures, *self.local)

    def changed(self, change: Callable[[GoalFigure], GoalFigure]) -> Goals:
        """The same with every figure changed, wherever it is shown."""
        found = {figure.indicator.code: change(figure) for figure in self.figures}
        shown = ((one, found[figure.indicator.code]) for one, figure in self.shown)
        return replace(
            self,
            figures=tuple(found.values()),
            shown=tuple(shown),
            local=tuple(change(figure) for figure in self.local),
        )


def goal_figures(
    answers: pd.DataFrame, areas: Sequence[Area], scores: Scores, counting: Counting
) -> Goals:
    """Add up what governments supply, each indicator in the way that the catalogue declares."""
    own = answers[answers["level"].isin(GOVERNMENT_LEVELS)]
    order = {area.key: number for number, area in enumerate(areas)}
    found: dict[str, GoalFigure] = {}
    for source in (*counting.sources, *(one.source for one in counting.local)):
        row = own[(own["sheet"] == source.sheet) & (own["row"] == source.row)]
        asked = row[row["field"].isin([source.numerator, source.denominator, source.value])]
        if len(asked):
            targets = row[row["field"].isin([TARGET, TARGET_YEAR])]
            lines = _with_targets(_lines(asked, source, order), targets)
            figure = _figure(source.code, source, lines, areas, counting)
            found[source.code] = replace(figure, asks_targets=len(targets) > 0)
    if scores.asked_participation:
        code = scores.participation.indicator
        found[code] = _figure(code, None, _scored(scores, order), areas, counting)
    return _printed(found, counting)


def add_up_goals(
    parts: Sequence[Goals], areas: Sequence[Area], order: Mapping[str, int], counting: Counting
) -> Goals:
    """The figures of all governments of the parts, over other areas; `order`: of the places."""
    found: dict[str, GoalFigure] = {}
    sources = {figure.indicator.code: figure.source for part in parts for figure in part.every}
    for code, source in sources.items():
        own = [one for part in parts for one in part.every if one.indicator.code == code]
        lines = [line for figure in own for line in (*figure.lines, *figure.outside)]
        lines.sort(key=lambda line: order[line.place])
        figure = _figure(code, source, lines, areas, counting)
        found[code] = replace(figure, asks_targets=any(one.asks_targets for one in own))
    return _printed(found, counting)


def _printed(found: Mapping[str, GoalFigure], counting: Counting) -> Goals:
    """Figures under every code that they are printed as, beside those that nothing was asked on."""
    catalogue = counting.catalogue
    printed = catalogue.shown(found)
    codes = {code for code, _ in printed}
    by_code = {one.code: one for one in catalogue.indicators}
    local = [one.indicator.code for one in counting.local]
    return Goals(
        framework=catalogue.framework,
        figures=tuple(figure for code, figure in found.items() if code not in local),
        shown=tuple((by_code[code], figure) for code, figure in printed),
        others=tuple(one for one in catalogue.asked() if one.code not in codes),
        local=tuple(found[code] for code in local if code in found),
    )


def _lines(asked: pd.DataFrame, source: Source, order: Mapping[str, int]) -> list[LocalLine]:
    """Figures of the places asked; it does not concern those that say so and tell nothing."""
    places = asked[["place", "place_name", "area"]].drop_duplicates("place")
    outside = set(asked.loc[asked["state"] == NOT_APPLICABLE, "place"])
    lines: Any = list(asked.itertuples(index=False))
    figures = local_figures(lines, [source], list(places["place"]))[source.code]
    by_place = {figure.place: figure for figure in figures}
    found: list[LocalLine] = []
    line: Any
    for line in places.itertuples(index=False):
        figure = by_place[line.place]
        silent = figure.numerator is None and figure.value is None
        concerned = not (line.place in outside and silent)
        found.append(LocalLine(line.place, line.place_name, line.area, figure, False, concerned))
    return sorted(found, key=lambda one: order[one.area])


def _with_targets(lines: Iterable[LocalLine], asked: pd.DataFrame) -> list[LocalLine]:
    """The same lines, with what each government wants to reach, and by when."""
    known: dict[tuple[str, str], float] = {}
    answer: Any
    for answer in asked.itertuples(index=False):
        if answer.number is not None and not isnan(answer.number):
            known[answer.place, answer.field] = answer.number
    found = []
    for line in lines:
        year = known.get((line.place, TARGET_YEAR))
        target = known.get((line.place, TARGET)) if line.concerned else None
        by = None if target is None or year is None else int(year)
        found.append(replace(line, target=target, target_year=by))
    return found


def _scored(scores: Scores, order: Mapping[str, int]) -> list[LocalLine]:
    """1 or 0 for each city with a score by the method of participation."""
    meets = participated(scores.places)
    found = [
        LocalLine(
            one.place, one.place_name, one.area, LocalFigure(one.place, numerator=meets[one.place]),
            known=False,
        )
        for one in scores.places
        if one.participation and one.level in GOVERNMENT_LEVELS
    ]  # fmt: skip
    return sorted(found, key=lambda one: order[one.area])


def _figure(
    code: str,
    source: Source | None,
    found: Sequence[LocalLine],
    areas: Iterable[Area],
    counting: Counting,
) -> GoalFigure:
    indicator = _indicator(code, counting)
    lines = tuple(
        replace(line, known=bool(add_up(indicator, [line.figure]).governments))
        for line in found
        if line.concerned
    )
    by_area = {
        area.key: add_up(indicator, [line.figure for line in lines if line.area == area.key])
        for area in areas
    }
    by_area[REGION] = add_up(indicator, [line.figure for line in lines])
    outside = tuple(line for line in found if not line.concerned)
    codes = (code,) if indicator.local_use == "own" else counting.catalogue.codes(code)
    return GoalFigure(indicator, codes, source, lines, by_area, outside)


def _indicator(code: str, counting: Counting) -> Indicator:
    """The official indicator of this code, or the local one."""
    local = {one.indicator.code: one.indicator for one in counting.local}
    found = local.get(code) or counting.catalogue.find(code)
    if found is None:
        raise KeyError(code)
    return found
