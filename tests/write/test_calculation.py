"""The officer-side formulas, calculated by LibreOffice and compared with numbers worked by hand."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.write.test_typed import keyed
from workbook.read.submission import read_file
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from tests.conftest import Office
    from tests.write.conftest import OrderMaker

# The title of a tab; sections below it have no number.
NUMBERED = re.compile(r"\d+  ")
# Comments count what is needed / missing / wrong / doubtful.
TYPED = {
    ("about", None, "office"): "Harbour office",  # its line is needed too: 2 / 1 / 0 / 0
    ("everything", None, "motto"): "x" * 41,  # at most 40 characters: 0 / 0 / 1 / 0
    ("everything", None, "visitors"): "many",  # needed, no number: 1 / 0 / 1 / 0
    ("everything", None, "founded"): 1950,
    ("everything", None, "temperature"): "nd",
    ("everything", None, "budget"): 1000,
    ("everything", None, "share_spent"): 0.5,  # needed, perhaps meant as 50: 1 / 0 / 0 / 1
    ("everything", None, "opened_on"): date(2026, 10, 1),  # after September: 0 / 0 / 1 / 0
    ("everything", None, "has_desk"): "No",  # needed, and so is since when: 2 / 1 / 0 / 0
    ("everything", None, "languages_spoken=english"): "✓",
    ("everything", None, "main_partner"): "Amber League",
    ("everything", None, "other_partners~1"): "Nobody",  # no such record: 0 / 0 / 1 / 0
    # kind is needed and blank: 1 / 1 / 0 / 0
    ("headcount", "desk_staff", "exists"): "Yes",  # 4 rows need it: 4 / 2 / 0 / 0
    ("headcount", "desk_staff", "women"): 3,  # women and men are needed: 2 / 1 / 0 / 0
    ("headcount", "training_fund", "exists"): "NA",
    ("headcount", "training_fund", "share_used"): 130,  # above 100: 0 / 0 / 1 / 0
    ("partners", None, "nothing_to_report"): "We have none",  # beside a record: 0 / 0 / 1 / 0
    ("partners", "2026-Q3-001", "name"): "Amber League",
    ("projects", "2026-Q3-001", "name"): "Pier school",
    ("projects", "2026-Q3-001", "kind"): "Training",  # needs the start: 3 / 1 / 0 / 0
    ("projects", "2026-Q3-001", "people_reached"): 50,
    ("projects", "2026-Q3-001", "share_women"): 60,  # needed with training: 1 / 0 / 0 / 0
    ("projects", "2026-Q3-001", "open_to_all"): "Maybe",  # not in the list: 0 / 0 / 1 / 0
    ("projects", "2026-Q3-002", "name"): "Second",  # kind is missing: 2 / 1 / 0 / 0
    ("projects", "2026-Q3-002", "cost"): "ND",
}
COUNTS = {
    1: (2, 1, 0, 0),
    2: (11, 5, 5, 1),
    3: (0, 0, 1, 0),
    4: (6, 2, 1, 0),
}
CheckCounts = tuple[object, ...]


def check_lines(path: Path) -> list[tuple[str, CheckCounts]]:
    """Title, and needed, missing, to mend and to look at, of every line but the last, the sum."""
    sheet = load_workbook(path, data_only=True).worksheets[-4]
    rows = sheet.iter_rows(min_row=7, min_col=2, max_col=7, values_only=True)
    lines = list(itertools.takewhile(lambda row: row[0] is not None, rows))
    found = []
    for title, needed, answered, *rest in lines:
        assert answered == needed - rest[0]
        found.append((str(title), (needed, *rest)))
    *parts, (_, total) = found
    tabs = [counts for title, counts in parts if NUMBERED.match(title)]
    assert total == tuple(map(sum, zip(*tabs, strict=True)))
    return parts


def check_counts(path: Path) -> dict[int, CheckCounts]:
    """Needed, missing, to mend and to look at, by number of the tab."""
    found = check_lines(path)
    return {int(title.split()[0]): counts for title, counts in found if NUMBERED.match(title)}


def formula_values(path: Path) -> dict[tuple[str, str], object]:
    """The saved value of every formula; an empty text and none at all are the same."""
    book, values = load_workbook(path), load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value or ""
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_counts_as_issued_are_those_worked_by_hand(specimen: OrderMaker, save) -> None:
    assert check_counts(save(specimen("010101", TYPED))) == COUNTS


@pytest.mark.office
def test_counts_calculated_are_those_worked_by_hand(
    specimen: OrderMaker, save, office: Office, tmp_path: Path
) -> None:
    path = save(specimen("010101", TYPED))
    (calculated,) = office.recalculate([path], tmp_path / "calculated")
    assert check_counts(calculated) == COUNTS
    book = load_workbook(calculated, data_only=True)
    line = keyed(book, "projects", "2026-Q3-001", "name")
    shown = [cell.value for cell in book[line.parent.title][line.row] if cell.value is not None]
    assert "▲ 2 to mend" in shown
    signs = {}
    for key in ("visitors", "kind", "share_spent", "budget", "desk_hours"):
        cell = keyed(book, "everything", None, key)
        signs[key] = [other.value for other in cell.parent[cell.row]]
    assert "▲ Check this" in signs["visitors"]
    assert "▲ Answer this" in signs["kind"]
    assert "? Check this" in signs["share_spent"]
    assert "✓" in signs["budget"]
    assert not {"✓", "▲ Answer this", "▲ Check this"} & set(signs["desk_hours"])


REASONS = {"Only part of it came": 0, "N/A": 1, "nd": 1, "- ": 1, "": 1}


@pytest.mark.office
def test_a_reason_settles_a_doubt(
    specimen: OrderMaker, specimen_library: Library, save, office: Office, tmp_path: Path
) -> None:
    """What counts as a reason is the same for the tab, as issued and calculated, and the tool."""
    paths = [
        save(
            specimen(
                "010101",
                {
                    ("everything", None, "share_spent"): 0.5,
                    ("everything", None, "explanation~share_spent"): reason,
                    ("projects", "2026-Q3-001", "name"): "Pier school",
                    ("projects", "2026-Q3-001", "share_women"): 0.6,
                    ("projects", "2026-Q3-001", "explanation"): reason,
                },
            ),
            f"{number}.xlsx",
        )
        for number, reason in enumerate(REASONS)
    ]
    calculated = office.recalculate(paths, tmp_path / "calculated")
    for path, after, doubtful in zip(paths, calculated, REASONS.values(), strict=True):
        for counts in (check_counts(path), check_counts(after)):
            assert [counts[number][3] for number in (2, 4)] == [doubtful, doubtful]
        cell = keyed(load_workbook(after, data_only=True), "everything", None, "share_spent")
        signs = [other.value for other in cell.parent[cell.row]]
        assert ("✓" in signs, "? Check this" in signs) == (not doubtful, bool(doubtful))
        found = read_file(path, path.name, specimen_library).explanations
        assert len(found) == 2 * (1 - doubtful)


@pytest.mark.office
def test_saved_values_are_those_calculated(
    bicol: OrderMaker, specimen: OrderMaker, office: Office, tmp_path: Path
) -> None:
    orders = {
        "city": bicol("0501724000"),
        "province": bicol("0500500000"),
        "region": bicol("0500000000"),
        "specimen": specimen("010101"),
        "specimen-region": specimen("010000"),
        "typed": specimen("010101", TYPED),
    }
    paths = []
    for name, order in orders.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(build_workbook(order))
    for path, calculated in zip(
        paths, office.recalculate(paths, tmp_path / "calculated"), strict=True
    ):
        issued, found = formula_values(path), formula_values(calculated)
        assert issued
        different = {
            place: (value, found.get(place))
            for place, value in issued.items()
            if found.get(place) != value
        }
        assert different == {}, path.name


@pytest.mark.office
def test_recalculation_would_notice_a_wrong_saved_value(
    specimen: OrderMaker, save, office: Office, tmp_path: Path
) -> None:
    """LibreOffice may keep saved values: then the tests above could not fail."""
    from workbook.write.order import Formula

    path = save(specimen("010101", {("everything", None, "visitors"): Formula("=12+7", 99)}))
    (calculated,) = office.recalculate([path], tmp_path / "calculated")
    book = load_workbook(calculated, data_only=True)
    assert keyed(book, "everything", None, "visitors").value == 19
