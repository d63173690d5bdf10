"""From the long table to contributions and totals: pure functions on pandas frames.

The long table has one row per answer; its index numbers the answers from 0. Columns: place, level,
area, sheet, row (empty text in forms), field, state, text (code, text, `true` or `false`; several
codes as `;a;b;`; None unless answered) and number (float, NaN unless answered with a number).

Contributions have one row per measure, place and record, in that order, with the columns measure,
place, level, area, row, basis (`record`, `nothing` or `parts`), value (float; NaN means no data),
concerned (False where the place answered that the question does not apply to it) and cells (pairs
of field and number of the answer).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from indicators.contribute import NOT_APPLICABLE, answers_of_places, place_lines, planned
from indicators.model import GOVERNMENT_LEVELS
from indicators.sums import Told, exact_sum, told_by_place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from indicators.contribute import Answering, SheetAnswers
    from indicators.model import Measure

__all__ = ["NOT_APPLICABLE", "by_place", "contributions", "region_totals", "told_lines", "totals"]
COLUMNS = (
    "measure",
    "place",
    "level",
    "area",
    "row",
    "basis",
    "value",
    "concerned",
    "cells",
)
_DTYPES: dict[str, Any] = {"measure": "str", "basis": "str", "value": float, "concerned": bool}
_BY_PLACE = ("measure", "place", "level", "area", "value", "concerned")
_KEY = ["measure", "place"]
_READ = ("place", "level", "area", "sheet", "row", "field", "state", "text")


def contributions(answers: pd.DataFrame, measures: Sequence[Measure], year: int) -> pd.DataFrame:
    """What each place and record adds to each measure; `year` is that of the reference period."""
    plans = planned(measures)
    found = [
        (place, place_lines(place.level, sheets, plans, year))
        for place, sheets in _places(answers, {one.sheet for one in measures if one.sheet})
    ]
    told = [
        (one.key, *place, *line)
        for one in measures
        for place, lines in found
        for line in lines[one.key]
    ]
    columns: Iterable[Sequence[Any]] = zip(*told, strict=True) if told else [()] * len(COLUMNS)
    frame = pd.DataFrame(
        {
            name: pd.Series(values, dtype=object)
            for name, values in zip(COLUMNS, columns, strict=True)
        }
    )
    return frame.astype(_DTYPES) if len(frame) else frame


def totals(contributed: pd.DataFrame) -> pd.DataFrame:
    """Totals of cities and municipalities per measure and area.

    Index: measure, area. Columns: value, governments (distinct, with more than zero), with_data
    (distinct, with a figure or a known zero), not_concerned (distinct).
    """
    return _added_up(contributed, ["measure", "area"])


def region_totals(contributed: pd.DataFrame) -> pd.DataFrame:
    """As `totals`, over all areas together; index: measure."""
    return _added_up(contributed, ["measure"])


def by_place(contributed: pd.DataFrame) -> pd.DataFrame:
    """One line per measure and place: value (NaN if no record has data) and concerned.

    The same once more changes nothing.
    """
    if tuple(contributed.columns) == _BY_PLACE and not contributed.duplicated(_KEY).any():
        return contributed
    # Columns as lists: pandas takes each text out of a column of texts one by one.
    lines: Any = zip(*(contributed[name].tolist() for name in _BY_PLACE), strict=True)
    found = told_by_place(lines)
    columns: Iterable[Sequence[Any]] = zip(*found, strict=True) if found else [()] * len(_BY_PLACE)
    frame = pd.DataFrame(
        {
            name: pd.Series(values, dtype=contributed[name].dtype)
            for name, values in zip(_BY_PLACE, columns, strict=True)
        }
    )
    return frame.astype({"value": float, "concerned": bool})


def told_lines(contributed: pd.DataFrame) -> list[Told]:
    """The lines that `by_place` makes, as values."""
    table = by_place(contributed)
    columns: Any = (table[name].tolist() for name in _BY_PLACE)
    return list(map(Told._make, zip(*columns, strict=True)))


def _added_up(contributed: pd.DataFrame, index: list[str]) -> pd.DataFrame:
    counted = contributed[contributed["level"].isin(GOVERNMENT_LEVELS)]
    places = by_place(counted)
    lines = places.assign(
        governments=places["value"] > 0,
        with_data=places["value"].notna(),
        not_concerned=~places["concerned"],
    )
    grouped = lines.groupby(index, sort=False)
    added = grouped[["value", "governments", "with_data", "not_concerned"]].sum()
    if len(added):
        added["value"] = grouped["value"].agg(lambda told: exact_sum(told.dropna().tolist()))
    return added


def _places(
    answers: pd.DataFrame, sheets: Collection[str]
) -> Iterator[tuple[Answering, dict[str, SheetAnswers]]]:
    columns = [answers[name].tolist() for name in _READ]
    numbers = pd.to_numeric(answers["number"]).astype(float).tolist()
    return answers_of_places(zip(*columns, numbers, answers.index.tolist(), strict=True), sheets)
