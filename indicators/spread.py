"""How figures lie around their middle: median and quartiles of what single governments tell.

Quartiles are those of type 7 of Hyndman and Fan (Sample Quantiles in Statistical Packages, 1996):
figures in order are numbered from 0 to n - 1, and a quarter, a half or three quarters of n - 1 is
the place to look at, between two figures in proportion. It is what R does unless told otherwise,
and QUARTILE in Excel and LibreOffice, so that anyone can work it out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from indicators.aggregate import by_place
from indicators.model import GOVERNMENT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from indicators.model import Measure

# Quartiles of fewer figures are a list of them in other words.
FEWEST = 5
QUARTERS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and quartiles over the `places` that tell a figure; `area` is empty for all."""

    measure: str
    area: str
    places: int
    lower: float
    median: float
    upper: float

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """The three figures, the lowest first."""
        return self.lower, self.median, self.upper


def has_spread(measure: Measure) -> bool:
    """Whether governments tell figures of their own here, such as amounts, and not yes or no."""
    return measure.counts == "sum" and measure.adds_up and not measure.per_place


def spreads(contributed: pd.DataFrame, measures: Iterable[Measure]) -> Iterator[Spread]:
    """The spread of each measure that has one, in each area and in all of them together."""
    wanted = [measure.key for measure in measures if has_spread(measure)]
    asked = contributed["level"].isin(GOVERNMENT_LEVELS) & contributed["measure"].isin(wanted)
    told = by_place(contributed[asked])
    known: dict[Any, pd.DataFrame] = dict(
        iter(told[told["value"].notna()].groupby("measure", sort=False))
    )
    for key in wanted:
        if key not in known:
            continue
        own = known[key]
        groups: list[tuple[Any, pd.DataFrame]] = [*own.groupby("area", sort=False), ("", own)]
        for area, lines in groups:
            if len(lines) >= FEWEST:
                yield Spread(key, str(area), len(lines), *quartiles(list(lines["value"])))


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile of two figures or more."""
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return lower, middle, upper


def looked_at(count: int) -> tuple[int, ...]:
    """Which of so many figures in order, numbered from 0, the three quartiles are made of."""
    found: dict[int, None] = {}
    for share in QUARTERS:
        spot = share * (count - 1)
        found[floor(spot)] = None
        if spot > floor(spot):
            found[floor(spot) + 1] = None
    return tuple(found)
