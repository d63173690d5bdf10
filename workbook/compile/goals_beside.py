"""What stands beside figures of SDG indicators: inhabitants covered, quartiles, local targets."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from indicators.inhabitants import Inhabitant, Inhabitants
from indicators.spread import FEWEST, quartiles
from workbook.compile.changes_model import rounded
from workbook.compile.goals import BesideGoal, GoalFigure, Goals, LocalLine
from workbook.compile.model import REGION
from workbook.compile.scored import PARTICIPATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from templates.model import Definition
    from workbook.compile.frame import Frame


def with_beside(goals: Goals, frame: Frame) -> Goals:
    """The same figures, with what stands beside each of them in each area."""
    inhabitants = Inhabitants(
        Inhabitant(place.code, place.level, frame.area(place), place.population)
        for place in frame.expected
    )
    return goals.changed(lambda figure: _with_beside(figure, frame, inhabitants))


def _with_beside(figure: GoalFigure, frame: Frame, inhabitants: Inhabitants) -> GoalFigure:
    levels = tuple(one.level for one in frame.definitions if _asks(one, figure))
    beside = {
        area: _beside(figure, area, inhabitants, levels)
        for area in (*(area.key for area in frame.areas), REGION)
    }
    return replace(figure, levels=levels, beside=beside)


def _asks(definition: Definition, figure: GoalFigure) -> bool:
    """Whether governments of this level are asked for the figure."""
    source = figure.source
    wanted, row = (source.sheet, source.row) if source else (PARTICIPATION, "")
    return any(
        sheet.key == wanted and (not row or any(line.key == row for line in sheet.rows))
        for sheet in definition.sheets
    )


def _beside(
    figure: GoalFigure, area: str, inhabitants: Inhabitants, levels: Iterable[str]
) -> BesideGoal:
    lines = _within(figure.lines, area)
    told = frozenset(line.place for line in lines if line.known)
    outside = frozenset(line.place for line in _within(figure.outside, area))
    people = inhabitants.covered(area, told, outside, levels)
    lower = upper = None
    values = [line.figure.value for line in lines if line.figure.value is not None]
    if figure.indicator.adds_up == "median" and len(values) >= FEWEST:
        lower, _, upper = (rounded(value) for value in quartiles(values))
    targets = [line.target for line in lines if line.target is not None]
    return BesideGoal(
        population=people.told,
        population_asked=people.concerned,
        lower=lower,
        upper=upper,
        targets=len(targets) if figure.asks_targets else None,
        target=rounded(float(median(targets))) if len(targets) >= FEWEST else None,
    )


def _within(lines: Sequence[LocalLine], area: str) -> list[LocalLine]:
    return [line for line in lines if area in {REGION, line.area}]
