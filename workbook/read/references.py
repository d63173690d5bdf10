"""Finding the records that references name, once every table has been read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.model import Finding
from workbook.read.cells import shown_text
from workbook.read.records import all_names, record_name
from workbook.read.rows import plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.model import Definition, Sheet
    from workbook.model import Answer
    from workbook.read.answers import Picked, Reading
    from workbook.read.cells import Cell

Place = tuple[str, str | None, str]


def resolve_references(reading: Reading, definition: Definition) -> Reading:
    """Row keys in the place of names; a name that fits no record, or several, is unreadable."""
    if not reading.picked:
        return reading
    keys = {
        sheet.key: _keys_by_name(sheet.key, definition, reading.answers)
        for sheet in definition.sheets
        if sheet.layout == "table"
    }
    changed: dict[Place, Answer] = {}
    added: list[Finding] = []
    answers = {(a.sheet, a.row, a.field): a for a in reading.answers}
    for picked in reading.picked:
        place = (picked.sheet, picked.row, picked.field)
        sheet = definition.sheet(picked.sheet)
        field = sheet.field(picked.field) if sheet else None
        if field is None:
            continue
        names = keys.get(field.refers_to, {})
        found = _resolve(picked, names)
        if isinstance(found, tuple):
            changed[place] = replace(answers[place], value=found)
            continue
        shown = shown_text(found)
        twice = (("why", "twice"),) if plain_name(shown) in names else ()
        changed[place] = replace(
            answers[place], state="unreadable", value=None, raw=shown, cell=found.address
        )
        added.append(Finding("CE214", *place, found.address, shown, twice))
    dropped = {(f.sheet, f.row, f.field) for f in added}
    findings = [
        finding
        for finding in reading.findings
        if finding.code != "CE216" or (finding.sheet, finding.row, finding.field) not in dropped
    ]
    return replace(
        reading,
        answers=tuple(changed.get((a.sheet, a.row, a.field), a) for a in reading.answers),
        findings=(*findings, *added),
        picked=(),
    )


def _resolve(picked: Picked, keys: Mapping[str, str | None]) -> tuple[str, ...] | Cell:
    """The row keys, each once; the first cell that names no single record otherwise."""
    found: list[str] = []
    for cell in picked.cells:
        text = shown_text(cell)
        key = keys.get(plain_name(text))
        if key is None:
            return cell
        if key not in found:
            found.append(key)
    return tuple(found)


def _keys_by_name(
    table: str, definition: Definition, answers: tuple[Answer, ...]
) -> dict[str, str | None]:
    """Row keys by name and by themselves; None where several records share a name."""
    sheet = definition.sheet(table)
    records: dict[str, dict[str, Answer]] = {}
    for answer in answers:
        if answer.sheet == table and answer.row is not None:
            records.setdefault(answer.row, {})[answer.field] = answer
    found: dict[str, str | None] = {}
    if sheet is None:
        return found
    for key, fields in records.items():
        name = plain_name(record_name(sheet, fields))
        if name:
            found[name] = None if name in found else key
    _add_other_names(found, sheet, records)
    for key in records:
        found.setdefault(plain_name(key), key)
    return found


def _add_other_names(
    found: dict[str, str | None], sheet: Sheet, records: Mapping[str, Mapping[str, Answer]]
) -> None:
    """What a record was picked by before it got its number, where that is said of no other."""
    others: dict[str, str | None] = {}
    for key, fields in records.items():
        for name in map(plain_name, all_names(sheet, fields)[1:]):
            others[name] = None if name in others else key
    for name, owner in others.items():
        found.setdefault(name, owner)
