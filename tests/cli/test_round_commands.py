from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from typing import TYPE_CHECKING

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from workbook.read.sources import Source

NAGA = "0501724000-city-of-naga-2026.xlsx"
BAAO = "0501701000-baao-2026.xlsx"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_new_tells_what_was_made_and_what_comes_next(tmp_path: Path) -> None:
    done = run("new", tmp_path / "a", "--programme", "bicol", "--period", "2026-S1")
    assert done.code == 0
    assert "Places: 121" in done.out
    assert "first half of 2026" in done.out
    assert "migbook generate" in done.err
    quiet = run("new", tmp_path / "b", "--programme", "bicol", "--period", "2026", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--programme", "bikol", "--period", "2026"], "bicol"),
        (["--programme", "bicol", "--period", "26"], "2026-S1"),
        (["--programme", "bicol", "--period", "2026", "--edition", "long"], "core"),
        (["--programme", "bicol", "--period", "2026", "--language", "xx"], "'xx'"),
        (["--programme", "bicol", "--period", "2026", "--deadline", "31/03/2027"], "31/03/2027"),
        (["--programme", "bicol"], "--period"),
    ],
)
def test_new_refuses_with_a_reason(tmp_path: Path, options: list[str], words: str) -> None:
    done = run("new", tmp_path / "a", *options)
    assert done.code == 2
    assert words in done.err
    assert not (tmp_path / "a").exists()


def test_generate_writes_one_workbook_a_place_and_whom_to_send_it(round_folder: Path) -> None:
    names = sorted(path.name for path in (round_folder / "outbox").glob("0*.xlsx"))
    assert names == [
        "0500000000-region-v-2026.xlsx",
        "0501700000-camarines-sur-2026.xlsx",
        BAAO,
        NAGA,
    ]
    path = round_folder / "outbox" / "send-list.xlsx"
    heading, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[heading.index("Workbook")] for row in rows if "Baao" in row] == [BAAO]


def test_generate_for_some_places_writes_the_same_bytes_again(round_folder: Path) -> None:
    path = round_folder / "outbox" / NAGA
    before = path.read_bytes()
    other = (round_folder / "outbox" / BAAO).stat().st_mtime_ns
    path.unlink()
    done = run("generate", "0501724000")
    assert done.code == 0
    assert path.read_bytes() == before
    assert (round_folder / "outbox" / BAAO).stat().st_mtime_ns == other


def test_the_issue_id_is_stable_and_differs_by_place(round_folder: Path) -> None:
    ids = {}
    for path in (round_folder / "outbox").glob("0*.xlsx"):
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name("_meta").to_python()
        facts = {row[0]: row[1] for row in rows}
        ids[facts["place"]] = str(facts["issue"])
    assert len(set(ids.values())) == 4
    assert all(re.fullmatch("[0-9a-f]{8}", text) for text in ids.values())


def test_generate_names_an_unknown_place(round_folder: Path) -> None:
    done = run("generate", "0501724001")
    assert done.code == 2
    assert "0501724001" in done.err


def test_simulate_is_repeatable_and_keeps_apart_from_real_returns(round_folder: Path) -> None:
    practice = round_folder / "inbox" / "practice"
    assert len(list(practice.glob("*.xlsx"))) == 4
    assert run("simulate", "--share", "0.5", "--seed", "7").code == 0
    first = {path.name: path.read_bytes() for path in practice.glob("*.xlsx")}
    assert len(first) == 2
    assert run("simulate", "--share", "0.5", "--seed", "7").code == 0
    assert {path.name: path.read_bytes() for path in practice.glob("*.xlsx")} == first
    (round_folder / "inbox" / "real.xlsx").write_bytes(b"x")
    done = run("simulate")
    assert done.code == 2
    assert "inbox/real.xlsx" in done.err


