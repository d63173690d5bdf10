"""The whole workbook on paper: for places without a computer, and to think over together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.paper import load_settings
from workbook.paper.press import press
from workbook.paper.questions import (
    form_questions,
    make_sheaf,
    matrix_rows,
    record_questions,
    section_head,
)
from workbook.paper.sheet import common_data
from workbook.write.shapes import FormPlan

if TYPE_CHECKING:
    from workbook.paper.questions import Printed, Sheaf
    from workbook.write.order import WorkbookOrder
    from workbook.write.shapes import Block, TabPlan

_TERMS = ("zero", "na", "nd", "blank", "nothing", "date")


def blank_pdf(order: WorkbookOrder) -> bytes:
    """The workbook of an order as a form to be filled in by hand."""
    return press("blank.typ", blank_data(order))


def blank_data(order: WorkbookOrder) -> Printed:
    """What the blank form says, tab by tab."""
    sheaf = make_sheaf(order)
    say = sheaf.wording.say
    texts = {
        "page": say("words.page", number="\x01", total="\x02"),
        "write_number": say("paper.write_number"),
        "how": say("paper.blank.how"),
        "answers": say("guide.answers.heading"),
        "signatures": say("paper.signatures.heading"),
        "signatures_help": say("paper.signatures.help"),
        "signature_columns": [
            say(f"paper.signatures.{key}") for key in ("role", "position", "signature", "date")
        ],
    }
    return {
        **common_data(sheaf, say("words.document_title")),
        "subtitle": say(f"paper.editions.{order.definition.edition}"),
        "note": _send(sheaf),
        "facts": _facts(sheaf),
        "terms": [[say(f"guide.answers.{t}.term"), say(f"guide.answers.{t}.text")] for t in _TERMS],
        "signatures": [say(f"paper.signatures.{role}") for role in load_settings().roles],
        "texts": texts,
        "tabs": [_tab(sheaf, tab) for tab in sheaf.plan.tabs],
    }


def _send(sheaf: Sheaf) -> str:
    order = sheaf.order
    contact, deadline = bool(order.contact), order.deadline is not None
    key = "contact_deadline" if contact and deadline else "contact" if contact else (
        "deadline" if deadline else "neither")  # fmt: skip
    return sheaf.wording.say(f"paper.blank.send.{key}")


def _facts(sheaf: Sheaf) -> list[list[str]]:
    order, say = sheaf.order, sheaf.wording.say
    rows = [
        ("place", f"{order.place.name} ({order.place.code})"),
        ("period", sheaf.wording.facts["period"]),
    ]
    return [[say(f"paper.facts.{key}"), text] for key, text in rows]


def _tab(sheaf: Sheaf, tab: TabPlan) -> Printed:
    wording = sheaf.wording
    offices = wording.offices(field.who for block in tab.blocks for field in block.sheet.fields)
    known_by = wording.say("words.band.known_by", offices=offices) if offices else ""
    return {
        "title": f"{tab.number}  {wording.say(f'tabs.{tab.tab.key}.title')}",
        "known_by": known_by[:1].upper() + known_by[1:],
        "sections": [_section(sheaf, tab, block) for block in tab.blocks if block.sheet.asked],
    }


def _section(sheaf: Sheaf, tab: TabPlan, block: Block) -> Printed:
    head, sheet = section_head(sheaf, tab, block), block.sheet
    if isinstance(block, FormPlan):
        return {**head, "questions": form_questions(sheaf, tab, block, sheet.asked)}
    questions = record_questions(sheaf, tab, block, sheet.asked)
    if sheet.layout == "matrix":
        columns = [{**question, "cell": ""} for question in questions]
        return {
            **head,
            "corner": sheaf.wording.maybe(f"sheets.{sheet.key}.headings.rows"),
            "columns": columns,
            "rows": matrix_rows(sheaf, sheet, sheet.asked),
        }
    records = load_settings().blank_records
    cards = [sheaf.wording.say("paper.blank.card", number=n) for n in range(1, records + 1)]
    return {**head, "questions": questions, "records": records, "cards": cards}
