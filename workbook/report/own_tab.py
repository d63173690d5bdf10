"""The tab with what provinces and the region answered for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from workbook.report.canvas import FIRST_ROW, begin_page, literal, width_for
from workbook.report.counted_tab import TOWARDS, VALUE, WITH_DATA

if TYPE_CHECKING:
    from indicators.model import Measure
    from workbook.report.canvas import Canvas, Page
    from workbook.report.counted_tab import Counted

_HEADING_ROW = FIRST_ROW - 1
_FIRST_PLACE = 2
_LINE_LENGTH = 58


def write_own(canvas: Canvas, counted: Counted) -> None:
    """Measures down, provinces and the region across; no column adds them up."""
    words, own = canvas.words, canvas.summary.own
    title, subtitle = words.text("own.title"), words.text("own.subtitle")
    widths = [2, 56, *(width_for(place.name, 14) for place in own)]
    widths += [14] * (not own)
    page = begin_page(canvas, canvas.tab_name("own"), title, subtitle, widths)
    page.headings(_HEADING_ROW, [words.text("own.measure"), *(p.name for p in own)], 1)
    page.sheet.set_row(_HEADING_ROW, 48)
    row, theme = _HEADING_ROW + 1, ""
    levels = {place.level for place in own}
    for measure in canvas.summary.measures:
        if not levels & set(measure.levels):
            continue
        if measure.theme != theme:
            theme = measure.theme
            for column in range(1, len(widths)):
                page.text(row, column, "", "theme")
            page.text(row, 1, words.theme(theme, "name"), "theme")
            row += 1
        _write_measure(page, row, measure, counted)
        row += 1
    page.across(row + 1, words.text("no_data_note"), "about", 20)
    page.sheet.freeze_panes(_HEADING_ROW + 1, _FIRST_PLACE)
    page.sheet.repeat_rows(_HEADING_ROW)


def _write_measure(page: Page, row: int, measure: Measure, counted: Counted) -> None:
    words, summary = page.words, page.canvas.summary
    dash = words.text("no_data")
    page.text(row, 1, words.measure(measure.key), "ruled")
    page.sheet.set_row(row, 32 if len(words.measure(measure.key)) > _LINE_LENGTH else 18)
    for column, place in enumerate(summary.own, start=_FIRST_PLACE):
        if place.level not in measure.levels or measure.key not in counted.measures:
            page.text(row, column, "" if place.level not in measure.levels else dash, "own_value")
            continue
        value = summary.own_value(measure.key, place.code)
        heading = f"{xl_col_to_name(column)}${_HEADING_ROW + 1}"
        towards = f"{counted.span(measure.key, TOWARDS)},{literal(words.text('own_workbook'))}"
        among = f"{towards}&{heading}"
        with_data = f"SUMIFS({counted.span(measure.key, WITH_DATA)},{among})"
        figure = f"SUMIFS({counted.span(measure.key, VALUE)},{among})"
        formula = f"=IF({with_data}=0,{literal(dash)},{figure})"
        shown = dash if value is None else value
        spot = page.formula(row, column, formula, shown, "own_value")
        page.canvas.spots[f"own {place.code}", measure.key] = spot
