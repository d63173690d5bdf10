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

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from indicators.model import GOVERNMENT_LEVELS, NONE_EXISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicators.model import Criterion, Measure

NOTHING = "nothing_to_report"
NOT_APPLICABLE = "not_applicable"
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
_PLACE = ["place", "level", "area"]


@dataclass(frozen=True, slots=True)
class Records:
    """One sheet with a line per record; frames share their index, columns are fields.

    `keys` has place, level, area and row; `nothing` holds the answers to "nothing to report?" of
    places without records.
    """

    keys: pd.DataFrame
    state: pd.DataFrame
    text: pd.DataFrame
    number: pd.DataFrame
    answer: pd.DataFrame
    nothing: pd.DataFrame

    def column(self, name: str, field: str) -> pd.Series[Any]:
        """One field in one of the frames; all missing if nobody was asked."""
        frame: pd.DataFrame = getattr(self, name)
        if field in frame.columns:
            return frame[field]
        return pd.Series(None, index=self.keys.index, dtype=object)


def contributions(answers: pd.DataFrame, measures: Sequence[Measure], year: int) -> pd.DataFrame:
    """What each place and record adds to each measure; `year` is that of the reference period."""
    sheets = dict.fromkeys(measure.sheet for measure in measures if measure.sheet)
    records = {sheet: _records(answers, sheet) for sheet in sheets}
    order = {place: number for number, place in enumerate(answers["place"].unique())}
    parts: dict[str, pd.DataFrame] = {}
    for measure in measures:
        if measure.all_of:
            frame = _composite(measure, [parts[key] for key in measure.all_of])
        else:
            frame = _simple(measure, records[measure.sheet], year)
        by_place = frame["place"].map(order).sort_values(kind="stable").index
        parts[measure.key] = frame.loc[by_place]
    filled = [frame for frame in parts.values() if len(frame)]
    if not filled:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(filled, ignore_index=True)


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
    """One line per measure and place: value (NaN if no record has data) and concerned."""
    grouped = contributed.groupby(["measure", "place", "level", "area"], sort=False)
    value = grouped["value"].sum(min_count=1).astype(float)
    concerned = grouped["concerned"].all().astype(bool) | value.notna()
    return pd.DataFrame({"value": value, "concerned": concerned}).reset_index()


def _added_up(contributed: pd.DataFrame, index: list[str]) -> pd.DataFrame:
    counted = contributed[contributed["level"].isin(GOVERNMENT_LEVELS)]
    places = by_place(counted)
    lines = places.assign(
        governments=places["value"] > 0,
        with_data=places["value"].notna(),
        not_concerned=~places["concerned"],
    )
    columns = ["value", "governments", "with_data", "not_concerned"]
    return lines.groupby(index, sort=False)[columns].sum()


def _records(answers: pd.DataFrame, sheet: str) -> Records:
    own = answers[answers["sheet"] == sheet]
    said = own[own["field"] != NOTHING].drop_duplicates(["place", "row", "field"])
    said = said.assign(answer=said.index.astype(float))
    index = [*_PLACE, "row"]
    order = pd.MultiIndex.from_frame(said[index].drop_duplicates())

    def wide(column: str) -> pd.DataFrame:
        frame = said.pivot(index=index, columns="field", values=column)
        return frame.reindex(order).reset_index(drop=True)

    nothing = own[(own["field"] == NOTHING) & ~own["place"].isin(said["place"])]
    return Records(
        keys=order.to_frame(index=False),
        state=wide("state"),
        text=wide("text"),
        number=wide("number"),
        answer=wide("answer"),
        nothing=nothing.drop_duplicates("place"),
    )


def _simple(measure: Measure, records: Records, year: int) -> pd.DataFrame:
    keys = records.keys
    chosen = keys["level"].isin(measure.levels)
    if measure.rows:
        chosen &= keys["row"].isin(measure.rows)
    asked = pd.Series(False, index=keys.index)
    for field in (measure.field,) if measure.field else measure.fields:
        asked |= records.column("state", field).notna()
    chosen &= asked
    value = _value(measure, records, year)
    concerned = value.notna() | ~_inapplicable(measure, records)
    frame = keys.assign(measure=measure.key, basis="record", value=value, concerned=concerned)[
        chosen
    ]
    cells = _cells(measure, records, frame.index)
    frame = frame.assign(cells=pd.Series(cells, index=frame.index, dtype=object))
    silent = _nothing(measure, records)
    found = [part for part in (frame, silent) if len(part)]
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat([part[list(COLUMNS)] for part in found], ignore_index=True)


