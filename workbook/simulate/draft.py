"""What a place would answer, before anybody types it: codes, numbers and dates that fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

from indicators.model import NONE_EXISTS
from templates.model import NOTHING_REASONS, NUMERIC_TYPES, REFERENCE_TYPES, TEXT_TYPES
from templates.screening import make_screening
from workbook.anchors import prepared_key
from workbook.model import NOTHING_TO_REPORT
from workbook.write.typed import Draft, Mark, Plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from templates.model import Condition, Definition, Field, Place, Sheet
    from templates.periods import Period
    from workbook.simulate.habits import Habit, Habits, Span


Item = TypeVar("Item")


Record = dict[str, Plain]


class Chance:
    """Random choices that depend on nothing but the words they are made from.

    Only `random()` is used, because Python keeps its sequence the same in every version.
    """

    def __init__(self, *words: object) -> None:
        self._random = Random("|".join(map(str, words)))  # noqa: S311 - practice data

    def happens(self, share: float) -> bool:
        """Whether something happens that does so in this share of cases."""
        return self._random.random() < share

    def between(self, span: Span) -> float:
        """A number from the first to the second of `span`."""
        return span[0] + (span[1] - span[0]) * self._random.random()

    def whole(self, span: Span) -> int:
        """A whole number from the first to the second of `span`, both included."""
        return math.floor(self.between((span[0], span[1] + 1)))

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.whole((0, len(items) - 1))]

    def weighed(self, weights: Mapping[str, float]) -> str:
        """One of the keys, as often as its weight says."""
        left = self.between((0, sum(weights.values())))
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return list(weights)[-1]


@dataclass(frozen=True, slots=True)
class Filling:
    """The workbook that is being filled in, and by whose habits."""

    definition: Definition
    place: Place
    period: Period
    habits: Habits
    seed: int

    def chance(self, *words: object) -> Chance:
        """Choices of their own for one cell, so that a new question changes no other answer."""
        return Chance(self.seed, self.place.code, self.period.code, *words)


def draft_answers(filling: Filling) -> Draft:
    """Answers to everything that the workbook asks, without a contradiction."""
    draft: Draft = {}
    for sheet in filling.definition.sheets:
        named = [key for key in sheet.identity if _is_name(sheet, key)] or [*sheet.identity]
        known: set[tuple[Plain | None, ...]] = set()
        for row, fields in _records(filling, sheet, draft):
            told = _told(filling, sheet, row)
            record: Record = dict(told)
            fill_in(filling, sheet, row, fields, record)
            # Other sheets refer to a record by its name, so that one name stands for one record.
            identity = tuple(record.get(key) for key in named)
            if identity in known and sheet.layout == "table":
                continue
            known.add(identity)
            draft |= {
                (sheet.key, row, key): value for key, value in record.items() if key not in told
            }
    leave_out_closed(filling, draft)
    _refer(filling, draft)
    leave_out_closed(filling, draft)
    return draft


def fill_in(
    filling: Filling, sheet: Sheet, row: str | None, fields: tuple[Field, ...], record: Record
) -> None:
    """Answer these questions of a record, each after those that its answer depends on."""
    for field in _in_order(filling, sheet, fields):
        value = _answer(filling, sheet, row, field, record)
        if value is not None:
            record[field.key] = value


def leave_out_closed(filling: Filling, draft: Draft) -> None:
    """Empty what the answers to screening questions switch off."""
    screening = make_screening(filling.definition)
    picked = {
        (sheet.key, field.key): _written(value)
        for sheet, field in screening.questions
        if isinstance(value := draft.get((sheet.key, None, field.key)), bool | str)
    }
    for place in [place for place in draft if screening.closing(picked, *place)]:
        del draft[place]


def _told(filling: Filling, sheet: Sheet, row: str | None) -> dict[str, str]:
    """What is filled in for the place beforehand, so that answers may depend on it."""
    facts = filling.definition.known_of(filling.place.code) if filling.definition.known else {}
    return {
        field: value
        for (key, line, field), value in facts.items()
        if (key, line) == (sheet.key, row or "")
    }


def _is_name(sheet: Sheet, key: str) -> bool:
    field = sheet.field(key)
    return field is not None and field.type in TEXT_TYPES


def holds(condition: Condition, record: Mapping[str, Plain]) -> bool:
    """Whether a condition on another answer of the same record holds."""
    value = record.get(condition.field)
    if condition.answered is not None:
        return (value is not None and not isinstance(value, Mark)) == condition.answered
    return isinstance(value, bool | str) and _written(value) in condition.one_of


def _written(value: bool | str) -> str:
    """The code of an answer, as conditions have it."""
    return str(value).lower() if isinstance(value, bool) else value


def _records(
    filling: Filling, sheet: Sheet, draft: Draft
) -> Iterator[tuple[str | None, tuple[Field, ...]]]:
    if sheet.layout == "form":
        yield None, sheet.asked
    elif sheet.layout == "matrix":
        for row in sheet.rows:
            yield row.key, tuple(f for f in sheet.asked if not f.groups or row.group in f.groups)
    else:
        habit = filling.habits.sheets.get(sheet.key)
        chance = filling.chance(sheet.key)
        if sheet.nothing_to_report and habit and chance.happens(habit.nothing):
            known = filling.definition.lists[NOTHING_REASONS].codes
            weights = {code: habit.reasons.get(code, 0) for code in known}
            draft[sheet.key, None, NOTHING_TO_REPORT] = chance.weighed(weights)
            return
        for number in range(1, chance.whole(habit.records if habit else (1, 3)) + 1):
            yield prepared_key(filling.period.code, number), sheet.asked


def _in_order(filling: Filling, sheet: Sheet, fields: tuple[Field, ...]) -> Iterator[Field]:
    """The fields, each after those of the same record that its answer depends on."""
    waiting = {field.key: field for field in fields}
    while waiting:
        ready = [field for field in waiting.values() if not _needs(filling, sheet, field, waiting)]
        for field in ready or list(waiting.values()):
            yield waiting.pop(field.key)


def _needs(filling: Filling, sheet: Sheet, field: Field, waiting: Mapping[str, Field]) -> bool:
    habit = filling.habits.habit(sheet.key, field.key, field.type)
    names = {condition.field for condition in field.required_when}
    names |= {condition.field for condition, _ in habit.when}
    names |= {habit.share_of, habit.counted_from}
    names |= {case.counted_from for _, case in habit.when}
    return any(name in waiting and name != field.key for name in names)


def _answer(
    filling: Filling, sheet: Sheet, row: str | None, field: Field, record: Record
) -> Plain | None:
    chance = filling.chance(sheet.key, row, field.key)
    habit = filling.habits.habit(sheet.key, field.key, field.type)
    habit = next((case for condition, case in habit.when if holds(condition, record)), habit)
    if field.type in REFERENCE_TYPES:
        return None
    if field.required_when:
        if not all(holds(condition, record) for condition in field.required_when):
            return None
    elif not field.required and not chance.happens(habit.answered):
        return None
    if field.key not in sheet.identity and chance.happens(habit.unknown):
        return Mark.NO_DATA
    return _value(filling, field, habit, record, chance)


def _value(
    filling: Filling, field: Field, habit: Habit, record: Record, chance: Chance
) -> Plain | None:
    if field.type == "date":
        return _date(filling, habit, record, chance)
    if field.type in NUMERIC_TYPES:
        return _number(filling, field, habit, record, chance)
    if field.type == "yes_no":
        return chance.weighed(habit.weights or {"true": 1, "false": 1}) == "true"
    if field.type == "one_of":
        return chance.weighed(_weights(filling, field, habit))
    if field.type == "several_of":
        weights = _weights(filling, field, habit)
        chosen = {chance.weighed(weights) for _ in range(chance.whole((1, 3)))}
        return tuple(code for code in weights if code in chosen)
    text = chance.pick(habit.texts) if habit.texts else filling.place.name
    text = text.format(
        place=filling.place.name, year=filling.period.year, number=chance.whole((1, 999))
    )
    return text[: field.maximum_length] if field.type in TEXT_TYPES else text


def _date(filling: Filling, habit: Habit, record: Record, chance: Chance) -> date:
    period = filling.period
    if habit.in_period:
        return period.start + timedelta(days=chance.whole((0, (period.end - period.start).days)))
    first = record.get(habit.counted_from)
    days = timedelta(days=chance.whole(habit.days_after))
    return (first if isinstance(first, date) else period.end) + days


def _weights(filling: Filling, field: Field, habit: Habit) -> dict[str, float]:
    offered = filling.definition.lists[field.list].offered
    if habit.weights:
        return {code: habit.weights.get(code, 0) for code in offered}
    return dict.fromkeys(offered, 1)


def _number(
    filling: Filling, field: Field, habit: Habit, record: Record, chance: Chance
) -> Plain | None:
    if field.type == "year":
        first = record.get(habit.counted_from)
        year = first if isinstance(first, int) else filling.period.year
        return year + chance.whole(habit.years_after)
    if habit.share is None:
        span = habit.between or (field.minimum or 0, (field.minimum or 0) + 20)
        value = chance.between((span[0], span[1] + (1 if field.type == "integer" else 0)))
    else:
        whole = _whole_of_share(filling, habit, record)
        if whole is None:
            return Mark.NO_DATA
        value = whole * chance.between(habit.share)
    value = math.floor(value / habit.step) * habit.step
    value = max(value, -math.inf if field.minimum is None else field.minimum)
    value = min(value, math.inf if field.maximum is None else field.maximum)
    return round(value, 6) if value % 1 else int(value)


def _whole_of_share(filling: Filling, habit: Habit, record: Record) -> float | None:
    whole: object = (
        getattr(filling.place, habit.share_of)
        if habit.share_of in {"population", "subdivisions"}
        else record.get(habit.share_of)
    )
    return whole if isinstance(whole, int | float) else None


def _refer(filling: Filling, draft: Draft) -> None:
    """Fill in the questions that name a record of another table, now that all tables stand."""
    for sheet in filling.definition.sheets:
        own: list[str | None] = [None] if sheet.layout == "form" else [*_rows(draft, sheet.key)]
        for field in sheet.asked:
            if field.type not in REFERENCE_TYPES:
                continue
            targets = _rows(draft, field.refers_to)
            if field.required and not targets and sheet.layout == "table":
                _leave_out(sheet, draft)
                break
            habit = filling.habits.habit(sheet.key, field.key, field.type)
            for row in own:
                chance = filling.chance(sheet.key, row, field.key)
                fitting = [
                    one for one in targets if _fits(habit, draft, (sheet, row), (field, one))
                ]
                if fitting and (field.required or chance.happens(habit.answered)):
                    draft[sheet.key, row, field.key] = (chance.pick(fitting),)


def _fits(
    habit: Habit, draft: Draft, own: tuple[Sheet, str | None], picked: tuple[Field, str]
) -> bool:
    """Whether a record may be picked: it is another one, and its date is not after one's own."""
    (sheet, row), (field, target) = own, picked
    if (sheet.key, row) == (field.refers_to, target):
        return False
    if not habit.not_after:
        return True
    theirs, mine = habit.not_after
    earlier = draft.get((field.refers_to, target, theirs))
    later = draft.get((sheet.key, row, mine))
    return not (isinstance(earlier, date) and isinstance(later, date) and earlier > later)


def _rows(draft: Draft, sheet: str) -> list[str]:
    """The records of a table so far, in their order."""
    return list(dict.fromkeys(row for key, row, _ in draft if key == sheet and row))


def _leave_out(sheet: Sheet, draft: Draft) -> None:
    """Empty a table whose records would have nothing to refer to."""
    for place in [place for place in draft if place[0] == sheet.key and place[1] is not None]:
        del draft[place]
    if sheet.nothing_to_report:
        draft.setdefault((sheet.key, None, NOTHING_TO_REPORT), NONE_EXISTS)
