"""A place beside similar ones: who they are, and the middle of what they told, by hand."""

from __future__ import annotations

import pytest

from indicators.peers import Beside, Peer, beside, rough

BANDS = (25_000, 50_000)
OWN = Peer("own", "municipality", 30_000, 9)


def others(values, level="municipality", population=30_000, start=0):
    return [Peer(f"p{n}", level, population, value) for n, value in enumerate(values, start)]


def test_the_middle_of_eight_others_of_the_same_size():
    # In order and numbered from 0, the quartiles of eight figures lie at 1.75, 3.5 and 5.25.
    found = beside(OWN, [OWN, *others(range(1, 9))], BANDS, 8)
    assert found == Beside("band", 8, 2.8, 4.5, 6.3)


def test_too_few_of_the_same_size_are_joined_by_all_of_their_level():
    seven = others(range(1, 8))
    large = others([80], population=60_000, start=7)
    assert beside(OWN, [OWN, *seven, *large], BANDS, 8) == Beside("level", 8, 2.8, 4.5, 6.3)
    city = others([80], level="city", population=60_000, start=7)
    assert beside(OWN, [OWN, *seven, *city], BANDS, 8) is None


def test_where_a_level_has_too_few_cities_and_municipalities_of_a_size_stand_together():
    """A city has two others; six municipalities of its size make eight, smaller ones do not."""
    own = Peer("own", "city", 60_000, 9)
    cities = others([1, 2], level="city", population=70_000)
    large = others(range(3, 9), population=60_000, start=2)
    small = others(range(20, 40), population=30_000, start=10)
    province = others([50], level="province", population=60_000, start=40)
    found = beside(own, [own, *cities, *large, *small, *province], BANDS, 8)
    assert found == Beside("governments", 8, 2.8, 4.5, 6.3)
    assert beside(own, [own, *cities, *large[1:], *small], BANDS, 8) is None
    assert beside(Peer("own", "province", 60_000, 9), [*cities, *large], BANDS, 8) is None


def test_a_place_is_not_among_its_own_others():
    assert beside(OWN, [OWN, *others(range(1, 8))], BANDS, 8) is None


def test_without_a_population_the_level_alone_counts():
    own = Peer("own", "municipality", None, 9)
    found = beside(own, [own, *others(range(1, 9))], BANDS, 8)
    assert found is not None
    assert found.group == "level"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, 0), (0.25, 0.3), (2.75, 2.8), (9.96, 10), (37.5, 38), (71_303, 71_000), (6250, 6300)],
)
def test_figures_of_others_have_two_digits(value, shown):
    assert rough(value) == shown
