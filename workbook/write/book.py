"""From an order to the bytes of a workbook; the same order always gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.anchors import LISTS_TAB, META_TAB, explanation_key
from workbook.checkcode import CODE_TAB
from workbook.model import NOTHING_TO_REPORT
from workbook.ooxml.package import pack, package
from workbook.write.band import write_band, write_next
from workbook.write.check_tab import write_check
from workbook.write.code_tab import write_code
from workbook.write.columns import explained_fields
from workbook.write.context import Context
from workbook.write.forms import write_form
from workbook.write.guide import write_guide
from workbook.write.lists import write_lists
from workbook.write.meta import set_properties, write_meta
from workbook.write.order import Formula
from workbook.write.package import Book
from workbook.write.page import Page
from workbook.write.paper import frozen_columns, set_columns, set_page, set_print
from workbook.write.plan import plan_book
from workbook.write.records import write_records
from workbook.write.screens import write_screens
from workbook.write.shapes import BAND_ROWS, FormPlan
from workbook.write.signature import write_signature
from workbook.write.states import Counts
from workbook.write.styles import Styles
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

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
    wording = make_wording(order)
    plan = plan_book(order, wording)
    _find_homeless(order, plan)
    book = Book()
    book.set_size(2400, 1500)
    context = Context(order, wording, plan, Styles(book))
    _write_tabs(context, book)
    set_properties(context, book)
    unsaved = any(isinstance(c, Formula) and c.value is None for c in order.typed.values())
    return book.parts(order.texts.language, unsaved=unsaved)


def _write_tabs(context: Context, book: Book) -> None:
    """All tabs in their order; guide and check come last because they show the others' counts."""
    plan = context.plan
    guide = book.add_worksheet(plan.guide, Page)
    sheets = [book.add_worksheet(tab.name, Page) for tab in plan.tabs]
    check = book.add_worksheet(plan.check, Page)
    lists, meta = book.add_worksheet(LISTS_TAB, Page), book.add_worksheet(META_TAB, Page)
    hidden = (lists, meta, book.add_worksheet(CODE_TAB, Page))
    parts = {
        tab.tab.key: _write_tab(context, sheet, tab)
        for tab, sheet in zip(plan.tabs, sheets, strict=True)
    }
    counts = {tab: sum(found, Counts()) for tab, found in parts.items()}
    code = write_code(context, hidden[-1])
    for tab, sheet in zip(plan.tabs, sheets, strict=True):
        write_signature(context, sheet, tab, counts, code)
    write_guide(context, guide, counts)
    write_check(context, check, parts)
    for sheet in (guide, check):
        sheet.set_tab_color(_OUR_TAB_COLOUR)
    write_lists(context, book, lists)
    write_meta(context, meta)
    for sheet in hidden:
        sheet.very_hidden()


def _write_tab(context: Context, sheet: Page, plan: TabPlan) -> tuple[Counts, ...]:
    """Write an input tab; returns what each of its sections asks for and lacks as issued."""
    set_columns(context, sheet, plan)
    set_page(context, sheet)
    sheet.set_tab_color(_TAB_COLOUR)
    found = [
        write_form(context, sheet, plan, block)
        if isinstance(block, FormPlan)
        else write_records(context, sheet, plan, block)
        for block in plan.blocks
    ]
    write_screens(context, sheet, plan)
    write_band(context, sheet, plan, sum(found, Counts()))
    write_next(context, sheet, plan)
    # The link to the next tab is of no use on paper; it stands below two empty lines.
    set_print(sheet, plan, plan.end - 3)
    _freeze_and_protect(sheet, plan)
    return tuple(found)


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


def homeless(order: WorkbookOrder) -> frozenset[CellKey]:
    """The typed answers for which the workbook that is ordered has no cell."""
    return frozenset(order.typed) - _homes(plan_book(order, make_wording(order)))


def _find_homeless(order: WorkbookOrder, plan: BookPlan) -> None:
    """Refuse typed answers that have no cell."""
    if lost := sorted(map(str, set(order.typed) - _homes(plan))):
        msg = f"no cell for the typed answers {', '.join(lost[:5])}"
        raise ToolError(msg)


def _homes(plan: BookPlan) -> set[CellKey]:
    """Every cell that can be typed into."""
    known: set[CellKey] = set()
    for tab in plan.tabs:
        for block in tab.blocks:
            key = block.sheet.key
            if isinstance(block, FormPlan):
                known |= {(key, None, s.key) for q in block.questions for s in q.slots}
                known |= {(key, None, explanation_key(f.key)) for f in explained_fields(block)}
                continue
            if block.nothing is not None:
                known.add((key, None, NOTHING_TO_REPORT))
            known |= {(key, line.key, slot.key) for line in block.lines for slot in block.slots}
            if block.explanation is not None:
                known |= {(key, line.key, explanation_key()) for line in block.lines}
    return known
