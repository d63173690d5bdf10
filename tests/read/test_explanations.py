"""What is written beside answers that look unusual: read as such, and never as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from templates.periods import parse_period
from workbook.model import Explanation
from workbook.read.submission import read_file
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from templates.load import Library
    from templates.model import Definition
    from workbook.model import Submission
    from workbook.write.order import Cell, CellKey

OFFICE_FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "xls": "xls:MS Excel 97"}
TYPED: dict[CellKey, Cell] = {
    ("everything", None, "visitors"): 12,
    ("everything", None, "share_spent"): 0.5,
    ("everything", None, "explanation~share_spent"): "Half a percent, as audited",
    ("everything", None, "explanation~visitors"): "nd",
    ("everything", None, "explanation~budget"): " - ",
    ("headcount", "desk_staff", "women"): 3,
    ("headcount", "desk_staff", "explanation"): "Two of them half-time",
    ("projects", "2026-001", "name"): "Pier school",
    ("projects", "2026-002", "name"): "Net school",
    ("projects", "2026-002", "explanation"): "Paid for in 2025",
    ("projects", "2026-003", "explanation"): "Beside an empty line",
}
SAID = {
    ("everything", None, "share_spent"): "Half a percent, as audited",
    ("headcount", "desk_staff", None): "Two of them half-time",
    ("projects", "2026-002", None): "Paid for in 2025",
}


def said(submission: Submission) -> Mapping[tuple[str, str | None, str | None], str]:
    return {(one.sheet, one.row, one.field): one.text for one in submission.explanations}


@pytest.fixture(scope="module")
def written(
    tmp_path_factory: pytest.TempPathFactory, specimen: Library, definition: Definition
) -> Path:
    places = {place.code: place for place in specimen.places("specimen")}
    order = WorkbookOrder(
        definition=definition,
        texts=specimen.text("en"),
        place=places["010101"],
        parent=places["010100"],
        period=parse_period("2026"),
        issue="issue-1",
        typed=TYPED,
    )
    path = tmp_path_factory.mktemp("explained") / "explained.xlsx"
    path.write_bytes(build_workbook(order))
    return path


def test_explanations_are_no_answers(written: Path, specimen: Library) -> None:
    submission = read_file(written, "a.xlsx", specimen)
    assert said(submission) == SAID
    assert submission.findings == ()
    assert not [answer for answer in submission.answers if answer.field == "explanation"]
    assert [row for row, _ in submission.records("projects")] == ["2026-001", "2026-002"]
    found = next(one for one in submission.explanations if one.row == "2026-002")
    answer = submission.find("projects", "name", "2026-002")
    assert answer is not None
    assert found.cell.partition("!")[0] == answer.cell.partition("!")[0]


@pytest.mark.office
def test_explanations_saved_by_libreoffice(written: Path, specimen: Library, office: Any) -> None:
    for ending, kind in OFFICE_FILTERS.items():
        (saved,) = office.convert([written], kind, written.parent / ending)
        submission = read_file(saved, "a", specimen)
        assert said(submission) == SAID, ending
        assert submission.findings == (), ending


def test_a_workbook_without_explanation_cells_lacks_nothing(read: Any) -> None:
    submission = read({("projects", "2026-001", "name"): "Pier school"})
    assert submission.explanations == ()
    assert submission.findings == ()


def test_an_explanation_follows_its_record(read: Any, specimen: Library, tmp_path: Path) -> None:
    """A sorted table parts keys from rows; the reader ties record and explanation anew."""
    import openpyxl

    from tests.read.plain_workbook import build_plain

    definition = specimen.definition("specimen", "core", "city")
    cells = {
        ("projects", "2026-001", "name"): "Net school",
        ("projects", "2026-002", "name"): "Pier school",
    }
    issued = (("projects", "2026-001", "Pier school"), ("projects", "2026-002", "Net school"))
    path = tmp_path / "sorted.xlsx"
    path.write_bytes(build_plain(definition, cells, records=issued))
    book = openpyxl.load_workbook(path)
    tab = next(sheet for sheet in book if any(c.value == "#projects" for c in sheet["A"]))
    anchor = [cell.row for cell in tab["A"] if cell.value == "#projects"][-1]
    last = max(cell.column for cell in tab[anchor] if cell.value) + 1
    tab.cell(anchor, last, "explanation")
    tab.cell(anchor + 1, last, "About the nets")
    book.save(path)
    submission = read_file(path, "sorted.xlsx", specimen)
    (found,) = submission.explanations
    assert (found.row, found.text) == ("2026-002", "About the nets")
    assert isinstance(found, Explanation)
