"""Sums that are the same whatever is added up first, by hand and against exact fractions."""

from __future__ import annotations

import random
from fractions import Fraction
from math import inf, isnan, nan

import pytest

from indicators.inhabitants import Inhabitant
from indicators.model import Measure
from indicators.sums import (
    AreaSum,
    Told,
    area_sums,
    exact_parts,
    exact_sum,
    joined_sums,
    told_by_place,
)

COST = Measure("cost", "services", "sum", levels=("city", "municipality"))


@pytest.mark.parametrize("seed", range(20))
def test_parts_of_parts_are_the_whole_to_the_last_digit(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    numbers = [chance.uniform(-1, 1) * 10 ** chance.randrange(-20, 20) for _ in range(300)]
    whole = float(sum(map(Fraction, numbers)))
    assert exact_sum(numbers) == whole
    chance.shuffle(numbers)
    parts = [
        part for start in range(0, 300, 37) for part in exact_parts(numbers[start : start + 37])
    ]
    assert exact_sum(parts) == whole
    assert sum(map(Fraction, parts)) == sum(map(Fraction, numbers))


def test_a_sum_that_no_number_can_hold_ends_nothing() -> None:
    assert exact_parts([1e308, 1e308]) == (inf,)
    assert isnan(exact_sum([inf, -inf]))
    assert len(exact_parts([inf, -inf])) == 1
    assert exact_parts([]) == ()
    assert exact_parts([0.1, -0.1]) == ()


def test_a_place_tells_what_its_records_tell() -> None:
    lines = [
        ("cost", "a", "city", "A", 0.1, True),
        ("cost", "b", "city", "A", nan, False),
        ("cost", "a", "city", "A", nan, False),
        ("cost", "a", "city", "A", 0.2, True),
        ("cost", "c", "city", "A", nan, True),
        ("cost", "c", "city", "A", nan, False),
    ]
    first, second, third = told_by_place(lines)
    assert first == Told("cost", "a", "city", "A", 0.1 + 0.2, True)
    assert (second.place, second.is_known, second.concerned) == ("b", False, False)
    assert (third.place, third.is_known, third.concerned) == ("c", False, False)


def test_areas_of_two_rounds_are_those_of_all_their_places() -> None:
    told = [
        Told("cost", "a1", "city", "A", 0.1, True),
        Told("cost", "a2", "municipality", "A", nan, False),
        Told("cost", "a3", "municipality", "A", 0.0, True),
        Told("cost", "A", "province", "A", 9.0, True),
        Told("cost", "b1", "municipality", "B", 0.2, True),
    ]
    people = [
        Inhabitant("a1", "city", "A", 100),
        Inhabitant("a2", "municipality", "A", None),
        Inhabitant("a3", "municipality", "A", 20),
        Inhabitant("A", "province", "A", 7),
        Inhabitant("b1", "municipality", "B", 3),
        Inhabitant("b2", "municipality", "B", 5),
    ]
    [here], [there] = (
        area_sums(told[:4], [COST], people[:4]),
        area_sums(told[4:], [COST], people[4:]),
    )
    assert here == AreaSum("cost", "A", (0.1,), 1, 2, 1, 120, 120)
    assert there == AreaSum("cost", "B", (0.2,), 1, 1, 0, 3, 8)
    whole = joined_sums("cost", "", [here, there])
    assert (whole.governments, whole.with_data, whole.outside) == (2, 3, 1)
    assert (whole.value, whole.told, whole.concerned) == (0.1 + 0.2, 123, 128)
    assert {here, there} == set(area_sums(told, [COST], people))


def test_people_are_not_known_where_one_place_does_not_tell() -> None:
    known = AreaSum("cost", "A", (), 0, 0, 0, 1, 2)
    unknown = AreaSum("cost", "B", (), 0, 0, 0, None, None)
    assert joined_sums("cost", "", [known, unknown]).concerned is None
    assert joined_sums("cost", "", [known, known]).concerned == 4
