"""Practice workbooks go the whole way: written, read back, checked."""

from __future__ import annotations

import pytest

from templates.periods import parse_period
from workbook.check.context import CheckContext
from workbook.check.register import load_register
from workbook.check.verdict import check_submission, verdict
from workbook.read.submission import read_file
from workbook.simulate.demonstration import demonstration_answers, load_demonstration
from workbook.simulate.fill import simulate_answers
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

REGION, ALBAY, NAGA, GOA = "0500000000", "0500500000", "0501724000", "0501715000"
DEMONSTRATION = load_demonstration()


@pytest.fixture
def judge(library, tmp_path):
    """What a place types, made into a workbook, read back and checked: verdict and codes."""
    places = {place.code: place for place in library.places("bicol")}

    def judged(code, period_code, answers, edition="core", asked=("bicol", "en")):
        programme, language = asked
        place, period = places[code], parse_period(period_code)
        texts = library.text(language, programme)
        definition = library.definition(programme, edition, place.level)
        typed = answers(definition, texts, place, period)
        order = WorkbookOrder(
            definition, texts, place, places.get(place.parent), period, "1", typed=typed
        )
        path = tmp_path / f"{code}.xlsx"
        path.write_bytes(build_workbook(order))
        context = CheckContext(definition, texts, place, tuple(places.values()), period)
        findings = check_submission(read_file(path, path.name, library), context)
        return verdict(findings, load_register()), {finding.code for finding in findings}

    return judged


def demonstrated(definition, texts, place, period):
    return demonstration_answers(DEMONSTRATION, definition, texts, place, period)


@pytest.mark.parametrize("code", [REGION, ALBAY, NAGA, GOA])
def test_returns_that_carry_the_totals_are_accepted_without_a_remark(judge, code):
    assert judge(code, DEMONSTRATION.period, demonstrated) == ("accepted", set())


@pytest.mark.parametrize("code", sorted(DEMONSTRATION.with_mistakes))
def test_returns_with_mistakes_are_rejected(judge, code):
    outcome, codes = judge(code, DEMONSTRATION.period, demonstrated)
    assert outcome == "rejected"
    assert codes


@pytest.mark.parametrize(
    ("seed", "edition"), [(1, "core"), (2, "core"), (1, "standard"), (1, "full"), (4, "full")]
)
@pytest.mark.parametrize("code", [REGION, ALBAY, NAGA, GOA])
def test_practice_without_mistakes_has_no_errors(judge, code, seed, edition):
    def answers(definition, texts, place, period):
        return simulate_answers(definition, texts, place, period, seed, 0)

    outcome, codes = judge(code, "2026", answers, edition)
    assert outcome in {"accepted", "accepted_with_warnings"}, codes


@pytest.mark.parametrize(
    ("programme", "language", "edition", "code"),
    [
        ("bicol", "fil", "full", NAGA),
        ("bicol", "fr", "full", GOA),
        ("bicol", "fil", "standard", ALBAY),
        ("starter", "en", "full", GOA),
        ("starter", "fil", "full", NAGA),
        ("starter", "fr", "full", ALBAY),
        ("starter", "fr", "standard", REGION),
        ("starter", "en", "core", NAGA),
    ],
)
def test_practice_in_other_words_has_no_errors(judge, programme, language, edition, code):
    def answers(definition, texts, place, period):
        return simulate_answers(definition, texts, place, period, 3, 0)

    outcome, codes = judge(code, "2026", answers, edition, (programme, language))
    assert outcome in {"accepted", "accepted_with_warnings"}, codes


@pytest.mark.parametrize("period", ["2026-Q3", "2027-02"])
def test_practice_of_shorter_periods_has_no_errors(judge, period):
    def answers(definition, texts, place, period):
        return simulate_answers(definition, texts, place, period, 1, 0)

    outcome, codes = judge(NAGA, period, answers, "full")
    assert outcome in {"accepted", "accepted_with_warnings"}, codes
