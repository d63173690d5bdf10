"""A round that follows another: totals of then beside those of now, worked out by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from indicators.counting import load_counting
from templates.periods import parse_period
from workbook.compile.before import with_before
from workbook.compile.summary import compile_summary
from workbook.model import Answer, PlaceStatus, Return
from workbook.report.document.content import make_document
from workbook.report.page.build import build_page
from workbook.report.spreadsheet import build_summary
from workbook.report.wording import summary_wording
from workbook.round.folder import NewRound, create_round
from workbook.round.last_year import LAST_YEAR_FILE, LastYear, write_last_year
from workbook.round.renewal import SUCCESSORS_FILE

PLACES = """code,name,level,parent,population
0500000000,Region V (Bicol Region),region,,200
0501700000,Camarines Sur,province,0500000000,150
0502000000,Catanduanes,province,0500000000,50
0501701000,Baao,municipality,0501700000,100
0501702000,Balatan,municipality,0501700000,30
0501703000,Bato,municipality,0501700000,20
0502001000,Bagamanoc,municipality,0502000000,50
"""
BAAO, BALATAN, BATO, BAGAMANOC = "0501701000", "0501702000", "0501703000", "0502001000"
CAMARINES_SUR, CATANDUANES = "0501700000", "0502000000"
OLD_TOWN, NORTH, SOUTH = "0501777000", "0501778000", "0501779000"
ABROAD, BACK = ("people", None, "residents_abroad"), ("people", None, "returnee_count")
STATES = {"ND": "no_data", "NA": "not_applicable", None: "blank"}


def council(row, status="established", members=10):
    return {
        ("structures", row, "structure_type"): "council",
        ("structures", row, "mandate"): "migration_only",
        ("structures", row, "status"): status,
        ("structures", row, "members_total"): members,
    }


def answers(said):
    return tuple(
        Answer(*key, STATES.get(value, "answered"), None if value in STATES else value, "People!D9")
        for key, value in said.items()
    )


@pytest.fixture(scope="module")
def places_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("before") / "places.csv"
    path.write_text(PLACES, encoding="utf-8")
    return path


@pytest.fixture
def follow(tmp_path, library, places_file):
    """The summary of 2027 after 2026; `then`, `now`: {code: {(sheet, row, field): value}}."""

    def run(then, now, *, edition="core", period="2027", moves="", earlier="2026", currency="PHP"):
        order = NewRound(
            "bicol", parse_period(period), edition="core", places_file=places_file,
            deadline=date(2028, 3, 31),
        )  # fmt: skip
        folder = tmp_path / "round"
        collection = create_round(folder, order, library)
        kept = {
            code: tuple(one for one in answers(said) if one.state != "blank")
            for code, said in then.items()
        }
        known = [place.code for place in collection.places]
        last = LastYear(
            "bicol", collection.settings.version, edition, parse_period(earlier),
            tuple(then) if moves else tuple(dict.fromkeys((*known, *then))), kept,
            currency=currency,
        )  # fmt: skip
        write_last_year(last, frozenset(), folder / LAST_YEAR_FILE)
        if moves:
            (folder / SUCCESSORS_FILE).write_text(f"old,new,kind,date,name\n{moves}", "utf-8")
        returns = [
            Return(place, f"inbox/{place.code}.xlsx", "", "accepted", "2028-02-01",
                   answers(now[place.code]))
            for place in collection.places
            if place.code in now
        ]  # fmt: skip
        statuses = [
            PlaceStatus(place, "accepted" if place.code in now else "missing")
            for place in collection.places
        ]
        levels = dict.fromkeys(place.level for place in collection.places)
        summary = compile_summary(
            returns, statuses, collection.known_places,
            [collection.definition(level) for level in levels],
            collection.settings.period, load_counting(),
        )  # fmt: skip
        return with_before(summary, collection)

    return run


def figures(before):
    return (before.value, before.with_data, before.asked), (
        before.like_old,
        before.like_new,
        before.like_places,
    )


def test_like_with_like(follow):
    """Baao from 100 to 130, Balatan silent on it then, Bato silent now, Bagamanoc 50 and 40."""
    summary = follow(
        {BAAO: {ABROAD: 100}, BALATAN: {ABROAD: None, BACK: 3}, BATO: {ABROAD: 7},
         BAGAMANOC: {ABROAD: 50}},
        {BAAO: {ABROAD: 130}, BALATAN: {ABROAD: 900}, BATO: {ABROAD: "ND"},
         BAGAMANOC: {ABROAD: 40}},
    )  # fmt: skip
    assert figures(summary.last_total("residents_abroad")) == ((157, 3, 4), (150, 170, 2))
    assert figures(summary.last_total("residents_abroad", CAMARINES_SUR)) == (
        (107, 2, 3),
        (100, 130, 1),
    )
    assert figures(summary.last_total("residents_abroad", CATANDUANES)) == ((50, 1, 1), (50, 40, 1))
    assert summary.same_places
    then = {(one.place.code, one.old, one.new) for one in summary.earlier}
    assert {(BAAO, 100, 130), (BATO, 7, None)} <= then


PLANNED = ("budget", None, "planned")


@pytest.mark.parametrize(
    ("currency", "said"), [("PHP", None), ("USD", "in USD then"), ("", "not known in which")]
)
def test_amounts_are_compared_in_one_currency_only(follow, library, currency, said):
    """500 planned then and 800 now, in the same currency or not; people are compared either way."""
    summary = follow(
        {BAAO: {ABROAD: 100, PLANNED: 500}}, {BAAO: {ABROAD: 130, PLANNED: 800}},
        currency=currency,
    )  # fmt: skip
    assert summary.last_total("residents_abroad").like_old == 100
    money = summary.last_total("budget_planned")
    if said is None:
        assert (money.like_old, money.like_new) == (500, 800)
        return
    assert money is None
    assert not any(one.figure == "budget_planned" for one in summary.earlier)
    summary = replace(summary, last="2026")
    english = library.text("en")
    words = summary_wording(summary, english)
    assert said in words.money_not_compared(summary)
    book = openpyxl.load_workbook(io.BytesIO(build_summary(summary, english)), read_only=True)
    texts = [str(c) for row in book["Since 2026"].iter_rows(values_only=True) for c in row]
    assert any(said in text for text in texts)
    assert said in build_page(summary, english).decode()
    assert said in repr(make_document(summary, english).sections)


def test_a_first_round_has_nothing_before(bicol):
    summary = bicol.summary({BAAO: [(*ABROAD, 100)]})
    assert (summary.before, summary.earlier) == ((), ())
    assert summary.last_total("residents_abroad") is None


def test_a_blank_in_a_record_that_does_not_count_is_a_known_zero(follow):
    """The council of then was abolished: its members, left blank, are none, as they are today."""
    record = council("2026-001", status="abolished", members=None)
    summary = follow({BAAO: record}, {BAAO: council("2026-001")})
    # Nobody answered how many members there were, so that the question may not have been there.
    assert summary.last_total("council_members") is None
    told = summary.last_total("councils")
    assert figures(told) == ((0, 1, 1), (0, 1, 1))


def test_a_blank_among_answers_is_known_to_have_been_asked(follow):
    silent = council("2026-001", status="abolished", members=None)
    summary = follow(
        {BAAO: silent, BATO: council("2026-002", members=8)}, {BAAO: council("2026-001")}
    )
    assert figures(summary.last_total("council_members")) == ((8, 2, 2), (0, 10, 1))


def test_what_does_not_apply_left_the_denominator_then(follow):
    summary = follow({BAAO: {ABROAD: 9}, BATO: {ABROAD: "NA"}}, {BAAO: {ABROAD: 9}})
    assert figures(summary.last_total("residents_abroad")) == ((9, 1, 1), (9, 9, 1))


def test_a_renamed_place_is_followed_and_merged_ones_are_added_up(follow):
    """Baao was Old Town; 20 and 4 of what became Balatan are 24."""
    moves = (
        f"{OLD_TOWN},{BAAO},renamed,2027-02-01,\n"
        f"{NORTH},{BALATAN},merged,2027-03-01,\n{SOUTH},{BALATAN},merged,2027-03-01,\n"
    )
    summary = follow(
        {OLD_TOWN: {ABROAD: 11}, NORTH: {ABROAD: 20}, SOUTH: {ABROAD: 4}},
        {BAAO: {ABROAD: 12}, BALATAN: {ABROAD: 30}},
        moves=moves,
    )
    assert figures(summary.last_total("residents_abroad")) == ((35, 2, 2), (35, 42, 2))


def test_a_part_of_a_split_place_has_nothing_before(follow):
    moves = f"{OLD_TOWN},{BAAO},split,2027-02-01,\n{OLD_TOWN},{BATO},split,2027-02-01,\n"
    summary = follow(
        {OLD_TOWN: {ABROAD: 11}, BAGAMANOC: {ABROAD: 5}},
        {BAAO: {ABROAD: 12}, BAGAMANOC: {ABROAD: 6}},
        moves=moves,
    )
    assert figures(summary.last_total("residents_abroad")) == ((5, 1, 1), (5, 6, 1))
    assert summary.last_total("residents_abroad", CAMARINES_SUR) is None
    assert not summary.same_places


def test_a_half_year_is_not_compared_with_a_year(follow):
    then, now = {BAAO: {ABROAD: 100}}, {BAAO: {ABROAD: 130}}
    assert follow(then, now, period="2027-S1").before == ()


def test_what_the_edition_of_then_did_not_ask_is_left_out(follow):
    """Today's questions are those of the core edition; of then nobody answered one of them."""
    summary = follow({BAAO: {BACK: 3}}, {BAAO: {ABROAD: 130, BACK: 4}})
    assert summary.last_total("residents_abroad") is None
    assert {one.measure for one in summary.before} <= {measure.key for measure in summary.measures}


