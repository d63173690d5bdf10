"""What the programme `bicol` asks in its core edition, of whom, and in which words."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from templates.load import load_library
from templates.model import PLACE_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Definition, Field, Sheet

# The longest that a period and its last day can be written in English.
PERIOD = {"period": "the second quarter of 2026", "period_end": "30 September 2026"}
PERIOD_OF_YEAR = {"period": "2026", "period_end": "31 December 2026"}
ANSWERS = {"city": 62, "municipality": 62, "province": 54, "region": 32}
PER_SECTION = {
    "municipality": {
        "place": 5,
        "people": 5,
        "structures": 9,
        "instruments": 5,
        "plans": 10,
        "services": 14,
        "organizations": 3,
        "protection": 2,
        "capacity": 1,
        "data": 1,
        "representation": 2,
        "budget": 2,
        "sign_off": 3,
    },
    "province": {
        "place": 2,
        "structures": 9,
        "instruments": 5,
        "plans": 10,
        "services": 14,
        "organizations": 3,
        "protection": 1,
        "capacity": 2,
        "data": 1,
        "representation": 2,
        "budget": 2,
        "sign_off": 3,
    },
    "region": {
        "place": 2,
        "structures": 10,
        "instruments": 5,
        "plans": 6,
        "capacity": 4,
        "budget": 2,
        "sign_off": 3,
    },
}
LIBRARY = load_library()
TEXTS = LIBRARY.text("en")
PLACES = LIBRARY.places("bicol")


def definition(level: str) -> Definition:
    return LIBRARY.definition("bicol", "core", level)


def answers_of_one_record(sheet: Sheet) -> int:
    """Questions of a form, of one record of a table, or of every cell asked in a matrix."""
    if sheet.layout != "matrix":
        return len(sheet.asked)
    return sum(
        1
        for row in sheet.rows
        for field in sheet.asked
        if not field.groups or row.group in field.groups
    )


def all_fields() -> Iterator[tuple[Sheet, Field, str]]:
    """Every field that some level is asked, with the dotted key of its texts."""
    seen = set()
    for level in PLACE_LEVELS:
        for sheet in definition(level).sheets:
            for field in sheet.fields:
                key = f"sheets.{sheet.key}.fields.{field.key}"
                if key not in seen:
                    seen.add(key)
                    yield sheet, field, key


FIELDS = tuple(all_fields())
ASKED = tuple((field, key) for _, field, key in FIELDS if field.type != "computed")


@pytest.mark.parametrize(("level", "expected"), ANSWERS.items())
def test_one_record_of_each_kind_takes_the_agreed_number_of_answers(
    level: str, expected: int
) -> None:
    assert sum(answers_of_one_record(sheet) for sheet in definition(level).sheets) == expected


@pytest.mark.parametrize(("level", "expected"), PER_SECTION.items())
def test_answers_in_each_section(level: str, expected: dict[str, int]) -> None:
    found = {sheet.key: answers_of_one_record(sheet) for sheet in definition(level).sheets}
    assert found == expected


def test_city_and_municipality_are_asked_the_same() -> None:
    city, municipality = definition("city").sheets, definition("municipality").sheets
    assert [(sheet.key, [field.key for field in sheet.asked]) for sheet in city] == [
        (sheet.key, [field.key for field in sheet.asked]) for sheet in municipality
    ]


@pytest.mark.parametrize(
    ("level", "rows"),
    [
        ("city", ["cdp", "aip", "gad", "ldrrmp"]),
        ("municipality", ["cdp", "aip", "gad", "ldrrmp"]),
        ("province", ["pdpfp", "aip", "gad", "ldrrmp"]),
        ("region", ["rdp"]),
    ],
)
def test_plans_of_each_level(level: str, rows: list[str]) -> None:
    plans = definition(level).sheet("plans")
    assert plans is not None
    assert [row.key for row in plans.rows] == rows


@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_a_workbook_has_at_most_twelve_tabs_and_one_table_a_tab(level: str) -> None:
    asked = definition(level)
    assert len(asked.tabs) + len(("guide", "check")) <= 12
    for tab in asked.tabs:
        sheets = [sheet for key in tab.sheets if (sheet := asked.sheet(key))]
        assert sum(sheet.layout != "form" for sheet in sheets) <= 1


@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_a_printed_block_has_at_most_twelve_columns_of_moderate_width(level: str) -> None:
    for sheet in definition(level).sheets:
        if sheet.layout == "table":
            first = [field for field in sheet.fields if not field.details]
            details = [field for field in sheet.fields if field.details]
            assert len(first) <= 12
            assert len(details) <= 12
            assert sum(field.width for field in first) <= 130
            assert sum(field.width for field in details) <= 130


@pytest.mark.parametrize(
    ("sheet", "field", "conditions"),
    [
        ("people", "residents_abroad_year", [("residents_abroad", (), True)]),
        ("people", "residents_abroad_basis", [("residents_abroad", (), True)]),
        ("people", "residents_abroad_women", [("residents_abroad", (), True)]),
        (
            "structures",
            "date_created",
            [("status", ("established", "dormant", "abolished"), None)],
        ),
        ("structures", "meetings_in_year", [("status", ("established", "dormant"), None)]),
        ("structures", "members_total", [("status", ("established", "dormant"), None)]),
        (
            "instruments",
            "number",
            [
                ("instrument_type", ("ordinance", "executive_order", "resolution"), None),
                ("status", ("in_force", "repealed"), None),
            ],
        ),
        ("instruments", "date_approved", [("status", ("in_force", "repealed"), None)]),
        ("plans", "drr_includes_migrants", [("drr_plan_adopted", ("true",), None)]),
        (
            "services",
            "days_per_week",
            [("year_change", ("continued", "established", "strengthened"), None)],
        ),
        ("services", "users_women", [("users_total", (), True)]),
    ],
)
def test_what_is_required_only_under_conditions(
    sheet: str, field: str, conditions: list[tuple[str, tuple[str, ...], bool | None]]
) -> None:
    asked = definition("city").sheet(sheet)
    found = asked.field(field) if asked else None
    assert found is not None
    assert not found.required
    assert [(c.field, c.one_of, c.answered) for c in found.required_when] == conditions


def test_every_question_is_required_or_required_under_a_condition() -> None:
    open_ended = [
        key
        for _, field, key in FIELDS
        if field.type != "computed" and not (field.required or field.required_when)
    ]
    assert open_ended == []


def test_register_of_bicol() -> None:
    assert Counter(place.level for place in PLACES) == {
        "region": 1,
        "province": 6,
        "city": 7,
        "municipality": 107,
    }
    assert [place.name for place in PLACES if place.independent] == ["City of Naga"]
    assert len({place.code for place in PLACES}) == 121
    assert all(re.fullmatch(r"05\d{8}", place.code) for place in PLACES)


def test_population_of_the_region_is_the_sum_of_its_cities_and_municipalities() -> None:
    region = next(place for place in PLACES if place.level == "region")
    local = [place for place in PLACES if place.level in {"city", "municipality"}]
    assert region.population == 6_064_426
    assert sum(place.population or 0 for place in local) == 6_064_426


def test_barangays_of_the_region_are_the_sum_of_its_cities_and_municipalities() -> None:
    local = [place for place in PLACES if place.level in {"city", "municipality"}]
    assert sum(place.subdivisions or 0 for place in local) == 3_471


def test_every_place_lies_in_a_place_of_the_level_above() -> None:
    levels = {place.code: place.level for place in PLACES}
    above = {"city": "province", "municipality": "province", "province": "region"}
    for place in PLACES:
        assert levels.get(place.parent) == above.get(place.level)


@pytest.mark.parametrize(
    ("province", "count"),
    [
        ("Camarines Sur", 37),
        ("Masbate", 21),
        ("Albay", 18),
        ("Sorsogon", 15),
        ("Camarines Norte", 12),
        ("Catanduanes", 11),
    ],
)
def test_governments_in_each_province(province: str, count: int) -> None:
    code = next(place.code for place in PLACES if place.name == province)
    assert sum(place.parent == code for place in PLACES) == count


@pytest.mark.parametrize(("sheet", "field", "key"), FIELDS, ids=[key for *_, key in FIELDS])
def test_texts_of_a_field(sheet: Sheet, field: Field, key: str) -> None:
    label = TEXTS.fill(f"{key}.label", **PERIOD)
    title = TEXTS.fill(f"{key}.short", **PERIOD) if len(label) > 32 else label
    assert 0 < len(title) <= 32
    assert len(TEXTS.fill(f"{key}.help", **PERIOD)) <= 255
    assert len(label) <= (110 if sheet.layout == "form" else 45)
    if sheet.layout == "form":
        assert len(TEXTS.fill(f"{key}.label", **PERIOD_OF_YEAR)) <= 90
    if field.type != "computed":
        assert TEXTS[f"{key}.example"]
        assert TEXTS[f"offices.{field.who}"]


@pytest.mark.parametrize(("field", "key"), ASKED, ids=[key for _, key in ASKED])
def test_an_example_is_an_answer_that_the_field_takes(field: Field, key: str) -> None:
    example = TEXTS[f"{key}.example"]
    if field.type == "one_of":
        codes = LIBRARY.lists[field.list].offered
        assert example in {TEXTS[f"lists.{field.list}.{code}"] for code in codes}
    elif field.type == "yes_no":
        assert example in {"Yes", "No"}
    elif field.type == "date":
        assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", example)
    elif field.type in {"integer", "year", "number", "money"}:
        assert field.minimum is None or float(example) >= field.minimum
        assert field.maximum is None or float(example) <= field.maximum


def test_every_question_of_a_form_names_the_period() -> None:
    silent = {
        key
        for sheet, field, key in FIELDS
        if sheet.layout == "form" and field.type != "computed"
        if "{period" not in TEXTS[f"{key}.label"]
    }
    assert silent == {"sheets.place.fields.focal_contact"}


@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_texts_of_tabs_sections_and_rows(level: str) -> None:
    asked = definition(level)
    tabs = [tab.key for tab in asked.tabs]
    for tab in ["guide", *tabs, "check"]:
        assert re.fullmatch(r"[A-Z][A-Za-z-]{1,30}", TEXTS[f"tabs.{tab}.name"])
        assert TEXTS[f"tabs.{tab}.title"]
    assert all(TEXTS[f"guide.tabs.{tab}"] for tab in [*tabs, "check"])
    for sheet in asked.sheets:
        assert TEXTS.fill(f"sheets.{sheet.key}.title", **PERIOD)
        assert TEXTS.fill(f"sheets.{sheet.key}.help", **PERIOD)
        assert not sheet.nothing_to_report or TEXTS.fill(f"sheets.{sheet.key}.nothing", **PERIOD)
        for row in sheet.rows:
            assert TEXTS.fill(f"sheets.{sheet.key}.rows.{row.key}.label", **PERIOD)


def test_labels_of_a_list_differ_and_cannot_be_taken_for_na_or_nd() -> None:
    names = {field.list for _, field, _ in FIELDS if field.list} | {"nothing_reason"}
    words = {word for kind in ("na", "nd") for word in TEXTS[f"words.{kind}_spellings"].split("|")}
    for name in names:
        labels = [TEXTS[f"lists.{name}.{code}"].casefold() for code in LIBRARY.lists[name].codes]
        assert len(set(labels)) == len(labels)
        assert words.isdisjoint(labels)
        assert max(map(len, labels)) <= 40


def test_spellings_of_the_four_words_do_not_overlap() -> None:
    spellings = [
        word
        for kind in ("yes", "no", "na", "nd")
        for word in TEXTS[f"words.{kind}_spellings"].split("|")
    ]
    assert len(set(spellings)) == len(spellings)
    for kind in ("yes", "no", "na", "nd"):
        assert TEXTS[f"words.{kind}"].casefold() in TEXTS[f"words.{kind}_spellings"].split("|")


def test_messages_at_a_cell_fit_what_spreadsheet_programs_show() -> None:
    values = {"minimum": 2000, "maximum": 100_000, "length": 250, **PERIOD}
    for key in (key for key in TEXTS.entries if key.startswith("validation.")):
        limit = 32 if key.endswith(".title") else 225
        assert len(TEXTS.fill(key, **values)) <= limit, key


def test_questions_use_no_placeholder_but_the_period() -> None:
    allowed = {"period", "period_end", "place"}
    for key in (key for key in TEXTS.entries if key.startswith("sheets.")):
        names = {name for _, name, _, _ in string.Formatter().parse(TEXTS[key]) if name}
        assert names <= allowed, key
