from __future__ import annotations

from contextlib import contextmanager

import hxl
import pytest

from tests.report.exports.conftest import BAAO, CAMARINES_SUR, LANGLEY_CITY, LUPI, NAGA, REGION

TOTALS = "hxl/bicol-2026-totals-INTERNAL.csv"
PLACES = "hxl/bicol-2026-places-INTERNAL.csv"


@contextmanager
def opened(written, name):
    """The file as libhxl finds it; from a path it would leave the file open."""
    with (written.folder / name).open("rb") as file:
        yield hxl.data(file, hxl.InputOptions(allow_local=True))


def rows(written, name, measure):
    """The lines on one measure as dictionaries by hashtag."""
    with opened(written, name) as source:
        tags = [column.display_tag for column in source.columns]
        lines = [dict(zip(tags, row.values, strict=True)) for row in source]
    return [line for line in lines if line["#indicator+code"] == measure]


@pytest.fixture(scope="module")
def by_place(written):
    found = rows(written, PLACES, "council_members")
    return {row["#adm3+code+v_psgc"]: row for row in found}


def test_libhxl_reads_the_hashtags_below_the_headings(written):
    with opened(written, TOTALS) as source:
        tags = [column.display_tag for column in source.columns]
    assert tags[:6] == [
        "#date+period",
        "#adm1+code+v_psgc",
        "#adm1+name",
        "#adm2+code+v_psgc",
        "#adm2+name",
        "#meta+area+name",
    ]
    assert written.text(TOTALS).splitlines()[0].startswith("Period,Code (adm1),Name (adm1)")


@pytest.mark.parametrize("name", [TOTALS, PLACES])
def test_libhxl_finds_every_line_as_promised(written, name):
    rules = hxl.schema(
        [
            ["#valid_tag", "#valid_required", "#valid_datatype", "#valid_value+list"],
            ["#indicator+code", "true", "", ""],
            ["#adm1+code", "true", "", ""],
            ["#indicator+value", "", "number", ""],
            ["#indicator+status", "true", "", "known|not_applicable|no_data|withheld"],
        ]
    )
    errors = []
    rules.callback = errors.append
    with opened(written, name) as source:
        assert rules.validate(source), [error.message for error in errors]


def test_codes_keep_their_zeros_and_places_lie_in_their_province(by_place):
    baao = by_place[BAAO]
    assert (baao["#adm1+code+v_psgc"], baao["#adm2+code+v_psgc"]) == (REGION, CAMARINES_SUR)
    assert baao["#adm2+name"] == "Camarines Sur"
    assert by_place[NAGA]["#adm2+code+v_psgc"] == ""


def test_zero_and_no_data_stay_apart(by_place):
    assert [by_place[code]["#indicator+value+num"] for code in (NAGA, BAAO, LUPI)] == [
        "12",
        "0",
        "",
    ]
    assert by_place[LUPI]["#indicator+status"] == "no_data"


def test_totals_are_those_worked_by_hand(written):
    found = {
        row["#adm2+code+v_psgc"] or row["#meta+area+name"]: row["#indicator+value+num"]
        for row in rows(written, TOTALS, "council_members")
    }
    assert found["All together"] == "12"
    assert found[CAMARINES_SUR] == "0"
    assert found["Independent cities"] == "12"


def test_levels_are_those_of_the_country(vancouver):
    """In British Columbia the region is a district, and there is no province below it."""
    with opened(vancouver, "hxl/vancouver-2026-places-INTERNAL.csv") as source:
        tags = [column.display_tag for column in source.columns]
        lines = [dict(zip(tags, row.values, strict=True)) for row in source]
    assert tags[1:5] == ["#adm2+code+v_sgc", "#adm2+name", "#adm3+code+v_sgc", "#adm3+name"]
    assert {line["#adm3+code+v_sgc"] for line in lines} == {LANGLEY_CITY}
    assert {line["#adm2+name"] for line in lines} == {"Metro Vancouver Regional District"}
