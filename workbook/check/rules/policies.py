"""Stage LK4, third part: a policy on access without fear and the services that it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbook.check.view import codes, finding, nothing_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.check.context import CheckContext
    from workbook.check.view import Record
    from workbook.model import Answer, Finding, Submission


def covered_without_jurisdiction(
    submission: Submission, context: CheckContext
) -> Iterator[Finding]:
    """LK420: a service is said to be covered, but another body or government sets its rules."""
    for case in context.parameter("LK420", "cases"):
        code = context.place.code if context.place else ""
        facts = context.definition.known_of(code)
        for row, record in submission.records(case["sheet"]):
            provider = _other_provider(case, facts, row, record)
            if provider is not None and _picked(record, case):
                option = f"{case['list']}.{provider}"
                parameters = (("provider", option),) if provider else ()
                yield finding("LK420", record[case["field"]], context, parameters)


def covered_without_policy(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK421: there is no policy, yet services are covered; told once, at the first of them."""
    for case in context.parameter("LK421", "cases"):
        if not _policy_is(submission, case):
            continue
        rows = (record for _, record in submission.records(case["sheet"]))
        first = next((record for record in rows if _picked(record, case)), None)
        if first is not None:
            policy = f"{case['policy']['sheet']}.{case['policy']['field']}"
            yield finding("LK421", first[case["field"]], context, (("policy", policy),))


def policy_without_coverage(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK422: there is a policy, yet the services that it covers are closed with a reason."""
    for case in context.parameter("LK422", "cases"):
        reason = nothing_reason(submission, case["sheet"])
        if reason is not None and codes(reason) and _policy_is(submission, case):
            policy = f"{case['policy']['sheet']}.{case['policy']['field']}"
            yield finding("LK422", reason, context, (("policy", policy),))


def _other_provider(
    case: Mapping[str, Any], facts: Mapping[tuple[str, str, str], str], row: str, record: Record
) -> str | None:
    """Who decides in place of the local authority: empty if that is not known, None if nobody."""
    for said in codes(record.get(case["corrected"])):
        return said if said in case["outside"] else None
    if facts.get((case["sheet"], row, case["jurisdiction"])) not in case["none"]:
        return None
    return facts.get((case["sheet"], row, case["provider"]), "")


def _picked(record: Record, case: Mapping[str, Any]) -> bool:
    return bool(set(codes(record.get(case["field"]))) & set(case["codes"]))


def _policy_is(submission: Submission, case: Mapping[str, Any]) -> bool:
    policy = case["policy"]
    answer: Answer | None = submission.find(policy["sheet"], policy["field"])
    return bool(set(codes(answer)) & set(policy["in"]))


RULES = (covered_without_jurisdiction, covered_without_policy, policy_without_coverage)
