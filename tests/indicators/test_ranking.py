"""Points, shared ranks and who is not ranked, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest

from indicators.catalogue import load_measures
from indicators.ranking import (
    Achieved,
    Component,
    Government,
    NotRanked,
    achieved_by,
    load_components,
    make_rules,
    rank,
)
from indicators.sdg_catalogue import DATA
from indicators.tables import DefinitionError, ToolError

PARTS = (Component("plans", ("p1", "p2", "p3")), Component("services", ("s1", "s2")))
RULES = make_rules({"plans": 60, "services": 40}, 2, PARTS)


def government(place, plans, services, barred=""):
    achieved = {"plans": Achieved(plans, 3), "services": Achieved(services, 2)}
    return Government(place, achieved, barred)


def lines(ranking):
    return [(line.rank, line.place, line.points) for line in ranking.ranked]


def test_points_per_component_add_up_to_the_total():
    [line] = rank([government("a", 2, 1)], RULES).ranked
    # 60 x 2/3 and 40 x 1/2
    assert [(one.component, one.points) for one in line.components] == [
        ("plans", 40),
        ("services", 20),
    ]
    assert line.points == 60


def test_shown_points_are_what_is_added():
    rules = make_rules({"plans": 50, "services": 50}, 5, PARTS)
    [line] = rank([government("a", 1, 1)], rules).ranked
    # 50 / 3 = 16.67 is shown as 16.7
    assert [str(one.points) for one in line.components] == ["16.7", "25.0"]
    assert str(line.points) == "41.7"


def test_halves_are_rounded_as_people_do():
    rules = make_rules({"plans": 75.5, "services": 24.5}, 5, PARTS)
    [line] = rank([government("a", 0, 1)], rules).ranked
    # 24.5 / 2 = 12.25
    assert str(line.points) == "12.3"


def test_ties_share_a_rank_and_the_next_is_left_out():
    found = rank(
        [
            government("d", 0, 0),
            government("c", 2, 1),
            government("b", 2, 1),
            government("a", 3, 2),
        ],
        RULES,
    )
    assert lines(found) == [(1, "a", 100), (2, "b", 60), (2, "c", 60), (4, "d", 0)]


def test_a_shared_last_rank_makes_the_top_longer():
    governments = [government("a", 3, 2), government("b", 2, 1), government("c", 2, 1)]
    assert [line.place for line in rank(governments, RULES).top] == ["a", "b", "c"]
    first = make_rules({"plans": 60, "services": 40}, 1, PARTS)
    assert [line.place for line in rank(governments, first).top] == ["a"]


def test_the_order_of_arrival_does_not_matter():
    governments = [government(place, 1, 1) for place in "cab"] + [government("z", 3, 0)]
    assert rank(governments, RULES) == rank(governments[::-1], RULES)


def test_governments_with_errors_are_listed_and_not_ranked():
    found = rank(
        [
            government("b", 3, 2, "errors"),
            government("c", 1, 0),
            government("a", 0, 0, "no_return"),
        ],
        RULES,
    )
    assert lines(found) == [(1, "c", 20)]
    assert found.not_ranked == (("a", "no_return"), ("b", "errors"))


def test_a_component_that_was_not_asked_makes_totals_incomparable():
    silent = Government("a", {"plans": Achieved(3, 3), "services": Achieved(0, 0)})
    assert rank([silent], RULES).not_ranked == (("a", "not_asked"),)
    unweighted = make_rules({"plans": 100, "services": 0}, 5, PARTS)
    assert lines(rank([silent], unweighted)) == [(1, "a", 100)]


def test_nobody_to_rank():
    found = rank([], RULES)
    assert (found.ranked, found.top, found.not_ranked) == ((), (), ())


def test_a_government_is_ranked_once():
    with pytest.raises(ToolError, match="twice"):
        rank([government("a", 1, 1), government("a", 2, 1)], RULES)


@pytest.mark.parametrize(
    ("weights", "top", "words"),
    [
        ({"plans": 60, "services": 35}, 5, "add up to 95;"),
        ({"plans": 60, "services": 40.5}, 5, "add up to 100.5;"),
        ({}, 5, "add up to 0;"),
        ({"plans": 100, "roads": 0}, 5, "no component is called roads; use plans, services"),
        ({"plans": 110, "services": -10}, 5, "weight of plans is 110"),
        ({"plans": "many"}, 5, "weight of plans is many"),
        ({"plans": True}, 5, "weight of plans is True"),
        ({"plans": float("nan")}, 5, "weight of plans is nan"),
        ({"plans": 100}, 0, "0 ranks; write a whole number from 1"),
        ({"plans": 100}, 2.5, "2.5 ranks"),
    ],
)
def test_a_mistake_in_the_weights_says_what_to_write(weights, top, words):
    with pytest.raises(ToolError) as caught:
        make_rules(weights, top, PARTS)
    assert words in str(caught.value)


def test_thirds_written_out_make_a_hundred():
    parts = tuple(Component(key, ("m",)) for key in "abc")
    rules = make_rules({"a": 33.3, "b": 33.3, "c": 33.4}, 5, parts)
    assert [weight.weight for weight in rules.weights] == [
        Decimal(x) for x in ("33.3", "33.3", "33.4")
    ]


def test_what_is_achieved_comes_from_the_governments_own_figures():
    component = Component("plans", ("a", "b", "c", "d"))
    values = {"a": 2.0, "b": 0.0, "c": None}
    assert achieved_by(component, values) == Achieved(reached=1, of=4, without_data=2)
    assert achieved_by(component, values, {"d"}) == Achieved(reached=1, of=3, without_data=1)
    assert achieved_by(component, {}, "abcd") == Achieved(0, 0)


def test_declared_components_name_measures_of_governments(library):
    measures = {measure.key: measure for measure in load_measures()}
    components = load_components(DATA / "ranking.toml")
    for component in components:
        assert set(component.measures) <= set(measures)
        assert all(measures[key].adds_up for key in component.measures)
    used = [key for component in components for key in component.measures]
    assert len(used) == len(set(used)), "no measure brings points twice"
    texts = library.text("en")
    keys = [f"indicators_sdg.ranking.components.{one.key}" for one in components]
    keys += [f"indicators_sdg.ranking.not_ranked.{reason}" for reason in get_args(NotRanked)]
    assert [key for key in keys if not texts.get(key)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[components]]\nkey = "a"', "write key and measures"),
        ('[[components]]\nkey = "a"\nmeasures = ["m"]\n' * 2, "used twice"),
    ],
)
def test_a_mistake_in_the_components_says_where_it_is(tmp_path, text, words):
    path = tmp_path / "ranking.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="a: ") as caught:
        load_components(path)
    assert words in str(caught.value)
