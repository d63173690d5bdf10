"""How well a practice is evidenced: a category, every criterion met, and the direction of impact.

The criteria are those of the source report's methodology, which calls its categories fluid and
overlapping: all criteria met are shown beside the category, and people may decide otherwise.
C2 (a story to be told over time) is left to people: no answer tells it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Category = Literal["good", "promising", "emerging", "case_study", "unclassified"]
Criterion = Literal["G1", "G2", "P1", "P2", "P3", "E1", "E2", "C1", "C3"]
Direction = Literal["positive", "mixed", "negative", "unknown"]
RefusedOverride = Literal["reason_missing", "category_unknown"]
CHOICES: tuple[str, ...] = ("good", "promising", "emerging", "case_study")


@dataclass(frozen=True, slots=True)
class Practice:
    """What is known of one practice, as codes; None where the question is not answered.

    evaluation: none, internal, external, independent. evaluation_result: positive, mixed,
    negative. research_assessment: none, positive, mixed, negative. evidence_level: none, partial,
    strong. impact_migrants, impact_hosts: positive, mixed, negative, unknown.
    `innovation`: a new use of technology, partnership or resources.
    """

    clear_need: bool | None = None
    well_framed: bool | None = None
    innovation: bool | None = None
    evaluation: str | None = None
    evaluation_result: str | None = None
    research_assessment: str | None = None
    evidence_level: str | None = None
    early_results: bool | None = None
    too_early: bool | None = None
    challenges: bool | None = None
    complex_problem: bool | None = None
    impact_migrants: str | None = None
    impact_hosts: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Another category chosen by people, and why."""

    category: str
    reason: str


@dataclass(frozen=True, slots=True)
class Classification:
    """The category of a practice and what it rests on.

    `category` is the one to show: `by_rule`, unless people decided otherwise for `reason`.
    `override_refused`: why their decision does not hold, empty if it does or there is none.
    `direction`: a practice proven to harm is well evidenced too, so it stands next to `category`.
    `unanswered`: questions that decide and have no answer.
    """

    category: Category
    by_rule: Category
    criteria: tuple[Criterion, ...]
    direction: Direction
    reason: str = ""
    override_refused: RefusedOverride | Literal[""] = ""
    unanswered: tuple[str, ...] = ()


def read_practice(codes: Mapping[str, str | None]) -> Practice:
    """A practice from its answers: codes, `true` or `false`, several codes as `;a;b;`."""
    values: dict[str, str | bool | None] = {}
    for field in fields(Practice):
        code = codes.get(field.name)
        if field.name == "innovation" and code is not None:
            values[field.name] = bool({*code.split(";")} - {"", "none", "false"})
        elif code in {"true", "false"}:
            values[field.name] = code == "true"
        else:
            values[field.name] = code
    return Practice(**values)  # type: ignore[arg-type]  # yes/no fields hold true, false or None


def read_override(codes: Mapping[str, str | None]) -> Override | None:
    """What people decided on the same sheet; None if nothing."""
    category = codes.get("override")
    return Override(category, codes.get("override_reason") or "") if category else None


def classify(practice: Practice, override: Override | None = None) -> Classification:
    """Category, criteria and direction of one practice; never raises for what was answered."""
    criteria = tuple(name for name, meets in _CRITERIA.items() if meets(practice))
    by_rule = _category(frozenset(criteria))
    refused = _refused(override) if override else ""
    category, reason = by_rule, ""
    if override and not refused:
        category, reason = _chosen(override.category), override.reason.strip()
    return Classification(
        category=category,
        by_rule=by_rule,
        criteria=criteria,
        direction=direction(practice),
        reason=reason,
        override_refused=refused,
        unanswered=_unanswered(practice),
    )


def direction(practice: Practice) -> Direction:
    """Which way the impact goes, as far as evaluation, research and respondents tell."""
    told = {
        practice.evaluation_result if _evaluated(practice) else None,
        practice.research_assessment,
        practice.impact_migrants,
        practice.impact_hosts,
    }
    if "mixed" in told or {"positive", "negative"} <= told:
        return "mixed"
    if "positive" in told:
        return "positive"
    return "negative" if "negative" in told else "unknown"


def _category(criteria: frozenset[Criterion]) -> Category:
    """Later lines count only where none of the earlier ones holds."""
    if criteria & {"G1", "G2"}:
        return "good"
    if criteria >= {"C1", "C3"}:
        return "case_study"
    if criteria & {"P1", "P2", "P3"}:
        return "promising"
    if criteria & {"E1", "E2"}:
        return "emerging"
    return "case_study" if criteria & {"C1", "C3"} else "unclassified"


def _evaluated(practice: Practice) -> bool:
    return practice.evaluation in {"internal", "external", "independent"}


def _evaluated_well(practice: Practice) -> bool:
    return _evaluated(practice) and practice.evaluation_result == "positive"


def _researched(practice: Practice) -> bool:
    return practice.research_assessment in {"positive", "negative"}


def _partly_evidenced(practice: Practice) -> bool:
    framed = bool(practice.well_framed and practice.clear_need)
    return practice.evidence_level == "partial" and framed


def _new_with_evidence(practice: Practice) -> bool:
    # A new idea without any evidence is what E1 is for.
    return bool(practice.innovation) and practice.evidence_level in {"partial", "strong"}


def _early_results(practice: Practice) -> bool:
    independent = practice.evaluation in {"external", "independent"}
    return bool(practice.early_results) and not independent


def _new_idea(practice: Practice) -> bool:
    return practice.evidence_level == "none" and bool(practice.innovation and practice.clear_need)


def _too_early(practice: Practice) -> bool:
    return bool(practice.too_early)


def _complex(practice: Practice) -> bool:
    return bool(practice.complex_problem)


def _troubled(practice: Practice) -> bool:
    # The report's third criterion excludes what evidence of good practice supports.
    proven = _evaluated_well(practice) or _researched(practice)
    troubled = bool(practice.challenges) or direction(practice) == "mixed"
    return troubled and not proven


_CRITERIA: dict[Criterion, Callable[[Practice], bool]] = {
    "G1": _evaluated_well,
    "G2": _researched,
    "P1": _partly_evidenced,
    "P2": _new_with_evidence,
    "P3": _early_results,
    "E1": _new_idea,
    "E2": _too_early,
    "C1": _complex,
    "C3": _troubled,
}


def _unanswered(practice: Practice) -> tuple[str, ...]:
    # Not asked of everybody: impact and challenges only once a practice is carried out.
    optional = {"impact_migrants", "impact_hosts", "challenges"}
    if not _evaluated(practice):
        optional.add("evaluation_result")
    names = (field.name for field in fields(Practice))
    return tuple(name for name in names if name not in optional and getattr(practice, name) is None)


def _refused(override: Override) -> RefusedOverride | Literal[""]:
    if override.category not in CHOICES:
        return "category_unknown"
    return "" if override.reason.strip() else "reason_missing"


def _chosen(category: str) -> Category:
    return next(known for known in get_args(Category) if known == category)
