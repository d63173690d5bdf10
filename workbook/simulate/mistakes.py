"""Mistakes that people make in workbooks: each takes a filled-in workbook and spoils one cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from templates.model import NUMERIC_TYPES
from workbook.model import NOTHING_TO_REPORT
from workbook.write.order import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from templates.model import Field, Texts
    from workbook.simulate.draft import Chance, Filling
    from workbook.write.order import Cell, CellKey


@dataclass(frozen=True, slots=True)
class Typist:
    """Who makes the mistake: the workbook, its language and the cells as filled in so far."""

    filling: Filling
    texts: Texts
    typed: Mapping[CellKey, Cell]

    def cells(self, *types: str) -> Iterator[tuple[CellKey, Field, Cell]]:
        """The answered cells whose question is of one of these types."""
        for key, cell in self.typed.items():
            sheet = self.filling.definition.sheet(key[0])
            field = sheet.field(key[2]) if sheet else None
            if field and (not types or field.type in types):
                yield key, field, cell


Change = tuple["CellKey", "Cell | None"]


def number_with_words(typist: Typist) -> list[Change]:
    """About 120, where 120 is asked."""
    return [
        (key, f"± {cell:g} (?)")
        for key, _, cell in typist.cells(*NUMERIC_TYPES)
        if isinstance(cell, int | float)
    ]


def more_than_the_whole(typist: Typist) -> list[Change]:
    """More women than people."""
    habits = typist.filling.habits
    changes: list[Change] = []
    for key, field, cell in typist.cells(*NUMERIC_TYPES):
        whole = typist.typed.get((*key[:2], habits.habit(key[0], field.key, field.type).share_of))
        if field.type == "integer" and isinstance(whole, int) and isinstance(cell, int):
            changes.append((key, whole + 3))
    return changes


def left_empty(typist: Typist) -> list[Change]:
    """A question that must be answered is not."""
    return [
        (key, None)
        for key, field, _ in typist.cells()
        if field.required and not _identifies(typist, key)
    ]


def misspelt(typist: Typist) -> list[Change]:
    """A list entry typed by hand with a letter missing."""
    return [
        (key, cell[:2] + cell[3:] + cell[-1])
        for key, _, cell in typist.cells("one_of")
        if isinstance(cell, str) and len(cell) > 4 and not _identifies(typist, key)
    ]


def unclear_date(typist: Typist) -> list[Change]:
    """06/04/2016 as text: nobody can tell the month."""
    return [
        (key, f"{cell.month % 12 + 1:02d}/{cell.month:02d}/{cell.year}")
        for key, _, cell in typist.cells("date")
        if isinstance(cell, date)
    ]


def records_and_nothing(typist: Typist) -> list[Change]:
    """Nothing to report is chosen, yet there are records."""
    reasons = typist.texts["lists.nothing_reason.none_exists"]
    return [
        ((sheet.key, None, NOTHING_TO_REPORT), reasons)
        for sheet in typist.filling.definition.sheets
        if sheet.nothing_to_report and any(key[0] == sheet.key and key[1] for key in typist.typed)
    ]


def with_separators(typist: Typist) -> list[Change]:
    """1,234 as text: beyond doubt, so that reading repairs it."""
    return [
        (key, f" {cell:,} ")
        for key, _, cell in typist.cells("integer", "money")
        if isinstance(cell, int) and cell >= 1000
    ]


def in_capitals(typist: Typist) -> list[Change]:
    """YES for Yes: repaired too."""
    return [
        (key, f" {cell.upper()}")
        for key, _, cell in typist.cells("yes_no", "one_of")
        if isinstance(cell, str)
    ]


def as_a_sum(typist: Typist) -> list[Change]:
    """A formula that adds up two offices' figures."""
    return [
        (key, Formula(f"={cell // 2}+{cell - cell // 2}", cell))
        for key, _, cell in typist.cells("integer")
        if isinstance(cell, int) and cell > 1
    ]


MISTAKES: tuple[Callable[[Typist], list[Change]], ...] = (
    number_with_words,
    more_than_the_whole,
    left_empty,
    misspelt,
    unclear_date,
    records_and_nothing,
)
SLIPS: tuple[Callable[[Typist], list[Change]], ...] = (with_separators, in_capitals, as_a_sum)


def make_mistakes(
    typist: Typist, chance: Chance, kinds: tuple[Callable[[Typist], list[Change]], ...], count: int
) -> dict[CellKey, Cell]:
    """The cells with up to `count` of these mistakes, each in a cell of its own."""
    typed = dict(typist.typed)
    spoilt: set[CellKey] = set()
    for _ in range(count):
        changes = [change for change in chance.pick(kinds)(typist) if change[0] not in spoilt] or [
            change for kind in kinds for change in kind(typist) if change[0] not in spoilt
        ]
        if not changes:
            break
        key, cell = chance.pick(changes)
        spoilt.add(key)
        if cell is None:
            typed.pop(key, None)
        else:
            typed[key] = cell
    return typed


def _identifies(typist: Typist, key: CellKey) -> bool:
    sheet = typist.filling.definition.sheet(key[0])
    return sheet is not None and key[2] in sheet.identity
