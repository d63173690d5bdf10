"""A fresh workbook with every answer that was read, and a list of what could not be carried over.

The fresh workbook is read again before it is given to anybody: an answer that would not come back
as it was is not typed in silently but listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook.anchors import explanation_key
from workbook.giveback.carry import Raw, carry, explained
from workbook.write.book import build_workbook, homeless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbook.giveback.carry import AnswerKey, Carried
    from workbook.model import Answer, Explanation, Submission
    from workbook.write.order import CellKey, WorkbookOrder

    Read = Callable[[bytes], Submission]

_FILLED_IN_CHANGED = "SH106"


@dataclass(frozen=True, slots=True)
class Reissued:
    """A fresh workbook, what it says when it is read, and what is not in it."""

    data: bytes
    submission: Submission
    lost: tuple[Answer, ...] = ()
    unexplained: tuple[Explanation, ...] = ()


def reissue(
    submission: Submission,
    order: WorkbookOrder,
    read: Read,
    raw: Raw | None = None,
    records: Mapping[tuple[str, str], str] | None = None,
) -> Reissued:
    """The workbook of `order` with the answers of `submission`.

    `raw`: the cells of the file, for what could not be read. `records`: what `order.records` says.
    """
    answers = submission.answers
    carried = carry(answers, order.definition, order.texts, raw)
    typed = {**carried.typed, **explained(submission), **_changed(submission)}
    typed = {key: cell for key, cell in typed.items() if cell != ""}
    if not answers:
        # Nothing of the file belongs here: it begins as it was issued.
        typed = dict(order.typed)
    order = replace(order, typed=typed, records=records or order.records)
    lost = {_key(answer): answer for answer in carried.left}
    dropped = homeless(order)
    while True:
        lost |= _lost(dropped, carried, answers)
        typed = {key: cell for key, cell in typed.items() if key not in dropped}
        data = build_workbook(replace(order, typed=typed))
        again = read(data)
        wrong = _differing(answers, again, lost)
        dropped = frozenset(
            key for key, of in carried.origin.items() if of in wrong and key in typed
        )
        lost |= wrong
        if not dropped:
            break
    kept = {(one.sheet, one.row, explanation_key(one.field or "")) for one in again.explanations}
    unexplained = tuple(
        one
        for one in submission.explanations
        if (one.sheet, one.row, explanation_key(one.field or "")) not in kept
    )
    in_order = tuple(answer for answer in answers if _key(answer) in lost)
    return Reissued(data, again, in_order, unexplained)


def _key(answer: Answer) -> AnswerKey:
    return answer.sheet, answer.row, answer.field


def _changed(submission: Submission) -> dict[CellKey, str]:
    """What the sender wrote over what we had filled in: it is their word against our list."""
    changed = {
        (f.sheet, f.row, f.field) for f in submission.findings if f.code == _FILLED_IN_CHANGED
    }
    return {
        _key(answer): str(answer.value)
        for answer in submission.filled_in
        if _key(answer) in changed and answer.value is not None
    }


def _lost(
    dropped: frozenset[CellKey], carried: Carried, answers: tuple[Answer, ...]
) -> dict[AnswerKey, Answer]:
    gone = {carried.origin[key] for key in dropped if key in carried.origin}
    return {_key(answer): answer for answer in answers if _key(answer) in gone}


def _differing(
    answers: tuple[Answer, ...], again: Submission, lost: Mapping[AnswerKey, Answer]
) -> dict[AnswerKey, Answer]:
    """The answers that the fresh workbook does not give again."""
    found = {_key(answer): (answer.state, answer.value) for answer in again.answers}
    return {
        _key(answer): answer
        for answer in answers
        if answer.state != "blank"
        and _key(answer) not in lost
        and found.get(_key(answer)) != (answer.state, answer.value)
    }
