"""Answers as cells of a fresh workbook: what a person would have to type again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import TYPE_CHECKING

from workbook.anchors import VALUE_COLUMN, explanation_key
from workbook.model import NOTHING_TO_REPORT
from workbook.read.answers import expected_keys
from workbook.read.cells import shown_text
from workbook.write.order import Formula
from workbook.write.typed import UNKNOWN, as_plain, type_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import Definition, Field, Texts
    from workbook.model import Answer, Submission
    from workbook.read.blocks import Found
    from workbook.read.cells import Cell as FoundCell
    from workbook.write.order import Cell, CellKey
    from workbook.write.typed import Draft

AnswerKey = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True)
class Carried:
    """What is carried into a fresh workbook.

    `typed`: cells as `WorkbookOrder.typed` has them. `answers`: the answer that each came from.
    `left`: answers for which nothing is asked any more.
    """

    typed: Mapping[CellKey, Cell]
    origin: Mapping[CellKey, AnswerKey]
    left: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """The cells of a file as they stood, by sheet: of forms by their key, of lines by address."""

    forms: Mapping[tuple[str, str], FoundCell] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, FoundCell]] = field(default_factory=dict)

    def cells(self, answer: Answer) -> Mapping[str, FoundCell]:
        """The cells beside the one that an answer was read from, by key."""
        if answer.row is not None:
            return self.lines.get(answer.cell, {})
        return {key: cell for (sheet, key), cell in self.forms.items() if sheet == answer.sheet}


def raw_cells(found: Found) -> Raw:
    """The cells of all blocks of a file."""
    forms: dict[tuple[str, str], FoundCell] = {}
    lines: dict[str, Mapping[str, FoundCell]] = {}
    for block in found.blocks:
        for line in block.lines:
            if block.is_form and line.key:
                forms.setdefault((block.sheet, line.key), line.cells[VALUE_COLUMN])
            for cell in line.cells.values():
                lines.setdefault(cell.address, line.cells)
    return Raw(forms, lines)


def carry(
    answers: Iterable[Answer], definition: Definition, texts: Texts, raw: Raw | None = None
) -> Carried:
    """The cells to type so that reading them gives these answers again.

    What could not be read is typed as it stood; without `raw`, as far as the answer says it.
    """
    draft: Draft = {}
    typed: dict[CellKey, Cell] = {}
    origin: dict[CellKey, AnswerKey] = {}
    left: list[Answer] = []
    for answer in answers:
        key = (answer.sheet, answer.row, answer.field)
        asked = _asked(answer, definition)
        if answer.state == "blank":
            continue
        if asked is None and answer.field != NOTHING_TO_REPORT:
            left.append(answer)
        elif answer.state == "unreadable" or (asked is None and answer.state in UNKNOWN):
            own = _as_it_stood(answer, asked, definition, texts, raw or Raw())
            typed |= own
            origin |= dict.fromkeys(own, key)
        else:
            draft[key] = as_plain(answer, asked)
    # References are typed by the name of a record, which may be one that could not be read.
    named: Draft = {**draft, **{k: v for k, v in typed.items() if not isinstance(v, Formula)}}
    for key in draft:
        own = type_answer(definition, texts, named, key)
        typed |= own
        origin |= dict.fromkeys(own, key)
    return Carried(typed, origin, tuple(left))


def explained(submission: Submission) -> dict[CellKey, Cell]:
    """The cells for what is said about unusual answers."""
    return {
        (one.sheet, one.row, explanation_key(one.field or "")): one.text
        for one in submission.explanations
    }


def _asked(answer: Answer, definition: Definition) -> Field | None:
    """The field that the answer is about, if this row of this sheet is asked it."""
    sheet = definition.sheet(answer.sheet)
    field = sheet.field(answer.field) if sheet else None
    if sheet is None or field is None or field.type == "computed":
        return None
    if sheet.layout == "matrix":
        group = next((row.group for row in sheet.rows if row.key == answer.row), None)
        return field if group is not None and (not field.groups or group in field.groups) else None
    return field if (answer.row is None) == (sheet.layout == "form") else None


def _as_it_stood(
    answer: Answer, asked: Field | None, definition: Definition, texts: Texts, raw: Raw
) -> dict[CellKey, Cell]:
    """The cells of an answer that could not be read."""
    place = (answer.sheet, answer.row)
    keys = expected_keys(asked, definition.lists) if asked else (answer.field,)
    found = raw.cells(answer)
    cells = {(*place, key): _typed(found[key]) for key in keys if key in found}
    if kept := {key: cell for key, cell in cells.items() if cell not in ("", None)}:
        return kept
    if answer.state in UNKNOWN:
        return {(*place, keys[0]): texts[f"words.{UNKNOWN[answer.state].value}"]}
    return {(*place, keys[0]): answer.raw} if answer.raw else {}


def _typed(cell: FoundCell) -> Cell:
    """A cell as it stood: a value stays what it is, all else becomes the text that was seen."""
    value = cell.value
    if cell.problem or cell.shown:
        return shown_text(cell)
    if cell.percent and isinstance(value, int | float):
        return f"{value * 100:.15g}%"
    if isinstance(value, time | timedelta):
        return shown_text(cell)
    return value
