"""Last period's answers beside the cells of this one: seen, but never taken for an answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from templates.carrying import carries_over
from workbook.anchors import split_key
from workbook.write.measure import text_height
from workbook.write.paper import clear, put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from templates.model import Sheet
    from workbook.write.context import Context
    from workbook.write.order import WorkbookOrder
    from workbook.write.shapes import FormPlan, Line, Question, RecordsPlan, Span

BEFORE_WIDTH = 30.0
_WIDEST, _WIDER, _FEW = 72.0, 3.0, 8
_SIZE = 9.5


def sections_before(order: WorkbookOrder) -> Mapping[str, float]:
    """The sections of which something is shown from the period before, and how wide that is.

    A line of which much is shown takes more room to the right than downwards.
    """
    lines = Counter((sheet, row) for sheet, row, _ in order.shown)
    most: dict[str, int] = {}
    for (sheet, _), number in lines.items():
        most[sheet] = max(most.get(sheet, 0), number)
    wider = {sheet: _WIDER * max(0, number - _FEW) for sheet, number in most.items()}
    return {sheet: min(_WIDEST, BEFORE_WIDTH + more) for sheet, more in wider.items()}


def before_hint(context: Context, sheet: Sheet) -> str:
    """What the introduction of a section says where something was filled in or is shown."""
    order = context.order
    if order.last is None:
        return ""
    if any(key == sheet.key for key, _ in order.records):
        return context.wording.say("last_year.records")
    lasting = {(sheet.key, field.key) for field in sheet.asked if carries_over(sheet, field)}
    filled = any((key, split_key(column)[0]) in lasting for key, _, column in order.typed)
    known = {"filled": filled, "shown": any(key == sheet.key for key, _, _ in order.shown)}
    return " ".join(
        context.wording.say(f"last_year.{key}") for key, is_so in known.items() if is_so
    )


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
        wording.say("last_year.one", label=_name(wording.short(records.sheet, field)), value=text)
        for field in records.sheet.asked
        if (text := context.order.shown.get((key, line.key, field.key)))
    ]
    return wording.say("last_year.separator").join(parts)


def _name(question: str) -> str:
    """A short question as a name, before a colon."""
    return question.rstrip("?").rstrip()


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
