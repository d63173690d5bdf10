"""What goes back to the sender: nothing that they answered is lost, whatever saved the file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ooxml.parts import changed, parts
from tests.read.plain_workbook import Formula, build_plain
from tests.read.saving import save_all_with_node
from tests.read.typed import READ, TYPED, values
from workbook.giveback.goback import Desk, GivenBack, give_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from templates.model import Definition
    from workbook.model import Finding, Submission

    Read = Callable[[bytes], Submission]

MISTAKES: dict[tuple[str, str | None, str], Any] = {
    ("everything", None, "visitors"): "about 120",
    ("everything", None, "kind"): "Trainin",
    ("everything", None, "opened_on"): "06/04/2016",
    ("headcount", "desk_staff", "women"): "three",
    ("partners", "2026-001", "kind"): "Outreech",
}
WRONG = {**TYPED, **MISTAKES}


@pytest.fixture(scope="module")
def definition(desk: Desk) -> Definition:
    return desk.order.definition


@pytest.fixture(scope="module")
def file(definition: Definition) -> bytes:
    return build_plain(definition, WRONG)


def go_back(data: bytes, desk: Desk, read: Read) -> tuple[GivenBack, tuple[Finding, ...]]:
    submission = read(data)
    findings = desk.judge(submission)
    return give_back(submission, findings, data, desk), findings


def marked_cells(data: bytes) -> dict[str, str]:
    """The colour of every marked cell."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    colours = {"FFFDE8E8": "to mend", "FFFEF0C7": "doubtful"}
    return {
        f"{sheet.title}!{cell.coordinate}": colours[cell.fill.fgColor.rgb]
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in colours and cell.comment is not None
    }


def test_the_senders_own_file_goes_back_with_its_cells_marked(
    file: bytes, desk: Desk, read: Read
) -> None:
    given, findings = go_back(file, desk, read)
    assert (given.way, given.ending, given.left_out) == ("marked", ".xlsx", 0)
    by_code = {f.field: f.code for f in findings if f.cell and f.code.startswith("CE")}
    assert {by_code[key[2]] for key in MISTAKES} == {"CE201", "CE202", "CE203"}
    wrong = {f.cell for f in findings if f.cell and f.code != "CE210"}
    assert marked_cells(given.data).keys() == wrong
    assert read(given.data).answers == read(file).answers
    sheet = openpyxl.load_workbook(io.BytesIO(given.data)).worksheets[0]
    codes = [cell.value for cell in sheet["G"] if cell.value]
    assert codes[0] == "Code"
    assert sorted(codes[1:]) == sorted(f.code for f in findings)
    assert sheet["B1"].value == "What to mend in this workbook"


def test_list_and_notes_are_passed_over_when_the_file_comes_back(
    file: bytes, desk: Desk, read: Read
) -> None:
    given, findings = go_back(file, desk, read)
    assert read(given.data).findings == read(file).findings
    assert desk.judge(read(given.data)) == findings


def test_same_bytes_twice_and_on_the_marked_file(file: bytes, desk: Desk, read: Read) -> None:
    given, _ = go_back(file, desk, read)
    assert go_back(file, desk, read)[0].data == given.data
    assert go_back(given.data, desk, read)[0].data == given.data


def test_marks_that_were_mended_are_gone(definition: Definition, desk: Desk, read: Read) -> None:
    """The officer mends one cell in the marked file, as a spreadsheet program saves it."""
    first, _ = go_back(build_plain(definition, WRONG), desk, read)
    book = openpyxl.load_workbook(io.BytesIO(first.data))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    (mended,) = (cell for cell in cells if cell.value == "about 120")
    mended.value = 120
    target = io.BytesIO()
    book.save(target)
    second, findings = go_back(target.getvalue(), desk, read)
    assert second.way == "marked"
    where = f"{mended.parent.title}!{mended.coordinate}"
    assert where in marked_cells(first.data)
    assert where not in marked_cells(second.data)
    assert marked_cells(second.data).keys() == {
        f.cell for f in findings if f.cell and f.code != "CE210"
    }
    sheets = openpyxl.load_workbook(io.BytesIO(second.data)).sheetnames
    assert sheets[0] == "To mend"
    assert "To mend 2" not in sheets


def test_what_the_officer_added_stays(definition: Definition, desk: Desk, read: Read) -> None:
    formula = {("everything", None, "founded"): Formula("=1900+31", 1931)}
    data = build_plain(definition, {**WRONG, **formula})
    given, _ = go_back(data, desk, read)
    kept = [name for name in parts(data) if name.startswith(("xl/sharedStrings", "docProps"))]
    assert kept
    assert not changed(data, given.data).intersection(kept)


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_nothing_is_lost_of_what_libreoffice_saved(
    file: bytes, desk: Desk, read: Read, office: Any, tmp_path: Path, ending: str
) -> None:
    kinds = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "xls": "xls:MS Excel 97"}
    (tmp_path / "a.xlsx").write_bytes(file)
    (saved,) = office.convert([tmp_path / "a.xlsx"], kinds[ending], tmp_path / "saved")
    assert_nothing_lost(saved.read_bytes(), file, desk, read)


