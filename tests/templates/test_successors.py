"""Boundaries that moved, followed by hand; and the periods that follow each other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from indicators.tables import DefinitionError
from templates.periods import Period, as_numbers, next_period, parse_period
from templates.successors import Descent, Successor, descents, read_successors, what_became

if TYPE_CHECKING:
    from pathlib import Path

YEAR = parse_period("2026")
END = date(2027, 12, 31)


def line(old, new, kind, day="2027-03-01"):
    return Successor(old, new, kind, date.fromisoformat(day))


def kinds(old, *table):
    found = descents(old, table, YEAR, END)
    return {code: (descent.kind, descent.places) for code, descent in found.items()}


def test_nothing_happened():
    assert descents(["A", "B"], [], YEAR, END) == {"A": Descent(("A",)), "B": Descent(("B",))}


def test_a_place_gets_another_code():
    assert kinds(["A", "B"], line("A", "C", "renamed")) == {
        "B": ("", ("B",)),
        "C": ("renamed", ("A",)),
    }


def test_a_new_name_under_the_same_code():
    assert kinds(["A"], line("A", "A", "renamed")) == {"A": ("renamed", ("A",))}


def test_whoever_takes_the_code_of_another_is_one_with_it():
    assert kinds(["A", "B"], line("A", "B", "renamed")) == {"B": ("merged", ("B", "A"))}


def test_two_become_one():
    assert kinds(["A", "B"], line("A", "C", "merged"), line("B", "C", "merged")) == {
        "C": ("merged", ("A", "B"))
    }


def test_one_takes_in_its_neighbour():
    assert kinds(["A", "B"], line("B", "A", "merged")) == {"A": ("merged", ("A", "B"))}


def test_a_merger_with_a_place_that_was_not_expected_is_not_that_place_alone():
    """Otherwise the figures of A would pass for those of A and B."""
    assert kinds(["A"], line("A", "C", "merged"), line("B", "C", "merged")) == {
        "C": ("merged", ("A", "B"))
    }


@pytest.mark.parametrize("told", [(("A", "A"), ("A", "B")), (("A", "B"),)])
def test_one_becomes_two(told):
    """Whether or not the part that keeps its code is listed."""
    found = kinds(["A"], *(line(old, new, "split") for old, new in told))
    assert found == {"A": ("split", ("A",)), "B": ("split", ("A",))}


def test_changes_follow_each_other():
    found = kinds(
        ["A", "B"],
        line("C", "D", "merged", "2027-09-01"),
        line("B", "D", "merged", "2027-09-01"),
        line("A", "C", "renamed"),
    )
    assert found == {"D": ("merged", ("A", "B"))}


def test_what_was_split_stays_so_when_it_is_renamed():
    found = kinds(["A"], line("A", "B", "split"), line("B", "C", "renamed", "2027-09-01"))
    assert found["C"] == ("split", ("A",))


@pytest.mark.parametrize("day", ["2025-06-01", "2028-01-01"])
def test_changes_of_other_times_do_not_count(day):
    assert kinds(["A", "B"], line("A", "B", "merged", day)) == {
        "A": ("", ("A",)),
        "B": ("", ("B",)),
    }


def test_a_change_that_the_last_round_passed_over_counts_now():
    assert kinds(["A"], line("A", "C", "renamed", "2026-06-01")) == {"C": ("renamed", ("A",))}


def test_a_change_that_the_last_round_knew_does_not_count_again():
    assert kinds(["C"], line("A", "C", "merged", "2026-06-01")) == {"C": ("", ("C",))}


def test_read(tmp_path: Path):
    path = tmp_path / "successors.csv"
    path.write_text("old,new,kind,date,name,source\n01,02,renamed,2027-01-01,New Naga,RA 1\n")
    expected = Successor("01", "02", "renamed", date(2027, 1, 1), "New Naga", "RA 1")
    assert read_successors(path) == (expected,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("old,new,kind,date\nA,,merged,2027-01-01\n", "line 2: the column 'new' is empty"),
        ("old,new,kind,date\nA,B,merge,2027-01-01\n", "'merge' is no kind of change"),
        (
            "old,new,kind,date\nA,B,merged,1/1/2027\n",
            "'1/1/2027' is no day; write it as 2027-01-01",
        ),
        ("old,new,kind,date,nmae\nA,B,merged,2027-01-01,x\n", "did you mean 'name'?"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str):
    path = tmp_path / "successors.csv"
    path.write_text(text)
    with pytest.raises(DefinitionError) as raised:
        read_successors(path)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("code", "following"),
    [
        ("2026", "2027"),
        ("2026-S1", "2026-S2"),
        ("2026-S2", "2027-S1"),
        ("2026-Q3", "2026-Q4"),
        ("2026-Q4", "2027-Q1"),
        ("2026-09", "2026-10"),
        ("2026-12", "2027-01"),
    ],
)
def test_the_period_that_follows(code, following):
    assert next_period(parse_period(code)) == parse_period(following)


def test_a_fiscal_year_keeps_its_days():
    year = Period("2026", date(2026, 4, 1), date(2027, 3, 31))
    assert next_period(year) == Period("2027", date(2027, 4, 1), date(2028, 3, 31))
    leap = Period("2027", date(2027, 3, 1), date(2028, 2, 29))
    assert next_period(leap).end == date(2029, 2, 28)
    assert next_period(next_period(next_period(next_period(leap)))).end == date(2032, 2, 29)


def test_versions_compare_as_people_count():
    assert as_numbers("1.9") < as_numbers("1.10") < as_numbers("2")


@pytest.mark.parametrize(
    ("table", "kind", "places"),
    [
        ([line("A", "B", "renamed")], "renamed", ("B",)),
        ([line("A", "B", "merged"), line("C", "B", "merged")], "merged", ("B",)),
        ([line("A", "B", "split"), line("A", "C", "split")], "split", ("B", "C")),
        (
            [line("B", "C", "merged", "2027-05-01"), line("A", "B", "renamed")],
            "renamed",
            ("C",),
        ),
        (
            [
                line("A", "B", "split"),
                line("A", "C", "split"),
                line("C", "D", "renamed", "2027-06-01"),
            ],
            "split",
            ("B", "D"),
        ),
    ],
)
def test_an_old_code_is_followed_to_what_stands_now(table, kind, places):
    found = what_became("A", table, END)
    assert found is not None
    assert (found.kind, found.places, found.day) == (kind, places, date(2027, 3, 1))


@pytest.mark.parametrize(
    "table",
    [[], [line("B", "A", "renamed")], [line("A", "B", "renamed", "2028-01-01")]],
)
def test_nothing_became_of_a_place_that_did_not_move_by_then(table):
    assert what_became("A", table, END) is None
