"""The same workbook after other programs have opened it and saved it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.read.plain_workbook import Formula, Styled, build_plain
from tests.read.saving import save_all_with_node
from tests.read.typed import READ, TYPED, values
from workbook.read.submission import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from templates.model import Definition
    from workbook.model import Submission

# What goes wrong in cells: sheet, row, column; what was typed; the finding in each format.
FAULTY: dict[tuple[str, str | None, str], Any] = {
    ("everything", None, "visitors"): Formula("=1/0", "#DIV/0!"),
    ("everything", None, "temperature"): Formula("=NA()", "#N/A"),
    ("everything", None, "founded"): Formula("=1900+31", 1931),
    ("everything", None, "motto"): Formula('="Amber "&"for all"', "Amber for all"),
    ("everything", None, "share_spent"): Styled(0.07, "0%"),
    ("headcount", "desk_staff", "women"): Formula("=NO_SUCH_NAME", "#NAME?"),
    ("headcount", "volunteers", "exists"): True,
    ("everything", None, "opened_on"): Styled(0.5, "hh:mm"),
}
UNSAVED = {("everything", None, "visitors"): Formula("=12+7")}


def codes(submission: Submission) -> dict[str, str]:
    return {str(f.field): f.code for f in submission.findings if f.code != "CE210"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, definition: Definition) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("saved")
    made = {"typed": TYPED, "faulty": FAULTY, "unsaved": UNSAVED}
    for name, cells in made.items():
        (folder / f"{name}.xlsx").write_bytes(build_plain(definition, cells))
    return {name: folder / f"{name}.xlsx" for name in made}


@pytest.fixture(scope="module")
def by_office(files: dict[str, Path], office: Any) -> dict[tuple[str, str], Path]:
    """Every file in the three formats that LibreOffice saves, one start a format."""
    kinds = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "xls": "xls:MS Excel 97"}
    saved: dict[tuple[str, str], Path] = {}
    for ending, kind in kinds.items():
        folder = files["typed"].parent / f"office-{ending}"
        for path in office.convert(files.values(), kind, folder):
            saved[path.stem, ending] = path
    return saved


@pytest.fixture(scope="module")
def by_node(files: dict[str, Path]) -> dict[tuple[str, str], Path]:
    """Every file as ExcelJS and SheetJS save it, one start a library."""
    return {
        (target.stem, ending): target
        for program, ending in (("exceljs", "xlsx"), ("sheetjs", "xlsx"), ("sheetjs", "xls"))
        for target in save_all_with_node(program, list(files.values()), ending)
    }


ERRORS = {
    "visitors": "CE204",
    "temperature": "CE204",
    "founded": "CE216",
    "motto": "CE216",
    "women": "CE204",
    "opened_on": "CE202",
}
FAULTY_READ = {
    ("everything", None, "visitors"): "unreadable",
    ("everything", None, "temperature"): "unreadable",
    ("everything", None, "founded"): 1931,
    ("everything", None, "motto"): "Amber for all",
    ("everything", None, "share_spent"): 7,
    ("everything", None, "opened_on"): "unreadable",
    ("headcount", "desk_staff", "women"): "unreadable",
    ("headcount", "volunteers", "exists"): True,
}


def test_as_written(files: dict[str, Path], specimen: Library) -> None:
    assert values(read_file(files["typed"], "t", specimen)) == READ
    faulty = read_file(files["faulty"], "f", specimen)
    assert values(faulty) == FAULTY_READ
    assert codes(faulty) == ERRORS
    assert codes(read_file(files["unsaved"], "u", specimen)) == {"visitors": "CE205"}


def test_saved_by_openpyxl(files: dict[str, Path], specimen: Library, tmp_path: Path) -> None:
    target = tmp_path / "o.xlsx"
    openpyxl.load_workbook(files["typed"]).save(target)
    submission = read_file(target, "o", specimen)
    assert values(submission) == READ
    assert submission.findings == ()
    # It drops every saved result, which must not turn into blanks.
    openpyxl.load_workbook(files["faulty"]).save(target)
    faulty = codes(read_file(target, "o", specimen))
    assert faulty["founded"] == faulty["motto"] == faulty["visitors"] == "CE205"


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_saved_by_libreoffice(
    by_office: dict[tuple[str, str], Path], specimen: Library, ending: str
) -> None:
    submission = read_file(by_office["typed", ending], "t", specimen)
    assert values(submission) == READ
    assert submission.findings == ()
    faulty = read_file(by_office["faulty", ending], "f", specimen)
    assert values(faulty) == FAULTY_READ
    assert codes(faulty) == ERRORS
    unsaved = read_file(by_office["unsaved", ending], "u", specimen)
    assert values(unsaved) == {("everything", None, "visitors"): 19}


@pytest.mark.node
@pytest.mark.parametrize(
    ("program", "ending"), [("exceljs", "xlsx"), ("sheetjs", "xlsx"), ("sheetjs", "xls")]
)
def test_saved_by_exceljs_and_sheetjs(
    by_node: dict[tuple[str, str], Path], specimen: Library, program: str, ending: str
) -> None:
    submission = read_file(by_node[f"{program}-typed", ending], "t", specimen)
    assert values(submission) == READ
    assert submission.findings == ()
    faulty = read_file(by_node[f"{program}-faulty", ending], "f", specimen)
    assert values(faulty) == FAULTY_READ
    expected = dict(ERRORS)
    if ending == "xls":
        # SheetJS saves results only in this format, no formulas.
        del expected["founded"], expected["motto"]
    assert codes(faulty) == expected


@pytest.mark.node
@pytest.mark.parametrize("program", ["exceljs", "sheetjs"])
def test_formulas_that_nobody_calculated(
    by_node: dict[tuple[str, str], Path], specimen: Library, program: str
) -> None:
    unsaved = read_file(by_node[f"{program}-unsaved", "xlsx"], "u", specimen)
    assert codes(unsaved) == {"visitors": "CE205"}
