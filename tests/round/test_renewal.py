"""A round that follows another: what is filled in, what is shown, and what moved in between.

Last year's answers are written by hand. Labels are those of templates/locale/en.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from indicators.tables import OutputError, ToolError
from templates.load import load_library
from templates.model import Change
from templates.periods import parse_period
from workbook.giveback.reissue import reissue
from workbook.model import Answer, Identity, Submission
from workbook.read.open import open_workbook
from workbook.read.submission import read_book, read_file
from workbook.round.folder import NewRound, create_round, open_round
from workbook.round.intake import take_in
from workbook.round.issue import order_for, workbook_name
from workbook.round.last_year import (
    LAST_YEAR_FILE,
    LastYear,
    gather_last_year,
    read_last_year,
    write_last_year,
)
from workbook.round.ledger import Ledger
from workbook.round.older import changes_between, translate
from workbook.round.renewal import (
    earlier_of,
    fingerprint,
    follow,
    moved_places,
    renewal_of,
)
from workbook.round.renewed import library_after, renew_round
from workbook.round.status import counted_returns
from workbook.simulate.fill import simulate_answers
from workbook.write.book import build_workbook
from workbook.write.series import Series

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.round.folder import Round

NAGA, BAAO, PROVINCE = "0501724000", "0501701000", "0501700000"
DATES = frozenset({("structures", "date_created"), ("instruments", "date_approved")})
LINES = """
structures 2024-002 structure_type council
structures 2024-002 name Migration Council
structures 2024-002 mandate migration_only
structures 2024-002 date_created 2016-04-06
structures 2024-002 status established
structures 2024-002 meetings_in_year 4
structures 2024-002 members_total 1250
structures 2026-001 structure_type committee
structures 2026-001 name Old Committee
structures 2026-001 status abolished
services 2025-001 service_type ofw_desk
services 2025-001 host_office PESO
services 2025-001 year_change continued
plans cdp period_to 2030
plans cdp in_vision true
place - role_return false
place - focal_office PESO
people - residents_abroad 1250
people - residents_abroad_year 2025
budget - planned 2000000
"""


def answers(lines: str) -> tuple[Answer, ...]:
    """`section row field value` a line; - is no row, ND no data."""
    found = []
    for line in filter(None, lines.splitlines()):
        sheet, row, field, text = line.split(" ", 3)
        value = {"true": True, "false": False}.get(text, int(text) if text.isdecimal() else text)
        state = "no_data" if text == "ND" else "answered"
        row_key = None if row == "-" else row
        said = value if state == "answered" else None
        found.append(Answer(sheet, row_key, field, state, said, "Tab!A1"))
    return tuple(found)


def following(
    folder: Path, places: Path, said: dict[str, str], successors: str = "", currency: str = "PHP"
) -> Round:
    """A round of 2027 that knows what these places said for 2026."""
    known = {place: answers(lines) for place, lines in said.items()}
    old = ("0500000000", PROVINCE, *known)
    last = LastYear("bicol", "1.0", "core", parse_period("2026"), old, known, currency=currency)
    folder.mkdir()
    write_last_year(last, DATES, folder / LAST_YEAR_FILE)
    if successors:
        (folder / "successors.csv").write_text(f"old,new,kind,date\n{successors}", encoding="utf-8")
    order = NewRound(programme="bicol", period=parse_period("2027"), places_file=places)
    return create_round(folder, order, load_library())


@pytest.fixture
def second(tmp_path: Path, places_file: Path) -> Round:
    return following(tmp_path / "bicol-2027", places_file, {NAGA: LINES})


def order_of(collection: Round, code: str):
    place = collection.place(code)
    assert place is not None
    return order_for(collection, place)


def said_of(collection: Round, code: str):
    place = collection.place(code)
    assert place is not None
    earlier = earlier_of(collection, place)
    found = earlier.answers.values() if earlier else ()
    return {(one.sheet, one.row, one.field): one.value for one in found}


def test_what_lasts_is_filled_in_and_nothing_else(second: Round) -> None:
    assert order_of(second, NAGA).typed == {
        ("structures", "2024-002", "structure_type"): "Council",
        ("structures", "2024-002", "name"): "Migration Council",
        ("structures", "2024-002", "mandate"): "Migration only",
        ("structures", "2024-002", "date_created"): date(2016, 4, 6),
        ("services", "2025-001", "service_type"): "OFW or migrant desk",
        ("services", "2025-001", "host_office"): "PESO",
        ("plans", "cdp", "period_to"): 2030,
        ("place", None, "focal_office"): "PESO",
    }


def test_what_is_asked_anew_is_shown_in_words(second: Round) -> None:
    order = order_of(second, NAGA)
    assert order.last == parse_period("2026")
    assert order.shown == {
        ("structures", "2024-002", "status"): "Established",
        ("structures", "2024-002", "meetings_in_year"): "4",
        ("structures", "2024-002", "members_total"): "1,250",
        ("services", "2025-001", "year_change"): "Went on as before",
        ("plans", "cdp", "in_vision"): "Yes",
        ("place", None, "role_return"): "No",
        ("people", None, "residents_abroad"): "1,250",
        ("people", None, "residents_abroad_year"): "2025",
        ("budget", None, "planned"): "2,000,000",
    }


def test_records_are_issued_under_their_own_keys(second: Round) -> None:
    """The committee was abolished: it is not asked about again."""
    assert order_of(second, NAGA).records == {
        ("structures", "2024-002"): "Migration Council",
        ("services", "2025-001"): "PESO",
    }


def test_the_workbook_says_no_more_than_what_lasts(second: Round, tmp_path: Path) -> None:
    """Last year's figures stand beside the cells, and are never read as answers."""
    order = order_of(second, NAGA)
    path = tmp_path / "naga.xlsx"
    path.write_bytes(Series().build(order))
    submission = read_file(path, "naga.xlsx", second.library)
    said = {(a.sheet, a.row, a.field): a.value for a in submission.answers if a.state != "blank"}
    assert said == {
        ("place", None, "focal_office"): "PESO",
        ("structures", "2024-002", "structure_type"): "council",
        ("structures", "2024-002", "name"): "Migration Council",
        ("structures", "2024-002", "mandate"): "migration_only",
        ("structures", "2024-002", "date_created"): "2016-04-06",
        ("plans", "cdp", "period_to"): 2030,
        ("services", "2025-001", "service_type"): "ofw_desk",
        ("services", "2025-001", "host_office"): "PESO",
    }
    assert submission.findings == ()


