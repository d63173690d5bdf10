"""Ranking, official indicators, local scores and practices of hand-made returns, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.ranking import load_components, make_rules
from indicators.tables import ToolError
from tests.compile.test_summary import ALBAY, DARAGA, IRIGA, LEGAZPI, NAGA, PILI, council
from workbook.model import PlaceStatus

CAMALIG = "0500502000"
RULES = make_rules({"structures": 40, "budget": 60}, 2, load_components())


def budget(planned, spent):
    return [("budget", None, "planned", planned), ("budget", None, "spent", spent)]


# structures: a council that is set up, and one that met. budget: money planned, money spent.
RETURNS = {
    # 40 x 2/2 + 60 x 1/2 = 70
    PILI: [*council(1), *budget(1000, 0)],
    CAMALIG: [*council(1), *budget(900, 0)],
    # 0 + 60 x 2/2 = 60: it said that there is none
    DARAGA: [("structures", None, "nothing_to_report", "none_exists"), *budget(500, 100)],
    # 40 x 1/2, since nobody knows whether it met, and 0: no data and a zero
    LEGAZPI: [*council(1, meetings="ND"), *budget("ND", 0)],
}


@pytest.fixture(scope="module")
def ranked(bicol):
    late = PlaceStatus(bicol.place(IRIGA), "rejected", "inbox/iriga.xlsx", "2026-03-09", errors=2)
    odd = PlaceStatus(bicol.place(NAGA), "unusable", "inbox/naga.xlsx", "2026-03-09")
    summary = replace(bicol, rules=RULES).summary(RETURNS, states={IRIGA: late, NAGA: odd})
    return summary.standing.ranking


def test_points_and_shared_ranks(ranked):
    assert [(line.rank, line.place, float(line.points)) for line in ranked.ranked] == [
        (1, CAMALIG, 70),
        (1, PILI, 70),
        (3, DARAGA, 60),
        (4, LEGAZPI, 20),
    ]
    points = {line.place: [float(one.points) for one in line.components] for line in ranked.ranked}
    assert points[PILI] == [40, 30]
    assert points[LEGAZPI] == [20, 0]
    assert [line.place for line in ranked.top] == [CAMALIG, PILI]


def test_what_is_not_known_brings_no_points_and_is_counted(ranked):
    last = ranked.ranked[-1]
    known = [(one.achieved.reached, one.achieved.of) for one in last.components]
    assert known == [(1, 2), (0, 2)]
    assert [one.achieved.without_data for one in last.components] == [1, 1]


def test_who_is_not_ranked_and_why(bicol, ranked):
    reasons = dict(ranked.not_ranked)
    assert reasons[IRIGA] == "errors"
    assert reasons[NAGA] == "unreadable"
    governments = [p.code for p in bicol.places if p.level in ("city", "municipality")]
    assert sorted([*reasons, *RETURNS]) == sorted(governments)
    assert set(reasons.values()) == {"errors", "unreadable", "no_return"}
    assert ALBAY not in reasons


def test_what_does_not_apply_leaves_the_component(bicol):
    lines = [("structures", None, "nothing_to_report", "not_applicable"), *budget(1, 1)]
    summary = replace(bicol, rules=RULES).summary({PILI: lines})
    assert (PILI, "not_asked") in summary.standing.ranking.not_ranked


def test_without_weights_nobody_is_ranked(bicol):
    assert bicol.summary(RETURNS).standing is None


def test_points_for_what_was_not_asked_are_refused(bicol):
    rules = make_rules({"plans": 50, "access": 50}, 5, load_components())
    with pytest.raises(ToolError, match="gives points for access, but this round asks nothing"):
        replace(bicol, rules=rules).summary(RETURNS)


def by_code(goals):
    return {one.code: figure for one, figure in goals.shown}


def seats(women, total):
    return [
        ("representation", None, "council_seats_women", women),
        ("representation", None, "council_seats_total", total),
    ]


@pytest.fixture(scope="module")
def goals(bicol):
    returns = {
        LEGAZPI: [*seats(2, 10), ("plans", "ldrrmp", "drr_plan_adopted", True)],
        DARAGA: [*seats(3, 20), ("plans", "ldrrmp", "drr_plan_adopted", False)],
        # half a ratio is no data
        CAMALIG: [*seats("ND", 8), ("plans", "ldrrmp", "drr_plan_adopted", "ND")],
        PILI: [*seats("NA", "NA"), ("plans", "ldrrmp", "drr_plan_adopted", True)],
        # a province's own council is in no figure of cities and municipalities
        ALBAY: seats(9, 9),
    }
    return bicol.summary(returns).goals


def test_a_ratio_is_one_of_sums_never_a_mean_of_percentages(goals):
    women = by_code(goals)["5.5.1"]
    region = women.areas[""]
    # (2 + 3) / (10 + 20); the mean of 20 % and 15 % would be 17.5
    assert (region.numerator, region.denominator) == (5, 30)
    assert region.value == pytest.approx(16.6666667)
    assert (region.governments, region.without_data) == (2, 1), "the fourth is not concerned"
    assert women.areas[ALBAY].value == region.value


def test_one_figure_is_shown_under_each_of_its_codes(goals):
    shown = [(one.code, figure.indicator.code) for one, figure in goals.shown]
    assert [pair for pair in shown if pair[1] == "1.5.4"] == [
        ("1.5.4", "1.5.4"),
        ("11.b.2", "1.5.4"),
        ("13.1.3", "1.5.4"),
    ]
    plan = by_code(goals)["11.b.2"]
    # two of the three that know
    assert plan.areas[""].value == pytest.approx(66.6666667)
    assert (plan.areas[""].governments, plan.areas[""].without_data) == (3, 1)
    assert goals.framework.framework_version.startswith("A/RES/71/313")
    assert {"10.7.2", "1.3.1"} <= {one.code for one in goals.others}


def test_the_median_of_governments(bicol):
    costs = {LEGAZPI: 30, DARAGA: 10, PILI: 50, CAMALIG: "ND"}
    returns = {
        code: [("indicators", "recruitment_cost", "figure", cost)] for code, cost in costs.items()
    }
    goals = replace(bicol, edition="standard").summary(returns).goals
    cost = by_code(goals)["10.7.1"]
    assert cost.areas[""].value == 30
    assert cost.areas[ALBAY].value == 20
    assert (cost.areas[""].governments, cost.areas[""].without_data) == (3, 1)


def test_the_local_score_on_policies_by_hand(bicol):
    rights = ("yes_any_status", "yes_any_status", "yes_legal_status_only", "no", "ND")
    said = [
        ("scorecard_1072", f"p1{row}", "access", answer)
        for row, answer in zip("abcde", rights, strict=True)
    ]
    said += [("scorecard_1072", f"p2{row}", "answer", row != "e") for row in "abcde"]
    said += [("scorecard_1072", f"p6{row}", "answer", "NA") for row in "ab"]
    full = replace(bicol, edition="full")
    summary = full.summary({LEGAZPI: said, PILI: [("scorecard_1072", "p2a", "answer", "")]})
    [one] = summary.scores.places
    # 1 + 1 + 0.5 + 0 and four times 1 make 6.5, of thirty questions and of the nine answered
    assert one.policies.official == pytest.approx(21.6666667)
    assert one.policies.answered_only == pytest.approx(72.2222222)
    assert (one.policies.answered, one.policies.asked) == (9, 30)
    assert one.policies.band == "requires_further_progress"
    assert [domain.official for domain in one.policies.domains] == [50, 80, 0, 0, 0, 0]
    assert one.policies.kind == "local score"
    bands = {share.key: (share.governments, share.of) for share in summary.scores.bands}
    assert bands["requires_further_progress"] == (1, 1)
    assert summary.scores.asked_policies == 2


def evaluators(*answers):
    return [
        ("scorecard_1132", f"evaluator_{number}", f"q{question}", value)
        for number, four in enumerate(answers, start=1)
        for question, value in enumerate(four, start=1)
    ]


def test_the_local_score_on_participation_by_hand(bicol):
    fours = [(3, 3, 2, 4), (2, 3, 2, 3), (4, 4, 3, 3), (1, 2, 2, 3), (3, 3, 3, 3)]
    returns = {
        # means 3, 2.5, 3.5, 2 and 3: together 14, a fifth of it 2.8
        LEGAZPI: evaluators(*fours),
        IRIGA: evaluators(*fours[:4]),
        NAGA: evaluators(*fours[:4], (2, 1, 2, "ND")),
    }
    summary = replace(bicol, edition="full").summary(returns)
    scores = {one.place: one.participation for one in summary.scores.places}
    assert scores[LEGAZPI].score == pytest.approx(2.8)
    assert scores[LEGAZPI].meets is True
    assert [one.reason for one in scores[IRIGA].refused] == ["too_few_evaluators"]
    assert [one.reason for one in scores[NAGA].refused] == ["question_missing"]
    share = by_code(summary.goals)["11.3.2"].areas[""]
    assert (share.value, share.governments, share.without_data) == (100, 1, 2)


GOOD = [
    ("practices", "2026-001", "title", "Clinic on the pier"),
    ("practices", "2026-001", "stage", "implemented"),
    ("practices", "2026-001", "evaluation", "external"),
    ("practices", "2026-001", "evaluation_result", "positive"),
    ("practices", "2026-001", "impact_migrants", "negative"),
]


def test_practices_with_class_criteria_and_direction(bicol):
    chosen = [
        *GOOD,
        ("practices", "2026-001", "override", "promising"),
        ("practices", "2026-001", "override_reason", "Too few people were asked"),
    ]
    bare = [*GOOD, ("practices", "2026-001", "override", "promising")]
    full = replace(bicol, edition="full")
    lines = full.summary({LEGAZPI: GOOD, DARAGA: chosen, PILI: bare}).practices
    found = {line.place: line.classification for line in lines}
    assert found[LEGAZPI].category == "good"
    assert found[LEGAZPI].criteria == ("G1",)
    assert found[LEGAZPI].direction == "mixed"
    assert (found[DARAGA].category, found[DARAGA].by_rule) == ("promising", "good")
    assert found[DARAGA].reason == "Too few people were asked"
    assert (found[PILI].category, found[PILI].override_refused) == ("good", "reason_missing")


def test_a_practice_that_was_only_nominated_is_not_assessed(bicol):
    [line] = replace(bicol, edition="standard").summary({LEGAZPI: GOOD[:2]}).practices
    assert line.assessed is False
