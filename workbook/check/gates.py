"""What later stages leave alone because an earlier one failed: one cause, one finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.screening import make_screening
from workbook.check.view import picked_codes
from workbook.model import NOTHING_TO_REPORT, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from templates.screening import Picked, Screening
    from workbook.check.context import CheckContext
    from workbook.check.register import Rule
    from workbook.model import Answer, Submission


# What reading says of cells that need not have been filled in is of no use to anybody.
_SILENCED = ("SH1", "CE2", "RW3")
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
    if not lost.places:
        return submission
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
    if not faulty:
        return submission
    answers = tuple(
        replace(answer, state="unreadable", value=None)
        if answer.state != "blank" and (answer.sheet, answer.row, answer.field) in faulty
        else answer
        for answer in submission.answers
    )
    return replace(submission, answers=answers)


@dataclass(frozen=True, slots=True)
class Closed:
    """What is not asked of this place, because its answer to a screening question says no."""

    screening: Screening
    picked: Picked

    def covers(self, found: Answer | Finding) -> bool:
        """Whether this stands in something that is not asked."""
        if found.sheet is None:
            return False
        field = found.field or ""
        return self.screening.closing(self.picked, found.sheet, found.row, field) is not None

    def silences(self, found: Finding, register: Mapping[str, Rule]) -> bool:
        """Whether a finding of reading does not matter, because nothing is asked there."""
        return register[found.code].stage in _SILENCED and self.covers(found)


def find_closed(submission: Submission, context: CheckContext) -> Closed:
    """What the answers to the screening questions switch off."""
    screening = make_screening(context.definition)
    return Closed(screening, picked_codes(submission.answers, screening))


def without_closed(submission: Submission, closed: Closed) -> Submission:
    """The submission without the answers to what is not asked."""
    if not closed.picked:
        return submission
    kept = tuple(answer for answer in submission.answers if not closed.covers(answer))
    return replace(submission, answers=kept)


def answers_not_asked(submission: Submission, closed: Closed) -> Iterator[Finding]:
    """CE222: a section has answers although it is switched off; once for each such question."""
    found: dict[tuple[str, str, str], list[Answer]] = {}
    for answer in submission.answers if closed.picked else ():
        if answer.field == NOTHING_TO_REPORT or answer.state not in {"answered", "unreadable"}:
            continue
        screen = closed.screening.closing(closed.picked, answer.sheet, answer.row, answer.field)
        if screen is not None:
            found.setdefault((answer.sheet, screen.sheet, screen.field), []).append(answer)
    for (sheet, form, question), answers in found.items():
        decides = submission.find(form, question)
        name = f"{form}.{question}"
        yield Finding(
            "CE222",
            sheet,
            cell=answers[0].cell or None,
            parameters=(
                ("question", name),
                ("question_cell", decides.cell if decides else ""),
                ("number", len(answers)),
            ),
            discriminator=name,
        )
