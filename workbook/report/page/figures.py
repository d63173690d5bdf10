"""Figures as the page shows them: with who stands behind each, and what opens from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import REGION
from workbook.report.answered import has_round, of_asked
from workbook.report.own_lines import own_table
from workbook.report.themes import headlines, measures_by_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicators.model import Measure
    from workbook.compile.model import Summary, Total
    from workbook.report.charts.model import Chart
    from workbook.report.wording import Wording

# What stands after the key of a figure for the place whose own answer it is.
OWN = "="


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its coverage in words.

    `key`, `where`: what is behind it in the packed answers, and in which area; an empty key where
    there is nothing to open. `withheld`: the text is the sign for that. `then`: the round before in
    words, where it is known.
    """

    text: str
    covered: str
    key: str = ""
    where: str = REGION
    withheld: bool = False
    then: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure."""

    label: str
    unit: str
    figure: Figure
    governments: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of a theme: in all, by area, and what else is known of it."""

    label: str
    unit: str
    whole: Figure
    governments: str
    areas: tuple[Figure, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its measures and charts."""

    key: str
    name: str
    title: str
    about: str
    lines: tuple[Line, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class OwnLines:
    """Figures of provinces and the regional office, which stand outside every total."""

    places: tuple[str, ...]
    lines: tuple[tuple[str, str, tuple[Figure, ...]], ...]


def own_lines(summary: Summary, words: Wording) -> OwnLines | None:
    """A line a measure, with its unit and the figure of each place; None without an answer."""
    table = own_table(summary)
    if table is None:
        return None
    lines = tuple(
        (
            words.measure(measure.key),
            unit_of(summary, measure),
            tuple(
                _own_figure(summary, words, measure, place.code, value)
                for place, value in zip(table.places, figures, strict=True)
            ),
        )
        for measure, figures in table.lines
    )
    return OwnLines(tuple(place.name for place in table.places), lines)


def _own_figure(
    summary: Summary, words: Wording, measure: Measure, place: str, value: float | None
) -> Figure:
    text = words.text("no_data") if value is None else words.number(value)
    key = "" if value is None or summary.publication else measure.key
    return Figure(text, words.text("overview.own_line"), key, OWN + place)


def cards(summary: Summary, words: Wording) -> tuple[Card, ...]:
    """The key figures, in their declared order."""
    regions = [place.code for place in summary.own if place.level == "region"]
    found = []
    for measure in headlines(summary):
        label, unit = words.measure(measure.key), unit_of(summary, measure)
        if measure.adds_up:
            total = summary.total(measure.key)
            figure = figure_of(summary, words, total)
            told = governments_of(summary, words, measure, total)
            found.append(Card(label, unit, figure, told, more_of(summary, words, measure)))
        elif regions:
            value = summary.own_value(measure.key, regions[0])
            own = _own_figure(summary, words, measure, regions[0], value)
            found.append(Card(label, unit, own, "", ()))
    return tuple(found)


def themes(summary: Summary, words: Wording, charts: tuple[Chart, ...]) -> tuple[Theme, ...]:
    """Every theme of which something adds up."""
    return tuple(
        Theme(
            theme,
            words.theme(theme, "name"),
            words.theme(theme, "title"),
            words.theme(theme, "about"),
            tuple(_line(summary, words, measure) for measure in measures),
            tuple(chart for chart in charts if chart.theme == theme),
        )
        for theme, measures in measures_by_theme(summary).items()
    )


def _line(summary: Summary, words: Wording, measure: Measure) -> Line:
    total = summary.total(measure.key)
    return Line(
        words.measure(measure.key),
        unit_of(summary, measure),
        figure_of(summary, words, total),
        governments_of(summary, words, measure, total),
        tuple(_area_figure(summary, words, measure, area.key) for area in summary.areas),
        more_of(summary, words, measure),
    )


def _area_figure(summary: Summary, words: Wording, measure: Measure, area: str) -> Figure:
    figure = figure_of(summary, words, summary.total(measure.key, area))
    return replace(figure, then=_then(summary, words, measure, area))


def figure_of(summary: Summary, words: Wording, total: Total) -> Figure:
    """A total; it opens where the summary holds what it is made of."""
    covered = covered_of(summary, words, total)
    if summary.hides(total.measure, total.area):
        return Figure(words.text("withheld"), covered, where=total.area, withheld=True)
    if total.value is None:
        return Figure(words.text("no_data"), covered, where=total.area)
    key = "" if summary.publication else total.measure
    return Figure(words.number(total.value), covered, key, total.area)


def covered_of(summary: Summary, words: Wording, total: Total) -> str:
    """From how many governments there are data, and how many in a hundred people live there."""
    text = of_asked(summary, words, total)
    if total.population_share is None or not has_round(summary, total.area):
        return text
    share = words.number(round(total.population_share))
    return words.page("covered", governments=text, share=share)


def governments_of(summary: Summary, words: Wording, measure: Measure, total: Total) -> str:
    """How many have some; empty where the figure says so itself, or where it is not told."""
    if measure.of_governments or total.value is None:
        return ""
    if summary.publication and measure.withhold:
        return ""
    return words.number(total.governments)


def more_of(summary: Summary, words: Wording, measure: Measure) -> tuple[str, ...]:
    """The middle of single governments' figures, the round before and the target, if known."""
    return tuple(_more(summary, words, measure))


def _more(summary: Summary, words: Wording, measure: Measure) -> Iterator[str]:
    spread = summary.spread(measure.key)
    if spread is not None and spread.upper:
        parts = {key: words.number(getattr(spread, key)) for key in ("lower", "median", "upper")}
        yield words.page("spread", places=words.number(spread.places), **parts)
    then = _then(summary, words, measure)
    if then:
        yield then
    target = summary.target(measure.key)
    if target is not None:
        yield words.page("target", value=words.number(target.value), year=target.year)


def _then(summary: Summary, words: Wording, measure: Measure, area: str = REGION) -> str:
    """What the same governments told in both rounds; empty where none is known to have."""
    last = summary.last_total(measure.key, area)
    if last is None or last.like_old is None or last.like_new is None:
        return ""
    return words.page(
        "before",
        last=summary.last,
        old=words.number(last.like_old),
        new=words.number(last.like_new),
        places=words.number(last.like_places),
    )


def unit_of(summary: Summary, measure: Measure) -> str:
    """The currency of amounts of money; empty for counts."""
    return summary.currency if measure.money else ""


def is_government(level: str) -> bool:
    """Whether places of a level add up to totals."""
    return level in GOVERNMENT_LEVELS
