"""Dates as cells hold them and as people write them; what can be read in two ways is no date."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
# Smaller numbers are years, months or days that someone typed: 2016 would be a day in 1905.
SMALLEST_SERIAL = 10_000
# In a date cell even these show as a day, the year 2100 as one in 1905.
SMALLEST_IN_DATE_CELL = 2_101
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_YEAR_FIRST = re.compile(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[t ]0{1,2}:00(?::00(?:\.0+)?)?z?)?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_DAY_MONTH = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|\.)?[ -]?(?:of )?([^\W0-9_]+)\.?,?[ -]?([0-9]{4})"
)
_MONTH_DAY = re.compile(r"([^\W0-9_]+)\.? ?([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?| )([0-9]{4})")


def date_of(value: date) -> tuple[date, bool]:
    """The day of a date cell, and whether a time of day was dropped (seconds are rounded)."""
    if not isinstance(value, datetime):
        return value, False
    rounded = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return rounded.date(), rounded.time() != datetime.min.time()


def is_year_alone(day: date, *, epoch_1904: bool) -> bool:
    """Whether the day of a date cell is what becomes of a year or day number typed into it."""
    return (day - (_EPOCH_1904 if epoch_1904 else _EPOCH)).days < SMALLEST_IN_DATE_CELL


def date_of_serial(number: float, *, epoch_1904: bool) -> date | None:
    """The day that a serial number stands for; None if that is not plausible."""
    if not SMALLEST_SERIAL <= number < 100_000:
        return None
    # Within half a second of midnight it is the next day, as for date cells.
    days = int(number + 0.5 / 86_400)
    found = (_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(days=days)
    return found if is_plausible(found) else None


def is_plausible(found: date) -> bool:
    """Whether anything in a workbook may have happened then."""
    return EARLIEST <= found <= LATEST


def parse_date(text: str, months: Mapping[str, int]) -> date | None:
    """The date that the text surely means, else None."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    readings = {
        found
        for year, month, day in _readings(plain, months)
        if (found := _real_date(year, month, day)) is not None
    }
    if len(readings) != 1:
        return None
    (found,) = readings
    return found if is_plausible(found) else None


def _readings(text: str, months: Mapping[str, int]) -> list[tuple[int, int, int]]:
    """Year, month and day in every way that the text can be read."""
    if match := _YEAR_FIRST.fullmatch(text):
        return [(int(match[1]), int(match[3]), int(match[4]))]
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        return [(year, second, first), (year, first, second)]
    if match := _DAY_MONTH.fullmatch(text):
        return [(int(match[3]), months.get(match[2], 0), int(match[1]))]
    if match := _MONTH_DAY.fullmatch(text):
        return [(int(match[3]), months.get(match[1], 0), int(match[2]))]
    return []


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
