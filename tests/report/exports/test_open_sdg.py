"""The folder held to the rules of the builder's own checks and of its documentation.

The builder is on no package index; these are its rules for tables (`Year` first, `Value` last and
numeric, no spaces at the ends, no empty lines), read from its source, and the layout of its guide.
"""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
import yaml

from tests.report.exports.conftest import export


@pytest.fixture(scope="module")
def folder(written):
    return written.folder / "open-sdg"


def tables(folder):
    return sorted((folder / "data").glob("*.csv"))


def test_the_layout_is_that_of_the_builder(folder):
    codes = ["1-5-4", "11-b-2", "13-1-3", "5-5-1"]
    assert [path.name for path in tables(folder)] == [f"indicator_{code}.csv" for code in codes]
    for room in ("meta", "indicator-config"):
        assert sorted(path.stem for path in (folder / room).glob("*.yml")) == codes
    settings = yaml.safe_load((folder / "config_data.yml").read_text("utf-8"))
    assert settings["languages"] == ["en"]
    assert [one.get("git") for one in settings["inputs"]] == [None, False, False]
    assert (folder / settings["schema_file"]).exists()
    assert (folder / "translations/en/data.yml").exists()


def test_tables_pass_the_rules_of_the_builder(folder):
    for path in tables(folder):
        table = pd.read_csv(path)
        assert table.columns[0] == "Year"
        assert table.columns[-2] == "GeoCode"
        assert table.columns[-1] == "Value"
        assert table["Year"].dtype.kind == "i"
        assert table["Value"].dtype.kind in "if"
        assert not table.isna().all(axis=1).any()
        texts = [str(text) for column in table for text in [column, *table[column].dropna()]]
        assert [text for text in texts if text != text.strip()] == []


def test_codes_stay_whole_beside_blanks(folder):
    """A column of digits with a blank would be read as 501700000.0."""
    table = pd.read_csv(folder / "data/indicator_5-5-1.csv")
    assert table["GeoCode"].dropna().tolist() == ["PH0501700000"]
    assert table["GeoCode"].isna().sum() == 2


def test_figures_are_those_worked_by_hand(folder):
    text = (folder / "data/indicator_5-5-1.csv").read_text("utf-8")
    assert text.splitlines() == [
        "Year,Area,GeoCode,Value",
        "2026,,,16.6666666666667",
        "2026,Camarines Sur,PH0501700000,0",
        "2026,Independent cities,,30",
    ]
    others = [(folder / f"data/indicator_{code}.csv").read_bytes() for code in ("1-5-4", "11-b-2")]
    assert others[0] == others[1]


def test_facts_say_that_the_figure_is_not_the_country_s(folder):
    facts = yaml.safe_load((folder / "meta/5-5-1.yml").read_text("utf-8"))
    assert facts["SDG_INDICATOR"].startswith("5.5.1 Proportion of seats")
    assert "not the country's figure" in facts["REC_USE_LIM"]
    schema = yaml.safe_load((folder / "metadata_schema.yml").read_text("utf-8"))
    known = {one["name"] for one in schema["prose"]["metadata"]["meta"]}
    assert set(facts) == known
    settings = yaml.safe_load((folder / "indicator-config/5-5-1.yml").read_text("utf-8"))
    assert settings["indicator_number"] == "5.5.1"
    assert settings["proxy"] is False


def test_names_that_mean_something_in_yaml_stay_texts(tiny, english, tmp_path):
    odd = 'no: "x" #1 {a}\n- [b]\u2028\x85'
    made = export(replace(tiny, region=odd), english, tmp_path)
    for path in (made.folder / "open-sdg").rglob("*.yml"):
        yaml.safe_load(path.read_text("utf-8"))
    settings = yaml.safe_load(made.text("open-sdg/indicator-config/5-5-1.yml"))
    assert settings["national_geographical_coverage"] == 'no: "x" #1 {a}\n- [b]\u2028'


def test_a_half_year_is_not_passed_off_as_a_year(tiny, english, tmp_path):
    made = export(replace(tiny, period="2026-S1"), english, tmp_path)
    assert "open-sdg" in made.without
    assert not (made.folder / "open-sdg").exists()


def test_a_figure_that_is_gone_leaves_no_old_file(tiny, bicol, english, tmp_path):
    from tests.compile.conftest import Bicol
    from tests.report.exports.conftest import NAGA

    made = export(tiny, english, tmp_path)
    assert (made.folder / "open-sdg/data/indicator_5-5-1.csv").exists()
    answers = {NAGA: [("plans", "ldrrmp", "drr_plan_adopted", True)]}
    again = export(Bicol(bicol.library, "full").summary(answers), english, tmp_path)
    assert not (again.folder / "open-sdg/data/indicator_5-5-1.csv").exists()
    table = pd.read_csv(io.StringIO(again.text("open-sdg/data/indicator_1-5-4.csv")))
    assert table["Value"].tolist() == [100, 100]
