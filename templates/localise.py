"""Dates, periods and numbers as a language writes them, from its texts under `words`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from templates.model import Programme, Texts
    from templates.periods import Period

_PARTS = {"S": "half", "Q": "quarter"}


def format_date(day: date, texts: Texts) -> str:
    """A date with its month in letters, such as `31 December 2026`."""
    return texts.fill(
        "words.date_format", day=day.day, month=texts[f"words.months.{day.month}"], year=day.year
    )


def format_period(period: Period, texts: Texts) -> str:
    """A period as it stands in a sentence after "in": `2026`, `the first half of 2026`."""
    part = period.code.partition("-")[2]
    if not part:
        kind = "year"
    elif part[0] in _PARTS:
        kind = f"{_PARTS[part[0]]}_{part[1]}"
    else:
        kind = "month"
    month = texts[f"words.months.{period.start.month}"]
    return texts.fill(f"words.periods.{kind}", year=period.year, month=month)


def period_texts(period: Period, texts: Texts) -> dict[str, str]:
    """What stands for `{period}` and `{period_end}` in texts."""
    return {"period": format_period(period, texts), "period_end": format_date(period.end, texts)}


def format_number(value: float, texts: Texts) -> str:
    """A number with its thousands parted and no digits added: `12,345.5`."""
    number = Decimal(repr(value))
    if number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    whole, _, decimals = f"{number:,f}".partition(".")
    grouped = whole.replace(",", texts["words.thousands_separator"])
    return grouped + texts["words.decimal_mark"] + decimals if decimals else grouped


def population_source_key(programme: Programme) -> str:
    """Where the texts say where the populations of a programme's own list come from."""
    return f"places.{programme.register}.population_source"
