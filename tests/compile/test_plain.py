"""Frozen shapes as plain JSON and back, and lines that are made when somebody looks."""

import json
from dataclasses import dataclass, fields

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from indicators.tables import OutputError
from templates.periods import parse_period
from workbook.compile.country import condensed
from workbook.compile.frame import Frame, area_list
from workbook.compile.last_round import LastRound, Then
from workbook.compile.later import Later
from workbook.compile.model import Area, Contribution
from workbook.compile.plain import NotPlainError, as_plain, from_plain
from workbook.compile.regional import RegionalReturns
from workbook.compile.summary import Part, read_part
from workbook.model import Answer, PlaceStatus, Return
from workbook.round.ledger import Ledger

NOTHING = some.none() | some.booleans() | some.integers() | some.text() | some.dates()
VALUES = some.recursive(
    NOTHING | some.floats(allow_nan=False) | some.decimals(allow_nan=False),
    lambda inside: (
        some.lists(inside, max_size=4).map(tuple)
        | some.dictionaries(some.text(), inside, max_size=4)
        | some.frozensets(some.text() | some.integers(), max_size=4)
        | some.builds(Area, inside, inside)
    ),
    max_leaves=12,
)


def there_and_back(value: object) -> object:
    return from_plain(json.loads(json.dumps(as_plain(value))))


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_every_value_comes_back_as_it_was(value) -> None:
    back = there_and_back(value)
    assert back == value
    assert repr(sorted_sets(back)) == repr(sorted_sets(value))


def sorted_sets(value: object) -> object:
    """Sets have no order of their own that could be compared."""
    if isinstance(value, frozenset):
        return sorted(value, key=repr)
    if isinstance(value, tuple):
        return tuple(map(sorted_sets, value))
    if isinstance(value, dict):
        return {key: sorted_sets(one) for key, one in value.items()}
    return (Area, *map(sorted_sets, (value.key, value.name))) if isinstance(value, Area) else value


def test_no_number_is_lost() -> None:
    odd = (float("inf"), float("-inf"), -0.0, 5e-324, 0.1 + 0.2, 2**70, 1, 1.0, True)
    assert repr(there_and_back(odd)) == repr(odd)
    assert repr(there_and_back(float("nan"))) == "nan"


def test_a_frame_comes_back_with_its_types() -> None:
    frame = pd.DataFrame(
        {
            "measure": pd.Series(["a", "b", "a"], dtype="str"),
            "place": pd.Series(["07", "07", None], dtype=object),
            "value": [1.5, float("nan"), float("inf")],
            "concerned": [True, False, True],
            "cells": [(("x", 1),), (), ()],
        }
    )
    back = there_and_back(frame)
    pd.testing.assert_frame_equal(back, frame)
    assert back["cells"].tolist() == frame["cells"].tolist()
    nothing = frame.iloc[:0]
    assert list(there_and_back(nothing).columns) == list(frame.columns)


def test_a_shape_that_comes_twice_is_told_once() -> None:
    area = Area("0500000000", "Bicol")
    told = json.dumps(as_plain((area, "x", area, Area("0500000000", "Bicol"))))
    assert told.count("again") == 1
    value = (area, (area, Area("1", "2")), area, "x", Area("3", (area, area)))
    assert there_and_back(value) == value


def test_lines_of_one_kind_are_told_by_column() -> None:
    inside = Area("a", "b")
    lines = (Area(inside, 1), Area(inside, float("nan")), Area((inside, inside), 2.5))
    told = json.dumps(as_plain((lines, lines[1], "x", inside)))
    assert told.count('"columns"') == 2
    back = there_and_back((lines, lines[1], "x", inside))
    assert repr(back) == repr((lines, lines[1], "x", inside))


@dataclass(frozen=True)
class Foreign:
    """A frozen shape that is none of the program's."""

    key: str


@pytest.mark.parametrize(
    "value", [Foreign("x"), [1], {1, 2}, b"x", object(), len, OutputError, Area(b"x", "")]
)
def test_what_has_no_plain_form_is_refused_loudly(value) -> None:
    with pytest.raises(NotPlainError):
        as_plain(value)


