"""The line above a table for those who have nothing to report: a reason in place of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from templates.model import NOTHING_REASONS
from workbook.anchors import LIST_NAME_PREFIX, VALUE_COLUMN, block_key
from workbook.model import NOTHING_TO_REPORT
from workbook.write.later import Spot
from workbook.write.lines import helper_cell, helper_spots, line_cells, point_to
from workbook.write.measure import text_height
from workbook.write.paper import clear, put, span_width, write_anchor, write_key
from workbook.write.screens import closed_cell, grey_out, is_closed
from workbook.write.shapes import KEY_COLUMN, NUMBER_COLUMN
from workbook.write.signs import form_sign_formula, form_sign_text, mark_cells, mark_signs
from workbook.write.validation import nothing_validation

if TYPE_CHECKING:
    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.order import Cell
    from workbook.write.page import Page
    from workbook.write.shapes import RecordsPlan, TabPlan


def write_nothing(context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan) -> None:
    """Write the line."""
    row = records.nothing or 0
    question, answer, sign, _ = records.spans
    keys = {KEY_COLUMN: block_key(records.sheet.key), answer.first: VALUE_COLUMN}
    write_anchor(context, sheet, row - 1, keys)
    styles = context.styles
    write_key(sheet, row, NOTHING_TO_REPORT, styles.get("plain"))
    text = context.wording.say(f"sheets.{records.sheet.key}.nothing")
    sheet.write_string(row, NUMBER_COLUMN, "", styles.get("number", locked=True))
    put(sheet, row, question, text, styles.get("question"))
    sheet.set_row(row, max(30, text_height(text, span_width(tab, question)) + 10))
    clear(sheet, row, answer, styles.get("input"))
    key = records.sheet.key
    spot = Spot(answer.first, (styles.get("input"),))
    sheet.later(row, spot, lambda issued: issued.reason(key))
    sheet.data_validation(row, answer.first, row, answer.first, nothing_validation(context))
    closed = closed_cell(tab, records.sheet.screens())
    _write_sign(context, sheet, tab, records)
    mark_signs(context, sheet, (row, row), sign.first)
    absolute = [xl_rowcol_to_cell(row, tab.helper + n, True, True) for n in (1, 2)]
    area = (row, answer.first, row, answer.last)
    grey_out(context, sheet, area, closed)
    grey_out(context, sheet, (row, question.first, row, question.last), closed, "closed_text")
    mark_cells(context, sheet, area, f"{absolute[0]}+{absolute[1]}>0")


def _write_sign(context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan) -> None:
    row = records.nothing or 0
    cell = reason_cell(records)
    none = f"COUNTA({all_cells(records)})=0"
    known = f"ISNUMBER(MATCH({cell},{LIST_NAME_PREFIX}{NOTHING_REASONS},0))"
    formulas = (
        f"IF({none},1,0)",
        f"IF(AND({none},COUNTA({cell})=0),1,0)",
        f"IF(AND(COUNTA({cell})>0,OR(NOT({none}),NOT({known}))),1,0)",
        "0",
    )
    closed = closed_cell(tab, records.sheet.screens())
    if closed:
        needed, missing, wrong, doubtful = (f"IF({closed}=1,0,{test})" for test in formulas)
        formulas = (needed, missing, wrong, doubtful)
    pointer = point_to(row, records.spans[1].first)
    hidden = helper_spots(context, (row, tab.helper), formulas, pointer)
    helpers = tuple(helper_cell(row, tab.helper, offset) for offset in range(1, 4))
    sign, style = records.spans[2], context.styles.get("sign")
    clear(sheet, row, sign, style)

    def values(issued: Issued) -> tuple[Cell, ...]:
        counts = issued.records(records).nothing
        blank = issued.reason(records.sheet.key) is None
        off = is_closed(issued, records.sheet.screens())
        text = form_sign_text(issued.context, counts, blank=blank, closed=off)
        return (*counts, counts.flag, pointer.fixed, text)

    shown = form_sign_formula(context, helpers, cell, closed)
    sheet.later_row(row, (*hidden, Spot(sign.first, (style,), shown)), values)


def reason_cell(records: RecordsPlan) -> str:
    """The address of the cell for the reason."""
    return str(xl_rowcol_to_cell(records.nothing or 0, records.spans[1].first, True, True))


def all_cells(records: RecordsPlan) -> str:
    """All cells of all lines that a person answers, as arguments of COUNTA."""
    content = line_cells(records.slots, records.lines[0].row).everything()
    return ",".join(_downwards(part, records) for part in content.split(","))


def _downwards(part: str, records: RecordsPlan) -> str:
    """The range of a line, stretched over all lines and fixed."""
    first, _, last = part.partition(":")
    left, right = (cell.rstrip("0123456789") for cell in (first, last or first))
    return f"{left}${records.lines[0].row + 1}:{right}${records.last + 1}"
