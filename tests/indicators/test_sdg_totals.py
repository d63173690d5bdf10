"""Figures of governments become one of an area without a mean of percentages."""

from __future__ import annotations

import pytest

from indicators.sdg_catalogue import load_catalogue
from indicators.sdg_totals import LocalFigure, add_up
from indicators.tables import ToolError


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_a_share_of_seats_is_all_women_over_all_seats(catalogue):
    # 2 of 10 and 9 of 12: together 11 of 22. The mean of 20 % and 75 % would be 47.5 %.
    seats = [LocalFigure("a", 2, 10), LocalFigure("b", 9, 12)]
    found = add_up(catalogue.find("5.5.1"), seats)
    assert (found.value, found.numerator, found.denominator) == (50, 11, 22)


@pytest.mark.parametrize(
    "half", [LocalFigure("c", 4, None), LocalFigure("c", None, 8), LocalFigure("c", 0, 0)]
)
def test_half_a_ratio_stays_out(catalogue, half):
    found = add_up(catalogue.find("5.5.1"), [LocalFigure("a", 2, 10), half])
    assert (found.value, found.governments, found.without_data) == (20, 1, 1)


def test_zero_is_a_figure(catalogue):
    found = add_up(catalogue.find("5.5.1"), [LocalFigure("a", 0, 10), LocalFigure("b", 5, 10)])
    assert (found.value, found.governments) == (25, 2)


def test_a_share_of_governments_counts_those_that_can_tell(catalogue):
    # One of the three that answered has a strategy.
    figures = [LocalFigure("a", 1), LocalFigure("b", 0), LocalFigure("c", 0), LocalFigure("d")]
    found = add_up(catalogue.find("1.5.4"), figures)
    assert found.value == pytest.approx(33.3333333)
    assert (found.denominator, found.without_data) == (3, 1)


def test_a_rate_is_per_hundred_thousand(catalogue):
    # 3 victims among 200,000 people and none among 100,000: 3 in 300,000 is 1 in 100,000.
    figures = [LocalFigure("a", 3, 200_000), LocalFigure("b", 0, 100_000)]
    assert add_up(catalogue.find("16.2.2"), figures).value == 1


def test_numbers_are_summed(catalogue):
    figures = [LocalFigure("a", 2), LocalFigure("b"), LocalFigure("c", 3)]
    found = add_up(catalogue.find("10.7.3"), figures)
    assert (found.value, found.governments, found.without_data) == (5, 2, 1)


def test_an_index_is_shown_as_a_median(catalogue):
    figures = [
        LocalFigure(place, value=value) for place, value in zip("abc", (1, 2, 9), strict=True)
    ]
    assert add_up(catalogue.find("10.c.1"), figures).value == 2


def test_a_national_indicator_has_no_local_total(catalogue):
    found = add_up(catalogue.find("17.18.2"), [LocalFigure("a", 1), LocalFigure("b", 1)])
    assert (found.value, found.governments) == (None, 0)


@pytest.mark.parametrize("code", ["5.5.1", "1.5.4", "10.7.3", "10.c.1", "17.18.2"])
def test_without_data_there_is_no_figure(catalogue, code):
    assert add_up(catalogue.find(code), [LocalFigure("a")]).value is None
    assert add_up(catalogue.find(code), []).value is None


def test_a_government_cannot_count_twice_or_by_half(catalogue):
    with pytest.raises(ToolError, match="there twice"):
        add_up(catalogue.find("10.7.3"), [LocalFigure("a", 1), LocalFigure("a", 1)])
    with pytest.raises(ToolError, match="a counts as 1 or 0"):
        add_up(catalogue.find("1.5.4"), [LocalFigure("a", 0.5)])
