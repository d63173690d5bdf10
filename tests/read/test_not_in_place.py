"""Answers that stand where nobody would look: merged away, beside their cell, in a format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.read.plain_workbook import build_plain
from tests.read.typed import READ, TYPED, values
from workbook.ooxml.marks import read_format, unit_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from templates.model import Definition
    from workbook.model import Submission

    Read = Callable[..., Submission]


def changed(definition: Definition, change: Callable[[Any, int, dict[str, int]], None]) -> bytes:
    """The typed workbook after something was done to its project."""
    book = openpyxl.load_workbook(io.BytesIO(build_plain(definition, TYPED)))
    tab, mark = next(
        (tab, row[0].row)
        for tab in book
        for row in tab.iter_rows()
        if row[0].value == "#projects" and "cost" in {cell.value for cell in row}
    )
    columns = {str(cell.value): cell.column for cell in tab[mark] if cell.value}
    change(tab, mark + 3, columns)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def merge(tab: Any, row: int, columns: dict[str, int]) -> None:
    column = columns["cost"]
    tab.merge_cells(start_row=row - 1, end_row=row, start_column=column, end_column=column)


def merge_and_keep(tab: Any, row: int, columns: dict[str, int]) -> None:
    """As LibreOffice does it when asked to keep what stands in the cells that it hides."""
    column = columns["cost"]
    name = openpyxl.utils.get_column_letter(column)
    tab.cell(row, column).value = 750
    tab.merged_cells.add(f"{name}{row - 1}:{name}{row}")


def in_thousands(tab: Any, row: int, columns: dict[str, int]) -> None:
    tab.cell(row, columns["cost"]).value = 750
    tab.cell(row, columns["cost"]).number_format = '#,##0"000"'


def merge_title(tab: Any, row: int, columns: dict[str, int]) -> None:
    last = max(columns.values())
    tab.merge_cells(start_row=row + 40, end_row=row + 40, start_column=2, end_column=last)


def beside(tab: Any, row: int, columns: dict[str, int]) -> None:
    for line in (row, row + 1):
        tab.cell(line, max(columns.values()) + 2).value = 750


def words_beside(tab: Any, row: int, columns: dict[str, int]) -> None:
    tab.cell(row, max(columns.values()) + 2).value = "to be checked"
    tab.cell(row, max(columns.values()) + 3).value = "=12+7"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (merge, ["CE223"]),
        (merge_and_keep, ["CE223"]),
        (in_thousands, ["CE201"]),
        (merge_title, []),
        (beside, ["SH111"]),
        (words_beside, []),
    ],
)
def test_what_is_not_in_its_cell_is_told_once(
    read: Read, definition: Definition, change: Any, codes: list[str]
) -> None:
    submission = read(changed(definition, change))
    assert [finding.code for finding in submission.findings] == codes
    wrong = {key[2] for key, value in values(submission).items() if READ.get(key) != value}
    assert wrong == ({"cost"} if {*codes} & {"CE201", "CE223"} else set())


@pytest.mark.parametrize(
    ("code", "percent", "unit", "thousands"),
    [
        ("General", False, "", 0),
        ("#,##0_)_);[Red](#,##0)", False, "", 0),
        ("[$-409]d mmm yyyy", False, "", 0),
        ('0.0" million"', False, "million", 0),
        ('0.00,,"M"', False, "M", 2),
        ('_("$"* #,##0.00_)', False, "$", 0),
        ("[$₱-464]#,##0.00", False, "₱", 0),
        ("0\\ %", True, "", 0),
        ('0" %"', False, "", 0),
        ('0;-0;"none"', False, "", 0),
        # Digits and signs that the format adds to those of the number, or keeps from it.
        ('0"000"', False, "000", 0),
        ("0\\0\\0", False, "00", 0),
        ('General"00"', False, "00", 0),
        ('"₱"0"000"', False, "₱000", 0),
        ("#,##0,", False, ",", 1),
        ("0.0,,", False, ",,", 2),
        ('"-"0', False, "-", 0),
        ("(0)", False, "()", 0),
        (";;;", False, ";", 0),
        ('""', False, ";", 0),
        ('"5"', False, "5", 0),
        ('[<0]0;[<2000]0" thousand";0', False, "thousand", 0),
        # Of these the number is what people see.
        ('_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', False, "", 0),
        ("0.00E-00", False, "", 0),
        ("[<0]-0;0", False, "", 0),
        ("[Red]", False, "", 0),
        ("GENERAL", False, "", 0),
        ("# ?/?", False, "", 0),
        ("0;-0;;@", False, "", 0),
    ],
)
def test_number_formats(code: str, percent: bool, unit: str, thousands: int) -> None:
    shown = read_format(code)
    assert (shown.percent, shown.unit, shown.thousands) == (percent, unit, thousands)


def test_a_unit_is_what_is_neither_digit_nor_sign() -> None:
    assert unit_in("-1,250.00") == ""
    assert unit_in("US$ 1 250,00") == "US$"
