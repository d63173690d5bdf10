"""The declared measures: readable, complete, in step with what is asked, and mistakes named."""

from __future__ import annotations

import pytest

from indicators.catalogue import load_measures
from indicators.tables import DefinitionError

LEVELS = ("region", "province", "city", "municipality")


@pytest.fixture(scope="module")
def measures():
    return load_measures()


def definition_of(library, measure, level):
    """The programme that asks what the measure counts."""
    found = [library.definition(key, "full", level) for key in ("bicol", "vancouver", "starter")]
    return next((one for one in found if one.sheet(measure.sheet)), found[0])


def asked(library, measure, level):
    sheet = definition_of(library, measure, level).sheet(measure.sheet)
    return sheet is not None and all(sheet.field(field) for field in measure.fields)


def test_every_measure_is_asked_at_each_of_its_levels(library, measures):
    silent = [
        (measure.key, level)
        for measure in measures
        if not measure.all_of
        for level in measure.levels
        if not asked(library, measure, level)
    ]
    assert silent == []


def test_tests_name_codes_that_exist(library, measures):
    unknown = []
    for measure in measures:
        for level in measure.levels:
            definition = definition_of(library, measure, level)
            for test in measure.where:
                field = definition.sheet(measure.sheet).field(test.field)
                known = {"true", "false"}
                if field.list:
                    # A programme may leave out codes that another one counts.
                    known = set(library.lists[field.list].codes)
                unknown += [(measure.key, code) for code in test.one_of if code not in known]
    assert unknown == []


def test_every_count_of_people_is_withheld_where_it_is_small(library, measures):
    """By the unit of the question; elected seats and offices have units of their own."""
    people = {"persons", "children", "cases", "households", "complaints", "enterprises", "cards"}
    wrong = []
    for measure in measures:
        if measure.counts != "sum" or not measure.adds_up:
            continue
        level = measure.levels[-1]
        field = definition_of(library, measure, level).sheet(measure.sheet).field(measure.field)
        if (field.unit in people) != measure.withhold:
            wrong.append((measure.key, field.unit))
    assert wrong == []


def test_every_measure_and_theme_has_words(library, measures):
    texts = library.text("en")
    keys = {f"indicators.measures.{measure.key}" for measure in measures}
    for measure in measures:
        keys |= {f"indicators.themes.{measure.theme}.{part}" for part in ("name", "title", "about")}
    assert [key for key in sorted(keys) if not texts.get(key)] == []
    assert len({texts[f"indicators.measures.{m.key}"] for m in measures}) == len(measures)


def test_one_chart_a_theme(measures):
    charts = [measure.theme for measure in measures if measure.chart]
    assert sorted(charts) == sorted(set(charts))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[measures]]\nkey="a"\ntheme="t"\ncounts="sum"\nsheet="s"', "sum needs sheet and field"),
        ('[[measures]]\nkey="a"\ntheme="t"\ncounts="all"', "counts (one of"),
        ('[[measures]]\nkey="a"\ntheme="t"\ncounts="sum"\nshet="s"', "unknown words shet"),
        ('[[measures]]\nkey="a"\ntheme="t"\ncounts="places"\nall_of=["b"]', "names 'b'"),
        (
            '[[measures]]\nkey="a"\ntheme="t"\ncounts="sum"\nsheet="s"\nfield="f"\nlevels=["x"]',
            "unknown level x",
        ),
        (
            '[[measures]]\nkey="a"\ntheme="t"\ncounts="records"\nsheet="s"\nwhere=[{field="f"}]',
            "each test",
        ),
        ('[[measures]]\nkey="a"\ntheme="t"\ncounts="sum"\nsheet="s"\nfield="f"\n' * 2, "twice"),
    ],
)
def test_a_mistake_says_what_to_write(tmp_path, text, words):
    path = tmp_path / "measures.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="a: ") as caught:
        load_measures(path)
    assert words in str(caught.value)
