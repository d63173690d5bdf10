"""Official SDG indicators from the answers: one figure each, under every code it is printed as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indicators.aggregate import NOT_APPLICABLE
from indicators.model import GOVERNMENT_LEVELS
from indicators.sdg_sources import Source, local_figures
from indicators.sdg_totals import AreaFigure, LocalFigure, add_up
from workbook.compile.model import REGION
from workbook.compile.scored import participated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from indicators.counting import Counting
    from indicators.sdg_catalogue import Framework, Indicator
    from workbook.compile.model import Area
    from workbook.compile.scored import Scores


@dataclass(frozen=True, slots=True)
class LocalLine:
    """What one government that is concerned supplies; `known` if it is in the figure."""

    place: str
    place_name: str
    area: str
    figure: LocalFigure
    known: bool


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """One indicator under the code it is entered as.

    `source`: the fields it comes from; None where it comes from the scores. `lines`: governments
    in the order of the areas. `areas`: figures by key of the area, of the region under `REGION`.
    """

    indicator: Indicator
    codes: tuple[str, ...]
    source: Source | None
    lines: tuple[LocalLine, ...]
    areas: Mapping[str, AreaFigure]


@dataclass(frozen=True, slots=True)
class Goals:
    """Figures of the round, as printed (`shown`), and the indicators that nothing was asked on."""

    framework: Framework
    figures: tuple[GoalFigure, ...]
    shown: tuple[tuple[Indicator, GoalFigure], ...]
    others: tuple[Indicator, ...]


def goal_figures(
    answers: pd.DataFrame, areas: Sequence[Area], scores: Scores, counting: Counting
) -> Goals:
    """Add up what governments supply, each indicator in the way that the catalogue declares."""
    own = answers[answers["level"].isin(GOVERNMENT_LEVELS)]
    order = {area.key: number for number, area in enumerate(areas)}
    found: dict[str, GoalFigure] = {}
    for source in counting.sources:
        asked = own[(own["sheet"] == source.sheet) & (own["row"] == source.row)]
        asked = asked[asked["field"].isin([source.numerator, source.denominator, source.value])]
        if len(asked):
            lines = _lines(asked, source, order)
            found[source.code] = _figure(source.code, source, lines, areas, counting)
    if scores.asked_participation:
        code = scores.participation.indicator
        found[code] = _figure(code, None, _scored(scores, order), areas, counting)
    return _printed(found, counting)


def add_up_goals(
    parts: Sequence[Goals], areas: Sequence[Area], order: Mapping[str, int], counting: Counting
) -> Goals:
    """The figures of all governments of the parts, over other areas; `order`: of the places."""
    found: dict[str, GoalFigure] = {}
    sources = {figure.indicator.code: figure.source for part in parts for figure in part.figures}
    for code, source in sources.items():
        lines = [
            (line.place, line.place_name, line.area, line.figure)
            for part in parts
            for figure in part.figures
            if figure.indicator.code == code
            for line in figure.lines
        ]
        lines.sort(key=lambda one: order[one[0]])
        found[code] = _figure(code, source, lines, areas, counting)
    return _printed(found, counting)


def _printed(found: Mapping[str, GoalFigure], counting: Counting) -> Goals:
    """Figures under every code that they are printed as, beside those that nothing was asked on."""
    catalogue = counting.catalogue
    printed = catalogue.shown(found)
    codes = {code for code, _ in printed}
    by_code = {one.code: one for one in catalogue.indicators}
    return Goals(
        framework=catalogue.framework,
        figures=tuple(found.values()),
        shown=tuple((by_code[code], figure) for code, figure in printed),
        others=tuple(one for one in catalogue.asked() if one.code not in codes),
    )


def _lines(
    asked: pd.DataFrame, source: Source, order: Mapping[str, int]
) -> list[tuple[str, str, str, LocalFigure]]:
    """Figures of the places asked, less those that say that the question does not apply."""
    places = asked[["place", "place_name", "area"]].drop_duplicates("place")
    outside = set(asked.loc[asked["state"] == NOT_APPLICABLE, "place"])
    lines: Any = list(asked.itertuples(index=False))
    figures = local_figures(lines, [source], list(places["place"]))[source.code]
    by_place = {figure.place: figure for figure in figures}
    found: list[tuple[str, str, str, LocalFigure]] = []
    line: Any
    for line in places.itertuples(index=False):
        figure = by_place[line.place]
        silent = figure.numerator is None and figure.value is None
        if not (line.place in outside and silent):
            found.append((line.place, line.place_name, line.area, figure))
    return sorted(found, key=lambda one: order[one[2]])


def _scored(scores: Scores, order: Mapping[str, int]) -> list[tuple[str, str, str, LocalFigure]]:
    """1 or 0 for each city with a score by the method of participation."""
    meets = participated(scores.places)
    found = [
        (one.place, one.place_name, one.area, LocalFigure(one.place, numerator=meets[one.place]))
        for one in scores.places
        if one.participation and one.level in GOVERNMENT_LEVELS
    ]
    return sorted(found, key=lambda one: order[one[2]])


def _figure(
    code: str,
    source: Source | None,
    found: Iterable[tuple[str, str, str, LocalFigure]],
    areas: Iterable[Area],
    counting: Counting,
) -> GoalFigure:
    indicator = counting.catalogue.find(code)
    if indicator is None:
        raise KeyError(code)
    lines = tuple(
        LocalLine(place, name, area, figure, bool(add_up(indicator, [figure]).governments))
        for place, name, area, figure in found
    )
    by_area = {
        area.key: add_up(indicator, [line.figure for line in lines if line.area == area.key])
        for area in areas
    }
    by_area[REGION] = add_up(indicator, [line.figure for line in lines])
    return GoalFigure(indicator, counting.catalogue.codes(code), source, lines, by_area)
