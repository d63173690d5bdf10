"""One question as it is printed: number, words, what counts, where to write, where it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from templates.model import LIST_TYPES, NOTHING_REASONS, NUMERIC_TYPES
from workbook.write.context import identity_slot_key
from workbook.write.plan import plan_book
from workbook.write.shapes import FormPlan
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Condition, Field, Sheet
    from workbook.write.order import WorkbookOrder
    from workbook.write.shapes import Block, BookPlan, RecordsPlan, TabPlan
    from workbook.write.wording import Wording

Printed = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sheaf:
    """An order with its words and its layout: all that is needed to print from it."""

    order: WorkbookOrder
    wording: Wording
    plan: BookPlan


def make_sheaf(order: WorkbookOrder) -> Sheaf:
    """Lay out the workbook of an order, so that paper can name its cells."""
    wording = make_wording(order)
    return Sheaf(order, wording, plan_book(order, wording))


def blocks_of(sheaf: Sheaf) -> Iterator[tuple[TabPlan, Block]]:
    """Every block with its tab, in the order of the workbook."""
    for tab in sheaf.plan.tabs:
        for block in tab.blocks:
            yield tab, block


def section_head(sheaf: Sheaf, tab: TabPlan, block: Block) -> Printed:
    """Title, introduction, and the question whether there is nothing to report."""
    say, sheet = sheaf.wording.say, block.sheet
    title = say(f"sheets.{sheet.key}.title")
    alone = len(tab.blocks) == 1 and title == say(f"tabs.{tab.tab.key}.title")
    nothing = sheet.nothing_to_report and not isinstance(block, FormPlan)
    return {
        "layout": sheet.layout,
        "title": "" if alone else title,
        "intro": sheaf.wording.maybe(f"sheets.{sheet.key}.help"),
        "nothing": say(f"sheets.{sheet.key}.nothing") if nothing else "",
        "nothing_cell": "",
        "reasons": _reasons(sheaf) if nothing else [],
    }


def form_questions(
    sheaf: Sheaf, tab: TabPlan, block: FormPlan, fields: tuple[Field, ...]
) -> list[Printed]:
    """The questions of a form, each with its cell."""
    column = block.spans[1].first
    found = []
    for question in block.questions:
        if question.field in fields:
            first, last = question.slots[0].position, question.slots[-1].position
            cells = xl_rowcol_to_cell(first, column)
            if last > first:
                cells += f"–{xl_rowcol_to_cell(last, column)}"
            where = sheaf.wording.say("paper.type_into_cell", cell=cells, tab=tab.name)
            found.append(_question(sheaf, block.sheet, question.field, question.number, where))
    return found


def record_questions(
    sheaf: Sheaf, tab: TabPlan, block: RecordsPlan, fields: tuple[Field, ...]
) -> list[Printed]:
    """The questions of a table or matrix, each with its column."""
    found = []
    for number, field in enumerate(fields, start=1):
        columns = [slot.position for slot in block.slots if slot.field == field]
        names = xl_col_to_name(min(columns))
        if len(columns) > 1:
            names += f"–{xl_col_to_name(max(columns))}"
        where = sheaf.wording.say("paper.type_into_column", column=names, tab=tab.name)
        found.append(_question(sheaf, block.sheet, field, str(number), where))
    return found


def matrix_rows(sheaf: Sheaf, sheet: Sheet, fields: tuple[Field, ...]) -> list[Printed]:
    """The rows of a matrix, with which of the questions each asks; rows that ask none are left."""
    rows: list[Printed] = []
    for row in sheet.rows:
        asked = [not field.groups or row.group in field.groups for field in fields]
        if any(asked):
            label = sheaf.wording.say(f"sheets.{sheet.key}.rows.{row.key}.label")
            rows.append({"label": label, "asked": asked})
    return rows


def name_label(sheaf: Sheaf, sheet: Sheet) -> str:
    """What tells the records of a table apart, to be written at the head of each."""
    field = sheet.field(identity_slot_key(sheet))
    return sheaf.wording.short(sheet, field) if field else ""


def _question(sheaf: Sheaf, sheet: Sheet, field: Field, number: str, where: str) -> Printed:
    wording = sheaf.wording
    figure = field.type in NUMERIC_TYPES
    return {
        "number": number,
        "label": wording.label(sheet, field),
        "help": wording.help(sheet, field),
        "only_if": _only_if(sheaf, sheet, field),
        "kind": "figure" if figure else field.type,
        "unit": _unit(sheaf, field),
        "options": _options(sheaf, field),
        "unknown": list(wording.unknown),
        "cell": where,
    }


def _options(sheaf: Sheaf, field: Field) -> list[str]:
    if field.type in LIST_TYPES:
        offered = sheaf.order.definition.lists[field.list].offered
        return [sheaf.wording.option(field.list, code) for code in offered]
    if field.type == "yes_no":
        return [sheaf.wording.say("words.yes"), sheaf.wording.say("words.no")]
    return []


def _unit(sheaf: Sheaf, field: Field) -> str:
    if field.type in {"money", "percent"}:
        return sheaf.wording.say(f"words.unit_{field.type}")
    return sheaf.wording.say("paper.date_hint") if field.type == "date" else ""


def _only_if(sheaf: Sheaf, sheet: Sheet, field: Field) -> str:
    """When the question is to be answered; empty where it always is."""
    if field.required:
        return ""
    if not field.required_when:
        return f"({sheaf.wording.say('words.optional')})"
    parts = [_condition(sheaf, sheet, condition) for condition in field.required_when]
    conditions = sheaf.wording.say("paper.and").join(part for part in parts if part)
    return sheaf.wording.say("paper.only_if", conditions=conditions) if conditions else ""


def _condition(sheaf: Sheaf, sheet: Sheet, condition: Condition) -> str:
    other = sheet.field(condition.field)
    if other is None:
        return ""
    wording, label = sheaf.wording, sheaf.wording.short(sheet, other)
    if condition.answered is not None:
        key = "paper.is_answered" if condition.answered else "paper.is_not_answered"
        return wording.say(key, question=label)
    if other.type == "yes_no":
        names = [wording.say("words.yes" if code == "true" else "words.no")
                 for code in condition.one_of]  # fmt: skip
    else:
        names = [wording.option(other.list, code) for code in condition.one_of]
    answers = wording.say("paper.or").join(names)
    return wording.say("paper.is_one_of", question=label, answers=answers)


def _reasons(sheaf: Sheaf) -> list[str]:
    offered = sheaf.order.definition.lists[NOTHING_REASONS].offered
    return [sheaf.wording.option(NOTHING_REASONS, code) for code in offered]
