"""Charts of quartiles, of the round before and of targets: figures by hand, nothing withheld."""

from __future__ import annotations

import json
from dataclasses import replace

import altair as alt
import pytest

from indicators.model import Target
from tests.compile.conftest import Bicol
from workbook.compile.model import Before
from workbook.compile.public import publish
from workbook.report.charts.build import charts
from workbook.report.document.content import make_document
from workbook.report.page.build import build_page
from workbook.report.wording import summary_wording

CAMARINES_SUR, ALBAY = "0501700000", "0500500000"
ABROAD, PLANNED, BACK = "residents_abroad", "budget_planned", "returnees"
# In order 10, 20, 40, 80, 160: the quartiles are the second, the third and the fourth.
NOW = (10, 20, 40, 80, 160)
KEPT = frozenset({ABROAD, PLANNED, BACK, "desks_established_or_strengthened", "budget_spent"})


@pytest.fixture(scope="module")
def small(library):
    return Bicol(library, measures=KEPT)


@pytest.fixture(scope="module")
def summary(small):
    towns = [p for p in small.places if p.parent == CAMARINES_SUR and not p.independent][:5]
    made = small.summary(
        {
            town.code: [
                ("people", None, "residents_abroad", value),
                ("budget", None, "planned", 1000 * value),
            ]
            for town, value in zip(towns, NOW, strict=True)
        }
    )
    before = (
        Before("desks_established_or_strengthened", "", 4, 5, 5, 3, 7, 4),
        Before(PLANNED, "", 300000, 5, 5, 250000, 200000, 4),
        Before(ABROAD, "", 148, 4, 6, 148, 150, 4),
    )
    targets = (Target(ABROAD, 620, 2028), Target(PLANNED, 100000, 2027), Target(BACK, 9, 2030))
    return replace(made, before=before, same_places=True, last="2025", targets=targets)


def drawn(summary, library, language="en"):
    words = summary_wording(summary, library.text(language))
    return {chart.key: chart for chart in charts(summary, words)}


def test_the_bar_is_the_middle_half_of_the_governments(summary, library):
    chart = drawn(summary, library)["spread_residents_abroad"]
    rows = {row[0]: row[1:] for row in chart.rows}
    assert rows["Region"] == rows["Camarines Sur"] == ("20", "40", "80", "5")
    assert rows["Albay"] == ("–", "–", "–", "–")
    data = chart.spec["datasets"][chart.spec["layer"][0]["data"]["name"]]
    assert {(row["lower"], row["median"], row["upper"]) for row in data} == {(20, 40, 80)}
    assert "Camarines Sur: middle 40, half 20 to 80" in chart.description
    assert chart.theme == "people"


def test_then_and_now_are_those_of_the_same_governments(summary, library):
    found = drawn(summary, library)
    label = "Desks for overseas workers established or strengthened in 2026"
    assert found["since"].rows == ((label, "3", "7", "+4", "4"),)
    assert found["since"].head[1:3] == ("2025", "2026")
    [money] = found["since_money"].rows
    assert money[1:] == ("250,000", "200,000", "−50,000", "4")
    assert "then and now" in found["since"].description
    # People have another size than desks: they stand in no drawing with them.
    assert "residents" not in json.dumps(found["since"].rows).lower()


def test_a_target_is_a_whole_bar(summary, library):
    """310 of 620 is a half, 310,000 of 100,000 goes beyond; nobody told who came back."""
    chart = drawn(summary, library)["targets"]
    assert [row[1:] for row in chart.rows] == [
        ("310", "620", "2028", "50 %"),
        ("–", "9", "2030", "–"),
        ("310,000", "100,000", "2027", "310 %"),
    ]
    shares = [
        row["share"] for row in chart.spec["datasets"][chart.spec["layer"][1]["data"]["name"]]
    ]
    assert shares == [50, 310]


def test_without_figures_there_is_no_chart(small, library):
    found = drawn(small.summary({}), library)
    assert not {"since", "since_money", "targets"} & set(found)
    assert not any(key.startswith("spread_") for key in found)


def test_drawings_are_by_the_schema_and_name_no_other_place(summary, library):
    for chart in drawn(summary, library).values():
        assert alt.LayerChart.from_dict(dict(chart.spec)).to_dict()["layer"]
        assert "://" not in json.dumps(chart.spec)
        assert all(len(row) == len(chart.head) for row in chart.rows)


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_page_and_document_have_them_in_every_language(summary, library, language):
    texts = library.text(language)
    found = drawn(summary, library, language)
    page = build_page(summary, texts).decode()
    document = repr(make_document(summary, texts).sections)
    for key in ("since", "since_money", "targets", "spread_residents_abroad"):
        assert f'data-chart="{key}"' in page
        assert f"key='{key}'" in document
        assert "{" not in found[key].title + found[key].description


def test_public_charts_hold_nothing_withheld(small, library):
    """3 people came back somewhere: neither they nor what they are measured by is drawn."""
    towns = [p for p in small.places if p.parent == CAMARINES_SUR and not p.independent][:5]
    told = zip(towns, (3, 7, 1111, 2222, 3333), strict=True)
    made = small.summary({t.code: [("people", None, "returnee_count", n)] for t, n in told})
    one = small.place(towns[0].code)
    made = replace(
        made,
        before=(Before(BACK, "", 6666, 5, 5, 6666, 6676, 5),),
        last="2025",
        targets=(Target(BACK, 7000, 2028),),
    )
    public = publish(made, 5)
    assert public.publication is not None
    hidden = replace(
        public,
        publication=replace(
            public.publication, withheld=public.publication.withheld | {(BACK, "")}
        ),
        spreads=(),
    )
    found = drawn(hidden, library)
    assert [row[1:] for row in found["targets"].rows] == [("withheld", "7,000", "2028", "withheld")]
    told = json.dumps([[c.description, c.rows, c.spec] for c in found.values()])
    for secret in ("6676", "6,676", "1,111", one.name):
        assert secret not in told
