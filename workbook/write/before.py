"""Last period's answers beside the cells of this one: seen, but never taken for an answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from templates.carrying import carries_over
from workbook.anchors import split_key
from workbook.write.later import Spot, Styled
from workbook.write.measure import text_height
from workbook.write.paper import clear, put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from templates.model import Sheet
    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.order import WorkbookOrder
    from workbook.write.page import Page
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


def before_hint(issued: Issued, sheet: Sheet) -> str:
    """What the introduction of a section says where something was filled in or is shown."""
    order, say = issued.context.order, issued.context.wording.say
    if order.last is None:
        return ""
    if any(key == sheet.key for key, _ in order.records):
        return say("last_year.records")
    lasting = {(sheet.key, field.key) for field in sheet.asked if carries_over(sheet, field)}
    filled = any((key, split_key(column)[0]) in lasting for key, _, column in order.typed)
    known = {"filled": filled, "shown": any(key == sheet.key for key, _, _ in order.shown)}
    return " ".join(say(f"last_year.{key}") for key, is_so in known.items() if is_so)


def write_intro(
    context: Context, sheet: Page, place: tuple[int, Span, float], block: Sheet, fixed: str
) -> None:
    """What introduces a section, with a word on last period; `place`: row, columns, their width."""
    row, span, width = place
    style = context.styles.get("intro")

    def intro(issued: Issued) -> str:
        return " ".join(part for part in (fixed, before_hint(issued, block)) if part)

    def height(issued: Issued) -> float:
        text = intro(issued)
        return text_height(text, width, 10) + 10 if text else 8

    clear(sheet, row, span, style)
    sheet.later(row, Spot(span.first, (style,)), intro)
    sheet.later_height(row, height)


def write_form_before(context: Context, sheet: Page, form: FormPlan, question: Question) -> None:
    """The earlier answer to a question, beside its cell."""
    span, key = form.before, (form.sheet.key, None, question.field.key)
    if span is None:
        return
    styles = (context.styles.get("sign"), context.styles.get("before"))
    clear(sheet, question.row, span, styles[0])

    def shown(issued: Issued) -> tuple[Styled, ...]:
        text = issued.context.order.shown.get(key) or None
        others = (None,) * (span.last - span.first)
        return tuple(Styled(cell, int(text is not None)) for cell in (text, *others))

    columns = range(span.first, span.last + 1)
    sheet.later_row(question.row, (Spot(column, styles) for column in columns), shown)


def write_line_before(context: Context, sheet: Page, records: RecordsPlan, line: Line) -> None:
    """The earlier answers of a line in one cell, so that they go along when lines are sorted."""
    if records.before is None:
        return
    # Locked cells in a line would keep people from deleting or sorting lines.
    style = context.styles.get("before", locked=line.declared is not None)
    clear(sheet, line.row, records.before, style)
    spot = Spot(records.before.first, (style,))
    sheet.later(line.row, spot, lambda issued: line_before(issued, records, line))


def line_before(issued: Issued, records: RecordsPlan, line: Line) -> str:
    """What was answered in a line, question by question."""
    wording, shown = issued.context.wording, issued.shown(records.sheet.key)
    row = issued.key(records, line)
    if row not in shown:
        return ""
    parts = [
        wording.say("last_year.one", label=_name(wording.short(records.sheet, field)), value=text)
        for field in records.sheet.asked
        if (text := shown[row].get(field.key))
    ]
    return wording.say("last_year.separator").join(parts)


def _name(question: str) -> str:
    """A short question as a name, before a colon."""
    return question.rstrip("?").rstrip()


def before_height(issued: Issued, records: RecordsPlan, line: Line, width: float) -> float:
    """The height that a line needs for what is shown in it."""
    if records.before is None:
        return 0.0
    return text_height(line_before(issued, records, line), width, _SIZE) + 8


def head_before(
    context: Context, sheet: Worksheet, row: int, span: Span | None, style: str
) -> None:
    """The heading above what is shown."""
    if span is not None:
        put(sheet, row, span, context.wording.say("last_year.heading"), context.styles.get(style))
