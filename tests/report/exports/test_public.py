from __future__ import annotations

import csv
import io

import hxl
import pytest

from tests.compile.conftest import Bicol
from tests.report.exports.conftest import BAAO, FORMULA, LUPI, NAGA, REGION, council, export
from workbook.compile.public import publish

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def public(bicol, english, tmp_path_factory):
    """Naga counts 3 members, Baao none, Lupi does not know: 3 must not be published."""
    answers = {
        NAGA: [*council(3, FORMULA), ("plans", "ldrrmp", "drr_plan_adopted", True)],
        BAAO: [*council(0), ("plans", "ldrrmp", "drr_plan_adopted", False)],
        LUPI: council(None, "Council of a few"),
    }
    summary = publish(Bicol(bicol.library, "full").summary(answers), 5)
    return export(summary, english, tmp_path_factory.mktemp("public"))


def rows(public, name):
    return list(csv.DictReader(io.StringIO(public.text(name), newline="")))


def test_nothing_of_single_places_is_in_any_file(public):
    texts = {path: path.read_bytes() for path in public.round.rglob("*") if path.is_file()}
    for path, data in texts.items():
        assert b"Council of a few" not in data
        assert b"calc" not in data
        assert b"inbox/" not in data
        assert "answers" not in path.name
        assert "INTERNAL" not in str(path.relative_to(public.round))
        assert b"INTERNAL" not in data
    assert not (public.round / "dhis2.toml").exists()
    readme = public.text("README-PUBLIC.txt")
    assert "figures of single places, which are not published" in readme
    assert "every answer" not in readme


def test_withheld_figures_say_so_and_are_no_zeros(public):
    found = {
        row["area"]: (row["value"], row["governments"])
        for row in rows(public, "data-package/measures-PUBLIC.csv")
        if row["measure"] == "council_members"
    }
    assert found[REGION] == ("WITHHELD", "WITHHELD")
    assert found["independent"] == ("WITHHELD", "WITHHELD")


def test_frictionless_finds_no_mistake(public):
    from frictionless import Package

    package = Package(str(public.folder / "data-package/datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])
    assert [one.name for one in package.resources] == ["places", "measures", "indicators"]


def test_libhxl_reads_totals_with_their_status(public):
    assert [path.name for path in (public.folder / "hxl").iterdir()] == [
        "bicol-2026-totals-PUBLIC.csv"
    ]
    with (public.folder / "hxl/bicol-2026-totals-PUBLIC.csv").open("rb") as file:
        source = hxl.data(file, hxl.InputOptions(allow_local=True))
        tags = [column.display_tag for column in source.columns]
        lines = [dict(zip(tags, row.values, strict=True)) for row in source]
    [region] = [
        line
        for line in lines
        if (line["#indicator+code"], line["#meta+area+name"]) == ("council_members", "All together")
    ]
    assert (region["#indicator+value+num"], region["#indicator+status"]) == ("", "withheld")


def test_figures_that_are_not_small_counts_of_people_stay(public):
    [region] = [
        row
        for row in rows(public, "data-package/indicators-PUBLIC.csv")
        if (row["indicator"], row["area"]) == ("1.5.4", REGION)
    ]
    assert (region["value"], region["numerator"], region["denominator"]) == ("50", "1", "2")
    [line] = [
        row
        for row in rows(public, "sdmx/bicol-2026-sdg-PUBLIC.csv")
        if row["REF_AREA"] == f"PH{REGION}"
    ]
    assert line["OBS_VALUE"] == "50"
