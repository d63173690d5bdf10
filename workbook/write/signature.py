"""The part of the last tab that is printed to be signed: answers in brief, check code, lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell

from templates.paper import load_settings
from workbook.checkcode import CODE_TAB
from workbook.write.band import tab_area
from workbook.write.code_tab import (
    TOTAL_COLUMN,
    TOTAL_ROW,
    areas_of,
    code_as_issued,
    not_applicable_as_issued,
    not_applicable_formula,
)
from workbook.write.conditions import quote
from workbook.write.context import identity_slot_key
from workbook.write.later import Spot
from workbook.write.measure import text_height
from workbook.write.paper import put
from workbook.write.shapes import FIRST_COLUMN, NUMBER_COLUMN, FormPlan, RecordsPlan, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.order import Cell
    from workbook.write.page import Page
    from workbook.write.shapes import TabPlan

    _Brief = tuple[str, str, Callable[[Issued], str]]

_NAME, _GIVEN, _REST, _BRIEF = FIRST_COLUMN, FIRST_COLUMN + 1, FIRST_COLUMN + 2, FIRST_COLUMN + 3
_NOT_ANSWERED = "–"
_SIGNING_HEIGHT = 34


def write_signature(context: Context, sheet: Page, plan: TabPlan) -> None:
    """Write this part; nothing in it has a key, so that reading passes over it."""
    if plan.signature is None:
        return
    row = _write_head(context, sheet, plan, plan.signature)
    last = _write_tabs(context, sheet, row)
    last = max(last, _write_brief(context, sheet, row))
    row = _write_code(context, sheet, last + 2)
    _write_lines(context, sheet, plan, row + 1)
    sheet.fit_to_pages(1, 1)


def _write_head(context: Context, sheet: Page, plan: TabPlan, row: int) -> int:
    say, styles = context.wording.say, context.styles
    whole = Span(NUMBER_COLUMN, plan.last_column)
    put(sheet, row, whole, say("paper.sign_off.heading"), styles.get("section"))
    sheet.set_row(row, 28)
    text = say("paper.sign_off.help")
    put(sheet, row + 1, whole, text, styles.get("note"))
    sheet.set_row(row + 1, text_height(text, sum(plan.widths), 10) + 8)
    order = context.order
    parts = (
        f"{order.place.name} ({order.place.code})",
        context.wording.facts["period"],
        say(f"paper.editions.{order.definition.edition}"),
    )
    put(sheet, row + 2, whole, say("words.band.separator").join(parts), styles.get("big"))
    sheet.set_row(row + 2, 26)
    return row + 3


def _write_tabs(context: Context, sheet: Page, row: int) -> int:
    """A line a tab: needed answers given, and how many are missing or do not apply."""
    say, styles = context.wording.say, context.styles
    headings = ("tab", "given", "missing")
    for column, key in enumerate(headings, start=_NAME):
        sheet.write_string(row, column, say(f"paper.sign_off.{key}"), styles.get("heading"))
    sheet.set_row(row, 30)
    areas = sum(1 for _ in areas_of(context))
    for plan in context.plan.tabs:
        row += 1
        title = f"{plan.number}  {say(f'tabs.{plan.tab.key}.title')}"
        sheet.write_string(row, _NAME, title, styles.get("cell", font_size=10))
        unknown = not_applicable_formula(plan.number, areas)
        _write_counts(context, sheet, row, plan, unknown)
        sheet.set_row(row, 18)
    return row


def _write_counts(context: Context, sheet: Page, row: int, plan: TabPlan, unknown: str) -> None:
    """Two cells of a line; `unknown`: the formula that counts what does not apply."""
    styles = (context.styles.get("count", font_size=10),)

    def given(issued: Issued) -> str:
        needed, missing = _sums(issued, plan)
        return f'=({needed}-{missing})&" / "&{needed}'

    def rest(issued: Issued) -> str:
        return f'={_sums(issued, plan)[1]}&" / "&{unknown}'

    def values(issued: Issued) -> tuple[str, str]:
        counts = issued.counts_of(plan)
        not_applicable = not_applicable_as_issued(issued, plan.number)
        shown = f"{counts.needed - counts.missing} / {counts.needed}"
        return shown, f"{counts.missing} / {not_applicable}"

    sheet.later_row(row, (Spot(_GIVEN, styles, given), Spot(_REST, styles, rest)), values)


def _sums(issued: Issued, plan: TabPlan) -> tuple[str, str]:
    """The formulas of what a tab asks for and lacks."""
    tab = issued.tab(plan.number)
    return f"SUM({tab_area(tab, 0)})", f"SUM({tab_area(tab, 1)})"


def _write_brief(context: Context, sheet: Page, row: int) -> int:
    """Some of the answers, as they stand now."""
    styles = context.styles
    heading = context.wording.say("paper.sign_off.key_answers")
    sheet.write_string(row, _BRIEF, heading, styles.get("heading"))
    style = (styles.get("cell", font_size=10),)
    for number, (label, _, ask) in enumerate(_brief(context)):
        row += 1
        spot = Spot(_BRIEF, style, partial(_brief_formula, number))
        sheet.later(row, spot, partial(_labelled, label, ask))
    return row


def _labelled(label: str, ask: Callable[[Issued], str], issued: Issued) -> str:
    return f"{label}: {ask(issued)}"


def _brief_formula(number: int, issued: Issued) -> str:
    label, formula, _ = issued.once("brief", lambda: (*_brief(issued.context),))[number]
    return f"={quote(f'{label}: ')}&{formula}"


def _brief(context: Context) -> Iterator[_Brief]:
    """Label, formula and what to ask for its value, of each answer that the workbook asks for."""
    for sheet, field in load_settings().brief:
        for tab in context.plan.tabs:
            for block in tab.blocks:
                if block.sheet.key != sheet:
                    continue
                if isinstance(block, FormPlan):
                    yield from _form_answer(context, tab, block, field)
                elif not field:
                    yield _records(context, tab, block)


def _form_answer(context: Context, tab: TabPlan, form: FormPlan, key: str) -> Iterator[_Brief]:
    for question in form.questions:
        if question.field.key == key:
            cell = xl_rowcol_to_cell(question.row, form.spans[1].first, True, True)
            cell = f"{quote_sheetname(tab.name)}!{cell}"
            label = context.wording.short(form.sheet, question.field)
            formula = f"IF(COUNTA({cell})=0,{quote(_NOT_ANSWERED)},{cell})"
            yield label, formula, lambda issued: _shown(issued.typed(form.sheet.key, None, key))


def _shown(typed: Cell | None) -> str:
    return _NOT_ANSWERED if typed is None else f"{typed}"


def _records(context: Context, tab: TabPlan, records: RecordsPlan) -> _Brief:
    """The number of records, or the reason why there are none."""
    sheet = records.sheet
    key = identity_slot_key(sheet)
    column = next(slot.position for slot in records.slots if slot.key == key)
    name = quote_sheetname(tab.name)
    area = f"{name}!{xl_range_abs(records.lines[0].row, column, records.last, column)}"
    formula = f"COUNTA({area})"
    if records.nothing is not None:
        reason = xl_rowcol_to_cell(records.nothing, records.spans[1].first, True, True)
        reason = f"{name}!{reason}"
        empty = f"IF(COUNTA({reason})=0,{quote(_NOT_ANSWERED)},{reason})"
        formula = f"IF(COUNTA({area})=0,{empty},COUNTA({area}))"

    def shown(issued: Issued) -> str:
        number = sum(key in cells for cells in issued.rows(sheet))
        if number or not sheet.nothing_to_report:
            return str(number)
        return _shown(issued.reason(sheet.key))

    title = context.wording.say(f"sheets.{sheet.key}.title")
    return context.wording.say("paper.sign_off.records", title=title), formula, shown


def _write_code(context: Context, sheet: Page, row: int) -> int:
    """The check code, large enough to be read from a scan."""
    styles = context.styles
    label = context.wording.say("paper.sign_off.code")
    sheet.write_string(row, _NAME, label, styles.get("big", align="right"))
    cell = xl_rowcol_to_cell(TOTAL_ROW, TOTAL_COLUMN, True, True)
    style = styles.get("term", font_size=16, font_name="Consolas")
    spot = Spot(_GIVEN, (style,), f"={quote_sheetname(CODE_TAB)}!{cell}")
    sheet.later(row, spot, code_as_issued)
    sheet.set_row(row, 30)
    return row + 1


def _write_lines(context: Context, sheet: Page, plan: TabPlan, row: int) -> None:
    """Who prepared, checked and approved: lines to be written on by hand."""
    say, styles = context.wording.say, context.styles
    whole = Span(NUMBER_COLUMN, plan.last_column)
    put(sheet, row, whole, say("paper.signatures.heading"), styles.get("section"))
    sheet.set_row(row, 26)
    columns = ((_NAME, "role"), (_GIVEN, "position"), (_REST, "date"), (_BRIEF, "signature"))
    for column, key in columns:
        text = say(f"paper.signatures.{key}")
        sheet.write_string(row + 1, column, text, styles.get("heading"))
    sheet.set_row(row + 1, 22)
    for number, role in enumerate(load_settings().roles, start=row + 2):
        sheet.write_string(number, _NAME, say(f"paper.signatures.{role}"), styles.get("cell"))
        for column in (_GIVEN, _REST, _BRIEF):
            sheet.write_blank(number, column, None, styles.get("cell"))
        sheet.set_row(number, _SIGNING_HEIGHT)