def test_a_place_that_said_nothing_begins_empty(second: Round) -> None:
    order = order_of(second, BAAO)
    assert (order.typed, order.records, order.shown, order.last) == ({}, {}, {}, None)


def test_a_name_may_be_corrected_and_an_emptied_line_explained(
    second: Round, tmp_path: Path
) -> None:
    order = order_of(second, NAGA)
    typed = {key: cell for key, cell in order.typed.items() if key[0] != "services"}
    typed["structures", "2024-002", "name"] = "Migration Councils"
    typed["services", "2025-001", "explanation"] = "It never opened"
    path = tmp_path / "naga.xlsx"
    path.write_bytes(build_workbook(replace(order, typed=typed)))
    submission = read_file(path, "naga.xlsx", second.library)
    assert list(dict(submission.records("structures"))) == ["2024-002"]
    assert list(submission.records("services")) == []
    assert [(one.row, one.text) for one in submission.explanations] == [
        ("2025-001", "It never opened")
    ]
    assert submission.findings == ()


def test_another_name_in_the_line_of_a_record_is_not_clear(second: Round, tmp_path: Path) -> None:
    order = order_of(second, NAGA)
    typed = {**order.typed, ("structures", "2024-002", "name"): "Tourism Board"}
    path = tmp_path / "naga.xlsx"
    path.write_bytes(build_workbook(replace(order, typed=typed)))
    found = read_file(path, "naga.xlsx", second.library).findings
    assert [(one.code, one.row) for one in found] == [("RW303", "2024-002")]


def test_what_belongs_elsewhere_goes_back_as_it_was_issued(second: Round, tmp_path: Path) -> None:
    """A fresh workbook in place of a wrong one begins with what lasts, as the first one did."""
    order = order_of(second, NAGA)
    nothing = Submission("inbox/a.xlsx", "0" * 64, Identity())
    fresh = reissue(
        nothing, order, lambda data: read_book(open_workbook(data), "", "", second.library)
    )
    assert fresh.data == build_workbook(order)


