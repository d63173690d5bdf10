"""Who lives in the governments behind a figure, by hand."""

from __future__ import annotations

import pandas as pd

from indicators.aggregate import told_lines
from indicators.inhabitants import Covered, Inhabitant, Inhabitants, covered_by, tellers
from indicators.model import Measure

DESKS = Measure("desks", "services", "records", levels=("city", "municipality"))
NAN = float("nan")
PLACES = (
    Inhabitant("a1", "city", "A", 100),
    Inhabitant("a2", "municipality", "A", 30),
    Inhabitant("a3", "municipality", "A", 20),
    Inhabitant("b1", "municipality", "B", 7),
    Inhabitant("A", "province", "A", 150),
)


def lines(*found):
    columns = ["measure", "place", "level", "area", "value", "concerned"]
    return pd.DataFrame([("desks", *line) for line in found], columns=columns)


FOUND = lines(
    ("a1", "city", "A", 2.0, True),
    ("a1", "city", "A", 1.0, True),
    ("a2", "municipality", "A", NAN, True),
    ("b1", "municipality", "B", NAN, False),
    ("A", "province", "A", 4.0, True),
)


def test_people_behind_a_figure_and_all_whom_it_concerns():
    """a1 tells; a2 does not know; a3 is silent; b1 is not concerned; a province adds nothing."""
    inhabitants, groups = Inhabitants(PLACES), tellers(told_lines(FOUND))
    assert covered_by(inhabitants, DESKS, "A", groups) == Covered(100, 150)
    assert covered_by(inhabitants, DESKS, "B", groups) == Covered(0, 0)
    assert covered_by(inhabitants, DESKS, "", groups) == Covered(100, 150)


def test_cities_alone_are_asked_some_questions():
    cities = Measure("desks", "services", "records", levels=("city",))
    groups = tellers(told_lines(FOUND))
    assert covered_by(Inhabitants(PLACES), cities, "", groups) == Covered(100, 100)


def test_one_place_without_a_population_leaves_no_figure():
    """A sum without one of its parts would look like all of it."""
    places = (*PLACES, Inhabitant("a4", "municipality", "A", None))
    inhabitants, groups = Inhabitants(places), tellers(told_lines(FOUND))
    assert covered_by(inhabitants, DESKS, "A", groups) == Covered(None, None)
    assert covered_by(inhabitants, DESKS, "", groups) == Covered(None, None)
    assert covered_by(inhabitants, DESKS, "B", groups) == Covered(0, 0)
