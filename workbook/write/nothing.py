"""The line above a table for those who have nothing to report: a reason in place of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from templates.model import NOTHING_REASONS
from workbook.anchors import LIST_NAME_PREFIX, VALUE_COLUMN, block_key
from workbook.model import NOTHING_TO_REPORT
from workbook.write.lines import helper_cell, line_cells, point_to, write_helpers
from workbook.write.measure import text_height
from workbook.write.paper import clear, put, span_width, type_in, write_anchor, write_key
from workbook.write.screens import closed_cell, grey_out, is_closed
from workbook.write.shapes import KEY_COLUMN, NUMBER_COLUMN
from workbook.write.signs import form_sign_formula, form_sign_text, mark_cells, mark_signs
from workbook.write.states import Counts, plain
from workbook.write.validation import nothing_validation

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.shapes import RecordsPlan, TabPlan


def write_nothing(
    context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan, filled: int
) -> Counts:
    """Write the line; `filled`: how many records stand below as issued."""
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
    reason = context.reason(records.sheet.key)
    type_in(sheet, row, answer.first, reason, styles.get("input"))
    sheet.data_validation(row, answer.first, row, answer.first, nothing_validation(context))
    closed = closed_cell(tab, records.sheet.screens())
    off = is_closed(context, records.sheet.screens())
    counts = Counts() if off else _counts(context, reason, filled)
    _write_sign(context, sheet, tab, records, counts)
    clear(sheet, row, sign, styles.get("sign"))
    helpers = tuple(helper_cell(row, tab.helper, offset) for offset in range(1, 4))
    cell = reason_cell(records)
    sheet.write_formula(
        row,
        sign.first,
        form_sign_formula(context, helpers, cell, closed),
        styles.get("sign"),
        form_sign_text(context, counts, blank=reason is None, closed=off),
    )
    mark_signs(context, sheet, (row, row), sign.first)
    absolute = [xl_rowcol_to_cell(row, tab.helper + n, True, True) for n in (1, 2)]
    area = (row, answer.first, row, answer.last)
    grey_out(context, sheet, area, closed)
    grey_out(context, sheet, (row, question.first, row, question.last), closed, "closed_text")
    mark_cells(context, sheet, area, f"{absolute[0]}+{absolute[1]}>0")
    return counts


def _counts(context: Context, reason: object, filled: int) -> Counts:
    """Without records a reason is needed; with records it must not be there."""
    known = {label.casefold() for label in context.reasons()}
    value = plain(reason) if reason is not None else None  # type: ignore[arg-type]
    unreadable = reason is not None and not (isinstance(value, str) and value.casefold() in known)
    return Counts(
        needed=int(not filled),
        missing=int(not filled and reason is None),
        wrong=int(unreadable or bool(reason is not None and filled)),
    )


def _write_sign(
    context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan, counts: Counts
) -> None:
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
    if closed := closed_cell(tab, records.sheet.screens()):
        needed, missing, wrong, doubtful = (f"IF({closed}=1,0,{test})" for test in formulas)
        formulas = (needed, missing, wrong, doubtful)
    pointer = point_to(row, records.spans[1].first)
    write_helpers(context, sheet, (row, tab.helper), formulas, counts, pointer)


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
