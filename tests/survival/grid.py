"""The cells of a workbook by what they ask, found by the hidden keys and nothing else."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from templates.load import load_library
from templates.periods import parse_period
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Key = tuple[str, str | None, str]
LIBRARY = load_library(Path(__file__).parent.parent / "cases/specimen")
TICK = "\u2713"

# What an officer has typed, without anything unusual.
TYPED: dict[Key, Any] = {
    ("about", None, "office"): "Planning office",
    ("everything", None, "motto"): "Amber for all",
    ("everything", None, "visitors"): 1250,
    ("everything", None, "founded"): 1931,
    ("everything", None, "temperature"): -3.25,
    ("everything", None, "budget"): 1_250_000,
    ("everything", None, "share_spent"): 87.5,
    ("everything", None, "opened_on"): date(2016, 4, 6),
    ("everything", None, "has_desk"): "Yes",
    ("everything", None, "desk_hours"): 40,
    ("everything", None, "kind"): "Training",
    ("everything", None, "languages_spoken=english"): TICK,
    ("everything", None, "main_partner"): "Harbour Union",
    ("everything", None, "other_partners~1"): "Red Cross",
    ("headcount", "desk_staff", "exists"): "Yes",
    ("headcount", "desk_staff", "women"): 3,
    ("headcount", "desk_staff", "men"): 2,
    ("headcount", "volunteers", "exists"): "Yes",
    ("headcount", "volunteers", "women"): 11,
    ("headcount", "volunteers", "men"): "ND",
    ("headcount", "training_fund", "exists"): "Yes",
    ("headcount", "training_fund", "amount"): 1000,
    ("headcount", "training_fund", "share_used"): 25,
    ("headcount", "relief_fund", "exists"): "No",
    ("partners", "2026-001", "name"): "Harbour Union",
    ("partners", "2026-001", "kind"): "Outreach",
    ("partners", "2026-002", "name"): "Red Cross",
    ("partners", "2026-002", "kind"): "Grant, loan or gift",
    ("partners", "2026-002", "umbrella"): "Harbour Union",
    ("projects", "2026-001", "name"): "First pier",
    ("projects", "2026-001", "kind"): "Outreach",
    ("projects", "2026-001", "started_on"): date(2026, 2, 28),
    ("projects", "2026-001", "people_reached"): 40,
    ("projects", "2026-002", "name"): "Second pier",
    ("projects", "2026-002", "kind"): "Training",
    ("projects", "2026-002", "started_on"): date(2026, 5, 11),
    ("projects", "2026-002", "people_reached"): 70,
    ("projects", "2026-002", "cost"): 1500,
    ("projects", "2026-002", "share_women"): 60,
    ("projects", "2026-002", "with_partners~2"): "Red Cross",
    ("projects", "2026-003", "name"): "Third pier",
    ("projects", "2026-003", "kind"): "Outreach",
    ("projects", "2026-003", "started_on"): date(2026, 7, 1),
    ("projects", "2026-003", "people_reached"): 0,
}
# The same as it must be read.
READ: dict[Key, Any] = {
    **TYPED,
    ("everything", None, "opened_on"): "2016-04-06",
    ("everything", None, "has_desk"): True,
    ("everything", None, "kind"): "training",
    ("everything", None, "languages_spoken"): ("english",),
    ("everything", None, "main_partner"): ("2026-001",),
    ("everything", None, "other_partners"): ("2026-002",),
    ("headcount", "desk_staff", "exists"): True,
    ("headcount", "volunteers", "exists"): True,
    ("headcount", "volunteers", "men"): "no data",
    ("headcount", "training_fund", "exists"): True,
    ("headcount", "relief_fund", "exists"): False,
    ("partners", "2026-001", "kind"): "outreach",
    ("partners", "2026-002", "kind"): "grant",
    ("partners", "2026-002", "umbrella"): ("2026-001",),
    ("projects", "2026-001", "kind"): "outreach",
    ("projects", "2026-001", "started_on"): "2026-02-28",
    ("projects", "2026-002", "kind"): "training",
    ("projects", "2026-002", "started_on"): "2026-05-11",
    ("projects", "2026-002", "with_partners"): ("2026-002",),
    ("projects", "2026-003", "kind"): "outreach",
    ("projects", "2026-003", "started_on"): "2026-07-01",
}
for _key in [key for key in READ if "=" in key[2] or "~" in key[2]]:
    del READ[_key]


def issued() -> bytes:
    """The workbook as we write it, with these answers; two records were issued filled in."""
    places = {place.code: place for place in LIBRARY.places("specimen")}
    place = places["010101"]
    order = WorkbookOrder(
        definition=LIBRARY.definition("specimen", "core", place.level),
        texts=LIBRARY.text("en"),
        place=place,
        parent=places[place.parent],
        period=parse_period("2026"),
        issue="specimen-1",
        typed=TYPED,
        records={
            ("partners", "2026-001"): "Harbour Union",
            ("partners", "2026-002"): "Red Cross",
        },
    )
    return build_workbook(order)


@dataclass(frozen=True)
class Block:
    """Where a section stands: its tab, key column, marked row, keyed columns and keyed rows."""

    tab: Worksheet
    key_column: int
    mark: int
    columns: dict[str, int]
    rows: dict[str, int]

    @property
    def last(self) -> int:
        return max(self.rows.values())


class Book:
    """A workbook that is open for changes as a person makes them."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def save(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    @cached_property
    def blocks(self) -> dict[str, list[Block]]:
        found: dict[str, list[Block]] = {}
        for tab in self.book.worksheets:
            for name, block in _blocks(tab):
                found.setdefault(name, []).append(block)
        return found

    def block(self, sheet: str, holding: str) -> Block:
        """The block of this section that has such a column or row key."""
        return next(b for b in self.blocks[sheet] if holding in b.columns or holding in b.rows)

    def table(self, sheet: str) -> Block:
        """The block of a table or matrix that holds its first records."""
        return next(b for b in self.blocks[sheet] if "value" not in b.columns)

    def cell(self, key: Key) -> Cell:
        sheet, row, field = key
        for block in self.blocks[sheet]:
            column = block.columns.get("value" if row is None else field)
            line = block.rows.get(field if row is None else row)
            if column and line:
                return block.tab.cell(line, column)
        raise KeyError(key)

    def type(self, key: Key, value: Any, number_format: str = "") -> None:
        cell = self.cell(key)
        cell.value = value
        if number_format:
            cell.number_format = number_format


def _blocks(tab: Worksheet) -> Iterator[tuple[str, Block]]:
    marks = [
        cell
        for column in tab.iter_cols(max_col=3)
        for cell in column
        if isinstance(cell.value, str) and cell.value.startswith("#")
    ]
    for mark in marks:
        columns = {
            str(cell.value): cell.column
            for cell in tab[mark.row]
            if cell.value and cell.column != mark.column
        }
        later = [other.row for other in marks if other.row > mark.row]
        rows = {}
        for number in range(mark.row + 1, min(later, default=tab.max_row + 1)):
            key = tab.cell(number, mark.column).value
            if key:
                rows[str(key)] = number
        yield str(mark.value)[1:], Block(tab, mark.column, mark.row, columns, rows)


def swap_lines(tab: Worksheet, one: int, other: int, columns: range) -> None:
    """Exchange the contents and formats of two lines in some columns."""
    for column in columns:
        first, second = tab.cell(one, column), tab.cell(other, column)
        first.value, second.value = second.value, first.value
        first._style, second._style = copy.copy(second._style), copy.copy(first._style)
