"""Charts: their figures are those of the round, nothing withheld is in them, they can be drawn."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import altair as alt
import pytest

from tests.compile.conftest import Bicol
from workbook.compile.public import publish
from workbook.report.charts.build import charts
from workbook.report.charts.drawing import bars, wrapped
from workbook.report.charts.model import Bar
from workbook.report.wording import summary_wording

PLACES = ("0501701000", "0501702000", "0502001000", "0501601000")
# 3 people abroad are a small count, and 71,303 would tell on them.
ABROAD = dict(zip(PLACES, (3, 0, 71303, 0), strict=True))


@pytest.fixture(scope="module")
def drawn(demonstration, english):
    found = charts(demonstration, summary_wording(demonstration, english))
    return {chart.key: chart for chart in found}


@pytest.fixture(scope="module")
def small(library):
    """Four places that tell one figure each."""
    bicol = Bicol(library)
    answers = {
        code: [("people", None, "residents_abroad", number)] for code, number in ABROAD.items()
    }
    return bicol.summary(answers)


def values(chart, key):
    """The values of a field in all the data of a chart."""
    names = dict.fromkeys(layer["data"]["name"] for layer in chart.spec["layer"])
    return [row[key] for name in names for row in chart.spec["datasets"][name] if key in row]


def test_the_response_is_that_of_the_round(drawn, bicol, declared):
    _, absent, _ = declared
    albay = [p.code for p in bicol.places if p.parent == "0500500000" and not p.independent]
    rows = {row[0]: row for row in drawn["response_by_area"].rows}
    counted = len(albay) - len(absent & set(albay))
    assert rows["Albay"][1:3] == (str(len(albay)), str(counted))
    assert f"{counted} of {len(albay)}" in drawn["response_by_area"].description
    assert rows["All cities and municipalities"][1] == "114"


def test_bars_are_the_totals_that_the_report_gives(drawn):
    # The demonstration's reported figures: 11 councils, 7 ordinances or orders, 62 desks.
    rows = {row[0]: row[1] for row in drawn["area_councils"].rows}
    assert rows["Region"] == str(sum(int(v) for k, v in rows.items() if k != "Region"))
    name = drawn["area_councils"].spec["layer"][-1]["data"]["name"]
    lengths = [row["length"] for row in drawn["area_councils"].spec["datasets"][name]]
    assert sum(lengths) == int(rows["Region"])


def test_every_bar_has_its_figure_in_words(drawn):
    for chart in drawn.values():
        assert chart.title
        assert chart.description.startswith(chart.title)
        assert all(text in chart.description for text in values(chart, "text")), chart.key
        assert all(len(row) == len(chart.head) for row in chart.rows)


def test_a_specification_names_no_other_place_and_is_the_same_twice(drawn, demonstration, english):
    again = charts(demonstration, summary_wording(demonstration, english))
    assert [json.dumps(one.spec) for one in again] == [json.dumps(c.spec) for c in drawn.values()]
    assert "://" not in json.dumps([chart.spec for chart in again])


def test_a_specification_is_one_by_the_schema(drawn):
    # They are made without a look at the schema, for speed.
    for chart in drawn.values():
        assert alt.LayerChart.from_dict(dict(chart.spec)).to_dict()["layer"]


def test_page_and_document_share_their_drawings(drawn, demonstration, english):
    again = charts(demonstration, summary_wording(demonstration, english))
    assert all(one.spec is drawn[one.key].spec for one in again)


def test_colours_are_those_of_the_tokens(drawn):
    used = set(re.findall("#[0-9A-Fa-f]{6}", json.dumps([c.spec for c in drawn.values()])))
    tokens = {"#1F2933", "#616E7C", "#0B4F6C", "#E6F0F4", "#CBD2D9", "#FFFFFF"}
    assert used <= tokens | {"#7FB3C8", "#C5D5DE", "#A7B2BD"}


def test_nothing_withheld_is_in_public_charts(small, english):
    inside = charts(small, summary_wording(small, english))
    public = publish(small, 5)
    outside = charts(public, summary_wording(public, english))
    assert any("71,303" in chart.description for chart in inside)
    told = json.dumps([[c.description, c.rows, c.spec] for c in outside])
    for secret in ("71303", "71,303"):
        assert secret not in told
    abroad = next(chart for chart in outside if chart.key == "area_residents_abroad")
    assert set(values(abroad, "length")) <= {0}
    assert sum("withheld" in text for text in values(abroad, "text")) == 2


def test_long_and_equal_labels_stay_apart():
    long = "Governments with an ordinance, an order or a resolution in force and a council " * 3
    spec = bars([Bar(long, 1, "1"), Bar(long, None, "–"), Bar("", 0, "0")], "about")
    labels = spec["layer"][-1]["encoding"]["y"]["scale"]["domain"]
    assert len(set(labels)) == 3
    assert max(len(line) for label in labels for line in label.split("\n")) <= 60
    assert labels[0].count("\n") == 2
    assert wrapped("Albay") == "Albay"


def test_twenty_areas_have_a_line_each(small, english):
    areas = tuple(replace(small.areas[0], key=f"A{n}", name=f"Area {n}") for n in range(20))
    totals = [replace(t, area=f"A{n}") for n in range(20) for t in small.totals if t.area]
    whole = [t for t in small.totals if not t.area]
    many = replace(small, areas=areas, totals=(*totals, *whole))
    found = {c.key: c for c in charts(many, summary_wording(many, english))}
    spec = found["area_residents_abroad"].spec
    assert spec["height"] >= 20 * 20
    assert len(found["area_residents_abroad"].rows) == 21
