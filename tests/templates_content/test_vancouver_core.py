"""What the programme `vancouver` asks, of whom, and the city's own picture of 2016.

The picture is that of the report's practice on cities and migration: a policy of April 2016 for six
areas of city services; police, parks and libraries under boards of their own, the library with a
policy of its own; immigration a federal matter. What the report does not say is "no data".
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from templates.check import check_definitions
from templates.load import load_library
from templates.model import Screen
from templates.periods import parse_period
from workbook.check.context import CheckContext
from workbook.check.register import load_register
from workbook.check.verdict import check_submission, verdict
from workbook.check.wording import render_finding
from workbook.read.submission import read_file
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.model import Definition, Field, Sheet
    from workbook.model import Finding, Submission

CASE = Path(__file__).parent.parent / "cases/vancouver_2016.csv"
LIBRARY = load_library()
TEXTS = LIBRARY.text("en", "vancouver")
PLACES = {place.code: place for place in LIBRARY.places("vancouver")}
CITY = PLACES["5915022"]
PERIOD = parse_period("2016")
LOCAL = ("city", "municipality")
# The six areas that the report names, and the rows of the form on which they stand.
SIX_AREAS = {
    "fire and rescue": ["fire_rescue"],
    "homeless outreach shelters": ["homeless_outreach", "shelters"],
    "non-market housing": ["non_market_housing"],
    "utilities": ["utilities"],
    "public works": ["public_works"],
    "information services": ["information_311"],
}
PER_SECTION = {
    "authority": 2,
    "applies": 1,
    "structures": 9,
    "instruments": 5,
    "city_plans": 8,
    "awf_policy": 10,
    "awf_coverage": 24,
    "representation": 2,
    "budget": 2,
    "sign_off": 3,
}
# Words that belong to another country's form.
ELSEWHERE = re.compile(
    r"barangay|pesos?\b|\bPESO\b|sanggun|\bS[BP]\b|LCAT|\bGAD\b|\bAIP\b|\bCDP\b|\bOFW|governor|NEDA"
    r"|gouverneur|CBMS|Bantay|DMW|PEOS|\bLGUs?\b|caravan|\bEO \d|ordinance|executive order"
    r"|[Ss]eafarer|marins\b",
)


def definition(level: str, edition: str = "core") -> Definition:
    return LIBRARY.definition("vancouver", edition, level)


def section(level: str, key: str, edition: str = "core") -> Sheet:
    sheet = definition(level, edition).sheet(key)
    assert sheet is not None
    return sheet


def cells(sheet: Sheet) -> list[tuple[str, Field]]:
    """Row key and field of every answer of one record, or of every cell asked in a matrix."""
    if sheet.layout != "matrix":
        return [("", field) for field in sheet.asked]
    return [
        (row.key, field)
        for row in sheet.rows
        for field in sheet.asked
        if not field.groups or row.group in field.groups
    ]


# ---- what is asked


@pytest.mark.parametrize("level", LOCAL)
def test_local_authorities_are_asked_sixty_six_answers(level: str) -> None:
    found = {sheet.key: len(cells(sheet)) for sheet in definition(level).sheets}
    assert found == PER_SECTION
    assert sum(found.values()) == 66


@pytest.mark.parametrize("level", LOCAL)
def test_thirty_four_answers_close_without_a_policy(level: str) -> None:
    screens = [Screen("applies", "has_policy", ("yes", "draft"))]
    closing = [sheet for sheet in definition(level).sheets if [*sheet.asked_when] == screens]
    assert [sheet.key for sheet in closing] == ["awf_policy", "awf_coverage"]
    assert sum(len(cells(sheet)) for sheet in closing) == 34


def test_the_regional_district_is_not_asked_about_the_policy_of_cities() -> None:
    keys = [sheet.key for sheet in definition("region").sheets]
    assert keys == ["authority", "structures", "instruments", "city_plans", "budget", "sign_off"]


@pytest.mark.parametrize("level", LOCAL)
@pytest.mark.parametrize("edition", ["core", "standard", "full"])
def test_a_workbook_has_at_most_twelve_tabs(level: str, edition: str) -> None:
    assert len(definition(level, edition).tabs) + len(("guide", "check")) <= 12


def test_who_provides_the_services() -> None:
    assert Counter(row.group for row in section("city", "awf_coverage").rows) == {
        "council": 11,
        "organization": 1,
        "board": 2,
        "police": 1,
        "regional": 1,
        "province": 7,
        "federal": 1,
    }


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("edition", ["core", "standard", "full"])
def test_no_words_of_another_country(edition: str, language: str) -> None:
    texts, shown = LIBRARY.text(language, "vancouver"), {}
    for level in (*LOCAL, "region"):
        for sheet in definition(level, edition).sheets:
            start = f"sheets.{sheet.key}"
            keys = [f"{start}.{part}" for part in ("title", "help", "nothing")]
            keys += [f"{start}.rows.{row.key}.label" for row in sheet.rows]
            for field in sheet.fields:
                parts = ("label", "short", "help", "example")
                keys += [f"{start}.fields.{field.key}.{part}" for part in parts]
                keys += [f"offices.{field.who}"]
                lists = definition(level, edition).lists
                codes = lists[field.list].codes if field.list else ()
                keys += [f"lists.{field.list}.{code}" for code in codes]
            shown |= {key: texts.get(key) for key in keys}
    assert {key: text for key, text in shown.items() if ELSEWHERE.search(text)} == {}


def test_bodies_and_decisions_are_those_of_canada() -> None:
    lists = definition("city").lists
    assert lists["structure_type"].codes == (
        "committee",
        "subcommittee",
        "technical_working_group",
        "advisory_committee",
        "local_immigration_partnership",
        "other",
    )
    assert lists["instrument_type"].codes == (
        "resolution",
        "moa_mou",
        "policy",
        "bylaw",
        "motion",
        "other",
    )
    bicol = LIBRARY.definition("bicol", "core", "city").lists["structure_type"]
    assert not {"advisory_committee", "local_immigration_partnership"} & set(bicol.codes)


def test_alternatives_to_detention_are_closed_without_a_part_in_them() -> None:
    assert [f.key for f in section("city", "detention", "standard").asked] == ["local_role"]
    assert definition("city", "standard").sheet("detention_support") is None
    support = section("city", "detention_support", "full")
    assert [f.key for f in support.asked] == [
        "screening",
        "case_management",
        "placement",
        "legal_advice",
        "children_excluded",
        "people_supported",
        "compliance_rate",
    ]
    screens = [(s.sheet, s.field, s.one_of) for s in support.asked_when]
    some_part = ("referral", "host", "case_management", "operator")
    assert screens == [("detention", "local_role", some_part)]
    assert definition("region", "full").sheet("detention") is None


def test_offices_and_figures_are_those_of_a_destination() -> None:
    offices = [row.key for row in section("city", "focal_points", "standard").rows]
    assert offices == [
        "planning",
        "mayor",
        "social_welfare",
        "health",
        "housing",
        "police",
        "disaster",
        "investment",
        "legal",
        "information",
        "other",
    ]
    figures = [row.key for row in section("city", "indicators", "standard").rows]
    assert figures == [
        "satisfied_users",
        "women_heads",
        "budget_used",
        "projects_carried_out",
        "newcomer_seats",
        "staff_trained",
        "forms_checked",
        "complaints_in_time",
        "remittance_cost",
    ]


# ---- the register


def test_register() -> None:
    codes = set(PLACES) - {"5915000"}
    assert len(codes) == 23
    assert all(re.fullmatch(r"5915\d{3}", code) for code in PLACES)
    assert {place.parent for code, place in PLACES.items() if code in codes} == {"5915000"}
    assert Counter(place.level for place in PLACES.values()) == {
        "region": 1,
        "city": 13,
        "municipality": 10,
    }
    assert len({place.name for place in PLACES.values()}) == 24


@pytest.mark.parametrize(
    ("code", "name", "level"),
    [
        ("5915001", "Langley, District", "municipality"),
        ("5915002", "Langley, City", "city"),
        ("5915046", "North Vancouver, District", "municipality"),
        ("5915051", "North Vancouver, City", "city"),
        ("5915020", "Electoral Area A", "municipality"),
        ("5915802", "Tsawwassen First Nation", "municipality"),
    ],
)
def test_places_that_are_easily_confused(code: str, name: str, level: str) -> None:
    assert (PLACES[code].name, PLACES[code].level) == (name, level)


def test_no_reserve_but_the_treaty_first_nation_is_expected() -> None:
    assert [code for code in PLACES if code.startswith("59158")] == ["5915802"]


def test_populations_are_those_of_one_census() -> None:
    assert CITY.population == 631_486
    assert CITY.population_source == "2016 census, Statistics Canada"
    unknown = [place for place in PLACES.values() if place.population is None]
    assert [(place.name, place.population_source) for place in unknown] == [
        ("Tsawwassen First Nation", "")
    ]


# ---- words of the programme's own


def test_a_programme_words_shared_texts_in_its_own_way() -> None:
    key = "lists.structure_type.technical_working_group"
    assert TEXTS[key] == "Working group"
    assert LIBRARY.text("fr", "vancouver")[key] == "Groupe de travail"
    assert LIBRARY.text("en")[key] == "Technical working group"
    assert LIBRARY.text("en", "bicol")[key] == "Technical working group"
    assert TEXTS["words.yes"] == LIBRARY.text("en")["words.yes"]


def test_own_words_for_what_has_none_are_a_mistake(tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "cases/specimen"
    for path in source.rglob("*.*"):
        target = tmp_path / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    own = tmp_path / "locale/en/specimen"
    own.mkdir()
    (own / "tabs.toml").write_text('[nowhere]\nname = "Nowhere"\n', encoding="utf-8")
    told = [str(m) for m in check_definitions(tmp_path) if "nowhere" in str(m)]
    assert len(told) == 1
    assert "there is no such text" in told[0]


# ---- Vancouver's own picture


def read_case() -> dict[tuple[str, str, str], str]:
    with CASE.open(encoding="utf-8", newline="") as file:
        return {(r["sheet"], r["row"], r["field"]): r["value"] for r in csv.DictReader(file)}


def typed_cells(asked: Definition, case: Mapping[tuple[str, str, str], str]) -> dict:
    """The case as a person types it: labels, ticks, words."""
    typed: dict[tuple[str, str | None, str], object] = {}
    for (key, row, name), value in case.items():
        sheet = asked.sheet(key)
        field = sheet.field(name) if sheet else None
        if sheet is None or field is None:
            continue
        record = f"2016-{int(row):03d}" if sheet.layout == "table" else row or None
        if field.type == "several_of" and value == "ND":
            first = LIBRARY.lists[field.list].offered[0]
            typed[key, record, f"{name}={first}"] = value
        elif field.type == "several_of":
            typed |= {(key, record, f"{name}={code}"): "✓" for code in value.split("|")}
        elif field.type == "date" and value != "ND":
            typed[key, record, name] = date.fromisoformat(value)
        elif value == "ND" or not field.list:
            typed[key, record, name] = {"true": "Yes"}.get(value, value)
        else:
            typed[key, record, name] = TEXTS[f"lists.{field.list}.{value}"]
    return typed


def return_of(
    folder: Path, edition: str, **changes: str
) -> tuple[Submission, tuple[Finding, ...], str]:
    """The city's workbook as typed, read back and checked; `changes` are rows of coverage."""
    asked = definition("city", edition)
    case = read_case() | {("awf_coverage", row, "covered"): value for row, value in changes.items()}
    order = WorkbookOrder(
        definition=asked,
        texts=TEXTS,
        place=CITY,
        parent=PLACES[CITY.parent],
        period=PERIOD,
        issue="vancouver-2016-1",
        typed=typed_cells(asked, case),
    )
    path = folder / "vancouver.xlsx"
    path.write_bytes(build_workbook(order))
    submission = read_file(path, path.name, LIBRARY)
    context = CheckContext(asked, TEXTS, CITY, tuple(PLACES.values()), PERIOD)
    findings = check_submission(submission, context)
    return submission, findings, verdict(findings, load_register())


