"""Official indicators by goal and target, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from workbook.compile.model import REGION
from workbook.compile.withheld import goal_key
from workbook.report.goal_lines import (
    about_figure,
    beside_kinds,
    beside_value,
    kinds_of,
    line_label,
    name_of,
    shown_value,
    supplied_by,
    unit_of,
)
from workbook.report.page.figures import Figure

if TYPE_CHECKING:
    from indicators.sdg_catalogue import Indicator
    from workbook.compile.goals import GoalFigure
    from workbook.compile.model import Summary
    from workbook.report.wording import Wording

# Digits after the point of a share or a rate.
_DIGITS = 1


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator: the figure of all areas, its parts, and the figure of each area."""

    code: str
    name: str
    about: str
    unit: str
    whole: Figure
    parts: tuple[tuple[str, str], ...]
    areas: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A target with its indicators."""

    code: str
    name: str
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its targets; of local indicators there is one group, without a code."""

    name: str
    targets: tuple[Target, ...]


def goals(summary: Summary, words: Wording) -> tuple[Goal, ...]:
    """The goals on which there is a figure, in the order of the framework."""
    found = []
    for goal, of_goal in groupby(summary.goals.shown, key=lambda one: one[0].goal):
        targets = []
        for code, of_target in groupby(of_goal, key=lambda one: one[0].target):
            listed = list(of_target)
            lines = tuple(_line(summary, words, *one) for one in listed)
            targets.append(Target(code, listed[0][0].target_name, lines))
        found.append(Goal(words.more("goals.goal", goal=goal), tuple(targets)))
    if summary.goals.local:
        own = tuple(_line(summary, words, one.indicator, one) for one in summary.goals.local)
        group = Target("", words.more("goals.local_about"), own)
        found.append(Goal(words.more("goals.local"), (group,)))
    return tuple(found)


def trace_key(figure: GoalFigure) -> str:
    """Under which key the packed answers hold what an indicator is made of."""
    return f"goal {figure.indicator.code}"


def _line(
    summary: Summary, words: Wording, indicator: Indicator, figure: GoalFigure
) -> IndicatorLine:
    kinds = [kind for kind in kinds_of(figure) if kind in {"numerator", "denominator"}]
    kinds += [kind for kind in beside_kinds(figure) if kind != "population"]
    parts = tuple(
        (line_label(words, figure, kind), _text(summary, words, figure, kind, REGION))
        for kind in kinds
    )
    return IndicatorLine(
        "" if indicator.local_use == "own" else indicator.code,
        name_of(words, indicator, figure),
        about_figure(words, indicator, figure),
        unit_of(words, indicator),
        _figure(summary, words, figure, REGION),
        parts,
        tuple(_figure(summary, words, figure, area.key) for area in summary.areas),
    )


def _figure(summary: Summary, words: Wording, figure: GoalFigure, area: str) -> Figure:
    found = figure.areas[area]
    covered = supplied_by(words, figure, area)
    text = _text(summary, words, figure, "value", area)
    withheld = summary.hides(goal_key(figure.indicator.code, "value"), area)
    opens = found.value is not None and not withheld and summary.publication is None
    return Figure(text, covered, trace_key(figure) if opens else "", area, withheld)


def _text(summary: Summary, words: Wording, figure: GoalFigure, kind: str, area: str) -> str:
    name = goal_key(figure.indicator.code, "value" if kind in {"lower", "upper"} else kind)
    if summary.hides(name, area):
        return words.text("withheld")
    if kind in kinds_of(figure):
        value = shown_value(words, figure.areas[area], kind)
    else:
        value = beside_value(words, figure, kind, area)
    return value if isinstance(value, str) else words.number(round(value, _DIGITS))
