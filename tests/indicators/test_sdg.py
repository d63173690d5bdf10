"""The methods of 10.7.2 and 11.3.2 on examples worked out by hand, and at their limits."""

from __future__ import annotations

import shutil

import pytest

from indicators.sdg import (
    Evaluation,
    answers_by_code,
    evaluations_of,
    score_participation,
    score_policies,
    shares_by_band,
)
from indicators.sdg_methods import DATA, load_participation_method, load_policy_method
from indicators.tables import DefinitionError, ToolError

CODES = [f"{domain}{letter}" for domain in range(1, 7) for letter in "abcde"]
METHOD = load_policy_method()
SURVEY = load_participation_method()


def yes(codes):
    return {code: "yes_any_status" if code[0] == "1" else "true" for code in codes}


def no(codes):
    return {code: "no" if code[0] == "1" else "false" for code in codes}


def test_six_domains_of_five():
    assert [one.code for one in METHOD.subcategories] == CODES
    assert [one.sdmx_code for one in METHOD.subcategories] == [f"PD_{code[0]}" for code in CODES]
    assert [one.code for one in METHOD.subcategories if not one.local] == ["6a", "6b"]


def test_a_worked_example():
    answers = {
        # 1 + 0.5 + 0 + 0.5 = 2 of four answered: 2/5 = 40 officially, 2/4 = 50 over the answers
        "1a": "yes_any_status",
        "1b": "yes_legal_status_only",
        "1c": "no",
        "1d": "yes_legal_status_only",
        "1e": None,
        # 2 of three answered: 2/5 = 40 and 2/3 = 66.7
        "2a": "true",
        "2b": "true",
        "2c": "false",
    }
    score = score_policies(answers, METHOD)
    first, second, *others = score.domains
    assert (first.official, first.answered_only, first.answered, first.asked) == (40, 50, 4, 5)
    assert (first.band, first.sdmx_code) == ("partially_meets", "PD_1")
    assert second.official == 40
    assert second.answered_only == pytest.approx(66.6666667)
    assert [(one.official, one.answered_only) for one in others] == [(0, None)] * 4
    # 4 points: of thirty, and of the seven answered
    assert score.official == pytest.approx(13.3333333)
    assert score.answered_only == pytest.approx(57.1428571)
    assert (score.answered, score.asked, score.band) == (7, 30, "requires_further_progress")


def test_the_official_score_is_the_mean_of_the_domains():
    score = score_policies(yes(CODES[:3] + CODES[12:21]) | {"6e": "true"}, METHOD)
    mean = sum(domain.official for domain in score.domains) / 6
    assert score.official == pytest.approx(mean)


@pytest.mark.parametrize(
    ("answers", "official", "band"),
    [
        ({}, 0, "requires_further_progress"),
        (
            yes(CODES[1:12]) | {"1a": "yes_legal_status_only"},
            38.3333333,
            "requires_further_progress",
        ),
        (yes(CODES[:12]), 40, "partially_meets"),
        (yes(CODES[1:24]) | {"1a": "yes_legal_status_only"}, 78.3333333, "partially_meets"),
        (yes(CODES[:24]), 80, "meets"),
        (yes(CODES[1:]) | {"1a": "yes_legal_status_only"}, 98.3333333, "meets"),
        (yes(CODES), 100, "fully_meets"),
    ],
)
def test_bands_begin_at_their_limit(answers, official, band):
    score = score_policies(answers, METHOD)
    assert score.official == pytest.approx(official, abs=1e-6)
    assert score.band == band


@pytest.mark.parametrize("chosen", [CODES[:12], CODES[18:], CODES[::2][:12], CODES[5:17]])
def test_twelve_of_thirty_is_forty_exactly(chosen):
    assert score_policies(no(CODES) | yes(chosen), METHOD).official == 40


