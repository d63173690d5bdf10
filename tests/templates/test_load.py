"""The specimen and small folders, loaded and resolved."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from indicators.tables import DefinitionError, ToolError
from templates.load import Library, load_library
from templates.model import CodeList, Condition, Definition, FieldType, Tab

SPECIMEN = Path(__file__).parents[1] / "cases" / "specimen"
CITY_TABS = ("about", "everything", "partners", "projects")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(SPECIMEN)


def field_keys(definition: Definition, sheet: str) -> list[str]:
    found = definition.sheet(sheet)
    assert found is not None
    return [field.key for field in found.fields]


def test_specimen_has_every_field_type(library: Library) -> None:
    definition = library.definition("specimen", "full", "city")
    types = {field.type for sheet in definition.sheets for field in sheet.fields}
    assert types == set(get_args(FieldType))
    assert {sheet.layout for sheet in definition.sheets} == {"form", "table", "matrix"}


def test_programme(library: Library) -> None:
    programme = library.programme("specimen")
    assert (programme.currency, programme.code_length) == ("EUR", 6)
    assert [tab.key for tab in programme.tabs] == list(CITY_TABS)


def test_unknown_programme_names_those_that_exist(library: Library) -> None:
    with pytest.raises(DefinitionError, match=r"no 'specimn'.*did you mean 'specimen'\?"):
        library.programme("specimn")


@pytest.mark.parametrize(
    ("edition", "present", "absent"),
    [
        ("core", set(), {"standard_remark", "full_remark"}),
        ("standard", {"standard_remark"}, {"full_remark"}),
        ("full", {"standard_remark", "full_remark"}, set()),
    ],
)
def test_editions_add_fields(
    library: Library, edition: str, present: set[str], absent: set[str]
) -> None:
    keys = set(field_keys(library.definition("specimen", edition, "city"), "everything"))
    assert present <= keys
    assert not absent & keys


def test_levels_choose_fields_and_rows(library: Library) -> None:
    city = library.definition("specimen", "core", "city")
    province = library.definition("specimen", "core", "province")
    assert "province_towns" in field_keys(province, "everything")
    assert "province_towns" not in field_keys(city, "everything")
    rows = {
        definition.level: [row.key for row in definition.sheet("headcount").rows]  # type: ignore[union-attr]
        for definition in (city, province)
    }
    assert rows == {
        "city": ["desk_staff", "volunteers", "training_fund", "relief_fund"],
        "province": ["desk_staff", "training_fund"],
    }


def test_a_matrix_without_rows_drops_out(library: Library) -> None:
    region = library.definition("specimen", "core", "region")
    assert region.sheet("headcount") is None
    assert region.tabs[1] == Tab("everything", ("everything",))


def test_only_lists_that_are_used(library: Library) -> None:
    definition = library.definition("specimen", "core", "city")
    assert set(definition.lists) == {"project_kind", "spoken_language", "nothing_reason"}
    assert definition.lists["project_kind"].offered == ("training", "grant", "outreach")
    assert definition.lists["project_kind"].deprecated == {"hotline"}


def test_lists_of_the_package_lie_under_those_of_the_folder(library: Library) -> None:
    codes = ("none_exists", "not_collected", "not_shared", "not_applicable")
    assert library.lists["nothing_reason"] == CodeList("nothing_reason", codes)


def test_conditions(library: Library) -> None:
    sheet = library.definition("specimen", "core", "city").sheet("everything")
    assert sheet is not None
    field = sheet.field("desk_missing_since")
    assert field is not None
    assert field.required_when == (
        Condition("has_desk", one_of=("false",)),
        Condition("founded", answered=True),
    )


def test_a_definition_is_made_once(library: Library) -> None:
    first = library.definition("specimen", "core", "city")
    assert library.definition("specimen", "core", "city") is first


@pytest.mark.parametrize(
    ("edition", "level", "message"),
    [("cor", "city", "did you mean 'core'"), ("core", "town", "write one of: region, province")],
)
def test_unknown_edition_and_level(
    library: Library, edition: str, level: str, message: str
) -> None:
    with pytest.raises(ToolError, match=message):
        library.definition("specimen", edition, level)


def test_places_keep_leading_zeros_and_blanks(library: Library) -> None:
    places = {place.code: place for place in library.places("specimen")}
    assert places["010101"].population == 25400
    assert places["010101"].population_source == "2024 count of the isles"
    assert places["010103"].population is None
    assert places["010103"].population_source == ""
    assert [place.code for place in places.values() if place.independent] == ["010104"]


def test_texts_overlay_the_shipped_ones(library: Library) -> None:
    texts = library.text("en")
    assert texts["lists.project_kind.grant"] == "Grant, loan or gift"
    assert texts["words.na"] == "NA"
    assert texts.get("sheets.nowhere.title", "none") == "none"


def test_unknown_language(library: Library) -> None:
    with pytest.raises(ToolError, match="no texts in 'xx'; write one of: en"):
        library.text("xx")


def test_english_fills_what_another_language_lacks(tmp_path: Path) -> None:
    for language, text in (("en", 'hello = "Hello"\nbye = "Bye"'), ("fil", 'hello = "Kumusta"')):
        folder = tmp_path / "locale" / language
        folder.mkdir(parents=True)
        (folder / "greetings.toml").write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    assert library.text("fil")["greetings.hello"] == "Kumusta"
    assert library.text("fil")["greetings.bye"] == "Bye"
    assert "greetings.bye" not in library.texts["fil"].entries


FORM = 'key = "one"\nlayout = "form"\n[[fields]]\nkey = "a"\ntype = "text"\n'


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        (FORM + "requierd = true", "fields.a.requierd", "did you mean 'required'?"),
        (FORM + 'required = "yes"', "fields.a.required", "write true or false without quotes"),
        (FORM + 'minimum = "0"', "fields.a.minimum", "write a number without quotes"),
        (FORM + 'levels = "city"', "fields.a.levels", "write a list in square brackets"),
        (FORM + 'edition = "ful"', "fields.a.edition", "did you mean 'full'?"),
        (FORM.replace("text", "txt"), "fields.a.type", "did you mean 'text'?"),
        (FORM.replace("form", "grid"), "layout", "write one of: form, table, matrix"),
        (FORM.replace('"one"', '"two"'), "key", "write key = 'one', as the file is called"),
        (
            FORM + "required_when = [{ field = 'b' }]",
            "fields.a.required_when[1]",
            "write either in = [...] or answered = true",
        ),
        (FORM + "key = ", "", "not valid TOML"),
    ],
)
def test_mistakes_in_a_sheet(tmp_path: Path, text: str, where: str, message: str) -> None:
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "one.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_library(tmp_path).sheets["one"]
    assert caught.value.path.endswith("one.toml")
    assert caught.value.where == where
    assert message in caught.value.message


def test_a_list_names_the_line_of_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "one.csv").write_text("code,deprecated\na,\na,\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="line 3: write a code that no other line has"):
        load_library(tmp_path).lists["one"]