@pytest.mark.node
@pytest.mark.parametrize(
    ("program", "ending"), [("exceljs", "xlsx"), ("sheetjs", "xlsx"), ("sheetjs", "xls")]
)
def test_nothing_is_lost_of_what_exceljs_and_sheetjs_saved(
    file: bytes, desk: Desk, read: Read, tmp_path: Path, program: str, ending: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(file)
    (saved,) = save_all_with_node(program, [tmp_path / "a.xlsx"], ending)
    assert_nothing_lost(saved.read_bytes(), file, desk, read)


def test_nothing_is_lost_of_what_openpyxl_saved(file: bytes, desk: Desk, read: Read) -> None:
    target = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(file)).save(target)
    assert_nothing_lost(target.getvalue(), file, desk, read)


def assert_nothing_lost(saved: bytes, file: bytes, desk: Desk, read: Read) -> None:
    """Either way: the answers are those of the file, and the faults are marked."""
    given, findings = go_back(saved, desk, read)
    assert given.way == ("marked" if saved.startswith(b"PK") and b"mimetype" not in saved[:60]
                         else "anew")  # fmt: skip
    assert given.left_out == 0
    assert values(read(given.data)) == values(read(file))
    after = desk.judge(read(given.data))
    # A fresh workbook has what we fill in ourselves, which the plain one of the tests has not.
    ours = {"WB012", "SH106"}
    assert {f.id for f in findings if f.code not in ours} == {
        f.id for f in after if f.code not in ours
    }
    assert marked_cells(given.data).keys() == {
        f.cell for f in after if f.cell and f.code != "CE210"
    }
    assert go_back(given.data, desk, read)[0].data == given.data or given.way == "anew"


@pytest.mark.office
def test_libreoffice_opens_it(
    file: bytes, desk: Desk, read: Read, office: Any, tmp_path: Path
) -> None:
    given, _ = go_back(file, desk, read)
    (tmp_path / "a.xlsx").write_bytes(given.data)
    (saved,) = office.convert([tmp_path / "a.xlsx"], "ods", tmp_path / "saved")
    submission = read(saved.read_bytes())
    assert values(submission) == values(read(file))
    # The list is known again in this format too.
    assert "SH109" not in {f.code for f in submission.findings}


def mended(marked: bytes) -> bytes:
    """The marked file after its sender has typed what was asked for."""
    book = openpyxl.load_workbook(io.BytesIO(marked))
    right = {value: TYPED[key] for key, value in MISTAKES.items()}
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in right:
                    cell.value = right[cell.value]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_marked_file_that_is_mended_is_accepted_as_the_right_one_is(
    definition: Definition, file: bytes, desk: Desk, read: Read
) -> None:
    given, _ = go_back(file, desk, read)
    again = read(mended(given.data))
    assert values(again) == READ
    assert {f.id for f in desk.judge(again)} == {
        f.id for f in desk.judge(read(build_plain(definition, TYPED)))
    }


@pytest.mark.office
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_it_may_be_mended_in_libreoffice_and_come_back_in_its_formats(
    file: bytes, desk: Desk, read: Read, office: Any, tmp_path: Any, ending: str
) -> None:
    given, _ = go_back(file, desk, read)
    source = tmp_path / "mended.xlsx"
    source.write_bytes(mended(given.data))
    (saved,) = office.convert([source], ending, tmp_path / "saved")
    again = read(saved.read_bytes())
    assert values(again) == READ
    usual = {f.id for f in desk.judge(read(build_plain(desk.order.definition, TYPED)))}
    assert {f.code for f in desk.judge(again) if f.id not in usual} <= {"CE216"}


BAD = st.sampled_from(
    ["about 120", "=1+1", "#DIV/0!", "06/04/2016", "?", "1,2,3", "NA", "none", " ", "\u2713", "-5"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(sorted(TYPED, key=str)), BAD, max_size=8))
def test_every_fault_with_a_cell_is_marked(
    definition: Definition, desk: Desk, read: Read, mistakes: dict[Any, str]
) -> None:
    data = build_plain(definition, {**TYPED, **mistakes})
    given, findings = go_back(data, desk, read)
    from workbook.check.register import load_register

    register = load_register()
    faults = {f.cell for f in findings if f.cell and register[f.code].severity != "note"}
    assert given.way == "marked"
    assert marked_cells(given.data).keys() == faults
    assert read(given.data).answers == read(data).answers
