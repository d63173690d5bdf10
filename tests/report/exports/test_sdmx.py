from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from indicators.sdg_catalogue import load_catalogue
from tests.report.exports.conftest import export
from workbook.report.exports.formats import sdmx_series

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
FIGURES = "sdmx/bicol-2026-sdg-INTERNAL.csv"
AREAS = "sdmx/bicol-2026-areas-INTERNAL.csv"
STRUCTURE = Path(__file__).parent.parent.parent / "cases/sdmx_sdg_dsd_1_4.json"


@pytest.fixture(scope="module")
def structure():
    return json.loads(STRUCTURE.read_text("utf-8"))


@pytest.fixture(scope="module")
def rows(written):
    return list(csv.DictReader(io.StringIO(written.text(FIGURES), newline="")))


@pytest.fixture(scope="module")
def figures(rows):
    return {(row["SERIES"], row["REF_AREA"]): row for row in rows}


def test_pysdmx_reads_the_figures_of_a_dataflow(written, rows):
    from pysdmx.io import read_sdmx

    [dataset] = read_sdmx(written.folder / FIGURES, validate=False).data
    assert dataset.short_urn == "Dataflow=MIGBOOK:DF_SDG_LOCAL(1.0)"
    assert list(dataset.data["REF_AREA"]) == [row["REF_AREA"] for row in rows]
    read = [float(value) for value in dataset.data["OBS_VALUE"]]
    assert read == [float(row["OBS_VALUE"]) for row in rows]


def test_columns_are_those_of_the_global_structure(rows, structure):
    dimensions = [name for _, name, _ in structure["dimensions"]]
    given = list(rows[0])
    assert given[: len(dimensions) + 2] == ["DATAFLOW", *dimensions, structure["measure"]]
    attributes = {name: duty for name, duty, *_ in structure["attributes"]}
    assert set(given[len(dimensions) + 2 :]) <= set(attributes)
    assert {name for name, duty in attributes.items() if duty == "Mandatory"} <= set(given)


def test_codes_are_those_of_its_lists(rows, structure):
    lists = {name: {code for code, _ in codes} for name, codes in structure["codelists"].items()}
    used = {name: code_list for _, name, code_list in structure["dimensions"]}
    used |= {name: code_list for name, _, code_list, _ in structure["attributes"]}
    checked = {column for column in rows[0] if used.get(column) in lists}
    assert {"REPORTING_TYPE", "SEX", "AGE", "UNIT_MEASURE", "OBS_STATUS", "NATURE"} <= checked
    wrong = [
        (column, row[column])
        for row in rows
        for column in checked
        if row[column] not in lists[used[column]]
    ]
    assert wrong == []


def test_every_declared_series_and_unit_is_one_of_its_indicator(structure):
    catalogue = load_catalogue()
    units = {code for code, _ in structure["codelists"]["CL_UNIT_MEASURE"]}
    for code, given in sdmx_series().items():
        indicator = catalogue.find(code)
        assert given.series in indicator.series
        assert given.unit in units.intersection(indicator.unit)
        assert catalogue.entered_as(code) == code


def test_figures_are_those_worked_by_hand(figures):
    assert {key: row["OBS_VALUE"] for key, row in figures.items()} == {
        ("SG_DSR_SILS", "PH0500000000"): "50",
        ("SG_DSR_SILS", "PH0501700000"): "0",
        ("SG_GEN_LOCGELS", "PH0500000000"): "16.6666666666667",
        ("SG_GEN_LOCGELS", "PH0501700000"): "0",
    }


def test_no_figure_passes_for_one_of_the_country(rows, written):
    known = {row["code"] for row in csv.DictReader(io.StringIO(written.text(AREAS)))}
    for row in rows:
        # 608 is the code of the Philippines in the list of the structure.
        assert row["REF_AREA"] != "608"
        assert row["REF_AREA"] in known
        assert row["COMMENT_OBS"].startswith("Sub-national: ")
        assert "Not the country's figure" in row["COMMENT_OBS"]
        assert row["NATURE"] != "C"


def test_the_remark_says_how_many_governments_a_figure_rests_on(figures):
    remark = figures["SG_GEN_LOCGELS", "PH0500000000"]["COMMENT_OBS"]
    assert "2 of 3 local governments" in remark


@pytest.mark.parametrize(
    ("period", "frequency"),
    [("2026", "A"), ("2026-S1", "S"), ("2026-Q3", "Q"), ("2026-07", "M")],
)
def test_frequency_follows_the_period(tiny, english, tmp_path, period, frequency):
    made = export(replace(tiny, period=period), english, tmp_path)
    text = made.text(f"sdmx/bicol-{period}-sdg-INTERNAL.csv")
    for row in csv.DictReader(io.StringIO(text, newline="")):
        assert (row["FREQ"], row["TIME_PERIOD"]) == (frequency, period)


def test_without_figures_nothing_is_written(bicol, english, tmp_path):
    from tests.report.exports.conftest import NAGA

    made = export(bicol.summary({NAGA: []}), english, tmp_path)
    assert {"sdmx", "open-sdg", "dhis2"} <= set(made.without)
    assert not (made.folder / "sdmx").exists()
    assert "no SDG indicator has a figure" in made.text("README-INTERNAL.txt")


def test_no_figure_is_there_twice(vancouver):
    text = vancouver.text("sdmx/vancouver-2026-sdg-INTERNAL.csv")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["SERIES"], row["REF_AREA"]) for row in found] == [("SG_GEN_LOCGELS", "CA5915000")]
