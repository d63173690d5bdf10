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
