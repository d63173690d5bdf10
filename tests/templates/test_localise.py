"""Dates, periods and numbers, written by hand as English and Portuguese readers expect them."""

from __future__ import annotations

from datetime import date

import pytest

from templates.load import load_library
from templates.localise import format_date, format_number, period_texts
from templates.model import Texts
from templates.periods import parse_period

PORTUGUESE = Texts(
    "pt",
    {
        "words.date_format": "{day} de {month} de {year}",
        "words.months.12": "dezembro",
        "words.thousands_separator": ".",
        "words.decimal_mark": ",",
    },
)


@pytest.fixture(scope="module")
def english() -> Texts:
    return load_library().text("en")


@pytest.mark.parametrize(
    ("code", "period", "end"),
    [
        ("2026", "2026", "31 December 2026"),
        ("2026-S1", "the first half of 2026", "30 June 2026"),
        ("2026-S2", "the second half of 2026", "31 December 2026"),
        ("2026-Q1", "the first quarter of 2026", "31 March 2026"),
        ("2026-Q3", "the third quarter of 2026", "30 September 2026"),
        ("2028-02", "February 2028", "29 February 2028"),
    ],
)
def test_periods(english: Texts, code: str, period: str, end: str) -> None:
    texts = period_texts(parse_period(code), english)
    assert texts == {"period": period, "period_end": end}


def test_dates_follow_the_language(english: Texts) -> None:
    assert format_date(date(2016, 4, 6), english) == "6 April 2016"
    assert format_date(date(2026, 12, 31), PORTUGUESE) == "31 de dezembro de 2026"


@pytest.mark.parametrize(
    ("value", "english_text", "portuguese_text"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234567, "1,234,567", "1.234.567"),
        (-1234.5, "-1,234.5", "-1.234,5"),
        (12000.0, "12,000", "12.000"),
        (1e15, "1,000,000,000,000,000", "1.000.000.000.000.000"),
        (0.1, "0.1", "0,1"),
    ],
)
def test_numbers(english: Texts, value: float, english_text: str, portuguese_text: str) -> None:
    assert format_number(value, english) == english_text
    assert format_number(value, PORTUGUESE) == portuguese_text
