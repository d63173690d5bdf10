"""Unusual figures: each limit with a case on either side, worked out by hand."""

from __future__ import annotations

import pytest

from indicators.outliers import Figure, Limits, find_unusual

LIMITS = Limits(
    bands=(25_000, 50_000),
    together=("city", "municipality"),
    places=8,
    deviations=3.5,
    times_above=4,
    times_below=50,
    times_largest=10,
    least_spread=0.25,
    earlier_times=10,
    earlier_least=20,
)


def town(number, value, population=30_000, about="users", level="municipality", earlier=None):
    return Figure(f"{number:03}", level, population, about, "1", value, earlier)


def ten(values=(12, 40, 55, 60, 80, 90, 120, 300, 450, 900), **other):
    return [town(number, value, **other) for number, value in enumerate(values)]


def unusual(figures, per_head=None, sized=()):
    found = find_unusual(figures, LIMITS, per_head or {}, frozenset(sized))
    return [(one.figure.place, one.reason) for one in found]


def test_a_figure_far_above_similar_places_is_told_with_their_range():
    (found,) = find_unusual([*ten(), town(99, 4_200_000)], LIMITS, {}, frozenset())
    assert (found.figure.place, found.reason) == ("099", "peers")
    assert (found.places, found.low, found.high, found.group) == (10, 12, 900, "band")


def test_a_figure_among_similar_places_is_usual():
    assert unusual([*ten(), town(99, 870)]) == []


def test_a_figure_far_below_is_unusual_too():
    values = (9_000, 9_500, 10_000, 11_000, 12_000, 9_800, 10_400, 10_900, 9_900)
    assert unusual([*ten(values), town(99, 10)]) == [("099", "peers")]


def test_a_few_times_below_is_not():
    values = (9_000, 9_500, 10_000, 11_000, 12_000, 9_800, 10_400, 10_900, 9_900)
    assert unusual([*ten(values), town(99, 300)]) == []


def test_where_all_others_agree_a_little_more_is_usual():
    assert unusual([*ten([12] * 10), town(99, 30)]) == []
    assert unusual([*ten([12] * 10), town(99, 60)]) == [("099", "peers")]


def test_seven_other_places_are_too_few():
    seven = ten([10] * 7)
    assert unusual([*seven, town(99, 1_000_000)]) == []
    assert unusual([*seven, town(8, 10), town(99, 1_000_000)]) == [("099", "peers")]


def test_many_records_of_one_place_are_one_place():
    records = [Figure("001", "municipality", 30_000, "users", str(n), 10) for n in range(20)]
    assert unusual([*records, town(99, 1_000_000)]) == []


def test_zeros_neither_are_unusual_nor_make_others_so():
    """Most places have none of it; the three that have some are no group to compare with."""
    figures = [*ten([0] * 40), town(97, 3), town(98, 5), town(99, 4_000)]
    assert unusual(figures) == []


def test_those_that_have_some_are_compared_with_each_other():
    figures = [*ten([0] * 40), *[town(50 + n, 5 + n) for n in range(9)], town(99, 9_000)]
    assert unusual(figures) == [("099", "peers")]


def test_places_of_another_size_are_not_similar():
    """Ten towns have ten each, ten larger ones 2,000: neither size is strange to itself."""
    large = [town(50 + n, 2_000, population=90_000) for n in range(10)]
    assert unusual([*ten([10] * 10), *large]) == []


def test_too_few_of_a_size_are_held_against_all_of_their_level():
    large = town(50, 900_000, population=90_000)
    (found,) = find_unusual([*ten(), large], LIMITS, {}, frozenset())
    assert found.group == "level"


def test_few_cities_are_held_against_municipalities():
    city = town(50, 900_000, level="city", population=200_000)
    (found,) = find_unusual([*ten(), city], LIMITS, {}, frozenset())
    assert found.group == "governments"


def test_provinces_are_held_against_no_municipality():
    assert unusual([*ten(), town(50, 900_000, level="province", population=900_000)]) == []


def test_what_grows_with_the_population_is_compared_for_as_many_inhabitants():
    """Two in a hundred everywhere, also where two million live; ten of two thousand is not."""
    figures = [town(n, 20 * (n + 10), population=1_000 * (n + 10)) for n in range(10)]
    figures.append(town(98, 40_000, population=2_000_000))
    assert unusual(figures, sized=["users"]) == []
    (found,) = find_unusual(
        [*figures, town(99, 40_000, population=50_000)], LIMITS, {}, frozenset(["users"])
    )
    assert (found.figure.place, found.low, found.high, found.sized) == ("099", 1_000, 1_000, True)


def test_more_than_the_population_allows():
    assert unusual([town(1, 16_000)], per_head={"users": 0.5}) == [("001", "per_head")]
    assert unusual([town(1, 15_000)], per_head={"users": 0.5}) == []
    assert unusual([town(1, 16_000, population=None)], per_head={"users": 0.5}) == []


@pytest.mark.parametrize(("earlier", "value"), [(31, 3_100), (3_100, 31), (2, 20)])
def test_ten_times_the_year_before_is_unusual(earlier, value):
    assert unusual([town(1, value, earlier=earlier)]) == [("001", "history")]


@pytest.mark.parametrize(("earlier", "value"), [(31, 300), (1, 15), (0, 500), (500, 0), (None, 9)])
def test_less_than_that_small_counts_and_zeros_are_not(earlier, value):
    assert unusual([town(1, value, earlier=earlier)]) == []


def test_what_a_place_had_before_is_usual_for_it():
    assert unusual([*ten(), town(99, 80_000, earlier=75_000)]) == []
    assert unusual([*ten(), town(99, 80_000)]) == [("099", "peers")]


def test_ten_times_the_largest_of_all_others_is_unusual_however_much_they_differ():
    assert unusual([*ten(), town(99, 9_100)]) == [("099", "peers")]
    assert unusual([*ten(), town(99, 8_900)]) == []


def test_other_slips_among_the_peers_do_not_hide_one():
    values = [figure.value for figure in ten()]
    usual = [town(number, value) for number, value in enumerate(3 * values)]
    figures = [*usual, town(97, 5_000_000), town(98, 6_000_000), town(99, 7_000_000)]
    assert [place for place, _ in unusual(figures)] == ["097", "098", "099"]
    assert find_unusual(figures, LIMITS, {}, frozenset())[0].high == 900


def test_the_order_of_the_figures_changes_nothing():
    figures = [*ten(), town(98, 70_000_000), town(99, 1)]
    assert sorted(unusual(figures)) == sorted(unusual(figures[::-1]))
