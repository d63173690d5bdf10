"""From an order to the bytes of a workbook; the same order always gives the same bytes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.anchors import LISTS_TAB, META_TAB, explanation_key
from workbook.checkcode import CODE_TAB
from workbook.model import NOTHING_TO_REPORT
from workbook.ooxml.package import pack, package
from workbook.write.band import write_band, write_next
from workbook.write.check_tab import write_check
from workbook.write.code_tab import write_code
from workbook.write.columns import can_be_explained, is_explained, slot_keys
from workbook.write.context import Context
from workbook.write.forms import write_form
from workbook.write.guide import write_guide
from workbook.write.issued import Issued
from workbook.write.layouts import LaidOut
from workbook.write.lists import write_lists
from workbook.write.measure import measured_as
from workbook.write.meta import set_properties, write_meta
from workbook.write.open_page import OpenPage
from workbook.write.order import Formula
from workbook.write.package import Book
from workbook.write.page import Page
from workbook.write.paper import frozen_columns, set_columns, set_page, set_print
from workbook.write.plan import plan_book, table_keys
from workbook.write.records import write_records
from workbook.write.screens import write_screens
from workbook.write.shapes import BAND_ROWS, FormPlan
from workbook.write.signature import write_signature
from workbook.write.styles import Styles
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from xlsxwriter.worksheet import Worksheet

    from workbook.write.measure import Measured
    from workbook.write.order import CellKey, WorkbookOrder
    from workbook.write.package import Part
    from workbook.write.shapes import BookPlan, TabPlan

_TABLE_RIGHTS = dict.fromkeys(
    ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"), True
)
_FORM_RIGHTS = dict.fromkeys(("format_columns", "format_rows"), True)
_TAB_COLOUR, _OUR_TAB_COLOUR = "#F5C84C", "#0B4F6C"
_TALLEST_FROZEN = 12


def build_workbook(order: WorkbookOrder) -> bytes:
    """Write the workbook that is ordered, as the content of an .xlsx file.

    A typed answer for which there is no cell is a `ToolError`: nothing is dropped silently.
    """
    return package(pack(name, text.encode()) for name, text in write_parts(order))


def write_parts(order: WorkbookOrder) -> tuple[Part, ...]:
    """The workbook that is ordered as the parts that the file is packed from: name and text."""
    refuse_homeless(order)
    context, book = _begin(order, plan_book(order, make_wording(order)))
    issued = Issued(context)

    for name, write in _tabs(context.plan):
        sheet: Page = book.add_worksheet(name, Page)
        sheet.issued = issued
        write(context, book, sheet)
    set_properties(context, book)
    unsaved = any(isinstance(c, Formula) and c.value is None for c in order.typed.values())
    return book.parts(order.texts.language, unsaved=unsaved)


def lay_out(
    order: WorkbookOrder,
    read_as: Callable[[str], str],
    wanted: Collection[int] | None = None,
    like: LaidOut | None = None,
) -> LaidOut:
    """The same with cells left open whose content depends on what was answered.

    No answers are known to what lays it out, only as many lines and columns as they need.
    `wanted`: the numbers of the tabs to lay out; the others stay empty. `like`: a whole workbook
    whose formats and texts have the same numbers in this one.
    """
    plan = plan_book(order, make_wording(order))
    context, book = _begin(replace(order, typed={}, records={}, shown={}), plan)
    if like is not None:
        context.styles.begin_as(like.context.styles)
        book.begin_with(like.book.texts)
    pages: dict[int, OpenPage] = {}
    measured: dict[int, Measured] = {}
    for number, (name, write) in enumerate(_tabs(plan)):
        page: OpenPage = book.add_worksheet(name, OpenPage)
        if wanted is not None and number not in wanted:
            continue
        if like is not None:
            page.known = len(like.book.texts)
        with measured_as(read_as) as measured[number]:
            write(context, book, page)
        pages[number] = page
    names = [[*name] for name in book.defined_names]
    set_properties(context, book)
    parts = dict(book.parts(order.texts.language, unsaved=False))
    return LaidOut(context, book, parts, pages, measured, names)


def _begin(order: WorkbookOrder, plan: BookPlan) -> tuple[Context, Book]:
    book = Book()
    book.set_size(2400, 1500)
    return Context(order, make_wording(order), plan, Styles(book)), book


def _tabs(plan: BookPlan) -> list[tuple[str, Callable[[Context, Book, Page], None]]]:
    """The names of all tabs in their order, and what writes each."""
    return [
        (plan.guide, _write_guide),
        *((tab.name, partial(_write_tab, tab)) for tab in plan.tabs),
        (plan.check, _write_check),
        (LISTS_TAB, _write_lists),
        (META_TAB, _write_meta),
        (CODE_TAB, _write_code),
    ]


def _write_guide(context: Context, _: Book, sheet: Page) -> None:
    write_guide(context, sheet)
    sheet.set_tab_color(_OUR_TAB_COLOUR)


def _write_check(context: Context, _: Book, sheet: Page) -> None:
    write_check(context, sheet)
    sheet.set_tab_color(_OUR_TAB_COLOUR)


def _write_lists(context: Context, book: Book, sheet: Page) -> None:
    write_lists(context, book, sheet)
    sheet.very_hidden()


def _write_meta(context: Context, _: Book, sheet: Page) -> None:
    write_meta(context, sheet)
    sheet.very_hidden()


def _write_code(context: Context, _: Book, sheet: Page) -> None:
    write_code(context, sheet)
    sheet.very_hidden()


def _write_tab(plan: TabPlan, context: Context, _: Book, sheet: Page) -> None:
    """Write an input tab."""
    set_columns(context, sheet, plan)
    set_page(context, sheet)
    sheet.set_tab_color(_TAB_COLOUR)
    for block in plan.blocks:
        if isinstance(block, FormPlan):
            write_form(context, sheet, plan, block)
        else:
            write_records(context, sheet, plan, block)
    write_screens(context, sheet, plan)
    write_band(context, sheet, plan)
    write_next(context, sheet, plan)
    # The link to the next tab is of no use on paper; it stands below two empty lines.
    set_print(sheet, plan, plan.end - 3)
    _freeze_and_protect(sheet, plan)
    write_signature(context, sheet, plan)


def _freeze_and_protect(sheet: Worksheet, plan: TabPlan) -> None:
    """Keep band or headings in view; protect without a password, so that anyone can lift it."""
    table = plan.table
    if table is None:
        sheet.freeze_panes(BAND_ROWS, 0)
        sheet.protect("", _FORM_RIGHTS)
        return
    low = table.heading > _TALLEST_FROZEN
    row, column = (BAND_ROWS, 0) if low else (table.heading + 1, frozen_columns(table, plan))
    sheet.freeze_panes(row, column)
    sheet.autofilter(table.heading, 0, table.last, table.status.last)
    sheet.protect("", _TABLE_RIGHTS)


def refuse_homeless(order: WorkbookOrder) -> None:
    """Refuse typed answers that have no cell."""
    if lost := sorted(map(str, homeless(order))):
        msg = f"no cell for the typed answers {', '.join(lost[:5])}"
        raise ToolError(msg)


def homeless(order: WorkbookOrder) -> frozenset[CellKey]:
    """The typed answers for which the workbook that is ordered has no cell."""
    homes = _homes(order)
    return frozenset(key for key in order.typed if key[2] not in homes.get(key[:2], ()))


def _homes(order: WorkbookOrder) -> dict[tuple[str, str | None], set[str]]:
    """The keys of the cells that can be typed into, by sheet and row."""
    lists, tables = order.definition.lists, table_keys(order)
    known: dict[tuple[str, str | None], set[str]] = {}
    for sheet in order.definition.sheets:
        cells = {key for field in sheet.fields for key, _, _ in slot_keys(field, lists)}
        if sheet.layout == "form":
            explained = filter(can_be_explained, sheet.fields)
            known[sheet.key, None] = cells | {explanation_key(field.key) for field in explained}
            continue
        if sheet.nothing_to_report:
            known[sheet.key, None] = {NOTHING_TO_REPORT}
        if is_explained(sheet):
            cells.add(explanation_key())
        rows = tables.get(sheet.key) or [row.key for row in sheet.rows]
        known |= dict.fromkeys(((sheet.key, row) for row in rows), cells)
    return known
