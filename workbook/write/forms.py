"""Forms: one question a line, with its number, answer, sign and what counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook.anchors import EXPLANATION_COLUMN, VALUE_COLUMN, block_key, explanation_key
from workbook.write.before import head_before, write_form_before, write_intro
from workbook.write.columns import can_be_explained
from workbook.write.explanation import explain_cells, write_explanation
from workbook.write.filled_in import filled_in_value
from workbook.write.later import Spot, Styled
from workbook.write.lines import (
    form_cells,
    helper_cell,
    helper_spots,
    point_to,
    record_formulas,
    tests_of,
)
from workbook.write.measure import text_height
from workbook.write.paper import clear, put, span_width, write_anchor, write_key
from workbook.write.screens import (
    closed_cell,
    closed_cells,
    grey_out,
    hint_only_if,
    hint_switches_off,
    is_closed,
)
from workbook.write.shapes import KEY_COLUMN, NUMBER_COLUMN, Span
from workbook.write.signs import form_sign_formula, form_sign_text, mark_cells, mark_signs
from workbook.write.validation import validation_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.write.conditions import FieldFormulas
    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.lines import Cells
    from workbook.write.order import Cell
    from workbook.write.page import Page
    from workbook.write.shapes import FormPlan, Question, Slot, TabPlan

_LEAST_HEIGHT = 28.0
_MOST_LINES = 6


def write_form(context: Context, sheet: Page, tab: TabPlan, form: FormPlan) -> None:
    """Write a form."""
    _write_heading(context, sheet, tab, form)
    slots = [slot for question in form.questions for slot in question.slots]
    cells = form_cells(slots, form.spans[1].first)
    off = closed_cells(tab, form.sheet, form.sheet.asked)
    reasons = _explanation_cells(form)
    tests = tests_of(context, form.sheet, form.sheet.asked, cells, off, reasons)
    for question in form.questions:
        _write_question(context, sheet, tab, form, question)
        if question.field.type == "computed":
            _write_filled_in(context, sheet, form, question)
            continue
        _write_answers(context, sheet, form, question)
        _grey_out(context, sheet, (tab, form), question)
        _write_sign(context, sheet, (tab, form), question, (tests, cells))
    mark_signs(context, sheet, (form.questions[0].row, form.last), form.spans[2].first)


def _explanation_cells(form: FormPlan) -> dict[str, str]:
    """The addresses of the cells for explanations, by field."""
    if form.explanation is None:
        return {}
    return {
        question.field.key: xl_rowcol_to_cell(question.row, form.explanation.first, col_abs=True)
        for question in form.questions
        if can_be_explained(question.field)
    }


def _write_heading(context: Context, sheet: Page, tab: TabPlan, form: FormPlan) -> None:
    say, styles = context.wording.say, context.styles
    keys = {KEY_COLUMN: block_key(form.sheet.key), form.spans[1].first: VALUE_COLUMN}
    if form.explanation is not None:
        keys[form.explanation.first] = EXPLANATION_COLUMN
    write_anchor(context, sheet, form.anchor, keys)
    section = styles.get("section", text_wrap=True)
    for column in range(NUMBER_COLUMN, tab.last_column + 1):
        sheet.write_blank(form.heading, column, None, section)
    headings = [
        (form.spans[0], say(f"sheets.{form.sheet.key}.title")),
        (form.spans[1], say("words.your_answer")),
        (form.spans[2], ""),
        (form.spans[3], say("words.what_counts")),
    ]
    if form.explanation is not None:
        headings.append((form.explanation, say("words.explanation")))
    head_before(context, sheet, form.heading, form.before, "section")
    height = 26.0
    for span, text in headings:
        put(sheet, form.heading, span, text, section)
        height = max(height, text_height(text, span_width(tab, span) * 0.92, 12) + 10)
    sheet.set_row(form.heading, height)
    intro = context.wording.maybe(f"sheets.{form.sheet.key}.help")
    hint = hint_only_if(context, form.sheet.asked_when)
    intro = " ".join(part for part in (intro, hint) if part)
    whole = Span(form.spans[0].first, form.spans[3].last)
    place = (form.heading + 1, whole, span_width(tab, whole))
    write_intro(context, sheet, place, form.sheet, intro)


def _write_question(
    context: Context, sheet: Page, tab: TabPlan, form: FormPlan, question: Question
) -> None:
    """Number, question and what counts; option lines have their label in place of a question."""
    wording, styles = context.wording, context.styles
    row, field = question.row, question.field
    label = wording.label(form.sheet, field)
    parts = (
        hint_only_if(context, field.asked_when),
        wording.help(form.sheet, field),
        context.entries(field),
        hint_switches_off(context, form.sheet, field),
    )
    hint = " ".join(part for part in parts if part)
    sheet.write_string(row, NUMBER_COLUMN, question.number, styles.get("number"))
    put(sheet, row, form.spans[0], label, styles.get("question"))
    put(sheet, row, form.spans[3], hint, styles.get("help"))
    write_form_before(context, sheet, form, question)
    width = span_width(tab, form.spans[1])
    least = max(
        _LEAST_HEIGHT,
        text_height(label, span_width(tab, form.spans[0])) + 10,
        text_height(hint, span_width(tab, form.spans[3]), 9.5) + 10,
    )
    sheet.later_height(
        row, lambda issued: max(least, _answer_height(issued, form, question, width))
    )
    for slot in question.slots:
        if slot.position != row:
            put(
                sheet, slot.position, form.spans[0], _slot_text(context, slot), styles.get("option")
            )
            sheet.set_row(slot.position, 22)


def _slot_text(context: Context, slot: Slot) -> str:
    if slot.code:
        return context.wording.option(slot.field.list, slot.code)
    return context.wording.say("words.same_as_row", number=slot.number)


def _answer_height(issued: Issued, form: FormPlan, question: Question, width: float) -> float:
    field = question.field
    typed = issued.typed(form.sheet.key, None, field.key)
    computed = field.type == "computed"
    known = filled_in_value(issued.context, form.sheet, None, field) if computed else typed or ""
    shown = str(known)
    room = "x " * (min(field.maximum_length, 600) // 2) if field.type == "long_text" else ""
    most = _MOST_LINES * 15.0 + 10
    return max(text_height(shown, width) + 10, min(most, text_height(room, width) + 10))


def _write_filled_in(context: Context, sheet: Page, form: FormPlan, question: Question) -> None:
    styles = context.styles.get("filled_in"), context.styles.get("filled_in", num_format="#,##0")
    for slot in question.slots:
        write_key(sheet, slot.position, slot.key, context.styles.get("plain"))
        clear(sheet, slot.position, form.spans[1], styles[0])
        sheet.later_row(
            slot.position,
            (Spot(form.spans[1].first, styles),),
            partial(_filled_in, form, slot),
        )
    clear(sheet, question.row, form.spans[2], context.styles.get("sign"))


def _filled_in(form: FormPlan, slot: Slot, issued: Issued) -> tuple[Styled]:
    """What we know, as a number if it is one, unless something else is typed there."""
    typed = issued.typed(form.sheet.key, None, slot.key)
    known = filled_in_value(issued.context, form.sheet, None, slot.field)
    value = known if typed is None else typed
    return (Styled(value, int(isinstance(value, int))),)


def _write_answers(context: Context, sheet: Page, form: FormPlan, question: Question) -> None:
    style = context.styles.answer(question.field)
    column = form.spans[1].first
    for slot in question.slots:
        write_key(sheet, slot.position, slot.key, context.styles.get("plain"))
        clear(sheet, slot.position, form.spans[1], style)
        sheet.later(
            slot.position,
            Spot(column, (style,)),
            partial(_typed, form.sheet.key, slot.key),
        )
    if form.explanation is not None and can_be_explained(question.field):
        _write_explanation(context, sheet, form, question, form.explanation)
    first, last = question.slots[0].position, question.slots[-1].position
    cell = xl_rowcol_to_cell(first, column, col_abs=True)
    rule = validation_of(context, form.sheet, question.field, cell)
    sheet.data_validation(first, column, last, column, rule)


def _typed(sheet: str, key: str, issued: Issued) -> Cell | None:
    return issued.typed(sheet, None, key)


def _write_explanation(
    context: Context, sheet: Page, form: FormPlan, question: Question, span: Span
) -> None:
    key = explanation_key(question.field.key)
    write_explanation(context, sheet, question.row, span, partial(_typed, form.sheet.key, key))
    explain_cells(context, sheet, (question.row, question.row), span.first)


def _grey_out(
    context: Context, sheet: Page, place: tuple[TabPlan, FormPlan], question: Question
) -> None:
    """The colours of a question that a screening question switches off."""
    tab, form = place
    cell = closed_cell(tab, form.sheet.screens(question.field))
    first, last = question.row, question.slots[-1].position
    asked, answer, _, rest = form.spans
    spans = [answer]
    if form.explanation is not None and can_be_explained(question.field):
        spans.append(form.explanation)
    for span in spans:
        grey_out(context, sheet, (first, span.first, last, span.last), cell)
    for span in (Span(NUMBER_COLUMN, asked.last), rest):
        area = (first, span.first, last, span.last)
        grey_out(context, sheet, area, cell, "closed_text")


def _write_sign(
    context: Context,
    sheet: Page,
    place: tuple[TabPlan, FormPlan],
    question: Question,
    found: tuple[Mapping[str, FieldFormulas], Cells],
) -> None:
    tab, form = place
    tests, cells = found
    field, row = question.field, question.row
    pointer = point_to(row, form.spans[1].first)
    hidden = helper_spots(context, (row, tab.helper), record_formulas([tests[field.key]]), pointer)
    helpers = tuple(helper_cell(row, tab.helper, offset) for offset in range(1, 4))
    screens = form.sheet.screens(field)
    sign = context.styles.get("sign")
    clear(sheet, row, form.spans[2], sign)
    area = cells.area(field.key)
    shown = form_sign_formula(context, helpers, area, closed_cell(tab, screens))

    def values(issued: Issued) -> tuple[Cell, ...]:
        record = issued.form(form)
        counts = record.counts_of(field)
        blank, closed = record.states[field.key].blank, is_closed(issued, screens)
        text = form_sign_text(issued.context, counts, blank=blank, closed=closed)
        return (*counts, counts.flag, pointer.fixed, text)

    sheet.later_row(row, (*hidden, Spot(form.spans[2].first, (sign,), shown)), values)
    first, last = question.slots[0].position, question.slots[-1].position
    span = form.spans[1]
    absolute = [xl_rowcol_to_cell(row, tab.helper + n, True, True) for n in range(1, 4)]
    marked = (first, span.first, last, span.last)
    mark_cells(context, sheet, marked, f"{absolute[0]}+{absolute[1]}>0", f"{absolute[2]}>0")