# ---- money


@pytest.mark.parametrize("currency", ["USD", ""])
def test_amounts_in_another_currency_stand_nowhere_beside_todays(
    tmp_path: Path, places_file: Path, currency: str
) -> None:
    """2,000,000 planned then is no hint for today; all else of then stays, and the list says so."""
    lines = LINES + "indicators budget_used numerator 900\n"
    collection = following(tmp_path / "r", places_file, {NAGA: lines}, currency=currency)
    known = said_of(collection, NAGA)
    assert ("budget", None, "planned") not in known
    assert known["people", None, "residents_abroad"] == 1250
    shown = order_of(collection, NAGA).shown
    assert ("budget", None, "planned") not in shown
    assert ("people", None, "residents_abroad") in shown
    renewal = renewal_of(collection)
    place = collection.place(NAGA)
    assert renewal is not None
    assert place is not None
    _, left = follow(renewal, NAGA, collection.definition(place.level))
    assert [one.answer.value for one in left if one.reason == "currency"] == [2_000_000]


def test_a_copy_made_before_currencies_were_kept_does_not_tell_one(
    tmp_path: Path, places_file: Path
) -> None:
    collection = following(tmp_path / "r", places_file, {NAGA: LINES})
    path = collection.folder / LAST_YEAR_FILE
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("DELETE FROM facts WHERE key = 'currency'")
        base.execute("PRAGMA user_version = 1")
    last = read_last_year(path)
    assert last is not None
    assert last.currency == ""
    assert ("budget", None, "planned") not in said_of(open_round(collection.folder), NAGA)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA user_version = 3")
    with pytest.raises(ToolError, match="install a newer one"):
        read_last_year(path)


# ---- boundaries


def test_answers_follow_a_new_code(tmp_path: Path, places_file: Path) -> None:
    lines = f"0501799000,{NAGA},renamed,2027-03-01\n"
    said = {"0501799000": "people - residents_abroad 1250\n"}
    collection = following(tmp_path / "r", places_file, said, lines)
    assert said_of(collection, NAGA) == {("people", None, "residents_abroad"): 1250}
    assert [(m.place, m.kind, m.places) for m in moved_places(collection)] == [
        (NAGA, "renamed", ("0501799000",))
    ]


def test_of_merged_places_only_figures_that_add_up_are_known(
    tmp_path: Path, places_file: Path
) -> None:
    """1,250 and 750 abroad are 2,000; years, texts and records of two places are not added."""
    one = LINES
    other = """
people - residents_abroad 750
people - residents_abroad_year 2024
people - returnee_count ND
budget - planned 500000
place - focal_office Mayor's office
structures 2024-002 name Another Council
structures 2024-002 members_total 9
"""
    lines = f"0501798000,{NAGA},merged,2027-03-01\n0501799000,{NAGA},merged,2027-03-01\n"
    said = {"0501798000": one, "0501799000": other}
    collection = following(tmp_path / "r", places_file, said, lines)
    assert said_of(collection, NAGA) == {
        ("people", None, "residents_abroad"): 2000,
        ("budget", None, "planned"): 2_500_000,
    }
    order = order_of(collection, NAGA)
    assert (order.typed, order.records) == ({}, {})
    assert order.shown["people", None, "residents_abroad"] == "2,000"


def test_a_merger_of_which_one_part_never_answered_has_no_figures(
    tmp_path: Path, places_file: Path
) -> None:
    lines = f"0501798000,{NAGA},merged,2027-03-01\n0501799000,{NAGA},merged,2027-03-01\n"
    collection = following(tmp_path / "r", places_file, {"0501798000": LINES}, lines)
    assert said_of(collection, NAGA) == {}


def test_a_part_of_what_was_split_begins_without_figures(tmp_path: Path, places_file: Path) -> None:
    lines = f"{NAGA},{BAAO},split,2027-03-01\n"
    collection = following(tmp_path / "r", places_file, {NAGA: LINES, BAAO: LINES}, lines)
    assert (said_of(collection, NAGA), said_of(collection, BAAO)) == ({}, {})
    assert {moved.place: moved.kind for moved in moved_places(collection)} == {
        NAGA: "split",
        BAAO: "split",
    }


