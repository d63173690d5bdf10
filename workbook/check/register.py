"""The register of findings: what each code is called, how heavy it is, what its rule needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, cast

from indicators.tables import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.model import Severity

REGISTER = Path(__file__).parent / "findings.toml"
STAGES = ("WB0", "SH1", "CE2", "RW3", "LK4", "YR5", "PR6", "RG7")

Silences = Literal["", "named", "record"]
Returned = Literal["marked", "anew", "empty", "aside"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One registered finding.

    `unreadable`: the file cannot be opened as a workbook. `silences`: what later stages leave
    alone, that is what the finding names or its whole record. `shows`: how each parameter of the
    finding is shown. `variant`: the parameter that picks another wording. `returned`: what goes
    back to the sender. `explain`: it may be right all the same, and there is a cell to say why.
    `parameters`: what the rule is told, such as pairs of fields.
    """

    code: str
    slug: str
    severity: Severity
    trial: bool
    stage: str
    unreadable: bool = False
    silences: Silences = ""
    shows: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    returned: Returned = "marked"
    explain: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)


Register = MappingProxyType[str, Rule]


@cache
def load_register() -> Register:
    """All registered findings by code, in the order of the stages."""
    return MappingProxyType(
        {code: _rule(code, facts) for code, facts in read_toml(REGISTER).items()}
    )


def _rule(code: str, facts: dict[str, Any]) -> Rule:
    return Rule(
        code=code,
        slug=facts["slug"],
        severity=cast("Severity", facts["severity"]),
        trial=facts.get("trial", False),
        stage=code[:3],
        unreadable=facts.get("unreadable", False),
        silences=cast("Silences", facts.get("silences", "")),
        shows=MappingProxyType(facts.get("shows", {})),
        variant=facts.get("variant", ""),
        returned=cast("Returned", facts.get("returned", "marked")),
        explain=facts.get("explain", facts["severity"] == "warning"),
        parameters=MappingProxyType(facts.get("parameters", {})),
    )
