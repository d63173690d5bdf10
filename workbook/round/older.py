"""Answers to older questions by the names of today's, and what has no name among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from templates.model import NUMERIC_TYPES, REFERENCE_TYPES, TEXT_TYPES
from templates.periods import as_numbers
from workbook.model import NOTHING_TO_REPORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.model import Change, Definition, Field, Sheet
    from workbook.earlier import AnswerKey
    from workbook.model import Answer, Value

_SAID = frozenset({"answered", "unreadable"})

Reason = Literal["question", "row", "option", "type", "merged", "split", "gone", "currency"]
# The unit of figures that are amounts of money on some lines and plain counts on others.
_AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Left:
    """An earlier answer, as it was given, that no question of today stands for; why not."""

    answer: Answer
    reason: Reason


def changes_between(changes: Iterable[Change], older: str, newer: str) -> tuple[Change, ...]:
    """The changes that lie between two versions, in the order in which they were made."""
    between = [c for c in changes if as_numbers(older) < as_numbers(c.version) <= as_numbers(newer)]
    return tuple(sorted(between, key=lambda change: as_numbers(change.version)))


def translate(
    answers: Iterable[Answer], changes: Sequence[Change], definition: Definition
) -> tuple[dict[AnswerKey, Answer], tuple[Left, ...]]:
    """Earlier answers by today's names, and those that have no place among today's questions."""
    kept: dict[AnswerKey, Answer] = {}
    left: list[Left] = []
    for answer in answers:
        key = today_key((answer.sheet, answer.row, answer.field), changes)
        renamed = replace(answer, sheet=key[0], row=key[1], field=key[2])
        reason, fitted = _fit(renamed, changes, definition)
        if fitted is not None and _is_free(fitted, kept.get(key)):
            kept[key] = fitted
        elif answer.state in _SAID:
            left.append(Left(answer, reason or "question"))
    return kept, tuple(left)


def without_money(
    kept: Mapping[AnswerKey, Answer], definition: Definition
) -> tuple[dict[AnswerKey, Answer], tuple[Left, ...]]:
    """The answers but for amounts of money, which are in another currency than today's."""
    amounts = money_fields(definition)
    others = {key: one for key, one in kept.items() if (key[0], key[2]) not in amounts}
    left = (one for key, one in kept.items() if key not in others and one.state in _SAID)
    return others, tuple(Left(answer, "currency") for answer in left)


def money_fields(definition: Definition) -> frozenset[tuple[str, str]]:
    """Sheet and field of all that holds, or on some lines holds, an amount of money."""
    return frozenset(
        (sheet.key, field.key)
        for sheet in definition.sheets
        for field in sheet.asked
        if field.type == "money" or field.unit == _AMOUNT
    )


def today_key(key: AnswerKey, changes: Iterable[Change]) -> AnswerKey:
    """Section, row and question as they are called today; an empty field stands for the row."""
    sheet, row, field = key
    for change in changes:
        if not change.sheet or change.sheet != sheet:
            continue
        if change.field:
            if field == change.field:
                other, _, field = change.becomes.rpartition(".")
                sheet = other or sheet
        elif change.row:
            row = change.becomes if row == change.row else row
        else:
            sheet = change.becomes
    return sheet, row, field


def _is_free(answer: Answer, other: Answer | None) -> bool:
    """Whether no other answer has this place: of two that differ, neither is passed over unsaid."""
    if other is None or other.state == "blank":
        return True
    return (answer.state, answer.value) == (other.state, other.value)


def _fit(
    answer: Answer, changes: Iterable[Change], definition: Definition
) -> tuple[Reason | None, Answer | None]:
    """The answer as today's question takes it, or why it does not."""
    sheet = definition.sheet(answer.sheet)
    if sheet is not None and answer.field == NOTHING_TO_REPORT:
        return (None, answer) if sheet.nothing_to_report else ("question", None)
    asked = sheet.field(answer.field) if sheet else None
    if sheet is None or asked is None or asked.type == "computed":
        return "question", None
    if reason := _misplaced(sheet, asked, answer.row):
        return reason, None
    if answer.state != "answered":
        return None, answer
    value = _recode(answer.value, asked, changes)
    if isinstance(value, tuple) and asked.list:
        value = _in_list_order(value, definition.lists[asked.list].codes)
    if reason := _unfit(value, asked, definition):
        return reason, None
    return None, replace(answer, value=value)


def _misplaced(sheet: Sheet, asked: Field, row: str | None) -> Reason | None:
    """Why no cell of this question is in this row."""
    if (row is None) != (sheet.layout == "form"):
        return "question"
    return None if _has_row(sheet, asked, row) else "row"


def _unfit(value: Value | None, asked: Field, definition: Definition) -> Reason | None:
    """Why this question cannot have this answer."""
    if not _is_value(value, asked):
        return "type"
    codes = value if isinstance(value, tuple) else (value,)
    known = definition.lists[asked.list].codes if asked.list else codes
    return None if set(codes) <= set(known) else "option"


def _has_row(sheet: Sheet, asked: Field, row: str | None) -> bool:
    if sheet.layout != "matrix":
        return True
    found = next((one for one in sheet.rows if one.key == row), None)
    return found is not None and (not asked.groups or found.group in asked.groups)


def _recode(value: Value | None, asked: Field, changes: Iterable[Change]) -> Value | None:
    """The codes of a list as they are called today."""
    for change in changes:
        if not asked.list or change.list != asked.list:
            continue
        names = {change.code: change.becomes}
        if isinstance(value, tuple):
            value = tuple(names.get(code, code) for code in value)
        elif isinstance(value, str):
            value = names.get(value, value)
    return value


def _in_list_order(codes: tuple[str, ...], order: Sequence[str]) -> tuple[str, ...]:
    """Each code once, as in the list: two options may have become one."""
    unknown = tuple(code for code in codes if code not in order)
    return (*(code for code in order if code in codes), *unknown)


def _is_value(value: Value | None, asked: Field) -> bool:
    """Whether a question of this type can have this answer."""
    if asked.type in NUMERIC_TYPES:
        whole = asked.type not in {"integer", "year"} or not isinstance(value, float)
        return isinstance(value, int | float) and not isinstance(value, bool) and whole
    if asked.type == "yes_no":
        return isinstance(value, bool)
    if asked.type in REFERENCE_TYPES or asked.type == "several_of":
        return isinstance(value, tuple)
    if asked.type == "date":
        return isinstance(value, str) and _is_day(value)
    return isinstance(value, str) and (
        asked.type not in TEXT_TYPES or len(value) <= asked.maximum_length
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
