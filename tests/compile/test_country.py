"""A country of three regions, added up by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.counting import load_counting
from indicators.disclosure import Cell, Sum, Table, attack, sensitive
from templates.load import load_library
from templates.model import Place
from templates.periods import parse_period
from tests.compile.conftest import LEVELS, answer
from workbook.compile.country import compile_country
from workbook.compile.public import publish, publish_country
from workbook.compile.regional import RegionalReturns
from workbook.compile.summary import compile_summary
from workbook.compile.withheld import tables
from workbook.compile.withheld_country import regional_pattern
from workbook.model import PlaceStatus, Return

LIBRARY = load_library()
DEFINITIONS = [LIBRARY.definition("bicol", "core", level) for level in LEVELS]
PERIOD = parse_period("2026")
COUNTING = load_counting(None)


def region(number: int, people: tuple[int | None, int | None]) -> tuple[Place, ...]:
    """A region of one province with a city and a town."""
    code = f"{number:02d}"
    return (
        Place(f"{code}00000000", f"Region {number}", "region"),
        Place(f"{code}01000000", f"Province {number}", "province", f"{code}00000000"),
        Place(f"{code}01010000", "San Jose", "city", f"{code}01000000", population=people[0]),
        Place(f"{code}01020000", f"Town {number}", "municipality", f"{code}01000000",
              population=people[1]),
    )  # fmt: skip


def returned(places, answers) -> RegionalReturns:
    """`answers` by the last four digits before the zeros of a place's code, such as 0101."""
    returns = tuple(
        Return(place, f"inbox/{place.code}.xlsx", f"{int(place.code):064x}", "accepted",
               "2026-02-01", tuple(answer(*line) for line in answers[place.code[2:6]]))
        for place in places
        if place.code[2:6] in answers
    )  # fmt: skip
    here = {entry.place.code for entry in returns}
    statuses = tuple(
        PlaceStatus(place, "accepted" if place.code in here else "missing") for place in places
    )
    return RegionalReturns(places[0].code[:2], statuses, returns)


ONE = region(1, (1000, 200))
TWO = region(2, (500, 300))
THREE = region(3, (40, 60))


def country(*rounds, listed=(*ONE, *TWO, *THREE)):
    return compile_country("Isles", rounds, listed, DEFINITIONS, PERIOD, COUNTING)


def people_measures():
    """A sum of people by place that the programme asks, and its key."""
    summary = country(returned(ONE, {"0101": [], "0102": []}))
    return [one for one in summary.measures if one.withhold and one.counts == "sum"]


def filled(measure, value):
    """Answers that give a place this figure."""
    tests = [(measure.sheet, row, test.field, (test.one_of or ("true",))[0])
             for row in measure.rows[:1] or ("2026-001",)
             for test in measure.where]  # fmt: skip
    row = (measure.rows or ("2026-001",))[0]
    fixed = [
        (sheet, row, field, {"true": True, "false": False}.get(code, code))
        for sheet, row, field, code in tests
    ]
    return [*fixed, (measure.sheet, row, measure.field, value)]


@pytest.fixture(scope="module")
def measure():
    simple = [one for one in people_measures() if not one.part_of and not one.rows]
    return simple[0]


def test_totals_of_regions_and_country_are_added_up_by_hand(measure) -> None:
    summary = country(
        returned(ONE, {"0101": filled(measure, 700), "0102": filled(measure, 30)}),
        returned(TWO, {"0101": filled(measure, 9)}),
    )
    assert summary.scope == "country"
    assert [area.key for area in summary.areas] == ["0100000000", "0200000000", "0300000000"]
    totals = {
        area: summary.total(measure.key, area) for area in (*[a.key for a in summary.areas], "")
    }
    assert [one.value for one in totals.values()] == [730, 9, None, 739]
    assert [one.with_data for one in totals.values()] == [2, 1, 0, 3]
    assert [one.asked for one in totals.values()] == [2, 1, 0, 3]
    # 1000 + 200 + 500 of 1000 + 200 + 500 + 300 + 40 + 60 people: the third region counts as asked.
    assert (totals[""].population, totals[""].population_asked) == (1700, 2100)
    assert [one.state for one in summary.regions] == ["counted", "counted", "missing"]
    assert len(summary.places) == 12
    assert summary.lines == ()


