"""Which service is covered in which region: two regions of three places, counted by hand."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from indicators.counting import load_counting
from templates.model import Place
from templates.periods import parse_period
from tests.compile.conftest import answer
from workbook.compile.country import compile_country
from workbook.compile.model import AccessCount
from workbook.compile.public import publish_country
from workbook.compile.regional import RegionalReturns
from workbook.model import PlaceStatus, Return
from workbook.report.answered import of_asked
from workbook.report.document.content import make_document
from workbook.report.spreadsheet import build_summary
from workbook.report.wording import summary_wording

WEST, EAST = "5910000", "5920000"
TAB = "Access matrix"
# What each city says of shelters and of parks; the third of the west is not asked about parks.
SAID = {
    "5910001": {"shelters": "yes", "parks": "no"},
    "5910002": {"shelters": "yes", "parks": "partly"},
    "5910003": {"shelters": "no"},
    "5920001": {"shelters": "ND", "parks": "yes"},
    "5920002": {"shelters": "", "parks": "no"},
    "5920003": {"shelters": "NA", "parks": "no"},
}


def places(region: str, name: str) -> tuple[Place, ...]:
    cities = (Place(f"{region[:3]}000{n}", f"{name} {n}", "city", region) for n in (1, 2, 3))
    return (Place(region, name, "region"), *cities)


def returned(places) -> RegionalReturns:
    returns = tuple(
        Return(
            place, f"inbox/{place.code}.xlsx", f"{int(place.code):064x}", "accepted", "2026-02-01",
            (
                answer("applies", None, "has_policy", "yes"),
                *(answer("awf_coverage", row, "covered", value)
                  for row, value in SAID[place.code].items()),
            ),
        )
        for place in places[1:]
    )  # fmt: skip
    statuses = tuple(PlaceStatus(place, "accepted") for place in places)
    return RegionalReturns(places[0].name, statuses, returns)


@pytest.fixture(scope="module")
def summary(library):
    definitions = [library.definition("vancouver", "core", level) for level in ("region", "city")]
    west, east = places(WEST, "West"), places(EAST, "East")
    rounds = [returned(west), returned(east)]
    period = parse_period("2026")
    return compile_country(
        "Coast", rounds, (*west, *east), definitions, period, load_counting(None)
    )


def test_answers_of_a_region_are_counted_before_they_are_left_out(summary) -> None:
    assert set(summary.access) == {
        AccessCount("shelters", WEST, yes=2, partly=0, no=1, silent=0),
        AccessCount("parks", WEST, yes=0, partly=1, no=1, silent=0),
        AccessCount("shelters", EAST, yes=0, partly=0, no=0, silent=3),
        AccessCount("parks", EAST, yes=1, partly=0, no=2, silent=0),
    }
    assert summary.lines == ()


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_matrix_has_letters_and_colours(summary, english, audience) -> None:
    shown = publish_country(summary, [], 5) if audience == "public" else summary
    book = openpyxl.load_workbook(io.BytesIO(build_summary(shown, english)))
    sheet = book[TAB]
    rows = {row[1].value: row[2:5] for row in sheet.iter_rows(min_row=8) if row[1].value}
    said = {label: [cell.value for cell in row] for label, row in rows.items()}
    assert said["Service"] == ["Country", "West", "East"]
    assert said["Shelters"] == ["M  2 of 3", "M  2 of 3", "–"]
    assert said["Parks"] == ["S  1 of 5", "N  0 of 2", "S  1 of 3"]
    assert said["Services with M"] == [1, 1, 0]
    colours = [cell.fill.fgColor.rgb for cell in (*rows["Shelters"][:1], *rows["Parks"][:2])]
    assert colours == ["FFDEF7EC", "FFFEF0C7", "FFFDE8E8"]
    assert "M = 50 % or more" in sheet["B6"].value


def test_a_country_that_asked_nothing_of_it_has_no_such_tab(library, english) -> None:
    west = places(WEST, "West")
    definitions = [library.definition("bicol", "core", level) for level in ("region", "city")]
    statuses = tuple(PlaceStatus(place, "accepted") for place in west)
    returns = tuple(Return(place, "a", "0", "accepted", "", ()) for place in west[1:])
    made = compile_country(
        "Coast", [RegionalReturns("West", statuses, returns)], west, definitions,
        parse_period("2026"), load_counting(None),
    )  # fmt: skip
    assert TAB not in openpyxl.load_workbook(io.BytesIO(build_summary(made, english))).sheetnames


def test_a_region_without_a_round_is_told_from_one_without_data(summary, library):
    west, east = summary.regions
    without = replace(summary, regions=(replace(west, state="missing"), east))
    measure = summary.measures[0].key
    for language, said in {
        "en": "no round",
        "fil": "walang round",
        "fr": "pas de collecte",
    }.items():
        words = summary_wording(without, library.text(language))
        assert of_asked(without, words, without.total(measure, WEST)) == said
        assert said not in of_asked(without, words, without.total(measure, EAST))
        assert said not in of_asked(without, words, without.total(measure))


def test_the_cover_of_a_country_says_in_how_many_regions_was_asked(summary, library):
    west, east = summary.regions
    without = replace(summary, regions=(replace(west, state="missing"), east))
    facts = [text for _, text in make_document(without, library.text("en")).facts]
    assert any(text.endswith("in 1 of 2 regions") for text in facts)
