"""The status of a round as a workbook for a meeting: an overview, and one line a place."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from templates.model import Texts
    from workbook.round.status import Tally

_WIDTHS = {"name": 26, "province": 19, "state": 23, "file": 56, "errors": 9, "warnings": 10,
           "late": 7}  # fmt: skip
_UNUSUAL_COLUMNS = {"code": 14, "name": 26, "cell": 24, "message": 90, "explanation": 60}
_SILENT_IF_ZERO = frozenset({"errors", "warnings", "returned"})
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_FILLS = {
    "rejected": ("#FDE8E8", "#9B1C1C"),
    "unusable": ("#FDE8E8", "#9B1C1C"),
    "reopened": ("#FDE8E8", "#9B1C1C"),
    "accepted_with_warnings": ("#FEF0C7", "#8A4B08"),
    "accepted_by_decision": ("#FEF0C7", "#8A4B08"),
    "accepted": ("#DEF7EC", "#046C4E"),
    "excluded": ("#F1F4F7", "#616E7C"),
}
_COUNTS = (
    "expected", "received", "in_time", "accepted", "with_warnings", "by_decision", "rejected",
    "in_correction", "unusable", "missing", "late", "excluded",
)  # fmt: skip
_RATES = ("rate", "rate_in_time")
_CHARTED = {
    "accepted": "#0B4F6C",
    "rejected": "#E02424",
    "unusable": "#8A4B08",
    "missing": "#CBD2D9",
}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 18, "font_color": "#0B4F6C"},
    "muted": {"font_color": "#616E7C"},
    "head": {"bold": True, "bg_color": "#E6F0F4", "text_wrap": True, "valign": "vcenter"},
    "number_head": {
        "bold": True, "bg_color": "#E6F0F4", "text_wrap": True, "align": "right",
        "valign": "vcenter",
    },
    "text": {"bottom": 1, "bottom_color": "#CBD2D9"},
    "count": {"bottom": 1, "bottom_color": "#CBD2D9", "num_format": "#,##0"},
    "rate": {"bottom": 1, "bottom_color": "#CBD2D9", "num_format": '0" %"'},
    "text_total": {"bold": True, "top": 1},
    "count_total": {"bold": True, "top": 1, "num_format": "#,##0"},
    "rate_total": {"bold": True, "top": 1, "num_format": '0" %"'},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatusBook:
    """What the workbook shows.

    `tables`: heading, and name and tally of each line. `all`: of every place. `columns`, `rows`:
    the list of places, by column. `unusual`: figures to ask about, by `_UNUSUAL_COLUMNS`.
    """

    title: str
    subtitle: str
    tables: tuple[tuple[str, tuple[tuple[str, Tally], ...]], ...]
    all: Tally
    columns: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    unusual: Sequence[Sequence[str]] = ()


def status_workbook(shown: StatusBook, texts: Texts) -> bytes:
    """The bytes of the workbook; the same status gives the same bytes."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": texts["cli.status_book.title"], "created": _CREATED})
    _write_overview(book, shown, texts)
    _write_places(book, shown, texts)
    if shown.unusual:
        _write_unusual(book, shown, texts)
    book.close()
    return target.getvalue()


def _write_overview(book: xlsxwriter.Workbook, shown: StatusBook, texts: Texts) -> None:
    looks = {
        name: book.add_format({"font_color": "#1F2933", **look}) for name, look in _LOOKS.items()
    }
    sheet = book.add_worksheet(texts["cli.status_book.overview"])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(_COUNTS) + len(_RATES), 11)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, shown.title, looks["title"])
    sheet.write_string(1, 0, shown.subtitle, looks["muted"])
    row = 3
    spans = []
    for heading, lines in shown.tables:
        _write_heads(sheet, row, heading, looks, texts)
        for number, (name, one) in enumerate(lines, start=row + 1):
            _write_tally(sheet, number, (name, one), looks, "")
        last = row + len(lines)
        _write_tally(sheet, last + 1, (texts["cli.status.all"], shown.all), looks, "_total")
        spans.append((row + 1, last))
        row = last + 3
    sheet.write_string(row, 0, texts["cli.status.response_note"], looks["muted"])
    _insert_chart(book, sheet, spans[0], row + 2, texts)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _write_heads(
    sheet: Worksheet, row: int, heading: str, looks: Mapping[str, Format], texts: Texts
) -> None:
    sheet.set_row(row, 34)
    sheet.write_string(row, 0, heading, looks["head"])
    for column, key in enumerate((*_COUNTS, *_RATES), start=1):
        sheet.write_string(row, column, _label(key, texts), looks["number_head"])


