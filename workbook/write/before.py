"""Last period's answers beside the cells of this one: seen, but never taken for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.write.paper import clear, put
from workbook.write.wording import text_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from templates.model import Sheet
    from workbook.write.context import Context
    from workbook.write.order import WorkbookOrder
    from workbook.write.shapes import FormPlan, Line, Question, RecordsPlan, Span

_SIZE = 9.5


def sections_before(order: WorkbookOrder) -> frozenset[str]:
    """The sections of which something is shown from the period before."""
    return frozenset(sheet for sheet, _, _ in order.shown)


def before_hint(context: Context, sheet: Sheet) -> str:
    """What the introduction of a section says where something was filled in or is shown."""
    records = any(key == sheet.key for key, _ in context.order.records)
    filled = any(key == sheet.key for key, _, _ in (*context.order.typed, *context.order.shown))
    if context.order.last is None or not (records or filled):
        return ""
    return context.wording.say(f"last_year.{'records' if records else 'form'}")


def write_form_before(
    context: Context, sheet: Worksheet, form: FormPlan, question: Question
) -> None:
    """The earlier answer to a question, beside its cell."""
    if form.before is None:
        return
    text = context.order.shown.get((form.sheet.key, None, question.field.key), "")
    style = context.styles.get("before" if text else "sign")
    if text:
        put(sheet, question.row, form.before, text, style)
    else:
        clear(sheet, question.row, form.before, style)


def write_line_before(context: Context, sheet: Worksheet, records: RecordsPlan, line: Line) -> None:
    """The earlier answers of a line in one cell, so that they go along when lines are sorted."""
    if records.before is None:
        return
    # Locked cells in a line would keep people from deleting or sorting lines.
    style = context.styles.get("before", locked=line.declared is not None)
    put(sheet, line.row, records.before, line_before(context, records, line), style)


def line_before(context: Context, records: RecordsPlan, line: Line) -> str:
    """What was answered in a line, question by question."""
    wording, key = context.wording, records.sheet.key
    parts = [
        wording.say("last_year.one", label=wording.short(records.sheet, field), value=text)
        for field in records.sheet.asked
        if (text := context.order.shown.get((key, line.key, field.key)))
    ]
    return wording.say("last_year.separator").join(parts)


def before_height(context: Context, records: RecordsPlan, line: Line, width: float) -> float:
    """The height that a line needs for what is shown in it."""
    if records.before is None:
        return 0.0
    return text_height(line_before(context, records, line), width, _SIZE) + 8


def head_before(
    context: Context, sheet: Worksheet, row: int, span: Span | None, style: str
) -> None:
    """The heading above what is shown."""
    if span is not None:
        put(sheet, row, span, context.wording.say("last_year.heading"), context.styles.get(style))
