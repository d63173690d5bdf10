"""The history of a place, the archive of a round, and verdicts under changed rules."""

from __future__ import annotations

import csv
import hashlib
import io
import sqlite3
import subprocess
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.running import run
from tests.read.packed import mailed

if TYPE_CHECKING:
    from pathlib import Path

NAGA, BAAO = "0501724000", "0501701000"
NAGA_FILE = f"{NAGA}-city-of-naga-2026.xlsx"
BAAO_FILE = f"{BAAO}-baao-2026.xlsx"


@pytest.fixture
def inbox(round_folder: Path) -> Path:
    return round_folder / "inbox" / "practice"


@pytest.fixture
def told(inbox: Path, tmp_path: Path) -> Path:
    """A round in which much has happened with Naga."""
    good = (inbox / NAGA_FILE).read_bytes()
    sent = datetime(2026, 11, 2, 3, tzinfo=UTC)
    (inbox / "naga.eml").write_bytes(mailed({"naga.xlsx": good}, sent))
    (inbox / NAGA_FILE).unlink()
    run("validate")
    scan = tmp_path / "page.pdf"
    scan.write_bytes(b"%PDF-1.7\n")
    run("attach", NAGA, scan, "--note", "signed page")
    run("extend", NAGA, "--until", "2099-02-15", "--note", "typhoon")
    run("reopen", NAGA, "--note", "wrong year")
    run("return", NAGA)
    run("reopen", NAGA, "--undo", "--note", "it was right")
    return inbox.parents[1]


def events(code: str = NAGA) -> list[tuple[str, str | None]]:
    data = run("history", code, "--format", "json").json("history")
    return [(event["event"], event["what"]) for event in data["events"]]


def test_the_history_of_one_place_told_as_a_table(told: Path) -> None:
    verdict = run("status", "--format", "json").json("status")
    state = next(p["state"] for p in verdict["places"] if p["code"] == NAGA)
    assert events()[:6] == [
        ("sent", None),
        ("seen", None),
        ("verdict", state),
        ("decision", "attach"),
        ("decision", "extend"),
        ("decision", "reopen"),
    ]
    assert sorted(events()[6:]) == [("undone", "reopen"), ("written", "reopened")]
    text = run("history", NAGA).out
    for words in ("2026-11-02 11:00  mail sent with inbox/practice/naga.eml!/naga.xlsx",
                  "later deadline, 2099-02-15", "typhoon", "taken back: reopened"):  # fmt: skip
        assert words in text
    table = run("history", NAGA, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert len(rows) == len(events())
    assert rows[0]["moment"] == "2026-11-02T11:00:00+08:00"
    assert {row["place"] for row in rows} == {f"'{NAGA}"}
    assert next(row for row in rows if row["what"] == "extend")["note"] == "typhoon"


def test_places_without_events(round_folder: Path) -> None:
    assert "Nothing has happened yet" in run("history", NAGA).out
    assert run("history").out == ""
    assert run("history", "0599999999").code == 2


def packed(*arguments: str | Path) -> zipfile.ZipFile:
    done = run("pack", *arguments)
    assert done.code == 0, done.err
    return zipfile.ZipFile(done.out.strip())


def test_the_archive_holds_everything_with_true_checksums(told: Path, tmp_path: Path) -> None:
    run("compile", "--only", "workbook")
    with packed() as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "out")
    for name in ("round.toml", "places.xlsx", "ledger.sqlite", "decisions.csv", "history.csv",
                 "findings.csv", "status.csv", "README.txt", f"inbox/practice/{BAAO_FILE}",
                 "inbox/practice/naga.eml!/naga.xlsx", "definitions/programmes/bicol.toml",
                 "summary/bicol-2026-summary-INTERNAL.xlsx"):  # fmt: skip
        assert name in names
    assert any(name.startswith(f"evidence/{NAGA}") for name in names)
    assert any(name.startswith(f"returned/{NAGA}") for name in names)
    out = tmp_path / "out"
    sums = dict(
        reversed(line.split("  ", 1))
        for line in (out / "checksums.sha256").read_text(encoding="utf-8").splitlines()
    )
    assert sorted(sums) == sorted(set(names) - {"checksums.sha256"})
    for name, digest in sums.items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    base = sqlite3.connect(out / "ledger.sqlite")
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()


def test_the_archive_tests_itself_with_a_usual_tool(told: Path, tmp_path: Path) -> None:
    with packed() as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "checksums.sha256"], cwd=tmp_path, check=False
    )
    assert done.returncode == 0


