"""Totals by island group, where a list of places has any: summed by hand, and withheld together."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from templates.model import Place
from tests.compile.test_country import ONE, THREE, TWO
from tests.compile.test_country_before import (
    DEFINITIONS,
    PEOPLE,
    PERIOD,
    counting,
    now,
    published,
    then,
    two_years,
)
from workbook.compile.country import compile_country
from workbook.compile.public import publish_country
from workbook.report.spreadsheet import build_summary
from workbook.round.places import read_places_file

__all__ = ["counting"]
TAB = "Island groups"
NORTH = Place("N", "North", "island_group")
GROUPED = tuple(
    replace(place, parent="N") if place.level == "region" else place for place in (*ONE, *TWO)
)


def country(counting, rounds, listed=(NORTH, *GROUPED, *THREE)):
    return compile_country("Isles", rounds, listed, DEFINITIONS, PERIOD, counting)


@pytest.fixture(scope="module")
def rounds():
    return (
        replace(now(ONE, city=130, town="ND"), last=then(ONE, {"city": 100, "town": 30})),
        replace(now(TWO, city=40, town=7), last=then(TWO, {"city": 50, "town": None})),
        now(THREE, city=9, town=60),
    )


def lines(summary, english):
    """The lines of the people abroad: label to the figures of the group and of the country."""
    book = openpyxl.load_workbook(io.BytesIO(build_summary(summary, english)))
    label = english[f"indicators.measures.{PEOPLE}"].replace("{period_end}", "31 December 2026")
    rows = list(book[TAB].iter_rows(min_row=7, values_only=True))
    (start,) = (number for number, row in enumerate(rows) if row[1] == label)
    return {row[2]: list(row[3:5]) for row in rows[start : start + 4]}, book[TAB]["B5"].value


def test_a_group_is_the_sum_of_its_regions(counting, rounds, english) -> None:
    summary = country(counting, rounds)
    (group,) = summary.groups
    assert (group.name, group.areas) == ("North", ("0100000000", "0200000000"))
    assert len(summary.places) == 12
    found, about = lines(summary, english)
    assert found["Figure"] == [130 + 40 + 7, 130 + 40 + 7 + 9 + 60]
    # The silent town is asked, and lives in the group: 1000 + 500 + 300 of these and its 200.
    assert found["Data from"] == ["3 of 4", "5 of 6"]
    assert found["Of inhabitants"] == [90, pytest.approx(100 * 1900 / 2100)]
    assert found["Since 2025"] == ["+20 in the same 2"] * 2
    assert about == "North: Region 1, Region 2. In no group: Region 3."


def test_a_list_without_groups_gives_no_such_tab(counting, rounds, english) -> None:
    summary = country(counting, rounds, (*GROUPED, *THREE))
    assert summary.groups == ()
    book = openpyxl.load_workbook(io.BytesIO(build_summary(summary, english)), read_only=True)
    assert TAB not in book.sheetnames
    book.close()


def test_a_group_is_withheld_with_one_of_its_regions(counting, english) -> None:
    """3 of the first region would be the group's 113 less what the second one shows."""
    rounds = [
        two_years(ONE, (70, 80), (3, 0)),
        two_years(TWO, (50, 60), (50, 60)),
        now(THREE, city=90, town=80),
    ]
    made, _ = published(counting, rounds)
    public = publish_country(country(counting, rounds), [pattern for _, pattern in made], 5)
    # The second region shows what it told then; what the group did would leave the first one's.
    assert public.last_total(PEOPLE, "0200000000").value == 110
    found, _ = lines(public, english)
    assert found == {
        "Figure": [english["public.report.withheld"]] * 2,
        "Data from": ["4 of 4", "6 of 6"],
        "Of inhabitants": [100, 100],
        "Since 2025": ["–", "–"],
    }


def test_only_a_country_reads_lines_of_groups(tmp_path, english) -> None:
    path = tmp_path / "places.csv"
    rows = ["code,name,level,parent", "N,North,Island group,", "01,First,region,N"]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [place.code for place in read_places_file(path, 0, [english])] == ["01"]
    found = read_places_file(path, 0, [english], groups=True)
    assert [(place.code, place.level) for place in found] == [
        ("N", "island_group"),
        ("01", "region"),
    ]
