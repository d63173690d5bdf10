"""Stage LK4, fifth part: numbers that should fit the numbers beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.check.view import codes, finding, number, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from workbook.check.context import CheckContext
    from workbook.model import Answer, Finding, Submission


def list_does_not_add_up(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK436: the lines of a list come to another total than the one that is given.

    Unless a case is `exact`, the list may be incomplete: then only a larger sum is told.
    """
    for case in context.parameter("LK436", "cases"):
        whole = case["whole"]
        for row, record in records(submission, whole["sheet"]):
            total = number(record.get(whole["field"]))
            parts = list(_parts(case["lines"], row, submission))
            known = [part for part in map(number, parts) if part is not None]
            if total is None or not known:
                continue
            counted = sum(known)
            complete = case.get("exact", False) and len(known) == len(parts)
            if counted > total or (complete and counted != total):
                parameters = (("list", case["lines"]["sheet"]), ("sum", counted))
                answer = record[whole["field"]]
                yield finding("LK436", answer, context, parameters, case["lines"]["sheet"])


def _parts(lines: Mapping[str, Any], row: str | None, submission: Submission) -> Iterator[Answer]:
    """The parts in a list; those that pick this record, where the lines belong to records."""
    for _, record in submission.records(lines["sheet"]):
        owner = codes(record.get(lines["by"])) if "by" in lines else ()
        if ("by" not in lines or (row is not None and row in owner)) and lines["field"] in record:
            yield record[lines["field"]]


def figure_does_not_follow(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK437: a percentage is not what its part and its whole come to."""
    for case in context.parameter("LK437", "cases"):
        for _, record in records(submission, case["sheet"]):
            figure, part, whole = (
                number(record.get(case[key])) for key in ("field", "part", "whole")
            )
            if figure is None or part is None or not whole:
                continue
            expected = 100 * part / whole
            if abs(figure - expected) > case["tolerance"]:
                parameters = (("expected", round(expected, 1)),)
                yield finding("LK437", record[case["field"]], context, parameters)


def longer_than_usual(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK439: more hours may pass than is safe before a missing child is reported."""
    for case in context.parameter("LK439", "fields"):
        for _, record in records(submission, case["sheet"]):
            hours = number(record.get(case["field"]))
            if hours is not None and hours > case["limit"]:
                parameters = (("limit", case["limit"]),)
                yield finding("LK439", record[case["field"]], context, parameters)


RULES = (list_does_not_add_up, figure_does_not_follow, longer_than_usual)
