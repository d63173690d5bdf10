"""RG7: questions over all returns of a round; firing and silent cases, and how often they err."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.check.rates import definitions, measure, simulated
from workbook.check.region import region_findings
from workbook.check.register import load_register
from workbook.check.wording import render_finding
from workbook.model import Answer, Return

DESK = ("services", "2026-001", "users_total")


@pytest.fixture(scope="module")
def towns(library):
    """Twelve municipalities of Bicol of 25,000 to 50,000 that served 12 to 900 people each."""
    found = [
        place
        for place in library.places("bicol")
        if place.level == "municipality" and 25_000 <= (place.population or 0) < 50_000
    ][:12]
    served = (12, 30, 45, 60, 80, 95, 120, 200, 340, 460, 610, 900)
    return [returned(place, value) for place, value in zip(found, served, strict=True)]


def returned(place, value, key=DESK):
    answer = Answer(*key, "answered", value, "Services!M12")
    return Return(place, f"{place.code}.xlsx", "", "accepted", "2027-01-31", (answer,))


@pytest.fixture(scope="module")
def asked(library):
    """What RG7 says of these returns, in words."""

    def ask(returns, **other):
        found = region_findings(returns, definitions(library, "core"), library.text("en"), **other)
        texts, register = library.text("en"), load_register()
        return [
            (one.place.code, one.finding.code,
             render_finding(one.finding, texts, register)["message"])
            for one in found
        ]  # fmt: skip

    return ask


def test_rg701_gives_the_reason_in_numbers(asked, towns):
    small = replace(towns[3], answers=returned(towns[3].place, 20_000).answers)
    ((place, code, message),) = asked([*towns[:3], small, *towns[4:]])
    assert (place, code) == (small.place.code, "RG701")
    assert "says 20,000, where 11 similar places have between 12 and 900" in message
    assert f"population here: {small.place.population:,}" in message


def test_rg701_is_silent_on_what_similar_places_have(asked, towns):
    assert asked(towns) == []


def test_rg702_names_the_figure_of_the_period_before(asked, towns):
    earlier = {towns[0].place.code: {DESK: 900.0}}
    ((place, code, message),) = asked(towns[:1], earlier=earlier)
    assert (place, code) == (towns[0].place.code, "RG702")
    assert message.endswith("says 12; for the period before it was 900.")


def test_rg702_is_silent_on_a_small_change(asked, towns):
    assert asked(towns[:1], earlier={towns[0].place.code: {DESK: 90.0}}) == []


def test_rg703_names_the_most_there_can_be(asked, towns):
    place = towns[0].place
    ((_, code, message),) = asked([returned(place, place.population + 1)])
    assert code == "RG703"
    assert f"more than {place.population:,} is hardly possible" in message


def test_rg703_is_silent_below_it(asked, towns):
    assert asked([returned(towns[0].place, towns[0].place.population)]) == []


def test_what_the_file_is_asked_about_already_is_not_asked_again(asked, towns):
    place = towns[0].place
    known = {place.code: frozenset({DESK})}
    assert asked([returned(place, 10 * place.population)], known=known) == []


def test_the_order_of_the_returns_changes_nothing(asked, towns):
    slip = replace(towns[3], answers=returned(towns[3].place, 20_000).answers)
    returns = [*towns[:3], slip, *towns[4:]]
    assert asked(returns) == asked(returns[::-1])


def test_no_wording_shows_a_gap(library):
    """A place without a population is told the same without it."""
    place = replace(library.places("bicol")[5], population=None)
    register, texts = load_register(), library.text("en")
    others = [
        returned(replace(place, code=f"{n:010}", level="municipality"), 10 + n) for n in range(12)
    ]
    slip = returned(replace(place, code="0599999999", level="municipality"), 500_000)
    (found,) = region_findings([*others, slip], definitions(library, "core"), texts)
    message = render_finding(found.finding, texts, register)["message"]
    assert message.endswith("is far from what 12 similar places have: between 10 and 21.")


@pytest.mark.parametrize(("edition", "rounds"), [("core", 4), ("full", 1)])
def test_faultless_rounds_raise_few_questions_and_slips_are_found(library, edition, rounds):
    """Fewer than one right figure in a hundred; 95 in a hundred thousandfold slips."""
    thousandfold = measure(library, edition, range(rounds), 1000)
    assert thousandfold.judged > 4_000
    assert thousandfold.false_alarms < 0.2
    assert thousandfold.found_by_all >= 95
    assert thousandfold.found_in_governments >= 97
    tenfold = measure(library, edition, range(rounds), 10)
    assert tenfold.found_here >= 50


def test_a_simulated_round_is_the_same_each_time(library):
    assert simulated(library, "core", 3) == simulated(library, "core", 3)