def test_no_and_missing_differ_only_beside_the_official_score():
    said, silent = score_policies(no(CODES), METHOD), score_policies({}, METHOD)
    assert (said.official, silent.official) == (0, 0)
    assert (said.answered_only, silent.answered_only) == (0, None)


def test_both_national_matters_cost_a_local_government_two_points():
    score = score_policies(yes(code for code in CODES if code not in {"6a", "6b"}), METHOD)
    assert score.official == pytest.approx(93.3333333)
    assert (score.answered_only, score.band) == (100, "meets")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"7a": "true"}, "no sub-category 7a"),
        ({"1a": "true"}, "1a knows yes_any_status, yes_legal_status_only, no"),
        ({"2a": "yes_any_status"}, "2a knows true, false"),
    ],
)
def test_what_the_method_does_not_know_is_refused(answers, words):
    with pytest.raises(ToolError, match=words):
        score_policies(answers, METHOD)


def test_governments_per_band():
    scores = [score_policies(yes(CODES[:many]), METHOD) for many in (0, 11, 12, 30)]
    assert [
        (share.key, share.governments, share.of) for share in shares_by_band(scores, METHOD)
    ] == [
        ("requires_further_progress", 2, 4),
        ("partially_meets", 1, 4),
        ("meets", 0, 4),
        ("fully_meets", 1, 4),
    ]


def test_a_score_is_always_local():
    scores = [score_policies(yes(CODES), METHOD), score_participation(evaluations(), SURVEY)]
    assert {score.kind for score in scores} == {"local score"}
    assert {score.framework_version[:13] for score in scores} == {"A/RES/71/313,"}
    with pytest.raises(TypeError, match="kind"):
        type(scores[0])(*[None] * 8, kind="indicator")


def evaluations(**changed):
    """Five evaluators with means 2.5, 3, 2, 2.5 and 2.5: 12.5 / 5 = 2.5."""
    answers = {
        "government": (3, 3, 2, 2),
        "academia": (4, 3, 3, 2),
        "civil_society": (2, 2, 2, 2),
        "international": (3, 2, 3, 2),
        "planner": (2, 3, 3, 2),
    } | changed
    return [
        Evaluation(name, dict(zip(("q1", "q2", "q3", "q4"), given, strict=True)))
        for name, given in answers.items()
        if given
    ]


def test_two_and_a_half_exactly_does_not_meet():
    score = score_participation(evaluations(), SURVEY)
    assert (score.score, score.meets, score.refused) == (2.5, False, ())
    assert [mean for _, mean in score.means] == [2.5, 3, 2, 2.5, 2.5]


def test_one_point_more_meets():
    # 51 points over 20 answers.
    score = score_participation(evaluations(planner=(3, 3, 3, 2)), SURVEY)
    assert (score.score, score.meets) == (2.55, True)


@pytest.mark.parametrize(("answer", "meets"), [(1, False), (4, True)])
def test_ends_of_the_scale(answer, meets):
    given = dict.fromkeys(
        ("government", "academia", "civil_society", "international", "planner"), (answer,) * 4
    )
    score = score_participation(evaluations(**given), SURVEY)
    assert (score.score, score.meets) == (answer, meets)


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ((3, 3, None, 3), [("question_missing", "planner", "q3")]),
        ((0, 3, 3, 5), [("off_scale", "planner", "q1"), ("off_scale", "planner", "q4")]),
        ((True, 3, 3, 3), [("off_scale", "planner", "q1")]),
        (None, [("too_few_evaluators", "", "")]),
    ],
)
def test_incomplete_evaluators_are_refused_and_not_averaged(given, reasons):
    score = score_participation(evaluations(planner=given), SURVEY)
    assert (score.score, score.meets) == (None, None)
    assert [(one.reason, one.evaluator, one.question) for one in score.refused] == reasons
    assert [name for name, _ in score.means] == [
        "government",
        "academia",
        "civil_society",
        "international",
    ]


