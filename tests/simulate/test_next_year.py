"""Practice answers of a second year go on from those of the first, and are faultless too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from templates.periods import parse_period
from workbook.check.context import CheckContext
from workbook.check.register import load_register
from workbook.check.verdict import check_submission
from workbook.earlier import Earlier, Moved
from workbook.read.open import open_workbook
from workbook.read.submission import read_book
from workbook.simulate.draft import Filling
from workbook.simulate.fill import simulate_answers
from workbook.simulate.habits import load_habits
from workbook.simulate.next_year import draft_next_year
from workbook.write.book import build_workbook
from workbook.write.carried import carry_over
from workbook.write.order import WorkbookOrder

FIRST, SECOND = parse_period("2026"), parse_period("2027")


@pytest.fixture(scope="module")
def desk(library):
    """Texts, definition, place and places of one city, in the standard edition."""
    places = library.places("bicol")
    place = next(place for place in places if place.code == "0501724000")
    return library.text("en"), library.definition("bicol", "standard", "city"), place, places


def returned(library, desk, period, typed, **more):
    """What is read from the workbook that holds these answers."""
    texts, definition, place, places = desk
    parent = next(other for other in places if other.code == place.parent)
    order = WorkbookOrder(definition, texts, place, parent, period, "i-1", typed=typed)
    data = build_workbook(replace(order, **more))
    return read_book(open_workbook(data), "a.xlsx", "", library)


@pytest.fixture(scope="module", params=[1, 2])
def years(request, library, desk):
    """What the city said for 2026, and what it sends for 2027."""
    texts, definition, place, _ = desk
    seed = request.param
    typed = simulate_answers(definition, texts, place, FIRST, seed, 0)
    first = returned(library, desk, FIRST, typed)
    answers = {(a.sheet, a.row, a.field): a for a in first.answers if a.state != "blank"}
    earlier = Earlier(FIRST, answers, Moved(place.code, "", (place.code,)))
    typed = simulate_answers(definition, texts, place, SECOND, seed, 0, earlier)
    assert typed == simulate_answers(definition, texts, place, SECOND, seed, 0, earlier)
    records = carry_over(definition, texts, earlier).records
    return first, earlier, returned(library, desk, SECOND, typed, records=records)


def test_the_second_year_is_without_errors(years, desk):
    texts, definition, place, places = desk
    _, earlier, second = years
    context = CheckContext(definition, texts, place, places, SECOND, earlier=earlier)
    found = {one.code for one in check_submission(second, context)}
    assert {code for code in found if load_register()[code].severity == "error"} == set()
    assert "YR507" not in found


def test_records_go_on_under_their_keys(years, desk):
    _, earlier, second = years
    for key in ("structures", "instruments", "services", "partners"):
        known = earlier.living(desk[1].sheet(key))
        now = dict(second.records(key))
        assert list(now)[: len(known)] == list(known)
        assert len(now) - len(known) in ({0, 1} if known else set(range(20)))
        for row, record in known.items():
            for part in desk[1].sheet(key).identity:
                if part in record:
                    assert now[row][part].value == record[part].value


def test_figures_move(years):
    first, _, second = years
    figures = [(a, second.find(a.sheet, a.field, a.row)) for a in first.answers]
    pairs = [
        (a.value, b.value)
        for a, b in figures
        if b and isinstance(a.value, int) and isinstance(b.value, int) and a.value > 100
    ]
    assert any(a != b for a, b in pairs)


def test_what_is_asked_since_this_year_is_answered_in_last_years_records(years, desk):
    _, earlier, _ = years
    texts, definition, place, _ = desk
    sheet = next(s for s in definition.sheets if s.layout == "table" and earlier.living(s))
    field = next(f for f in sheet.asked if f.required and f.key not in sheet.identity)
    answers = {k: a for k, a in earlier.answers.items() if (k[0], k[2]) != (sheet.key, field.key)}
    habits = load_habits("bicol", texts.language)
    draft = draft_next_year(
        Filling(definition, place, SECOND, habits, 1), replace(earlier, answers=answers)
    )
    for row in earlier.living(sheet):
        assert (sheet.key, row, field.key) in draft
