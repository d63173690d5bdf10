"""`migbook new --after`: the round of 2027 that goes on from the practised one of 2026."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

NAGA = "0501724000"


@pytest.fixture
def old(round_folder: Path) -> Path:
    assert run("validate").code == 0
    return round_folder


def test_a_round_follows_another(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "bicol-2027"
    done = run("new", new, "--after", old, "--deadline", "2028-03-31")
    assert done.code == 0
    assert done.out.endswith("Bicol, 2027, edition core. Places: 4.\n")
    assert "4 of 4 places begin with what they answered for 2026." in done.err
    shutil.rmtree(old)
    assert run("--round", new, "generate").code == 0
    name = f"{NAGA}-city-of-naga-2027.xlsx"
    book = openpyxl.load_workbook(new / "outbox" / name)
    assert "In 2026" in {cell.value for row in book["Start"].iter_rows() for cell in row}
    records = [row[0].value for row in book["_meta"].iter_rows()]
    assert "record" in records
    checked = run("--round", new, "validate", new / "outbox" / name, "--format", "json")
    (file,) = checked.json("validate")["files"]
    # Nothing but what is still to be answered.
    assert {one["code"] for one in file["findings"]} <= {"CE206", "RW305"}


def test_places_that_moved_are_named(old: Path, tmp_path: Path) -> None:
    table = tmp_path / "moves.csv"
    table.write_text(
        "old,new,kind,date,name\n"
        f"{NAGA},0501799000,merged,2027-02-01,Greater Naga\n"
        "0501701000,0501799000,merged,2027-02-01,\n"
    )
    new = tmp_path / "bicol-2027"
    done = run("new", new, "--after", old, "--successors", table)
    assert done.code == 0
    assert done.out.endswith("Places: 3.\n")
    assert (
        "Greater Naga (0501799000) was merged from City of Naga (0501724000), Baao (0501701000) on"
        " 1 February 2027: figures that add up are shown as their sum." in done.err
    )
    assert "Not carried over: 1. They are listed in not-carried-over.csv." in done.err
    with (new / "not-carried-over.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["Code"] == "'0501799000"
    assert line["Place"] == "Greater Naga"


def test_returns_that_were_not_checked_are_told(old: Path, tmp_path: Path) -> None:
    (source,) = (old / "inbox").rglob(f"{NAGA}*.xlsx")
    (old / "inbox" / "late.xlsx").write_bytes(source.read_bytes() + b"\0")
    done = run("new", tmp_path / "next", "--after", old)
    assert done.code == 0
    assert "that were not checked there: 1." in done.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--period", "2027"], "Missing option '--programme'"),
        (["--programme", "bicol"], "Missing option '--period'"),
        (["--programme", "bicol", "--period", "2027", "--successors", "."], "is a directory"),
    ],
)
def test_a_first_round_must_be_named(tmp_path: Path, options: list[str], message: str) -> None:
    done = run("new", tmp_path / "r", *options)
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "r").exists()


def test_successors_are_of_an_earlier_round(tmp_path: Path) -> None:
    table = tmp_path / "moves.csv"
    table.write_text("old,new,kind,date\n")
    options = ("--programme", "bicol", "--period", "2027", "--successors", table)
    done = run("new", tmp_path / "r", *options)
    assert done.code == 2
    assert "add --after" in done.err


def test_another_period_may_be_named(old: Path, tmp_path: Path) -> None:
    done = run("new", tmp_path / "r", "--after", old, "--period", "2028", "--edition", "standard")
    assert done.out.endswith("Bicol, 2028, edition standard. Places: 4.\n")
    assert run("new", tmp_path / "s", "--after", old, "--period", "2025").code == 2
