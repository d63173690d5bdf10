"""What regions told in the period before, in the summary of their country: worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.counting import load_counting
from indicators.disclosure import Cell, Sum, Table, attack, protect, sensitive
from templates.load import load_library
from templates.periods import parse_period
from tests.compile.conftest import LEVELS
from tests.compile.test_country import ONE, THREE, TWO, returned
from workbook.compile.before import beside_lasts
from workbook.compile.country import compile_country
from workbook.compile.last_round import LastRound, Then
from workbook.compile.model import MovedPlace
from workbook.compile.public import publish, publish_country
from workbook.compile.summary import compile_summary
from workbook.compile.withheld import earlier_tables
from workbook.compile.withheld_country import regional_pattern
from workbook.round.status import area_of

LIBRARY = load_library()
DEFINITIONS = [LIBRARY.definition("bicol", "core", level) for level in LEVELS]
PERIOD = parse_period("2026")
PEOPLE, MONEY = "residents_abroad", "budget_planned"
KEPT = {PEOPLE, "residents_abroad_women", MONEY}
FIELDS = {PEOPLE: ("people", "residents_abroad"), MONEY: ("budget", "planned")}
A, B, C = "0100000000", "0200000000", "0300000000"


@pytest.fixture(scope="module")
def counting():
    everything = load_counting(None)
    kept = tuple(one for one in everything.measures if one.key in KEPT)
    return replace(everything, measures=kept)


def now(places, **values):
    """A round in which the city and the town said so many people are abroad: city=, town=."""
    codes = {"city": "0101", "town": "0102"}
    said = {
        codes[who]: [("people", None, "residents_abroad", value)] for who, value in values.items()
    }
    return returned(places, said)


def then(places, told, *, period="2025", edition="core", measures=(PEOPLE,), answered=(PEOPLE,)):
    """The round before of a region; `told`: by city or town, None where it did not tell."""
    known = {"city": places[2], "town": places[3]}
    return LastRound(
        period,
        "1.0",
        edition,
        tuple(measures),
        frozenset(FIELDS[key] for key in answered),
        tuple(known[who] for who in told),
        tuple(Then(PEOPLE, known[who].code, value, True) for who, value in told.items()),
        same_places=True,
    )


def country(counting, *rounds):
    listed = (*ONE, *TWO, *THREE)
    return compile_country("Isles", rounds, listed, DEFINITIONS, PERIOD, counting)


def figures(before):
    return (before.value, before.with_data, before.asked), (
        before.like_old,
        before.like_new,
        before.like_places,
    )


@pytest.fixture(scope="module")
def rounds():
    """City 100 and town 30 of the first, of which the town is silent now; a city of the second."""
    return (
        replace(now(ONE, city=130, town="ND"), last=then(ONE, {"city": 100, "town": 30})),
        replace(now(TWO, city=40, town=7), last=then(TWO, {"city": 50, "town": None})),
        now(THREE, city=9, town=60),
    )


def test_the_country_sums_what_its_regions_told_then(counting, rounds) -> None:
    summary = country(counting, *rounds)
    assert (summary.last, [line.area for line in summary.followed]) == ("2025", [A, B])
    assert [line.last for line in summary.regions] == ["2025", "2025", ""]
    assert figures(summary.last_total(PEOPLE, A)) == ((130, 2, 2), (100, 130, 1))
    assert figures(summary.last_total(PEOPLE, B)) == ((50, 1, 2), (50, 40, 1))
    assert summary.last_total(PEOPLE, C) is None
    # 100 + 30 + 50 of three of four; the cities alone told it twice: 100 + 50 and 130 + 40.
    assert figures(summary.last_total(PEOPLE)) == ((180, 3, 4), (150, 170, 2))
    assert summary.total(PEOPLE).value == 130 + 40 + 7 + 9 + 60
    assert summary.earlier == ()


def test_a_region_has_the_line_of_its_own_summary(counting, rounds) -> None:
    summary = country(counting, *rounds)
    for one, places, area in ((rounds[0], ONE, A), (rounds[1], TWO, B)):
        own = compile_summary(one.returns, one.statuses, places, DEFINITIONS, PERIOD, counting)
        own = beside_lasts(own, [one.last], area_of)
        assert replace(summary.last_total(PEOPLE, area), area="") == own.last_total(PEOPLE)


def test_what_one_edition_did_not_ask_is_compared_in_no_region(counting, rounds) -> None:
    silent = then(TWO, {"city": 50}, edition="full", measures=(MONEY,))
    summary = country(counting, rounds[0], replace(rounds[1], last=silent))
    assert summary.last_total(PEOPLE) is None
    # The same keys, but nobody in any round of that edition answered the question.
    unknown = then(TWO, {"city": None}, edition="full", answered=(MONEY,))
    assert country(counting, rounds[0], replace(rounds[1], last=unknown)).before == ()


def test_a_question_that_one_region_left_blank_was_asked_there_too(counting, rounds) -> None:
    """The second region was asked in the same edition: it has no data, and the first one stands."""
    blank = then(TWO, {"city": None}, answered=())
    summary = country(counting, rounds[0], replace(rounds[1], last=blank))
    assert figures(summary.last_total(PEOPLE)) == ((130, 2, 3), (100, 130, 1))
    assert summary.last_total(PEOPLE, B) is None


def test_only_one_period_is_the_one_before(counting, rounds) -> None:
    other = replace(rounds[2], last=then(THREE, {"city": 8}, period="2024"))
    summary = country(counting, *rounds[:2], other)
    assert summary.last == "2025"
    assert [line.last for line in summary.regions] == ["2025", "2025", "2024"]
    assert figures(summary.last_total(PEOPLE))[0] == (180, 3, 4)
    # One against one: the later of them.
    assert country(counting, rounds[0], other).last == "2025"


def test_places_that_moved_are_those_of_all_regions_followed(counting, rounds) -> None:
    moved = tuple(MovedPlace(code, "", "renamed", (), "", "") for code in ("1", "2"))
    first, second = (
        replace(one, last=replace(one.last, moved=(line,)))
        for one, line in zip(rounds[:2], moved, strict=True)
    )
    assert country(counting, first, second, rounds[2]).moved == moved


def test_first_rounds_have_nothing_before(counting) -> None:
    summary = country(counting, now(ONE, city=130))
    assert (summary.before, summary.last, summary.followed) == ((), "", ())


def published(counting, rounds, below=5):
    """Each region's own summary with its pattern, and the public one of the country."""
    made = []
    for one in rounds:
        places = [status.place for status in one.statuses]
        own = compile_summary(one.returns, one.statuses, places, DEFINITIONS, PERIOD, counting)
        if one.last is not None:
            own = replace(beside_lasts(own, [one.last], area_of), last=one.last.period)
        made.append((own, regional_pattern(f"{one.name}00000000", own, below)))
    whole = country(counting, *rounds)
    return made, publish_country(whole, [pattern for _, pattern in made], below)


