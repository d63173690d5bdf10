"""What later stages leave alone because an earlier one failed: one cause, one finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.check.register import Rule
    from workbook.model import Answer, Finding, Submission


Place = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Lost:
    """What reading could not find or tell apart: section, row, field; None stands for every one."""

    places: frozenset[Place]

    def covers(self, answer: Answer) -> bool:
        """Whether this answer stands in something that was lost."""
        sheet, row, field = answer.sheet, answer.row, answer.field
        wider = ((sheet, None, None), (sheet, None, field), (sheet, row, None), (sheet, row, field))
        return any(place in self.places for place in wider)


def find_lost(findings: Iterable[Finding], register: Mapping[str, Rule]) -> Lost:
    """What the findings of reading say is lost."""
    places: set[Place] = set()
    for found in findings:
        silences = register[found.code].silences
        if found.sheet is None or not silences:
            continue
        if silences == "record" and found.row is not None:
            places.add((found.sheet, found.row, None))
        else:
            places.add((found.sheet, found.row, found.field))
    return Lost(frozenset(places))


def without_lost(submission: Submission, lost: Lost) -> Submission:
    """The submission without the answers that stand in something lost."""
    kept = tuple(answer for answer in submission.answers if not lost.covers(answer))
    filled = tuple(answer for answer in submission.filled_in if not lost.covers(answer))
    return replace(submission, answers=kept, filled_in=filled)


def without_faulty(
    submission: Submission, findings: Iterable[Finding], register: Mapping[str, Rule]
) -> Submission:
    """The submission with every answer unreadable that is already known to be an error."""
    faulty = {
        (found.sheet, found.row, found.field)
        for found in findings
        if found.field is not None and register[found.code].severity == "error"
    }
    answers = tuple(
        replace(answer, state="unreadable", value=None)
        if answer.state != "blank" and (answer.sheet, answer.row, answer.field) in faulty
        else answer
        for answer in submission.answers
    )
    return replace(submission, answers=answers)
