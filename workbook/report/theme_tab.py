"""One tab a theme: measures down, provinces across, with the governments behind each total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from workbook.compile.model import REGION
from workbook.report.answered import of_asked
from workbook.report.beside_lines import (
    PERCENTAGES,
    BesideLine,
    beside_kinds,
    beside_label,
    write_beside_notes,
)
from workbook.report.canvas import FIRST_ROW, begin_page, literal, quoted, width_for, write_signs
from workbook.report.counted_tab import GOVERNMENT, NOT_CONCERNED, TOWARDS, VALUE, WITH_DATA
from workbook.report.formulas import grouped, joined_formula
from workbook.report.last_tab import NOWHERE
from workbook.report.styles import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicators.model import Measure
    from workbook.compile.model import Summary, Total
    from workbook.report.canvas import Canvas, Figure, Page
    from workbook.report.counted_tab import Counted
    from workbook.report.last_tab import LastCells

_HEADING_ROW = FIRST_ROW
_MADE_HERE = frozenset({"value", "governments", "with_data"})
_FIRST_AREA = 3
_CHART_HEIGHT = 220
# Letters of a bold heading that fit in the column of an area.
_AREA_LETTERS = 10
# Points of height above the first measure on the first page and on those after it.
_TOP, _REPEATED = 175.0, 55.0
# Points that a note below the table takes.
_NOTE = 24


def write_theme(
    canvas: Canvas,
    name: str,
    theme: str,
    measures: Sequence[Measure],
    counted: Counted,
    last: LastCells = NOWHERE,
) -> None:
    """The table of a theme and its charts."""
    words, areas = canvas.words, canvas.summary.areas
    columns = [width_for(words.area(area.key), 13) for area in areas]
    widths = [2, 44, 15, *columns, 13]
    title, subtitle = words.theme(theme, "title"), words.text("theme.subtitle")
    page = begin_page(canvas, name, title, subtitle, widths)
    page.across(_HEADING_ROW - 1, words.theme(theme, "about"), "about", 30)
    _write_headings(page)
    row = _HEADING_ROW + 2
    first_rows = []
    for measure in measures:
        first_rows.append(row)
        row = _write_measure(page, row, measure, counted, last)
    notes = row
    row = write_signs(page, row, _withheld_any(canvas.summary, measures))
    row = write_beside_notes(page, row, measures) - 1
    notes = row + 1 - notes
    below = 0.0
    for measure in measures:
        if measure.chart and areas and _has_bars(canvas.summary, measure):
            _insert_chart(page, row + 2, measure)
            below = 35 + 0.75 * _CHART_HEIGHT
    heights = [_height(page, measure) for measure in measures]
    # Notes stay with the last lines that they explain, and the chart never stands alone.
    heights[-1] += _NOTE * notes + below
    page.keep_together(first_rows, heights, _TOP, _REPEATED)
    page.sheet.freeze_panes(_HEADING_ROW + 2, _FIRST_AREA)
    page.sheet.repeat_rows(_HEADING_ROW, _HEADING_ROW + 1)


def _write_headings(page: Page) -> None:
    words, canvas = page.words, page.canvas
    areas = canvas.summary.areas
    names = [words.area(area.key) for area in areas]
    labels = [words.text("theme.measure"), words.text("theme.line"), *names]
    page.headings(_HEADING_ROW, [*labels, words.text("region_total")], 2)
    longest = max((_lines_of(name) for name in names), default=1)
    page.sheet.set_row(_HEADING_ROW, max(32, 15 * longest + 4))
    page.sheet.set_row(_HEADING_ROW + 1, 18)
    page.text(_HEADING_ROW + 1, 1, words.text("theme.counted_of_expected"), "under_heading_text")
    page.text(_HEADING_ROW + 1, 2, "", "under_heading_text")
    for column, key in enumerate((*(area.key for area in areas), REGION), start=_FIRST_AREA):
        counted = canvas.spots["response by_area counted", key]
        expected = canvas.spots["response by_area expected", key]
        spots = {"count": counted, "all": expected}
        separator = words.thousands_separator
        cells = {k: grouped(one.address, one.value, separator) for k, one in spots.items()}
        formula = joined_formula(words.text("of"), cells)
        numbers = {k: words.number(float(one.value or 0)) for k, one in spots.items()}
        text = words.text("of", **numbers)
        page.formula(_HEADING_ROW + 1, column, formula, text, "under_heading")


def _lines_of(name: str) -> int:
    """How many lines the name of an area takes in its column: words are not cut."""
    lines, room = 1, _AREA_LETTERS
    for word in name.split():
        if len(word) > room and room < _AREA_LETTERS:
            lines, room = lines + 1, _AREA_LETTERS
        room -= len(word) + 1
    return lines


def _write_measure(
    page: Page, row: int, measure: Measure, counted: Counted, then: LastCells
) -> int:
    """The lines of one measure; the next free row comes back."""
    words = page.words
    kinds = _kinds(page, measure)
    last = row + len(kinds) - 1
    page.sheet.merge_range(row, 1, last, 1, "", page.canvas.formats["label"])
    page.text(row, 1, words.measure(measure.key), "label")
    for line, kind in enumerate(kinds, start=row):
        ending = "_last" if line == last else ""
        page.text(line, 2, _line_label(page, measure, kind), f"line{ending}")
        if kind in _MADE_HERE:
            _write_line(page, line, measure, kind, counted, ending)
        else:
            beside = BesideLine(page, measure, counted, then, _HEADING_ROW + 1, _FIRST_AREA)
            _write_beside(beside, line, kind, ending)
        page.sheet.set_row(line, 20 if kind == "value" else 15)
    return last + 1


def _kinds(page: Page, measure: Measure) -> tuple[str, ...]:
    """The lines of a measure; in public, how many governments have some is not told of people."""
    beside = beside_kinds(page.canvas, measure)
    if measure.of_governments or (measure.withhold and page.canvas.is_public):
        return ("value", "with_data", *beside)
    return ("value", "governments", "with_data", *beside)


def _height(page: Page, measure: Measure) -> float:
    """Points that the lines of a measure take."""
    return 20 + 15 * (len(_kinds(page, measure)) - 1)


def _line_label(page: Page, measure: Measure, kind: str) -> str:
    if kind not in _MADE_HERE:
        return beside_label(page.canvas, measure, kind)
    if kind != "value":
        return page.words.text(f"theme.line_{kind}")
    if measure.of_governments:
        return page.words.text("theme.line_governments")
    if measure.money:
        return page.canvas.summary.currency
    return page.words.text("theme.line_sum" if measure.counts == "sum" else "theme.line_records")


def _write_beside(beside: BesideLine, row: int, kind: str, ending: str) -> None:
    canvas = beside.page.canvas
    look = "percent" if kind in PERCENTAGES else "small"
    keys = (*(area.key for area in canvas.summary.areas), REGION)
    for column, key in enumerate(keys, start=_FIRST_AREA):
        shown = f"{look}_region{ending}" if key == REGION else f"{look}{ending}"
        spot = beside.write(row, column, key, kind, shown)
        canvas.spots[f"{kind} {key}", beside.measure.key] = spot


def _write_line(
    page: Page, row: int, measure: Measure, kind: str, counted: Counted, ending: str
) -> None:
    areas = [area.key for area in page.canvas.summary.areas]
    look = "value" if kind == "value" else "small"
    for column, key in enumerate((*areas, REGION), start=_FIRST_AREA):
        total = page.canvas.summary.total(measure.key, key)
        source = page.canvas.spots.get((f"regional {key}", measure.key))
        if key == REGION:
            formula = _region_formula(page, row, measure, kind, counted)
        elif source is not None:
            formula = f"={source.address}"
        else:
            formula = _area_formula(page, column, key, measure, kind, counted)
        shown = f"{look}_region{ending}" if key == REGION else f"{look}{ending}"
        whole = kind == "value"
        spot = page.formula(row, column, formula, _shown(page, total, kind), shown, whole=whole)
        page.canvas.spots[f"{kind} {key}", measure.key] = spot


def _shown(page: Page, total: Total, kind: str) -> Figure:
    if kind == "value":
        if page.canvas.summary.hides(total.measure, total.area):
            return page.words.text("withheld")
        return page.words.text("no_data") if total.value is None else total.value
    if kind == "governments":
        return total.governments
    return of_asked(page.canvas.summary, page.words, total)


def _area_formula(
    page: Page, column: int, area: str, measure: Measure, kind: str, counted: Counted
) -> str:
    heading = f"{xl_col_to_name(column)}${_HEADING_ROW + 1}"
    if kind == "with_data":
        sums = {
            name: _sum(counted, measure, letter, heading)
            for name, letter in (("with", WITH_DATA), ("not", NOT_CONCERNED))
        }
        return _of(page, page.canvas.summary.total(measure.key, area), sums)
    if kind == "governments":
        return "=" + _sum(counted, measure, GOVERNMENT, heading)
    with_data = _sum(counted, measure, WITH_DATA, heading)
    dash = literal(page.words.text("no_data"))
    return f"=IF({with_data}=0,{dash},{_sum(counted, measure, VALUE, heading)})"


def _region_formula(page: Page, row: int, measure: Measure, kind: str, counted: Counted) -> str:
    """The sum of the areas; for the governments with data, over all of them at once."""
    areas = page.canvas.summary.areas
    if kind == "with_data":
        sums = {"with": "0", "not": "0"}
        for name, letter in (("with", WITH_DATA), ("not", NOT_CONCERNED)):
            if areas and measure.key in counted.measures:
                first = xl_col_to_name(_FIRST_AREA)
                last = xl_col_to_name(_FIRST_AREA + len(areas) - 1)
                heading = f"{first}${_HEADING_ROW + 1}:{last}${_HEADING_ROW + 1}"
                sums[name] = f"SUMPRODUCT({_sum(counted, measure, letter, '$' + heading)})"
        return _of(page, page.canvas.summary.total(measure.key), sums)
    if not areas:
        return "=" + (literal(page.words.text("no_data")) if kind == "value" else "0")
    last = _FIRST_AREA + len(areas) - 1
    span = f"{xl_rowcol_to_cell(row, _FIRST_AREA)}:{xl_rowcol_to_cell(row, last)}"
    if kind == "governments":
        return f"=SUM({span})"
    return f"=IF(COUNT({span})=0,{literal(page.words.text('no_data'))},SUM({span}))"


def _sum(counted: Counted, measure: Measure, letter: str, heading: str) -> str:
    """A column of the rows of this measure, for the area named in the heading."""
    if measure.key not in counted.measures:
        return "0"
    span = counted.span(measure.key, letter)
    return f"SUMIFS({span},{counted.span(measure.key, TOWARDS)},{heading})"


def _of(page: Page, total: Total, sums: Mapping[str, str]) -> str:
    returned = page.canvas.spots["response by_area counted", total.area].address
    separator = page.words.thousands_separator
    parts = {
        "count": grouped(sums["with"], total.with_data, separator),
        "all": grouped(f"({returned}-{sums['not']})", total.asked, separator),
    }
    return joined_formula(page.words.text("of"), parts)


def _withheld_any(summary: Summary, measures: Iterable[Measure]) -> bool:
    keys = (*(area.key for area in summary.areas), REGION)
    return any(summary.hides(measure.key, key) for measure in measures for key in keys)


def _odd_labels(page: Page, kind: str, measure: Measure) -> dict[str, object]:
    """Labels of bars that have no height because there is no figure: none says 0."""
    summary, words, spots = page.canvas.summary, page.words, page.canvas.spots
    found: list[dict[str, str] | None] = []
    for area in summary.areas:
        spot = spots[f"value {area.key}", measure.key]
        if summary.hides(measure.key, area.key):
            found.append({"value": words.text("withheld")} if kind == "value" else None)
        else:
            # As text: LibreOffice puts a 0 where a label refers to a cell.
            found.append({"value": spot.value} if isinstance(spot.value, str) else None)
    return {"custom": found} if any(found) else {}


def _has_bars(summary: Summary, measure: Measure) -> bool:
    """Whether there is anything to draw: a chart of nothing but zeros says less than its table."""
    return any(
        summary.total(measure.key, area.key).value or summary.hides(measure.key, area.key)
        for area in summary.areas
    )


def _insert_chart(page: Page, row: int, measure: Measure) -> None:
    words, canvas = page.words, page.canvas
    chart = canvas.book.add_chart({"type": "column"})
    tab = quoted(page.sheet.name)
    last = _FIRST_AREA + len(canvas.summary.areas) - 1
    heading = xl_rowcol_to_cell(_HEADING_ROW, _FIRST_AREA, True, True)
    heading += ":" + xl_rowcol_to_cell(_HEADING_ROW, last, True, True)
    font = {"name": "Calibri", "size": 9}
    kinds = {"value": words.measure(measure.key)}
    if measure.counts == "records" and not measure.of_governments:
        kinds["governments"] = words.text("theme.series_governments")
    for (kind, label), colour in zip(kinds.items(), SERIES, strict=False):
        line = canvas.spots[f"{kind} {REGION}", measure.key].row
        cells = xl_rowcol_to_cell(line, _FIRST_AREA, True, True)
        cells += ":" + xl_rowcol_to_cell(line, last, True, True)
        chart.add_series(
            {
                "name": label,
                "categories": f"={tab}!{heading}",
                "values": f"={tab}!{cells}",
                "fill": {"color": colour},
                "gap": 80,
                "data_labels": {"value": True, "font": font, "num_format": "#,##0"}
                | _odd_labels(page, kind, measure),
            }
        )
    title = words.measure(measure.key)
    chart.set_title({"name": title, "name_font": font | {"size": 11}})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_x_axis({"num_font": font})
    chart.set_legend({"position": "bottom", "font": font} if len(kinds) > 1 else {"none": True})
    chart.set_size({"width": page.breadth, "height": _CHART_HEIGHT})
    values = "; ".join(
        words.text(
            "theme.chart_value",
            area=words.area(area.key),
            value=canvas.spots[f"value {area.key}", measure.key].value,
        )
        for area in canvas.summary.areas
    )
    alt = words.text("theme.chart_text", title=title, values=values)
    page.sheet.insert_chart(
        row, 1, chart, {"description": alt, "object_position": 2, "y_offset": 6}
    )
