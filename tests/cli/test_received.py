"""The day of receipt from the command line, and what status says of it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.cli.running import run
from tests.read.packed import mailed

if TYPE_CHECKING:
    from pathlib import Path

NAGA, BAAO = "0501724000", "0501701000"


def place(code: str) -> dict[str, Any]:
    data = run("status", "--format", "json").json("status")
    return next(entry for entry in data["places"] if entry["code"] == code)


def test_a_day_is_said_shown_and_taken_back(round_folder: Path) -> None:
    run("validate")
    seen = place(NAGA)["received"]
    assert place(NAGA)["basis"] == "first_seen"
    done = run("received", NAGA, "--on", "2026-02-03", "--note", "on a stick")
    assert (done.code, "3 February 2026" in done.out) == (0, True)
    assert (place(NAGA)["received"], place(NAGA)["basis"]) == ("2026-02-03", "decision")
    assert place(BAAO)["basis"] == "first_seen"
    assert "1 as somebody said" in run("status").out
    assert run("received", NAGA, "--undo").code == 0
    assert (place(NAGA)["received"], place(NAGA)["basis"]) == (seen, "first_seen")
    again = run("received", NAGA, "--undo")
    assert (again.code, "nothing to take back" in again.err) == (2, True)


def test_what_is_said_outlives_another_validate(round_folder: Path) -> None:
    run("validate")
    run("received", NAGA, "--on", "2026-02-03")
    run("validate")
    assert place(NAGA)["received"] == "2026-02-03"


def test_what_cannot_be_said_is_refused_with_a_remedy(round_folder: Path) -> None:
    practice = round_folder / "inbox" / "practice"
    naga = next(practice.glob(f"{NAGA}*.xlsx"))
    (practice / "naga.eml").write_bytes(mailed({naga.name: naga.read_bytes()}, None))
    naga.unlink()
    (baao,) = practice.glob(f"{BAAO}*.xlsx")
    baao.unlink()
    run("validate")
    for arguments, words in (
        ((BAAO, "--on", "2026-02-03"), "migbook validate"),
        ((NAGA, "--on", "2999-01-01"), "has not come yet"),
        ((NAGA, "--on", "1999-01-01"), "check the year"),
        ((NAGA, "--on", "soon"), "soon"),
        ((NAGA,), "--undo"),
        (("0599999999", "--on", "2026-02-03"), "0599999999"),
    ):
        done = run("received", *arguments)
        assert (done.code, words in done.err) == (2, True), done.err
    assert run("received", NAGA, "--on", "2026-02-03").code == 0


def test_a_scan_is_told_apart_from_returns(round_folder: Path) -> None:
    practice = round_folder / "inbox" / "practice"
    (practice / f"{NAGA} signed.pdf").write_bytes(b"%PDF-1.7\n")
    done = run("validate")
    assert "Files: 4 (" in done.out
    assert "Scans kept beside their workbooks: 1." in done.out
    data = run("validate", "--format", "json").json("validate")
    (scan,) = [file for file in data["files"] if file["file"].endswith(".pdf")]
    assert (scan["verdict"], scan["place"]) == ("accepted", NAGA)
    assert place(NAGA)["signature_scan"]
    assert not place(BAAO)["signature_scan"]
    lines = run("status", "--format", "csv").out
    assert "signature_scan" in lines.splitlines()[0]


def test_extract_shows_what_is_in_an_archive(round_folder: Path, tmp_path: Path) -> None:
    naga = next((round_folder / "inbox" / "practice").glob(f"{NAGA}*.xlsx"))
    shutil.make_archive(str(tmp_path / "all"), "zip", naga.parent, naga.name)
    data = run("extract", tmp_path / "all.zip").json("extract")
    (found,) = data
    assert found["file"].endswith(f"all.zip!/{naga.name}")
    assert found["place"] == NAGA
    assert found["answers"]


def test_a_folder_that_a_service_keeps_in_step_is_mentioned(
    round_folder: Path, tmp_path: Path
) -> None:
    synced = tmp_path / "OneDrive - Office" / "round"
    shutil.copytree(round_folder, synced)
    assert "OneDrive" in run("validate", "--round", synced).err
    assert "OneDrive" not in run("validate").err
