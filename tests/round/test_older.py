"""Answers to older questions, place codes of the past, and one question about one figure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from templates.load import load_library
from templates.model import Change
from tests.round.test_renewal import NAGA, answers, following
from workbook.check.register import load_register
from workbook.check.wording import render_finding
from workbook.model import Answer, Identity, Return, Submission
from workbook.round.intake import take_in
from workbook.round.issue import order_for
from workbook.round.judge import judge
from workbook.round.ledger import Ledger
from workbook.round.older import translate
from workbook.round.region import round_findings
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.model import Finding
    from workbook.round.folder import Round
    from workbook.write.order import Cell, CellKey

OLD_CODE = "0501799000"
NOW = datetime(2028, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def definition():
    return load_library().definition("bicol", "core", "city")


def test_two_options_that_become_one_are_ticked_once_in_the_order_of_the_list() -> None:
    definition = load_library().definition("bicol", "full", "city")
    sheet = next(s for s in definition.sheets for f in s.asked if f.type == "several_of")
    field = next(f for f in sheet.asked if f.type == "several_of")
    first, second = definition.lists[field.list].codes[:2]
    changes = [Change("1.1", first, list=field.list, code=code) for code in ("tv", "radio")]
    row = None if sheet.layout == "form" else "2026-001"
    given = Answer(sheet.key, row, field.key, "answered", (second, "tv", "radio"), "Tab!A1")
    kept, left = translate([given], changes, definition)
    assert [answer.value for answer in kept.values()] == [(first, second)]
    assert left == ()


def test_a_question_that_moved_to_another_form_is_followed(definition) -> None:
    change = Change("1.1", "people.residents_abroad", sheet="place", field="abroad")
    kept, left = translate(answers("place - abroad 1250\n"), [change], definition)
    assert {key: answer.value for key, answer in kept.items()} == {
        ("people", None, "residents_abroad"): 1250
    }
    assert left == ()


@pytest.mark.parametrize(("second", "lost"), [("90", ["back"]), ("12", [])])
def test_of_two_answers_to_one_question_none_is_passed_over(definition, second, lost) -> None:
    changes = [Change("1.1", "returnee_count", sheet="people", field=f) for f in ("came", "back")]
    older = answers(f"people - came 12\npeople - back {second}\n")
    kept, left = translate(older, changes, definition)
    assert [answer.value for answer in kept.values()] == [12]
    assert [one.answer.field for one in left] == lost


def judged(collection: Round, code: str) -> list[Finding]:
    who = Identity("bicol", "1.0", "core", "municipality", code, "2027", "en", "")
    return list(judge(Submission("a.xlsx", "aa", who), collection, collection.library))


@pytest.mark.parametrize(
    ("table", "message", "remedy"),
    [
        (
            f"{OLD_CODE},{NAGA},renamed,2027-02-01\n",
            f"is an old code: since 1 February 2027 this place is {NAGA} (City of Naga).",
            f"for the workbook of {NAGA} (City of Naga)",
        ),
        (
            f"{OLD_CODE},{NAGA},merged,2027-02-01\n",
            f"code {OLD_CODE} is now part of {NAGA} (City of Naga), since 1 February 2027.",
            f"Give your figures to {NAGA} (City of Naga)",
        ),
        (
            f"{OLD_CODE},{NAGA},split,2027-02-01\n{OLD_CODE},0501788000,split,2027-02-01\n",
            f"what follows it is {NAGA} (City of Naga), 0501788000.",
            "the workbook of each part",
        ),
    ],
)
def test_an_old_place_code_names_what_follows_it(
    tmp_path: Path, places_file: Path, table: str, message: str, remedy: str
) -> None:
    collection = following(tmp_path / "b", places_file, {NAGA: ""}, table)
    (found,) = judged(collection, OLD_CODE)
    words = render_finding(found, collection.texts, load_register())
    assert words["code"] == "WB024"
    assert words["message"].endswith(message)
    assert remedy in words["remedy"]
    for language in ("fil", "fr"):
        shown = render_finding(found, collection.library.text(language), load_register())
        assert NAGA in shown["message"]
        assert "2027" in shown["message"]


def test_a_code_of_which_nothing_is_known_stays_unknown(tmp_path: Path, places_file: Path) -> None:
    moved = f"{OLD_CODE},{NAGA},renamed,2029-02-01\n"
    collection = following(tmp_path / "b", places_file, {NAGA: ""}, moved)
    assert [one.code for one in judged(collection, OLD_CODE)] == ["WB009"]
    assert [one.code for one in judged(collection, NAGA) if one.code[:2] == "WB"] == []


def test_one_figure_is_asked_about_by_the_file_or_by_the_round(
    tmp_path: Path, places_file: Path
) -> None:
    """What YR506 says of a return is not said again beside the round.

    A budget of 1,000 that becomes 30,000 is too little for YR506, but thirty times as much.
    """
    said = "people - residents_abroad 1250\nbudget - planned 1000\n"
    collection = following(tmp_path / "b", places_file, {NAGA: said})
    place = collection.place(NAGA)
    assert place is not None
    typed: dict[CellKey, Cell] = {
        ("people", None, "residents_abroad"): 15_000,
        ("budget", None, "planned"): 30_000,
    }
    data = build_workbook(order_for(collection, place, typed))
    (collection.inbox / "a.xlsx").write_bytes(data)
    with Ledger(collection.ledger_file) as ledger:
        (file,) = take_in(collection, ledger, NOW)
        said_now = ledger.answers([file.sha256])[file.sha256]
        counting = Return(place, file.file, file.sha256, "accepted", "2028-02-01", said_now)
        found = round_findings(collection, ledger, [counting])
    of_file = [(one.code, one.field) for one in file.findings if one.code == "YR506"]
    assert of_file == [("YR506", "residents_abroad")]
    of_round = [(one.finding.code, one.finding.field) for one in found]
    assert of_round == [("RG702", "planned")]
