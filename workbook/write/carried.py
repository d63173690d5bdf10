"""What a workbook begins with after the first period: lasting answers, and last period's beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from templates.carrying import carries_over
from templates.localise import format_date, format_number
from templates.model import REFERENCE_TYPES
from workbook.write.typed import as_plain, type_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from templates.model import Definition, Field, Sheet, Texts
    from workbook.earlier import AnswerKey, Earlier
    from workbook.model import Answer
    from workbook.write.order import Cell, CellKey
    from workbook.write.typed import Draft

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """`typed` and `records` as `WorkbookOrder` has them; `shown`: what was answered, in words."""

    typed: Mapping[CellKey, Cell] = field(default_factory=dict)
    records: Mapping[tuple[str, str], str] = field(default_factory=dict)
    shown: Mapping[AnswerKey, str] = field(default_factory=dict)


def carry_over(definition: Definition, texts: Texts, earlier: Earlier) -> CarriedOver:
    """The records that live on with what lasts of them, and in words what is asked anew."""
    living = {(s.key, row) for s in definition.sheets for row in earlier.living(s)}
    draft: Draft = {}
    shown: dict[AnswerKey, str] = {}
    for sheet in definition.sheets:
        for key, asked, answer in _answers(sheet, earlier, living):
            if not (carries_over(sheet, asked) and _is_offered(answer, asked, definition)):
                if text := _in_words(answer, asked, texts):
                    shown[key] = text
            else:
                value = as_plain(answer, asked)
                if asked.type in REFERENCE_TYPES and isinstance(value, tuple):
                    value = tuple(row for row in value if (asked.refers_to, row) in living)
                if value != ():
                    draft[key] = value
    typed = type_answers(definition, texts, draft)
    return CarriedOver(typed, _records(definition, living, typed), shown)


def _answers(
    sheet: Sheet, earlier: Earlier, living: set[tuple[str, str]]
) -> Iterator[tuple[AnswerKey, Field, Answer]]:
    """What was answered in a section and is asked again, with its question."""
    groups = {row.key: row.group for row in sheet.rows}
    rows: list[str | None] = [None]
    if sheet.layout == "matrix":
        rows = list(groups)
    elif sheet.layout == "table":
        rows = [row for row in earlier.records(sheet.key) if (sheet.key, row) in living]
    for row in rows:
        for asked in sheet.asked:
            here = not asked.groups or groups.get(row or "") in asked.groups
            answer = earlier.find(sheet.key, row, asked.key)
            if here and answer is not None and answer.state == "answered":
                yield (sheet.key, row, asked.key), asked, answer


def _is_offered(answer: Answer, asked: Field, definition: Definition) -> bool:
    """Whether the cell would still take it: a retired option has to be chosen anew."""
    if not asked.list:
        return True
    codes = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return all(code in definition.lists[asked.list].offered for code in codes)


def _records(
    definition: Definition, living: set[tuple[str, str]], typed: Mapping[CellKey, Cell]
) -> dict[tuple[str, str], str]:
    """The identity text of each record, as reading finds it again in its cells."""
    found: dict[tuple[str, str], str] = {}
    for sheet in definition.sheets:
        keys = dict.fromkeys(row for key, row, _ in typed if key == sheet.key and row)
        for row in (row for row in keys if (sheet.key, row) in living):
            named = sheet.names or sheet.identity
            parts = [str(typed.get((sheet.key, row, key), "")) for key in named]
            names = filter(None, parts)
            found[sheet.key, row] = next(names, "") if sheet.names else " ".join(parts)
    return found


def _in_words(answer: Answer, asked: Field, texts: Texts) -> str:
    """A figure or choice of last period as a person reads it; a long text is not repeated."""
    value = answer.value
    if isinstance(value, bool):
        return texts["words.yes" if value else "words.no"]
    if isinstance(value, int | float):
        return str(value) if asked.type == "year" else format_number(value, texts)
    if asked.list:
        codes = value if isinstance(value, tuple) else (value,)
        labels = (texts.get(f"lists.{asked.list}.{code}", str(code)) for code in codes)
        return texts["words.list_separator"].join(labels)
    if asked.type == "contact" or not isinstance(value, str):
        return ""
    if asked.type == "date":
        return format_date(date.fromisoformat(value), texts)
    return value if len(value) <= _LONGEST else ""
