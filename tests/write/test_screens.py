"""What a screening question switches off, in the officer's workbook: as issued and calculated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from templates.model import Screen
from tests.write.conftest import make_order
from tests.write.test_calculation import check_counts, formula_values
from tests.write.test_typed import keyed
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from templates.load import Library
    from templates.model import Definition, Sheet
    from tests.conftest import Office
    from tests.write.conftest import OrderMaker
    from workbook.write.order import Cell, CellKey, WorkbookOrder

WITH_DESK = (Screen("everything", "has_desk", ("true",)),)
FOR_GRANTS = (Screen("everything", "kind", ("grant",)),)
OFF, LOOK = "– Does not apply", "? Does not apply"

# Comments count what is needed / missing / wrong / doubtful.
TYPED = {
    ("everything", None, "visitors"): 5,  # 1 / 0 / 0 / 0
    ("everything", None, "has_desk"): "No",  # 1 / 0 / 0 / 0; no funds, no projects
    ("everything", None, "kind"): "Training",  # 1 / 0 / 0 / 0; no men
    ("headcount", "desk_staff", "exists"): "Yes",  # four rows less the fund: 3 / 2 / 0 / 0
    ("headcount", "desk_staff", "women"): 3,  # 1 / 0 / 0 / 0
    ("headcount", "desk_staff", "men"): 4,  # not asked: 0 / 0 / 0 / 1
    ("headcount", "training_fund", "exists"): "Yes",  # not asked: 0 / 0 / 0 / 1
    ("headcount", "training_fund", "share_used"): 130,  # not asked, thus not wrong: 0 / 0 / 0 / 1
    ("headcount", "training_fund", "remark"): "NA",
    ("projects", "2026-Q3-001", "name"): "Pier school",  # not asked: 0 / 0 / 0 / 1
    ("projects", "2026-Q3-001", "cost"): "ND",
}
# The office, and the reason for no partners, are missing.
COUNTS = {1: (1, 1, 0, 0), 2: (7, 2, 0, 3), 3: (1, 1, 0, 0), 4: (0, 0, 0, 1)}


def screened(definition: Definition) -> Definition:
    """The specimen with a section, a row and a field that depend on questions of its form."""
    return replace(definition, sheets=tuple(map(_screened, definition.sheets)))


def _screened(sheet: Sheet) -> Sheet:
    if sheet.key == "projects":
        return replace(sheet, asked_when=WITH_DESK)
    if sheet.key != "headcount":
        return sheet
    rows = (
        replace(row, asked_when=WITH_DESK) if row.key == "training_fund" else row
        for row in sheet.rows
    )
    fields = (
        replace(field, asked_when=FOR_GRANTS) if field.key == "men" else field
        for field in sheet.fields
    )
    return replace(sheet, rows=tuple(rows), fields=tuple(fields))


@pytest.fixture
def order(specimen: OrderMaker):
    def make(typed: dict[CellKey, Cell]) -> WorkbookOrder:
        plain = specimen("010101", typed)
        return replace(plain, definition=screened(plain.definition))

    return make


@pytest.fixture
def burnaby(library: Library):
    def make(answer: str = "") -> WorkbookOrder:
        typed = {("applies", None, "has_policy"): answer} if answer else {}
        return make_order(library, "vancouver", "2026", "5915025", typed)

    return make


def sign_of(book: Workbook, sheet: str, row: str | None, key: str) -> set[object]:
    """What stands on the line of an answer."""
    cell = keyed(book, sheet, row, key)
    return {other.value for other in cell.parent[cell.row]}


def test_counts_as_issued_are_those_worked_by_hand(order, save) -> None:
    assert check_counts(save(order(TYPED))) == COUNTS


def test_the_line_says_that_it_does_not_apply(order, save) -> None:
    book = load_workbook(save(order(TYPED)), data_only=True)
    assert LOOK in sign_of(book, "headcount", "training_fund", "exists")
    assert LOOK in sign_of(book, "projects", "2026-Q3-001", "name")
    assert OFF in sign_of(book, "projects", "2026-Q3-002", "name")
    assert OFF in sign_of(book, "projects", None, "nothing_to_report")
    assert not {OFF, LOOK} & sign_of(book, "headcount", "volunteers", "exists")


def test_nothing_is_switched_off_while_the_question_is_open(order, save) -> None:
    for answer in ({}, {("everything", None, "has_desk"): "ND"}):
        book = load_workbook(save(order(answer)), data_only=True)
        shown = {cell.value for sheet in book.worksheets[1:] for row in sheet for cell in row}
        assert not {OFF, LOOK} & shown


def test_formulas_do_not_depend_on_the_answer(order, save) -> None:
    """The officer's answer, typed later, must do what the answer filled in beforehand does."""
    written = []
    for number, answer in enumerate(("No", "Yes")):
        path = save(order({("everything", None, "has_desk"): answer}), f"{number}.xlsx")
        book = load_workbook(path)
        formulas = {
            (sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        colours = {
            (sheet.title, str(area.sqref), rule.priority, *rule.formula)
            for sheet in book.worksheets
            for area in sheet.conditional_formatting
            for rule in area.rules
        }
        written.append((formulas, colours))
    assert written[0] == written[1]


def test_grey_goes_before_every_other_colour(order, save) -> None:
    book = load_workbook(save(order(TYPED)))
    for place in (
        ("headcount", "training_fund", "amount"),
        ("headcount", "desk_staff", "men"),
        ("projects", "2026-Q3-002", "kind"),
        ("projects", None, "nothing_to_report"),
    ):
        cell = keyed(book, *place)
        rules = [
            rule
            for area in cell.parent.conditional_formatting
            if cell.coordinate in area
            for rule in area.rules
        ]
        first = min(rules, key=lambda rule: rule.priority)
        assert first.dxf.fill.bgColor.rgb == "FFE4E7EB", place
        assert first.stopIfTrue
        hidden = cell.parent[first.formula[0].removesuffix("=1").replace("$", "")]
        assert str(hidden.value).startswith("=IF(")
        widths = cell.parent.column_dimensions.values()
        assert any(part.hidden and part.min <= hidden.column <= part.max for part in widths)


@pytest.mark.parametrize(("answer", "needed"), [("No", 0), ("In draft", 34), ("", 34), ("ND", 34)])
def test_a_tab_that_does_not_apply_asks_nothing(burnaby, save, answer: str, needed: int) -> None:
    book = load_workbook(save(burnaby(answer)), data_only=True)
    tabs = {row[1].value: row for row in book["Check"].iter_rows() if row[1].value}
    line = next(cells for title, cells in tabs.items() if "Services without fear" in str(title))
    assert (line[2].value, line[4].value) == (needed, needed)
    states = [cell.value for row in book["Guide"].iter_rows() for cell in row]
    assert (OFF in states) == (needed == 0)


def test_a_screening_question_says_what_it_switches_off(burnaby, save) -> None:
    book = load_workbook(save(burnaby()), data_only=True)
    asks = "".join(map(str, sign_of(book, "applies", None, "has_policy")))
    assert "“No” here switches off: “Services without fear, whatever the status”" in asks
    texts = [str(cell.value) for row in book["Access"].iter_rows() for cell in row]
    told = "if your answer to 1.10 on the tab Start is “Yes, in force” or “In draft”"
    assert sum(told in text for text in texts) == 2


@pytest.mark.office
def test_saved_values_are_those_calculated(
    order, burnaby, bicol: OrderMaker, office: Office, tmp_path: Path
) -> None:
    orders = {
        "specimen": order(TYPED),
        "open": order({("everything", None, "has_desk"): "ND"}),
        "burnaby": burnaby("No"),
        "draft": burnaby("In draft"),
        "city": bicol(
            "0501724000",
            {("place", None, "role_return"): "No", ("people", None, "returnee_count"): 12},
        ),
    }
    paths = []
    for name, made in orders.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(build_workbook(made))
    calculated = office.recalculate(paths, tmp_path / "calculated")
    assert check_counts(calculated[0]) == COUNTS
    for path, other in zip(paths, calculated, strict=True):
        issued, found = formula_values(path), formula_values(other)
        different = {
            place: (value, found.get(place))
            for place, value in issued.items()
            if found.get(place) != value
        }
        assert different == {}, path.name
