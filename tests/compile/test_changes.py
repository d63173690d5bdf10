"""Two rounds side by side: returns made by hand, differences worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from indicators.catalogue import load_measures
from indicators.tables import ToolError
from templates.periods import parse_period
from workbook.compile.changes import compare_rounds
from workbook.model import Answer, PlaceStatus, Return
from workbook.report.comparison import build_comparison, comparison_name
from workbook.report.comparison_words import ChangeWording
from workbook.round.folder import NewRound, create_round

PLACES = """code,name,level,parent,population
0500000000,Region V (Bicol Region),region,,6064426
0501700000,Camarines Sur,province,0500000000,2063314
0502000000,Catanduanes,province,0500000000,271879
0501701000,Baao,municipality,0501700000,62211
0501702000,Balatan,municipality,0501700000,30669
0502001000,Bagamanoc,municipality,0502000000,11551
"""
BAAO, BALATAN, BAGAMANOC, PROVINCE = "0501701000", "0501702000", "0502001000", "0501700000"
ABROAD, BACK = ("people", None, "residents_abroad"), ("people", None, "returnee_count")


def council(row, name="Council", status="established", members=10):
    return {
        ("structures", row, "structure_type"): "council",
        ("structures", row, "name"): name,
        ("structures", row, "mandate"): "migration_only",
        ("structures", row, "status"): status,
        ("structures", row, "members_total"): members,
    }


MEASURES = [measure for measure in load_measures() if measure.key == "councils"]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory, library):
    tmp_path = tmp_path_factory.mktemp("rounds")
    places = tmp_path / "places.csv"
    places.write_text(PLACES, encoding="utf-8")
    return [
        create_round(
            tmp_path / year,
            NewRound("bicol", parse_period(year), places_file=places, deadline=date(2028, 3, 31)),
            library,
        )
        for year in ("2026", "2027")
    ]


def told(collection, said):
    """Returns and statuses of a round: {code: {(sheet, row, field): value}}."""
    states = {"ND": "no_data", None: "blank"}
    returns = [
        Return(
            place,
            f"inbox/{place.code}.xlsx",
            "",
            "accepted",
            "2027-02-01",
            tuple(
                Answer(*key, states.get(value, "answered"), None if value in states else value,
                       f"{key[0].title()}!D9")
                for key, value in said[place.code].items()
            ),
        )
        for place in collection.places
        if place.code in said
    ]  # fmt: skip
    statuses = [
        PlaceStatus(place, "accepted" if place.code in said else "missing")
        for place in collection.places
    ]
    return returns, statuses


@pytest.fixture(scope="module")
def compare(rounds):
    def run(old, new, collections=rounds):
        return compare_rounds(
            *collections,
            told(collections[0], old),
            told(collections[1], new),
            MEASURES,
        )

    return run


@pytest.fixture(scope="module")
def changes(compare):
    """Baao from 100 to 130 abroad, Balatan silent before, Bagamanoc silent now."""
    old = {BAAO: {ABROAD: 100, BACK: 4, **council("2026-001")},
           BALATAN: {ABROAD: None}, BAGAMANOC: {ABROAD: 50}}  # fmt: skip
    new = {BAAO: {ABROAD: 130, BACK: 7, **council("2026-001", status="dormant")},
           BALATAN: {ABROAD: 900}}  # fmt: skip
    return compare(old, new)


def of_area(changes, figure, area=""):
    return next(one for one in changes.area_figures if (one.figure, one.area) == (figure, area))


def test_each_round_is_told_as_it_was(changes):
    abroad = of_area(changes, "people.residents_abroad")
    assert (abroad.old, abroad.old_places, abroad.old_asked) == (150, 2, 3)
    assert (abroad.new, abroad.new_places, abroad.new_asked) == (1_030, 2, 2)


def test_who_is_excluded_is_not_expected(changes, rounds):
    everybody = len(rounds[1].places)
    [first, *rest] = changes.new.statuses
    excluded = replace(changes.new, statuses=(replace(first, state="excluded"), *rest))
    assert (changes.new.expected, excluded.expected) == (everybody, everybody - 1)


def test_only_governments_that_told_it_twice_are_compared(changes):
    abroad = of_area(changes, "people.residents_abroad")
    assert (abroad.like_old, abroad.like_new, abroad.like_places) == (100, 130, 1)
    assert abroad.difference == 30
    assert changes.percent(abroad.like_old, abroad.difference) == 30


def test_by_province(changes):
    assert of_area(changes, "people.residents_abroad", PROVINCE).like_places == 1
    silent = of_area(changes, "people.residents_abroad", "0502000000")
    assert (silent.old, silent.new, silent.like_old, silent.difference) == (50, None, None, None)


def test_percentages_need_a_floor(changes):
    back = of_area(changes, "people.returnee_count")
    assert back.difference == 3
    assert changes.percent(back.like_old, back.difference) is None
    assert changes.percent(10, 3) == 30
    assert changes.percent(9, 3) is None


def test_figures_of_places(changes):
    found = {
        (one.place.code, one.old, one.new, one.difference)
        for one in changes.place_figures
        if one.figure == "people.residents_abroad"
    }
    assert found == {(BAAO, 100, 130, 30), (BALATAN, None, 900, None), (BAGAMANOC, 50, None, None)}


def test_declared_measures_follow_the_states_of_records(changes):
    """A council that is dormant now is no longer one that is set up: from 1 to 0."""
    councils = of_area(changes, "councils")
    assert (councils.like_old, councils.like_new, councils.like_places) == (1, 0, 1)


def test_a_record_in_another_state(changes):
    (change,) = changes.records
    assert (change.kind, change.place.code, change.name, change.field) == (
        "changed", BAAO, "Council", "status",
    )  # fmt: skip
    assert (change.old.value, change.new.value) == ("established", "dormant")


def test_new_and_vanished_records(compare):
    old = {BAAO: council("2026-001"), BALATAN: council("2026-001")}
    new = {BAAO: council("2027-001", name="Board"), BAGAMANOC: council("2027-001")}
    found = [(one.kind, one.place.code, one.name) for one in compare(old, new).records]
    assert found == [("new", BAAO, "Board"), ("vanished", BAAO, "Council")]


def test_a_record_that_was_retyped_under_another_key_is_neither(compare):
    found = compare({BAAO: council("2026-001")}, {BAAO: council("2027-001")})
    assert found.records == ()


def test_none_exists_is_a_zero_that_can_be_compared(compare):
    nothing = {("structures", None, "nothing_to_report"): "none_exists"}
    found = of_area(compare({BAAO: nothing}, {BAAO: council("2027-001")}), "councils")
    assert (found.like_old, found.like_new, found.difference) == (0, 1, 1)


def test_provinces_add_up_to_no_total(compare):
    found = compare({PROVINCE: council("2026-001")}, {PROVINCE: council("2027-001")})
    assert of_area(found, "councils").like_places == 0
    (figure,) = (one for one in found.place_figures if one.figure == "councils")
    assert (figure.place.code, figure.old, figure.new) == (PROVINCE, 1, 1)


def test_merged_places_are_compared_with_the_sum_of_what_they_were(compare, rounds):
    """Bagamanoc joins Balatan on New Year's day."""
    table = "old,new,kind,date,name,source\n" + "".join(
        f"{code},{BALATAN},merged,2027-01-01,,Republic Act\n" for code in (BALATAN, BAGAMANOC)
    )
    successors = rounds[1].folder / "successors.csv"
    successors.write_text(table, encoding="utf-8")
    left = tuple(place for place in rounds[1].places if place.code != BAGAMANOC)
    later = replace(rounds[1], places=left)
    found = compare(
        {BALATAN: {ABROAD: 300}, BAGAMANOC: {ABROAD: 50}},
        {BALATAN: {ABROAD: 360}},
        [rounds[0], later],
    )
    successors.unlink()
    figure = next(one for one in found.place_figures if one.figure == "people.residents_abroad")
    assert (figure.old, figure.new) == (350, 360)
    (moved,) = found.moved
    assert (moved.kind, set(moved.places)) == ("merged", {BALATAN, BAGAMANOC})


