"""Quartiles against what R and Excel are documented to give, and by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from indicators.model import Measure
from indicators.spread import looked_at, quartiles, spreads

STAFF = Measure("staff", "services", "sum", "services", "staff_assigned")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # R: quantile(1:9). Then the example of QUARTILE in Excel's own help, whose first is 3.5.
        (range(1, 10), (3, 5, 7)),
        ([1, 2, 4, 7, 8, 9, 10, 12], (3.5, 7.5, 9.25)),
        # R: quantile(1:10) is 3.25, 5.5 and 7.75; type 6 would give 2.75 and 8.25.
        (range(1, 11), (3.25, 5.5, 7.75)),
        # By hand: a quarter of 4 - 1 is 0.75, so 10 + 0.75 * (20 - 10).
        ([40, 10, 30, 20], (17.5, 25, 32.5)),
        ([6, 6], (6, 6, 6)),
        ([0, 0, 0, 0, 90], (0, 0, 0)),
    ],
)
def test_quartiles_are_those_of_type_7(values, expected):
    assert quartiles(list(values)) == expected


@pytest.mark.parametrize(
    ("count", "numbers"),
    [
        (5, (1, 2, 3)),
        (6, (1, 2, 3, 4)),
        (7, (1, 2, 3, 4, 5)),
        (9, (2, 4, 6)),
        (8, (1, 2, 3, 4, 5, 6)),
    ],
)
def test_the_figures_that_quartiles_are_made_of(count, numbers):
    """Moving any other figure without passing one of these changes nothing."""
    assert looked_at(count) == numbers
    low = list(range(0, 10 * count, 10))
    for number in set(range(count)) - set(numbers):
        moved = list(low)
        moved[number] += 4
        assert quartiles(moved) == quartiles(low)


def contributed(*lines):
    columns = ("measure", "place", "level", "area", "value", "concerned")
    return pd.DataFrame(lines, columns=list(columns))


def test_records_of_a_place_are_one_figure_and_provinces_none():
    """Five towns of A with 1, 2, 3, 4 and 3 + 3: quartiles 2, 3 and 4."""
    towns = [("staff", f"t{n}", "municipality", "A", float(n), True) for n in (1, 2, 3, 4)]
    frame = contributed(
        *towns,
        ("staff", "t5", "city", "A", 3.0, True),
        ("staff", "t5", "city", "A", 3.0, True),
        ("staff", "t6", "city", "B", float("nan"), True),
        ("staff", "A", "province", "A", 500.0, True),
    )
    (area, whole) = spreads(frame, [STAFF])
    assert (area.area, area.places, area.quartiles) == ("A", 5, (2, 3, 4))
    assert (whole.area, whole.places, whole.quartiles) == ("", 5, (2, 3, 4))


def test_fewer_than_five_places_have_no_spread_and_records_neither():
    towns = [("staff", f"t{n}", "municipality", "A", float(n), True) for n in (1, 2, 3, 4)]
    assert not list(spreads(contributed(*towns), [STAFF]))
    fifth = ("staff", "t5", "municipality", "B", 9.0, True)
    counted = Measure("staff", "services", "records", "services")
    assert not list(spreads(contributed(*towns, fifth), [counted]))
    (whole,) = spreads(contributed(*towns, fifth), [STAFF])
    assert (whole.area, whole.quartiles) == ("", (2, 3, 4))
