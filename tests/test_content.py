"""Every system that the report describes is recorded somewhere, and what records it exists."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from docs.make_content import SYSTEMS, recordable, recorded
from templates.load import load_library

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS = tuple(csv.DictReader(SYSTEMS.read_text(encoding="utf-8").splitlines()))
LIBRARY = load_library()
# The parts of the report that say something a local government can record, and how many systems
# of each there are at least.
PARTS = {
    "Methodology": 3,
    "2.1 Disasters and crises": 5,
    "2.2 Return in a crisis (GP1)": 2,
    "2.5 Alternatives to detention (PP2)": 4,
    "2.6 Children alone (PP3)": 5,
    "2.7 Information technology (PP4)": 2,
    "3.1 Coordination": 3,
    "3.3 Services online (CS5)": 2,
    "3.5 Local governance": 2,
    "3.5 Bicol (PP6)": 20,
    "3.5 Vancouver (EP2)": 11,
    "3.6 Civil society and others": 4,
    "Recommendations": 6,
    "Accountability": 1,
}
# Figures of the Bicol box, each with what must count it.
FIGURES = {
    "Regional forum": "capacity.forums_held",
    "Capacity building": "capacity.trainings_held",
    "Mentoring and coaching of government units": "capacity.lgus_assisted",
    "Incentive programme with the five top performers": "capacity.lgus_funded",
    "Ordinances or executive orders": "measure:instrument_and_council",
    "Regional committee on migration and development": "structures.members_agencies",
    "Organizations for migrants or their families": "organizations.orgs_new_in_year",
    "Desks for overseas workers: established and strengthened kept apart": "services.year_change",
}
SIX_AREAS = {"fire_rescue", "homeless_outreach", "shelters", "non_market_housing", "utilities",
             "public_works", "information_311"}  # fmt: skip
OUTSIDE = {"police", "parks", "libraries", "immigration_enforcement"}


def test_every_part_of_the_report_is_there() -> None:
    found = Counter(row["part"] for row in ROWS)
    assert set(found) == set(PARTS)
    assert {part: n for part, n in PARTS.items() if found[part] < n} == {}


@pytest.mark.parametrize("row", ROWS, ids=[row["system"] for row in ROWS])
def test_what_records_a_system_exists(row: Mapping[str, str]) -> None:
    targets = recorded(dict(row))
    assert targets
    assert sorted(set(targets) - recordable(LIBRARY)) == []


@pytest.mark.parametrize(("system", "target"), FIGURES.items())
def test_figures_of_bicol_have_a_question(system: str, target: str) -> None:
    (row,) = (row for row in ROWS if row["system"] == system)
    assert target in recorded(dict(row))


def test_services_of_vancouver_are_covered_or_outside() -> None:
    named = {
        target.removeprefix("awf_coverage.")
        for row in ROWS
        if row["part"] == "3.5 Vancouver (EP2)"
        for target in recorded(dict(row))
    }
    assert named >= SIX_AREAS | OUTSIDE


def test_every_sheet_records_a_system_or_says_what_it_is_for() -> None:
    used = {target.split(".")[0] for row in ROWS for target in recorded(dict(row))}
    assert set(LIBRARY.sheets) - used == {"authority"}
