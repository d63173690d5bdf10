"""Which questions are not asked because a screening question says no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from templates.model import CodeList, Definition, Field, Screen, Sheet

    # The code picked in a screening question, by its sheet and field.
    Picked = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Screening:
    """What a definition says of screening: the questions, and the sheets that depend on them."""

    questions: tuple[tuple[Sheet, Field], ...]
    depending: Mapping[str, Sheet]

    def closing(
        self, picked: Picked, sheet: str, row: str | None = None, field: str = ""
    ) -> Screen | None:
        """The screening question that switches off a field in a row; None if it is asked.

        Without a field: what switches off the section or row as a whole. `picked` leaves out
        questions that are blank, NA, ND or unclear: they switch nothing off.
        """
        found = self.depending.get(sheet)
        if found is None or not picked:
            return None
        line = next((line for line in found.rows if line.key == row), None)
        for screen in found.screens(found.field(field), line):
            code = picked.get((screen.sheet, screen.field))
            if code is not None and code not in screen.one_of:
                return screen
        return None


def make_screening(definition: Definition) -> Screening:
    """The screening of a definition; most sheets have none."""
    screens = {sheet.key: tuple(_all_screens(sheet)) for sheet in definition.sheets}
    wanted = {(screen.sheet, screen.field) for found in screens.values() for screen in found}
    questions = (
        (sheet, field)
        for sheet in definition.sheets
        for field in sheet.asked
        if (sheet.key, field.key) in wanted
    )
    depending = {sheet.key: sheet for sheet in definition.sheets if screens[sheet.key]}
    return Screening(tuple(questions), depending)


def _all_screens(sheet: Sheet) -> Iterator[Screen]:
    yield from sheet.asked_when
    for row in sheet.rows:
        yield from row.asked_when
    for field in sheet.fields:
        yield from field.asked_when


def closing_codes(
    screen: Screen, question: Field, lists: Mapping[str, CodeList]
) -> tuple[str, ...]:
    """The answers to a screening question that switch off what depends on it."""
    known = lists[question.list].codes if question.type == "one_of" else ("true", "false")
    return tuple(code for code in known if code not in screen.one_of)
