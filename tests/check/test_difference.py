"""Two returns held against each other: expected differences are written by hand."""

from __future__ import annotations

import pytest

from workbook.check.difference import find_changes
from workbook.model import Answer


def said(sheet, row, **values):
    """Answers of one record; None is blank, `?` unreadable, ND no data."""
    states = {None: "blank", "ND": "no_data", "?": "unreadable"}
    return [
        Answer(
            sheet,
            row,
            field,
            states.get(value, "answered") if isinstance(value, str | None) else "answered",
            None if value in (None, "ND", "?") else value,
            f"{sheet.title()}!{row or 'C'}.{field}",
            raw="what" if value == "?" else None,
        )
        for field, value in values.items()
    ]


@pytest.fixture(scope="module")
def changes(library):
    sheets = library.definition("bicol", "full", "city").sheets

    def find(old, new):
        return [
            (change.kind, change.sheet, change.row, change.field, change.record)
            for change in find_changes(old, new, sheets)
        ]

    return find


def test_same_answers_have_no_difference(changes):
    answers = said("people", None, residents_abroad=120, residents_abroad_year=2026)
    assert changes(answers, answers) == []


def test_a_number_that_only_looks_different_is_the_same(changes):
    old = said("people", None, residents_abroad=120)
    assert changes(old, said("people", None, residents_abroad=120.0)) == []


def test_changed_filled_in_and_emptied(changes):
    old = said("people", None, residents_abroad=120, residents_abroad_women=None, returnee_count=5)
    new = said(
        "people", None, residents_abroad=1200, residents_abroad_women=60, returnee_count=None
    )
    assert changes(old, new) == [
        ("changed", "people", None, "residents_abroad", ""),
        ("filled_in", "people", None, "residents_abroad_women", ""),
        ("emptied", "people", None, "returnee_count", ""),
    ]


def test_no_data_is_not_the_same_as_blank(changes):
    old = said("people", None, residents_abroad=None)
    assert changes(old, said("people", None, residents_abroad="ND")) == [
        ("filled_in", "people", None, "residents_abroad", "")
    ]


def test_a_cell_that_is_missing_and_a_blank_one_are_the_same(changes):
    assert changes([], said("people", None, residents_abroad=None)) == []


def test_two_unreadable_cells_that_show_the_same_are_the_same(changes):
    old = said("people", None, residents_abroad="?")
    assert changes(old, old) == []


def test_records_in_another_order_are_the_same(changes):
    one = said("structures", "2026-001", name="Council", structure_type="council")
    two = said("structures", "2026-002", name="Team", structure_type="committee")
    assert changes([*one, *two], [*two, *one]) == []


def test_a_record_under_another_key_is_found_by_its_identity(changes):
    old = said("structures", "2026-001", name="Council", structure_type="council", members_total=9)
    new = said(
        "structures", "x1f3a9c02", name="COUNCIL ", structure_type="council", members_total=12
    )
    assert changes(old, new) == [
        ("changed", "structures", "x1f3a9c02", "name", "COUNCIL "),
        ("changed", "structures", "x1f3a9c02", "members_total", "COUNCIL "),
    ]


def test_two_keys_that_changed_places_do_not_swap_the_records(changes):
    council = {"name": "Council", "structure_type": "council", "members_total": 9}
    team = {"name": "Team", "structure_type": "committee", "members_total": 4}
    old = [*said("structures", "2026-001", **council), *said("structures", "2026-002", **team)]
    new = [*said("structures", "2026-001", **team), *said("structures", "2026-002", **council)]
    assert changes(old, new) == []


def test_a_renamed_record_keeps_its_key(changes):
    old = said("structures", "2026-001", name="Council", structure_type="council")
    new = said("structures", "2026-001", name="Board", structure_type="council")
    assert changes(old, new) == [("changed", "structures", "2026-001", "name", "Board")]


def test_new_and_vanished_records(changes):
    old = said("structures", "2026-001", name="Council", structure_type="council")
    new = said("structures", "2026-002", name="Team", structure_type="committee")
    assert changes(old, new) == [
        ("record_added", "structures", "2026-002", "structure_type", "Team"),
        ("record_added", "structures", "2026-002", "name", "Team"),
        ("record_removed", "structures", "2026-001", "structure_type", "Council"),
        ("record_removed", "structures", "2026-001", "name", "Council"),
    ]


def test_a_reference_follows_its_record_to_another_key(changes):
    old = [
        *said("structures", "2026-001", name="Council", structure_type="council"),
        *said("structure_members", "2026-001", structure_id=("2026-001",), seats=2),
    ]
    new = [
        *said("structures", "x1f3a9c02", name="Council", structure_type="council"),
        *said("structure_members", "2026-001", structure_id=("x1f3a9c02",), seats=2),
    ]
    assert changes(old, new) == []


def test_a_reference_to_another_record_is_a_change(changes):
    council = said("structures", "2026-001", name="Council", structure_type="council")
    team = said("structures", "2026-002", name="Team", structure_type="committee")
    old = said("structure_members", "2026-001", structure_id=("2026-001",), seats=2)
    new = said("structure_members", "2026-001", structure_id=("2026-002",), seats=2)
    assert changes([*council, *team, *old], [*council, *team, *new]) == [
        ("changed", "structure_members", "2026-001", "structure_id", "")
    ]


def test_nothing_to_report_is_an_answer(changes):
    old = said("structures", None, nothing_to_report="none_exists")
    new = said("structures", None, nothing_to_report="not_collected")
    assert changes(old, new) == [("changed", "structures", None, "nothing_to_report", "")]


def test_contacts_are_marked_as_private(library):
    sheets = library.definition("bicol", "core", "city").sheets
    old = said("place", None, focal_contact="old@example.org")
    (change,) = find_changes(old, said("place", None, focal_contact="new@example.org"), sheets)
    assert change.private
