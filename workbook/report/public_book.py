"""The summary workbook for everybody: the tabs that hold totals, and a tab of notes.

It is made from a summary that holds nothing else, and cells hold values, never formulas.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from workbook.report.canvas import TAB_NAME_LENGTH, Spot, begin_page
from workbook.report.counted_tab import Counted
from workbook.report.goals_tab import write_goals
from workbook.report.last_tab import NOWHERE, last_tab_name, write_last
from workbook.report.overview_tab import write_overview
from workbook.report.practices_tab import write_practice_counts
from workbook.report.provenance_tab import write_facts
from workbook.report.response_tab import write_response
from workbook.report.scores_tab import write_score_totals
from workbook.report.styles import BAND, MUTED
from workbook.report.supplied_tab import Supplied
from workbook.report.theme_tab import write_theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicators.model import Measure
    from workbook.report.canvas import Canvas

# Beside the overview, the response, the themes and the notes.
_LISTS = ("goals", "scores", "practices")
# Letters of a reason in one line of the page, and the points that a line takes.
_LETTERS, _LINE = 130, 15
_REASONS = ("people", "totals", "governments", "left_out", "sign")


def write_public(
    canvas: Canvas, themes: Mapping[str, Sequence[Measure]], kept: frozenset[str]
) -> None:
    """All tabs of the public workbook; `kept`: what this round asked something for."""
    book, words = canvas.book, canvas.words
    names = {theme: words.theme(theme, "name")[:TAB_NAME_LENGTH] for theme in themes}
    for key in ("overview", "response"):
        book.add_worksheet(canvas.tab_name(key)).set_tab_color(BAND)
    changes = (last_tab_name(canvas, "changes"),) if canvas.summary.before else ()
    lists = (canvas.tab_name(key) for key in _LISTS if key in kept)
    for name in (*names.values(), *changes, *lists):
        book.add_worksheet(name)
    book.add_worksheet(canvas.tab_name("provenance")).set_tab_color(MUTED)
    # The formulas that lead to these tabs are never written, so there is nothing to lead to.
    nowhere, nothing = Counted("", {}, {}, {}), Supplied("", {})
    write_response(canvas)
    for theme, measures in themes.items():
        write_theme(canvas, names[theme], theme, measures, nowhere)
    if canvas.summary.before:
        write_last(canvas, NOWHERE)
    write_goals(canvas, nothing)
    if "scores" in kept:
        write_score_totals(canvas)
    if "practices" in kept:
        write_practice_counts(canvas)
    write_notes(canvas)
    _remember_the_region(canvas)
    write_overview(canvas)


def _remember_the_region(canvas: Canvas) -> None:
    """The regional office's own figures, which the overview shows without a tab of their own."""
    for own in canvas.summary.own_values:
        value = canvas.words.text("no_data") if own.value is None else own.value
        canvas.spots[f"own {own.place}", own.measure] = Spot("", 0, 0, value)


def write_notes(canvas: Canvas) -> None:
    """What was asked, how it was added up, and what is withheld and why."""
    words, publication = canvas.words, canvas.summary.publication
    below = publication.below if publication else 0
    title, subtitle = words.text("provenance.title"), words.text("provenance.subtitle")
    page = begin_page(canvas, canvas.tab_name("provenance"), title, subtitle, [2, 26, 104])
    row = write_facts(page) + 1
    page.text(row, 1, words.text("withholding.title"), "section")
    for number, key in enumerate(_REASONS, start=row + 1):
        text = words.text(f"withholding.{key}", below=below)
        page.across(number, text, "text", 8 + _LINE * ceil(len(text) / _LETTERS))
    page.sheet.fit_to_pages(1, 1)
