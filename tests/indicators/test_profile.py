"""What the page of a place shows: what figures come to, and which steps fit."""

from __future__ import annotations

import pytest

from indicators.catalogue import load_measures
from indicators.profile import (
    ProfileFigure,
    Step,
    Told,
    load_profile,
    missing,
    next_steps,
    told,
)
from indicators.tables import DefinitionError

SUM = ProfileFigure("f", "g", ("a", "b"))
REACHED = ProfileFigure("f", "g", ("a", "b", "c"), counts="reached")


@pytest.fixture(scope="module")
def rules():
    return load_profile(load_measures())


@pytest.mark.parametrize(
    ("figure", "values", "expected"),
    [
        (SUM, {"a": 2, "b": 3}, Told(5)),
        (SUM, {"a": 2, "b": None}, None),
        (SUM, {}, None),
        (REACHED, {"a": 2, "b": 0, "c": 7}, Told(2, of=3)),
        (REACHED, {"a": 2, "b": None, "c": 0}, Told(1, of=3, unknown=1)),
        (REACHED, {"a": 2, "c": 0}, Told(1, of=2)),
        (REACHED, {"a": None}, None),
    ],
)
def test_what_a_place_told(figure, values, expected):
    assert told(figure, values) == expected


def test_a_step_fits_only_what_is_known_to_be_missing():
    step = Step("s", "g", none=("a",), some=("b",), names=("c", "d"), unless=("e",))
    fits = {"a": 0, "b": 1, "c": 0, "d": 2}
    assert missing(step, fits) == ("c",)
    for change in ({"a": None}, {"a": 1}, {"b": 0}, {"c": 1}, {"c": None}, {"e": 1}):
        assert missing(step, fits | change) is None


def test_steps_are_one_of_a_group_and_there_is_always_one(rules):
    assert [step.key for step, _ in next_steps(rules, {})] == ["share"]
    nothing = {measure.key: 0 for measure in load_measures()}
    found = [step for step, _ in next_steps(rules, nothing)]
    assert len(found) == len({step.group for step in found}) == rules.most_steps
    everything = dict.fromkeys(nothing, 1)
    assert [step.key for step, _ in next_steps(rules, everything)] == ["share_more"]


def test_mistakes_in_the_declaration_are_told(tmp_path):
    path = tmp_path / "profile.toml"
    text = (
        "fewest_others=8\nmost_bars=1\nmost_steps=1\nmost_to_gather=1\nsteps=[]\n"
        'groups=[{key="g",most=1}]\nfigures=[{key="f",group="%s",measures=["%s"]}]\n'
    )
    for group, measure, said in (("x", "councils", "no group"), ("g", "x", "no measure x")):
        path.write_text(text % (group, measure), encoding="utf-8")
        with pytest.raises(DefinitionError, match=said):
            load_profile(load_measures(), path)


def test_every_figure_step_and_group_has_its_words(rules, library):
    for language in ("en", "fil", "fr"):
        texts = library.text(language)
        for group in rules.groups:
            assert texts[f"profile.groups.{group.key}"]
        for figure in rules.figures:
            own = texts.get(f"profile.figures.{figure.key}")
            assert own or texts[f"indicators.measures.{figure.key}"]
        for step in rules.steps:
            assert texts[f"profile.steps.{step.key}.name"]
            named = "{names}" in texts[f"profile.steps.{step.key}.text"]
            assert named == bool(step.names)
            assert all(texts[f"profile.parts.{key}"] for key in step.names)
            assert not step.who or texts[f"offices.{step.who}"]
