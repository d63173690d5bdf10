"""What people decide about places, from the command line: what counts, who is expected."""

from __future__ import annotations

import csv
import io
import sqlite3
from datetime import datetime
from getpass import getuser
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

NAGA, BAAO = "0501724000", "0501701000"
NAGA_FILE = f"{NAGA}-city-of-naga-2026.xlsx"


@pytest.fixture
def inbox(round_folder: Path) -> Path:
    return round_folder / "inbox" / "practice"


def status() -> dict[str, Any]:
    return run("status", "--format", "json").json("status")


def place(code: str = NAGA) -> dict[str, Any]:
    return next(entry for entry in status()["places"] if entry["code"] == code)


def spoil(path: Path, name: str) -> Path:
    """A copy of a return in which a date is none, so that it is rejected."""
    book = openpyxl.load_workbook(path)
    cells = (cell for row in book["Structures"].iter_rows() for cell in row)
    next(cell for cell in cells if isinstance(cell.value, datetime)).value = "long ago"
    target = path.with_name(name)
    book.save(target)
    return target


def changed(path: Path, name: str) -> Path:
    """A copy with other bytes and the same answers."""
    book = openpyxl.load_workbook(path)
    book.properties.title = name
    target = path.with_name(name)
    book.save(target)
    return target


def decided() -> list[tuple[str, ...]]:
    base = sqlite3.connect("ledger.sqlite")
    rows = base.execute("SELECT kind, place, value, note, made_by FROM decisions ORDER BY id")
    found = rows.fetchall()
    base.close()
    return found


def test_a_rejected_return_counts_if_somebody_accepts_it(inbox: Path) -> None:
    spoil(inbox / NAGA_FILE, "naga.xlsx")
    (inbox / NAGA_FILE).unlink()
    run("validate")
    assert place()["state"] == "rejected"
    done = run("accept", NAGA, "--note", "figure confirmed by telephone")
    assert (done.code, "accepted by decision" in done.out) == (0, True), done.err
    assert place()["state"] == "accepted_by_decision"
    assert (status()["all"]["accepted"], status()["all"]["by_decision"]) == (4, 1)
    assert run("compile", "--only", "workbook").code == 0
    assert "4 of 4" in run("compile", "--only", "workbook").err
    again = run("validate", "--format", "json").json("validate")
    verdicts = {file["place"]: file["verdict"] for file in again["files"]}
    assert verdicts[NAGA] == "rejected"
    undone = run("accept", NAGA, "--undo", "--note", "wrong town")
    assert undone.code == 0
    assert place()["state"] == "rejected"
    assert decided() == [
        ("accept", NAGA, "yes", "figure confirmed by telephone", getuser()),
        ("accept", NAGA, "", "wrong town", getuser()),
    ]


def test_a_newer_return_goes_before_what_was_accepted(inbox: Path) -> None:
    good = (inbox / NAGA_FILE).read_bytes()
    spoil(inbox / NAGA_FILE, "naga.xlsx")
    (inbox / NAGA_FILE).unlink()
    run("validate")
    run("accept", NAGA, "--note", "will do")
    (inbox / "naga corrected.xlsx").write_bytes(good)
    run("validate")
    assert place()["file"] == "inbox/practice/naga corrected.xlsx"
    assert place()["state"].startswith("accepted")
    assert place()["state"] != "accepted_by_decision"


def test_somebody_says_which_of_two_returns_counts(inbox: Path) -> None:
    run("validate")
    newer = changed(inbox / NAGA_FILE, "naga by mistake.xlsx")
    run("validate")
    assert place()["file"] == f"inbox/practice/{newer.name}"
    assert place()["warnings"] >= 1
    done = run("accept", NAGA, "--file", NAGA_FILE, "--note", "the other one was a draft")
    assert done.code == 0, done.err
    assert place()["file"] == f"inbox/practice/{NAGA_FILE}"
    assert place()["state"] in {"accepted", "accepted_with_warnings"}
    findings = run("validate", "--format", "json").json("validate")["files"]
    assert not any(f["code"] == "WB017" for file in findings for f in file["findings"])
    changed(inbox / NAGA_FILE, "naga newest.xlsx")
    run("validate")
    assert place()["file"] == "inbox/practice/naga newest.xlsx"


def test_a_reopened_return_waits_for_a_newer_one_and_goes_back(
    inbox: Path, round_folder: Path
) -> None:
    run("validate")
    done = run("reopen", NAGA, "--note", "wrong year of the budget")
    assert done.code == 0, done.err
    assert place()["state"] == "reopened"
    assert status()["all"]["accepted"] == 3
    assert run("return", NAGA).code == 0
    (letter,) = (round_folder / "returned" / "letters").glob("*-reopened.txt")
    text = letter.read_text(encoding="utf-8")
    assert "corrected after all" in text
    assert "wrong year" not in text
    assert list((round_folder / "returned").glob(f"{NAGA}*-to-mend.xlsx"))
    assert place()["returned"] == 1
    assert place()["returned_since"]
    assert status()["all"]["in_correction"] == 1
    changed(inbox / NAGA_FILE, "naga corrected.xlsx")
    run("validate")
    assert place()["state"] in {"accepted", "accepted_with_warnings"}
    assert (place()["returned"], place()["returned_since"]) == (1, None)


def test_a_reopened_return_counts_again_if_that_is_taken_back(inbox: Path) -> None:
    run("validate")
    before = place()
    run("reopen", NAGA, "--note", "x")
    run("reopen", NAGA, "--undo", "--note", "it was right")
    assert place() == before