def _label(key: str, texts: Texts) -> str:
    label = texts[f"cli.status.columns.{key}"]
    return f"{label} %" if key in _RATES else label


def _write_tally(
    sheet: Worksheet, row: int, line: tuple[str, Tally], looks: Mapping[str, Format], kind: str
) -> None:
    name, one = line
    sheet.set_row(row, 18)
    sheet.write_string(row, 0, name, looks[f"text{kind}"])
    for column, key in enumerate((*_COUNTS, *_RATES), start=1):
        look = "rate" if key in _RATES else "count"
        sheet.write_number(row, column, round(getattr(one, key), 1), looks[f"{look}{kind}"])


def _insert_chart(
    book: xlsxwriter.Workbook, sheet: Worksheet, span: tuple[int, int], row: int, texts: Texts
) -> None:
    """Who has answered in each group of the first table, as bars."""
    first, last = span
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for key, colour in _CHARTED.items():
        column = 1 + _COUNTS.index(key)
        chart.add_series(
            {
                "name": texts[f"cli.status.columns.{key}"],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 45,
            }
        )
    chart.set_y_axis({"reverse": True, "line": {"none": True}})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 80 + 34 * (last - first + 1)})
    sheet.insert_chart(row, 0, chart, {"description": texts["cli.status_book.title"]})


def _write_places(book: xlsxwriter.Workbook, shown: StatusBook, texts: Texts) -> None:
    from workbook.round.listing import finish_listing

    head = book.add_format({"bold": True, "bg_color": "#E6F0F4", "font_color": "#1F2933"})
    fills = {
        state: book.add_format({"bg_color": fill, "font_color": ink})
        for state, (fill, ink) in _FILLS.items()
    }
    sheet = book.add_worksheet(texts["cli.status_book.places"])
    for number, column in enumerate(shown.columns):
        sheet.set_column(number, number, _WIDTHS.get(column, 14))
        sheet.write_string(0, number, texts[f"cli.status.place_columns.{column}"], head)
    for line, row in enumerate(shown.rows, start=1):
        for number, column in enumerate(shown.columns):
            shape = fills.get(str(row["state"])) if column == "state" else None
            sheet.write(line, number, _cell(column, row[column], texts), shape)
    finish_listing(sheet, len(shown.columns), len(shown.rows))


def _write_unusual(book: xlsxwriter.Workbook, shown: StatusBook, texts: Texts) -> None:
    """What is unusual beside the other places, to be asked about; it changes no verdict."""
    from workbook.round.listing import finish_listing

    ink = {"font_color": "#1F2933", "valign": "top"}
    head = book.add_format({**ink, "bold": True, "bg_color": "#E6F0F4"})
    text = book.add_format({**ink, "num_format": "@", "text_wrap": True})
    sheet = book.add_worksheet(texts["compare.unusual.tab"])
    for number, (column, width) in enumerate(_UNUSUAL_COLUMNS.items()):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, texts[f"compare.unusual.columns.{column}"], head)
    for line, cells in enumerate(shown.unusual, start=1):
        for number, cell in enumerate(cells):
            sheet.write_string(line, number, cell, text)
    finish_listing(sheet, len(_UNUSUAL_COLUMNS), len(shown.unusual))


def _cell(column: str, value: object, texts: Texts) -> str | int | None:
    if isinstance(value, bool):
        return texts["cli.status.yes"] if value else None
    if isinstance(value, int) or value is None:
        return value or (None if column in _SILENT_IF_ZERO else value)
    prefix = {"level": "levels.", "state": "cli.states.", "basis": "intake.basis."}.get(column, "")
    return texts.get(f"{prefix}{value}", str(value)) if prefix else str(value)
