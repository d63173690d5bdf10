"""Practice answers are plausible, repeatable, and spoilt only where mistakes are wanted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from templates.load import load_library
from templates.model import EDITIONS, PLACE_LEVELS
from templates.periods import parse_period
from workbook.simulate.draft import Filling, draft_answers
from workbook.simulate.fill import simulate_answers
from workbook.simulate.habits import load_habits
from workbook.simulate.mistakes import MISTAKES, SLIPS, Typist
from workbook.write.order import Formula
from workbook.write.typed import type_answers

SPECIMEN = Path(__file__).parent.parent / "cases/specimen"
PERIOD = parse_period("2026")
LEGAZPI = "0500506000"


@pytest.fixture(scope="module")
def places(library):
    return {place.code: place for place in library.places("bicol")}


def answers(library, place, seed=1, mistakes=0.0):
    definition = library.definition("bicol", "core", place.level)
    return simulate_answers(definition, library.text("en"), place, PERIOD, seed, mistakes)


def test_habits_name_questions_and_codes_that_exist(library):
    habits = load_habits()
    for (sheet, key), habit in habits.fields.items():
        field = library.sheets[sheet].field(key)
        assert field is not None, f"{sheet}.{key}"
        if field.type == "one_of":
            assert set(habit.weights) <= set(library.lists[field.list].codes), f"{sheet}.{key}"
    assert set(habits.sheets) <= set(library.sheets)


def test_the_same_seed_gives_the_same_answers(library, places):
    legazpi = places[LEGAZPI]
    assert answers(library, legazpi) == answers(library, legazpi)
    assert answers(library, legazpi) != answers(library, legazpi, seed=2)
    assert answers(library, legazpi) != answers(library, places["0500503000"])


@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_every_question_that_must_be_answered_is(library, places, level):
    definition = library.definition("bicol", "core", level)
    for place in (place for place in places.values() if place.level == level):
        typed = answers(library, place)
        nobody = typed.get(("place", None, "role_return")) == "No"
        for sheet in definition.sheets:
            always = [
                field.key
                for field in sheet.asked
                if field.required and not (nobody and field.key == "returnee_count")
            ]
            if sheet.layout == "form":
                assert all((sheet.key, None, key) in typed for key in always)
            elif sheet.layout == "table":
                rows = {row for key, row, _ in typed if key == sheet.key and row}
                assert all((sheet.key, row, key) in typed for row in rows for key in always)
                assert rows or (sheet.key, None, "nothing_to_report") in typed


def test_what_a_screening_question_switches_off_is_left_empty(library, places):
    """In full, coming back decides on two answers, and people from elsewhere on five."""
    came_back = {("people", "returnee_count"), ("crisis_people", "returnees_assisted")}
    from_elsewhere = {
        ("people", "migrants_living_here"),
        ("people", "migrants_living_here_year"),
        ("people", "migrants_living_here_basis"),
        ("crisis_people", "interpreters"),
        ("crisis_people", "migrants_assisted"),
    }
    definition = library.definition("bicol", "full", "municipality")
    said = Counter()
    for place in (place for place in places.values() if place.level == "municipality"):
        draft = draft_answers(Filling(definition, place, PERIOD, load_habits(), 1))
        for role, depending in (("role_return", came_back), ("role_destination", from_elsewhere)):
            filled = bool({(sheet, key) for sheet, _, key in draft} & depending)
            answer = draft["place", None, role]
            assert answer or not filled
            said[role, answer, filled] += 1
    seen = [("role_return", True, True), ("role_return", False, False)]
    seen += [("role_destination", True, True), ("role_destination", False, False)]
    assert min(said[case] for case in seen) > 5


def test_parts_are_not_more_than_the_whole(library, places):
    pairs = {
        ("people", "residents_abroad_women"): "residents_abroad",
        ("structures", "members_women"): "members_total",
        ("services", "users_women"): "users_total",
        ("representation", "council_seats_women"): "council_seats_total",
        ("budget", "spent"): "planned",
    }
    compared = Counter()
    for place in places.values():
        typed = answers(library, place)
        for (sheet, part), whole in pairs.items():
            for (key, row, field), value in typed.items():
                if (key, field) == (sheet, part) and value != "ND":
                    assert value <= typed[sheet, row, whole]
                    compared[part] += 1
    assert len(compared) == len(pairs)


def test_figures_follow_the_size_of_the_place(library, places):
    for place in places.values():
        abroad = answers(library, place).get(("people", None, "residents_abroad"), "ND")
        if abroad != "ND":
            assert place.population * 0.009 < abroad < place.population * 0.051


def test_lists_are_typed_by_label(library, places):
    typed = answers(library, places["0501724000"])
    assert typed["sign_off", None, "statement"] == "Yes"
    labels = {
        library.text("en")[f"lists.lcat_level.{c}"] for c in library.lists["lcat_level"].codes
    }
    assert typed["protection", None, "lcat_vawc_level"] in labels


def test_no_mistakes_unless_wanted_and_some_if_wanted(library, places):
    spoilt = 0
    for place in places.values():
        clean, tried = answers(library, place), answers(library, place, mistakes=0.25)
        spoilt += clean != tried
    assert 0 < spoilt < len(places)
    for place in places.values():
        clean, wrong = answers(library, place), answers(library, place, mistakes=1)
        changed = [key for key in clean | wrong if clean.get(key) != wrong.get(key)]
        assert 1 <= len(changed) <= 6


@pytest.mark.parametrize("kind", [*MISTAKES, *SLIPS], ids=lambda kind: kind.__name__)
def test_each_kind_of_mistake_happens_somewhere(library, places, kind):
    definition = library.definition("bicol", "core", "municipality")
    texts = library.text("en")
    changes = []
    for place in places.values():
        if place.level == "municipality":
            filling = Filling(definition, place, PERIOD, load_habits(), 1)
            typed = type_answers(definition, texts, draft_answers(filling))
            changes += [
                (key, typed.get(key), cell) for key, cell in kind(Typist(filling, texts, typed))
            ]
    assert changes
    assert all(before != after for _, before, after in changes)


def test_a_sum_is_typed_with_the_value_that_the_program_shows(library, places):
    definition = library.definition("bicol", "core", "city")
    filling = Filling(definition, places[LEGAZPI], PERIOD, load_habits(), 1)
    typed = type_answers(definition, library.text("en"), draft_answers(filling))
    [as_a_sum] = [kind for kind in SLIPS if kind.__name__ == "as_a_sum"]
    for key, formula in as_a_sum(Typist(filling, library.text("en"), typed)):
        first, second = formula.text.removeprefix("=").split("+")
        assert formula == Formula(formula.text, int(first) + int(second))
        assert formula.value == typed[key]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_type_of_question_is_answered(edition):
    specimen = load_library(SPECIMEN)
    columns = set()
    for place in specimen.places("specimen"):
        definition = specimen.definition("specimen", edition, place.level)
        for seed in range(8):
            typed = simulate_answers(definition, specimen.text("en"), place, PERIOD, seed, 0)
            columns |= {(sheet, column) for sheet, _, column in typed}
    for sheet in specimen.definition("specimen", edition, "city").sheets:
        for field in sheet.asked:
            separators = {"several_of": "=", "references": "~"}
            start = field.key + separators.get(field.type, "")
            assert any(
                key == sheet.key and (column == start or (start != field.key and start in column))
                for key, column in columns
            ), f"{sheet.key}.{field.key}"


def test_what_comes_later_is_dated_later(library, places):
    """Ends, changes and events of every municipality in a quarter, by their declared order."""
    definition, quarter = library.definition("bicol", "full", "municipality"), "2026-Q3"
    seen = Counter()
    for place in (place for place in places.values() if place.level == "municipality"):
        period = parse_period(quarter)
        draft = draft_answers(Filling(definition, place, period, load_habits(), 1))
        for (sheet, row, field), value in draft.items():
            if (sheet, field) == ("partners", "end"):
                assert value > draft[sheet, row, "start"]
            elif (sheet, field) == ("capacity_events", "date"):
                assert date(2026, 7, 1) <= value <= date(2026, 9, 30)
            elif (sheet, field) == ("instruments", "amends"):
                assert value != (row,)
                amended, own = (draft.get((sheet, key, "date_approved")) for key in (value[0], row))
                assert not (amended and own and amended > own)
            else:
                continue
            seen[field] += 1
    assert set(seen) == {"end", "date", "amends"}
