"""Answers as people type them: labels for codes, ticks for options, names for references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.model import LIST_TYPES, NOTHING_REASONS, REFERENCE_TYPES
from workbook.anchors import option_key, slot_key
from workbook.model import NOTHING_TO_REPORT
from workbook.simulate.draft import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Definition, Field, Sheet, Texts
    from workbook.simulate.draft import Draft, Plain
    from workbook.write.order import Cell, CellKey

TICK = "✓"


def type_answers(definition: Definition, texts: Texts, draft: Draft) -> dict[CellKey, Cell]:
    """The cells of a workbook in its language, for `WorkbookOrder.typed`."""
    typed: dict[CellKey, Cell] = {}
    for (key, row, column), value in draft.items():
        if column == NOTHING_TO_REPORT:
            typed[key, row, column] = texts[f"lists.{NOTHING_REASONS}.{value}"]
            continue
        sheet = definition.sheet(key)
        field = sheet.field(column) if sheet else None
        if field is not None:
            for name, cell in _cells(definition, texts, draft, field, value):
                typed[key, row, name] = cell
    return typed


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
    """What a drop-down shows for a record: its first identity question that is text."""
    for key in target.identity:
        field = target.field(key)
        if field and field.type not in LIST_TYPES | REFERENCE_TYPES:
            return str(draft.get((target.key, row, key), ""))
    return str(draft.get((target.key, row, target.identity[0]), "")) if target.identity else row
