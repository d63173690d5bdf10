"""The demonstration round has the totals that the source report gives for Bicol."""

from __future__ import annotations

from collections import Counter

import pytest

from indicators.tables import DefinitionError, read_csv
from templates.periods import parse_period
from workbook.simulate import demonstration as demonstration_module
from workbook.simulate.demonstration import demonstration_answers, load_demonstration

NAGA = "0501724000"
REGION = "0500000000"


@pytest.fixture(scope="module")
def demonstration():
    return load_demonstration("bicol")


@pytest.fixture(scope="module")
def typed(library, demonstration):
    """What every place types, by code; None for a place that does not return."""
    period = parse_period(demonstration.period)
    return {
        place.code: demonstration_answers(
            demonstration,
            library.definition("bicol", "core", place.level),
            library.text("en"),
            place,
            period,
        )
        for place in library.places("bicol")
    }


@pytest.fixture(scope="module")
def records(typed):
    """Cities' and municipalities' records of a table, by place and row."""

    def find(sheet):
        found = {}
        for code, cells in typed.items():
            if code.endswith("00000"):
                continue
            for (key, row, field), value in (cells or {}).items():
                if key == sheet and row:
                    found.setdefault((code, row), {})[field] = value
        return found

    return find


def total(typed, sheet, field):
    local = {code: cells for code, cells in typed.items() if cells and not code.endswith("00000")}
    return sum(cells.get((sheet, None, field), 0) for cells in local.values())


def test_ten_governments_have_a_law_and_a_council_or_working_group(records):
    laws = {
        code
        for (code, _), record in records("instruments").items()
        if record["instrument_type"] in {"Ordinance", "Executive order"}
        and record["status"] == "In force"
    }
    bodies = {
        code
        for (code, _), record in records("structures").items()
        if record["status"] == "Established"
    }
    assert len(laws & bodies) == len(bodies) == 10
    assert NAGA in bodies


def test_ten_desks_were_established_or_strengthened(records):
    desks = Counter(
        record["year_change"]
        for record in records("services").values()
        if record["service_type"] == "OFW or migrant desk"
    )
    changed = {label: n for label, n in desks.items() if label != "Went on as before"}
    assert sorted(changed.values()) == [4, 6]


def test_one_resource_centre_is_open_and_staffed(records):
    centres = {
        code: record
        for (code, _), record in records("services").items()
        if record["service_type"] == "Migrant resource centre"
    }
    assert set(centres) == {NAGA}
    assert centres[NAGA]["days_per_week"] >= 1
    assert centres[NAGA]["staff_assigned"] >= 1


def test_six_organizations_are_new(typed):
    assert total(typed, "organizations", "orgs_new_in_year") == 6


def test_the_regional_committee_and_what_the_region_did(typed):
    region = typed[REGION]
    committee = {field: v for (sheet, row, field), v in region.items() if sheet == "structures"}
    assert committee["structure_type"] == "Committee"
    assert (
        committee["members_agencies"],
        committee["members_lgus"],
        committee["members_migrant_orgs"],
    ) == (14, 10, 6)
    done = {field: value for (sheet, _, field), value in region.items() if sheet == "capacity"}
    assert done == {"lgus_assisted": 16, "trainings_held": 3, "forums_held": 1, "lgus_funded": 5}


def test_naga_has_migration_in_its_plan_to_2020(typed):
    naga = typed[NAGA]
    assert naga["plans", "cdp", "period_to"] == 2020
    assert naga["plans", "cdp", "in_objectives"] == "Yes"


def test_some_do_not_return_and_none_of_these_carries_a_total(typed, demonstration):
    missing = {code for code, cells in typed.items() if cells is None}
    assert missing == demonstration.not_returned
    assert 5 <= len(missing) <= 12
    declared = {line.place for line in demonstration.lines}
    assert not declared & (demonstration.not_returned | demonstration.with_mistakes)


def test_names_in_the_file_are_those_of_the_register(library, demonstration):
    register = {place.code: place.name for place in library.places("bicol")}
    named = {row["place"]: row["name"] for row in read_csv(demonstration.path)}
    named.pop("*")
    assert named == {code: register[code] for code in named}
    assert demonstration.not_returned | demonstration.with_mistakes <= set(register)


def test_a_line_for_a_question_that_is_not_asked_is_refused(
    library, tmp_path, monkeypatch, demonstration
):
    folder = tmp_path / "demonstrations"
    folder.mkdir()
    text = demonstration.path.with_suffix(".toml").read_text(encoding="utf-8")
    (folder / "bicol.toml").write_text(text, encoding="utf-8")
    (folder / "bicol.csv").write_text(
        "place,name,sheet,row,field,value\n0501724000,City of Naga,people,,shoe_size,41\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(demonstration_module, "SHIPPED", tmp_path)
    naga = next(place for place in library.places("bicol") if place.code == NAGA)
    with pytest.raises(DefinitionError, match=r"line 2: City of Naga is not asked people\.shoe"):
        demonstration_answers(
            load_demonstration("bicol"),
            library.definition("bicol", "core", "city"),
            library.text("en"),
            naga,
            parse_period("2015"),
        )
