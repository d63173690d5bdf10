"""One slip an office: just its questions, to be written on by hand and given back in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.paper import load_settings
from workbook.paper.press import press
from workbook.paper.questions import (
    blocks_of,
    form_questions,
    make_sheaf,
    matrix_rows,
    name_label,
    record_questions,
    section_head,
)
from workbook.paper.sheet import common_data
from workbook.write.context import identity_slot_key
from workbook.write.shapes import FormPlan

if TYPE_CHECKING:
    from templates.model import Field, Sheet
    from workbook.paper.questions import Printed, Sheaf
    from workbook.write.order import WorkbookOrder
    from workbook.write.shapes import Block, TabPlan


def slips_pdf(order: WorkbookOrder) -> bytes:
    """The slips of all offices that the workbook of an order asks."""
    return press("slips.typ", slips_data(order))


def slips_data(order: WorkbookOrder) -> Printed:
    """What the slips say, office by office in the order in which the workbook asks them."""
    sheaf = make_sheaf(order)
    say = sheaf.wording.say
    texts = {
        "page": say("words.page", number="\x01", total="\x02"),
        "write_number": say("paper.write_number"),
        "unknown": say("paper.unknown", na=sheaf.wording.unknown[0], nd=sheaf.wording.unknown[1]),
        "given_by": say("paper.slips.given_by"),
        "given_columns": [say(f"paper.slips.{key}") for key in ("position", "signature", "date")],
    }
    slips = [_slip(sheaf, office) for office in offices_of(order)]
    title = say("paper.slips.document", **sheaf.wording.facts)
    return {**common_data(sheaf, title), "texts": texts, "slips": slips}


def offices_of(order: WorkbookOrder) -> tuple[str, ...]:
    """The offices that know answers, in the order in which the workbook asks."""
    definition = order.definition
    sheets = [
        sheet
        for tab in definition.tabs
        if tab.key != load_settings().sign_off
        for key in tab.sheets
        if (sheet := definition.sheet(key)) is not None
    ]
    return tuple(dict.fromkeys(f.who for sheet in sheets for f in sheet.asked if f.who))


def _slip(sheaf: Sheaf, office: str) -> Printed:
    say = sheaf.wording.say
    name = say(f"offices.{office}")
    sections = [
        section
        for tab, block in blocks_of(sheaf)
        if tab.tab.key != load_settings().sign_off
        and (section := _section(sheaf, tab, block, office)) is not None
    ]
    return {
        "title": say("paper.slips.title", office=name),
        "subtitle": say("words.band.place_period", place=sheaf.order.place.name),
        "about": say("paper.slips.about"),
        "facts": _facts(sheaf),
        "sections": sections,
    }


def _facts(sheaf: Sheaf) -> list[list[str]]:
    """What a slip says about itself: whom to give it to, and until when."""
    say, order = sheaf.wording.say, sheaf.order
    known = "contact" if order.contact else "no_contact"
    rows = [
        ("place", order.place.name),
        ("period", sheaf.wording.facts["period"]),
        ("edition", say(f"paper.editions.{order.definition.edition}")),
        ("give_to", say(f"paper.slips.{known}")),
        ("until", say("paper.slips.deadline" if order.deadline else "paper.slips.no_deadline")),
    ]
    return [[say(f"paper.facts.{key}"), text] for key, text in rows]


def _section(sheaf: Sheaf, tab: TabPlan, block: Block, office: str) -> Printed | None:
    fields = tuple(field for field in block.sheet.asked if field.who == office)
    if not fields:
        return None
    head = section_head(sheaf, tab, block)
    title = sheaf.wording.say(f"sheets.{block.sheet.key}.title")
    head |= {"title": sheaf.wording.say("paper.slips.section", tab=tab.name, title=title)}
    if isinstance(block, FormPlan):
        return {**head, "questions": form_questions(sheaf, tab, block, fields)}
    if block.sheet.layout == "matrix":
        return {
            **head,
            "corner": sheaf.wording.maybe(f"sheets.{block.sheet.key}.headings.rows"),
            "columns": record_questions(sheaf, tab, block, fields),
            "rows": matrix_rows(sheaf, block.sheet, fields),
        }
    return {
        **head,
        "name_label": name_label(sheaf, block.sheet),
        "records": load_settings().slip_records,
        "questions": record_questions(sheaf, tab, block, _unnamed(block.sheet, fields)),
    }


def _unnamed(sheet: Sheet, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields without the name of the record, for which the head of its column has room."""
    rest = tuple(field for field in fields if field.key != identity_slot_key(sheet))
    return rest or fields
