"""From answers of the workbook to the figures of official indicators."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from indicators.sdg_catalogue import DATA, load_catalogue
from indicators.sdg_sources import load_sources, local_figures
from indicators.sdg_totals import LocalFigure, add_up
from indicators.tables import DefinitionError

CATALOGUE = load_catalogue()
SOURCES = load_sources(CATALOGUE)
SEATS = "representation", ""


class Line(NamedTuple):
    """What the long table gives for one answer."""

    place: str
    sheet: str
    row: str
    field: str
    text: str | None
    number: float | None


def figures(lines, code, places=("a", "b")):
    return local_figures(lines, SOURCES, places)[code]


def test_numerator_and_denominator_of_one_place_stay_together():
    lines = [
        Line("a", *SEATS, "council_seats_women", "2", 2),
        Line("a", *SEATS, "council_seats_total", "10", 10),
        Line("b", *SEATS, "council_seats_women", None, float("nan")),
        Line("b", *SEATS, "council_seats_total", "12", 12),
        Line("c", *SEATS, "council_seats_total", "8", 8),
    ]
    found = figures(lines, "5.5.1")
    assert found == (LocalFigure("a", 2, 10), LocalFigure("b", None, 12))
    assert add_up(CATALOGUE.find("5.5.1"), found).value == 20


def test_yes_and_no_count_as_one_and_zero():
    lines = [
        Line("a", "plans", "ldrrmp", "drr_plan_adopted", "true", None),
        Line("b", "plans", "ldrrmp", "drr_plan_adopted", "false", None),
        Line("c", "plans", "ldrrmp", "drr_plan_adopted", None, None),
    ]
    found = figures(lines, "1.5.4", "abc")
    assert [one.numerator for one in found] == [1, 0, None]
    total = add_up(CATALOGUE.find("1.5.4"), found)
    assert (total.value, total.governments, total.without_data) == (50, 2, 1)
    shown = dict(CATALOGUE.shown({"1.5.4": total.value}))
    assert shown == {"1.5.4": 50, "11.b.2": 50, "13.1.3": 50}


def test_a_cost_is_taken_as_it_stands():
    lines = [Line("a", "indicators", "remittance_cost", "figure", "4.5", 4.5)]
    assert figures(lines, "10.c.1") == (LocalFigure("a", value=4.5), LocalFigure("b"))


def test_places_without_answers_have_no_data():
    assert figures([], "16.6.2") == (LocalFigure("a"), LocalFigure("b"))


PROGRAMMES = {"city_plans": "vancouver", "local_plans": "starter"}


def test_a_disaster_plan_counts_in_every_programme():
    lines = [
        Line("a", "city_plans", "emergency_plan", "drr_plan_adopted", "true", None),
        Line("b", "local_plans", "disaster_plan", "drr_plan_adopted", "false", None),
        Line("c", "city_plans", "community_plan", "drr_plan_adopted", "true", None),
    ]
    assert [one.numerator for one in figures(lines, "1.5.4", "abc")] == [1, 0, None]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.code} {source.sheet}")
def test_every_source_is_asked(library, source):
    programme = PROGRAMMES.get(source.sheet, "bicol")
    sheet = library.definition(programme, "standard", "city").sheet(source.sheet)
    assert sheet is not None
    assert not source.row or source.row in {row.key for row in sheet.rows}
    used = [name for name in (source.numerator, source.denominator, source.value) if name]
    assert [name for name in used if not sheet.field(name)] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("99.9.9,s,,a,,", "no such indicator"),
        ("11.b.2,s,,a,,", "entered as 1.5.4"),
        ("17.18.2,s,,a,,", "no local source"),
        ("16.2.2,s,,a,,", "needs numerator and denominator and nothing else"),
        ("10.7.3,s,,a,,b", "sum needs numerator and nothing else"),
        ("5.5.1,representation,,a,b,", "there twice"),
    ],
)
def test_a_mistake_says_where_it_is(tmp_path, line, words):
    text = (DATA / "sdg_sources.csv").read_text("utf-8")
    (tmp_path / "sdg_sources.csv").write_text(f"{text}{line}\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_sources(CATALOGUE, tmp_path)
    assert words in str(caught.value)
