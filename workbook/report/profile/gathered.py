"""What a summary holds on each place, looked up once for all pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.peers import Peer
from indicators.profile import is_asked, told
from workbook.report.exports.figures import place_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.model import Measure
    from indicators.profile import ProfileFigure, ProfileRules
    from indicators.ranking import Ranked
    from workbook.compile.evidenced import PracticeLine
    from workbook.compile.goals import GoalFigure
    from workbook.compile.model import Summary

Values = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """By place: values of measures now and then, answers, points, practices, official indicators.

    A value is None without data; a measure that does not concern the place is absent. `answered`:
    how many answers it gave, by sheet. `figures`: those that the round asks enough for. `peers`:
    by figure, what every place told, where all of it is known.
    """

    rules: ProfileRules
    measures: Mapping[str, Measure]
    values: Mapping[str, Values]
    before: Mapping[str, Values]
    answered: Mapping[str, Mapping[str, int]]
    ranked: Mapping[str, Ranked]
    practices: Mapping[str, tuple[PracticeLine, ...]]
    goals: Mapping[str, tuple[GoalFigure, ...]]
    figures: tuple[ProfileFigure, ...]
    peers: Mapping[str, tuple[Peer, ...]]


def gather(summary: Summary, rules: ProfileRules) -> Gathered:
    """Everything that the pages of a summary's places take from it."""
    values = _values(summary)
    asked = {measure.key: measure for measure in summary.measures}
    figures = tuple(figure for figure in rules.figures if is_asked(figure, asked))
    before: dict[str, Values] = {}
    for one in summary.earlier:
        before.setdefault(one.place.code, {})[one.figure] = one.old
    standing = summary.standing
    return Gathered(
        rules=rules,
        measures=asked,
        values=values,
        before=before,
        answered=_answered(summary),
        ranked={line.place: line for line in standing.ranking.ranked} if standing else {},
        practices=_practices(summary),
        goals=_goals(summary),
        figures=figures,
        peers={figure.key: _peers(summary, figure, values) for figure in figures},
    )


def _values(summary: Summary) -> dict[str, Values]:
    found: dict[str, Values] = {}
    for figure in place_figures(summary):
        own = found.setdefault(figure.place, {})
        if figure.known != "not_applicable":
            own[figure.measure] = figure.value
    return found


def _answered(summary: Summary) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for line in summary.lines:
        if line.state == "answered":
            own = found.setdefault(line.place, {})
            own[line.sheet] = own.get(line.sheet, 0) + 1
    return found


def _practices(summary: Summary) -> dict[str, tuple[PracticeLine, ...]]:
    found: dict[str, tuple[PracticeLine, ...]] = {}
    for line in summary.practices:
        found[line.place] = (*found.get(line.place, ()), line)
    return found


def _goals(summary: Summary) -> dict[str, tuple[GoalFigure, ...]]:
    """The official indicators that each place supplies a figure for."""
    found: dict[str, tuple[GoalFigure, ...]] = {}
    for figure in summary.goals.figures:
        for line in figure.lines:
            if line.known:
                found[line.place] = (*found.get(line.place, ()), figure)
    return found


def _peers(
    summary: Summary, figure: ProfileFigure, values: Mapping[str, Values]
) -> tuple[Peer, ...]:
    found = []
    for line in summary.places:
        place = line.status.place
        own = told(figure, values.get(place.code, {}))
        if own is not None and not own.unknown:
            found.append(Peer(place.code, place.level, place.population, own.value))
    return tuple(found)
