"""The two official methods that a local government can apply to itself: 10.7.2 and 11.3.2.

Both give a local score. The indicators themselves are figures of countries, so that nothing here
is to be shown as the value of an indicator.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicators.sdg_methods import ParticipationMethod, PolicyMethod, Subcategory

Kind = Literal["local score"]
Refusal = Literal[
    "too_few_evaluators", "too_many_evaluators", "evaluator_twice", "question_missing", "off_scale"
]


@dataclass(frozen=True, slots=True)
class DomainScore:
    """One of the six domains, 0 to 100; `answered_only` is None if nothing is answered."""

    domain: int
    sdmx_code: str
    official: float
    band: str
    answered_only: float | None
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class PolicyScore:
    """A government's own score by the method of 10.7.2, 0 to 100.

    `official`: as the method has it, what is not answered counting as 0. `answered_only`: over
    the answers there are. Only the first has a band: one good answer alone would fully meet.
    """

    method: str
    framework_version: str
    official: float
    band: str
    answered_only: float | None
    answered: int
    asked: int
    domains: tuple[DomainScore, ...]
    kind: Kind = field(default="local score", init=False)


@dataclass(frozen=True, slots=True)
class Share:
    """Governments that something holds for, of those that it is known of."""

    key: str
    governments: int
    of: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answers of one evaluator by question; None if the question is not answered."""

    evaluator: str
    answers: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no score: the reason, and the evaluator and question it lies with, if one."""

    reason: Refusal
    evaluator: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class ParticipationScore:
    """A city's own score by the method of 11.3.2, 1 to 4; None, with the reasons, if refused.

    `means`: mean of each evaluator who answered everything.
    """

    method: str
    framework_version: str
    score: float | None
    meets: bool | None
    means: tuple[tuple[str, float], ...]
    refused: tuple[Refused, ...]
    kind: Kind = field(default="local score", init=False)


def answers_by_code(
    rows: Mapping[str, str | None], method: PolicyMethod
) -> Mapping[str, str | None]:
    """Answers by row of the sheet as answers by sub-category; absent rows are not answered."""
    return {one.code: rows.get(one.row) for one in method.subcategories}


def score_policies(answers: Mapping[str, str | None], method: PolicyMethod) -> PolicyScore:
    """The score of one government; answers by sub-category, None if not answered.

    What does not apply is given as None too: the official method knows no such answer.
    """
    known = {subcategory.code for subcategory in method.subcategories}
    if unknown := sorted(set(answers) - known):
        msg = f"{method.indicator} has no sub-category {', '.join(unknown)}"
        raise ToolError(msg)
    points = [(one, _points(one, answers.get(one.code))) for one in method.subcategories]
    domains = dict.fromkeys((one.domain, one.sdmx_code) for one in method.subcategories)
    official, answered_only, answered = _scores([gained for _, gained in points])
    return PolicyScore(
        method=method.method,
        framework_version=method.framework_version,
        official=official,
        band=method.band(official),
        answered_only=answered_only,
        answered=answered,
        asked=len(points),
        domains=tuple(
            _domain(
                number, code, [gained for one, gained in points if one.domain == number], method
            )
            for number, code in domains
        ),
    )


def shares_by_band(scores: Sequence[PolicyScore], method: PolicyMethod) -> tuple[Share, ...]:
    """How many governments lie in each band, as the official regional figure counts countries."""
    counted = Counter(score.band for score in scores)
    return tuple(Share(band.key, counted[band.key], len(scores)) for band in method.bands)


def evaluations_of(rows: Mapping[str, Mapping[str, int | None]]) -> tuple[Evaluation, ...]:
    """Evaluators by row of the sheet; a row without any answer is nobody's."""
    return tuple(
        Evaluation(row, answers)
        for row, answers in rows.items()
        if any(answer is not None for answer in answers.values())
    )


def score_participation(
    evaluations: Sequence[Evaluation], method: ParticipationMethod
) -> ParticipationScore:
    """The score of one city; refused, not averaged, unless every evaluator answered everything."""
    refused = (*_wrong_number(evaluations, method), *_incomplete(evaluations, method))
    faulty = {one.evaluator for one in refused}
    means = tuple(
        (
            one.evaluator,
            sum(one.answers[key] or 0 for key in method.questions) / len(method.questions),
        )
        for one in evaluations
        if one.evaluator not in faulty
    )
    score = None if refused else sum(mean for _, mean in means) / len(means)
    return ParticipationScore(
        method=method.method,
        framework_version=method.framework_version,
        score=score,
        meets=None if score is None else score > method.above,
        means=means,
        refused=refused,
    )


def _points(subcategory: Subcategory, answer: str | None) -> float | None:
    if answer is None:
        return None
    if answer not in subcategory.points:
        expected = ", ".join(subcategory.points)
        msg = f"sub-category {subcategory.code} knows {expected}, not '{answer}'"
        raise ToolError(msg)
    return subcategory.points[answer]


def _scores(points: Sequence[float | None]) -> tuple[float, float | None, int]:
    """Official score, answered-only score, number of answers."""
    answered = [gained for gained in points if gained is not None]
    # Multiplied before it is divided: 12 of 30 is 40 exactly, not a hair beside the band's edge.
    gained = 100 * sum(answered)
    return gained / len(points), gained / len(answered) if answered else None, len(answered)


def _domain(
    number: int, sdmx_code: str, points: Sequence[float | None], method: PolicyMethod
) -> DomainScore:
    official, answered_only, answered = _scores(points)
    return DomainScore(
        domain=number,
        sdmx_code=sdmx_code,
        official=official,
        band=method.band(official),
        answered_only=answered_only,
        answered=answered,
        asked=len(points),
    )


def _wrong_number(
    evaluations: Sequence[Evaluation], method: ParticipationMethod
) -> Iterable[Refused]:
    if len(evaluations) < method.evaluators:
        yield Refused("too_few_evaluators")
    if len(evaluations) > method.evaluators:
        yield Refused("too_many_evaluators")
    times = Counter(one.evaluator for one in evaluations)
    yield from (Refused("evaluator_twice", name) for name, number in times.items() if number > 1)


def _incomplete(
    evaluations: Sequence[Evaluation], method: ParticipationMethod
) -> Iterable[Refused]:
    scale = range(method.lowest, method.highest + 1)
    for one in evaluations:
        for question in method.questions:
            answer = one.answers.get(question)
            if answer is None:
                yield Refused("question_missing", one.evaluator, question)
            elif isinstance(answer, bool) or answer not in scale:
                yield Refused("off_scale", one.evaluator, question)
