"""From a submission to findings, and from findings to a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.check.explained import explain_warnings
from workbook.check.gates import (
    answers_not_asked,
    find_closed,
    find_lost,
    without_closed,
    without_faulty,
    without_lost,
)
from workbook.check.register import STAGES
from workbook.check.rules import (
    cells,
    crossing,
    earlier,
    links,
    places,
    policies,
    privacy,
    rows,
    structure,
    sums,
    years,
)
from workbook.read.private import without_details

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from workbook.check.context import CheckContext
    from workbook.check.register import Rule
    from workbook.model import Finding, Submission, Verdict

    Check = Callable[[Submission, CheckContext], Iterator[Finding]]

RULES: tuple[tuple[str, tuple[Check, ...]], ...] = (
    ("SH1", structure.RULES),
    ("CE2", cells.RULES),
    ("RW3", rows.RULES),
    (
        "LK4",
        (
            *links.RULES,
            *places.RULES,
            *policies.RULES,
            *years.LINK_RULES,
            *crossing.RULES,
            *sums.RULES,
        ),
    ),
    ("YR5", (*years.RULES, *earlier.RULES)),
)


def check_submission(submission: Submission, context: CheckContext) -> tuple[Finding, ...]:
    """All findings of a file, those of reading included, by stage and then as the form runs.

    A stage sees nothing of what an earlier one found lost or what is not asked of this place, and
    no answer that an earlier one found wrong.
    """
    found = list(submission.findings)
    if submission.stopped:
        return in_order(found, submission, context)
    remaining = without_lost(submission, find_lost(found, context.register))
    closed = find_closed(remaining, context)
    found = [finding for finding in found if not closed.silences(finding, context.register)]
    found += answers_not_asked(remaining, closed)
    remaining = without_closed(remaining, closed)
    for _, rules in RULES:
        made = [finding for rule in rules for finding in rule(remaining, context)]
        found += made
        remaining = without_faulty(remaining, made, context.register)
    # A private detail must be found even where the answer is wrong in another way.
    found += [finding for rule in privacy.RULES for finding in rule(submission, context)]
    explanations = privacy.without_private(submission.explanations, context)
    found = explain_warnings(found, explanations, context.register)
    country = privacy.country(context)
    found = [without_details(finding, country) for finding in found]
    return in_order(found, submission, context)


def verdict(findings: Iterable[Finding], register: Mapping[str, Rule]) -> Verdict:
    """What the findings mean for the file; trial findings and explained warnings do not count."""
    rules = [(register[finding.code], bool(finding.explanation)) for finding in findings]
    if any(rule.unreadable for rule, _ in rules):
        return "unreadable"
    severities = {
        rule.severity
        for rule, explained in rules
        if not rule.trial and not (explained and rule.severity == "warning")
    }
    if "error" in severities:
        return "rejected"
    return "accepted_with_warnings" if "warning" in severities else "accepted"


def in_order(
    findings: Iterable[Finding], submission: Submission, context: CheckContext
) -> tuple[Finding, ...]:
    """Findings by stage, then in the order of sheets, records and fields."""
    sheets = {sheet.key: number for number, sheet in enumerate(context.definition.sheets)}
    answers = {
        (answer.sheet, answer.row, answer.field): number
        for number, answer in enumerate(submission.answers)
    }

    def place(finding: Finding) -> tuple[int, int, int, str, str]:
        key = (finding.sheet or "", finding.row, finding.field or "")
        return (
            STAGES.index(context.register[finding.code].stage),
            sheets.get(finding.sheet or "", -1),
            answers.get(key, -1),
            finding.code,
            finding.discriminator,
        )

    return tuple(sorted(findings, key=place))
