"""Answers as people type them: labels for codes, ticks for options, names for references."""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from templates.model import LIST_TYPES, NOTHING_REASONS
from workbook.anchors import option_key, slot_key
from workbook.model import NOTHING_TO_REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Definition, Field, Sheet, Texts
    from workbook.model import Answer
    from workbook.write.order import Cell, CellKey

TICK = "✓"


class Mark(Enum):
    """What stands in a cell instead of an answer."""

    NO_DATA = "nd"
    NOT_APPLICABLE = "na"


# An answer before anybody types it, by sheet, row key (None in forms) and field: codes, not labels.
Plain = str | int | float | bool | date | tuple[str, ...] | Mark
Draft = dict[tuple[str, str | None, str], Plain]
UNKNOWN = {"not_applicable": Mark.NOT_APPLICABLE, "no_data": Mark.NO_DATA}
_TYPED_WITH_SIGN = frozenset({"percent_sign", "percent_format"})


def as_plain(answer: Answer, field: Field | None) -> Plain:
    """The value of an answer that could be read, as people have it before they type it."""
    if answer.state in UNKNOWN:
        return UNKNOWN[answer.state]
    value = answer.value
    if value is None or field is None:
        return value or ""
    if field.type == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    signed = answer.repair is not None and answer.repair.why in _TYPED_WITH_SIGN
    if field.type == "percent" and signed:
        # Without its sign a small share would look as if it had been typed as a fraction.
        return f"{value}%"
    return value


def type_answers(definition: Definition, texts: Texts, draft: Draft) -> dict[CellKey, Cell]:
    """The cells of a workbook in its language, for `WorkbookOrder.typed`."""
    typed: dict[CellKey, Cell] = {}
    for key in draft:
        typed |= type_answer(definition, texts, draft, key)
    return typed


def type_answer(
    definition: Definition, texts: Texts, draft: Draft, key: tuple[str, str | None, str]
) -> dict[CellKey, Cell]:
    """The cells of one answer of `draft`, which also knows the names of other records."""
    name, row, column = key
    value = draft[key]
    if column == NOTHING_TO_REPORT:
        return {key: texts[f"lists.{NOTHING_REASONS}.{value}"]}
    sheet = definition.sheet(name)
    field = sheet.field(column) if sheet else None
    if field is None:
        return {}
    return {(name, row, k): cell for k, cell in _cells(definition, texts, draft, field, value)}


def _cells(
    definition: Definition, texts: Texts, draft: Draft, field: Field, value: Plain
) -> Iterator[tuple[str, Cell]]:
    if isinstance(value, Mark):
        yield _first_column(definition, field), texts[f"words.{value.value}"]
    elif isinstance(value, tuple):
        if field.type in LIST_TYPES:
            yield from ((option_key(field.key, code), TICK) for code in value)
        else:
            target = definition.sheet(field.refers_to)
            names = [_shown(target, draft, row) for row in value] if target else []
            several = field.type == "references"
            for number, name in enumerate(names, start=1):
                yield (slot_key(field.key, number) if several else field.key), name
    elif field.type == "one_of":
        yield field.key, texts[f"lists.{field.list}.{value}"]
    elif isinstance(value, bool):
        yield field.key, texts["words.yes" if value else "words.no"]
    else:
        yield field.key, value


def _first_column(definition: Definition, field: Field) -> str:
    """The column that takes NA or ND: the first of a question that has several."""
    if field.type == "several_of":
        return option_key(field.key, definition.lists[field.list].offered[0])
    return slot_key(field.key, 1) if field.type == "references" else field.key


def _shown(target: Sheet, draft: Draft, row: str) -> str:
    """What a drop-down shows for a record: what names it.

    A name that is empty or stands for several records would be lost: then it is the row's key.
    """
    names = {one: _name(target, draft, one) for key, one, _ in draft if key == target.key and one}
    shown = names.get(row, "")
    return shown if shown and Counter(names.values())[shown] == 1 else row


def _name(target: Sheet, draft: Draft, row: str) -> str:
    values = (draft.get((target.key, row, key), "") for key in target.names or target.identity[:1])
    return next((str(value) for value in values if value != ""), "")