def test_a_region_has_the_totals_of_its_own_summary(measure) -> None:
    part = returned(ONE, {"0101": filled(measure, 700), "0102": filled(measure, 30)})
    own = compile_summary(part.returns, part.statuses, ONE, DEFINITIONS, PERIOD, COUNTING)
    whole = country(part, returned(TWO, {"0102": filled(measure, 4)}))
    for total in own.totals:
        if not total.area:
            of_region = whole.total(total.measure, "0100000000")
            assert replace(of_region, area="") == total


def patterns(rounds, below=5):
    found = []
    for one in rounds:
        places = [status.place for status in one.statuses]
        own = compile_summary(one.returns, one.statuses, places, DEFINITIONS, PERIOD, COUNTING)
        found.append((own, regional_pattern(f"{one.name}00000000", own, below)))
    return found


@pytest.mark.parametrize(
    ("figures", "hidden"),
    [
        # One region's total is small: the country's less the others' would tell it.
        ([(3, 0), (50, 60), (70, 80)], {"0100000000", ""}),
        # Two are: what they come to together, 3 + 4, could be 0 + 7 or 7 + 0.
        ([(3, 0), (4, 0), (70, 80)], {"0100000000", "0200000000"}),
        # 1 + 1 is 2: nobody could be as many as five, so the total of both tells too much.
        ([(1, 0), (1, 0), (70, 80)], {"0100000000", "0200000000", ""}),
        # A small place in a region that shows its total has nothing to do with the country.
        ([(3, 200), (50, 60), (70, 80)], set()),
    ],
)
def test_the_country_withholds_what_would_tell_a_region(measure, figures, hidden) -> None:
    rounds = [
        returned(places, {"0101": filled(measure, a), "0102": filled(measure, b)})
        for places, (a, b) in zip((ONE, TWO, THREE), figures, strict=True)
    ]
    made = patterns(rounds)
    public = publish_country(country(*rounds), [pattern for _, pattern in made], 5)
    keys = (*(area.key for area in public.areas), "")
    assert {key for key in keys if public.hides(measure.key, key)} == hidden
    for (own, _), area in zip(made, public.areas, strict=True):
        # The country shows no total of a region that the region's own public summary withholds.
        shown = publish(own, 5).total(measure.key).value
        assert public.total(measure.key, area.key).value == shown


def test_nothing_small_can_be_worked_out_from_country_and_regions_together(measure) -> None:
    """All that is published anywhere, put into one table and attacked."""
    figures = [(3, 0), (4, 0), (2, 90)]
    rounds = [
        returned(places, {"0101": filled(measure, a), "0102": filled(measure, b)})
        for places, (a, b) in zip((ONE, TWO, THREE), figures, strict=True)
    ]
    made = patterns(rounds)
    public = publish_country(country(*rounds), [pattern for _, pattern in made], 5)
    cells, sums, kept, tops = [], [], set(), []
    for own, pattern in made:
        (table,) = (t for t in tables(own) if any(c.figure == measure.key for c in t.cells))
        start = len(cells)
        for number, cell in enumerate(table.cells):
            if (cell.figure, cell.where) in pattern.withheld:
                kept.add(start + number)
            if (cell.figure, cell.where) == (measure.key, ""):
                tops.append(start + number)
        cells += table.cells
        sums += [Sum(s.total + start, tuple(p + start for p in s.parts)) for s in table.sums]
    cells.append(Cell(measure.key, "", sum(cells[n].value for n in tops), personal=False))
    sums.append(Sum(len(cells) - 1, tuple(tops)))
    if public.hides(measure.key, ""):
        kept.add(len(cells) - 1)
    whole = Table(tuple(cells), tuple(sums))
    small = sensitive(whole, 5)
    assert len(small) >= 3
    for number, interval in attack(whole, kept, small).items():
        assert interval.low <= 0, cells[number]
        assert interval.high >= 5, cells[number]
