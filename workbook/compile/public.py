"""A summary that may be published: what must not leave the office is not in it any more.

Whatever writes it cannot give away what it was never given: no answers, no texts, no files, no
figures of single governments, and no value behind a withheld figure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.compile.beside import shown_before, shown_spreads
from workbook.compile.model import Publication
from workbook.compile.withheld import (
    DENOMINATOR,
    NUMERATOR,
    VALUE,
    goal_key,
    withheld_figures,
)
from workbook.compile.withheld_country import country_before, country_pattern
from workbook.model import PlaceStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicators.sdg_totals import AreaFigure
    from workbook.compile.evidenced import PracticeLine
    from workbook.compile.goals import GoalFigure, Goals
    from workbook.compile.model import OwnValue, PlaceLine, Summary, Total
    from workbook.compile.scored import Scores
    from workbook.compile.withheld_country import RegionalPattern


def publish(summary: Summary, below: int) -> Summary:
    """The summary without what is internal; counts of people from 1 to `below` are withheld.

    A `ToolError` if the attack can still work one of them out.
    """
    return _published(summary, Publication(below, withheld_figures(summary, below)))


def publish_country(summary: Summary, patterns: Sequence[RegionalPattern], below: int) -> Summary:
    """The same for a country, by the patterns with which its regions are published.

    Medians and quartiles of regions stand in the regions' own summaries only: over a country they
    would have to be tried against each of these. Of the round before, what regions show is shown.
    """
    publication = Publication(below, country_pattern(summary, patterns, below))
    bare = replace(summary, spreads=(), goals=_without_quartiles(summary), before=())
    before = tuple(country_before(summary, patterns, publication))
    return replace(_published(bare, publication), before=before)


def _without_quartiles(summary: Summary) -> Goals:
    def bare(figure: GoalFigure) -> GoalFigure:
        beside = {area: replace(one, lower=None, upper=None) for area, one in figure.beside.items()}
        return replace(figure, beside=beside)

    return summary.goals.changed(bare)


def _published(summary: Summary, publication: Publication) -> Summary:
    counted_people = {measure.key for measure in summary.measures if measure.withhold}
    return replace(
        summary,
        lines=(),
        contributions=(),
        totals=tuple(_total(one, publication, counted_people) for one in summary.totals),
        own_values=tuple(_of_the_region(summary, counted_people)),
        places=tuple(_place(line) for line in summary.places),
        goals=_goals(summary.goals, publication),
        scores=_scores(summary.scores),
        practices=tuple(_practice(line) for line in summary.practices),
        standing=None,
        moved=(),
        spreads=shown_spreads(summary, publication),
        before=shown_before(summary, publication),
        earlier=(),
        publication=publication,
    )


def _total(total: Total, publication: Publication, counted_people: set[str]) -> Total:
    """Of counts of people, how many governments have some is not told: it bounds them."""
    if total.measure in counted_people:
        total = replace(total, governments=0)
    if publication.hides(total.measure, total.area):
        return replace(total, value=None)
    return total


def _of_the_region(summary: Summary, counted_people: set[str]) -> Iterator[OwnValue]:
    regions = {place.code for place in summary.own if place.level == "region"}
    for own in summary.own_values:
        if own.place in regions and own.measure not in counted_people:
            yield own


def _place(line: PlaceLine) -> PlaceLine:
    status = line.status
    place = replace(status.place, email="")
    return replace(
        line, status=PlaceStatus(place, status.state, late=status.late), sha256="", verdict=""
    )


def _practice(line: PracticeLine) -> PracticeLine:
    return replace(
        line,
        place="",
        place_name="",
        row="",
        classification=replace(line.classification, reason="", unanswered=()),
    )


def _scores(scores: Scores) -> Scores:
    places = (replace(one, place=str(n), place_name="") for n, one in enumerate(scores.places))
    return replace(scores, places=tuple(places))


def _goals(goals: Goals, publication: Publication) -> Goals:
    return goals.changed(lambda figure: _goal(figure, publication))


def _goal(figure: GoalFigure, publication: Publication) -> GoalFigure:
    areas = {
        area: _area_figure(figure.indicator.code, area, total, publication)
        for area, total in figure.areas.items()
    }
    code = figure.indicator.code
    beside = {
        area: replace(one, lower=None, upper=None)
        if publication.hides(goal_key(code, VALUE), area)
        else one
        for area, one in figure.beside.items()
    }
    return replace(figure, lines=(), outside=(), areas=areas, beside=beside)


def _area_figure(code: str, area: str, total: AreaFigure, publication: Publication) -> AreaFigure:
    def kept(kind: str, value: float | None) -> float | None:
        return None if publication.hides(goal_key(code, kind), area) else value

    return replace(
        total,
        value=kept(VALUE, total.value),
        numerator=kept(NUMERATOR, total.numerator),
        denominator=kept(DENOMINATOR, total.denominator),
    )
