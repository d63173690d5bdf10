"""Nothing small can be worked out: hand-made tables, and every table tried out number by number."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators.disclosure import Cell, Interval, Sum, Table, attack, exposed, protect, sensitive

INFINITY = float("inf")


def table(values, sums, **more):
    """Cells by name; sums as (total, part, part); `more`: attributes of single cells."""
    names = list(values)
    totals = {one[0]: {"cost": 20} for one in sums}
    more = {name: totals.get(name, {}) | more.get(name, {}) for name in names}
    cells = tuple(Cell(name, "", value, **more[name]) for name, value in values.items())
    numbers = [[names.index(name) for name in one] for one in sums]
    return Table(cells, tuple(Sum(total, tuple(parts)) for total, *parts in numbers))


def names(made, numbers):
    return {made.cells[number].figure for number in numbers}


def known(made, withheld):
    """What the attack finds, by name."""
    hidden = [n for n, cell in enumerate(made.cells) if cell.figure in withheld]
    return {made.cells[n].figure: found for n, found in attack(made, hidden).items()}


ONE_SMALL = table({"total": 53, "a": 50, "b": 3}, [("total", "a", "b")])


def test_counts_from_one_to_below_the_threshold_are_small():
    made = table(
        {"zero": 0, "one": 1, "four": 4, "five": 5, "desks": 2}, [], desks={"personal": False}
    )
    assert names(made, sensitive(made, 5)) == {"one", "four"}
    assert names(made, sensitive(made, 3)) == {"one"}
    assert protect(made, 1) == frozenset()


def test_the_only_withheld_part_of_a_total_is_found_and_another_one_hides_it():
    assert known(ONE_SMALL, {"b"}) == {"b": Interval(3, 3)}
    assert names(ONE_SMALL, protect(ONE_SMALL, 5)) == {"a", "b"}
    assert known(ONE_SMALL, {"a", "b"}) == {"a": Interval(0, 53), "b": Interval(0, 53)}


def test_two_small_ones_whose_sum_is_known_do_not_hide_each_other():
    made = table({"total": 63, "a": 1, "b": 2, "c": 60}, [("total", "a", "b", "c")])
    assert known(made, {"a", "b"}) == {"a": Interval(0, 3), "b": Interval(0, 3)}
    assert exposed(made, sensitive(made, 5), 5) == (1, 2)
    assert names(made, protect(made, 5)) == {"a", "b", "c"}


def test_a_total_of_one_small_count_and_zeros_is_small_too():
    made = table({"total": 3, "a": 0, "b": 3}, [("total", "a", "b")])
    assert names(made, protect(made, 5)) == {"total", "b"}
    assert known(made, {"total", "b"})["b"] == Interval(0, INFINITY)


def test_small_counts_by_sex_are_not_found_by_way_of_another_place():
    """One more hidden in each line, as by hand, is undone by the columns."""
    sums = [
        ("all", "women", "men"),
        ("a", "a women", "a men"),
        ("b", "b women", "b men"),
        ("c", "c women", "c men"),
        ("all", "a", "b", "c"),
        ("women", "a women", "b women", "c women"),
        ("men", "a men", "b men", "c men"),
    ]
    values = {"a women": 20, "a men": 3, "b women": 17, "b men": 30, "c women": 40, "c men": 25}
    values |= {"a": 23, "b": 47, "c": 65, "women": 77, "men": 58, "all": 135}
    made = table(values, sums)
    by_hand = {"a men", "a women"}
    assert known(made, by_hand) == {"a men": Interval(3, 3), "a women": Interval(20, 20)}
    withheld = protect(made, 5)
    assert len(withheld) == 4
    found = attack(made, withheld)
    assert found[list(values).index("a men")] == Interval(0, 23)


def test_a_total_less_one_place_tells_nothing():
    """Place, province, region: the small place hides behind others of its province."""
    sums = [("region", "north", "south"), ("north", "n1", "n2", "n3"), ("south", "s1", "s2")]
    values = {"region": 240, "north": 140, "south": 100, "n1": 90, "n2": 48, "n3": 2}
    values |= {"s1": 70, "s2": 30}
    made = table(values, sums, north={"cost": 6}, south={"cost": 6})
    withheld = protect(made, 5)
    assert "n3" in names(made, withheld)
    assert names(made, withheld) <= {"n1", "n2", "n3"}
    assert not exposed(made, withheld, 5)


def test_what_is_left_of_a_total_is_small_too():
    """12 members, 10 of them women: nobody may know that there are 2 men."""
    made = table(
        {"members": 12, "women": 10, "men": 2},
        [("members", "women", "men")],
        men={"derived": True},
    )
    assert exposed(made, (), 5) == (2,)
    withheld = protect(made, 5)
    assert len(withheld) == 1
    assert names(made, withheld) <= {"members", "women"}


def test_what_everybody_knows_is_not_what_has_to_be_hidden():
    """Three open desks have three people at least; it must not be known that there are four."""
    made = table(
        {"total": 44, "a": 4, "b": 40},
        [("total", "a", "b")],
        total={"least": 10},
        a={"least": 3},
        b={"least": 7},
    )
    assert names(made, protect(made, 5)) == {"a", "b"}
    assert known(made, {"a", "b"})["a"] == Interval(3, 37)


def test_nothing_is_withheld_where_nothing_is_small():
    made = table({"total": 53, "a": 48, "b": 5, "c": 0}, [("total", "a", "b", "c")])
    assert protect(made, 5) == frozenset()


def enumerated(made, hidden, most):
    """The intervals of hidden cells, found by trying every table whose own cells reach `most`.

    Totals follow from their parts, so that none of them ends the search early.
    """
    totals = {s.total for s in made.sums}
    own = [n for n in range(len(made.cells)) if n not in totals]
    found = {number: set() for number in hidden}
    choices = [range(most + 1) if n in found else [made.cells[n].value] for n in own]
    for values in product(*choices):
        tried = dict(zip(own, values, strict=True))
        for one in made.sums:
            tried[one.total] = sum(tried[part] for part in one.parts)
        if all(tried[n] == cell.value for n, cell in enumerate(made.cells) if n not in found):
            for number, seen in found.items():
                seen.add(tried[number])
    return {n: (min(values), max(values)) for n, values in found.items()}


counts = st.integers(0, 2)


@settings(max_examples=100, deadline=None)
@example((1, 2, 2, 0), {0, 1, 2, 3})
@example((0, 0, 0, 1), {0, 1, 4, 6, 8})
@given(
    st.tuples(counts, counts, counts, counts), st.sets(st.integers(0, 8), min_size=1, max_size=5)
)
def test_the_attack_finds_what_trying_every_table_finds(inner, hidden):
    """Two places by two sexes with all totals, any cells hidden, against plain enumeration."""
    a, b, c, d = inner
    cells = [a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d]
    sums = ((4, 0, 1), (5, 2, 3), (6, 0, 2), (7, 1, 3), (8, 4, 5), (8, 6, 7))
    made = Table(
        tuple(Cell(str(n), "", value) for n, value in enumerate(cells)),
        tuple(Sum(total, tuple(parts)) for total, *parts in sums),
    )
    most = 9
    right = enumerated(made, sorted(hidden), most)
    for number, found in attack(made, hidden).items():
        low, high = right[number]
        assert found.low == low
        # What a published total bounds ends below `most`; everything else goes on without end.
        assert min(found.high, most) == min(high, most)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=5), min_size=1, max_size=4))
def test_no_small_count_is_left_in_any_table_of_provinces(provinces):
    values, sums = {"region": sum(map(sum, provinces))}, []
    for number, places in enumerate(provinces):
        values[f"p{number}"] = sum(places)
        parts = {f"p{number}.{n}": value for n, value in enumerate(places)}
        values |= parts
        sums.append((f"p{number}", *parts))
    sums.append(("region", *(f"p{number}" for number in range(len(provinces)))))
    made = table(values, sums)
    withheld = protect(made, 5)
    assert set(sensitive(made, 5)) <= withheld
    for number, found in attack(made, withheld).items():
        value = made.cells[number].value
        assert found.low <= value <= found.high
        assert found.high - found.low >= 5
        if 0 < value < 5:
            assert found.low <= 0
            assert found.high >= 5


def test_nothing_is_found_in_a_large_table_by_place_and_sex():
    """400 places in 20 provinces by sex: 1,263 cells."""
    values, sums = {}, []
    state = 1
    for province in range(20):
        for place in range(20):
            for sex in ("f", "m"):
                state = state * 1103515245 % 2**31
                # Many small counts and some large ones, from a fixed series.
                values[f"{province}.{place}.{sex}"] = (state >> 16) % 40 // (1 + (state >> 8) % 5)
    for province in range(20):
        for sex in ("f", "m"):
            parts = [f"{province}.{place}.{sex}" for place in range(20)]
            values[f"{province}.{sex}"] = sum(values[part] for part in parts)
            sums.append((f"{province}.{sex}", *parts))
    for sex in ("f", "m"):
        parts = [f"{province}.{sex}" for province in range(20)]
        values[sex] = sum(values[part] for part in parts)
        sums.append((sex, *parts))
    for key in [name.removesuffix("f") for name in values if name.endswith("f")]:
        values[f"{key}all"] = values[f"{key}f"] + values[f"{key}m"]
        sums.append((f"{key}all", f"{key}f", f"{key}m"))
    made = indexed(values, sums)
    assert len(made.cells) == 1263
    withheld = protect(made, 5)
    assert exposed(made, withheld, 5) == ()


def indexed(values, sums):
    numbers = {name: number for number, name in enumerate(values)}
    cells = tuple(Cell(name, "", v, cost=6 if v > 30 else 1) for name, v in values.items())
    linked = ([numbers[name] for name in one] for one in sums)
    return Table(cells, tuple(Sum(total, tuple(parts)) for total, *parts in linked))


def test_the_solver_is_silent():
    """What it prints would end up among results that other programs read."""
    code = (
        "from indicators.disclosure import *\n"
        "protect(Table((Cell('t','',9), Cell('a','',3), Cell('b','',6)), (Sum(0,(1,2)),)), 5)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_nothing_heavy_is_imported_with_the_module():
    code = "import sys, indicators.disclosure; print('highspy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"


def test_a_table_that_cannot_be_protected_is_not_published(monkeypatch):
    from indicators import disclosure
    from indicators.tables import ToolError

    monkeypatch.setattr(disclosure._Search, "push", lambda *_, **__: None)
    with pytest.raises(ToolError, match="nothing is published: b"):
        protect(ONE_SMALL, 5)
