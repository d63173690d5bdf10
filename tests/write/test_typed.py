"""Typed answers land as a person would have typed them, in the cells that the keys name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from workbook.write.order import Formula

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook

    from tests.write.conftest import OrderMaker


def keyed(book: Workbook, sheet: str, row: str | None, key: str) -> Cell:
    """The cell that the hidden keys name, found as DESIGN describes and nothing else."""
    for tab in book.worksheets:
        columns: dict[str, int] = {}
        inside = False
        for number in range(1, tab.max_row + 1):
            mark = tab.cell(number, 1).value
            if isinstance(mark, str) and mark.startswith("#"):
                inside = mark == f"#{sheet}"
                cells = tab[number][1:]
                columns = {cell.value: cell.column for cell in cells if cell.value}
            elif inside and "value" in columns and row is None and mark == key:
                return tab.cell(number, columns["value"])
            elif inside and row is not None and mark == row and key in columns:
                return tab.cell(number, columns[key])
    raise AssertionError((sheet, row, key))


TYPED = {
    ("about", None, "office"): "0123 Harbour office",
    ("everything", None, "visitors"): 1250,
    ("everything", None, "temperature"): -3.5,
    ("everything", None, "budget"): Formula("=12+7", 19),
    ("everything", None, "founded"): Formula("=1900+31"),
    ("everything", None, "opened_on"): date(2016, 4, 6),
    ("everything", None, "has_desk"): True,
    ("everything", None, "languages_spoken=english"): "✓",
    ("everything", None, "other_partners~2"): "Net Menders",
    ("everything", None, "indicator"): "10.7.2",
    ("everything", None, "share_spent"): "ND",
    ("headcount", "desk_staff", "women"): 3,
    ("partners", None, "nothing_to_report"): "We have none",
    ("projects", "2026-Q3-001", "name"): "Pier school",
    ("projects", "2026-Q3-001", "taught_in=bikol"): "x",
    ("projects", "2026-Q3-001", "with_partners~1"): "Net Menders",
    ("projects", "2025-Q1-007", "name"): "An older project",
    ("projects", "2025-Q1-007", "cost"): "1,234",
}


def test_typed_answers(specimen: OrderMaker, save) -> None:
    path = save(specimen("010101", TYPED))
    book, values = load_workbook(path), load_workbook(path, data_only=True)
    for place, typed in TYPED.items():
        cell, value = keyed(book, *place), keyed(values, *place).value
        if isinstance(typed, Formula):
            assert cell.value == typed.text
            assert value == typed.value
        elif isinstance(typed, date):
            assert value == datetime(2016, 4, 6)
            assert cell.number_format == "d mmmm yyyy"
        else:
            assert value == typed
            assert type(value) is type(typed)


def test_extra_records_follow_the_prepared_rows(specimen: OrderMaker, save) -> None:
    book = load_workbook(save(specimen("010101", TYPED)))
    first = keyed(book, "projects", "2026-Q3-001", "name").row
    keys = [keyed(book, "projects", f"2026-Q3-00{n}", "name").row for n in range(1, 6)]
    assert keys == list(range(first, first + 5))
    assert keyed(book, "projects", "2025-Q1-007", "name").row == first + 5


def test_facts_are_filled_in_and_locked(bicol: OrderMaker, save) -> None:
    book = load_workbook(save(bicol("0501724000")))
    facts = {
        "name": "City of Naga",
        "code": "0501724000",
        "level": "City",
        "parent": "Camarines Sur",
        "population": 210545,
        "subdivisions": 27,
        "period": "2026",
    }
    for key, value in facts.items():
        cell = keyed(book, "place", None, key)
        assert cell.value == value
        assert cell.protection.locked


def test_greyed_out_cells_are_locked_and_answers_are_not(specimen: OrderMaker, save) -> None:
    book = load_workbook(save(specimen("010101")))
    assert keyed(book, "headcount", "desk_staff", "amount").protection.locked
    assert not keyed(book, "headcount", "training_fund", "amount").protection.locked
    assert not keyed(book, "everything", None, "visitors").protection.locked
