"""The rows of the long table: one per answer, as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from templates.model import NUMERIC_TYPES
from templates.screening import make_screening
from workbook.check.view import picked_codes
from workbook.compile.model import DataLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from templates.model import Definition, Place
    from workbook.model import Answer, Return, Value


class AnswerRow(NamedTuple):
    """One answer; `text` and `number` as `indicators.aggregate` wants them, `value` as read."""

    place: str
    place_name: str
    level: str
    area: str
    sheet: str
    row: str
    field: str
    state: str
    value: Value | None
    text: str | None
    number: float | None
    cell: str
    file: str


def answer_rows(
    returns: Iterable[Return], definitions: Mapping[str, Definition], area: Callable[[Place], str]
) -> Iterator[AnswerRow]:
    """The rows in the order of the returns; `definitions` are by level.

    `area` says what a place adds to. Contact lines are left out: they go nowhere. What a screening
    question switches off is "not applicable", whatever was typed there.
    """
    for entry in returns:
        yield from _rows(entry, definitions, area)


def data_lines(
    rows: Iterable[AnswerRow], definitions: Mapping[str, Definition]
) -> Iterator[DataLine]:
    """The rows as the summary shows them, each with the list that its codes are from."""
    lists = {
        (level, sheet.key, field.key): field.list
        for level, definition in definitions.items()
        for sheet in definition.sheets
        for field in sheet.fields
    }
    for line in rows:
        yield DataLine(
            place=line.place,
            place_name=line.place_name,
            level=line.level,
            area=line.area,
            sheet=line.sheet,
            row=line.row,
            field=line.field,
            list=lists.get((line.level, line.sheet, line.field), ""),
            state=line.state,
            value=line.value,
            cell=line.cell,
            file=line.file,
        )


def _rows(
    entry: Return, definitions: Mapping[str, Definition], area: Callable[[Place], str]
) -> Iterator[AnswerRow]:
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
        yield AnswerRow(
            entry.place.code,
            entry.place.name,
            entry.place.level,
            towards,
            answer.sheet,
            answer.row or "",
            answer.field,
            answer.state,
            answer.value,
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