def _value(measure: Measure, records: Records, year: int) -> pd.Series[Any]:
    """1, 0 or a sum for each record; NaN where the answers do not tell or tell something else."""
    value = _counted(measure, records, year)
    for test in measure.unless:
        _, holds = _tested(test, records, year, no_if_not_applicable=False)
        value = value.mask(holds)
    return value


def _counted(measure: Measure, records: Records, year: int) -> pd.Series[Any]:
    index = records.keys.index
    passed, failed = pd.Series(True, index=index), pd.Series(False, index=index)
    for test in measure.where:
        known, holds = _tested(test, records, year, measure.no_if_not_applicable)
        passed &= holds
        failed |= known & ~holds
    if measure.counts == "sum":
        number = pd.to_numeric(records.column("number", measure.field)).astype(float)
        return number.where(passed).mask(failed, 0.0)
    if measure.counts == "marks":
        yes, unknown = pd.Series(0, index=index), pd.Series(0, index=index)
        for mark in measure.marks:
            yes += (records.column("text", mark) == "true").astype(int)
            unknown += records.column("text", mark).isna().astype(int)
        passed &= yes >= measure.marks_needed
        failed |= yes + unknown < measure.marks_needed
    value = pd.Series(float("nan"), index=index)
    return value.mask(passed, 1.0).mask(failed, 0.0)


def _tested(
    test: Criterion, records: Records, year: int, no_if_not_applicable: bool
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Whether the answer is known, and whether it passes."""
    text = records.column("text", test.field)
    number = pd.to_numeric(records.column("number", test.field)).astype(float)
    state = records.column("state", test.field)
    known = state == "answered"
    if test.answered:
        holds = known
    elif test.not_ended:
        holds = known & (number >= year)
    elif test.at_least is not None:
        holds = known & (number >= test.at_least)
    else:
        codes = {f";{code};" for code in test.one_of}
        wrapped = text.fillna("").map(lambda value: value if value[:1] == ";" else f";{value};")
        holds = known & wrapped.map(lambda value: any(code in value for code in codes))
    if no_if_not_applicable:
        known = known | (state == NOT_APPLICABLE)
    return known, holds


def _inapplicable(measure: Measure, records: Records) -> pd.Series[Any]:
    """Records in which an answer that decides the measure is "not applicable"."""
    found = pd.Series(False, index=records.keys.index)
    for field in measure.fields:
        found |= records.column("state", field) == NOT_APPLICABLE
    return found


def _cells(
    measure: Measure, records: Records, lines: pd.Index[Any]
) -> list[tuple[tuple[str, int], ...]]:
    """For each of these records, the answers that are looked at, by field."""
    fields = measure.looked_at
    columns = [records.column("answer", field).loc[lines].tolist() for field in fields]
    return [
        tuple(
            (field, int(number))
            for field, number in zip(fields, numbers, strict=True)
            if pd.notna(number)
        )
        for numbers in zip(*columns, strict=True)
    ]


def _nothing(measure: Measure, records: Records) -> pd.DataFrame:
    """Places that gave a reason, or nothing at all, instead of records."""
    said = records.nothing[records.nothing["level"].isin(measure.levels)]
    none = (said["text"] == NONE_EXISTS).astype(float)
    cells = pd.Series([((NOTHING, number),) for number in said.index], said.index, dtype=object)
    return said[_PLACE].assign(
        measure=measure.key,
        row="",
        basis="nothing",
        value=none.where(none > 0).mask(none > 0, 0.0),
        concerned=(said["text"] != NOT_APPLICABLE) & (said["state"] != NOT_APPLICABLE),
        cells=cells,
    )


def _composite(measure: Measure, parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One line per place: 1 if every part is more than zero, 0 if one is known not to be."""
    places = pd.concat([by_place(part) for part in parts if len(part)] or [_no_places()])
    places = places[places["level"].isin(measure.levels)]
    asked = len(measure.all_of)
    lines = []
    for key, group in places.groupby(_PLACE, sort=False):
        if len(group) < asked:
            continue
        above, known = group["value"] > 0, group["value"].notna()
        decided = bool(above.all()) or bool((known & ~above).any())
        value = float(above.all()) if decided else float("nan")
        concerned = decided or bool(group["concerned"].all())
        lines.append((measure.key, *key, "", "parts", value, concerned, ()))
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _no_places() -> pd.DataFrame:
    return pd.DataFrame(columns=["measure", *_PLACE, "value", "concerned"])