def test_rules_change_with_the_successors(second: Round) -> None:
    before = fingerprint(second)
    (second.folder / "successors.csv").write_text("old,new,kind,date\n", encoding="utf-8")
    assert fingerprint(second) != before


# ---- questions that moved

CHANGES = (
    Change("1.2", "people", sheet="population_facts"),
    Change("1.1", "population_facts", sheet="inhabitants"),
    Change("1.2", "residents_abroad", sheet="people", field="abroad"),
    Change("1.2", "cdp", sheet="plans", row="development_plan"),
    Change("1.3", "established", list="structure_status", code="active"),
)


def test_older_names_are_followed_in_the_order_of_the_versions() -> None:
    library = load_library()
    definition = library.definition("bicol", "core", "city")
    changes = changes_between(CHANGES, "1.0", "1.3")
    assert [change.version for change in changes] == ["1.1", "1.2", "1.2", "1.2", "1.3"]
    older = answers(
        "inhabitants - abroad 1250\nplans development_plan in_vision true\n"
        "structures 2024-001 status active\nstructures 2024-001 name Council\n"
    )
    kept, left = translate(older, changes, definition)
    assert {key: answer.value for key, answer in kept.items()} == {
        ("people", None, "residents_abroad"): 1250,
        ("plans", "cdp", "in_vision"): True,
        ("structures", "2024-001", "status"): "established",
        ("structures", "2024-001", "name"): "Council",
    }
    assert left == ()


def test_what_has_no_counterpart_is_named_with_the_reason() -> None:
    definition = load_library().definition("bicol", "core", "city")
    older = answers(
        "people - mood good\nplans master_plan in_vision true\nstructures 2024-001 status active\n"
        "people - residents_abroad many\nplace - name Naga\nplaces - name Naga\n"
        "people - wishes ND\nbudget - spent ND\n"
    )
    kept, left = translate(older, (), definition)
    assert [(one.answer.field, one.reason) for one in left] == [
        ("mood", "question"),
        ("in_vision", "row"),
        ("status", "option"),
        ("residents_abroad", "type"),
        ("name", "question"),
        ("name", "question"),
    ]
    assert list(kept) == [("budget", None, "spent")]


def test_only_changes_between_the_two_versions_count() -> None:
    assert [c.version for c in changes_between(CHANGES, "1.1", "1.2")] == ["1.2", "1.2", "1.2"]
    assert changes_between(CHANGES, "1.3", "1.3") == ()


# ---- from one round to the next


@pytest.fixture
def first(small_round: Round) -> Round:
    """The round of 2026 with a return of Naga that was accepted."""
    place = small_round.place(NAGA)
    assert place is not None
    definition = small_round.definition(place.level)
    typed = simulate_answers(definition, small_round.texts, place, parse_period("2026"), 1, 0)
    typed["place", None, "focal_contact"] = "peso@example.gov.ph"
    typed["people", None, "residents_abroad"] = 4321
    path = small_round.inbox / "naga.xlsx"
    path.write_bytes(build_workbook(order_for(small_round, place, typed)))
    with Ledger(small_round.ledger_file) as ledger:
        take_in(small_round, ledger, datetime(2027, 1, 5, tzinfo=UTC))
        assert [one.place.code for one in counted_returns(small_round, ledger)] == [NAGA]
    return small_round


def next_round(folder: Path, old: Round, **wishes):
    order = NewRound(programme="", period=parse_period("2027"), edition="core", **wishes)
    return renew_round(folder, old, order, library_after(old, load_library()), None)


def test_a_round_goes_on_without_the_one_before(first: Round, tmp_path: Path) -> None:
    toml = first.folder / "round.toml"
    text = toml.read_text(encoding="utf-8")
    changed = text.replace('contact = ""', 'contact = "region@example.org"')
    toml.write_text(changed.replace("withhold_below = 5", "withhold_below = 7"), encoding="utf-8")
    renewed = next_round(tmp_path / "next", open_round(first.folder))
    shutil.rmtree(first.folder)
    collection = open_round(tmp_path / "next")
    settings = collection.settings
    assert (settings.period.code, settings.contact, settings.withhold_below) == (
        "2027",
        "region@example.org",
        7,
    )
    assert [place.code for place in collection.places] == ["0500000000", PROVINCE, NAGA, BAAO]
    assert (renewed.filled, renewed.moved, renewed.left) == (1, (), ())
    order = order_of(collection, NAGA)
    assert order.shown["people", None, "residents_abroad"] == "4,321"
    assert Series().build(order)