def test_rounds_in_the_wrong_order_are_refused(compare, rounds):
    with pytest.raises(ToolError, match="name the older one first"):
        compare({}, {}, rounds[::-1])


@pytest.fixture(scope="module")
def words(changes, rounds):
    levels = dict.fromkeys(place.level for place in rounds[1].places)
    definitions = [rounds[1].definition(level) for level in levels]
    return ChangeWording(changes, definitions, rounds[1].texts)


def sheets(data, **options):
    return load_workbook(BytesIO(data), **options)


def test_the_workbook_says_whose_it_is_and_is_the_same_twice(changes, words):
    assert comparison_name(changes) == "compare-bicol-2026-2027-INTERNAL.xlsx"
    data = build_comparison(changes, words)
    assert data == build_comparison(changes, words)
    for sheet in sheets(data):
        first_lines = [cell.value for row in sheet.iter_rows(max_row=3) for cell in row]
        assert any("INTERNAL" in str(value) for value in first_lines)


def test_the_workbook_has_the_figures_side_by_side(changes, words):
    sheet = sheets(build_comparison(changes, words), data_only=True)["What changed"]
    lines = {row[1]: row[2:] for row in sheet.iter_rows(values_only=True)}
    label = "Your people abroad and those who came back · Residents abroad"
    assert lines[label] == (150, "2/3", 1_030, "2/2", 1, 100, 130, 30, 30)


@pytest.mark.office
def test_formulas_come_to_what_is_saved(changes, words, office, tmp_path):
    """LibreOffice calculates every total and difference afresh."""
    path = tmp_path / "compare.xlsx"
    path.write_bytes(build_comparison(changes, words))
    (fresh,) = office.recalculate([path], tmp_path / "fresh")
    saved, again = (load_workbook(one, data_only=True) for one in (path, fresh))
    formulas = load_workbook(path)
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    one = saved[sheet.title][cell.coordinate].value
                    other = again[sheet.title][cell.coordinate].value
                    assert (one or 0) == pytest.approx(other or 0), cell.coordinate
                    compared += 1
    assert compared > 25
