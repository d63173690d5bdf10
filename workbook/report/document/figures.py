"""Cells of the document's tables: a total with how many of how many stand behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from workbook.report.answered import has_round, of_asked
from workbook.report.charts.themes import figure_text
from workbook.report.document.model import Cell
from workbook.report.exports.figures import governments_of, heard_areas

if TYPE_CHECKING:
    from indicators.model import Measure
    from workbook.compile.model import Summary
    from workbook.report.wording import Wording


def value_cell(summary: Summary, words: Wording, measure: Measure, area: str) -> Cell:
    """The figure of an area, and below it from how many governments it is."""
    total = summary.total(measure.key, area)
    if not has_round(summary, area):
        return Cell(words.national("no_round"))
    shown = figure_text(summary, words, total, heard_areas(summary))
    return Cell(shown, of_asked(summary, words, total))


def coverage(words: Wording, count: int, asked: int) -> str:
    """How many of how many, as it stands below a figure."""
    return words.text("of", count=words.number(count), all=words.number(asked))


def region_figure(summary: Summary, words: Wording, measure: Measure) -> str:
    """The figure of the whole: a total, or what the region's own workbook says."""
    if concerns_governments(measure):
        return figure_text(summary, words, summary.total(measure.key), heard_areas(summary))
    region = next((place.code for place in summary.own if place.level == "region"), "")
    own = summary.own_value(measure.key, region)
    return words.text("no_data") if own is None else words.number(own)


def concerns_governments(measure: Measure) -> bool:
    """Whether cities and municipalities are asked, so that there is a total of them."""
    return any(level in GOVERNMENT_LEVELS for level in measure.levels)


def behind(summary: Summary, words: Wording, measure: Measure) -> tuple[str, str, str]:
    """Governments with some, with data of asked, and the share of people who live in these."""
    total = summary.total(measure.key)
    some = governments_of(summary, total, measure)
    shown = words.text("withheld") if some is None else words.number(some)
    if summary.hides(measure.key, ""):
        shown = words.text("withheld")
    share = total.population_share
    dash = words.text("no_data")
    people = dash if share is None else words.document("percent", share=words.number(round(share)))
    return shown, coverage(words, total.with_data, total.asked), people


def column_label(words: Wording, measure: Measure, currency: str) -> str:
    """What a measure counts, with the currency of money."""
    label = words.measure(measure.key)
    return words.chart("with_unit", title=label, unit=currency) if measure.money else label
