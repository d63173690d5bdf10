"""Reading the records of a table: which lines are records, whose they are, what they say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import TYPE_CHECKING

from workbook.model import Finding
from workbook.read.answers import (
    Reading,
    expected_keys,
    join,
    read_answer,
    read_explanation,
    read_filled_in,
)
from workbook.read.blocks import Line
from workbook.read.cells import Cell, shown_text
from workbook.read.printed import Printed
from workbook.read.rows import Row, is_row_key, tie_rows

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from templates.model import CodeList, Definition, Field, Sheet
    from workbook.model import Answer
    from workbook.read.blocks import Block
    from workbook.read.coerce import Context

_ABSENT = Cell()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a whole file is read with.

    `records`: identity texts of the records that were filled in, by sheet and row key.
    `printed`: our own headings and notes, which are nobody's answers.
    """

    definition: Definition
    context: Context
    place: str
    lists: Mapping[str, CodeList]
    records: Mapping[str, Mapping[str, str]] = attribute(default_factory=dict)
    printed: Printed = attribute(default_factory=Printed)
    other_version: bool = False


def read_records(sheet: Sheet, blocks: list[Block], setting: Setting) -> Reading:
    """The records of a table, in the order in which they stand."""
    lines = _join_lines(blocks)
    fields = _present_fields(sheet, blocks, setting)
    keys = {key for field in fields for key in expected_keys(field, setting.lists)}
    standing = list(_record_lines(lines, keys, setting))
    chosen = [line for line in standing if _is_filled(line, keys)]
    read = [(line, _read_line(sheet, fields, line, setting)) for line in chosen]
    rows = [_to_row(sheet, line, reading) for line, reading in read]
    tied = tie_rows(rows, setting.records.get(sheet.key, {}), setting.place, sheet.key)
    parts = [_rekey(sheet, row, reading) for row, (_, reading) in zip(tied, read, strict=True)]
    return join((*parts, *_said_of_emptied(sheet, standing, {row.key for row in tied}, setting)))


def _said_of_emptied(
    sheet: Sheet, lines: Iterable[Line], taken: Container[str], setting: Setting
) -> Iterator[Reading]:
    """Why a record that was filled in is gone, as the last cell of its emptied line says."""
    issued = setting.records.get(sheet.key, {})
    for line in lines:
        if line.key in issued and line.key not in taken:
            yield read_explanation(sheet.key, line.key, None, line.explanation, setting.context)


def _join_lines(blocks: list[Block]) -> list[Line]:
    """The lines of all blocks; a block with the other columns of a record adds to its line."""
    first, *others = blocks
    lines = list(first.lines)
    for block in others:
        places = {line.key: index for index, line in enumerate(lines) if line.key}
        for line in block.lines:
            index = places.get(line.key)
            if index is None or set(lines[index].cells) & set(line.cells):
                lines.append(line)
            else:
                own = lines[index]
                cells = {**own.cells, **line.cells}
                lines[index] = Line(own.number, own.key, cells, own.empty and line.empty)
    return lines


def _present_fields(sheet: Sheet, blocks: list[Block], setting: Setting) -> list[Field]:
    present = {key for block in blocks if block.height for key in block.places}
    return [
        field for field in sheet.asked if present.issuperset(expected_keys(field, setting.lists))
    ]


def _is_filled(line: Line, keys: set[str]) -> bool:
    if line.empty:
        return False
    return any(not line.cells[key].is_blank for key in keys if key in line.cells)


def _record_lines(lines: list[Line], keys: set[str], setting: Setting) -> Iterator[Line]:
    """Lines with a key, and lines without one that a person must have added.

    Above the first keyed line stand our headings; below the last one may stand our notes and
    the title of what follows. A line there is left out only if we printed what it says.
    """
    keyed = [index for index, line in enumerate(lines) if is_row_key(line.key)]
    first, last = (keyed[0], keyed[-1]) if keyed else (_first_filled(lines, keys) + 1, 0)
    for index, line in enumerate(lines):
        above = index < first and not _has_figure(line, keys)
        if above and setting.printed.heads(_texts(line, keys)):
            continue
        if index > last and all(map(setting.printed.covers, _texts(line, keys))):
            continue
        yield line


def _first_filled(lines: list[Line], keys: set[str]) -> int:
    return next((index for index, line in enumerate(lines) if _is_filled(line, keys)), 0)


def _has_figure(line: Line, keys: set[str]) -> bool:
    """Whether something stands in the line that is no text: headings are all text."""
    if line.empty:
        return False
    cells = [line.cells[key] for key in keys if key in line.cells]
    return any(not cell.is_blank and not isinstance(cell.value, str) for cell in cells)


def _texts(line: Line, keys: set[str]) -> list[str]:
    """What stands in the line, without its empty cells."""
    if line.empty:
        return []
    cells = [line.cells[key] for key in keys if key in line.cells]
    return [shown_text(cell) for cell in cells if not cell.is_blank]


def _read_line(sheet: Sheet, fields: Iterable[Field], line: Line, setting: Setting) -> Reading:
    """What a line says, under the key that stands in it."""
    key, cells, context = line.key, line.cells, setting.context
    parts = [read_answer(sheet.key, key, field, cells, context) for field in fields]
    parts += [
        read_filled_in(sheet.key, key, field, cells[field.key])
        for field in sheet.fields
        if field.type == "computed" and field.key in cells
    ]
    parts.append(read_explanation(sheet.key, key, None, line.explanation, context))
    return join(parts)


def _to_row(sheet: Sheet, line: Line, reading: Reading) -> Row:
    answers = {answer.field: answer for answer in reading.answers}
    identity = tuple(_identity_text(answers.get(key)) for key in sheet.identity)
    if not any(identity):
        identity = tuple(_identity_text(answer) for answer in reading.answers)
    names = (record_name(sheet, answers, line.cells), *all_names(sheet, answers)[1:])
    return Row(line, line.key, names[0], identity, others=names[1:])


def _identity_text(answer: Answer | None) -> str:
    if answer is None:
        return ""
    value = answer.value
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value) if value is not None else answer.raw or ""


def record_name(
    sheet: Sheet, answers: Mapping[str, Answer], cells: Mapping[str, Cell] | None = None
) -> str:
    """How references name a record: its first name that is answered, else its whole identity."""
    if sheet.names:
        return next(iter(all_names(sheet, answers)), "")
    if cells is None:
        return " ".join(_identity_text(answers.get(key)) for key in sheet.identity)
    return " ".join(shown_text(cells.get(key, _ABSENT)) for key in sheet.identity)


def all_names(sheet: Sheet, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Everything that a record may be called, first what it is called now."""
    names = (_identity_text(answers.get(key)) for key in sheet.names)
    return tuple(name for name in names if name)


def _rekey(sheet: Sheet, row: Row, reading: Reading) -> Reading:
    """The reading of a line, with the key of its record; most stand under their own."""
    if row.key == row.line.key and not row.code:
        return reading
    findings = [replace(finding, row=row.key) for finding in reading.findings]
    if row.code:
        first = next((cell for cell in row.line.cells.values() if not cell.is_blank), _ABSENT)
        findings.insert(
            0, Finding(row.code, sheet.key, row.key, None, first.address, row.name or None)
        )
    return Reading(
        tuple(replace(answer, row=row.key) for answer in reading.answers),
        tuple(replace(answer, row=row.key) for answer in reading.filled_in),
        tuple(findings),
        tuple(replace(picked, row=row.key) for picked in reading.picked),
        tuple(replace(explained, row=row.key) for explained in reading.explanations),
    )
