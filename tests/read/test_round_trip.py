"""What is typed into a generated workbook is what is read from it, whoever saved it last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from templates.periods import parse_period
from tests.read.saving import save_with_node
from tests.read.typed import READ, TYPED, values
from workbook.read.submission import read_file
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from templates.model import Definition

OFFICE_FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "xls": "xls:MS Excel 97"}
FILLED_IN = {
    "name": "Port Amber",
    "code": "010101",
    "parent": "Upper Isle",
    "population": "25400",
}


@pytest.fixture(scope="module")
def generated(
    tmp_path_factory: pytest.TempPathFactory, specimen: Library, definition: Definition
) -> Path:
    places = {place.code: place for place in specimen.places("specimen")}
    order = WorkbookOrder(
        definition,
        specimen.text("en"),
        places["010101"],
        places["010100"],
        parse_period("2026"),
        "issue-1",
        typed=TYPED,
    )
    path = tmp_path_factory.mktemp("generated") / "port-amber.xlsx"
    path.write_bytes(build_workbook(order))
    return path


@pytest.fixture(scope="module")
def by_office(generated: Path, office: Any) -> dict[str, Path]:
    folder = generated.parent / "office"
    return {
        ending: office.convert([generated], kind, folder)[0]
        for ending, kind in OFFICE_FILTERS.items()
    }


@pytest.fixture(scope="module")
def by_node(generated: Path) -> dict[str, Path]:
    return {
        "exceljs": save_with_node("exceljs", generated, "xlsx"),
        "sheetjs": save_with_node("sheetjs", generated, "xlsx"),
    }


def check(path: Path, library: Library) -> None:
    submission = read_file(path, path.name, library)
    assert values(submission) == READ
    assert submission.findings == ()
    assert {a.field: a.value for a in submission.filled_in} == FILLED_IN
    assert submission.identity.issue == "issue-1"


def test_as_generated(generated: Path, specimen: Library) -> None:
    check(generated, specimen)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_saved_by_openpyxl(generated: Path, specimen: Library, tmp_path: Path) -> None:
    target = tmp_path / "saved.xlsx"
    openpyxl.load_workbook(generated).save(target)
    check(target, specimen)


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_saved_by_libreoffice(by_office: dict[str, Path], specimen: Library, ending: str) -> None:
    check(by_office[ending], specimen)


@pytest.mark.node
@pytest.mark.parametrize("program", ["exceljs", "sheetjs"])
def test_saved_by_node(by_node: dict[str, Path], specimen: Library, program: str) -> None:
    check(by_node[program], specimen)


def test_a_record_typed_over_the_headings_is_not_passed_over(
    generated: Path, specimen: Library, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(generated)
    sheet = next(tab for tab in book if any(cell.value == "#projects" for cell in tab["A"]))
    anchors = [cell.row for cell in sheet["A"] if cell.value == "#projects"]
    columns = {cell.value: cell.column for cell in sheet[anchors[-1]]}
    sheet.cell(anchors[-1] + 1, columns["hours"]).value = 40
    path = tmp_path / "over-headings.xlsx"
    book.save(path)
    submission = read_file(path, path.name, specimen)
    cell = f"{sheet.title}!{sheet.cell(anchors[-1] + 1, columns['hours']).coordinate}"
    assert [answer.value for answer in submission.answers if answer.cell == cell] == [40]
    assert any(finding.sheet == "projects" for finding in submission.findings)
