"""Below a table: how to add lines, and what counts in each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.write.measure import text_height
from workbook.write.paper import clear, put
from workbook.write.shapes import NUMBER_COLUMN, Span

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.shapes import RecordsPlan, TabPlan

_READING_WIDTH = 170.0


def write_notes(context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan) -> None:
    """Write the notes; they stand in a column without a key, so that reading passes over them."""
    wording, styles = context.wording, context.styles
    span = Span(NUMBER_COLUMN, _edge(tab, records.pages[0]))
    width = sum(tab.widths[span.first : span.last + 1])
    row = records.last + 1
    hint = wording.say("guide.tables.2") if records.sheet.layout == "table" else ""
    put(sheet, row, span, hint, styles.get("note"))
    sheet.set_row(row, text_height(hint, width, 10) + 8)
    put(sheet, records.notes, span, wording.say("words.what_counts"), styles.get("section"))
    sheet.set_row(records.notes, 24)
    row = records.notes + 1
    described: set[str] = set()
    for field in records.sheet.fields:
        hint = wording.help(records.sheet, field)
        if field.list not in described:
            described.add(field.list)
            hint = f"{hint} {context.entries(field)}".strip()
        if not hint:
            continue
        label = wording.label(records.sheet, field)
        style = styles.get("note")
        clear(sheet, row, span, style)
        bold = styles.get("note", bold=True)
        sheet.write_rich_string(
            row, span.first, bold, label, styles.get("note"), f"   {hint}", style
        )
        sheet.set_row(row, text_height(f"{label}   {hint}", width, 10.5) + 5)
        row += 1


def _edge(tab: TabPlan, page: Span) -> int:
    """The last column of the notes: as wide as reads well, within the first printed page."""
    total = 0.0
    for column in range(NUMBER_COLUMN, page.last + 1):
        total += tab.widths[column]
        if total >= _READING_WIDTH:
            return column
    return page.last