def test_contacts_are_not_kept(first: Round) -> None:
    with Ledger(first.ledger_file) as ledger:
        last = gather_last_year(first, counted_returns(first, ledger))
    kept = {(answer.sheet, answer.field) for answer in last.answers[NAGA]}
    assert ("place", "focal_office") in kept
    assert ("place", "focal_contact") not in kept


def test_what_is_kept_is_read_as_it_was(first: Round, tmp_path: Path) -> None:
    with Ledger(first.ledger_file) as ledger:
        last = gather_last_year(first, counted_returns(first, ledger))
    write_last_year(last, DATES, tmp_path / LAST_YEAR_FILE)
    assert read_last_year(tmp_path / LAST_YEAR_FILE) == last


def test_a_damaged_copy_says_what_to_do(second: Round) -> None:
    (second.folder / LAST_YEAR_FILE).write_bytes(b"no database" * 100)
    with pytest.raises(ToolError, match="put back a good copy"):
        order_of(open_round(second.folder), NAGA)


def test_a_round_is_not_overwritten(first: Round, second: Round) -> None:
    kept = (second.folder / LAST_YEAR_FILE).read_bytes()
    with pytest.raises(OutputError, match="is in a round already"):
        next_round(second.folder, first)
    assert (second.folder / LAST_YEAR_FILE).read_bytes() == kept


def test_a_round_that_was_never_checked_cannot_be_gone_on_from(
    small_round: Round, tmp_path: Path
) -> None:
    with pytest.raises(ToolError, match="run migbook validate there"):
        next_round(tmp_path / "next", small_round)


def test_time_goes_forward(first: Round, tmp_path: Path) -> None:
    order = NewRound(programme="", period=parse_period("2026"))
    with pytest.raises(ToolError, match="2026 does not come after 2026"):
        renew_round(tmp_path / "next", first, order, first.library, None)


def test_places_follow_their_successors(first: Round, tmp_path: Path) -> None:
    """Naga gets a code of its own making; Baao is split, and its new part has no population."""
    table = tmp_path / "moves.csv"
    table.write_text(
        "old,new,kind,date,name\n"
        f"{NAGA},0501799000,renamed,2027-02-01,City of Naga (new)\n"
        f"{BAAO},{BAAO},split,2027-02-01,\n{BAAO},0501798000,split,2027-02-01,Baao East\n",
        encoding="utf-8",
    )
    order = NewRound(programme="", period=parse_period("2027"))
    renewed = renew_round(tmp_path / "next", first, order, load_library(), table)
    places = {place.code: place for place in renewed.collection.places}
    assert list(places) == ["0500000000", PROVINCE, "0501799000", BAAO, "0501798000"]
    assert (places["0501799000"].name, places["0501799000"].population) == (
        "City of Naga (new)",
        210545,
    )
    assert (places["0501798000"].name, places["0501798000"].population) == ("Baao East", None)
    assert order_of(renewed.collection, "0501799000").shown["people", None, "residents_abroad"]
    assert [line["code"] for line in renewed.left] == [BAAO, "0501798000"]
    assert {line["reason"].partition(":")[0] for line in renewed.left} == {"Split"}
    assert workbook_name(renewed.collection, places["0501799000"]) == (
        "0501799000-city-of-naga-2027.xlsx"
    )


def test_a_place_that_is_gone_is_listed(first: Round, tmp_path: Path) -> None:
    places = tmp_path / "one.csv"
    places.write_text("code,name,level\n0501701000,Baao,municipality\n", encoding="utf-8")
    renewed = next_round(tmp_path / "next", first, places_file=places)
    assert [(line["code"], line["place"]) for line in renewed.left] == [(NAGA, "City of Naga")]
    assert renewed.left[0]["reason"] == "The place is not on the list any more"
