"""No judge for this format can be installed; the shape is that of DHIS2's guide for developers."""

from __future__ import annotations

import re

import jsonschema
import pytest

from indicators.tables import DefinitionError
from tests.report.exports.conftest import BAAO, LUPI, NAGA, REGION, export
from workbook.report.exports.dhis2 import Codes, dhis2_period, read_codes
from workbook.report.exports.figures import PlaceFigure

VALUES = "dhis2/bicol-2026-values-INTERNAL.json"
SCHEMA = {
    "type": "object",
    "required": ["dataValues"],
    "additionalProperties": False,
    "properties": {
        "dataValues": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["dataElement", "period", "orgUnit", "value"],
                "additionalProperties": False,
                "properties": {
                    "dataElement": {"type": "string", "pattern": "^\\S{1,50}$"},
                    "period": {"type": "string", "pattern": "^\\d{4}(S[12]|Q[1-4]|\\d\\d)?$"},
                    "orgUnit": {"type": "string", "pattern": "^\\S{1,50}$"},
                    "value": {"type": "string", "pattern": "^-?\\d+(\\.\\d+)?$"},
                },
            },
        }
    },
}


def values(written, element):
    found = written.json(VALUES)["dataValues"]
    return {one["orgUnit"]: one["value"] for one in found if one["dataElement"] == element}


def figure(measure):
    return PlaceFigure(measure, NAGA, "city", 1, "known")


def change(written, line, by):
    path = written.round / "dhis2.toml"
    text = path.read_text("utf-8")
    assert re.search(line, text, re.MULTILINE)
    path.write_text(re.sub(line, by, text, flags=re.MULTILINE), "utf-8")


def test_the_shape_is_that_of_data_value_sets(written):
    jsonschema.Draft202012Validator(SCHEMA).validate(written.json(VALUES))


def test_zeros_are_sent_and_missing_values_are_not(written):
    assert values(written, "MB_COUNCIL_MEMBERS") == {NAGA: "12", BAAO: "0"}
    plan = values(written, "MB_DISASTER_PLAN_ADOPTED")
    assert plan == {NAGA: "1", BAAO: "0"}
    assert LUPI not in plan


def test_what_the_region_says_of_itself_is_kept_apart(written):
    """DHIS2 adds up children by itself, so that a parent's own value would be added to theirs."""
    assert values(written, "MB_REGIONAL_COMMITTEES_OWN") == {REGION: "0"}
    governments = [one for one in written.json(VALUES)["dataValues"] if one["orgUnit"] != REGION]
    assert governments
    assert not [one for one in governments if one["dataElement"].endswith("_OWN")]


def test_proposed_codes_fit_into_dhis2_and_differ(written):
    codes = read_codes(written.round / "dhis2.toml")
    proposed = [*codes.data_elements.values(), *codes.data_elements_own.values()]
    assert len(set(proposed)) == len(proposed)
    assert max(map(len, proposed)) <= 50


def test_codes_are_the_coordinators(tiny, english, tmp_path):
    made = export(tiny, english, tmp_path)
    change(made, '^"council_members" = "MB_COUNCIL_MEMBERS"', '"council_members" = "Mb1"')
    change(made, f'^"{NAGA}" = "{NAGA}"', f'"{NAGA}" = "OU_559"')
    change(made, f'^"{BAAO}" = "{BAAO}"', f'"{BAAO}" = ""')
    again = export(tiny, english, tmp_path)
    assert values(again, "Mb1") == {"OU_559": "12"}
    assert values(again, "MB_COUNCIL_MEMBERS") == {}


def test_the_file_is_written_once_and_explains_itself(written):
    text = (written.round / "dhis2.toml").read_text("utf-8")
    assert text.startswith("# Codes in your DHIS2.")
    assert f'"{NAGA}" = "{NAGA}" # City of Naga' in text
    codes = read_codes(written.round / "dhis2.toml")
    assert codes.organisation_units[NAGA] == NAGA


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[organisation_units]\n0501724000 = 12\n", "quotes"),
        ('organisation_units = "x"\n', "write the line [organisation_units]"),
        ("[elements]\n", "write only [data_elements]"),
    ],
)
def test_mistakes_in_the_file_say_what_to_write(tmp_path, text, says):
    path = tmp_path / "dhis2.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=re.escape(says)):
        read_codes(path)


@pytest.mark.parametrize(
    ("period", "written_as"),
    [("2026", "2026"), ("2026-S1", "2026S1"), ("2026-Q3", "2026Q3"), ("2026-07", "202607")],
)
def test_periods_are_those_of_dhis2(period, written_as):
    assert dhis2_period(period) == written_as


def test_long_keys_get_codes_that_still_differ():
    first, second = (Codes({}, {}, {}).data_element(figure("a" * 60 + end)) for end in "xy")
    assert first != second
    assert len(first) == len(second) == 50
