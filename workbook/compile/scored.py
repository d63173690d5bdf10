"""Local scores by the two official methods: 10.7.2 and 11.3.2."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from indicators.model import GOVERNMENT_LEVELS
from indicators.sdg import (
    PolicyScore,
    answers_by_code,
    evaluations_of,
    score_participation,
    score_policies,
    shares_by_band,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from indicators.counting import Counting
    from indicators.sdg import ParticipationScore, Share
    from indicators.sdg_methods import ParticipationMethod, PolicyMethod

POLICIES = "scorecard_1072"
PARTICIPATION = "scorecard_1132"
# The thirty questions are answered in one of these, by the kind of row.
ANSWERS = ("access", "answer")


@dataclass(frozen=True, slots=True)
class PlaceScore:
    """What a government scores itself; None where it answered nothing of that method."""

    place: str
    place_name: str
    level: str
    area: str
    policies: PolicyScore | None
    participation: ParticipationScore | None


@dataclass(frozen=True, slots=True)
class Scores:
    """All local scores, in the order of the returns.

    `bands`: cities and municipalities by band; provinces score themselves and stand outside.
    `asked_policies`, `asked_participation`: counted returns of cities and municipalities that
    were asked.
    """

    policies: PolicyMethod
    participation: ParticipationMethod
    places: tuple[PlaceScore, ...]
    bands: tuple[Share, ...]
    asked_policies: int
    asked_participation: int


def score_places(answers: pd.DataFrame, counting: Counting) -> Scores:
    """The scores of every place that was asked one of the two sheets."""
    own = answers[answers["sheet"].isin([POLICIES, PARTICIPATION])]
    places = []
    asked = {POLICIES: 0, PARTICIPATION: 0}
    key: Any
    for key, lines in own.groupby(["place", "place_name", "level", "area"], sort=False):
        code, name, level, area = key
        for sheet in lines["sheet"].unique():
            asked[sheet] += level in GOVERNMENT_LEVELS
        policies = _policies(lines[lines["sheet"] == POLICIES], counting.policies)
        participation = _participation(
            lines[lines["sheet"] == PARTICIPATION], counting.participation
        )
        if policies or participation:
            places.append(PlaceScore(code, name, level, area, policies, participation))
    scored = [one.policies for one in places if one.policies and one.level in GOVERNMENT_LEVELS]
    return Scores(
        policies=counting.policies,
        participation=counting.participation,
        places=tuple(places),
        bands=shares_by_band(scored, counting.policies),
        asked_policies=asked[POLICIES],
        asked_participation=asked[PARTICIPATION],
    )


def _policies(lines: pd.DataFrame, method: PolicyMethod) -> PolicyScore | None:
    """The score; None where nothing is answered, as silence is not a score of 0."""
    said = lines[lines["field"].isin(ANSWERS) & (lines["state"] == "answered")]
    rows: dict[str, str | None] = dict(zip(said["row"], said["text"], strict=True))
    return score_policies(answers_by_code(rows, method), method) if rows else None


def _participation(lines: pd.DataFrame, method: ParticipationMethod) -> ParticipationScore | None:
    said = lines[lines["field"].isin(method.questions)]
    rows: dict[str, dict[str, int | None]] = {}
    line: Any
    for line in said.itertuples(index=False):
        known = not isnan(line.number)
        rows.setdefault(line.row, {})[line.field] = int(line.number) if known else None
    evaluations = evaluations_of(rows)
    return score_participation(evaluations, method) if evaluations else None


def participated(scores: Iterable[PlaceScore]) -> dict[str, float | None]:
    """1, 0 or, without a score, None by place, for the share of cities that meet 11.3.2."""
    return {
        one.place: None if one.participation.meets is None else float(one.participation.meets)
        for one in scores
        if one.participation
    }
