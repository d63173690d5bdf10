"""Contributions and totals on small long tables."""

from __future__ import annotations

import pandas as pd
import pytest

from indicators.aggregate import contributions, region_totals, totals
from indicators.model import Criterion, Measure

COLUMNS = ["place", "level", "area", "sheet", "row", "field", "state", "text", "number"]


def table(*lines):
    """A long table of (place, level, area, row, field, value) on the sheet `desks`."""
    found = []
    for place, level, area, row, field, value in lines:
        number = value if isinstance(value, int | float) else None
        text = None if value is None else str(value)
        state = "blank" if value is None else "answered"
        found.append((place, level, area, "desks", row, field, state, text, number))
    frame = pd.DataFrame(found, columns=COLUMNS)
    return frame.astype({"number": float, "text": object})


DESKS = Measure("desks", "services", "records", "desks", where=(Criterion("kind", ("ofw", "hub")),))
USERS = Measure("users", "services", "sum", "desks", field="users")


def test_areas_add_up_to_the_region():
    answers = table(
        ("1", "city", "A", "r1", "kind", "ofw"),
        ("1", "city", "A", "r2", "kind", "hub"),
        ("2", "municipality", "B", "r1", "kind", "ofw"),
        ("3", "province", "A", "r1", "kind", "ofw"),
    )
    found = contributions(answers, [DESKS], 2026)
    assert totals(found)["value"].to_dict() == {("desks", "A"): 2, ("desks", "B"): 1}
    assert region_totals(found).loc["desks", ["value", "governments"]].tolist() == [3, 2]


def test_several_codes_in_one_answer():
    answers = table(
        ("1", "city", "A", "r1", "kind", ";ofw;peso;"), ("2", "city", "A", "r1", "kind", ";ofws;")
    )
    assert contributions(answers, [DESKS], 2026)["value"].tolist() == [1, 0]


def test_cells_lead_back_to_the_answers():
    answers = table(("1", "city", "A", "r1", "kind", "ofw"), ("1", "city", "A", "r1", "users", 12))
    found = contributions(answers, [DESKS, USERS], 2026)
    assert found["cells"].tolist() == [(("kind", 0),), (("users", 1),)]
    assert found["value"].tolist() == [1, 12]


@pytest.mark.parametrize("value", [None])
def test_blank_is_not_zero(value):
    answers = table(("1", "city", "A", "r1", "users", value))
    assert contributions(answers, [USERS], 2026)["value"].isna().tolist() == [True]


def test_an_empty_table_gives_nothing():
    assert len(contributions(table(), [DESKS, USERS], 2026)) == 0


def test_what_is_said_to_be_something_else_is_left_out():
    """Two desks count persons, one counts visits; a second place knows visits only."""
    persons = Measure(
        "persons",
        "services",
        "sum",
        "desks",
        field="users",
        unless=(Criterion("visits", ("true",)),),
    )
    visits = Measure(
        "visits", "services", "sum", "desks", field="users", where=(Criterion("visits", ("true",)),)
    )
    answers = table(
        ("1", "city", "A", "r1", "users", 12),
        ("1", "city", "A", "r1", "visits", None),
        ("1", "city", "A", "r2", "users", 30),
        ("1", "city", "A", "r2", "visits", "false"),
        ("1", "city", "A", "r3", "users", 500),
        ("1", "city", "A", "r3", "visits", "true"),
        ("2", "city", "A", "r1", "users", 70),
        ("2", "city", "A", "r1", "visits", "true"),
    )
    found = region_totals(contributions(answers, [persons, visits], 2026))
    columns = ["value", "governments", "with_data"]
    assert found.loc["persons", columns].tolist() == [42, 1, 1]
    assert found.loc["visits", columns].tolist() == [570, 2, 2]
