"""What a place would answer the year after: its records go on, its figures move a little."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from indicators.tables import read_toml
from templates.carrying import carries_over
from templates.model import NUMERIC_TYPES, REFERENCE_TYPES
from workbook.model import NOTHING_TO_REPORT
from workbook.simulate.draft import draft_answers, fill_in, leave_out_closed
from workbook.simulate.habits import HABITS
from workbook.write.typed import as_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.model import Field, Sheet
    from workbook.earlier import Earlier
    from workbook.model import Answer
    from workbook.simulate.draft import Filling
    from workbook.simulate.habits import Span
    from workbook.write.typed import Draft, Plain

_FIGURES = NUMERIC_TYPES - {"year"}


@dataclass(frozen=True, slots=True)
class Going:
    """How answers go on: see templates/demonstrations/next_year.toml."""

    growth: Span
    leaps: float
    leap: Span
    new_records: float
    follows: Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def load_going() -> Going:
    """The declared way in which answers go on."""
    found = read_toml(HABITS / "next_year.toml")
    spans = {key: tuple(found[key]) for key in ("growth", "leap")}
    return Going(**{**found, **spans})


def draft_next_year(filling: Filling, earlier: Earlier) -> Draft:
    """Answers to everything that is asked, going on from those of the year before.

    What belongs to one year, such as events and days of signature, is drawn afresh.
    """
    fresh = draft_answers(filling)
    draft: Draft = {}
    for sheet in filling.definition.sheets:
        own: Draft = {key: value for key, value in fresh.items() if key[0] == sheet.key}
        if sheet.layout == "table":
            draft |= _records_next_year(filling, sheet, own, earlier)
        else:
            draft |= own | _rows_next_year(filling, sheet, own, earlier)
    _forget_gone(filling, draft)
    leave_out_closed(filling, draft)
    return draft


def _records_next_year(filling: Filling, sheet: Sheet, own: Draft, earlier: Earlier) -> Draft:
    living = earlier.living(sheet)
    if not living:
        return own
    found: Draft = {}
    known = {key for record in earlier.records(sheet.key).values() for key in record}
    new_fields = tuple(field for field in sheet.asked if field.key not in known)
    for row, record in living.items():
        going_on = _record_next_year(filling, sheet, row, record)
        told = {key: value for (_, _, key), value in going_on.items()}
        # What is asked since this year, as where the edition grew, nobody has told before.
        fill_in(filling, sheet, row, new_fields, told)
        found |= {(sheet.key, row, key): value for key, value in told.items()}
    names = {str(found.get((sheet.key, row, key))) for row in living for key in sheet.identity}
    added = next((row for _, row, _ in own if row is not None), None)
    new = {key: value for key, value in own.items() if key[1] == added and added is not None}
    taken = any(str(new.get((sheet.key, added, key))) in names for key in sheet.identity)
    if not taken and filling.chance(sheet.key, "new").happens(load_going().new_records):
        found |= new
    return found


def _rows_next_year(filling: Filling, sheet: Sheet, own: Draft, earlier: Earlier) -> Draft:
    found: Draft = {}
    for row in dict.fromkeys(row for _, row, _ in own):
        record = {f.key: a for f in sheet.asked if (a := earlier.find(sheet.key, row, f.key))}
        found |= _record_next_year(filling, sheet, row, record)
    return found


def _record_next_year(
    filling: Filling, sheet: Sheet, row: str | None, record: Mapping[str, Answer]
) -> Draft:
    """One factor for all figures of a record, so that a part stays within its whole."""
    going, chance = load_going(), filling.chance(sheet.key, row, "next year")
    factor = chance.between(going.leap if chance.happens(going.leaps) else going.growth)
    found: Draft = {}
    for key, answer in record.items():
        field = sheet.field(key)
        # A day that does not last is one of the year that is reported on.
        if field is None or (field.type == "date" and not carries_over(sheet, field)):
            continue
        value = as_plain(answer, field)
        follows = going.follows.get(sheet.key, {}).get(key, {})
        found[sheet.key, row, key] = _moved(follows.get(str(value), value), field, factor)
    return found


def _moved(value: Plain, field: Field, factor: float) -> Plain:
    if field.type not in _FIGURES or not isinstance(value, int | float):
        return value
    moved = math.floor(value * factor) if field.type != "number" else round(value * factor, 1)
    moved = max(moved, -math.inf if field.minimum is None else field.minimum)
    moved = min(moved, math.inf if field.maximum is None else field.maximum)
    return int(moved) if moved == int(moved) else moved


def _forget_gone(filling: Filling, draft: Draft) -> None:
    """Take out references to records that are not there, and reasons beside those that are."""
    rows = {(sheet, row) for sheet, row, _ in draft}
    for sheet in filling.definition.sheets:
        for field in (field for field in sheet.asked if field.type in REFERENCE_TYPES):
            for key in [key for key in draft if (key[0], key[2]) == (sheet.key, field.key)]:
                picked = draft[key]
                if isinstance(picked, tuple):
                    left = tuple(row for row in picked if (field.refers_to, row) in rows)
                    draft.pop(key)
                    draft |= {key: left} if left else {}
        if any(key == sheet.key and row for key, row in rows) and sheet.layout == "table":
            draft.pop((sheet.key, None, NOTHING_TO_REPORT), None)
