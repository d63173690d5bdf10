"""Small helps for writing cells: spans that look like one cell, typed contents, print set-up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname

from workbook.write.columns import repeated_columns
from workbook.write.conditions import quote
from workbook.write.order import Formula
from workbook.write.pages import print_scale, printed_areas
from workbook.write.shapes import FIRST_COLUMN, KEY_COLUMN, NUMBER_COLUMN

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.order import Cell
    from workbook.write.page import Page
    from workbook.write.shapes import RecordsPlan, Span, TabPlan

NO_SAVED_VALUE = "migbook:no-saved-value"
_PAPER_A4 = 9


def put(sheet: Worksheet, row: int, span: Span, text: str, style: Format) -> None:
    """Write a text into a cell, or into several that become one."""
    clear(sheet, row, span, style)
    sheet.write_string(row, span.first, text, style)


def clear(sheet: Worksheet, row: int, span: Span, style: Format) -> None:
    """An empty cell, or several that become one."""
    if span.first == span.last:
        sheet.write_blank(row, span.first, None, style)
    else:
        sheet.merge_range(row, span.first, row, span.last, "", style)


def type_in(sheet: Worksheet, row: int, column: int, cell: Cell | None, style: Format) -> None:
    """Write what a person types: never more than the cell's own type says."""
    if cell is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, Formula):
        value = NO_SAVED_VALUE if cell.value is None else cell.value
        sheet.write_formula(row, column, cell.text, style, value)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, style)
    else:
        sheet.write_number(row, column, cell, style)


def write_link(
    sheet: Worksheet, place: tuple[int, int], tab: str, text: str, style: Format
) -> None:
    """Write a link to a tab: as a formula, since it keeps its own colour in every program."""
    target = f"#{quote_sheetname(tab)}!A1"
    formula = f"=HYPERLINK({quote(target)},{quote(text)})"
    sheet.write_formula(*place, formula, style, text)


def write_key(sheet: Worksheet, row: int, key: str, style: Format) -> None:
    """Write a key into the hidden key column."""
    sheet.write_string(row, KEY_COLUMN, key, style)


def write_anchor(context: Context, sheet: Worksheet, row: int, keys: dict[int, str]) -> None:
    """Write the hidden row that begins a block; `keys` by column."""
    style = context.styles.get("plain")
    sheet.set_row(row, 12, style, {"hidden": True})
    for column, key in sorted(keys.items()):
        sheet.write_string(row, column, key, style)


def span_width(plan: TabPlan, span: Span) -> float:
    """The width of a span in characters."""
    return sum(plan.widths[span.first : span.last + 1])


def set_columns(context: Context, sheet: Page, plan: TabPlan) -> None:
    """Widths; on a tab with a table every cell that we do not lock can be changed."""
    style = context.styles.get("free" if plan.table else "plain")
    for column, width in enumerate(plan.widths[1:], start=1):
        sheet.set_column(column, column, width, style)
    sheet.set_column(KEY_COLUMN, KEY_COLUMN, 12, style, {"hidden": True})
    sheet.set_column(plan.helper, plan.free - 1, 9, style, {"hidden": True})
    if plan.table:
        # Far columns are unlocked too, or spreadsheet programs refuse to delete lines.
        sheet.style_from(plan.free, style)


def set_page(context: Context, sheet: Worksheet) -> None:
    """A4 landscape, margins, footer with place, period and page."""
    wording = context.wording
    sheet.set_paper(_PAPER_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.65)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    place = wording.say("words.band.place_period", place=context.order.place.name)
    page = wording.say("words.page", number="\0", total="\1").replace("&", "&&")
    page = page.replace("\0", "&P").replace("\1", "&N")
    sheet.set_footer(f"&L&9{place.replace('&', '&&')}&R&9{page}", {"margin": 0.3})


def set_print(sheet: Page, plan: TabPlan, last_row: int) -> None:
    """One page wide; a long record is printed on several, its first columns on each."""
    table = plan.table
    if areas := printed_areas(plan, last_row):
        sheet.print_parts((a.first, a.columns.first, a.last, a.columns.last) for a in areas)
        sheet.repeat_columns(NUMBER_COLUMN, FIRST_COLUMN)
        if table is not None and table == plan.blocks[-1] and len(table.pages) == 1:
            sheet.repeat_rows(table.heading)
        pages = [area.columns for area in areas]
        sheet.set_print_scale(print_scale(plan.widths, pages, FIRST_COLUMN))
        return
    if table is None or len(table.pages) == 1:
        sheet.print_area(0, NUMBER_COLUMN, last_row, plan.last_column)
        sheet.fit_to_pages(1, 0)
        if table is not None:
            sheet.repeat_rows(table.heading)
        return
    # Notes across the page would be cut where the first columns are printed again.
    sheet.print_area(0, NUMBER_COLUMN, table.last, plan.last_column)
    sheet.repeat_rows(table.heading)
    sheet.repeat_columns(NUMBER_COLUMN, table.repeated)
    sheet.set_v_pagebreaks([page.first for page in table.pages[1:]])
    sheet.set_print_scale(print_scale(plan.widths, table.pages, table.repeated))


def frozen_columns(table: RecordsPlan, plan: TabPlan) -> int:
    """How many columns stay in view while a wide table is scrolled."""
    last = repeated_columns(table.sheet, table.slots)
    return last + 1 if sum(plan.widths[: last + 1]) <= 62 else NUMBER_COLUMN + 1