def test_populations_stand_beside_each_total(follow):
    """Baao (100) tells, Bato (20) is not concerned, the two others (80) say nothing."""
    summary = follow({BAAO: {ABROAD: 1}}, {BAAO: {ABROAD: 130}, BATO: {ABROAD: "NA"}})
    whole = summary.total("residents_abroad")
    assert (whole.population, whole.population_asked) == (100, 180)
    assert whole.population_share == pytest.approx(55.5556, abs=1e-4)
    part = summary.total("residents_abroad", CAMARINES_SUR)
    assert (part.population, part.population_asked) == (100, 130)
    assert summary.total("residents_abroad", CATANDUANES).population == 0


def test_without_populations_there_is_no_share(bicol):
    places = [replace(place, population=None) for place in bicol.places]
    summary = bicol.summary({BAAO: [(*ABROAD, 100)]}, places=places)
    total = summary.total("residents_abroad")
    assert (total.population, total.population_asked, total.population_share) == (None,) * 3


def test_median_and_quartiles_stand_in_the_summary(bicol):
    """1, 2, 4, 8 and 16 in five towns of Camarines Sur: 2, 4 and 8; and in the region."""
    towns = [p.code for p in bicol.places if p.parent == CAMARINES_SUR and not p.independent][:5]
    summary = bicol.summary({code: [(*ABROAD, 2**number)] for number, code in enumerate(towns)})
    spread = summary.spread("residents_abroad", CAMARINES_SUR)
    assert (spread.places, spread.quartiles) == (5, (2, 4, 8))
    assert summary.spread("residents_abroad").quartiles == (2, 4, 8)
    assert summary.spread("residents_abroad", CATANDUANES) is None
    assert summary.spread("councils") is None