def test_an_excluded_place_is_no_longer_expected(inbox: Path, round_folder: Path) -> None:
    (inbox / NAGA_FILE).unlink()
    run("validate")
    assert run("exclude", NAGA, "--note", "council suspended").code == 0
    everybody = status()["all"]
    assert (everybody["expected"], everybody["excluded"], everybody["missing"]) == (3, 1, 0)
    assert everybody["response"] == 100
    assert place()["state"] == "excluded"
    assert "Nobody needs a reminder" in run("remind").out
    assert "3 of 3" in run("compile", "--only", "workbook").err
    assert run("exclude", NAGA, "--note", "again").code == 2
    assert run("exclude", NAGA, "--undo", "--note", "council sits again").code == 0
    assert status()["all"]["expected"] == 4
    assert run("remind").code == 0


def test_what_an_excluded_place_sent_does_not_count(inbox: Path) -> None:
    run("validate")
    run("exclude", NAGA, "--note", "merged")
    assert "3 of 3" in run("compile", "--only", "workbook").err


def test_a_later_deadline_holds_for_one_place_and_its_letters(
    inbox: Path, round_folder: Path
) -> None:
    text = (round_folder / "round.toml").read_text(encoding="utf-8")
    (round_folder / "round.toml").write_text(
        text.replace("deadline = 2099-01-31", "deadline = 2026-02-01"), encoding="utf-8"
    )
    run("validate")
    run("received", NAGA, "--on", "2026-02-15")
    assert (place()["late"], place()["due"], place()["extended"]) == (True, "2026-02-01", False)
    done = run("extend", NAGA, "--until", "2026-02-15", "--note", "typhoon")
    assert (done.code, "15 February 2026" in done.out) == (0, True)
    assert (place()["late"], place()["due"], place()["extended"]) == (False, "2026-02-15", True)
    assert place(BAAO)["late"]
    assert status()["all"]["in_time"] == 1
    run("extend", NAGA, "--until", "2099-02-15", "--note", "second typhoon")
    (inbox / NAGA_FILE).unlink()
    run("validate")
    run("remind", NAGA)
    (letter,) = (round_folder / "outbox" / "reminders" / "letters").glob(f"{NAGA}*.txt")
    assert "return by 15 February 2099" in letter.read_text(encoding="utf-8")
    run("extend", NAGA, "--undo", "--note", "no second one")
    assert place()["due"] == "2026-02-15"
    assert run("extend", NAGA, "--until", "2026-01-31", "--note", "x").code == 2


def test_a_scan_is_attached_and_taken_back(round_folder: Path, tmp_path: Path) -> None:
    scan = tmp_path / "signed page.pdf"
    scan.write_bytes(b"%PDF-1.7\n")
    assert not place()["signature_scan"]
    done = run("attach", NAGA, scan, "--note", "brought by messenger")
    assert done.code == 0, done.err
    (kept,) = (round_folder / "evidence").iterdir()
    assert kept.read_bytes() == scan.read_bytes()
    assert kept.name.startswith(NAGA)
    assert kept.name in done.out
    assert place()["signature_scan"]
    assert run("attach", NAGA, "--undo", "--note", "not theirs").code == 0
    assert not place()["signature_scan"]
    assert kept.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("accept", NAGA), "--note"),
        (("accept", NAGA, "--note", "  "), "--note"),
        (("accept", NAGA, "--note", "x"), "counts already"),
        (("accept", NAGA, "--note", "x", "--file", "nowhere.xlsx"), NAGA_FILE),
        (("accept", NAGA, "--undo", "--note", "x"), "nothing to take back"),
        (("accept", "0599999999", "--note", "x"), "0599999999"),
        (("extend", NAGA, "--note", "x"), "--until"),
        (("extend", NAGA, "--until", "soon", "--note", "x"), "soon"),
        (("attach", NAGA, "--note", "x"), "FILE"),
        (("attach", NAGA, "nowhere.pdf", "--note", "x"), "nowhere.pdf"),
        (("exclude", NAGA, "--undo", "--note", "x"), "nothing to take back"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(
    inbox: Path, arguments: tuple[str, ...], words: str
) -> None:
    run("validate")
    done = run(*arguments)
    assert (done.code, words in done.err) == (2, True), done.err
    assert decided() == []


def test_what_cannot_be_read_is_never_accepted(inbox: Path) -> None:
    (inbox / NAGA_FILE).write_bytes(b"PK\x03\x04 broken")
    run("validate")
    done = run("accept", NAGA, "--note", "x")
    assert (done.code, "cannot be read" in done.err) == (2, True)
    (inbox / f"{BAAO}-baao-2026.xlsx").unlink()
    run("validate")
    assert run("accept", BAAO, "--note", "x").code == 2
    assert run("reopen", BAAO, "--note", "x").code == 2


def test_status_as_a_table_says_all_of_it(inbox: Path) -> None:
    run("validate")
    run("exclude", NAGA, "--note", "x")
    rows = list(csv.DictReader(io.StringIO(run("status", "--format", "csv").out.lstrip("\ufeff"))))
    naga = next(row for row in rows if NAGA in row["code"])
    assert (naga["state"], naga["due"], naga["extended"]) == ("excluded", "2099-01-31", "false")
    assert "Excluded and no longer expected: 1." in run("status").out
