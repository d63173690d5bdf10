"""The tab on who has answered: counts over the list of places, and who is outstanding."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from indicators.model import ALL_LEVELS
from workbook.report.answered import STATES, governments, outstanding, tally
from workbook.report.canvas import FIRST_ROW, begin_page, literal, quoted
from workbook.report.provenance_tab import GROUP, LATE, LEVEL, STATE, place_span
from workbook.report.styles import SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.compile.model import PlaceLine
    from workbook.report.canvas import Canvas, Page

_COLUMNS = (
    "expected",
    "returned",
    "counted",
    "rejected",
    "unusable",
    "missing",
    "late",
    "rate",
    "share",
)
_WIDTHS = (2, 34, 12, 12, 12, 12, 12, 12, 12, 12, 12)
_SHARES = {"rate": "D", "share": "E"}
# Pixels of an ordinary row.
_ROW = 20
# Pixels of height for a bar, so that every program has room for its name.
_PER_BAR = 28
_LEAST_CHART, _ABOUT_CHART = 190, 100
# Points above the first table.
_TOP = 100.0
# Letters of a label that fit in its column.
_LABEL_LENGTH = 36


@dataclass(frozen=True, slots=True)
class _Group:
    """A line of a table: its label, its places, and the column of the list that has its label."""

    key: str
    label: str
    column: str
    places: tuple[PlaceLine, ...]


def write_response(canvas: Canvas) -> None:
    """Tables by area and by level, a chart and, internally, the list of those outstanding."""
    words = canvas.words
    title, subtitle = words.text("response.title"), words.text("response.subtitle")
    page = begin_page(canvas, canvas.tab_name("response"), title, subtitle, _WIDTHS)
    areas = _area_groups(page)
    second = _write_table(page, FIRST_ROW - 1, "by_area", areas, "all_governments") + 1
    levels = _level_groups(page)
    row = _write_table(page, second, "by_level", levels, "everybody")
    if areas:
        # The chart never stands alone: it goes to the next page together with the table above it.
        height = _table_height(levels) + 0.75 * _chart_height(page) + 24
        page.keep_together([second], [height], _TOP + _table_height(areas), 0)
        _insert_chart(page, FIRST_ROW + 1, FIRST_ROW + len(areas), row + 1)
        row += ceil(_chart_height(page) / _ROW) + 2
    if not (canvas.is_public or canvas.is_country):
        _write_outstanding(page, row + 1)
    page.sheet.freeze_panes(4, 0)


def _area_groups(page: Page) -> list[_Group]:
    return [
        _Group(
            area.key,
            page.words.area(area.key),
            GROUP,
            governments(page.canvas.summary, area.key),
        )
        for area in page.canvas.summary.areas
    ]


def _level_groups(page: Page) -> list[_Group]:
    places = page.canvas.summary.places
    found = [
        _Group(
            level,
            page.words.level(level),
            LEVEL,
            tuple(line for line in places if line.status.place.level == level),
        )
        for level in ALL_LEVELS
    ]
    return [group for group in found if group.places]


def _write_table(page: Page, row: int, name: str, groups: Sequence[_Group], total: str) -> int:
    """A table with one line a group and a line of totals; the next free row comes back."""
    words = page.words
    labels = [words.text(f"response.{name}"), *(words.text(f"response.{k}") for k in _COLUMNS)]
    page.sheet.set_row(row, 32)
    page.headings(row, labels, 1)
    for number, group in enumerate(groups, start=1):
        _write_group(page, row + number, name, group)
    last = row + len(groups)
    places = tuple(line for group in groups for line in group.places)
    _write_total(page, last + 1, name, _Group("", words.text(f"response.{total}"), "", places))
    return last + 2


def _write_group(page: Page, row: int, table: str, group: _Group) -> None:
    page.text(row, 1, group.label, "ruled")
    page.sheet.set_row(row, _line_height(group))
    among = f"{place_span(page.canvas, group.column)},$B{row + 1}"
    values = tally(group.places)
    for column, key in enumerate(_COLUMNS, start=2):
        formula = _formula(page, row, key, among)
        look = "share" if key in _SHARES else "count"
        spot = page.formula(row, column, formula, values[key], look)
        page.canvas.spots[f"response {table} {key}", group.key] = spot


def _write_total(page: Page, row: int, table: str, group: _Group) -> None:
    """Sums of the lines above; the first of them follows the headings."""
    page.text(row, 1, group.label, "ruled_total")
    page.sheet.set_row(row, 18)
    values = tally(group.places)
    lines = page.canvas.summary.areas if table == "by_area" else _level_groups(page)
    for column, key in enumerate(_COLUMNS, start=2):
        first = xl_rowcol_to_cell(row - len(lines), column)
        span = f"{first}:{xl_rowcol_to_cell(row - 1, column)}"
        formula = f"=SUM({span})" if lines else "=0"
        if key in _SHARES:
            formula = _formula(page, row, key, "")
        look = "share_total" if key in _SHARES else "count_total"
        spot = page.formula(row, column, formula, values[key], look)
        page.canvas.spots[f"response {table} {key}", group.key] = spot


def _formula(page: Page, row: int, key: str, among: str) -> str:
    words, line = page.words, row + 1
    if key == "expected":
        return f"=COUNTIFS({among})"
    if key == "returned":
        return f"=E{line}+F{line}"
    if key in _SHARES:
        return f"=IF(C{line}=0,0,100*{_SHARES[key]}{line}/C{line})"
    if key == "late":
        late = place_span(page.canvas, LATE)
        return f"=COUNTIFS({among},{late},{literal(words.text('yes'))})"
    states = place_span(page.canvas, STATE)
    return "=" + "+".join(
        f"COUNTIFS({among},{states},{literal(words.text(f'states.{state}'))})"
        for state in STATES[key]
    )


def _table_height(groups: Sequence[_Group]) -> float:
    """Points of a table with its heading, its totals and the space below it."""
    return 32 + sum(_line_height(group) for group in groups) + 18 + 15


def _line_height(group: _Group) -> float:
    return 18 if len(group.label) <= _LABEL_LENGTH else 32


def _chart_height(page: Page) -> int:
    """Pixels of the chart."""
    areas = len(page.canvas.summary.areas)
    return max(_LEAST_CHART, _ABOUT_CHART + _PER_BAR * areas)


def _insert_chart(page: Page, first: int, last: int, row: int) -> None:
    words, canvas = page.words, page.canvas
    chart = canvas.book.add_chart({"type": "bar", "subtype": "stacked"})
    tab = quoted(page.sheet.name)
    colours = dict(zip(("counted", "rejected", "unusable", "missing"), SERIES, strict=True))
    for key, colour in colours.items():
        column = 2 + _COLUMNS.index(key)
        cells = xl_rowcol_to_cell(first - 1, column, True, True)
        cells += ":" + xl_rowcol_to_cell(last - 1, column, True, True)
        chart.add_series(
            {
                "name": words.text(f"response.{key}"),
                "categories": f"={tab}!$B${first}:$B${last}",
                "values": f"={tab}!{cells}",
                "fill": {"color": colour},
                "gap": 45,
            }
        )
    font = {"name": "Calibri", "size": 9}
    chart.set_title({"name": words.text("response.chart"), "name_font": font | {"size": 11}})
    labels = {"num_font": font, "interval_unit": 1}
    chart.set_y_axis({"reverse": True, "line": {"none": True}} | labels)
    chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": page.breadth, "height": _chart_height(page)})
    values = [
        words.text(
            "theme.chart_value",
            area=words.area(area.key),
            value=words.text(
                "of",
                count=canvas.spots["response by_area counted", area.key].value,
                all=canvas.spots["response by_area expected", area.key].value,
            ),
        )
        for area in canvas.summary.areas
    ]
    alt = words.text(
        "theme.chart_text", title=words.text("response.chart"), values="; ".join(values)
    )
    page.sheet.insert_chart(
        row, 1, chart, {"description": alt, "object_position": 2, "y_offset": 6}
    )


def _write_outstanding(page: Page, row: int) -> None:
    words = page.words
    page.text(row, 1, words.text("response.outstanding"), "section")
    late_or_open = outstanding(page.canvas.summary)
    if not late_or_open:
        page.text(row + 1, 1, words.text("response.nobody_outstanding"), "about")
        return
    labels = [words.text(f"response.{k}") for k in ("place", "level", "group", "state")]
    labels += [words.text(f"response.{k}") for k in ("late", "received", "errors")]
    for column, label in zip((1, 2, 3, 5, 7, 8, 9), labels, strict=True):
        page.text(row + 1, column, label, "heading_number" if column == 9 else "heading")
    page.sheet.set_row(row + 1, 22)
    for column in (4, 6):
        page.text(row + 1, column, "", "heading")
    for number, line in enumerate(late_or_open, start=row + 2):
        _write_outstanding_line(page, number, line)


def _write_outstanding_line(page: Page, row: int, line: PlaceLine) -> None:
    words, status = page.words, line.status
    texts = {
        1: status.place.name,
        2: words.level(status.place.level),
        3: words.towards(status.place.level, line.area),
        5: words.text(f"states.{status.state}"),
        7: words.text("yes" if status.late else "no"),
        8: status.received,
    }
    for first, last in ((3, 4), (5, 6)):
        page.sheet.merge_range(row, first, row, last, "", page.canvas.formats["ruled"])
    for column, text in texts.items():
        page.text(row, column, text, "ruled")
    room = {1: _WIDTHS[1], 3: _WIDTHS[3] + _WIDTHS[4], 5: _WIDTHS[5] + _WIDTHS[6]}
    is_long = any(len(texts[column]) > width for column, width in room.items())
    page.sheet.set_row(row, 32 if is_long else 18)
    page.number(row, 9, status.errors, "count")
