"""From the cells of one question to one answer with its findings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from templates.model import REFERENCE_TYPES
from workbook.anchors import option_key, slot_key, split_key
from workbook.model import Answer, Explanation, Finding, State
from workbook.read.cells import Cell, shown_text
from workbook.read.coerce import Context, coerce, coerce_tick, not_a_value
from workbook.read.outcome import BLANK, NO_DATA, NOT_APPLICABLE, Outcome, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import CodeList, Field

_ABSENT = Cell()


# Not frozen, because that doubles the time of making one, and a file has a hundred.
@dataclass(slots=True, unsafe_hash=True)
class Reading:
    """Answers and findings of one question, one section or the whole file, never changed.

    `filled_in`: cells that were filled in by us. `picked`: texts of references not yet resolved.
    `explanations`: what is written beside answers that look unusual.
    """

    answers: tuple[Answer, ...] = ()
    filled_in: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()
    picked: tuple[Picked, ...] = ()
    explanations: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Picked:
    """The cells of a reference and the records they name, still as text."""

    sheet: str
    row: str | None
    field: str
    cells: tuple[Cell, ...]


NOTHING = Reading()


def join(readings: Iterable[Reading]) -> Reading:
    """One reading of many, in their order."""
    parts = [part for part in readings if part is not NOTHING]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    return Reading(
        tuple(chain.from_iterable([part.answers for part in parts])),
        tuple(chain.from_iterable([part.filled_in for part in parts])),
        tuple(chain.from_iterable([part.findings for part in parts])),
        tuple(chain.from_iterable([part.picked for part in parts])),
        tuple(chain.from_iterable([part.explanations for part in parts])),
    )


def telling(findings: Iterable[Finding]) -> Reading:
    """A reading of findings alone."""
    found = tuple(findings)
    return Reading(findings=found) if found else NOTHING


def expected_keys(field: Field, lists: Mapping[str, CodeList]) -> tuple[str, ...]:
    """The keys of all cells in which a field is answered."""
    if field.type == "several_of":
        return tuple(option_key(field.key, code) for code in lists[field.list].offered)
    if field.type == "references":
        return tuple(slot_key(field.key, number) for number in range(1, field.slots + 1))
    return (field.key,)


def read_answer(
    sheet: str, row: str | None, field: Field, cells: Mapping[str, Cell], context: Context
) -> Reading:
    """The answer to one field; `cells` are those of its form or line, by key."""
    place = (sheet, row, field)
    if field.type == "several_of":
        own = {key: cell for key, cell in cells.items() if split_key(key)[0] == field.key}
        outcome, several = _read_ticks(own, field, context), list(own.values())
    elif field.type == "references":
        keys = [key for key in cells if split_key(key)[0] == field.key]
        outcome, several = _read_references([cells[key] for key in keys], field, context)
    else:
        cell = cells.get(field.key, _ABSENT)
        if cell.value == "" and not cell.problem and not cell.covered:
            return Reading((Answer(sheet, row, field.key, "blank", None, cell.address),))
        outcome = coerce(cell, field, context)
        return _to_reading(place, outcome, outcome.cell or cell, (cell,))
    first = outcome.cell or next((cell for cell in several if not cell.is_blank), several[0])
    return _to_reading(place, outcome, first, tuple(several))


def read_filled_in(sheet: str, row: str | None, field: Field, cell: Cell) -> Reading:
    """A cell that we filled in, as it came back; nothing is judged here."""
    text = shown_text(cell)
    state: State = "blank" if cell.is_blank else "unreadable" if cell.problem else "answered"
    value = text if state == "answered" else None
    return Reading(filled_in=(Answer(sheet, row, field.key, state, value, cell.address),))


def read_explanation(
    sheet: str, row: str | None, field: str | None, cell: Cell | None, context: Context
) -> Reading:
    """What is written into an explanation cell; NA, ND and signs without a word say nothing."""
    if cell is None or cell.problem or (cell.value == "" and not cell.shown):
        return NOTHING
    text = shown_text(cell)
    if not any(map(str.isalnum, text)):
        return NOTHING
    if not_a_value(text, context.words) is not None:
        return NOTHING
    return Reading(explanations=(Explanation(sheet, row, field, text, cell.address),))


def _to_reading(
    place: tuple[str, str | None, Field], outcome: Outcome, cell: Cell, cells: tuple[Cell, ...]
) -> Reading:
    sheet, row, field = place
    personal = field.type == "contact"
    bad = outcome.state == "unreadable"
    good = outcome.state == "answered"
    reckoned = good and any(each.formula and not each.is_blank for each in cells)
    told = bad or reckoned or outcome.repair is not None
    shown = shown_text(cell) if told and not personal and not cell.is_blank else None
    repair = None if personal else outcome.repair
    answer = Answer(
        sheet, row, field.key, outcome.state, outcome.value, cell.address, repair,
        shown if bad else None,
    )  # fmt: skip

    def tell(code: str, parameters: tuple[tuple[str, str], ...] = ()) -> Finding:
        return Finding(code, sheet, row, field.key, cell.address, shown, parameters)

    findings: list[Finding] = []
    if bad:
        findings.append(Finding(
            outcome.code, sheet, row, field.key, cell.address, shown, outcome.parameters
        ))  # fmt: skip
    if outcome.repair is not None:
        findings.append(tell("CE210", (("why", outcome.repair.why),)))
    if reckoned:
        findings.append(tell("CE216"))
    picked: tuple[Picked, ...] = ()
    if good and field.type in REFERENCE_TYPES:
        filled = tuple(each for each in cells if not each.is_blank)
        picked = (Picked(sheet, row, field.key, filled),)
    return Reading((answer,), (), tuple(findings), picked)


def _read_ticks(cells: Mapping[str, Cell], field: Field, context: Context) -> Outcome:
    """The ticked codes in list order; NA and ND count only where nothing else is said."""
    codes = context.words.options[field.list].codes
    ticked: set[str] = set()
    early: dict[Outcome, Cell] = {}
    for key, cell in cells.items():
        code = split_key(key)[1]
        found = coerce_tick(cell, context.words)
        if isinstance(found, Outcome):
            if found.state == "unreadable":
                return found
            early.setdefault(found, cell)
        elif found and code in codes:
            ticked.add(code)
        elif found:
            return unreadable("CE213", cell)
    if early and (ticked or len(early) > 1):
        return unreadable("CE213", next(iter(early.values())))
    if early:
        return next(iter(early))
    if not ticked:
        return BLANK
    return Outcome("answered", tuple(code for code in codes if code in ticked))


def _read_references(
    cells: list[Cell], field: Field, context: Context
) -> tuple[Outcome, list[Cell]]:
    """All records that were picked; one cell that is not clear makes the answer unreadable."""
    outcomes = [(coerce(cell, field, context), cell) for cell in cells]
    filled = [(outcome, cell) for outcome, cell in outcomes if outcome.state != "blank"]
    bad = next((outcome for outcome, _ in filled if outcome.state == "unreadable"), None)
    if bad is not None:
        return bad, cells
    if not filled:
        return BLANK, cells
    states = {outcome.state for outcome, _ in filled}
    if len(states) > 1:
        other = next(cell for outcome, cell in filled if outcome.state != "answered")
        return unreadable("CE214", other), cells
    if states == {"not_applicable"}:
        return NOT_APPLICABLE, cells
    if states == {"no_data"}:
        return NO_DATA, cells
    return Outcome("answered", tuple(str(outcome.value) for outcome, _ in filled)), cells
