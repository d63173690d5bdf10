"""Medians, quartiles and the round before in public: attacked by trying every possible round."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product
from statistics import quantiles

import pytest

from indicators.disclosure import attack, exposed
from tests.compile.conftest import Bicol
from tests.compile.test_withheld import practice_round
from workbook.compile.beside import _pinned, _together
from workbook.compile.changes_model import PlaceFigure
from workbook.compile.model import Before
from workbook.compile.public import publish
from workbook.compile.withheld import personal_families, tables, withheld_figures

CAMARINES_SUR = "0501700000"
ABROAD = ("people", None, "residents_abroad")
BELOW, MOST = 5, 60


@pytest.fixture(scope="module")
def bicol(library):
    """A few measures only, so that many rounds are tried in little time."""
    kept = frozenset({"residents_abroad", "residents_abroad_women", "budget_planned"})
    return Bicol(library, measures=kept | {"desks_established"})


@pytest.fixture(scope="module")
def towns(bicol):
    return [p.code for p in bicol.places if p.parent == CAMARINES_SUR and not p.independent]


@pytest.fixture(scope="module")
def full(library):
    return Bicol(library, "full")


def of_towns(bicol, towns, values):
    said = {town: [(*ABROAD, value)] for town, value in zip(towns, values, strict=False)}
    return bicol.summary(said)


def possible(values, hidden, spread, total):
    """Every round that a reader cannot tell from the true one, by what the hidden towns say.

    The reader knows the others, the total where it is shown, and the quartiles.
    """
    known = sum(value for number, value in enumerate(values) if number not in hidden)
    for guess in product(range(MOST + 1), repeat=len(hidden)):
        if total is not None and known + sum(guess) != total:
            continue
        tried = list(values)
        for number, value in zip(hidden, guess, strict=True):
            tried[number] = value
        if tuple(quantiles(tried, n=4, method="inclusive")) == spread.quartiles:
            yield guess


def test_no_quartile_gives_a_small_count_away(bicol, towns):
    """Nine towns of one province, 8 rounds: tried out number by number, not by our own attack."""
    rng = random.Random(4)  # noqa: S311 - the same rounds every time
    shown = attacked = 0
    for _ in range(8):
        values = [rng.choice([0, 7, 14, 21, 28, 35, 42, 49]) for _ in range(8)]
        values.insert(rng.randrange(9), rng.choice([1, 2, 4]))
        summary = of_towns(bicol, towns, values)
        public = publish(summary, BELOW)
        spread = public.spread("residents_abroad")
        pattern = withheld_figures(summary, BELOW)
        hidden = [n for n in range(9) if ("residents_abroad", towns[n]) in pattern]
        if spread is None or len(hidden) > 2:
            continue
        shown += 1
        assert all(figure == 0 or figure >= BELOW for figure in spread.quartiles)
        guesses = list(possible(values, hidden, spread, public.total("residents_abroad").value))
        for column, number in enumerate(hidden):
            could_be = {guess[column] for guess in guesses}
            if 0 < values[number] < BELOW:
                attacked += 1
                assert 0 in could_be
                assert max(could_be) >= BELOW
    assert shown > 2
    assert attacked > 2


def test_a_naive_quartile_would_give_it_away(bicol, towns):
    """0, 0, 2, 9, 9: the median is the small count itself, and the total is no secret."""
    summary = of_towns(bicol, towns, [0, 0, 2, 9, 9])
    assert summary.spread("residents_abroad").median == 2
    public = publish(summary, 5)
    assert public.spread("residents_abroad") is None
    assert public.spread("residents_abroad", CAMARINES_SUR) is None


def test_quartiles_between_large_figures_are_shown(bicol, towns):
    """Of twelve towns one has 3: it may as well have none, or 5, below the lower quartile."""
    values = [3, 12, 20, 25, 40, 41, 60, 61, 62, 80, 90, 95]
    public = publish(of_towns(bicol, towns, values), 5)
    # A quarter of 11 is 2.75: 20 + 0.75 * 5; half of it 5.5: 41 + 0.5 * 19; 8.25: 62 + 0.25 * 18.
    assert public.spread("residents_abroad").quartiles == (23.75, 50.5, 66.5)


def test_a_spread_goes_where_its_figure_goes(bicol, towns):
    values = [3, 0, 0, 0, 0]
    public = publish(of_towns(bicol, towns, values), 5)
    assert public.total("residents_abroad").value is None
    assert public.spreads == ()


def test_amounts_of_money_keep_their_quartiles(bicol, towns):
    said = {town: [("budget", None, "planned", n)] for n, town in enumerate(towns[:5], start=1)}
    public = publish(bicol.summary(said), 5)
    assert public.spread("budget_planned").quartiles == (2, 3, 4)


@pytest.mark.parametrize("seed", range(2))
def test_no_small_count_of_a_round_can_be_worked_out_with_its_quartiles(full, seed):
    """All spreads of a round at once, against the linear programmes."""
    summary = practice_round(full, seed, share=0.6)
    public = publish(summary, 5)
    people = set(personal_families(summary.measures))
    assert {one.measure for one in public.spreads} & people
    areas = {line.place: line.area for line in summary.contributions}
    for table in tables(summary):
        withheld = frozenset(
            n
            for n, cell in enumerate(table.cells)
            if public.publication.hides(cell.figure, cell.where)
        )
        figures = {cell.figure for cell in table.cells}
        pinned = [
            _pinned(one, table, withheld, areas) for one in public.spreads if one.measure in figures
        ]
        bounds = _together(pinned)
        assert exposed(table, withheld, 5, bounds=bounds) == ()
        for number, found in attack(table, withheld, bounds=bounds).items():
            assert found.low <= table.cells[number].value <= found.high


def earlier(summary, bicol, towns, values, area=CAMARINES_SUR):
    """The summary after a round in which these towns told as much."""
    places = {place.code: place for place in bicol.places}
    now = {one.place: one.value for one in summary.contributions}
    told = tuple(
        PlaceFigure("residents_abroad", places[town], area, value, now.get(town))
        for town, value in zip(towns, values, strict=False)
    )
    like = [one for one in told if one.is_like]
    old, new = sum(one.old for one in like), sum(one.new for one in like)
    lines = tuple(
        Before("residents_abroad", where, sum(values), len(told), len(told), old, new, len(like))
        for where in (area, "")
    )
    return replace(summary, before=lines, earlier=told, same_places=True, last="2025")


def test_the_round_before_is_shown_where_nothing_of_it_is_small(bicol, towns):
    summary = of_towns(bicol, towns, [30, 40, 50])
    shown = publish(earlier(summary, bicol, towns, [10, 20, 30]), 5)
    (line,) = shown.before
    assert (line.area, line.value, line.like_old, line.like_new) == ("", 60, 60, 120)
    assert shown.earlier == ()


@pytest.mark.parametrize(
    ("now", "then"),
    [
        # The whole is small, then or now; and a total of then that would be withheld.
        ([30, 40, 50], [3]),
        ([3], [30, 40, 50]),
        ([30, 40], [2, 0, 0]),
    ],
)
def test_the_round_before_goes_with_what_is_withheld_in_either(bicol, towns, now, then):
    summary = of_towns(bicol, towns, now)
    assert publish(earlier(summary, bicol, towns, then), 5).before == ()


def test_the_same_governments_are_not_told_apart_from_all(bicol, towns):
    """All that told now less those that told it twice would be what one town says."""
    summary = of_towns(bicol, towns, [30, 40, 50])
    (line,) = publish(earlier(summary, bicol, towns, [10, 20]), 5).before
    assert (line.value, line.with_data) == (30, 2)
    assert (line.like_old, line.like_new) == (None, None)


def test_where_places_moved_no_earlier_count_of_people_is_shown(bicol, towns):
    """Two sums over other places than last time would leave the place that moved."""
    summary = earlier(of_towns(bicol, towns, [30, 40, 50]), bicol, towns, [10, 20, 30])
    assert publish(replace(summary, same_places=False), 5).before == ()


def test_the_round_before_stands_beside_figures_of_offices(bicol, towns):
    summary = of_towns(bicol, towns, [3])
    line = Before("desks_established", CAMARINES_SUR, 2, 9, 9, 1, 1, 8)
    assert publish(replace(summary, before=(line,)), 5).before == (line,)
