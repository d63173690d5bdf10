"""Stage LK4, third part: a policy on access without fear and the services that it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbook.check.view import codes, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.check.context import CheckContext
    from workbook.model import Finding, Record, Submission


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


RULES = (covered_without_jurisdiction,)
