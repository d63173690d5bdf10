"""Practice rounds of the programme `vancouver`: its own words, and nothing that a board decides."""

from __future__ import annotations

import re

import pytest

from templates.periods import parse_period
from workbook.check.context import CheckContext
from workbook.check.register import load_register
from workbook.check.verdict import check_submission
from workbook.read.submission import read_file
from workbook.simulate.fill import simulate_answers
from workbook.simulate.habits import load_habits
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

PERIOD = parse_period("2026")
# The City of Vancouver, and those in which records referred to older and younger ones.
CHOSEN = ("5915022", "5915020", "5915001", "5915075")
ELSEWHERE = re.compile(r"PESO|Overseas|OFW|Migration and Development|Executive Order|Ordinance")


@pytest.fixture(scope="module")
def places(library):
    return {place.code: place for place in library.places("vancouver")}


def typed(library, place, edition, language):
    definition = library.definition("vancouver", edition, place.level)
    texts = library.text(language, "vancouver")
    return simulate_answers(definition, texts, place, PERIOD, seed=1, mistakes=0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_habits_name_questions_and_codes_that_the_programme_offers(library, language):
    for sheet, key in load_habits("vancouver", language).fields:
        field = library.sheets[sheet].field(key)
        assert field is not None, f"{sheet}.{key}"
    definition = library.definition("vancouver", "full", "city")
    for sheet in definition.sheets:
        for field in sheet.asked:
            habit = load_habits("vancouver", language).fields.get((sheet.key, field.key))
            if habit and habit.weights and field.list:
                assert set(habit.weights) & set(definition.lists[field.list].offered), field.key


def test_a_language_has_texts_of_its_own():
    english, french = load_habits("vancouver", "en"), load_habits("vancouver", "fr")
    name = ("structures", "name")
    assert "Newcomers Advisory Committee" in english.fields[name].texts
    assert "Comité consultatif des nouveaux arrivants" in french.fields[name].texts
    assert load_habits("bicol", "en") == load_habits()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_words_of_another_country_are_typed(library, places, language):
    for place in places.values():
        cells = typed(library, place, "full", language).values()
        assert [cell for cell in cells if isinstance(cell, str) and ELSEWHERE.search(cell)] == []


def test_what_others_decide_is_never_covered(library, places):
    definition = library.definition("vancouver", "full", "city")
    answers = set()
    for place in places.values():
        facts = definition.known_of(place.code)
        for (sheet, row, field), cell in typed(library, place, "full", "en").items():
            if (sheet, field) == ("awf_coverage", "covered"):
                answers.add(cell)
                if facts["awf_coverage", row, "jurisdiction"] == "none":
                    assert cell == "No", f"{place.name}, {row}"
    assert answers >= {"Yes", "Partly", "No"}


@pytest.mark.parametrize(
    ("edition", "language"),
    [("core", "en"), ("standard", "fr"), ("full", "en"), ("full", "fr")],
)
def test_practice_returns_without_mistakes_have_no_errors(
    library, places, edition, language, tmp_path
):
    register = load_register()
    for code in CHOSEN:
        place = places[code]
        order = WorkbookOrder(
            definition=library.definition("vancouver", edition, place.level),
            texts=library.text(language, "vancouver"),
            place=place,
            parent=places["5915000"],
            period=PERIOD,
            issue=f"issue-{code}",
            typed=typed(library, place, edition, language),
        )
        path = tmp_path / f"{code}.xlsx"
        path.write_bytes(build_workbook(order))
        context = CheckContext(order.definition, order.texts, place, tuple(places.values()), PERIOD)
        findings = check_submission(read_file(path, path.name, library), context)
        errors = [f for f in findings if register[f.code].severity == "error"]
        assert [(f.code, f.cell, f.value) for f in errors] == [], place.name