def two_years(places, figures_then, figures_now):
    one = now(places, city=figures_now[0], town=figures_now[1])
    told = dict(zip(("city", "town"), figures_then, strict=True))
    return replace(one, last=then(places, told))


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        # Large figures throughout.
        ([((70, 80), (75, 85)), ((50, 60), (55, 65))], {A, B, ""}),
        # A total of then is small: the country's less the other region's would be it.
        ([((3, 0), (75, 85)), ((50, 60), (55, 65))], {B}),
        # It is small now: what a region withholds now has nothing beside it.
        ([((70, 80), (3, 0)), ((50, 60), (55, 65))], {B}),
        # Two are small, then and now.
        ([((3, 0), (75, 85)), ((50, 60), (4, 0))], set()),
    ],
)
def test_the_public_country_shows_of_then_what_its_regions_show(counting, years, shown) -> None:
    rounds = [two_years(places, *year) for places, year in zip((ONE, TWO), years, strict=True)]
    made, public = published(counting, [*rounds, now(THREE, city=90, town=80)])
    lines = {line.area: line for line in public.before if line.measure == PEOPLE}
    assert set(lines) == shown
    for (own, _), area in zip(made, (A, B), strict=False):
        told = publish(own, 5).last_total(PEOPLE)
        assert (area in lines) == (told is not None)
        if told is not None:
            assert replace(lines[area], area="") == told
    if "" in lines:
        assert figures(lines[""]) == ((260, 4, 4), (260, 280, 4))


