"""A tiny round worked by hand, and its exports.

Asked of three governments in Bicol: Naga, an independent city; Baao and Lupi in Camarines Sur.
Seats held by women: Naga 3 of 10, Baao 0 of 8, Lupi knows nothing (ND). So 5.5.1 is 3 of 18 in the
region, 0 in Camarines Sur. Disaster plan: Naga yes, Baao no, Lupi says that it does not apply (NA):
1.5.4 is 1 of 2 in the region. Members of councils: Naga 12, Baao 0, Lupi left the cell blank.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from indicators.counting import load_counting
from templates.periods import parse_period
from tests.compile.conftest import Bicol, answer, bicol
from workbook.compile.summary import compile_summary
from workbook.model import PlaceStatus, Return
from workbook.report.exports.write import write_exports

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["bicol"]

LANGLEY_CITY = "5915002"
NAGA, BAAO, LUPI = "0501724000", "0501701000", "0501719000"
REGION, CAMARINES_SUR, ALBAY = "0500000000", "0501700000", "0500500000"
FORMULA = "=cmd|' /C calc'!A1"


def council(members, name="Council"):
    said = {"structure_type": "council", "mandate": "migration_only", "status": "established"}
    said |= {"name": name, "members_total": members}
    return [("structures", "2026-001", field, value) for field, value in said.items()]


ANSWERS = {
    REGION: [("structures", None, "nothing_to_report", "none_exists")],
    NAGA: [
        *council(12, FORMULA),
        ("place", None, "note", "-5\x00 and \ud800\r\n<b>more</b>"),
        ("place", None, "day", "2026-04-06"),
        ("place", None, "figure", -2.5),
        ("plans", "ldrrmp", "drr_plan_adopted", True),
        ("representation", None, "council_seats_women", 3),
        ("representation", None, "council_seats_total", 10),
    ],
    BAAO: [
        *council(0),
        ("plans", "ldrrmp", "drr_plan_adopted", False),
        ("representation", None, "council_seats_women", 0),
        ("representation", None, "council_seats_total", 8),
    ],
    LUPI: [
        *council(None, "Council, second"),
        ("plans", "ldrrmp", "drr_plan_adopted", "NA"),
        ("representation", None, "council_seats_women", "ND"),
        ("representation", None, "council_seats_total", "ND"),
    ],
}


@dataclass(frozen=True)
class Written:
    """The folder, and the round's own, in which dhis2.toml lies."""

    summary: object
    folder: Path
    round: Path
    without: tuple[str, ...]

    def text(self, name):
        return (self.folder / name).read_text("utf-8-sig")

    def json(self, name):
        return json.loads(self.text(name))


def export(summary, texts, folder):
    done = write_exports(summary, texts, folder / "data", folder)
    return Written(summary, done.folder, folder, done.without)


@pytest.fixture(scope="session")
def english(library):
    return library.text("en")


@pytest.fixture(scope="session")
def tiny(bicol):
    return Bicol(bicol.library, "full").summary(ANSWERS)


@pytest.fixture(scope="session")
def written(tiny, english, tmp_path_factory):
    return export(tiny, english, tmp_path_factory.mktemp("round"))


@pytest.fixture(scope="session")
def vancouver(library, english, tmp_path_factory):
    """A round in which places lie in the region directly: Langley has 2 of 6 seats with women."""
    places = library.places("vancouver")
    levels = dict.fromkeys(place.level for place in places)
    seats = {"council_seats_women": 2, "council_seats_total": 6}
    said = tuple(answer("representation", None, *item) for item in seats.items())
    [city] = [place for place in places if place.code == LANGLEY_CITY]
    returned = Return(city, "inbox/city.xlsx", "0" * 64, "accepted", "2026-02-01", said)
    summary = compile_summary(
        [returned],
        [PlaceStatus(place, "accepted" if place == city else "missing") for place in places],
        places,
        [library.definition("vancouver", "full", level) for level in levels],
        parse_period("2026"),
        load_counting(),
    )
    return export(summary, english, tmp_path_factory.mktemp("vancouver"))
