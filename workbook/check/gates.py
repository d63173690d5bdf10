"""What later stages leave alone because an earlier one failed: one cause, one finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.check.register import Rule
    from workbook.model import Answer, Finding, Submission


@dataclass(frozen=True, slots=True)
class Lost:
    """Sections, columns and records that reading could not find or tell apart."""

    sections: frozenset[str]
    columns: frozenset[tuple[str, str]]
    records: frozenset[tuple[str, str]]

    def covers(self, answer: Answer) -> bool:
        """Whether this answer stands in something that was lost."""
        return (
            answer.sheet in self.sections
            or (answer.sheet, answer.field) in self.columns
            or (answer.row is not None and (answer.sheet, answer.row) in self.records)
        )


def find_lost(findings: Iterable[Finding], register: Mapping[str, Rule]) -> Lost:
    """What the findings of reading say is lost."""
    sections: set[str] = set()
    columns: set[tuple[str, str]] = set()
    records: set[tuple[str, str]] = set()
    for found in findings:
        silences = register[found.code].silences
        if not silences or found.sheet is None:
            continue
        if silences == "section":
            sections.add(found.sheet)
        elif silences == "column" and found.field is not None:
            columns.add((found.sheet, found.field))
        elif silences == "record" and found.row is not None:
            records.add((found.sheet, found.row))
    return Lost(frozenset(sections), frozenset(columns), frozenset(records))


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