def test_like_governments_of_a_region_are_not_told_apart_through_the_country(counting) -> None:
    """The town of the first region told it now only: 85 is what all less the same would leave."""
    first = replace(now(ONE, city=75, town=85), last=then(ONE, {"city": 70, "town": None}))
    second = two_years(TWO, (50, 60), (55, 65))
    _, public = published(counting, [first, second])
    assert figures(public.last_total(PEOPLE)) == ((180, 3, 4), (None, None, 3))
    assert public.last_total(PEOPLE, A).like_new is None
    assert public.last_total(PEOPLE, B).like_new == 120


@pytest.mark.parametrize("small", [(1, 0), (3, 0), (2, 90), (4, 4)])
def test_nothing_small_of_then_can_be_worked_out_from_country_and_regions(counting, small) -> None:
    """All that is published of then and now, here and in regions, in one table and attacked.

    A reader has also what was published at that time, which withheld what had to be.
    """
    rounds = [
        two_years(ONE, small, (75, 85)),
        two_years(TWO, (2, 90), (55, 65)),
        two_years(THREE, (50, 60), (40, 3)),
    ]
    made, public = published(counting, rounds)
    cells, sums, kept, tops = [], [], set(), []
    for own, _ in made:
        (table,) = (t for t in earlier_tables(own) if any(c.figure == PEOPLE for c in t.cells))
        start = len(cells)
        kept |= {start + number for number in protect(table, 5)}
        tops += [
            start + number
            for number, cell in enumerate(table.cells)
            if (cell.figure, cell.where) == (PEOPLE, "")
        ]
        cells += table.cells
        sums += [Sum(s.total + start, tuple(p + start for p in s.parts)) for s in table.sums]
    for number, area in zip(tops, (A, B, C), strict=True):
        shown = public.last_total(PEOPLE, area)
        # What the country shows of a region is no more than the region showed at that time.
        assert shown is None or (number not in kept and shown.value == cells[number].value)
    cells.append(Cell(PEOPLE, "", sum(cells[n].value for n in tops), personal=False))
    sums.append(Sum(len(cells) - 1, tuple(tops)))
    if public.last_total(PEOPLE) is None:
        kept.add(len(cells) - 1)
    whole = Table(tuple(cells), tuple(sums))
    tried = [number for number in sensitive(whole, 5) if not whole.cells[number].derived]
    assert len(tried) >= 2
    for number, interval in attack(whole, kept, tried).items():
        assert interval.low <= 0, cells[number]
        assert interval.high >= 5, cells[number]


def test_a_naive_total_of_then_would_give_it_away(counting) -> None:
    """The attack finds 3 if the country's total is added to what the other region shows."""
    cells = (
        Cell(PEOPLE, A, 3), Cell(PEOPLE, B, 110, personal=False),
        Cell(PEOPLE, "", 113, personal=False),
    )  # fmt: skip
    told = attack(Table(cells, (Sum(2, (0, 1)),)), {0}, [0])
    assert (told[0].low, told[0].high) == (3, 3)
    rounds = [two_years(ONE, (3, 0), (75, 85)), two_years(TWO, (50, 60), (55, 65))]
    _, public = published(counting, rounds)
    assert public.last_total(PEOPLE) is None
