"""Forms: one question a line, with its number, answer, sign and what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook.anchors import EXPLANATION_COLUMN, VALUE_COLUMN, block_key, explanation_key
from workbook.write.before import before_hint, head_before, write_form_before
from workbook.write.columns import can_be_explained
from workbook.write.explanation import explain_cells, write_explanation
from workbook.write.filled_in import filled_in_value
from workbook.write.lines import (
    counts_as_issued,
    form_cells,
    helper_cell,
    point_to,
    record_formulas,
    states_as_issued,
    tests_of,
    write_helpers,
)
from workbook.write.measure import text_height
from workbook.write.paper import clear, put, span_width, type_in, write_anchor, write_key
from workbook.write.screens import (
    closed_cell,
    closed_cells,
    closed_fields,
    grey_out,
    hint_only_if,
    hint_switches_off,
    is_closed,
)
from workbook.write.shapes import KEY_COLUMN, NUMBER_COLUMN, Span
from workbook.write.signs import form_sign_formula, form_sign_text, mark_cells, mark_signs
from workbook.write.states import Counts
from workbook.write.validation import validation_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from templates.model import Field
    from workbook.write.conditions import FieldFormulas
    from workbook.write.context import Context
    from workbook.write.lines import Cells
    from workbook.write.shapes import FormPlan, Question, Slot, TabPlan
    from workbook.write.states import State

_LEAST_HEIGHT = 28.0
_MOST_LINES = 6


def write_form(context: Context, sheet: Worksheet, tab: TabPlan, form: FormPlan) -> Counts:
    """Write a form; returns what it asks for and lacks as issued."""
    _write_heading(context, sheet, tab, form)
    slots = [slot for question in form.questions for slot in question.slots]
    cells = form_cells(slots, form.spans[1].first)
    states = states_as_issued(context, form.sheet, None, slots)
    off = closed_cells(tab, form.sheet, form.sheet.asked)
    reasons = _explanation_cells(form)
    tests = tests_of(context, form.sheet, form.sheet.asked, cells, off, reasons)
    closed = closed_fields(context, form.sheet, form.sheet.asked)
    total = Counts()
    for question in form.questions:
        _write_question(context, sheet, tab, form, question)
        if question.field.type == "computed":
            _write_filled_in(context, sheet, form, question)
            continue
        _write_answers(context, sheet, form, question)
        found = counts_as_issued(context, form.sheet, (question.field,), states, closed)
        counts = sum((one for _, one in found), Counts())
        total += counts
        _grey_out(context, sheet, (tab, form), question)
        _write_sign(context, sheet, (tab, form), question, (tests, cells, counts, states))
    mark_signs(context, sheet, (form.questions[0].row, form.last), form.spans[2].first)
    return total


def _explanation_cells(form: FormPlan) -> dict[str, str]:
    """The addresses of the cells for explanations, by field."""
    if form.explanation is None:
        return {}
    return {
        question.field.key: xl_rowcol_to_cell(question.row, form.explanation.first, col_abs=True)
        for question in form.questions
        if can_be_explained(question.field)
    }


def _write_heading(context: Context, sheet: Worksheet, tab: TabPlan, form: FormPlan) -> None:
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
    hints = (hint_only_if(context, form.sheet.asked_when), before_hint(context, form.sheet))
    intro = " ".join(part for part in (intro, *hints) if part)
    whole = Span(form.spans[0].first, form.spans[3].last)
    put(sheet, form.heading + 1, whole, intro, styles.get("intro"))
    height = text_height(intro, span_width(tab, whole), 10) + 10 if intro else 8
    sheet.set_row(form.heading + 1, height)


def _write_question(
    context: Context, sheet: Worksheet, tab: TabPlan, form: FormPlan, question: Question
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
    answer = _answer_height(context, form, question, span_width(tab, form.spans[1]))
    sheet.set_row(
        row,
        max(
            _LEAST_HEIGHT,
            text_height(label, span_width(tab, form.spans[0])) + 10,
            text_height(hint, span_width(tab, form.spans[3]), 9.5) + 10,
            answer,
        ),
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


def _answer_height(context: Context, form: FormPlan, question: Question, width: float) -> float:
    field = question.field
    typed = context.typed(form.sheet.key, None, field.key)
    computed = field.type == "computed"
    shown = str(filled_in_value(context, form.sheet, None, field) if computed else typed or "")
    room = "x " * (min(field.maximum_length, 600) // 2) if field.type == "long_text" else ""
    most = _MOST_LINES * 15.0 + 10
    return max(text_height(shown, width) + 10, min(most, text_height(room, width) + 10))


def _write_filled_in(
    context: Context, sheet: Worksheet, form: FormPlan, question: Question
) -> None:
    style = context.styles.get("filled_in")
    number = context.styles.get("filled_in", num_format="#,##0")
    for slot in question.slots:
        write_key(sheet, slot.position, slot.key, context.styles.get("plain"))
        clear(sheet, slot.position, form.spans[1], style)
        typed = context.typed(form.sheet.key, None, slot.key)
        known = filled_in_value(context, form.sheet, None, slot.field)
        value = known if typed is None else typed
        chosen = number if isinstance(value, int) else style
        type_in(sheet, slot.position, form.spans[1].first, value, chosen)
    clear(sheet, question.row, form.spans[2], context.styles.get("sign"))


def _write_answers(context: Context, sheet: Worksheet, form: FormPlan, question: Question) -> None:
    style = context.styles.answer(question.field)
    column = form.spans[1].first
    for slot in question.slots:
        write_key(sheet, slot.position, slot.key, context.styles.get("plain"))
        clear(sheet, slot.position, form.spans[1], style)
        typed = context.typed(form.sheet.key, None, slot.key)
        type_in(sheet, slot.position, column, typed, style)
    if form.explanation is not None and can_be_explained(question.field):
        _write_explanation(context, sheet, form, question, form.explanation)
    first, last = question.slots[0].position, question.slots[-1].position
    cell = xl_rowcol_to_cell(first, column, col_abs=True)
    rule = validation_of(context, form.sheet, question.field, cell)
    sheet.data_validation(first, column, last, column, rule)


def _write_explanation(
    context: Context, sheet: Worksheet, form: FormPlan, question: Question, span: Span
) -> None:
    given = context.typed(form.sheet.key, None, explanation_key(question.field.key))
    write_explanation(context, sheet, question.row, span, given)
    explain_cells(context, sheet, (question.row, question.row), span.first)


def _grey_out(
    context: Context, sheet: Worksheet, place: tuple[TabPlan, FormPlan], question: Question
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
    sheet: Worksheet,
    place: tuple[TabPlan, FormPlan],
    question: Question,
    found: tuple[Mapping[str, FieldFormulas], Cells, Counts, Mapping[str, State]],
) -> None:
    tab, form = place
    tests, cells, counts, states = found
    field: Field = question.field
    row = question.row
    formulas = record_formulas([tests[field.key]])
    pointer = point_to(row, form.spans[1].first)
    write_helpers(context, sheet, (row, tab.helper), formulas, counts, pointer)
    helpers = tuple(helper_cell(row, tab.helper, offset) for offset in range(1, 4))
    screens = form.sheet.screens(field)
    clear(sheet, row, form.spans[2], context.styles.get("sign"))
    sheet.write_formula(
        row,
        form.spans[2].first,
        form_sign_formula(context, helpers, cells.area(field.key), closed_cell(tab, screens)),
        context.styles.get("sign"),
        form_sign_text(
            context, counts, blank=states[field.key].blank, closed=is_closed(context, screens)
        ),
    )
    first, last = question.slots[0].position, question.slots[-1].position
    span = form.spans[1]
    absolute = [xl_rowcol_to_cell(row, tab.helper + n, True, True) for n in range(1, 4)]
    area = (first, span.first, last, span.last)
    mark_cells(context, sheet, area, f"{absolute[0]}+{absolute[1]}>0", f"{absolute[2]}>0")
