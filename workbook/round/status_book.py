"""The status of a round as a workbook, one line a place."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.model import Texts

_WIDTHS = {"name": 30, "state": 24, "file": 60, "basis": 22}
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_FILLS = {
    "rejected": ("#FDE8E8", "#9B1C1C"),
    "unusable": ("#FDE8E8", "#9B1C1C"),
    "accepted_with_warnings": ("#FEF0C7", "#8A4B08"),
    "accepted": ("#DEF7EC", "#046C4E"),
}


def status_workbook(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], texts: Texts
) -> bytes:
    """The bytes of the workbook; the same status gives the same bytes."""
    import xlsxwriter

    from workbook.round.listing import finish_listing

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": texts["cli.status_book.title"], "created": _CREATED})
    head = book.add_format({"bold": True, "bg_color": "#E6F0F4", "font_color": "#1F2933"})
    fills = {
        state: book.add_format({"bg_color": fill, "font_color": ink})
        for state, (fill, ink) in _FILLS.items()
    }
    sheet = book.add_worksheet(texts["cli.status_book.tab"])
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column, 14))
        sheet.write_string(0, number, texts[f"cli.status.place_columns.{column}"], head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for number, column in enumerate(columns):
            shape = fills.get(str(row["state"])) if column == "state" else None
            sheet.write(last, number, _cell(column, row[column], texts), shape)
    finish_listing(sheet, len(columns), last)
    book.close()
    return target.getvalue()


def _cell(column: str, value: object, texts: Texts) -> str | int | None:
    if isinstance(value, bool):
        return texts["cli.status.yes"] if value else None
    if isinstance(value, int) or value is None:
        return value
    prefix = {"level": "levels.", "state": "cli.states.", "basis": "intake.basis."}.get(column, "")
    return texts.get(f"{prefix}{value}", str(value)) if prefix else str(value)
