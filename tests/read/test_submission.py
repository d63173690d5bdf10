"""Whole files: every type and state, blocks that moved, records, identity, files that are none."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.read.plain_workbook import IDENTITY, Formula, Styled, build_plain
from tests.read.typed import READ, TYPED, values
from workbook.model import Submission
from workbook.read.submission import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from templates.model import Definition

Read = Callable[..., Submission]


def codes(submission: Submission) -> list[str]:
    return [finding.code for finding in submission.findings]


def edited(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_every_type_and_state_is_read_exactly(read: Read) -> None:
    submission = read(TYPED)
    assert values(submission) == READ
    assert submission.findings == ()
    assert (submission.identity.place, submission.currency) == ("010101", "EUR")


def test_macros_are_passed_over_and_told_of(read: Read, definition: Definition) -> None:
    stream = io.BytesIO(build_plain(definition, TYPED))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macros")
    submission = read(stream.getvalue())
    assert values(submission) == READ
    assert codes(submission) == ["WB016"]


def test_every_question_is_listed_blank_or_not(read: Read, definition: Definition) -> None:
    submission = read()
    forms = {
        (sheet.key, None, field.key)
        for sheet in definition.sheets
        if sheet.layout == "form"
        for field in sheet.asked
    }
    nothing = {(key, None, "nothing_to_report") for key in ("headcount", "partners", "projects")}
    people = {"exists", "women", "men", "remark"}
    money = {"exists", "amount", "share_used", "remark"}
    matrix = {("headcount", row, f) for row in ("desk_staff", "volunteers") for f in people}
    matrix |= {("headcount", row, f) for row in ("training_fund", "relief_fund") for f in money}
    listed = [(a.sheet, a.row, a.field) for a in submission.answers]
    assert set(listed) == forms | nothing | matrix
    assert len(listed) == len(set(listed))
    assert {a.state for a in submission.answers} == {"blank"}
    assert submission.findings == ()


def test_cells_are_named_as_people_see_them(read: Read) -> None:
    submission = read(TYPED)
    motto = submission.find("everything", "motto")
    assert motto is not None
    assert motto.cell == "Everything!D4"


# ---- tabs, rows and columns that moved


def rename(book: openpyxl.Workbook) -> None:
    for number, page in enumerate(book.worksheets[:-1]):
        page.title = f"Mi\u00f1a {number}"


def reorder(book: openpyxl.Workbook) -> None:
    book.move_sheet("Projects", -3)
    book.move_sheet("_meta", -2)


def insert_rows(book: openpyxl.Workbook) -> None:
    for page in book.worksheets[:-1]:
        page.insert_rows(1, 3)
        page.insert_rows(9, 2)


def insert_columns(book: openpyxl.Workbook) -> None:
    for page in book.worksheets:
        page.insert_cols(4, 2)
        page.insert_cols(1, 1)


def delete_spare_column(book: openpyxl.Workbook) -> None:
    for page in book.worksheets[:-1]:
        page.delete_cols(2)


def swap_columns(book: openpyxl.Workbook) -> None:
    page = book["Projects"]
    for row in range(1, page.max_row + 1):
        first, last = page.cell(row, 5), page.cell(row, 9)
        first.value, last.value = last.value, first.value


def move_rows(book: openpyxl.Workbook) -> None:
    page = book["Everything"]
    for row in range(4, 12):
        for column in range(1, 6):
            one, other = page.cell(row, column), page.cell(23 - row, column)
            formats = other.number_format, one.number_format
            one.value, other.value = other.value, one.value
            one.number_format, other.number_format = formats


def delete_empty_rows(book: openpyxl.Workbook) -> None:
    page = book["Projects"]
    for row in range(page.max_row, 1, -1):
        if page.cell(row, 1).value in {"2026-001", "2026-005"}:
            page.delete_rows(row)


@pytest.mark.parametrize(
    "change",
    [
        rename, reorder, insert_rows, insert_columns, delete_spare_column, swap_columns, move_rows,
        delete_empty_rows,
    ],
)  # fmt: skip
def test_moving_things_changes_nothing(
    read: Read, definition: Definition, change: Callable[[openpyxl.Workbook], None]
) -> None:
    submission = read(edited(build_plain(definition, TYPED), change))
    assert values(submission) == READ
    assert codes(submission) == []


def add_notes(book: openpyxl.Workbook) -> None:
    book.create_sheet("My notes")["C4"] = "Ask the desk about the second half of the year"


def add_empty_tab(book: openpyxl.Workbook) -> None:
    book.create_sheet("Sheet1")


def remove_tab(book: openpyxl.Workbook) -> None:
    del book["Partners"]


def remove_key_column(book: openpyxl.Workbook) -> None:
    book["Partners"].delete_cols(1)


def remove_column(book: openpyxl.Workbook) -> None:
    page = book["Projects"]
    column = next(c.column for row in page.iter_rows() for c in row if c.value == "hours")
    page.delete_cols(column)


def remove_option(book: openpyxl.Workbook) -> None:
    page = book["Projects"]
    column = next(c.column for row in page.iter_rows() for c in row if c.value == "taught_in=bikol")
    page.delete_cols(column)


def row_of(page: Any, key: str) -> int:
    return next(c.row for row in page.iter_rows(max_col=1) for c in row if c.value == key)


def remove_question(book: openpyxl.Workbook) -> None:
    page = book["Everything"]
    page.delete_rows(row_of(page, "motto"))


def clear_key(book: openpyxl.Workbook) -> None:
    page = book["Everything"]
    page.cell(row_of(page, "founded"), 1).value = None


def remove_matrix_row(book: openpyxl.Workbook) -> None:
    page = book["Everything"]
    page.delete_rows(row_of(page, "relief_fund"))


def unknown_matrix_row(book: openpyxl.Workbook) -> None:
    page = book["Everything"]
    row = row_of(page, "relief_fund") + 1
    page.cell(row, 1).value = "secret_fund"
    page.cell(row, 6).value = 5


def copy_tab(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["Partners"]).title = "Partners (2)"


def copy_tab_and_change(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["Partners"]).cell(9, 3).value = "Somebody else"


def sort_with_keys(book: openpyxl.Workbook) -> None:
    """The anchor row went below the records when somebody sorted all rows."""
    page = book["Partners"]
    last = row_of(page, "2026-004")
    first = row_of(page, "2026-001") - 1
    for column in range(1, 6):
        cells = [page.cell(row, column).value for row in range(first, last + 1)]
        for row, value in enumerate(reversed(cells), start=first):
            page.cell(row, column).value = value


def unknown_column(book: openpyxl.Workbook) -> None:
    page = book["Projects"]
    page.cell(row_of(page, "2026-001") - 1, 60).value = "colour"


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (add_notes, "SH109", (None, None, None)),
        (remove_tab, "SH101", ("partners", None, None)),
        (remove_key_column, "SH101", ("partners", None, None)),
        (remove_column, "SH102", ("projects", None, "hours")),
        (remove_option, "SH102", ("projects", None, "taught_in")),
        (remove_question, "SH107", ("everything", None, "motto")),
        (clear_key, "SH103", ("everything", None, None)),
        (remove_matrix_row, "SH107", ("headcount", "relief_fund", None)),
        (unknown_matrix_row, "RW306", ("headcount", "secret_fund", None)),
        (copy_tab, "SH105", ("partners", None, None)),
        (copy_tab_and_change, "SH105", ("partners", None, None)),
        (sort_with_keys, "SH103", ("partners", None, None)),
        (unknown_column, "SH108", ("projects", None, None)),
    ],
)
def test_damage_is_told_once_and_nothing_else_is_lost(
    read: Read,
    definition: Definition,
    change: Callable[[openpyxl.Workbook], None],
    code: str,
    where: tuple[str, str | None, str | None],
) -> None:
    submission = read(edited(build_plain(definition, TYPED), change))
    told = [f for f in submission.findings if f.code != "CE214"]
    assert [(f.code, (f.sheet, f.row, f.field)) for f in told] == [(code, where)]
    found = values(submission)
    lost = {key for key in READ if key not in found}
    assert all(key[0] == where[0] for key in lost)


def test_a_tab_of_the_officer_is_told_of_where_it_has_content(
    read: Read, definition: Definition
) -> None:
    (told,) = read(edited(build_plain(definition, TYPED), add_notes)).findings
    assert (told.code, told.cell) == ("SH109", "My notes!C4")
    assert read(edited(build_plain(definition, TYPED), add_empty_tab)).findings == ()


# ---- cells that cannot be read


@pytest.mark.parametrize(
    ("typed", "code", "shown"),
    [
        (Formula("=1/0", "#DIV/0!"), "CE204", "#DIV/0!"),
        (Formula("=NA()", "#N/A"), "CE204", "#N/A"),
        (Formula("=12+7"), "CE205", "=12+7"),
        ("12 people", "CE201", "12 people"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        ("everything", None, "visitors"),
        ("headcount", "desk_staff", "women"),
        ("projects", "2026-002", "people_reached"),
    ],
)
def test_a_cell_that_is_not_clear_is_never_blank(
    read: Read, place: tuple[str, str | None, str], typed: Any, code: str, shown: str
) -> None:
    submission = read({place: typed})
    answer = submission.find(place[0], place[2], place[1])
    assert answer is not None
    assert (answer.state, answer.value, answer.raw) == ("unreadable", None, shown)
    assert [(f.code, f.cell, f.value) for f in submission.findings] == [(code, answer.cell, shown)]


def test_a_formula_with_a_saved_value_is_used_with_a_note(read: Read) -> None:
    submission = read({("everything", None, "visitors"): Formula("=12+7", 19)})
    assert values(submission) == {("everything", None, "visitors"): 19}
    assert codes(submission) == ["CE216"]


def test_percent_cells_and_dates_with_time(read: Read) -> None:
    submission = read(
        {
            ("everything", None, "share_spent"): Styled(0.07, "0.0%"),
            ("everything", None, "temperature"): Styled(0.07, '0.00" %"'),
            ("everything", None, "opened_on"): Styled(42466.5, "d mmm yyyy hh:mm"),
        }
    )
    assert values(submission) == {
        ("everything", None, "share_spent"): 7,
        ("everything", None, "temperature"): 0.07,
        ("everything", None, "opened_on"): "2016-04-06",
    }
    assert [f.parameters for f in submission.findings] == [
        (("why", "percent_format"),),
        (("why", "time_dropped"),),
    ]


def test_dates_in_the_1904_system(read: Read) -> None:
    typed = {
        ("everything", None, "opened_on"): datetime(2016, 4, 6),
        ("projects", "2026-001", "started_on"): 41004,
    }
    submission = read(typed, options={"date_1904": True})
    assert values(submission) == {
        ("everything", None, "opened_on"): "2016-04-06",
        ("projects", "2026-001", "started_on"): "2016-04-06",
    }


def test_personal_cells_are_not_repeated(read: Read) -> None:
    submission = read({("everything", None, "switchboard"): datetime(2016, 4, 6)})
    (finding,) = submission.findings
    answer = submission.find("everything", "switchboard")
    assert answer is not None
    assert (finding.code, finding.value, answer.state, answer.raw) == (
        "CE221", None, "unreadable", None,
    )  # fmt: skip


@pytest.mark.parametrize("other", ["maybe", "ND", Formula("=1/0", "#DIV/0!")])
def test_one_unclear_tick_makes_the_answer_unreadable(read: Read, other: Any) -> None:
    submission = read(
        {
            ("everything", None, "languages_spoken=english"): "x",
            ("everything", None, "languages_spoken=bikol"): other,
        }
    )
    assert values(submission) == {("everything", None, "languages_spoken"): "unreadable"}
    assert codes(submission) == ["CE204" if isinstance(other, Formula) else "CE213"]


def test_references_that_name_no_record_or_two(read: Read) -> None:
    submission = read(
        {
            ("partners", "2026-001", "name"): "Twin",
            ("partners", "2026-002", "name"): "twin",
            ("everything", None, "main_partner"): "Twin",
            ("everything", None, "other_partners~1"): "Nobody",
            ("projects", "2026-001", "lead_partner"): "2026-002",
        }
    )
    found = values(submission)
    assert found["everything", None, "main_partner"] == "unreadable"
    assert found["everything", None, "other_partners"] == "unreadable"
    assert found["projects", "2026-001", "lead_partner"] == ("2026-002",)
    assert [(f.code, f.field, f.value, f.parameters) for f in submission.findings] == [
        ("CE214", "main_partner", "Twin", (("why", "twice"),)),
        ("CE214", "other_partners", "Nobody", ()),
    ]


# ---- records


def set_row(book: openpyxl.Workbook, tab: str, row: int, *cells: Any) -> None:
    for column, value in cells:
        book[tab].cell(row, column).value = value


def test_rows_without_key_get_the_same_key_every_time(read: Read, definition: Definition) -> None:
    def add(book: openpyxl.Workbook) -> None:
        row = row_of(book["Partners"], "2026-004") + 1
        set_row(book, "Partners", row, (3, "Night School"), (4, "Training"))
        set_row(book, "Partners", row + 3, (3, "After a gap"), (4, "Grant, loan or gift"))

    data = edited(build_plain(definition, TYPED), add)
    found = names(read(data))
    assert len(found) == 4
    digest = hashlib.sha256(b"010101\x1fpartners\x1fnight school").hexdigest()
    assert found[f"x{digest[:8]}"] == "Night School"
    assert codes(read(data)) == []


ISSUED = (("partners", "2025-001", "Harbour Union"), ("partners", "2025-002", "Red Cross"))


def partners(*rows: tuple[str, str, str]) -> dict[tuple[str, str | None, str], Any]:
    cells: dict[tuple[str, str | None, str], Any] = {}
    for key, name, kind in rows:
        cells["partners", key, "name"] = name
        cells["partners", key, "kind"] = kind
    return cells


def names(submission: Submission) -> dict[str, str]:
    return {key: record["name"].value for key, record in submission.records("partners")}  # type: ignore[misc]


def test_sorted_records_get_their_own_keys_back(read: Read) -> None:
    sorted_by_name = partners(
        ("2025-001", "Red Cross", "Grant, loan or gift"), ("2025-002", "harbour union ", "Training")
    )
    submission = read(sorted_by_name, records=ISSUED)
    assert names(submission) == {"2025-002": "Red Cross", "2025-001": "harbour union"}
    assert codes(submission) == ["RW302", "RW302"]


def test_a_new_record_on_an_issued_key_gives_it_back(read: Read) -> None:
    submission = read(
        partners(
            ("2025-001", "Anglers", "Grant, loan or gift"),
            ("2025-002", "Harbour Union", "Grant, loan or gift"),
            ("2026-001", "Red Cross", "Grant, loan or gift"),
        ),
        records=ISSUED,
    )
    found = names(submission)
    assert found["2025-001"] == "Harbour Union"
    assert found["2025-002"] == "Red Cross"
    assert [key[0] for key, name in found.items() if name == "Anglers"] == ["x"]


def test_a_filled_in_record_that_fits_nothing_is_an_error(read: Read) -> None:
    submission = read(
        partners(
            ("2025-001", "Somebody new", "Grant, loan or gift"),
            ("2025-002", "Red Cross", "Grant, loan or gift"),
        ),
        records=ISSUED,
    )
    assert names(submission) == {"2025-001": "Somebody new", "2025-002": "Red Cross"}
    assert [(f.code, f.row) for f in submission.findings] == [("RW303", "2025-001")]


def test_of_copied_keys_the_issued_record_keeps_it(read: Read, definition: Definition) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        page = book["Partners"]
        first = row_of(page, "2025-001")
        set_row(book, "Partners", first + 1, (1, "2025-001"))

    data = build_plain(
        definition,
        partners(
            ("2025-001", "Copy of it", "Grant, loan or gift"),
            ("2025-002", "Harbour Union", "Grant, loan or gift"),
        ),
        records=ISSUED[:1],
    )
    submission = read(edited(data, copy))
    found = names(submission)
    assert found["2025-001"] == "Harbour Union"
    assert sorted(found.values()) == ["Copy of it", "Harbour Union"]
    assert codes(submission) == ["RW307"]


# ---- beside and below the fixed rows


def test_what_stands_in_a_grey_cell_is_not_counted_and_told(read: Read) -> None:
    submission = read({**TYPED, ("headcount", "training_fund", "women"): 12})
    found = [(f.code, f.row, f.field, f.value) for f in submission.findings]
    assert found == [("RW308", "training_fund", "women", "12")]
    assert values(submission) == READ


def test_not_applicable_in_a_grey_cell_needs_no_word(read: Read) -> None:
    submission = read({**TYPED, ("headcount", "training_fund", "women"): "NA"})
    assert submission.findings == ()


def test_a_row_added_below_the_fixed_ones_is_told(read: Read, definition: Definition) -> None:
    def add(book: openpyxl.Workbook) -> None:
        page = book["Everything"]
        set_row(book, "Everything", row_of(page, "relief_fund") + 2, (5, "Yes"), (6, 4))

    submission = read(edited(build_plain(definition, TYPED), add))
    assert codes(submission) == ["RW306"]
    assert values(submission) == READ


# ---- identity


def test_identity_from_the_document_properties(read: Read) -> None:
    submission = read(TYPED, meta=False)
    assert codes(submission) == ["WB012"]
    assert values(submission) == READ


def test_a_place_code_gets_its_zero_back(read: Read) -> None:
    submission = read(identity={**IDENTITY, "place": 10101}, properties=False)
    assert submission.identity.place == "010101"
    assert codes(submission) == ["WB014"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"programme": "elsewhere"}, "WB007"),
        ({"programme": ""}, "WB006"),
        ({"place": ""}, "WB006"),
        ({"period": ""}, "WB006"),
        ({"edition": "huge"}, "WB006"),
        ({"level": "planet"}, "WB006"),
    ],
)
def test_without_a_known_identity_reading_stops(
    read: Read, change: dict[str, str], code: str
) -> None:
    submission = read(identity={**IDENTITY, **change}, properties=False)
    assert (codes(submission), submission.stopped, submission.answers) == ([code], True, ())


def test_another_version_is_one_error_and_still_read(read: Read) -> None:
    submission = read(TYPED, identity={**IDENTITY, "version": "0.2"})
    assert codes(submission) == ["WB011"]
    assert values(submission) == READ


def test_a_version_that_became_a_number_is_the_same_version(read: Read) -> None:
    submission = read(identity={**IDENTITY, "version": 0.1}, properties=False)
    assert codes(submission) == []


@pytest.mark.parametrize(
    ("change", "said", "other"),
    [({"place": "010102"}, "010102", "010101"), ({"period": "2025"}, "2025", "2026")],
)
def test_a_workbook_that_names_two_places_or_periods_is_an_error(
    read: Read, definition: Definition, change: dict[str, str], said: str, other: str
) -> None:
    (key,) = change

    def overwrite(book: openpyxl.Workbook) -> None:
        page = book["_meta"]
        page.cell(list(IDENTITY).index(key) + 1, 2).value = change[key]

    submission = read(edited(build_plain(definition, TYPED), overwrite))
    (finding,) = submission.findings
    assert (finding.code, finding.value, finding.parameters) == ("WB013", said, (("other", other),))


def test_a_code_that_lost_its_zero_names_the_same_place(read: Read, definition: Definition) -> None:
    def lose_zero(book: openpyxl.Workbook) -> None:
        page = book["_meta"]
        page.cell(list(IDENTITY).index("place") + 1, 2).value = 10101

    assert codes(read(edited(build_plain(definition, TYPED), lose_zero))) == ["WB014"]


# ---- files that are no workbooks


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            # A fixed date, so that parallel test runs make the same bytes and the same test names.
            entry = zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", "."))
            target.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "ending"),
    [
        (b"", "WB003", None),
        (b"\0" * 4096, "WB003", None),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "WB004", "photo"),
        (b"Dear colleague, please find attached nothing.", "WB004", "placeholder"),
        (b"A long letter with no headers and no columns. " * 40, "WB001", None),
        (b"%PDF-1.7\n", "WB004", "pdf"),
        (b"name,kind,year\nA,Gift,2016\nB,Grant,2017\n", "WB004", "csv"),
        (b"<html><table></table></html>", "WB004", "html"),
        (archive(xl__workbook_dot_bin=b"1"), "WB004", "xlsb"),
        (archive(word__document_dot_xml=b"<w/>"), "WB004", "docx"),
        (archive(Index__Document_dot_iwa=b"1"), "WB004", "numbers"),
        (archive(readme_dot_txt=b"1"), "WB004", "zip"),
        (archive(xl__workbook_dot_xml=b"<workbook"), "WB001", None),
        (archive(xl__workbook_dot_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"), "WB001", None),
        (b"PK\x03\x04 cut off", "WB001", None),
        (archive(xl__workbook_dot_xml=b" " * 210_000_000), "WB005", None),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "WB001", None),
    ],
    ids=[
        "empty", "zeros", "picture", "note", "letter", "pdf", "csv", "html", "xlsb", "docx",
        "numbers", "zip", "half-a-workbook", "entities", "cut-off-zip", "bomb",
        "old-format-of-zeros",
    ],
)  # fmt: skip
def test_files_that_are_no_workbook(read: Read, data: bytes, code: str, ending: str | None) -> None:
    submission = read(data)
    (finding,) = submission.findings
    assert (finding.code, submission.stopped) == (code, True)
    assert dict(finding.parameters).get("ending") == ending


def test_a_far_cell_does_not_fill_the_memory(read: Read, definition: Definition) -> None:
    def far(book: openpyxl.Workbook) -> None:
        book["About"].cell(1_048_576, 16_384).value = 1

    assert codes(read(edited(build_plain(definition), far))) == ["WB005"]


def test_a_damaged_part_is_one_finding(read: Read, definition: Definition) -> None:
    source = zipfile.ZipFile(io.BytesIO(build_plain(definition, TYPED)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[:200] if name.endswith("sheet2.xml") else data)
    assert codes(read(stream.getvalue())) == ["WB001"]


def test_every_truncation_of_a_workbook_is_a_finding(
    tmp_path: Path, specimen: Library, definition: Definition
) -> None:
    data = build_plain(definition, TYPED)
    path = tmp_path / "cut.xlsx"
    for length in range(1, len(data), len(data) // 60):
        path.write_bytes(data[:length])
        submission = read_file(path, "cut.xlsx", specimen)
        assert submission.stopped
        assert len(submission.findings) == 1


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path, specimen: Library) -> None:
    submission = read_file(tmp_path / "gone.xlsx", "gone.xlsx", specimen)
    assert codes(submission) == ["WB020"]
    assert submission.findings[0].parameters == (("reason", "vanished"),)
