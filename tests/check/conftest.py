"""Tiny submissions written as lines: `section[row]: field=value; field=value`.

A value is read by the type of its field. `NA`, `ND` and `?` (unreadable) are states, `-` is blank.
All other questions of the sections, and of the records named, are there and blank, as reading
delivers them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from templates.model import EDITIONS, NUMERIC_TYPES, PLACE_LEVELS
from templates.periods import parse_period
from workbook.check.context import CheckContext
from workbook.check.verdict import check_submission
from workbook.model import NOTHING_TO_REPORT, Answer, Finding, Identity, Repair, Submission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from templates.load import Library
    from templates.model import Definition, Field

    MakeDesk = Callable[[str], "Desk"]

LINE = re.compile(r"\s*(?P<sheet>\w+)(?:\[(?P<row>[^\]]+)\])?\s*:\s*(?P<cells>.*)")
STATES = {"NA": "not_applicable", "ND": "no_data", "?": "unreadable", "-": "blank"}
PLACES = {
    "region": "0500000000",
    "province": "0500500000",
    "city": "0501724000",
    "municipality": "0500501000",
    "vancouver": "5915022",
    "burnaby": "5915025",
    "belcarra": "5915036",
}


@dataclass(frozen=True)
class Desk:
    """A definition with its context, and what is written on the lines checked against it."""

    context: CheckContext

    def submit(self, lines: str, *findings: Finding) -> Submission:
        written = dict(_written(lines, self.context.definition))
        answers = tuple(_answers(written, self.context.definition))
        filled = tuple(_filled(written, self.context.definition))
        assert not written, f"no such question: {sorted(map(str, written))}"
        return Submission(
            file="test.xlsx",
            sha256="0" * 64,
            identity=Identity(),
            answers=answers,
            filled_in=filled,
            findings=findings,
        )

    def check(self, lines: str, *findings: Finding) -> tuple[Finding, ...]:
        return check_submission(self.submit(lines, *findings), self.context)

    def places(self, code: str, lines: str, *findings: Finding) -> list[str]:
        """Where the findings of this code are, as `section[row].field`."""
        return [where(one) for one in self.check(lines, *findings) if one.code == code]

    def codes(self, lines: str, *findings: Finding) -> list[str]:
        return [finding.code for finding in self.check(lines, *findings)]


def where(finding: Finding) -> str:
    row = f"[{finding.row}]" if finding.row else ""
    return f"{finding.sheet}{row}.{finding.field}"


def _written(
    lines: str, definition: Definition
) -> Iterator[tuple[tuple[str, str | None, str], str]]:
    for line in filter(str.strip, lines.strip().splitlines()):
        match = LINE.fullmatch(line)
        assert match, f"not a line of answers: {line!r}"
        for cell in filter(str.strip, match["cells"].split(";")):
            field, _, value = cell.partition("=")
            yield (match["sheet"], match["row"], field.strip()), value.strip()


def _answers(
    written: dict[tuple[str, str | None, str], str], definition: Definition
) -> Iterator[Answer]:
    for sheet in definition.sheets:
        if sheet.nothing_to_report:
            key = (sheet.key, None, NOTHING_TO_REPORT)
            yield _answer(key, written.pop(key, "-"), None)
        if sheet.layout == "form":
            rows: list[str | None] = [None]
        elif sheet.layout == "table":
            rows = list(dict.fromkeys(row for key, row, _ in written if key == sheet.key and row))
        else:
            rows = [row.key for row in sheet.rows]
        groups = {row.key: row.group for row in sheet.rows}
        for row in rows:
            for field in sheet.asked:
                if sheet.layout == "matrix" and field.groups and groups[row] not in field.groups:
                    continue
                key = (sheet.key, row, field.key)
                yield _answer(key, written.pop(key, "-"), field)


def _filled(
    written: dict[tuple[str, str | None, str], str], definition: Definition
) -> Iterator[Answer]:
    for sheet in definition.sheets:
        for field in sheet.fields:
            key = (sheet.key, None, field.key)
            if field.type == "computed" and key in written:
                yield _answer(key, written.pop(key), field)


def _answer(key: tuple[str, str | None, str], value: str, field: Field | None) -> Answer:
    sheet, row, name = key
    cell = f"{sheet.title()}!{row or 'C'}.{name}"
    if value in STATES:
        raw = "what?" if value == "?" else None
        return Answer(sheet, row, name, STATES[value], None, cell, raw=raw)
    repair = Repair(value, "percent_sign") if value.endswith("%") else None
    return Answer(sheet, row, name, "answered", _value(value.rstrip("%"), field), cell, repair)


def _value(value: str, field: Field | None) -> str | int | float | bool | tuple[str, ...]:
    if field is None:
        return value
    if field.type in NUMERIC_TYPES:
        return float(value) if "." in value else int(value)
    if field.type == "yes_no":
        return {"yes": True, "no": False}[value]
    if field.type in {"several_of", "references"}:
        return tuple(value.split("+"))
    return value


@pytest.fixture(scope="session")
def bicol(library: Library) -> MakeDesk:
    """A desk for one level of government of Bicol, for 2026.

    The core edition, or another one by its name behind the level, as in `city full`.

    For a city of Metro Vancouver by its name, a desk of that programme.
    """

    def make(level: str) -> Desk:
        edition = next((name for name in EDITIONS if level.endswith(f" {name}")), "core")
        level = level.removesuffix(f" {edition}")
        programme = "bicol" if level in PLACE_LEVELS else "vancouver"
        places = library.places(programme)
        place = next(place for place in places if place.code == PLACES[level])
        assert level in {place.level, place.name.lower()}
        return Desk(
            CheckContext(
                definition=library.definition(programme, edition, place.level),
                texts=library.text("en", programme),
                place=place,
                places=places,
                period=parse_period("2026"),
            )
        )

    return make


@pytest.fixture(scope="session")
def made(bicol: MakeDesk) -> Callable[[Definition], Desk]:
    """A desk for a definition made by hand, for the city and period of the Bicol desk."""

    def make(definition: Definition) -> Desk:
        return Desk(replace(bicol("city").context, definition=definition))

    return make