def test_five_evaluators_and_each_once():
    six = [*evaluations(), *evaluations()[:1]]
    reasons = [one.reason for one in score_participation(six, SURVEY).refused]
    assert reasons == ["too_many_evaluators", "evaluator_twice"]
    twice = [*evaluations()[:4], evaluations()[0]]
    score = score_participation(twice, SURVEY)
    assert [one.reason for one in score.refused] == ["evaluator_twice"]
    assert score.score is None


def test_a_city_meets_the_criterion_above_it_and_not_at_it():
    cities = [
        score_participation(evaluations(planner=given), SURVEY)
        for given in ((4, 4, 4, 4), (3, 3, 3, 2), (2, 3, 3, 2), (None, 3, 3, 2))
    ]
    assert [city.meets for city in cities] == [True, True, False, None]


def test_the_sheets_ask_what_the_methods_need(library):
    definition = library.definition("bicol", "full", "city")
    sheet = definition.sheet("scorecard_1072")
    assert [row.key for row in sheet.rows] == [one.row for one in METHOD.subcategories]
    levels = definition.lists[sheet.field("access").list].codes
    for row, one in zip(sheet.rows, METHOD.subcategories, strict=True):
        asked = "access" if row.group in sheet.field("access").groups else "answer"
        offered = levels if asked == "access" else ("true", "false")
        assert tuple(one.points) == tuple(offered)
    survey = definition.sheet("scorecard_1132")
    assert len(survey.rows) == SURVEY.evaluators
    limits = [(survey.field(key).minimum, survey.field(key).maximum) for key in SURVEY.questions]
    assert set(limits) == {(SURVEY.lowest, SURVEY.highest)}


def test_answers_by_row_of_the_sheet():
    rows = {"p1a": "yes_any_status", "p2b": "false", "note": "x"}
    answers = answers_by_code(rows, METHOD)
    assert {code: answer for code, answer in answers.items() if answer} == {
        "1a": "yes_any_status",
        "2b": "false",
    }
    assert list(answers) == CODES


def test_a_row_without_answers_is_no_evaluator():
    rows = {
        "evaluator_1": {"q1": 3, "q2": None},
        "evaluator_2": {"q1": None, "q2": None},
        "evaluator_3": {},
    }
    assert evaluations_of(rows) == (Evaluation("evaluator_1", {"q1": 3, "q2": None}),)


def test_every_answer_band_and_refusal_has_words(library):
    texts = library.text("en")
    keys = {f"policies.bands.{band.key}" for band in METHOD.bands}
    keys |= {f"policies.domains.{one.domain}" for one in METHOD.subcategories}
    for one in METHOD.subcategories:
        keys |= {f"policies.subcategories.{one.code}.{part}" for part in ("official", "local")}
    keys |= {f"participation.questions.{key}" for key in SURVEY.questions}
    keys |= {f"participation.scale.{step}" for step in range(SURVEY.lowest, SURVEY.highest + 1)}
    keys |= {
        f"participation.refused.{reason}"
        for reason in (
            "too_few_evaluators",
            "too_many_evaluators",
            "evaluator_twice",
            "question_missing",
            "off_scale",
        )
    }
    assert [key for key in sorted(keys) if not texts.get(f"indicators_sdg.{key}")] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("sdg_methods.toml", "from = 0", "from = 1", "begin with from = 0"),
        ("sdg_methods.toml", "from = 80", "from = 30", "go upwards"),
        ("sdg_methods.toml", "[participation]", "[other]", "participation"),
        ("sdg_10_7_2_subcategories.csv", "by_status", "by_age", "no scale 'by_age'"),
    ],
)
def test_a_mistake_in_the_methods_says_where_it_is(tmp_path, name, old, new, words):
    for path in DATA.glob("sdg_*"):
        shutil.copy(path, tmp_path)
    path = tmp_path / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    load = load_participation_method if words == "participation" else load_policy_method
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path)
    assert words in str(caught.value)
