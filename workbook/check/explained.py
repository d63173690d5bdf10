"""What the sender says about what looks unusual, put beside the findings it answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.check.register import Rule
    from workbook.model import Explanation, Finding

Place = tuple[str | None, str | None, str | None]


def explain_warnings(
    findings: Iterable[Finding],
    explanations: Iterable[Explanation],
    register: Mapping[str, Rule],
) -> list[Finding]:
    """The findings, each warning with what is said about its question, its record or its row.

    Errors stay as they are: what cannot be right is not made right by a reason. Nor are findings
    explained whose explanation is itself complained of, because it holds a private detail.
    """
    found = list(findings)
    said: dict[Place, str] = {(one.sheet, one.row, one.field): one.text for one in explanations}
    return [
        replace(finding, explanation=_reason(finding, said))
        if register[finding.code].severity == "warning"
        else finding
        for finding in found
    ]


def _reason(finding: Finding, said: Mapping[Place, str]) -> str:
    sheet, row = finding.sheet, finding.row
    if row is None:
        return said.get((sheet, None, finding.field), "")
    return said.get((sheet, row, None), "")
