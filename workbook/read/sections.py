"""Reading one section from its blocks: forms, matrices and tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from templates.model import NOTHING_REASONS, Field
from workbook.anchors import EXPLANATION_COLUMN, VALUE_COLUMN, split_key
from workbook.model import NOTHING_TO_REPORT, Finding
from workbook.read.answers import (
    NOTHING,
    Reading,
    expected_keys,
    join,
    read_answer,
    read_explanation,
    read_filled_in,
    telling,
)
from workbook.read.cells import Cell, shown_text
from workbook.read.coerce import not_a_value
from workbook.read.records import read_records
from workbook.read.rows import is_row_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import MatrixRow, Sheet
    from workbook.read.blocks import Block, Line
    from workbook.read.records import Setting

_ABSENT = Cell()


@dataclass(frozen=True, slots=True)
class FormCells:
    """The keyed cells of a form.

    `loose`: something stands in the answer column beside an empty key, between the questions.
    `doubled`: keys that two rows have. `explanations`: cells for them, by the key of their row.
    """

    cells: dict[str, Cell]
    explanations: dict[str, Cell | None]
    loose: bool
    doubled: tuple[str, ...]
    address: str = ""


def read_section(sheet: Sheet, blocks: list[Block], setting: Setting) -> Reading:
    """The answers of one section from the blocks that stand on one tab."""
    forms = [block for block in blocks if block.is_form]
    grids = [block for block in blocks if not block.is_form]
    if sheet.layout == "form":
        return _read_form(sheet, sheet.fields, forms, setting)
    parts: list[Reading] = []
    if sheet.nothing_to_report:
        asked = nothing_field(setting.definition.level)
        parts.append(_read_form(sheet, (asked,), forms, setting))
    if not grids:
        return join([*parts, telling([Finding("SH101", sheet.key)])])
    parts.append(_doubled_columns(sheet, grids))
    parts.append(_missing_columns(sheet, grids, setting))
    if sheet.layout == "matrix":
        parts.append(_read_matrix(sheet, grids, setting))
    else:
        parts.append(read_records(sheet, grids, setting))
    return join(parts)


@cache
def nothing_field(level: str) -> Field:
    """The question whether there is nothing to report, as a field."""
    return Field(NOTHING_TO_REPORT, "one_of", "core", (level,), list=NOTHING_REASONS)


def _read_form(
    sheet: Sheet, fields: tuple[Field, ...], blocks: list[Block], setting: Setting
) -> Reading:
    form = _form_cells(blocks)
    parts: list[Reading] = []
    gone: list[Field] = []
    for field in fields:
        if field.type == "computed":
            if field.key in form.cells:
                parts.append(read_filled_in(sheet.key, None, field, form.cells[field.key]))
        elif set(expected_keys(field, setting.lists)) <= form.cells.keys():
            parts.append(read_answer(sheet.key, None, field, form.cells, setting.context))
            why = form.explanations.get(field.key)
            parts.append(read_explanation(sheet.key, None, field.key, why, setting.context))
        else:
            gone.append(field)
    parts.append(telling(_form_findings(sheet, fields, gone, form, setting)))
    return join(parts)


def _form_findings(
    sheet: Sheet,
    fields: tuple[Field, ...],
    gone: list[Field],
    form: FormCells,
    setting: Setting,
) -> Iterator[Finding]:
    known = {field.key for field in fields}
    rows = {row.key for row in sheet.rows}
    unknown = [
        key
        for key in form.cells
        if split_key(key)[0] not in known and key not in rows and not is_row_key(key)
    ]
    filled = [key for key in unknown if not form.cells[key].is_blank]
    for key in form.doubled:
        if split_key(key)[0] in known:
            yield Finding("SH103", sheet.key, None, split_key(key)[0], discriminator=key)
    if setting.other_version:
        return
    if gone and (form.loose or filled):
        yield Finding("SH103", sheet.key)
        return
    for field in gone:
        yield Finding("SH107", sheet.key, None, field.key)
    for key in unknown:
        cell = form.cells[key]
        yield Finding("SH108", sheet.key, None, None, cell.address, key, discriminator=key)


def _form_cells(blocks: list[Block]) -> FormCells:
    cells: dict[str, Cell] = {}
    explanations: dict[str, Cell | None] = {}
    doubled: list[str] = []
    loose = False
    for block in blocks:
        keyed = [line.number for line in block.lines if line.key]
        for line in block.lines:
            if line.key:
                if line.key in cells:
                    doubled.append(line.key)
                cells.setdefault(line.key, line.cells[VALUE_COLUMN])
                if EXPLANATION_COLUMN in line.cells:
                    explanations.setdefault(line.key, None if line.empty else line.explanation)
            elif keyed and keyed[0] < line.number < keyed[-1] and not line.empty:
                loose |= not line.cells[VALUE_COLUMN].is_blank
    return FormCells(cells, explanations, loose, tuple(doubled))


def _doubled_columns(sheet: Sheet, blocks: list[Block]) -> Reading:
    """A copied column: nobody can tell which of the two counts."""
    keys = {split_key(key)[0] for block in blocks for key in block.doubled}
    asked = [field.key for field in sheet.asked if field.key in keys]
    return telling(Finding("SH103", sheet.key, None, key) for key in asked)


def _missing_columns(sheet: Sheet, blocks: list[Block], setting: Setting) -> Reading:
    present = {key for block in blocks for key in block.columns}
    known = {EXPLANATION_COLUMN, *(field.key for field in sheet.fields)}
    findings: list[Finding] = []
    if not setting.other_version:
        findings = [
            Finding("SH102", sheet.key, None, field.key)
            for field in sheet.asked
            if not present.issuperset(expected_keys(field, setting.lists))
        ]
        findings += [
            Finding("SH108", sheet.key, None, None, None, key, discriminator=key)
            for key in sorted(present)
            if split_key(key)[0] not in known
        ]
    return telling(findings)


def _read_matrix(sheet: Sheet, blocks: list[Block], setting: Setting) -> Reading:
    known = {row.key: row for row in sheet.rows}
    lines: dict[str, dict[str, Cell]] = {}
    findings: list[Finding] = []
    damaged = False
    for block in blocks:
        numbers = [line.number for line in block.lines if line.key in known]
        for line in block.lines:
            if line.key in known:
                own = lines.setdefault(line.key, {})
                if set(own) & set(line.cells):
                    findings.append(Finding("SH103", sheet.key, line.key))
                lines[line.key] = {**line.cells, **own}
            elif line.has_content and line.key:
                findings.append(_unknown_row(sheet, line))
            elif line.has_content and numbers and numbers[0] < line.number:
                damaged |= line.number < numbers[-1]
                findings += _rows_below(sheet, line, numbers[-1], setting)
    gone = [row.key for row in sheet.rows if row.key not in lines]
    if damaged and not setting.other_version:
        findings.append(Finding("SH103", sheet.key))
    elif not setting.other_version:
        findings += [Finding("SH107", sheet.key, key) for key in gone]
    parts = [
        _read_matrix_row(sheet, known[row.key], lines[row.key], setting)
        for row in sheet.rows
        if row.key in lines
    ]
    return join([*parts, telling(findings)])


def _unknown_row(sheet: Sheet, line: Line) -> Finding:
    first = next((cell for cell in line.cells.values() if not cell.is_blank), _ABSENT)
    return Finding("RW306", sheet.key, line.key, None, first.address)


def _rows_below(sheet: Sheet, line: Line, last: int, setting: Setting) -> Iterator[Finding]:
    """What somebody wrote below the last row, unless it is a note that we printed there."""
    texts = [shown_text(cell) for cell in line.cells.values() if not cell.is_blank]
    if line.number > last and not all(map(setting.printed.covers, texts)):
        yield replace(_unknown_row(sheet, line), row=None, discriminator=str(line.number - last))


def _read_matrix_row(
    sheet: Sheet, row: MatrixRow, cells: dict[str, Cell], setting: Setting
) -> Reading:
    parts: list[Reading] = []
    for field in sheet.fields:
        if field.groups and row.group not in field.groups:
            parts.append(_not_asked(sheet, row, field, cells, setting))
            continue
        if field.type == "computed":
            if field.key in cells:
                parts.append(read_filled_in(sheet.key, row.key, field, cells[field.key]))
        elif set(expected_keys(field, setting.lists)) <= cells.keys():
            parts.append(read_answer(sheet.key, row.key, field, cells, setting.context))
    why = cells.get(EXPLANATION_COLUMN)
    parts.append(read_explanation(sheet.key, row.key, None, why, setting.context))
    return join(parts)


def _not_asked(
    sheet: Sheet, row: MatrixRow, field: Field, cells: dict[str, Cell], setting: Setting
) -> Reading:
    """A warning where something was typed into a cell that is grey in this row."""
    words = setting.context.words
    for key in expected_keys(field, setting.lists):
        cell = cells.get(key, _ABSENT)
        if cell.is_blank or field.type == "computed":
            continue
        text = shown_text(cell)
        if not_a_value(text, words) is None:
            shown = None if field.type == "contact" else text
            return telling([Finding("RW308", sheet.key, row.key, field.key, cell.address, shown)])
    return NOTHING
