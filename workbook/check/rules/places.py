"""Stage LK4, second part: answers that must fit the register of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.check.view import finding, number, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.check.context import CheckContext
    from workbook.model import Finding, Submission


def more_than_population(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK403: more people are counted than the place has inhabitants."""
    yield from _above_fact("LK403", submission, context)


def more_barangays_than_exist(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK414: more barangays are counted than the place has."""
    yield from _above_fact("LK414", submission, context)


def more_governments_than_exist(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK415: more governments are counted than lie within the place."""
    if context.place is None:
        return
    limit = _governments_within(context.place.code, context)
    for case in context.parameter("LK415", "fields"):
        for _, record in records(submission, case["sheet"]):
            counted = number(record.get(case["field"]))
            if counted is not None and 0 < limit < counted:
                yield finding("LK415", record[case["field"]], context, (("limit", limit),))


def _above_fact(code: str, submission: Submission, context: CheckContext) -> Iterator[Finding]:
    for case in context.parameter(code, "limits"):
        limit = getattr(context.place, case["fact"], None)
        if limit is None:
            continue
        for _, record in records(submission, case["sheet"]):
            counted = number(record.get(case["field"]))
            if counted is not None and counted > limit:
                yield finding(code, record[case["field"]], context, (("limit", limit),))


def _governments_within(code: str, context: CheckContext) -> int:
    """How many governments of the round lie within a place, at any depth; 0 if none is listed."""
    found = {code}
    pending = [code]
    while pending:
        parent = pending.pop()
        below = {other.code for other in context.places if other.parent == parent} - found
        found |= below
        pending.extend(below)
    return len(found) - 1


RULES = (more_than_population, more_barangays_than_exist, more_governments_than_exist)
