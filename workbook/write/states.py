"""What the officer-side formulas will say of a cell, worked out for the cells as issued.

A spreadsheet program that does not calculate (a phone, a protected view) shows these values, so
each rule here has its twin in `conditions`; a test recalculates the workbook to compare them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from templates.model import LIST_TYPES, NUMERIC_TYPES, REFERENCE_TYPES
from workbook.write.order import Formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from templates.model import Condition, Field
    from workbook.write.conditions import Limits
    from workbook.write.order import Cell

_SERIAL_ORIGIN = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class State:
    """What stands in the cells of one field: `words` are its texts, case folded.

    `typed`: something other than NA and ND.
    """

    blank: bool = True
    unknown: bool = False
    wrong: bool = False
    doubtful: bool = False
    words: frozenset[str] = frozenset()
    typed: bool = False


def is_explained(reason: Cell | None, unknown: frozenset[str]) -> bool:
    """Whether a cell gives a reason; `unknown`: all spellings of NA and ND, case folded."""
    text = str(plain(reason)) if reason is not None else ""
    return text.upper() != text.lower() and text.casefold() not in unknown


@dataclass(frozen=True, slots=True)
class Counts:
    """What a line asks for and what it lacks."""

    needed: int = 0
    missing: int = 0
    wrong: int = 0
    doubtful: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.needed + other.needed,
            self.missing + other.missing,
            self.wrong + other.wrong,
            self.doubtful + other.doubtful,
        )

    def __iter__(self) -> Iterator[int]:
        return iter((self.needed, self.missing, self.wrong, self.doubtful))

    @property
    def flag(self) -> int:
        """1 if there is anything to mend, or else 2 if anything is to be looked at, or else 0."""
        return 1 if self.missing + self.wrong else 2 if self.doubtful else 0


def state_of(
    field: Field, cells: Sequence[tuple[str, Cell]], limits: Limits, allowed: frozenset[str]
) -> State:
    """The state of a field from its non-empty cells, each with its option code, if any.

    `allowed`: labels that its list offers, case folded, NA and ND among them.
    """
    values = [(code, plain(cell)) for code, cell in cells]
    folded = {value.casefold() for _, value in values if isinstance(value, str)}
    ticked = {code for code, _ in values if code}
    return State(
        blank=not values,
        unknown=bool(folded & limits.unknown_folded),
        wrong=any(_is_wrong(field, value, limits, allowed) for _, value in values),
        doubtful=field.type == "percent"
        and any(_is_number(value) and 0 < float(value or 0) <= 1 for _, value in values),
        words=frozenset(ticked or folded),
        typed=any(
            not (isinstance(value, str) and value.casefold() in limits.unknown_folded)
            for _, value in values
        ),
    )


def plain(cell: Cell) -> str | int | float | bool | None:
    """The value that a formula sees in a cell."""
    value = cell.value if isinstance(cell, Formula) else cell
    return (value - _SERIAL_ORIGIN).days if isinstance(value, date) else value


def _is_number(value: str | float | bool | None) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_wrong(
    field: Field, value: str | float | bool | None, limits: Limits, allowed: frozenset[str]
) -> bool:
    if field.type in NUMERIC_TYPES or field.type == "date":
        if not _is_number(value):
            return not (isinstance(value, str) and value.casefold() in limits.unknown_folded)
        number = float(value or 0)
        return not (limits.lowest <= number <= limits.highest) or (
            limits.whole and number != int(number)
        )
    if field.type in LIST_TYPES | REFERENCE_TYPES or field.type == "yes_no":
        return not (isinstance(value, str) and value.casefold() in allowed)
    return len(str(value)) > field.maximum_length


def is_required(field: Field, states: Mapping[str, State], labels: Mapping[str, str]) -> bool:
    """Whether the field has to be answered; `labels`: folded label by `field=code`."""
    if field.required:
        return True
    return bool(field.required_when) and all(
        _holds(condition, states[condition.field], labels) for condition in field.required_when
    )


def _holds(condition: Condition, state: State, labels: Mapping[str, str]) -> bool:
    if condition.answered is not None:
        return (not state.blank and not state.unknown) == condition.answered
    wanted = {labels[f"{condition.field}={code}"] for code in condition.one_of}
    return bool(state.words & wanted)


def count_fields(
    fields: Sequence[Field],
    states: Mapping[str, State],
    labels: Mapping[str, str],
    closed: frozenset[str] = frozenset(),
) -> Iterator[tuple[Field, Counts]]:
    """What each field of one form, or of one line that is not empty, asks for and lacks.

    `closed`: fields that a screening question switches off.
    """
    for field in fields:
        state = states[field.key]
        if field.key in closed:
            yield field, Counts(doubtful=int(state.typed))
            continue
        required = is_required(field, states, labels)
        missing = required and state.blank
        yield field, Counts(int(required), int(missing), int(state.wrong), int(state.doubtful))
