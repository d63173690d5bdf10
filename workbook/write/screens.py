"""What a screening question switches off: hidden tests, grey cells, and sentences that say so.

A tab has one hidden cell for each set of screening questions that it depends on: 1 where one of
them says no. Every other formula and colour of the tab looks at that cell, since colours cannot
refer to other tabs in every spreadsheet program.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from templates.screening import closing_codes, make_screening
from workbook.write.conditions import closed_formula
from workbook.write.later import Spot
from workbook.write.shapes import FIRST_COLUMN, HELPERS, NUMBER_COLUMN, FormPlan
from workbook.write.states import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsxwriter.worksheet import Worksheet

    from templates.model import Field, MatrixRow, Screen, Sheet
    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.page import Page
    from workbook.write.shapes import Question, RecordsPlan, TabPlan

    Screens = tuple[Screen, ...]

_SCREEN_ROW = 0


def tab_screens(sheets: Iterable[Sheet]) -> tuple[Screens, ...]:
    """The sets of screening questions that sections, rows and fields of a tab depend on."""
    found = (screens for sheet in sheets for screens in _sets(sheet) if screens)
    return tuple(dict.fromkeys(found))


def _sets(sheet: Sheet) -> Iterator[Screens]:
    yield sheet.screens()
    for row in (None, *sheet.rows):
        yield sheet.screens(None, row)
        for field in sheet.asked:
            if row is None or not field.groups or row.group in field.groups:
                yield sheet.screens(field, row)


def closed_cell(plan: TabPlan, screens: Screens) -> str:
    """The address of the hidden cell that is 1 where this is not asked; empty if it always is."""
    if not screens:
        return ""
    column = plan.helper + HELPERS + plan.screens.index(screens)
    return str(xl_rowcol_to_cell(_SCREEN_ROW, column, True, True))


def closed_cells(
    plan: TabPlan, sheet: Sheet, fields: Iterable[Field], row: MatrixRow | None = None
) -> dict[str, str]:
    """The hidden cells of those fields of a record that a screening question can switch off."""
    found = {field.key: closed_cell(plan, sheet.screens(field, row)) for field in fields}
    return {key: cell for key, cell in found.items() if cell}


def closed_fields(
    issued: Issued, sheet: Sheet, fields: Iterable[Field], row: MatrixRow | None = None
) -> frozenset[str]:
    """The keys of the fields that are switched off as issued."""
    return frozenset(field.key for field in fields if is_closed(issued, sheet.screens(field, row)))


def is_closed(issued: Issued, screens: Screens) -> bool:
    """Whether one of the screening questions says no as issued."""
    if not screens:
        return False
    return issued.once(screens, lambda: any(_says_no(issued, screen) for screen in screens))


def _says_no(issued: Issued, screen: Screen) -> bool:
    typed = issued.typed(screen.sheet, None, screen.field)
    value = plain(typed) if typed is not None else None
    if not isinstance(value, str):
        return False
    closing = (label.casefold() for label in _closing_labels(issued.context, screen))
    return value.casefold() in set(closing)


def write_screens(context: Context, sheet: Page, plan: TabPlan) -> None:
    """Write the hidden cells of a tab."""
    styles = (context.styles.get("plain"),)
    for number, screens in enumerate(plan.screens):
        spot = Spot(plan.helper + HELPERS + number, styles, partial(_closed_test, screens))
        sheet.later(_SCREEN_ROW, spot, partial(_closed_value, screens))


def _closed_test(screens: Screens, issued: Issued) -> str:
    context = issued.context
    tests = [
        closed_formula(_address(context, screen), _closing_labels(context, screen))
        for screen in screens
    ]
    test = f"OR({','.join(tests)})" if len(tests) > 1 else tests[0]
    return f"=IF({test},1,0)"


def _closed_value(screens: Screens, issued: Issued) -> int:
    return int(is_closed(issued, screens))


def tab_closed_test(plan: TabPlan) -> str:
    """The test, written on another tab, that nothing on a tab is asked; empty if that cannot be."""
    cells = [closed_cell(plan, block.sheet.screens()) for block in plan.blocks]
    if not all(cells):
        return ""
    name = quote_sheetname(plan.name)
    return "AND(" + ",".join(f"{name}!{cell}=1" for cell in dict.fromkeys(cells)) + ")"


def section_closed_test(plan: TabPlan, sheet: Sheet) -> str:
    """The same for one section of the tab."""
    cell = closed_cell(plan, sheet.screens())
    return f"{quote_sheetname(plan.name)}!{cell}=1" if cell else ""


def tab_is_closed(issued: Issued, plan: TabPlan) -> bool:
    """Whether that test holds as issued."""
    return all(is_closed(issued, block.sheet.screens()) for block in plan.blocks)


def grey_out(
    context: Context,
    sheet: Worksheet,
    area: tuple[int, int, int, int],
    cell: str,
    style: str = "closed_cell",
) -> None:
    """Grey the cells of an area where they are not asked; to be written before other colours."""
    if cell:
        rule = {
            "type": "formula",
            "criteria": f"={cell}=1",
            "format": context.styles.get(style),
            "stop_if_true": True,
        }
        sheet.conditional_format(*area, rule)


def grey_out_lines(context: Context, sheet: Worksheet, plan: TabPlan, records: RecordsPlan) -> None:
    """Grey the numbers and labels of the lines that are not asked."""
    last = FIRST_COLUMN if records.sheet.layout == "matrix" else NUMBER_COLUMN
    for line in records.lines:
        cell = closed_cell(plan, records.sheet.screens(None, line.declared))
        area = (line.row, NUMBER_COLUMN, line.row, last)
        grey_out(context, sheet, area, cell, "closed_text")
        if records.explanation is not None:
            span = records.explanation
            grey_out(context, sheet, (line.row, span.first, line.row, span.last), cell)


def hint_only_if(context: Context, screens: Screens) -> str:
    """The sentence that says with which answer this is asked; empty if it always is."""
    return " ".join(_only_if(context, screen) for screen in screens)


def _only_if(context: Context, screen: Screen) -> str:
    plan, _, question = _find(context, screen)
    labels = [_label(context, question.field, code) for code in screen.one_of]
    answers = context.wording.say("words.or").join(_quoted(context, [label]) for label in labels)
    return context.wording.say(
        "words.asked_only", answers=answers, number=question.number, tab=plan.name
    )


def hint_switches_off(context: Context, sheet: Sheet, field: Field) -> str:
    """The sentence that says what an answer to a screening question switches off."""
    parts: dict[tuple[str, ...], list[str]] = {}
    for depending in make_screening(context.order.definition).depending.values():
        for screen, name in _named(context, depending):
            if (screen.sheet, screen.field) == (sheet.key, field.key):
                found = parts.setdefault(tuple(_closing_labels(context, screen)), [])
                found.append(name)
    separator = context.wording.say("words.list_separator")
    return " ".join(
        context.wording.say(
            "words.switches_off",
            answers=_quoted(context, labels),
            parts=separator.join(dict.fromkeys(names)),
        )
        for labels, names in parts.items()
    )


def _named(context: Context, sheet: Sheet) -> Iterator[tuple[Screen, str]]:
    """What depends on screening questions, by the name that people know it by."""
    wording = context.wording
    for screen in sheet.asked_when:
        yield screen, _quoted(context, [wording.say(f"sheets.{sheet.key}.title")])
    for row in sheet.rows:
        for screen in row.asked_when:
            name = wording.say(f"sheets.{sheet.key}.rows.{row.key}.label")
            yield screen, _quoted(context, [name])
    depending = {field.key for field in sheet.fields if field.asked_when}
    for field in sheet.asked:
        # What is asked only after another of these goes without saying.
        if depending.isdisjoint(condition.field for condition in field.required_when):
            for screen in field.asked_when:
                yield screen, _quoted(context, [wording.short(sheet, field)])


def _quoted(context: Context, names: Iterable[str]) -> str:
    say = context.wording.say
    return say("words.list_separator").join(say("words.quoted", text=name) for name in names)


def _closing_labels(context: Context, screen: Screen) -> tuple[str, ...]:
    _, _, question = _find(context, screen)
    codes = closing_codes(screen, question.field, context.order.definition.lists)
    return tuple(_label(context, question.field, code) for code in codes)


def _label(context: Context, question: Field, code: str) -> str:
    if question.type == "yes_no":
        return context.wording.say("words.yes" if code == "true" else "words.no")
    return context.wording.option(question.list, code)


def _address(context: Context, screen: Screen) -> str:
    plan, form, question = _find(context, screen)
    cell = xl_rowcol_to_cell(question.row, form.spans[1].first, True, True)
    return f"{quote_sheetname(plan.name)}!{cell}"


def _find(context: Context, screen: Screen) -> tuple[TabPlan, FormPlan, Question]:
    """Where a screening question stands; a definition names only questions that it asks."""
    return next(
        (plan, block, question)
        for plan in context.plan.tabs
        for block in plan.blocks
        if isinstance(block, FormPlan) and block.sheet.key == screen.sheet
        for question in block.questions
        if question.field.key == screen.field
    )
