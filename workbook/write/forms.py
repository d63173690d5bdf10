"""Forms: one question a line, with its number, answer, sign and what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook.anchors import VALUE_COLUMN, block_key
from workbook.write.filled_in import filled_in_value
from workbook.write.lines import (
    counts_as_issued,
    form_cells,
    helper_cell,
    record_formulas,
    states_as_issued,
    tests_of,
    write_helpers,
)
from workbook.write.paper import clear, put, span_width, type_in, write_anchor, write_key
from workbook.write.shapes import KEY_COLUMN, NUMBER_COLUMN, Span
from workbook.write.signs import form_sign_formula, form_sign_text, mark_cells, mark_signs
from workbook.write.states import Counts
from workbook.write.validation import validation_of
from workbook.write.wording import text_height

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
    tests = tests_of(context, form.sheet, form.sheet.asked, cells)
    total = Counts()
    for question in form.questions:
        _write_question(context, sheet, tab, form, question)
        if question.field.type == "computed":
            _write_filled_in(context, sheet, form, question)
            continue
        _write_answers(context, sheet, form, question)
        counts = counts_as_issued(context, form.sheet, (question.field,), states)
        total += counts
        _write_sign(context, sheet, (tab, form), question, (tests, cells, counts, states))
    mark_signs(context, sheet, (form.questions[0].row, form.last), form.spans[2].first)
    return total


def _write_heading(context: Context, sheet: Worksheet, tab: TabPlan, form: FormPlan) -> None:
    say, styles = context.wording.say, context.styles
    write_anchor(
        context,
        sheet,
        form.anchor,
        {KEY_COLUMN: block_key(form.sheet.key), form.spans[1].first: VALUE_COLUMN},
    )
    section = styles.get("section")
    sheet.set_row(form.heading, 26)
    for column in range(NUMBER_COLUMN, tab.last_column + 1):
        sheet.write_blank(form.heading, column, None, section)
    texts = (
        say(f"sheets.{form.sheet.key}.title"),
        say("words.your_answer"),
        "",
        say("words.what_counts"),
    )
    for span, text in zip(form.spans, texts, strict=True):
        put(sheet, form.heading, span, text, section)
    intro = context.wording.maybe(f"sheets.{form.sheet.key}.help")
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
    hint = wording.help(form.sheet, field)
    sheet.write_string(row, NUMBER_COLUMN, question.number, styles.get("number"))
    put(sheet, row, form.spans[0], label, styles.get("question"))
    put(sheet, row, form.spans[3], hint, styles.get("help"))
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
    first, last = question.slots[0].position, question.slots[-1].position
    cell = xl_rowcol_to_cell(first, column, col_abs=True)
    rule = validation_of(context, form.sheet, question.field, cell)
    sheet.data_validation(first, column, last, column, rule)


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
    write_helpers(context, sheet, (row, tab.helper), record_formulas([tests[field.key]]), counts)
    helpers = tuple(helper_cell(row, tab.helper, offset) for offset in range(1, 4))
    clear(sheet, row, form.spans[2], context.styles.get("sign"))
    sheet.write_formula(
        row,
        form.spans[2].first,
        form_sign_formula(context, helpers, cells.area(field.key)),
        context.styles.get("sign"),
        form_sign_text(context, counts, blank=states[field.key].blank),
    )
    first, last = question.slots[0].position, question.slots[-1].position
    span = form.spans[1]
    absolute = [xl_rowcol_to_cell(row, tab.helper + n, True, True) for n in range(1, 4)]
    area = (first, span.first, last, span.last)
    mark_cells(context, sheet, area, f"{absolute[0]}+{absolute[1]}>0", f"{absolute[2]}>0")
