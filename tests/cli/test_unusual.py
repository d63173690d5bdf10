"""Unusual figures of a round: told at the end of validate, explained if the sender says why."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import run

ROOT = Path(__file__).parent.parent.parent
REASON = "All who came home on the last ferries were counted at the port."


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """A round of twelve towns of 25,000 to 50,000 that have answered without a mistake."""
    folder = tmp_path_factory.mktemp("towns")
    with (ROOT / "templates/places/bicol.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["level"] == "municipality" and 25_000 <= int(row["population"] or 0) < 50_000
        ]
    places = folder / "towns.csv"
    with places.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows[:12])
    made = folder / "round"
    run("new", made, "--programme", "bicol", "--period", "2026", "--places", places)
    assert run("--round", made, "generate").code == 0
    options = ("--share", "1", "--mistakes", "0")
    assert run("--round", made, "simulate", *options).code == 0
    return made


@pytest.fixture
def towns(answered, tmp_path, monkeypatch):
    folder = tmp_path / "round"
    shutil.copytree(answered, folder)
    monkeypatch.chdir(folder)
    return folder


def spoil(path, reason=""):
    """Write a hundred times too many people who came back, and perhaps why; the new number."""
    found = run("extract", path).json("extract")[0]["answers"]
    answer = next(one for one in found if one["field"] == "returnee_count")
    book = load_workbook(path)
    tab, _, address = answer["cell"].partition("!")
    cell = book[tab][address]
    cell.value = 9_000
    if reason:
        keys = next(
            row for row in book[tab].iter_rows(max_row=cell.row) if row[0].value == "#people"
        )
        (column,) = (one.column for one in keys if one.value == "explanation")
        book[tab].cell(cell.row, column).value = reason
    book.save(path)


def first_return(folder):
    return min((folder / "inbox").rglob("*.xlsx"))


def verdicts():
    told = run("validate", "--format", "json").json("validate")
    return [one["verdict"] for one in told["files"]]


def test_a_faultless_round_has_no_unusual_figure(towns):
    assert "Figures to ask about" not in run("validate").out


def test_a_slip_is_told_with_its_reason_and_changes_no_verdict(towns):
    before = [
        one["verdict"] for one in run("validate", "--format", "json").json("validate")["files"]
    ]
    spoil(first_return(towns))
    done = run("validate")
    assert "Figures to ask about; they change no verdict: 1" in done.out
    told = done.out[done.out.index("Figures to ask about") :]
    assert "says 9,000. For " in told
    assert "11 other places would have between" in told
    after = [
        one["verdict"] for one in run("validate", "--format", "json").json("validate")["files"]
    ]
    assert after == before


def test_an_explained_figure_is_told_with_what_explains_it(towns):
    spoil(first_return(towns), REASON)
    assert f"Explained: {REASON}" in run("validate").out


def test_named_files_are_not_held_against_the_round(towns):
    path = first_return(towns)
    spoil(path)
    assert "Figures to ask about" not in run("validate", path).out


def test_the_summary_of_the_office_tells_it_beside_the_quality_of_the_data(towns):
    spoil(first_return(towns), REASON)
    assert run("validate").code == 0
    assert run("compile", "--only", "workbook").code == 0
    (summary,) = (towns / "summary").glob("*-summary-INTERNAL.xlsx")
    texts = [
        str(cell.value)
        for sheet in load_workbook(summary)
        for row in sheet.iter_rows()
        for cell in row
    ]
    (told,) = [text for text in texts if "says 9,000. For " in text]
    assert told.endswith(f"Explained: {REASON}")
    assert run("compile", "--audience", "public", "--only", "workbook").code == 0
    (public,) = (towns / "summary").glob("*PUBLIC*.xlsx")
    for sheet in load_workbook(public):
        for row in sheet.iter_rows():
            assert not any("says 9,000" in str(cell.value) for cell in row)


def test_data_for_programs_has_it_with_the_file_that_it_is_in(towns):
    path = first_return(towns)
    spoil(path, REASON)
    told = run("validate", "--format", "json").json("validate")
    where = {
        one["file"]: found for one in told["files"] for found in one["findings"]
        if found["code"] == "RG701"
    }  # fmt: skip
    ((file, found),) = where.items()
    assert file == path.relative_to(towns).as_posix()
    assert (found["severity"], found["sheet"], found["field"]) == (
        "warning", "people", "returnee_count",
    )  # fmt: skip
    assert found["explanation"] == REASON
    warnings = [f for one in told["files"] for f in one["findings"] if f["severity"] == "warning"]
    assert told["summary"]["warnings"] == len(warnings)
    lines = list(
        csv.DictReader(run("validate", "--format", "csv").out.lstrip("\ufeff").split("\n"))
    )
    assert [line["file"] for line in lines if line["code"] == "RG701"] == [file]


def test_the_workbook_of_the_status_has_a_tab_of_it_only_where_there_is_any(towns):
    run("validate")
    assert run("status", "--format", "xlsx").code == 0
    (path,) = (towns / "summary").glob("*-status-INTERNAL.xlsx")
    assert load_workbook(path).sheetnames == ["Overview", "Places"]
    spoil(first_return(towns), REASON)
    run("validate")
    assert run("status", "--format", "xlsx").code == 0
    heads, line = load_workbook(path)["Figures to ask about"].iter_rows(values_only=True)
    assert heads == ("code", "name", "cell", "what is unusual", "what explains it")
    assert line[2].startswith("Figures!")
    assert line[3].startswith("“")
    assert line[4] == REASON
