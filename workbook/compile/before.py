"""The round before beside this one: the same figures then, like only with like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.compile.alike import area_figures, as_reported, place_figures, told_by_places
from workbook.compile.last_round import alike, last_round, told_then
from workbook.compile.model import REGION, Before
from workbook.round.status import area_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from templates.model import Place
    from workbook.compile.alike import Figures
    from workbook.compile.changes_model import AreaFigure
    from workbook.compile.last_round import LastRound
    from workbook.compile.model import Summary
    from workbook.round.folder import Round


def with_before(summary: Summary, collection: Round) -> Summary:
    """The summary of a round that follows another, with the totals of then where they are alike."""
    last = last_round(collection, summary.measures)
    return summary if last is None else beside_lasts(summary, [last], area_of)


def beside_lasts(
    summary: Summary, lasts: Sequence[LastRound], area: Callable[[Place], str]
) -> Summary:
    """The summary with what the rounds before told, each of other places than the others.

    `area`: what a place of today adds to. There must be one of these rounds at least.
    """
    measures = alike(summary.measures, lasts)
    then = told_then(lasts, area)
    places = [place for last in lasts for place in last.places]
    figures = place_figures(measures, places, told_by_places(then), _now(summary), area)
    told = tuple(one for one in figures if one.old is not None)
    areas = [*(one.key for one in summary.areas), REGION]
    reported = [as_reported(then, places, area), _reported(summary)]
    lines = (_before(one) for one in area_figures(measures, areas, told, reported))
    return replace(
        summary,
        before=tuple(line for line in lines if line.with_data),
        earlier=told,
        same_places=all(last.same_places for last in lasts),
        other_currency=next(
            (one for last in lasts if (one := last.other_currency) is not None), None
        ),
    )


def _now(summary: Summary) -> Figures:
    """What each place tells in this round; None where its answers do not tell."""
    found: dict[tuple[str, str], float | None] = {}
    for line in summary.contributions:
        key = line.measure, line.place
        value = found.get(key)
        if line.value is not None:
            value = line.value if value is None else value + line.value
        found[key] = value
    return found


def _reported(summary: Summary) -> Mapping[tuple[str, str], tuple[float | None, int, int]]:
    return {
        (total.measure, total.area): (total.value, total.with_data, total.asked)
        for total in summary.totals
    }


def _before(one: AreaFigure) -> Before:
    return Before(
        measure=one.figure,
        area=one.area,
        value=one.old,
        with_data=one.old_places,
        asked=one.old_asked,
        like_old=one.like_old,
        like_new=one.like_new,
        like_places=one.like_places,
    )