@pytest.mark.parametrize(
    "plain",
    [
        {"shape": "os:system", "parts": ["true"]},
        {"shape": "subprocess:Popen", "parts": []},
        {"shape": "workbook.round.outputs:write_file", "parts": []},
        {"shape": "workbook.round.ledger:Ledger", "parts": ["x"]},
        {"shape": "workbook.compile.nowhere:Area", "parts": ["a", "b"]},
        {"shape": "workbook.compile.model:Area", "parts": ["a"]},
        {"shape": "workbook.compile.model:Area"},
        {"shape": 7, "parts": []},
        {"shape": "workbook.model:PlaceStatus", "parts": [None, "accepted"]},
        {"lines": "workbook.compile.model:Area", "columns": []},
        {"lines": "workbook.compile.model:Area", "columns": [["a"], []]},
        {"lines": "subprocess:Popen", "columns": [["true"]]},
        {"again": 3},
        {"map": [[1]]},
        {"date": "yesterday"},
        {"decimal": "x"},
        {"number": "many"},
        {"frame": [["a", "category", ["x"], [0]]]},
        {"frame": [["a", "str", ["x"], [4]]]},
        {"frame": [["a", "float64", ["x"]]]},
        {"frame": 1},
        {"other": 1},
        {},
        {"set": [1], "map": []},
    ],
)
def test_nothing_but_frozen_shapes_of_ours_is_made(plain) -> None:
    with pytest.raises(NotPlainError):
        from_plain(plain)


def test_what_a_region_adds_to_its_country_comes_back_whole(demonstration_part: Part) -> None:
    part = condensed(demonstration_part)
    back = there_and_back(part)
    pd.testing.assert_frame_equal(back.contributed, part.contributed)
    for field in fields(Part):
        if field.name != "contributed":
            assert repr(getattr(back, field.name)) == repr(getattr(part, field.name)), field.name
    assert part.returns


def test_what_is_read_of_a_round_comes_back_whole(demonstration_part: Part) -> None:
    place = demonstration_part.returns[0].place
    status = PlaceStatus(place, "accepted", file="inbox/a.xlsx", received="2026-01-02", late=True)
    then = (Then("a", place.code, 1.5, True), Then("b", place.code, None, False))
    last = LastRound(
        "2025", "1.0", "core", ("a",), frozenset({("s", "f"), ("a", "b")}), (place,), then, True
    )
    returned = RegionalReturns("r", (status,), demonstration_part.returns[:1], last)
    back = there_and_back(returned)
    assert back == returned
    assert type(back.returns[0]) is Return
    assert type(back.returns[0].answers[0]) is Answer


def test_lines_are_made_once_and_only_when_somebody_looks() -> None:
    made: list[int] = []

    def make():
        made.append(1)
        yield from ("a", "b", "c")

    lines = Later(make, lambda: "abc")
    assert (lines.facts, made) == ("abc", [])
    assert lines == ("a", "b", "c")
    assert (len(lines), lines[-1], lines[:2]) == (3, "c", ("a", "b"))
    assert list(lines) == ["a", "b", "c"]
    assert lines == Later(make, str)
    assert hash(lines) == hash(("a", "b", "c"))
    assert lines != ["a", "b", "c"]
    assert repr(lines) == "('a', 'b', 'c')"
    assert len(made) == 2


def test_facts_of_contributions_say_what_the_lines_say(demonstration) -> None:
    lines = demonstration.contributions
    assert isinstance(lines, Later)
    assert all(isinstance(line, Contribution) for line in lines[:5])
    facts = lines.facts
    for line in lines[:50]:
        assert repr(line.place) in facts
        assert repr(line.place_name) in facts
        assert repr(line.cells) in facts


def test_a_ledger_has_a_fingerprint_in_which_nobody_changes_it(tmp_path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger, Ledger(path) as other:
        other._open().execute("PRAGMA busy_timeout = 10")
        with ledger.unchanging() as first:
            assert len(first) == 64
            with pytest.raises(OutputError, match="in use by another program"):
                other.sight("inbox/a.xlsx", "0", "2026-01-01")
        with ledger.unchanging() as second:
            assert second == first
        other.sight("inbox/a.xlsx", "0", "2026-01-01")
        with ledger.unchanging() as third:
            assert third != first
        with ledger.transaction(), pytest.raises(RuntimeError), ledger.unchanging():
            pass


@pytest.fixture(scope="module")
def demonstration_part(bicol, declared, demonstration_answers) -> Part:
    """What the returns of the declared demonstration hold."""
    register = {place.code: place for place in bicol.places}
    returns = bicol.returned(demonstration_answers)
    statuses = [PlaceStatus(entry.place, "accepted") for entry in returns]
    areas = area_list(bicol.places, register)
    period = parse_period(declared[2])
    frame = Frame(statuses, register, bicol.definitions(), period, bicol.counting(), areas)
    return read_part(frame, returns)
