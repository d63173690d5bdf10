"""The demonstration round: declared answers of some places, plausible ones of all others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from indicators.tables import DefinitionError, read_csv, read_toml
from templates.load import SHIPPED
from templates.model import NUMERIC_TYPES
from workbook.anchors import prepared_key
from workbook.model import NOTHING_TO_REPORT
from workbook.simulate.draft import Filling, draft_answers, leave_out_closed
from workbook.simulate.fill import spoil
from workbook.simulate.habits import load_habits
from workbook.write.typed import Mark, type_answers

if TYPE_CHECKING:
    from pathlib import Path

    from templates.model import Definition, Field, Place, Sheet, Texts
    from templates.periods import Period
    from workbook.write.order import Cell, CellKey
    from workbook.write.typed import Draft, Plain

EVERY_PLACE = "*"
MARKS = {"ND": Mark.NO_DATA, "NA": Mark.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Line:
    """A declared answer; `row` is the number of the record (from 1) or the key of a row."""

    number: int
    place: str
    sheet: str
    row: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A round whose totals are known: its period and what each place answers.

    `not_returned` and `with_mistakes` are codes of places.
    """

    path: Path
    programme: str
    edition: str
    period: str
    language: str
    seed: int
    not_returned: frozenset[str]
    with_mistakes: frozenset[str]
    lines: tuple[Line, ...]


def load_demonstration(key: str = "bicol") -> Demonstration:
    """Read templates/demonstrations/<key>.toml and the answers beside it in <key>.csv."""
    folder = SHIPPED / "demonstrations"
    data = read_toml(folder / f"{key}.toml")
    path = folder / f"{key}.csv"
    lines = tuple(
        Line(number, row["place"], row["sheet"], row["row"], row["field"], row["value"])
        for number, row in enumerate(read_csv(path), start=2)
    )
    return Demonstration(
        path=path,
        programme=data["programme"],
        edition=data["edition"],
        period=data["period"],
        language=data["language"],
        seed=data["seed"],
        not_returned=frozenset(data["not_returned"]),
        with_mistakes=frozenset(data["with_mistakes"]),
        lines=lines,
    )


def demonstration_answers(
    demonstration: Demonstration,
    definition: Definition,
    texts: Texts,
    place: Place,
    period: Period,
) -> dict[CellKey, Cell] | None:
    """What to type into the workbook of `place`; None if the place does not return it.

    Lines for the place itself go before lines for every place (`*`), and both before what the
    place would answer by habit. Records of a table are never mixed: if the place has lines for
    a table, these are its records.
    """
    if place.code in demonstration.not_returned:
        return None
    habits = load_habits(definition.programme.key, texts.language)
    filling = Filling(definition, place, period, habits, demonstration.seed)
    draft = draft_answers(filling)
    for code in (EVERY_PLACE, place.code):
        own = [line for line in demonstration.lines if line.place == code]
        _lay_over(draft, own, filling, demonstration.path)
    leave_out_closed(filling, draft)
    share = 1 if place.code in demonstration.with_mistakes else 0
    return spoil(filling, texts, type_answers(definition, texts, draft), share)


def _lay_over(draft: Draft, lines: list[Line], filling: Filling, path: Path) -> None:
    tables = {sheet.key for sheet in filling.definition.sheets if sheet.layout == "table"}
    replaced = tables & {line.sheet for line in lines}
    for key in [key for key in draft if key[0] in replaced]:
        del draft[key]
    for line in lines:
        sheet = filling.definition.sheet(line.sheet)
        if sheet and line.field == NOTHING_TO_REPORT and sheet.nothing_to_report:
            draft[sheet.key, None, NOTHING_TO_REPORT] = line.value
        elif sheet and (field := _asked(sheet, line)):
            key = (sheet.key, _row(sheet, line, filling.period), field.key)
            draft.pop(key, None)
            if line.value:
                draft[key] = _plain(field, line.value)
        elif line.place != EVERY_PLACE:
            msg = f"{filling.place.name} is not asked {line.sheet}.{line.field}; remove this line"
            raise DefinitionError(path, f"line {line.number}", msg)


def _asked(sheet: Sheet, line: Line) -> Field | None:
    """The field of a line, if this place is asked it in this row."""
    field = sheet.field(line.field)
    if field is None or sheet.layout != "matrix":
        return field
    group = next((row.group for row in sheet.rows if row.key == line.row), None)
    return field if group is not None and (not field.groups or group in field.groups) else None


def _row(sheet: Sheet, line: Line, period: Period) -> str | None:
    if sheet.layout == "table":
        return prepared_key(period.code, int(line.row))
    return line.row or None


def _plain(field: Field, value: str) -> Plain:
    if value in MARKS:
        return MARKS[value]
    if field.type in NUMERIC_TYPES:
        return int(value) if value.lstrip("-").isdigit() else float(value)
    if field.type == "yes_no":
        return value == "true"
    if field.type == "date":
        return date.fromisoformat(value)
    if field.type == "several_of":
        return tuple(value.split("|"))
    return value
