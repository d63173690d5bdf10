"""How people fill in practice workbooks: declared in templates/demonstrations/habits*.toml."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from indicators.tables import DefinitionError, read_toml
from templates.load import SHIPPED
from templates.model import Condition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HABITS = SHIPPED / "demonstrations"
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Habit:
    """What people answer to one question; for a question without its own, to one of its type.

    `texts`: one of these, with {place}, {year} and {number} filled in.
    `weights`: how often each code of a list (or `true`, `false`) is chosen.
    `between`: smallest and largest number. `share`: or a share of `share_of`, which is
    `population`, `subdivisions`, or a question of the same record that was answered before.
    `days_after`, `years_after`: counted from the last day of the period, or from the answer to
    `counted_from`, a question of the same record; earlier is negative.
    `in_period`: a date is any day of the period.
    `not_after`: two questions, one of the record that is picked and one of the record that picks;
    only records whose date is not after one's own are picked.
    `step`: numbers are multiples of it. `unknown`: how often the answer is "no data".
    `answered`: how often a question is answered that need not be.
    `when`: what to do instead if the condition holds.
    """

    texts: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    between: Span | None = None
    share: Span | None = None
    share_of: str = ""
    days_after: Span = (-700, 0)
    years_after: Span = (-3, 0)
    counted_from: str = ""
    in_period: bool = False
    not_after: tuple[str, ...] = ()
    step: float = 1
    unknown: float = 0
    answered: float = 0.7
    when: tuple[tuple[Condition, Habit], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetHabit:
    """How many records a table gets; `nothing`: how often it says nothing to report, and why."""

    records: Span = (1, 3)
    nothing: float = 0.3
    reasons: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Habits:
    """All habits: by sheet and field, by type of question, and by table."""

    fields: Mapping[tuple[str, str], Habit]
    types: Mapping[str, Habit]
    sheets: Mapping[str, SheetHabit]

    def habit(self, sheet: str, field: str, kind: str) -> Habit:
        """The habit for a question, or else for its type."""
        return self.fields.get((sheet, field)) or self.types.get(kind) or Habit()


@cache
def load_habits(programme: str = "", language: str = "") -> Habits:
    """The habits of everybody, of a language, of a programme, of both: later ones replace.

    They stand in habits.toml, habits_fr.toml, habits_vancouver.toml, habits_vancouver_fr.toml;
    all but the first may be missing.
    """
    endings = (language, programme, f"{programme}_{language}" if programme and language else "")
    paths = [HABITS / f"habits_{ending}.toml" for ending in endings if ending]
    found = _read_habits(HABITS / "habits.toml")
    for path in paths:
        if path.exists():
            own = _read_habits(path)
            found = Habits(
                {**found.fields, **own.fields},
                {**found.types, **own.types},
                {**found.sheets, **own.sheets},
            )
    return found


def _read_habits(path: Path) -> Habits:
    data = read_toml(path)
    fields = {
        (sheet, field): _habit(table, path, f"fields.{sheet}.{field}", Habit())
        for sheet, tables in data.get("fields", {}).items()
        for field, table in tables.items()
    }
    types = {
        kind: _habit(table, path, f"types.{kind}", Habit())
        for kind, table in data.get("types", {}).items()
    }
    sheets = {
        key: SheetHabit(**_frozen(table, SheetHabit, path, f"sheets.{key}"))
        for key, table in data.get("sheets", {}).items()
    }
    return Habits(fields, types, sheets)


def _habit(table: dict[str, Any], path: Path, where: str, usual: Habit) -> Habit:
    own = {key: value for key, value in table.items() if key != "when"}
    habit = dataclasses.replace(usual, **_frozen(own, Habit, path, where))
    cases = tuple(
        (
            Condition(case["field"], tuple(str(code) for code in case["in"])),
            _habit(
                {key: value for key, value in case.items() if key not in {"field", "in"}},
                path,
                f"{where}.when",
                habit,
            ),
        )
        for case in table.get("when", [])
    )
    return dataclasses.replace(habit, when=cases)


def _frozen(table: dict[str, Any], shape: type, path: Path, where: str) -> dict[str, Any]:
    known = {attribute.name for attribute in dataclasses.fields(shape)}
    if unknown := set(table) - known:
        raise DefinitionError(path, f"{where}.{min(unknown)}", f"write one of {sorted(known)}")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
