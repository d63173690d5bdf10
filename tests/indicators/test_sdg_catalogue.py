"""The catalogue of official indicators: facts of the framework, repeats, and mistakes named."""

from __future__ import annotations

import json
import shutil

import jsonschema
import pytest

from indicators.sdg_catalogue import DATA, load_catalogue
from indicators.tables import DefinitionError, read_csv, read_toml

SCHEMAS = DATA.parent / "schema"
# As printed in the framework and as coded by UNSD; the last two cannot be built from the number.
UNSD_CODES = {
    "10.7.2": "C100702",
    "10.c.1": "C100c01",
    "11.5.1": "C200303",
    "16.b.1": "C200204",
    "17.17.1": "C171702",
    "17.18.1": "C171804",
}
REPEATS = [
    ("1.5.1", "11.5.1", "13.1.1"),
    ("1.5.3", "11.b.1", "13.1.2"),
    ("1.5.4", "11.b.2", "13.1.3"),
    ("10.3.1", "16.b.1"),
]
UNITS = {
    "10.7.1": ("PT",),
    "10.7.2": ("NUMBER", "PT"),
    "10.7.3": ("NUMBER",),
    "10.7.4": ("PER_100000_POP",),
    "3.8.1": ("IX",),
    "3.c.1": ("PER_10000_POP", "PT"),
    "8.8.1": ("PER_100000_EMP",),
}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_codes_and_units_are_those_of_the_framework(catalogue):
    assert {code: catalogue.find(code).unsd_code for code in UNSD_CODES} == UNSD_CODES
    assert {code: catalogue.find(code).unit for code in UNITS} == UNITS


def test_what_is_direct_for_a_local_government(catalogue):
    direct = [one.code for one in catalogue.asked() if one.local_use == "direct"]
    assert direct == ["1.5.4", "5.5.1", "11.3.2", "16.6.1", "16.6.2", "16.7.1"]


@pytest.mark.parametrize("codes", REPEATS, ids=lambda codes: codes[0])
def test_repeats_are_entered_once_and_shown_under_each_code(catalogue, codes):
    for code in codes:
        assert catalogue.codes(code) == codes
        assert catalogue.entered_as(code) == codes[0]
    asked = [one.code for one in catalogue.asked()]
    assert [code for code in codes if code in asked] == [codes[0]]
    assert catalogue.shown({codes[0]: 7}) == tuple((code, 7) for code in codes)


def test_forty_four_codes_are_thirty_seven_figures(catalogue):
    assert (len(catalogue.indicators), len(catalogue.asked())) == (44, 37)


def test_an_indicator_without_repeats_stands_alone(catalogue):
    assert catalogue.codes("10.7.2") == ("10.7.2",)
    assert catalogue.find("99.9.9") is None
    with pytest.raises(KeyError):
        catalogue.codes("99.9.9")


def test_the_edition_is_stated(catalogue):
    assert catalogue.framework.framework_version.startswith("A/RES/71/313")
    assert catalogue.framework.tiers_seen == 2022


def test_percentages_are_never_added_up(catalogue):
    wrong = [
        one.code
        for one in catalogue.indicators
        if one.adds_up == "sum" and not {"NUMBER", "USD"} & set(one.unit)
    ]
    assert wrong == []


def test_questions_name_codes_of_the_catalogue(catalogue, library):
    codes = {one.code for one in catalogue.indicators}
    unknown = [
        (sheet.key, field.key, code)
        for sheet in library.sheets.values()
        for field in sheet.fields
        for code in field.sdg
        if code not in codes and code not in {one.target for one in catalogue.indicators}
    ]
    assert unknown == []


def test_everything_shown_has_words(catalogue, library):
    keys = {f"use.{one.local_use}" for one in catalogue.indicators}
    keys |= {f"adds_up.{one.adds_up}" for one in catalogue.indicators}
    keys |= {f"indicators.{one.code.replace('.', '-')}" for one in catalogue.asked()}
    used = {one.numerator for one in catalogue.indicators}
    used |= {one.denominator for one in catalogue.indicators}
    keys |= {f"quantities.{quantity}" for quantity in used - {""}}
    texts = library.text("en")
    assert [key for key in sorted(keys) if not texts.get(f"indicators_sdg.{key}")] == []


@pytest.mark.parametrize(
    ("schema", "lines"),
    [
        ("sdg_indicators", list(read_csv(DATA / "sdg_indicators.csv"))),
        ("sdg_subcategories", list(read_csv(DATA / "sdg_10_7_2_subcategories.csv"))),
        ("sdg_methods", [read_toml(DATA / "sdg_methods.toml")]),
        ("ranking", [read_toml(DATA / "ranking.toml")]),
    ],
)
def test_data_keep_to_their_schema(schema, lines):
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    validator = jsonschema.Draft202012Validator(rules)
    assert [error.message for line in lines for error in validator.iter_errors(line)] == []
    assert lines


@pytest.mark.parametrize(
    ("code", "old", "new", "words"),
    [
        ("10.7.3", ",I,", ",IV,", "tier is 'IV'"),
        ("10.7.3", ",context,sum,", ",local,sum,", "local_use is 'local'"),
        ("10.7.3", ",context,sum,", ",context,mean,", "adds_up is 'mean'"),
        ("10.7.3", ",context,sum,", ",context,none,", "none for national indicators"),
        ("10.7.3", ",context,sum,", ",context,ratio_of_sums,", "needs numerator, denominator"),
        ("10.7.3", "10.7.3,10,10.7,", "10.7.3,10,10.8,", "not one of target 10.8"),
        ("10.7.3", "10.7.3,", "10.7.4,", "there twice"),
        ("5.5.1", ",100,", ",1 %,", "per is '1 %'"),
        ("16.b.1", ",10.3.1,", ",,", "names 16.b.1"),
        ("16.b.1", ",people_asked", ",people_seen", "16.b.1 is the same figure"),
    ],
)
def test_a_mistake_says_where_it_is(tmp_path, code, old, new, words):
    for name in ("sdg_indicators.csv", "sdg_framework.toml"):
        shutil.copy(DATA / name, tmp_path)
    path = tmp_path / "sdg_indicators.csv"
    lines = path.read_text("utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith(f"{code},"))
    assert old in lines[number], "the test is out of step with the data"
    lines[number] = lines[number].replace(old, new)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_catalogue(tmp_path)
    assert words in str(caught.value)


def test_a_missing_edition_is_a_mistake(tmp_path):
    shutil.copy(DATA / "sdg_indicators.csv", tmp_path)
    (tmp_path / "sdg_framework.toml").write_text('structure = "x"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match="framework_version"):
        load_catalogue(tmp_path)
