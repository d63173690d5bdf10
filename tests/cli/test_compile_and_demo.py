from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from tests.cli.running import run
from workbook.report.made import RECORD

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from cli.session import Session
    from workbook.round.folder import Round
    from workbook.simulate.demonstration import Demonstration

SUMMARY = "bicol-2026-summary-INTERNAL.xlsx"


def test_compile_writes_the_summary_of_what_counts(round_folder: Path) -> None:
    run("validate")
    done = run("compile")
    assert done.code == 0
    names = [line.rpartition("/")[2] for line in done.out.split()]
    endings = ("xlsx", "html", "pdf", "docx")
    assert names == [SUMMARY.replace("xlsx", ending) for ending in endings]
    assert "4 of 4 places" in done.err
    path = round_folder / "summary" / SUMMARY
    first = path.read_bytes()
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) > 3
    assert run("compile", "--only", "workbook").code == 0
    assert path.read_bytes() == first


def test_compile_for_the_public_writes_a_file_beside_the_internal_one(round_folder: Path) -> None:
    run("validate")
    done = run("compile", "--only", "workbook")
    assert "It is INTERNAL" in done.err
    assert "--audience public" in done.err
    public = run("compile", "--audience", "public", "--only", "workbook")
    assert public.code == 0
    assert public.out.strip().endswith("summary/bicol-2026-summary-PUBLIC.xlsx")
    assert "below 5" in public.err
    names = {path.name for path in (round_folder / "summary").glob("[!.]*")}
    assert names == {SUMMARY, "bicol-2026-summary-PUBLIC.xlsx"}
    book = openpyxl.load_workbook(round_folder / "summary" / "bicol-2026-summary-PUBLIC.xlsx")
    assert "Notes" in book.sheetnames
    assert "Data" not in book.sheetnames


def test_compile_says_what_is_missing(round_folder: Path) -> None:
    done = run("compile", "--only", "workbook")
    assert done.code == 2
    assert "migbook validate" in done.err
    run("validate")
    (round_folder / "inbox" / "new.xlsx").write_bytes(b"new")
    later = run("compile", "--only", "workbook")
    assert later.code == 0
    assert "have not been read yet" in later.err


def test_compile_says_what_it_adds_up_that_is_no_longer_there(round_folder: Path) -> None:
    run("validate")
    practice = round_folder / "inbox" / "practice"
    first, second, *_ = sorted(practice.iterdir())
    first.unlink()
    assert (
        "no longer in inbox/ and are still in this summary: 1."
        in run("compile", "--only", "workbook").err
    )
    run("validate")
    assert "no longer in inbox" not in run("compile", "--only", "workbook").err
    second.write_bytes(second.read_bytes() + b"\0")
    assert (
        "have not been read yet and are not in this summary: 1."
        in run("compile", "--only", "workbook").err
    )


def test_compile_leaves_a_held_summary_whole(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path as AnyPath

    run("validate")
    run("compile", "--only", "workbook")
    before = (round_folder / "summary" / SUMMARY).read_bytes()

    def held(self: AnyPath, target: AnyPath) -> AnyPath:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(AnyPath, "replace", held)
    unchanged = run("compile", "--only", "workbook")
    assert unchanged.code == 0
    assert "not written again: the workbook" in unchanged.err
    (round_folder / "summary" / RECORD).unlink()
    done = run("compile", "--only", "workbook")
    assert done.code == 2
    assert f"close {SUMMARY} and run again" in done.err
    assert (round_folder / "summary" / SUMMARY).read_bytes() == before


def test_demo_goes_the_whole_way_and_tells_where_each_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On six places instead of all, so that it is quick; the real one is `make demo`."""
    from templates.load import load_library
    from templates.periods import parse_period
    from workbook.round.folder import NewRound, create_round

    library = load_library()
    codes = {"0500000000", "0501700000", "0501724000", "0501701000", "0501719000", "0501707000"}
    lines = [
        f"{place.code},{place.name},{place.level},{place.parent},{place.population}"
        for place in library.places("bicol")
        if place.code in codes
    ]
    places = tmp_path / "six.csv"
    places.write_text("\n".join(["code,name,level,parent,population", *lines]), encoding="utf-8")

    def small(session: Session, folder: Path, demonstration: Demonstration) -> Round:
        period = parse_period(demonstration.period)
        order = NewRound(demonstration.programme, period, places_file=places)
        return create_round(folder, order, library)

    monkeypatch.setattr("cli.commands.demo.make_round", small)
    folder = tmp_path / "demo"
    done = run("demo", folder)
    assert done.code == 0, done.err
    for part in ("round.toml", "outbox", "inbox/practice", "summary/bicol-2015-summary-INTERNAL"):
        assert part in done.out
        assert list(folder.glob(f"{part}*"))
    # By the fixture Cabusao does not return, and Lupi returns with mistakes.
    data = run("--round", folder, "status", "--format", "json").json("status")
    states = {place["code"]: place["state"] for place in data["places"]}
    assert states["0501707000"] == "missing"
    assert states["0501719000"] == "rejected"
    assert data["all"]["received"] == 5
    again = run("demo", folder)
    assert again.code == 2
    assert "in a round already" in again.err
