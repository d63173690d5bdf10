"""What a round withholds, and that nothing small can be worked out: many rounds, attacked."""

from __future__ import annotations

import random

import pytest

from indicators.disclosure import attack, exposed, protect, sensitive
from tests.compile.conftest import Bicol
from workbook.compile.public import publish
from workbook.compile.withheld import tables, withheld_figures

GOVERNMENTS = ("city", "municipality")


@pytest.fixture(scope="module")
def full(library):
    return Bicol(library, "full")


def people(rng, most):
    """A count as rounds have them: many zeros and small ones, some large, some without data."""
    kind = rng.random()
    if kind < 0.15:
        return "ND"
    return 0 if kind < 0.3 else rng.randrange(1, 9) if kind < 0.7 else rng.randrange(5, most)


def part(rng, whole):
    return "ND" if whole == "ND" else rng.randint(0, whole)


def answers_of(rng):
    """What one city or municipality says of people."""
    abroad, served, members = people(rng, 9000), people(rng, 800), people(rng, 60)
    births, families = people(rng, 900), people(rng, 200)
    return [
        ("people", None, "residents_abroad", abroad),
        ("people", None, "residents_abroad_women", part(rng, abroad)),
        ("people", None, "returnee_count", people(rng, 90)),
        ("services", "2026-001", "service_type", "ofw_desk"),
        ("services", "2026-001", "year_change", "continued"),
        ("services", "2026-001", "days_per_week", 5),
        ("services", "2026-001", "staff_assigned", rng.randrange(0, 4)),
        ("services", "2026-001", "users_total", served),
        ("services", "2026-001", "users_women", part(rng, served)),
        ("structures", "2026-001", "mandate", "migration_only"),
        ("structures", "2026-001", "status", "established"),
        ("structures", "2026-001", "members_total", members),
        ("structures", "2026-001", "members_women", part(rng, members)),
        ("structures", "2026-001", "members_migrant_seats", part(rng, members)),
        ("protection", None, "recruitment_trafficking_cases", people(rng, 12)),
        ("child_protection", None, "children_identified", people(rng, 30)),
        ("indicators", "births_registered", "denominator", births),
        ("indicators", "births_registered", "numerator", part(rng, births)),
        ("indicators", "families_reached", "denominator", families),
        ("indicators", "families_reached", "numerator", part(rng, families)),
        ("indicators", "remittance_cost", "figure", rng.randrange(1, 9)),
    ]


def practice_round(full, seed, share=0.8):
    rng = random.Random(seed)  # noqa: S311 - the same practice every time
    return full.summary(
        {
            place.code: answers_of(rng)
            for place in full.places
            if place.level in GOVERNMENTS and rng.random() < share
        }
    )


@pytest.mark.parametrize("seed", range(3))
def test_no_small_count_of_a_round_can_be_worked_out(full, seed):
    summary = practice_round(full, seed, share=0.3 + seed / 3)
    small = 0
    for table in tables(summary):
        naive = exposed(table, sensitive(table, 5), 5)
        withheld = protect(table, 5)
        small += len(sensitive(table, 5))
        shown_small = {n for n in sensitive(table, 5) if not table.cells[n].derived}
        assert (withheld > shown_small) if naive else (withheld == shown_small)
        for number, found in attack(table, withheld).items():
            cell = table.cells[number]
            assert found.low <= cell.value <= found.high
            if cell.personal and 0 < cell.value < 5:
                assert found.low <= cell.least
                assert found.high >= 5
            elif number in withheld:
                assert found.high - found.low >= 5
    assert small > 100


def test_the_demonstration_can_be_published(demonstration):
    found = withheld_figures(demonstration, 5)
    # Seats of migrants: 2 in Catanduanes and 3 in Sorsogon, found in the declared answers.
    assert {where for figure, where in found if figure == "council_migrant_seats"} >= {
        "0502000000",
        "0506200000",
    }
    for table in tables(demonstration):
        assert exposed(table, protect(table, 5), 5) == ()


def test_small_counts_of_governments_are_not_withheld(full):
    lines = [
        ("services", "2026-001", "service_type", "ofw_desk"),
        ("services", "2026-001", "year_change", "established"),
        ("organizations", None, "orgs_active", 2),
        ("representation", None, "council_seats_total", 10),
        ("representation", None, "council_seats_women", 3),
    ]
    summary = full.summary({"0501701000": lines})
    assert withheld_figures(summary, 5) == frozenset()
    shown = publish(summary, 5)
    assert shown.total("desks_established").value == 1
    assert shown.total("council_seats_women").value == 3


def test_the_threshold_is_that_of_the_round(full):
    summary = full.summary({"0501701000": [("people", None, "returnee_count", 3)]})
    hidden = {("returnees", where) for where in ("0501701000", "0501700000", "")}
    assert withheld_figures(summary, 5) == hidden
    assert withheld_figures(summary, 4) == hidden
    assert withheld_figures(summary, 3) == frozenset()


def test_men_are_not_left_over_when_women_are_taken_away(full):
    """Of 12 people served 10 are women: one of the two figures has to go, everywhere."""
    summary = full.summary(
        {
            "0501701000": [
                ("services", "2026-001", "year_change", "continued"),
                ("services", "2026-001", "users_total", 12),
                ("services", "2026-001", "users_women", 10),
            ]
        }
    )
    found = withheld_figures(summary, 5)
    for where in ("0501701000", "0501700000", ""):
        assert {figure for figure, at in found if at == where} & {"people_served", "women_served"}


def test_a_share_goes_with_its_part_and_a_median_needs_three(full):
    births = [
        ("indicators", "births_registered", "numerator", 3),
        ("indicators", "births_registered", "denominator", 90),
    ]
    cost = [("indicators", "remittance_cost", "figure", 6)]
    codes = ("0501701000", "0501702000", "0501703000", "0502001000")
    summary = full.summary({code: [*births, *cost] for code in codes})
    shown = {figure.indicator.code: figure.areas for figure in publish(summary, 5).goals.figures}
    # Three times 3 is 9, and once 3 is small; then the others' 9 tells nothing of the total of 12.
    births_there = shown["16.9.1"]["0502000000"]
    assert (births_there.numerator, births_there.value) == (None, None)
    hidden = [a for a in ("0501700000", "") if shown["16.9.1"][a].numerator is None]
    assert hidden
    assert all(shown["16.9.1"][area].value is None for area in hidden)
    assert shown["10.c.1"]["0501700000"].value == 6
    assert shown["10.c.1"]["0502000000"].value is None


def test_a_round_of_one_place_and_one_without_people_can_be_published(full):
    for lines in ([], [("people", None, "residents_abroad", 2)]):
        shown = publish(full.summary({"0501701000": lines}), 5)
        total = shown.total("residents_abroad")
        assert (total.value, total.governments) == (None, 0)


def test_what_is_published_holds_nothing_internal(full):
    lines = [
        ("practices", "2026-001", "title", "Secret title"),
        ("practices", "2026-001", "category_override_reason", "Secret reason"),
        ("partners", "2026-001", "name", "Secret partner"),
        ("people", None, "returnee_count", 2),
    ]
    shown = publish(full.summary({"0501701000": lines}), 5)
    assert (shown.lines, shown.contributions, shown.standing) == ((), (), None)
    text = repr(shown)
    for secret in ("Secret", "inbox/", "0" * 40):
        assert secret not in text
    assert all(line.place == line.place_name == line.row == "" for line in shown.practices)
    assert len(shown.practices) == 1
