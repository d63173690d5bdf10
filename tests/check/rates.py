"""How often a right figure is asked about, and how many slips are found, on simulated rounds.

`python -m tests.check.rates` measures more rounds than the tests do; docs/explanation/outliers.md
tells what it prints.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from templates.load import load_library
from templates.periods import parse_period
from workbook.check.region import region_findings
from workbook.model import Answer, Return
from workbook.simulate.draft import Filling, draft_answers
from workbook.simulate.habits import load_habits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.load import Library

JUDGED = frozenset({"integer", "number", "money"})
GOVERNMENTS = frozenset({"city", "municipality"})
SHARE = 100


@dataclass
class Rates:
    """What was counted; shares are in percent."""

    judged: int = 0
    false: int = 0
    planted: int = 0
    found: int = 0
    with_maximum: int = 0
    planted_governments: int = 0
    found_governments: int = 0

    @property
    def false_alarms(self) -> float:
        return 100 * self.false / self.judged

    @property
    def found_by_all(self) -> float:
        return 100 * self.with_maximum / self.planted

    @property
    def found_here(self) -> float:
        return 100 * self.found / self.planted

    @property
    def found_in_governments(self) -> float:
        return 100 * self.found_governments / self.planted_governments


def definitions(library: Library, edition: str):
    levels = ("region", "province", "city", "municipality")
    return {level: library.definition("bicol", edition, level) for level in levels}


def simulated(library: Library, edition: str, seed: int) -> list[Return]:
    """Returns of all places of Bicol, without a mistake."""
    asked = definitions(library, edition)
    period, habits = parse_period("2026"), load_habits("bicol", "en")
    returns = []
    for place in library.places("bicol"):
        drafted = draft_answers(Filling(asked[place.level], place, period, habits, seed))
        answers = tuple(
            Answer(*key, "answered", value, f"{key[0]}!{key[1]}.{key[2]}")
            for key, value in drafted.items()
            if isinstance(value, str | int | float | tuple)
        )
        returns.append(Return(place, f"{place.code}.xlsx", "", "accepted", "2027-01-31", answers))
    return returns


def numbers(library: Library, edition: str, returns: list[Return]) -> list[tuple[int, int, float]]:
    """Each number above zero: which return, which answer, and the declared maximum."""
    asked = definitions(library, edition)
    fields = {
        (level, sheet.key, field.key): field
        for level, definition in asked.items()
        for sheet in definition.sheets
        for field in sheet.fields
        if field.type in JUDGED
    }
    found = []
    for index, entry in enumerate(returns):
        for position, answer in enumerate(entry.answers):
            field = fields.get((entry.place.level, answer.sheet, answer.field))
            if field and not isinstance(answer.value, bool) and answer.value > 0:
                most = float("inf") if field.maximum is None else field.maximum
                found.append((index, position, most))
    return found


def measure(library: Library, edition: str, seeds: Iterable[int], times: int) -> Rates:
    """Plant a slip in every hundredth number, and look what is found with and without it."""
    rates = Rates()
    asked = definitions(library, edition)
    for seed in seeds:
        returns = simulated(library, edition, seed)
        places = numbers(library, edition, returns)
        rates.judged += len(places)
        rates.false += len(region_findings(returns, asked, library.text("en")))
        slips = Random(f"slips {seed}")  # noqa: S311 - nothing to keep secret
        chosen = slips.sample(places, len(places) // SHARE)
        wrong = [list(entry.answers) for entry in returns]
        for index, position, _ in chosen:
            answer = wrong[index][position]
            wrong[index][position] = replace(answer, value=answer.value * times)
        spoilt = [
            replace(entry, answers=tuple(answers))
            for entry, answers in zip(returns, wrong, strict=True)
        ]
        cells = {
            (one.place.code, one.finding.cell)
            for one in region_findings(spoilt, asked, library.text("en"))
        }
        for index, position, most in chosen:
            entry, answer = spoilt[index], wrong[index][position]
            hit = (entry.place.code, answer.cell) in cells
            rates.planted += 1
            rates.found += hit
            rates.with_maximum += hit or answer.value > most
            if entry.place.level in GOVERNMENTS:
                rates.planted_governments += 1
                rates.found_governments += hit
    return rates


if __name__ == "__main__":
    shipped = load_library()
    for name in ("core", "standard", "full"):
        for factor in (10, 1000):
            found = measure(shipped, name, range(5), factor)
            print(  # noqa: T201 - a measurement for people
                f"{name} x{factor}: {found.judged} judged, {found.false_alarms:.3f} % false; of"
                f" {found.planted} slips {found.found_here:.1f} % found here,"
                f" {found.found_by_all:.1f} % with the maxima;"
                f" cities and municipalities {found.found_in_governments:.1f} %"
            )
