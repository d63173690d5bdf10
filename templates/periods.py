"""Reference periods: a year, a half-year, a quarter or a month."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from indicators.tables import ToolError

_PATTERN = re.compile(
    r"(?P<year>20\d\d|2100)(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A reference period; `start` and `end` are its first and last day."""

    code: str
    start: date
    end: date

    @property
    def year(self) -> int:
        """The calendar year that the period lies in."""
        return self.start.year


def as_numbers(version: str) -> tuple[int, ...]:
    """A version such as `1.10` in a form that compares as people count."""
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def next_period(period: Period) -> Period:
    """The period that follows; a fiscal year keeps its days, a year later."""
    code, start, end = period.code, period.start, period.end
    if len(code) == len("2026"):
        if period == parse_period(code):
            return parse_period(str(start.year + 1))
        return Period(str(int(code) + 1), _year_later(start), _year_later(end))
    year, _, part = code.partition("-")
    mark = part[0] if part[0] in "SQ" else ""
    number, most = int(part.removeprefix(mark)), {"S": 2, "Q": 4, "": 12}[mark]
    following = f"{number % most + 1:0{len(part) - len(mark)}d}"
    return parse_period(f"{int(year) + number // most}-{mark}{following}")


def _year_later(day: date) -> date:
    """The same day a year later; the last of February stays the last."""
    last = day.day == monthrange(day.year, day.month)[1]
    most = monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, most if last else min(day.day, most))


def parse_period(code: str) -> Period:
    """Read `2026`, `2026-S1`, `2026-Q3` or `2026-07`; anything else is a `ToolError`."""
    match = _PATTERN.fullmatch(code.strip())
    if match is None:
        msg = f"'{code}' is no period: write a year (2026), 2026-S1, 2026-Q3 or 2026-07"
        raise ToolError(msg)
    year = int(match["year"])
    if match["half"]:
        first, months = 6 * int(match["half"]) - 5, 6
    elif match["quarter"]:
        first, months = 3 * int(match["quarter"]) - 2, 3
    elif match["month"]:
        first, months = int(match["month"]), 1
    else:
        first, months = 1, 12
    last = first + months - 1
    return Period(match[0], date(year, first, 1), date(year, last, monthrange(year, last)[1]))
