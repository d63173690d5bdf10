"""Many returns as one long table: one row per answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from templates.model import NUMERIC_TYPES
from templates.screening import make_screening
from workbook.check.view import picked_codes
from workbook.round.status import area_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from templates.model import Definition, Place
    from workbook.model import Answer, Return, Value

# Where pyarrow is installed, pandas keeps texts in it, and it fails on half a surrogate pair.
pd.set_option("mode.string_storage", "python")

COLUMNS = (
    "place",
    "place_name",
    "level",
    "area",
    "sheet",
    "row",
    "field",
    "state",
    "value",
    "text",
    "number",
    "cell",
    "file",
)


def long_table(
    returns: Iterable[Return],
    definitions: Mapping[str, Definition],
    area: Callable[[Place], str] = area_of,
) -> pd.DataFrame:
    """One row per answer in the order of the returns, numbered from 0.

    Columns as in `COLUMNS`; `text` and `number` as `indicators.aggregate` wants them, `value` as
    it was read. `definitions` are by level, `area` says what a place adds to. Contact lines are
    left out: they go nowhere. What a screening question switches off is "not applicable", whatever
    was typed there.
    """
    lines = [line for entry in returns for line in _lines(entry, definitions, area)]
    # As objects from the start: a column of texts only would turn None into "not a number".
    frame = pd.DataFrame(lines, columns=list(COLUMNS), dtype=object)
    return frame.astype({"number": float})


def _lines(
    entry: Return, definitions: Mapping[str, Definition], area: Callable[[Place], str]
) -> Iterator[tuple[object, ...]]:
    definition = definitions.get(entry.place.level)
    types = {
        (sheet.key, field.key): field.type
        for sheet in (definition.sheets if definition else ())
        for field in sheet.fields
    }
    towards = area(entry.place)
    for answer in _as_asked(entry.answers, definition) if definition else entry.answers:
        kind = types.get((answer.sheet, answer.field), "text")
        if kind in {"contact", "computed"}:
            continue
        text, number = _typed(answer.value, kind)
        yield (
            entry.place.code,
            entry.place.name,
            entry.place.level,
            towards,
            *_answer_columns(answer),
            text,
            number,
            answer.cell,
            entry.file,
        )


def _as_asked(answers: tuple[Answer, ...], definition: Definition) -> Iterator[Answer]:
    """The answers; where a screening question switches a question off, it does not apply."""
    screening = make_screening(definition)
    picked = picked_codes(answers, screening)
    for answer in answers:
        if screening.closing(picked, answer.sheet, answer.row, answer.field) is None:
            yield answer
        else:
            yield replace(answer, state="not_applicable", value=None)


def _answer_columns(answer: Answer) -> tuple[object, ...]:
    return answer.sheet, answer.row or "", answer.field, answer.state, answer.value


def _typed(value: Value | None, kind: str) -> tuple[str | None, float | None]:
    """The value as text for codes, and as a number where the field asks for one."""
    if value is None:
        return None, None
    if isinstance(value, bool):
        return ("true" if value else "false"), None
    if isinstance(value, tuple):
        return f";{';'.join(value)};", None
    if isinstance(value, int | float) and kind in NUMERIC_TYPES:
        return str(value), float(value)
    return str(value), None
