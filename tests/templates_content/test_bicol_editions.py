"""What the standard and full editions of `bicol` ask beyond core, against the list agreed for them.

`tests/cases/editions_bicol.csv` names each field of the content model that concerns places of
origin, and the shortest edition that asks it.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from templates.load import SHIPPED, load_library
from templates.model import EDITIONS, PLACE_LEVELS
from templates.periods import parse_period
from workbook.read.submission import read_file
from workbook.write.book import build_workbook
from workbook.write.columns import columns_of
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Definition, Field, Sheet

LONGER = ("standard", "full")
PERIOD = {"period": "the second quarter of 2026", "period_end": "30 September 2026"}
PERIOD_OF_YEAR = {"period": "2026", "period_end": "31 December 2026"}
LIBRARY = load_library()
TEXTS = LIBRARY.text("en")
CASES = Path(__file__).parent.parent / "cases/editions_bicol.csv"
AGREED = tuple(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines()))

# Where a section of the content model stands in the programme.
SECTIONS = {
    "LGU": ("place", "people"),
    "STRUCTURES": ("structures",),
    "STRUCTURE_MEMBERS": ("structure_members",),
    "INSTRUMENTS": ("instruments",),
    "PLANS": ("main_plan", "other_plans"),
    "FOCAL_POINTS": ("focal_points",),
    "SERVICES": ("services",),
    "INDICATORS": ("indicators",),
    "SCORECARD_1072": ("scorecard_1072",),
    "SCORECARD_1132": ("scorecard_1132",),
    "CRISIS": ("crisis", "crisis_people"),
    "CHILD_PROTECTION": ("child_protection",),
    "HEALTH": ("services",),
    "PARTNERS": ("partners",),
    "MIGRANT_ORGS": ("partners", "organizations"),
    "COORDINATION": ("coordination", "coordination_local"),
    "CAPACITY": ("capacity_events",),
    "DATA_ICT": ("data_systems", "data_systems_detail"),
    "BUDGET": ("budget_lines",),
    "PRACTICES": ("practices",),
    "SIGN_OFF": ("sign_off",),
}
RENAMED = {
    # `value` is the key of the answer column in forms.
    ("INDICATORS", "value"): "figure",
    # A health service is a service point with more columns.
    ("HEALTH", "provider"): "health_provider",
    ("HEALTH", "service_items"): "health_items",
    ("HEALTH", "volunteers"): "health_volunteers",
    ("HEALTH", "consultations"): "health_consultations",
    ("HEALTH", "public_plan"): "health_public_plan",
}
NOT_FIELDS = {
    ("STRUCTURE_MEMBERS", "sector"): "asked once, in the register of organizations",
    ("HEALTH", "service_id"): "the record of the service point itself",
    ("MIGRANT_ORGS", "seat_on_structure"): "the list of seats says it",
    ("SCORECARD_1132", "evaluator_no"): "the rows of the matrix",
    ("COORDINATION", "direction"): "the rows of the matrix",
    ("DATA_ICT", "kind"): "the rows of the matrix",
}
# Sections whose shortest edition differs by level: provinces and the region coordinate.
BY_LEVEL = {"coordination": "standard", "coordination_local": "full"}
# Tables whose second printed page has more than twelve columns, and in which editions.
WIDE_DETAILS = {("services", "standard"), ("services", "full"), ("practices", "full")}


def definition(edition: str, level: str) -> Definition:
    return LIBRARY.definition("bicol", edition, level)


def asked_in(edition: str, sheet: str, field: str) -> set[str]:
    """The levels of government that an edition asks this field."""
    return {
        level
        for level in PLACE_LEVELS
        if (found := definition(edition, level).sheet(sheet)) and found.field(field)
    }


def agreed_rows() -> Iterator[tuple[str, str, str]]:
    for row in AGREED:
        edition = "full" if "full" in row["level"] else row["level"]
        if edition in LONGER:
            yield row["sheet"], row["name"], edition


def longer_fields() -> Iterator[tuple[Sheet, Field, str]]:
    """Every field that is asked in a longer edition only, with the dotted key of its texts."""
    seen = set()
    for level in PLACE_LEVELS:
        for sheet in definition("full", level).sheets:
            for field in sheet.asked:
                key = f"sheets.{sheet.key}.fields.{field.key}"
                if key not in seen and field.edition != "core":
                    seen.add(key)
                    yield sheet, field, key


ROWS = tuple(agreed_rows())
FIELDS = tuple(longer_fields())
PRESENT = tuple(row for row in ROWS if row[:2] not in NOT_FIELDS)


def test_the_list_has_what_was_agreed() -> None:
    assert Counter(edition for *_, edition in ROWS) == {"standard": 79, "full": 97}


@pytest.mark.parametrize(
    ("section", "name", "edition"), PRESENT, ids=[".".join(r) for r in PRESENT]
)
def test_what_was_agreed_is_asked_from_its_edition_on(
    section: str, name: str, edition: str
) -> None:
    key = RENAMED.get((section, name), name)
    sheets = [
        sheet
        for sheet in SECTIONS[section]
        if key in {field.key for field in LIBRARY.sheets[sheet].fields}
    ]
    assert sheets
    for sheet in sheets:
        own = BY_LEVEL.get(sheet, edition)
        shorter = [other for other in EDITIONS if EDITIONS.index(other) < EDITIONS.index(own)]
        assert asked_in(own, sheet, key)
        assert not any(asked_in(other, sheet, key) for other in shorter)


@pytest.mark.parametrize(("section", "name"), NOT_FIELDS)
def test_what_is_left_out_is_agreed_and_not_asked_after_all(section: str, name: str) -> None:
    assert (section, name) in {row[:2] for row in ROWS}
    for sheet in SECTIONS[section]:
        assert LIBRARY.sheets[sheet].field(name) is None


@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_a_longer_edition_asks_all_that_a_shorter_one_asks_in_the_same_order(level: str) -> None:
    for shorter, longer in (("core", "standard"), ("standard", "full")):
        few = definition(shorter, level)
        for sheet in few.sheets:
            more = definition(longer, level).sheet(sheet.key)
            assert more is not None
            kept = [f.key for f in more.fields if sheet.field(f.key)]
            assert kept == [field.key for field in sheet.fields]
            assert more.identity == sheet.identity


@pytest.mark.parametrize("level", PLACE_LEVELS)
@pytest.mark.parametrize("edition", LONGER)
def test_a_workbook_has_at_most_twelve_tabs_and_one_table_a_tab(edition: str, level: str) -> None:
    asked = definition(edition, level)
    assert len(asked.tabs) + len(("guide", "check")) <= 12
    for tab in asked.tabs:
        layouts = [sheet.layout for key in tab.sheets if (sheet := asked.sheet(key))]
        assert layouts.count("table") <= 1


@pytest.mark.parametrize("level", PLACE_LEVELS)
@pytest.mark.parametrize("edition", LONGER)
def test_a_printed_block_has_at_most_twelve_columns(edition: str, level: str) -> None:
    asked = definition(edition, level)
    wide = set()
    for sheet in asked.sheets:
        if sheet.layout == "form":
            continue
        slots = columns_of(sheet, asked.lists)
        assert sum(not slot.field.details for slot in slots) <= 12, sheet.key
        if sum(slot.field.details for slot in slots) > 12:
            wide.add((sheet.key, edition))
    assert wide <= WIDE_DETAILS


@pytest.mark.parametrize("level", PLACE_LEVELS)
@pytest.mark.parametrize("edition", LONGER)
def test_a_table_with_a_second_page_has_its_tab_to_itself(edition: str, level: str) -> None:
    asked = definition(edition, level)
    for tab in asked.tabs:
        sheets = [sheet for key in tab.sheets if (sheet := asked.sheet(key))]
        if any(field.details for sheet in sheets for field in sheet.fields):
            assert len(sheets) == 1


def test_every_number_says_whether_it_adds_up() -> None:
    silent = set()
    for sheet, field, _ in FIELDS:
        if field.type in {"integer", "number", "money", "percent"}:
            path = SHIPPED / f"sheets/{sheet.key}.toml"
            fields = tomllib.loads(path.read_text(encoding="utf-8"))["fields"]
            declared = next(one for one in fields if one["key"] == field.key)
            if "adds_up" not in declared:
                silent.add(f"{sheet.key}.{field.key}")
    assert silent == set()


def test_only_the_budget_adds_up_money() -> None:
    summed = {
        f"{sheet.key}.{field.key}"
        for level in PLACE_LEVELS
        for sheet in definition("full", level).sheets
        for field in sheet.fields
        if field.type == "money" and field.adds_up == "sum"
    }
    assert summed == {"budget.planned", "budget.spent"}


def test_figures_that_add_up_are_not_repeated_in_the_rows_of_a_matrix() -> None:
    repeated = set()
    for sheet, field, _ in FIELDS:
        if sheet.layout == "matrix" and field.adds_up == "sum":
            repeated.add(f"{sheet.key}.{field.key}")
    # Each row is another measure: part and whole of a ratio are added up row by row.
    assert repeated == {"indicators.numerator", "indicators.denominator"}


@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_no_question_is_asked_twice(level: str) -> None:
    sheets = definition("full", level).sheets
    forms = [sheet for sheet in sheets if sheet.layout == "form"]
    questions = Counter(
        TEXTS[f"sheets.{sheet.key}.fields.{field.key}.label"].casefold()
        for sheet in forms
        for field in sheet.asked
    )
    assert [label for label, number in questions.items() if number > 1] == []
    for sheet in sheets:
        labels = [TEXTS[f"sheets.{sheet.key}.fields.{field.key}.label"] for field in sheet.asked]
        assert len(set(labels)) == len(labels), sheet.key


def test_people_are_counted_by_cities_and_municipalities_only() -> None:
    local = {"city", "municipality"}
    for field in LIBRARY.sheets["people"].fields:
        assert asked_in("full", "people", field.key) == local


def test_rows_of_the_two_official_methods_and_of_the_crisis_guidelines() -> None:
    points = definition("full", "city").sheet("scorecard_1072")
    assert points is not None
    assert [row.key for row in points.rows] == [
        f"p{domain}{letter}" for domain in range(1, 7) for letter in "abcde"
    ]
    assert [row.key for row in points.rows if row.group == "rights"] == [
        "p1a",
        "p1b",
        "p1c",
        "p1d",
        "p1e",
    ]
    assert [row.key for row in points.rows if row.group == "national"] == ["p6a", "p6b"]
    evaluators = definition("full", "city").sheet("scorecard_1132")
    assert evaluators is not None
    assert len(evaluators.rows) == 5
    marks = [field for field in evaluators.fields if field.type == "integer"]
    assert [(field.key, field.minimum, field.maximum) for field in marks] == [
        ("q1", 1, 4),
        ("q2", 1, 4),
        ("q3", 1, 4),
        ("q4", 1, 4),
    ]
    assert definition("full", "municipality").sheet("scorecard_1132") is None
    crisis = definition("standard", "city").sheet("crisis")
    assert crisis is not None
    assert len(crisis.rows) == 15


def test_local_measures_are_eight_to_twelve() -> None:
    measures = definition("standard", "city").sheet("indicators")
    assert measures is not None
    assert 8 <= len(measures.rows) <= 12


@pytest.mark.parametrize(("sheet", "field", "key"), FIELDS, ids=[key for *_, key in FIELDS])
def test_texts_of_a_field(sheet: Sheet, field: Field, key: str) -> None:
    label = TEXTS.fill(f"{key}.label", **PERIOD)
    title = TEXTS.fill(f"{key}.short", **PERIOD) if TEXTS.get(f"{key}.short") else label
    assert 0 < len(title) <= 32
    assert 0 < len(TEXTS.fill(f"{key}.help", **PERIOD)) <= 255
    assert len(label) <= (110 if sheet.layout == "form" else 45)
    assert TEXTS[f"offices.{field.who}"]
    assert field.source
    if sheet.layout == "form":
        assert len(TEXTS.fill(f"{key}.label", **PERIOD_OF_YEAR)) <= 90
        assert "{period" in TEXTS[f"{key}.label"]


@pytest.mark.parametrize(
    ("field", "key"),
    [
        (field, key)
        for _, field, key in FIELDS
        if field.type not in {"several_of", "reference", "references"}
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_example_is_an_answer_that_the_field_takes(field: Field, key: str) -> None:
    example = TEXTS[f"{key}.example"]
    if example == "ND":
        assert field.type in {"integer", "money"}
    elif field.type == "one_of":
        codes = LIBRARY.lists[field.list].offered
        assert example in {TEXTS[f"lists.{field.list}.{code}"] for code in codes}
    elif field.type == "yes_no":
        assert example in {"Yes", "No"}
    elif field.type == "date":
        assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", example)
    elif field.type in {"integer", "year", "number", "money"}:
        assert field.minimum is None or float(example) >= field.minimum
        assert field.maximum is None or float(example) <= field.maximum
    else:
        assert len(example) <= field.maximum_length


@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_texts_of_tabs_sections_and_rows(level: str) -> None:
    asked = definition("full", level)
    for tab in asked.tabs:
        assert re.fullmatch(r"[A-Z][A-Za-z-]{1,15}", TEXTS[f"tabs.{tab.key}.name"])
        assert TEXTS[f"guide.tabs.{tab.key}"]
    for sheet in asked.sheets:
        assert TEXTS.fill(f"sheets.{sheet.key}.help", **PERIOD)
        if sheet.layout == "matrix":
            assert TEXTS[f"sheets.{sheet.key}.headings.rows"]
            labels = [TEXTS[f"sheets.{sheet.key}.rows.{row.key}.label"] for row in sheet.rows]
            assert len(set(labels)) == len(labels)


def test_labels_of_a_list_differ_and_are_short() -> None:
    words = {word for kind in ("na", "nd") for word in TEXTS[f"words.{kind}_spellings"].split("|")}
    for name in {field.list for _, field, _ in FIELDS if field.list}:
        labels = [TEXTS[f"lists.{name}.{code}"].casefold() for code in LIBRARY.lists[name].codes]
        assert len(set(labels)) == len(labels)
        assert words.isdisjoint(labels)
        assert max(map(len, labels)) <= 40


@pytest.mark.parametrize("level", PLACE_LEVELS)
@pytest.mark.parametrize("edition", LONGER)
def test_an_empty_workbook_reads_back_without_a_finding(
    edition: str, level: str, tmp_path: Path
) -> None:
    places = {place.code: place for place in LIBRARY.places("bicol")}
    place = next(place for place in places.values() if place.level == level)
    order = WorkbookOrder(
        definition=definition(edition, level),
        texts=TEXTS,
        place=place,
        parent=places.get(place.parent),
        period=parse_period("2026"),
        issue="1",
        deadline=date(2027, 1, 31),
    )
    path = tmp_path / "empty.xlsx"
    path.write_bytes(build_workbook(order))
    submission = read_file(path, path.name, LIBRARY)
    assert submission.findings == ()
    assert {answer.state for answer in submission.answers} == {"blank"}
