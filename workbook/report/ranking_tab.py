"""The ranking with the points of each component, the weights, and who is not ranked and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from workbook.compile.model import REGION
from workbook.report.achieved_tab import OF, WITHOUT_DATA, points_cell, write_achieved
from workbook.report.canvas import FIRST_ROW, begin_page, quoted
from workbook.report.formulas import joined_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.ranking import Ranked
    from workbook.compile.model import PlaceLine, Standing
    from workbook.report.canvas import Canvas, Page
    from workbook.report.counted_tab import Counted, Rows

_HEADING_ROW = FIRST_ROW + 3
_WEIGHT_ROW = _HEADING_ROW + 1
_FIRST_LINE = _WEIGHT_ROW + 1
_RANK, _PLACE, _TOWARDS, _POINTS, _FIRST_COMPONENT = 1, 2, 3, 4, 5


def write_ranking(canvas: Canvas, standing: Standing, counted: Counted) -> None:
    """Ranks and points; each figure leads to the tab with what was achieved."""
    words = canvas.words
    name, number = canvas.tab_name("ranking"), len(standing.components)
    title, subtitle = words.more("ranking.title"), words.more("ranking.subtitle")
    widths = [2, 8, 27, 25, 11, *([13.5] * number), 13]
    page = begin_page(canvas, name, title, subtitle, widths)
    weights = {
        one.key: f"{quoted(name)}!{xl_rowcol_to_cell(_WEIGHT_ROW, column, True, True)}"
        for column, one in enumerate(standing.components, start=_FIRST_COMPONENT)
    }
    rows = write_achieved(canvas, standing, counted, weights)
    last = _FIRST_LINE + len(standing.ranking.ranked) + 1
    _write_about(page, standing, last)
    _write_headings(page, standing)
    places = {line.status.place.code: line for line in canvas.summary.places}
    row = _write_ranked(page, standing, rows, places, last)
    _write_not_ranked(page, row + 1, standing, places)
    page.sheet.freeze_panes(_FIRST_LINE, _PLACE + 1)
    page.sheet.repeat_rows(_HEADING_ROW, _WEIGHT_ROW)


def _write_about(page: Page, standing: Standing, last: int) -> None:
    words, weights = page.words, standing.ranking.rules.weights
    page.across(FIRST_ROW - 1, words.more("ranking.about"), "about", 34)
    given = [one.weight for one in weights]
    if len(given) > 1 and max(given) - min(given) <= 1:
        page.across(FIRST_ROW, words.more("ranking.equal"), "notice", 20)
    page.across(FIRST_ROW + 1, "", "text", 20)
    expected = page.canvas.spots["response by_area expected", REGION]
    span = _span(_POINTS, last)
    parts = {"ranked": f"COUNT({span})", "expected": expected.address}
    sentence = words.more(
        "ranking.coverage", ranked=len(standing.ranking.ranked), expected=expected.value
    )
    formula = joined_formula(words.more("ranking.coverage"), parts)
    page.formula(FIRST_ROW + 1, 1, formula, sentence, "text")


def _write_headings(page: Page, standing: Standing) -> None:
    words = page.words
    labels = [words.more(f"ranking.{key}") for key in ("rank", "place", "towards", "points")]
    labels += [words.sdg(f"ranking.components.{one.key}") for one in standing.components]
    page.headings(_HEADING_ROW, [*labels, words.more("ranking.known")], _POINTS - 1)
    page.sheet.set_row(_HEADING_ROW, 34)
    page.sheet.set_row(_WEIGHT_ROW, 18)
    for column in (_RANK, _TOWARDS, _FIRST_COMPONENT + len(standing.components)):
        page.text(_WEIGHT_ROW, column, "", "under_heading_text")
    page.text(_WEIGHT_ROW, _PLACE, words.more("ranking.weight"), "under_heading_text")
    rules = standing.ranking.rules
    for column, weight in enumerate(rules.weights, start=_FIRST_COMPONENT):
        page.number(_WEIGHT_ROW, column, float(weight.weight), "under_heading_points")
    first = xl_rowcol_to_cell(_WEIGHT_ROW, _FIRST_COMPONENT)
    last = xl_rowcol_to_cell(_WEIGHT_ROW, _FIRST_COMPONENT + len(rules.weights) - 1)
    total = float(sum(weight.weight for weight in rules.weights))
    page.formula(
        _WEIGHT_ROW, _POINTS, f"=ROUND(SUM({first}:{last}),6)", total, "under_heading_points"
    )


def _write_ranked(
    page: Page,
    standing: Standing,
    rows: Mapping[str, Rows],
    places: Mapping[str, PlaceLine],
    last: int,
) -> int:
    """The first ranks and the others under headings of their own; the next free row comes back."""
    words, ranking = page.words, standing.ranking
    top = ranking.top
    row = _FIRST_LINE
    for key, lines in (("first", top), ("others", ranking.ranked[len(top) :])):
        label = words.more(f"ranking.{key}", top=ranking.rules.top) if lines else ""
        for column in range(1, page.columns):
            page.text(row, column, label if column == 1 else "", "theme" if lines else "text")
        page.sheet.set_row(row, 20 if lines else 6)
        row += 1
        for line in lines:
            _write_line(page, row, line, rows[line.place], places[line.place], last)
            row += 1
    return row


def _write_line(
    page: Page, row: int, ranked: Ranked, rows: Rows, place: PlaceLine, last: int
) -> None:
    words, canvas = page.words, page.canvas
    page.sheet.set_row(row, 18)
    total = xl_rowcol_to_cell(row, _POINTS)
    page.formula(row, _RANK, f"=RANK({total},{_span(_POINTS, last)})", ranked.rank, "rank")
    page.text(row, _PLACE, place.status.place.name, "ruled")
    page.text(row, _TOWARDS, words.towards(place.status.place.level, place.area), "ruled")
    end = _FIRST_COMPONENT + len(ranked.components)
    span = f"{xl_rowcol_to_cell(row, _FIRST_COMPONENT)}:{xl_rowcol_to_cell(row, end - 1)}"
    # Rounded, or two equal totals of tenths can differ in a digit that nobody sees.
    page.formula(row, _POINTS, f"=ROUND(SUM({span}),1)", float(ranked.points), "points_total")
    for number, points in enumerate(ranked.components):
        formula = f"={points_cell(canvas, rows, number)}"
        page.formula(row, _FIRST_COMPONENT + number, formula, float(points.points), "points")
    tab = quoted(canvas.tab_name("achieved"))
    of = f"SUM({tab}!{rows.span(OF)})"
    parts = {"count": f"({of}-SUM({tab}!{rows.span(WITHOUT_DATA)}))", "all": of}
    asked = sum(points.achieved.of for points in ranked.components)
    known = asked - sum(points.achieved.without_data for points in ranked.components)
    shown = words.text("of", count=known, all=asked)
    page.formula(row, end, joined_formula(words.text("of"), parts), shown, "count")


def _write_not_ranked(
    page: Page, row: int, standing: Standing, places: Mapping[str, PlaceLine]
) -> None:
    words = page.words
    if not standing.ranking.not_ranked:
        return
    page.text(row, 1, words.more("ranking.not_ranked"), "section")
    row += 1
    for column, key in ((1, ""), (2, "place"), (3, "towards"), (4, "reason")):
        page.text(row, column, words.more(f"ranking.{key}") if key else "", "heading")
    page.sheet.merge_range(row, 4, row, page.columns - 1, "", page.canvas.formats["heading"])
    page.text(row, 4, words.more("ranking.reason"), "heading")
    for place, reason in standing.ranking.not_ranked:
        row += 1
        line = places[place]
        page.text(row, 1, "", "ruled")
        page.text(row, 2, line.status.place.name, "ruled")
        page.text(row, 3, words.towards(line.status.place.level, line.area), "ruled")
        page.sheet.merge_range(row, 4, row, page.columns - 1, "", page.canvas.formats["ruled"])
        page.text(row, 4, words.sdg(f"ranking.not_ranked.{reason}"), "ruled")


def _span(column: int, last: int) -> str:
    """All lines of one column, the two headings between them included."""
    letter = xl_col_to_name(column)
    return f"${letter}${_FIRST_LINE + 1}:${letter}${last + 1}"
