"""Stage RW3: records of a section, and sections that say there is nothing to report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.model import NOTHING_REASONS
from workbook.anchors import normalise
from workbook.check.view import codes, finding, is_new, nothing_reason, shown, untouched
from workbook.model import NOTHING_TO_REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.check.context import CheckContext
    from workbook.model import Answer, Finding, Record, Submission


def same_record_twice(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """RW301: two records of a table cannot be told apart by what identifies them."""
    for sheet in context.definition.sheets:
        if sheet.layout != "table" or not sheet.identity:
            continue
        first_of: dict[tuple[str, ...], Answer] = {}
        for _, record in submission.records(sheet.key):
            identity = identity_of(record, sheet.identity)
            if identity is None:
                continue
            answer = record[sheet.identity[-1]]
            first = first_of.setdefault(identity, answer)
            if first is not answer:
                name = ", ".join(shown(record[key], context) or "" for key in sheet.identity)
                parameters = (("record", name), ("first", first.cell))
                yield finding("RW301", answer, context, parameters)


def nothing_beside_records(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """RW304: a reason for having nothing to report stands beside answers."""
    for sheet in context.definition.sheets:
        reason = nothing_reason(submission, sheet.key)
        if reason is None or reason.state != "answered":
            continue
        filled = (
            answer
            for answer in submission.of_sheet(sheet.key)
            if answer.field != NOTHING_TO_REPORT and answer.state != "blank"
        )
        first = next(filled, None)
        if first is not None:
            code = next(iter(codes(reason)), "")
            parameters = (("reason", f"{NOTHING_REASONS}.{code}"), ("first", first.cell))
            yield finding("RW304", reason, context, parameters)


def section_empty(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """RW305: a section has neither answers nor a reason for having none."""
    for sheet in context.definition.sheets:
        reason = nothing_reason(submission, sheet.key)
        if reason is not None and untouched(submission, sheet):
            new = is_new(reason, submission, context)
            yield finding("RW305", reason, context, (("kind", "new"),) if new else ())


def identity_of(record: Record, fields: tuple[str, ...]) -> tuple[str, ...] | None:
    """The normalised identity of a record, or None while a part of it is not answered."""
    parts: list[str] = []
    for key in fields:
        answer = record.get(key)
        if answer is None or answer.state != "answered" or answer.value is None:
            return None
        parts.append(normalise(str(answer.value)))
    return tuple(parts)


RULES = (same_record_twice, nothing_beside_records, section_empty)
