"""A folder as it comes: whatever is in it, each file has its finding and nothing is changed."""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from templates.load import load_library
from templates.periods import parse_period
from tests.cli.running import locked_workbook, run
from workbook.round.folder import Round, open_round
from workbook.round.issue import order_for
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

NAGA = "0501724000-city-of-naga-2026.xlsx"
BAAO = "0501701000-baao-2026.xlsx"
SPECIMEN = Path(__file__).parents[1] / "cases" / "specimen"


@pytest.fixture
def inbox(round_folder: Path) -> Path:
    """One good return and one of everything that can be wrong with a file as a whole."""
    collection = open_round(round_folder)
    inbox = round_folder / "inbox"
    good = (inbox / "practice" / NAGA).read_bytes()
    shutil.rmtree(inbox / "practice")
    (inbox / "a good one.xlsx").write_bytes(good)
    (inbox / "b" / "sent again").mkdir(parents=True)
    (inbox / "b" / "sent again" / "Copy of Naga FINAL (2).xlsx").write_bytes(good)
    (inbox / "c picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (inbox / "d locked.xlsx").write_bytes(locked_workbook())
    (inbox / "e empty.xlsx").write_bytes(b"")
    (inbox / "f programme.xlsx").write_bytes(other_programme())
    (inbox / "g last year.xlsx").write_bytes(other_period(collection))
    (inbox / "h unknown place.xlsx").write_bytes(unknown_place(collection))
    (inbox / "~$a good one.xlsx").write_bytes(b"lock")
    (inbox / ".DS_Store").write_bytes(b"x")
    (inbox / "b" / "Thumbs.db").write_bytes(b"x")
    (inbox / "b" / "desktop.ini").write_bytes(b"x")
    (inbox / "link.xlsx").symlink_to(inbox / "a good one.xlsx")
    return inbox


def other_programme() -> bytes:
    library = load_library(SPECIMEN)
    place = library.places("specimen")[0]
    return build_workbook(
        WorkbookOrder(
            definition=library.definition("specimen", "core", place.level),
            texts=library.text("en"),
            place=place,
            parent=None,
            period=parse_period("2026"),
            issue="00000000",
        )
    )


def other_period(collection: Round) -> bytes:
    settings = replace(collection.settings, period=parse_period("2025"))
    place = collection.places[3]
    return build_workbook(order_for(replace(collection, settings=settings), place))


def unknown_place(collection: Round) -> bytes:
    place = replace(collection.places[3], code="0501799000", name="Nowhere")
    return build_workbook(order_for(collection, place))


def fingerprints(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        path.as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def other_level(collection: Round) -> bytes:
    """A workbook with the questions of a town, for what the list now calls a province."""
    place = replace(collection.places[1], level="municipality")
    return build_workbook(order_for(collection, place))


def found_in(data: Any) -> dict[str, tuple[str, list[str]]]:
    return {
        file["file"].removeprefix("inbox/"): (
            file["verdict"],
            [found["code"] for found in file["findings"]],
        )
        for file in data["files"]
    }


def test_each_file_has_one_finding_and_the_rest_is_processed(inbox: Path) -> None:
    before = fingerprints(inbox)
    done = run("validate", "--format", "json")
    found = found_in(done.json("validate"))
    good = found.pop("a good one.xlsx")
    copy = found.pop("b/sent again/Copy of Naga FINAL (2).xlsx")
    assert good[0] in {"accepted", "accepted_with_warnings"}
    assert "WB010" not in good[1]
    assert copy == (good[0], ["WB010", *good[1]])
    assert found == {
        "c picture.xlsx": ("unreadable", ["WB004"]),
        "d locked.xlsx": ("unreadable", ["WB002"]),
        "e empty.xlsx": ("unreadable", ["WB003"]),
        "f programme.xlsx": ("rejected", ["WB007"]),
        "g last year.xlsx": ("rejected", ["WB008"]),
        "h unknown place.xlsx": ("rejected", ["WB009"]),
        "link.xlsx": ("unreadable", ["WB019"]),
    }
    assert done.code == 1
    assert fingerprints(inbox) == before


def test_each_finding_says_what_to_do(inbox: Path) -> None:
    for file in run("validate", "--format", "json").json("validate")["files"]:
        for finding in file["findings"]:
            assert len(finding["remedy"]) > 20
            assert "{" not in finding["message"] + finding["remedy"]


def test_only_the_good_one_counts(inbox: Path) -> None:
    run("validate")
    data = run("status", "--format", "json").json("status")
    states = {place["code"]: (place["state"], place["file"]) for place in data["places"]}
    assert states["0501724000"][1] == "inbox/a good one.xlsx"
    assert states["0501701000"][0] == "rejected"
    assert data["files"]["unplaced"] == 6


def test_the_same_faults_are_found_outside_the_ledger(inbox: Path) -> None:
    kept = found_in(run("validate", "--format", "json").json("validate"))
    named = found_in(run("validate", "inbox", "--format", "json").json("validate"))
    assert {name: codes for name, codes in kept.items() if "FINAL" not in name} == {
        name: codes for name, codes in named.items() if "FINAL" not in name
    }


def test_a_locked_file_named_after_its_place_is_shown_there(round_folder: Path) -> None:
    practice = round_folder / "inbox" / "practice"
    shutil.rmtree(practice)
    (round_folder / "inbox" / BAAO).write_bytes(locked_workbook())
    run("validate")
    data = run("status", "--format", "json").json("status")
    states = {place["code"]: place["state"] for place in data["places"]}
    assert states["0501701000"] == "unusable"


def test_two_differing_returns_are_noticed_and_the_newer_counts(round_folder: Path) -> None:
    practice = round_folder / "inbox" / "practice"
    run("validate")
    collection = open_round(round_folder)
    from workbook.simulate.fill import simulate_answers

    naga = collection.places[2]
    definition = collection.definition(naga.level)
    period = collection.settings.period
    typed = simulate_answers(definition, collection.texts, naga, period, seed=99, mistakes=0)
    newer = practice / "naga corrected.xlsx"
    newer.write_bytes(build_workbook(order_for(collection, naga, typed)))
    data = run("validate", "--format", "json").json("validate")
    found = found_in(data)
    assert "WB017" in found["practice/naga corrected.xlsx"][1]
    assert found["practice/naga corrected.xlsx"][0] == "accepted_with_warnings"
    assert "WB017" not in found[f"practice/{NAGA}"][1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take text as file names only")
def test_a_name_that_is_no_text_does_not_stop_the_rest(round_folder: Path) -> None:
    name = b"caf\xe9.xlsx".decode("utf-8", "surrogateescape")
    (round_folder / "inbox" / name).write_bytes(b"x")
    found = found_in(run("validate", "--format", "json").json("validate"))
    assert found["caf%DCE9.xlsx"] == ("unreadable", ["WB004"])
    assert len(found) == 5
    assert "caf%DCE9.xlsx" in run("extract", round_folder / "inbox" / name).out


def test_the_questions_of_another_level_are_not_counted(round_folder: Path) -> None:
    shutil.rmtree(round_folder / "inbox" / "practice")
    (round_folder / "inbox" / "a.xlsx").write_bytes(other_level(open_round(round_folder)))
    found = found_in(run("validate", "--format", "json").json("validate"))
    assert found == {"a.xlsx": ("rejected", ["WB011"])}


def test_a_correction_of_a_rejected_return_needs_no_warning(round_folder: Path) -> None:
    collection = open_round(round_folder)
    practice = round_folder / "inbox" / "practice"
    good = (practice / BAAO).read_bytes()
    (practice / BAAO).write_bytes(other_period(collection))
    run("validate")
    (practice / "baao again.xlsx").write_bytes(good)
    found = found_in(run("validate", "--format", "json").json("validate"))
    assert "WB017" not in found["practice/baao again.xlsx"][1]
    data = run("status", "--format", "json").json("status")
    (baao,) = [place for place in data["places"] if place["code"] == "0501701000"]
    assert baao["file"] == "inbox/practice/baao again.xlsx"
