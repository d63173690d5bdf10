"""What travels between the rooms: the answers of a submission by section."""

from __future__ import annotations

import pickle
from copy import deepcopy
from dataclasses import replace

from workbook.model import NOTHING_TO_REPORT, Answer, Identity, Submission

NAME = Answer("place", None, "name", "answered", "Naga", "Place!D5")
REASON = Answer("services", None, NOTHING_TO_REPORT, "blank", None, "Services!D4")
FIRST = Answer("services", "2026-001", "name", "answered", "Help desk", "Services!C8")
SECOND = Answer("services", "2026-002", "name", "answered", "Hotline", "Services!C9")
HOURS = Answer("services", "2026-001", "hours", "answered", 8, "Services!D8")
SUBMISSION = Submission(
    "inbox/a.xlsx", "0" * 64, Identity(), answers=(NAME, REASON, FIRST, SECOND, HOURS)
)


def test_an_answer_is_found_by_its_place() -> None:
    assert SUBMISSION.find("services", "hours", "2026-001") is HOURS
    assert SUBMISSION.find("services", NOTHING_TO_REPORT) is REASON
    assert SUBMISSION.find("services", "hours", "2026-002") is None
    assert SUBMISSION.find("budget", "amount") is None


def test_records_are_in_the_order_of_their_first_answers() -> None:
    assert list(SUBMISSION.records("services")) == [
        ("2026-001", {"name": FIRST, "hours": HOURS}),
        ("2026-002", {"name": SECOND}),
    ]
    assert list(SUBMISSION.records("place")) == []
    assert list(SUBMISSION.of_sheet("services")) == [REASON, FIRST, SECOND, HOURS]


def test_a_form_is_one_record_and_a_reason_for_nothing_is_no_answer_of_it() -> None:
    assert list(SUBMISSION.section("place").rows) == [(None, {"name": NAME})]
    assert [row for row, _ in SUBMISSION.section("services").rows] == ["2026-001", "2026-002"]
    assert list(SUBMISSION.section("budget").rows) == []


def test_other_answers_have_sections_of_their_own() -> None:
    assert SUBMISSION.find("place", "name") is NAME
    changed = replace(SUBMISSION, answers=(FIRST,))
    assert changed.find("place", "name") is None
    assert changed.find("services", "name", "2026-001") is FIRST


def test_sections_neither_travel_nor_count_in_a_comparison() -> None:
    fresh = replace(SUBMISSION)
    before = pickle.dumps(fresh)
    assert fresh.section("services").form == {NOTHING_TO_REPORT: REASON}
    assert fresh == replace(SUBMISSION)
    assert pickle.dumps(fresh) == before
    assert deepcopy(fresh).find("place", "name") == NAME