def test_the_same_round_gives_the_same_bytes_wherever_it_is_written(
    told: Path, tmp_path: Path
) -> None:
    first, second = (tmp_path / name for name in ("a.zip", "b.zip"))
    packed(first).close()
    packed(second).close()
    assert first.read_bytes() == second.read_bytes()


def test_no_address_and_no_path_of_this_computer_is_in_it(told: Path, tmp_path: Path) -> None:
    run("remind")
    with packed(tmp_path / "a.zip") as archive:
        names = archive.namelist()
        contents = {name: archive.read(name) for name in names}
    assert not [name for name in names if name.startswith("/") or ".." in name]
    assert not [name for name in names if name.endswith((".eml", ".msg", "send-list.xlsx"))]
    for name, data in contents.items():
        assert str(told).encode() not in data, name
        assert b"sender.of.the.mail" not in data, name


@pytest.mark.parametrize("name", ["inbox/a.zip", "summary/a.zip", "a.tar"])
def test_an_archive_in_the_wrong_place_is_refused(round_folder: Path, name: str) -> None:
    done = run("pack", name)
    assert done.code == 2
    assert not (round_folder / name).exists()


def verdicts() -> dict[str, str]:
    data = run("validate", "--format", "json").json("validate")
    return {file["file"]: file["verdict"] for file in data["files"]}


def test_changed_rules_are_shown_before_they_are_kept(inbox: Path, round_folder: Path) -> None:
    run("validate")
    assert "nothing to judge again" in run("validate", "--again").out
    before = verdicts()
    table = round_folder / "places.xlsx"
    book = openpyxl.load_workbook(table)
    for row in book.active.iter_rows(min_row=2):
        if row[0].value == NAGA:
            book.active.delete_rows(row[0].row)
            break
    book.save(table)
    assert verdicts() == before
    assert "--again" in run("validate").err
    shown = run("validate", "--again", "--format", "json").json("again")
    change = next(one for one in shown["changes"] if NAGA in one["file"])
    assert (change["file"], change["after"]) == (f"inbox/practice/{NAGA_FILE}", "rejected")
    assert "WB009" in change["added"]
    assert (shown["judged"], shown["kept"]) == (4, False)
    assert verdicts() == before
    done = run("validate", "--again", "--yes")
    assert (done.code, "→ rejected" in done.out) == (0, True)
    assert verdicts()[f"inbox/practice/{NAGA_FILE}"] == "rejected"
    base = sqlite3.connect("ledger.sqlite")
    kept = base.execute("SELECT COUNT(*), COUNT(DISTINCT rules) FROM verdicts").fetchone()
    tools = base.execute("SELECT tool, programme, version FROM rule_sets").fetchall()
    base.close()
    assert kept == (8, 2)
    assert len(tools) == 2
    assert {row[1:] for row in tools} == {("bicol", "1.0")}


def test_an_address_in_the_list_of_places_changes_no_rule(round_folder: Path) -> None:
    run("validate")
    book = openpyxl.load_workbook(round_folder / "places.xlsx")
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(2, heads.index("E-mail") + 1).value = "desk@example.org"
    book.save(round_folder / "places.xlsx")
    assert "nothing to judge again" in run("validate", "--again").out


@pytest.mark.parametrize("arguments", [("--yes",), ("--again", "inbox")])
def test_again_is_for_the_inbox_only(round_folder: Path, arguments: tuple[str, ...]) -> None:
    assert run("validate", *arguments).code == 2


def test_a_file_named_for_another_place_is_doubted(inbox: Path) -> None:
    (inbox / NAGA_FILE).rename(inbox / f"from {BAAO}.xlsx")
    data = run("validate", "--format", "json").json("validate")
    named = next(file for file in data["files"] if file["file"].endswith(f"from {BAAO}.xlsx"))
    (found,) = [finding for finding in named["findings"] if finding["code"] == "WB022"]
    assert found["severity"] == "warning"
    assert "Baao" in found["message"]
    assert "Naga" in found["message"]
    assert named["place"] == NAGA
    others = [file for file in data["files"] if file is not named]
    assert not [f for file in others for f in file["findings"] if f["code"] == "WB022"]
    alone = run("validate", "--format", "json", inbox / f"from {BAAO}.xlsx").json("validate")
    assert "WB022" in {finding["code"] for finding in alone["files"][0]["findings"]}
