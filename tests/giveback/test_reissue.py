"""A fresh workbook where the file cannot be marked: every answer, or a line that says which not."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.giveback.test_goback import MISTAKES, WRONG, go_back, marked_cells
from tests.read.plain_workbook import build_plain
from tests.read.typed import READ, TYPED, values
from workbook.anchors import META_TAB
from workbook.giveback.carry import carry
from workbook.giveback.goback import give_back
from workbook.giveback.reissue import reissue
from workbook.model import Answer, Identity, Submission
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbook.giveback.goback import Desk

    Read = Callable[[bytes], Submission]


def without_column(data: bytes, key: str) -> bytes:
    """The workbook after somebody deleted the column of a question."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == key and row[0].value and str(row[0].value).startswith("#"):
                    sheet.delete_cols(cell.column)
                    target = io.BytesIO()
                    book.save(target)
                    return target.getvalue()
    raise AssertionError(key)


def without_row(data: bytes, key: str) -> bytes:
    """The workbook after somebody deleted the row of a question."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    tab, row = next((s, c.row) for s in book for c in s["A"] if c.value == key)
    tab.delete_rows(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def carried_from(answers: tuple[Answer, ...]) -> Submission:
    return Submission("inbox/a.ods", "", Identity(), answers=answers)


def test_answers_typed_anew_are_read_as_before(desk: Desk, read: Read) -> None:
    answers = read(build_plain(desk.order.definition, TYPED)).answers
    typed = carry(answers, desk.order.definition, desk.order.texts).typed
    again = read(build_workbook(replace(desk.order, typed=typed)))
    assert values(again) == READ


def test_a_deleted_column_gives_a_fresh_workbook(desk: Desk, read: Read) -> None:
    data = without_column(build_plain(desk.order.definition, WRONG), "started_on")
    given, findings = go_back(data, desk, read)
    assert "SH102" in {f.code for f in findings}
    assert given.way == "anew"
    expected = {k: v for k, v in values(read(data)).items() if k[2] != "started_on"}
    found = values(read(given.data))
    assert found == expected
    assert {key: found[key] for key in MISTAKES} == dict.fromkeys(MISTAKES, "unreadable")
    # What they typed stands where they typed it, and is marked.
    book = openpyxl.load_workbook(io.BytesIO(given.data))
    shown = {
        str(book[cell.partition("!")[0]][cell.partition("!")[2]].value)
        for cell in marked_cells(given.data)
    }
    assert set(MISTAKES.values()) <= shown
    # The column is here again, empty; nobody has to fill it in, so nothing else would ask for it.
    (line,) = (issue for issue in given.issues if issue.code == "SH102")
    assert (line.kind, line.cell in marked_cells(given.data)) == ("doubtful", True)
    assert given.left_out == 1


def test_a_question_that_must_be_answered_is_asked_once(desk: Desk, read: Read) -> None:
    data = without_row(build_plain(desk.order.definition, TYPED), "office")
    given, _ = go_back(data, desk, read)
    kinds = {issue.code: issue.kind for issue in given.issues}
    assert (kinds["SH107"], kinds["CE206"]) == ("note", "to_mend")


def test_the_answers_of_a_copied_tab_are_to_be_looked_at(desk: Desk, read: Read) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_plain(desk.order.definition, TYPED)))
    tab = next(s for s in book if any(cell.value == "#projects" for cell in s["A"]))
    book.copy_worksheet(tab)
    target = io.BytesIO()
    book.save(target)
    given, _ = go_back(target.getvalue(), desk, read)
    (line,) = (issue for issue in given.issues if issue.code == "SH105")
    assert line.kind == "doubtful"
    assert line.cell


def test_what_cannot_be_carried_over_is_listed(desk: Desk, read: Read) -> None:
    answers = read(build_plain(desk.order.definition, TYPED)).answers
    gone = Answer("everything", None, "no_longer_asked", "answered", "42", "Old!C7")
    fresh = reissue(carried_from((*answers, gone)), desk.order, read)
    assert fresh.lost == (gone,)
    assert values(fresh.submission) == READ
    given = give_back(carried_from((*answers, gone)), (), None, desk)
    (line,) = (issue for issue in given.issues if "Old!C7" in issue.message)
    # Nobody can tell any more whether this was a contact, so that its value is not repeated.
    assert "42" not in line.message
    assert line.kind == "to_mend"
    assert given.left_out == 1


@pytest.mark.parametrize(
    ("field", "raw"),
    [("motto", "=A1&B1"), ("motto", "2016-04-06"), ("opened_on", "1905-07-08 00:00:00")],
)
def test_what_could_not_be_read_never_becomes_an_answer(
    desk: Desk, read: Read, field: str, raw: str
) -> None:
    """As plain text these would be read; nobody knows whether that is what was meant."""
    answer = Answer("everything", None, field, "unreadable", None, "Old!C7", raw=raw)
    fresh = reissue(carried_from((answer,)), desk.order, read)
    assert fresh.lost == (answer,)
    found = fresh.submission.find("everything", field)
    assert found is not None
    assert found.state == "blank"


def test_ticks_beside_one_that_is_not_clear_are_kept(desk: Desk, read: Read) -> None:
    unclear = {("everything", None, "languages_spoken=bikol"): "perhaps"}
    data = build_plain(desk.order.definition, {**TYPED, **unclear})
    submission = read(data)
    given = give_back(replace(submission), _anew(desk, submission), data, desk)
    assert given.way == "anew"
    assert [i for i in given.issues if i.key.startswith("left")] == []
    book = openpyxl.load_workbook(io.BytesIO(given.data))
    texts = [c.value for s in book.worksheets for row in s.iter_rows() for c in row]
    assert texts.count("perhaps") >= 1
    clear = read(build_plain(desk.order.definition, TYPED))
    ticked = clear.find("everything", "languages_spoken")
    assert ticked is not None
    assert ticked.value == ("portuguese", "english")
    mended = _replace(given.data, "perhaps", None)
    again = read(mended).find("everything", "languages_spoken")
    assert again is not None
    assert again.value == ("portuguese", "english")


def test_records_keep_their_ids_and_those_filled_in_are_known(desk: Desk, read: Read) -> None:
    order = replace(
        desk.order,
        typed={
            ("partners", "2024-007", "name"): "Harbour Union",
            ("partners", "2024-007", "kind"): "Outreach",
        },
        records={("partners", "2024-007"): "Harbour Union"},
    )
    data = build_workbook(order)
    meta = openpyxl.load_workbook(io.BytesIO(data))[META_TAB]
    lines = [tuple(cell.value for cell in row) for row in meta.iter_rows()]
    assert ("record", "partners", "2024-007", "Harbour Union") in lines
    submission = read(data)
    assert values(submission)["partners", "2024-007", "kind"] == "outreach"
    given = give_back(submission, _anew(desk, submission), data, desk)
    meta = openpyxl.load_workbook(io.BytesIO(given.data))[META_TAB]
    assert lines[-1] in [tuple(cell.value for cell in row) for row in meta.iter_rows()]
    assert values(read(given.data)) == values(submission)


def test_records_that_share_a_name_are_still_told_apart(desk: Desk, read: Read) -> None:
    answers = (
        Answer("partners", "2026-001", "name", "answered", "Red Cross", "a"),
        Answer("partners", "2026-002", "name", "answered", "Red Cross", "b"),
        Answer("everything", None, "main_partner", "answered", ("2026-002",), "c"),
    )
    fresh = reissue(carried_from(answers), desk.order, read)
    assert fresh.lost == ()
    found = fresh.submission.find("everything", "main_partner")
    assert found is not None
    assert found.value == ("2026-002",)


def test_answers_of_another_period_are_not_taken_over(desk: Desk, read: Read) -> None:
    from workbook.model import Finding

    data = build_plain(desk.order.definition, TYPED)
    given = give_back(read(data), (Finding("WB008", value="2025"),), data, desk)
    assert given.way == "empty"
    assert set(values(read(given.data))) == set()


def test_what_stands_beside_the_cells_is_listed(desk: Desk, read: Read) -> None:
    order = replace(desk.order, typed={("about", None, "office"): "Planning office"})
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(order)))
    book.worksheets[1]["P30"] = "Ask the mayor's office in May"
    target = io.BytesIO()
    book.save(target)
    submission = read(target.getvalue())
    given = give_back(submission, _anew(desk, submission), target.getvalue(), desk)
    lines = [issue for issue in given.issues if issue.key.startswith("beside")]
    assert [line.kind for line in lines] == ["note"]
    assert "Ask the mayor's office in May" in lines[0].message
    assert f"{book.worksheets[1].title}!P30" in lines[0].message


def test_same_bytes_twice(desk: Desk, read: Read) -> None:
    data = without_column(build_plain(desk.order.definition, WRONG), "started_on")
    assert go_back(data, desk, read)[0].data == go_back(data, desk, read)[0].data


def test_validator_finds_nothing(desk: Desk, read: Read, tmp_path: Any) -> None:
    from openxml_audit import OpenXmlValidator

    data = without_column(build_plain(desk.order.definition, WRONG), "started_on")
    path = tmp_path / "a.xlsx"
    path.write_bytes(go_back(data, desk, read)[0].data)
    assert list(OpenXmlValidator(security_validation=True).validate(path).errors) == []


def _anew(desk: Desk, submission: Submission) -> Any:
    from workbook.model import Finding

    return (*desk.judge(submission), Finding("SH105", "headcount"))


def _replace(data: bytes, old: str, new: str | None) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