def test_extract_has_the_shape_of_the_contract(round_folder: Path) -> None:
    done = run("extract", f"inbox/practice/{NAGA}")
    (found,) = done.json("extract")
    assert done.code == 0
    assert found["file"] == f"inbox/practice/{NAGA}"
    assert (found["programme"], found["place"], found["period"]) == ("bicol", "0501724000", "2026")
    assert (found["language"], found["currency"], found["version"]) == ("en", "PHP", "1.0")
    states = {answer["state"] for answer in found["answers"]}
    assert {"answered", "blank"} <= states


def test_extract_works_outside_a_round(
    round_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = run("extract", f"inbox/practice/{NAGA}").json("extract")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(round_folder / "inbox" / "practice" / NAGA, elsewhere / "x.xlsx")
    monkeypatch.chdir(elsewhere)
    (found,) = run("extract", "x.xlsx").json("extract")
    assert found["file"] == "x.xlsx"
    assert found["answers"] == inside[0]["answers"]


def test_extract_as_csv_has_one_line_an_answer(round_folder: Path) -> None:
    (found,) = run("extract", f"inbox/practice/{NAGA}").json("extract")
    done = run("extract", f"inbox/practice/{NAGA}", "--format", "csv")
    assert done.out.startswith("\ufeff")
    rows = rows_of(done.out)
    assert len(rows) == len(found["answers"])
    # The mark before the code keeps its leading zero when Excel opens the file.
    assert {row["place"] for row in rows} == {"'0501724000"}


def test_validate_keeps_what_it_read_and_says_it_in_three_ways(round_folder: Path) -> None:
    done = run("validate", "--format", "json")
    data = done.json("validate")
    files = [file["file"] for file in data["files"]]
    assert files == sorted(files)
    assert len(files) == 4
    assert data["summary"]["files"] == 4
    verdicts = [file["verdict"] for file in data["files"]]
    assert data["summary"]["accepted"] == verdicts.count("accepted")
    assert done.code == (1 if {"rejected", "unreadable"} & set(verdicts) else 0)
    severities = [found["severity"] for file in data["files"] for found in file["findings"]]
    assert data["summary"]["warnings"] == severities.count("warning")
    text = run("validate")
    assert text.code == done.code
    for file in data["files"]:
        assert file["file"] in text.out
    table = rows_of(run("validate", "--format", "csv").out)
    assert {row["file"] for row in table} == set(files)
    assert sum(bool(row["code"]) for row in table) == len(severities)


def test_validate_of_named_files_keeps_nothing(round_folder: Path) -> None:
    data = run("validate", "inbox/practice", "--format", "json").json("validate")
    assert len(data["files"]) == 4
    assert not (round_folder / "ledger.sqlite").exists()
    kept = run("validate", "--format", "json").json("validate")
    assert kept == data


def test_validate_of_a_name_that_is_not_there(round_folder: Path) -> None:
    done = run("validate", "nowhere.xlsx")
    assert done.code == 2
    assert "nowhere.xlsx" in done.err
    assert done.out == ""


def test_text_goes_by_file_with_cell_message_and_remedy(round_folder: Path) -> None:
    (round_folder / "inbox" / "note.xlsx").write_bytes(b"only text")
    data = run("validate", "--format", "json").json("validate")
    lines = run("validate").out.splitlines()
    for file in data["files"]:
        start = next(i for i, line in enumerate(lines) if line.endswith(file["file"]))
        following = lines[start + 2 : start + 2 + 2 * len(file["findings"])]
        for found in file["findings"]:
            assert any(found["code"] in line and found["message"] in line for line in following)


def test_status_counts_by_province_and_level(round_folder: Path) -> None:
    before = run("status", "--format", "json").json("status")
    assert before["all"]["received"] == 0
    assert before["files"] == {"unread": 4, "gone": 0, "unplaced": 0, "outdated": 0}
    run("validate")
    data = run("status", "--format", "json").json("status")
    assert data["all"]["expected"] == 4
    assert data["all"]["received"] == 4
    assert data["all"]["response"] == 100
    assert [tally["group"] for tally in data["by_level"]] == [
        "region", "province", "city", "municipality",
    ]  # fmt: skip
    assert sum(tally["expected"] for tally in data["by_province"]) == 4
    assert {place["state"] for place in data["places"]} <= {"accepted", "accepted_with_warnings"}
    text = run("status")
    assert "31 January 2099" in text.out
    assert "100 %" in text.out
    assert "migbook compile" in text.err
    assert len(rows_of(run("status", "--format", "csv").out)) == 4


def test_status_as_a_workbook(round_folder: Path) -> None:
    run("validate")
    assert run("status", "--format", "xlsx").code == 0
    path = round_folder / "summary" / "bicol-2026-status-INTERNAL.xlsx"
    overview, places = openpyxl.load_workbook(path).worksheets
    assert [cell.value for cell in places["A"]][1:] == [
        "0500000000", "0501700000", "0501724000", "0501701000",
    ]  # fmt: skip
    heads, naga = ([cell.value for cell in row] for row in overview["A4:O5"])
    assert heads[1:5] == ["expected", "received", "in time", "accepted"]
    assert naga[1:5] == [1, 1, 1, 1]
    assert heads[-2:] == ["response %", "in time %"]
    assert naga[-2:] == [100, 100]


def test_a_file_taken_out_of_the_inbox_no_longer_counts(round_folder: Path) -> None:
    run("validate")
    (round_folder / "inbox" / "practice" / NAGA).unlink()
    data = run("status", "--format", "json").json("status")
    assert data["files"]["gone"] == 1
    run("validate")
    data = run("status", "--format", "json").json("status")
    states = {place["code"]: place["state"] for place in data["places"]}
    assert states["0501724000"] == "missing"


def test_bare_command_in_a_round_is_its_status(round_folder: Path) -> None:
    assert run().out == run("status").out


def test_a_round_elsewhere_is_named_before_or_after_the_command(
    round_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = run("--round", round_folder, "status", "--format", "json")
    after = run("status", "--format", "json", "--round", round_folder)
    assert before.code == after.code == 0
    assert before.out == after.out


def test_a_second_run_reads_only_what_is_new(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbook.read import submission

    real, names = submission.read_source, []

    def counting(source: Source, library: Library) -> object:
        names.append(source.name)
        return real(source, library)

    monkeypatch.setattr("workbook.read.submission.read_source", counting)
    first = run("validate", "--format", "json")
    assert len(names) == 4
    names.clear()
    assert run("validate", "--format", "json") == first
    assert names == []
    (round_folder / "inbox" / "new.xlsx").write_bytes(b"new")
    run("validate")
    assert names == ["inbox/new.xlsx"]


def test_a_run_that_is_stopped_keeps_what_it_has_read(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbook.read import submission

    real, names = submission.read_source, []

    def stopping(source: Source, library: Library) -> object:
        if len(names) == 2:
            raise KeyboardInterrupt
        names.append(source.name)
        return real(source, library)

    with monkeypatch.context() as patch:
        patch.setattr("workbook.read.submission.read_source", stopping)
        assert run("validate").code == 130
    base = sqlite3.connect(round_folder / "ledger.sqlite")
    assert base.execute("SELECT count(*) FROM contents").fetchone() == (2,)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()
    assert run("validate", "--format", "json").json("validate")["summary"]["files"] == 4


def test_explain_says_what_a_code_means() -> None:
    done = run("explain", "CE203")
    assert done.code == 0
    assert "value-not-in-list" in done.out
    assert run("explain", "value-not-in-list").out == done.out
    wrong = run("explain", "CE999")
    assert wrong.code == 2
    assert "CE999" in wrong.err


def test_definitions_are_checked(round_folder: Path) -> None:
    done = run("definitions", "check")
    assert done.code == 0
    assert "no mistakes" in done.out
    own = round_folder / "definitions"
    assert run("definitions", "check", own).code == 0
    (own / "sheets" / "structures.toml").write_text("key = 1", encoding="utf-8")
    broken = run("definitions", "check", own)
    assert broken.code == 2
    assert "structures.toml" in broken.out
