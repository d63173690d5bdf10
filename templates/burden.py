"""How much work a workbook is: answers, minutes of typing, days of gathering, tab by tab.

The times are declared in burden.toml and are estimates. Offices gather side by side, so days do
not add up: the slowest office decides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from indicators.tables import DefinitionError, read_toml
from templates.load import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from templates.model import Definition, Field, Sheet

ESTIMATES = SHIPPED / "burden.toml"


@dataclass(frozen=True, slots=True)
class Estimates:
    """Declared times: seconds by type of field, for a tab and for a line; days by office."""

    tab: float
    line: float
    seconds: Mapping[str, float]
    usual_days: int
    days: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Burden:
    """Work of one tab or of a whole workbook; `days` are working days of the slowest office."""

    answers: int = 0
    seconds: float = 0
    days: int = 0

    @property
    def minutes(self) -> int:
        """Minutes of typing, begun ones included."""
        return math.ceil(self.seconds / 60)

    def __add__(self, other: Burden) -> Burden:
        return Burden(
            self.answers + other.answers,
            self.seconds + other.seconds,
            max(self.days, other.days),
        )


@cache
def load_estimates(path: Path = ESTIMATES) -> Estimates:
    """Read the declared times."""
    table = read_toml(path)
    typing, gathering = _section(table, "typing", path), _section(table, "gathering", path)
    return Estimates(
        tab=_number(typing, "tab", path),
        line=_number(typing, "line", path),
        seconds=_section(typing, "seconds", path),
        usual_days=int(_number(gathering, "usual", path)),
        days=_section(gathering, "days", path),
    )


def burden_by_tab(definition: Definition, estimates: Estimates | None = None) -> dict[str, Burden]:
    """The work of each tab, by its key, for one record of each table."""
    known = estimates or load_estimates()
    found: dict[str, Burden] = {}
    for tab in definition.tabs:
        sheets = [sheet for key in tab.sheets if (sheet := definition.sheet(key)) is not None]
        found[tab.key] = sum(
            (_of_sheet(sheet, known) for sheet in sheets), Burden(seconds=known.tab)
        )
    return found


def burden_of(definition: Definition, estimates: Estimates | None = None) -> Burden:
    """The work of the whole workbook."""
    return sum(burden_by_tab(definition, estimates).values(), Burden())


def asked_cells(sheet: Sheet) -> list[Field]:
    """A field for each answer: questions of a form, of one record, or of every line of a matrix."""
    if sheet.layout != "matrix":
        return list(sheet.asked)
    return [
        field
        for row in sheet.rows
        for field in sheet.asked
        if not field.groups or row.group in field.groups
    ]


def _of_sheet(sheet: Sheet, known: Estimates) -> Burden:
    fields = asked_cells(sheet)
    lines = {"form": 0, "table": 1, "matrix": len(sheet.rows)}[sheet.layout]
    offices = {field.who for field in fields if field.who}
    return Burden(
        answers=len(fields),
        seconds=sum(known.seconds[field.type] for field in fields) + lines * known.line,
        days=max((known.days.get(office, known.usual_days) for office in offices), default=0),
    )


def _section(table: Mapping[str, Any], key: str, path: Path) -> dict[str, Any]:
    section = table.get(key)
    if not isinstance(section, dict):
        raise DefinitionError(path, key, "this part is missing; write it as a table with numbers")
    return section


def _number(table: Mapping[str, Any], key: str, path: Path) -> float:
    value = table.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        raise DefinitionError(path, key, "write a number, 0 or more, without quotes")
    return value
