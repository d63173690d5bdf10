"""The summary workbook: every total a formula that leads back to the answers."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from workbook.compile.access import SHEET as ACCESS
from workbook.compile.evidenced import SHEET as PRACTICES
from workbook.compile.scored import PARTICIPATION, POLICIES
from workbook.report import access_tab, councils_tab
from workbook.report.canvas import TAB_NAME_LENGTH, Canvas
from workbook.report.counted_tab import write_counted
from workbook.report.country_book import write_country
from workbook.report.data_tab import write_data
from workbook.report.formulas import DataCells
from workbook.report.goals_tab import write_goals
from workbook.report.last_tab import NOWHERE, last_tab_name, write_last, write_last_places
from workbook.report.overview_tab import write_overview
from workbook.report.own_tab import write_own
from workbook.report.practices_tab import write_practices
from workbook.report.provenance_tab import write_provenance
from workbook.report.public_book import write_public
from workbook.report.quality_tab import write_quality
from workbook.report.ranking_tab import write_ranking
from workbook.report.response_tab import write_response
from workbook.report.scores_tab import write_scores
from workbook.report.styles import BAND, MUTED, make_formats
from workbook.report.supplied_tab import write_supplied
from workbook.report.theme_tab import write_theme
from workbook.report.themes import measures_by_theme
from workbook.report.wording import summary_wording
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from templates.model import Texts
    from workbook.compile.model import Summary
    from workbook.report.counted_tab import Counted

# A fixed date, so that the same answers give the same bytes.
_CREATED = datetime(2000, 1, 1)
# Tabs of their own beside the themes, and those that lead from them to the answers.
_LISTS = ("councils", "access", "goals", "scores", "practices", "ranking", "quality")
_TRACES = ("supplied", "scored", "achieved")


def write_summary(summary: Summary, texts: Texts, target: Path) -> None:
    """Write the summary workbook; a file that Excel holds open is an `OutputError`."""
    write_file(target, build_summary(summary, texts))


def build_summary(summary: Summary, texts: Texts) -> bytes:
    """The summary workbook; the same summary gives the same bytes."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    words = summary_wording(summary, texts)
    title = words.text("document_title")
    book.set_properties({"title": title, "subject": words.text("internal"), "created": _CREATED})
    book.set_calc_mode("auto")
    canvas = Canvas(book, summary, words, make_formats(book))
    if canvas.is_country:
        write_country(canvas, measures_by_theme(summary), _kept(summary))
    elif canvas.is_public:
        write_public(canvas, measures_by_theme(summary), _kept(summary))
    else:
        _write_internal(canvas)
    book.close()
    return stream.getvalue()


def _write_internal(canvas: Canvas) -> None:
    """All tabs, with those that lead from totals to answers behind the others."""
    book, summary, words = canvas.book, canvas.summary, canvas.words
    themes = measures_by_theme(summary)
    names = {theme: words.theme(theme, "name")[:TAB_NAME_LENGTH] for theme in themes}
    for key in ("overview", "response"):
        book.add_worksheet(canvas.tab_name(key)).set_tab_color(BAND)
    for name in names.values():
        book.add_worksheet(name)
    if summary.before:
        book.add_worksheet(last_tab_name(canvas, "changes"))
    kept = _kept(summary)
    for key in ("own", *(key for key in _LISTS if key in kept)):
        book.add_worksheet(canvas.tab_name(key))
    if summary.earlier:
        book.add_worksheet(last_tab_name(canvas, "places")).set_tab_color(MUTED)
    for key in ("data", "counted", *(key for key in _TRACES if key in kept), "provenance"):
        book.add_worksheet(canvas.tab_name(key)).set_tab_color(MUTED)
    data = DataCells(canvas.tab_name("data"), summary, words.text("answers.not_applicable"))
    write_provenance(canvas)
    write_data(canvas)
    counted = write_counted(canvas, data)
    write_response(canvas)
    last = write_last_places(canvas, counted) if summary.earlier else NOWHERE
    for theme, measures in themes.items():
        write_theme(canvas, names[theme], theme, measures, counted, last)
    if summary.before:
        write_last(canvas, last)
    write_own(canvas, counted)
    _write_lists(canvas, kept, data, counted)
    write_overview(canvas)


def _kept(summary: Summary) -> frozenset[str]:
    """The tabs for which this round asked something."""
    asked = {
        "councils": councils_tab.SHEET in summary.sheets,
        "access": ACCESS in summary.sheets,
        "scores": bool({POLICIES, PARTICIPATION} & summary.sheets),
        "practices": PRACTICES in summary.sheets,
        "ranking": summary.standing is not None,
    }
    asked |= {"goals": True, "supplied": True, "quality": True}
    asked |= {"scored": asked["scores"], "achieved": asked["ranking"]}
    return frozenset(key for key, holds in asked.items() if holds)


def _write_lists(canvas: Canvas, kept: frozenset[str], data: DataCells, counted: Counted) -> None:
    """The tabs beside the themes; those on scores stand before the goals that refer to them."""
    if "councils" in kept:
        councils_tab.write_councils(canvas, data, counted)
    if "access" in kept:
        access_tab.write_access(canvas, data)
    if "scores" in kept:
        write_scores(canvas, data)
    write_goals(canvas, write_supplied(canvas, data))
    if "practices" in kept:
        write_practices(canvas, data)
    if canvas.summary.standing is not None:
        write_ranking(canvas, canvas.summary.standing, counted)
    write_quality(canvas, data)