def answers(submission: Submission, field: str) -> dict[str, object]:
    return {
        row: record[field].value if record[field].state == "answered" else record[field].state
        for row, record in submission.records("awf_coverage")
        if field in record
    }


def test_the_citys_own_picture_is_accepted(tmp_path: Path) -> None:
    submission, findings, result = return_of(tmp_path, "core")
    errors = [f for f in findings if load_register()[f.code].severity == "error"]
    assert errors == []
    assert result in {"accepted", "accepted_with_warnings"}
    policy = next(record for _, record in submission.records("instruments"))
    assert policy["date_approved"].value == "2016-04-06"
    assert policy["purpose"].value == "access_without_fear"


def test_six_areas_are_covered_and_nothing_else(tmp_path: Path) -> None:
    submission, _, _ = return_of(tmp_path, "core")
    covered = {row for row, value in answers(submission, "covered").items() if value == "yes"}
    assert len(SIX_AREAS) == 6
    assert covered == {row for rows in SIX_AREAS.values() for row in rows}


def test_boards_and_federal_matters_are_outside(tmp_path: Path) -> None:
    submission, _, _ = return_of(tmp_path, "standard")
    covered, why = answers(submission, "covered"), answers(submission, "exclusion_reason")
    outside = ("police", "parks", "libraries", "immigration_enforcement")
    assert [covered[row] for row in outside] == ["no"] * 4
    assert [why[row] for row in outside] == [*["separate_board"] * 3, "federal_law"]


def test_the_library_has_a_policy_of_its_own(tmp_path: Path) -> None:
    submission, findings, _ = return_of(tmp_path, "standard")
    assert answers(submission, "own_policy")["libraries"] == "yes"
    assert answers(submission, "own_policy_date")["libraries"] == "2016-04-27"
    assert not [f for f in findings if (f.sheet, f.row) == ("awf_coverage", "libraries")]


@pytest.mark.parametrize(
    ("row", "provider"),
    [
        ("police", "A board of its own"),
        ("parks", "A board of its own"),
        ("libraries", "A board of its own"),
        ("courts", "Province"),
        ("immigration_enforcement", "Federal government"),
    ],
)
def test_covered_without_jurisdiction_is_an_error(tmp_path: Path, row: str, provider: str) -> None:
    _, findings, result = return_of(tmp_path, "core", **{row: "yes"})
    found = [f for f in findings if f.code == "LK420"]
    assert [(f.row, f.field) for f in found] == [(row, "covered")]
    assert provider in render_finding(found[0], TEXTS, load_register())["message"]
    assert result == "rejected"
