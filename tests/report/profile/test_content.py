"""The page of a place says what it answered and where others' middle lies, and no more."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from tests.report.profile.conftest import CITY, LARGE, OWN, SILENT, TOWNS, Region, figures
from workbook.compile.changes_model import PlaceFigure
from workbook.report.profile.content import make_profiles


@pytest.fixture(scope="module")
def pages(region, summary):
    return {page.code: page for page in make_profiles(summary, region.collection)}


def lines_of(page):
    return {line.label: line for part in page.parts for line in part.lines}


def text_of(value):
    """Every text of a page."""
    if isinstance(value, dict):
        return " ".join(text_of(one) for one in value.values())
    if isinstance(value, list | tuple):
        return " ".join(text_of(one) for one in value)
    return str(value)


def test_there_is_a_page_for_each_return_that_counts_and_for_no_other(pages):
    assert list(pages) == [place.code for place in TOWNS if place.code != SILENT]


def test_a_page_says_what_the_place_told(pages):
    lines = {label: line.value for label, line in lines_of(pages[OWN]).items()}
    assert lines == {
        "Parts of the main plan with migration in them": "1 of 5",
        "Migrant organizations active": "9",
        "Staff trained on migration": "90",
        "Planned for migration": "PHP 9,000",
    }
    note = lines_of(pages[OWN])["Parts of the main plan with migration in them"].note
    assert note == "not answered: 3"


def test_a_page_thanks_for_answers_by_number(pages, region):
    # ND and blanks are none; of eleven towns, ten are others.
    assert pages[OWN].thanks == (
        "Thank you: your 5 answers are now part of what is known of migration governance in 2026, "
        "together with those of 10 other governments."
    )
    (alone,) = make_profiles(region.summary({OWN: figures(9)[:1]}), region.collection)
    assert alone.thanks == (
        "Thank you: your answer is now part of what is known of migration governance in 2026."
    )


def test_figures_stand_beside_the_middle_of_eight_others_of_the_same_size(pages):
    bars = {bar.label: bar for bar in pages[OWN].bars}
    # Of 1 to 8, the quartiles are 2.75, 4.5 and 6.25; plans are known in part only.
    assert list(bars) == [
        "Staff trained on migration",
        "Planned for migration",
        "Migrant organizations active",
    ]
    own = bars["Migrant organizations active"]
    assert (own.value, own.half, own.middle) == ("9", "2.8 to 6.3", "4.5")
    assert own.others == "8 of your size"
    assert own.at == pytest.approx([n / (1.08 * 9) for n in (9, 2.8, 4.5, 6.3)])
    money = bars["Planned for migration"]
    assert (money.value, money.half, money.middle) == ("PHP 9,000", "2,800 to 6,300", "4,500")
    staff = bars["Staff trained on migration"]
    assert (staff.half, staff.middle) == ("28 to 63", "45")
    assert "Your size: 25,000 to 50,000 people." in pages[OWN].beside_about


def test_small_counts_of_people_of_others_are_not_told(region, told):
    few = {
        code: [
            (sheet, row, field, value / 10 if field == "staff_trained_in_year" else value)
            for sheet, row, field, value in lines
        ]
        for code, lines in told.items()
    }
    pages = make_profiles(region.summary(few), region.collection)
    own = next(page for page in pages if page.code == OWN)
    assert "Staff trained on migration" not in {bar.label for bar in own.bars}
    assert lines_of(own)["Staff trained on migration"].value == "9"


def test_a_larger_town_stands_beside_all_towns_and_a_lone_city_beside_nobody(pages):
    assert {bar.others for bar in pages[LARGE].bars} == {"9 de toutes tailles"}
    assert "Votre taille" not in pages[LARGE].beside_about
    assert pages[CITY].bars == ()
    assert "8" in pages[CITY].no_bars


def test_eight_others_are_enough_and_seven_are_not(region, told):
    eight = {code: told[code] for code in list(told)[1:9]}
    pages = list(make_profiles(region.summary(eight), region.collection))
    assert len(pages) == 8
    assert all(page.bars == () for page in pages)


def test_a_page_names_nobody_else(pages):
    whole = text_of(asdict(pages[OWN]))
    named = [place.name for place in TOWNS if place.code != OWN]
    assert "Town 9" in whole
    assert [name for name in named if f"{name} " in whole] == []


def test_each_page_is_in_the_language_of_its_workbook(pages):
    titles = {code: (pages[code].language, pages[code].told) for code in (OWN, LARGE, CITY)}
    assert titles == {
        OWN: ("en", "What you told us"),
        LARGE: ("fr", "Ce que vous nous avez dit"),
        CITY: ("fil", "Ang sinabi ninyo sa amin"),
    }


def test_what_nobody_has_is_to_be_gathered_from_whom(pages):
    page = pages[OWN]
    names = [item.name for item in page.gather.items]
    assert names[0] == "Parts of the main plan with migration in them"
    assert "Residents working or living abroad" in names
    assert "planning office" in page.gather.items[0].text
    assert page.correct.text.endswith("Send it to: The regional office, office@example.org.")


def test_what_is_missing_from_the_plan_is_the_next_step(pages):
    plan = next(step for step in pages[OWN].steps if step.name == "Migration in the main plan")
    # Objectives are known to be without it; of three parts nothing is known.
    assert plan.text.startswith("Parts still without it: objectives. ")
    assert plan.text.endswith("Who can help: planning office.")


def test_the_period_before_stands_beside_where_it_is_known(region, summary):
    place = next(place for place in TOWNS if place.code == OWN)
    then = (("organizations_active", 7.0), ("budget_planned", 0.0))
    earlier = tuple(PlaceFigure(key, place, "", old, None) for key, old in then)
    followed = replace(summary, last="2025", earlier=earlier)
    pages = {page.code: page for page in make_profiles(followed, region.collection)}
    lines = lines_of(pages[OWN])
    assert pages[OWN].heads == ("2026", "2025")
    assert lines["Migrant organizations active"].last == "7"
    assert lines["Planned for migration"].last == "PHP 0"
    assert lines["Staff trained on migration"].last == ""
    assert pages[LARGE].heads == ("2026", "")


def test_a_place_that_knows_nothing_is_not_told_off(library):
    region = Region(library)
    answers = {OWN: [("organizations", None, "orgs_active", "ND")]}
    (page,) = make_profiles(region.summary(answers), region.collection)
    assert page.parts == ()
    assert page.none_yet == ""
    assert page.thanks.startswith("Thank you: your workbook is now part")
    assert "an answer as well" in page.nothing_told
    assert page.steps[0].name == "Something to share"
