"""Stages LK4 and YR5: years in the answers against the period that is reported on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.check.view import finding, number, records, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.check.context import CheckContext
    from workbook.model import Finding, Submission


def plan_ended(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK408: the plan had ended before the period began."""
    for case in context.parameter("LK408", "fields"):
        for _, record in records(submission, case["sheet"]):
            year = number(record.get(case["field"]))
            if year is not None and year < context.period.start.year:
                yield finding("LK408", record[case["field"]], context)


def old_figure(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR501: a count was made too many years before the period."""
    for case in context.parameter("YR501", "fields"):
        most = case["years"]
        for _, record in records(submission, case["sheet"]):
            year = year_of(record.get(case["field"]))
            if year is not None and year < context.period.year - most:
                yield finding("YR501", record[case["field"]], context, (("years", most),))


LINK_RULES = (plan_ended,)
RULES = (old_figure,)
