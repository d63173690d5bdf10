"""What a place said for the period before: where it comes from, which of its records live on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from templates.model import Condition, Sheet
    from templates.periods import Period
    from workbook.model import Answer

AnswerKey = tuple[str, str | None, str]
Record = dict[str, "Answer"]


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a place since the period before; `places` are the codes it had then."""

    place: str
    kind: Literal["", "renamed", "merged", "split"]
    places: tuple[str, ...]
    day: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The answers of the period before, by the names that questions and codes have today."""

    period: Period
    answers: Mapping[AnswerKey, Answer]
    moved: Moved

    def find(self, sheet: str, row: str | None, field: str) -> Answer | None:
        """The answer at this place, or None."""
        return self.answers.get((sheet, row, field))

    def records(self, sheet: str) -> dict[str, Record]:
        """The records of a table or the rows of a matrix, in their order."""
        found: dict[str, Record] = {}
        for (key, row, field), answer in self.answers.items():
            if key == sheet and row is not None:
                found.setdefault(row, {})[field] = answer
        return found

    def living(self, sheet: Sheet) -> dict[str, Record]:
        """The records of a table that had not ended, so that they are asked about again."""
        if sheet.layout != "table" or not sheet.carries_over:
            return {}
        return {
            row: record
            for row, record in self.records(sheet.key).items()
            if not has_ended(sheet, record)
        }


def has_ended(sheet: Sheet, record: Mapping[str, Answer]) -> bool:
    """Whether a record is said to have ended, so that the next period does not ask about it."""
    return bool(sheet.ended_when) and all(_holds(one, record) for one in sheet.ended_when)


def _holds(condition: Condition, record: Mapping[str, Answer]) -> bool:
    answer = record.get(condition.field)
    answered = answer is not None and answer.state == "answered"
    if condition.answered is not None:
        return answered == condition.answered
    value = answer.value if answer is not None and answered else None
    code = str(value).lower() if isinstance(value, bool) else value
    return code in condition.one_of
