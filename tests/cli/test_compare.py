"""`migbook compare FILE FILE`: what a correction changed, told as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import run

CONTACT = "desk-of-baao@example.org"


def cell_of(book, text):
    """The first visible cell that says this."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == text and sheet.sheet_state == "visible":
                    return cell
    raise AssertionError(text)


@pytest.fixture
def corrected(round_folder):
    """Two returns of one municipality: 62 people came back, then 620, and another contact."""
    paths = []
    found = next((round_folder / "inbox").rglob("*0501701000*"))
    for name, number, contact in (("a", 62, "old@example.org"), ("b", 620, CONTACT)):
        book = load_workbook(found)
        answers = run("extract", found).json("extract")[0]["answers"]
        cells = {one["field"]: one["cell"] for one in answers}
        for field, value in (("returnee_count", number), ("focal_contact", contact)):
            tab, _, cell = cells[field].partition("!")
            book[tab][cell] = value
        path = round_folder / f"{name}.xlsx"
        book.save(path)
        paths.append(path)
    return paths


def test_changes_are_told_with_both_values_and_cells(corrected):
    done = run("compare", *corrected)
    assert done.code == 0
    assert "Answers changed: 2." in done.out
    block = done.out[done.out.index("People") :]
    assert "first: 62  [" in block
    assert "second: 620  [" in block


def test_contacts_are_not_shown(corrected):
    for output in ("text", "json", "csv"):
        done = run("compare", *corrected, "--format", output)
        assert "example.org" not in done.out + done.err


def test_json_has_both_values_and_cells(corrected):
    told = run("compare", *corrected, "--format", "json").json("compare_files")
    change = next(one for one in told["changes"] if one["field"] == "returnee_count")
    assert (change["old"]["value"], change["new"]["value"]) == (62, 620)
    assert change["old"]["cell"] == change["new"]["cell"]
    assert told["summary"]["changed"] == 2
    assert not told["same_answers"]


def test_csv_has_one_line_a_change(corrected):
    done = run("compare", *corrected, "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(done.out.lstrip("\ufeff"))))
    assert [(line["field"], line["old_value"], line["new_value"]) for line in lines] == [
        ("focal_contact", "(not shown)", "(not shown)"),
        ("returnee_count", "62", "620"),
    ]


def test_the_same_file_twice(corrected):
    copy = corrected[0].with_name("copy.xlsx")
    shutil.copyfile(corrected[0], copy)
    assert "the same to the last byte" in run("compare", corrected[0], copy).out


def test_a_file_that_was_only_saved_again_has_the_same_answers(corrected):
    copy = corrected[0].with_name("copy.xlsx")
    book = load_workbook(corrected[0])
    book.properties.title = "saved again"
    book.save(copy)
    told = run("compare", corrected[0], copy, "--format", "json").json("compare_files")
    assert told["same_answers"]
    assert not told["same_file"]


def test_another_place_is_said_before_anything_else(round_folder):
    files = [next((round_folder / "inbox").rglob(f"*{code}*")) for code in
             ("0501701000", "0501724000")]  # fmt: skip
    done = run("compare", *files)
    warning = "The two differ in place: Baao (0501701000), and City of Naga (0501724000)."
    assert warning in done.out
    assert done.out.index(warning) < done.out.index("[")


def test_a_file_in_an_archive(corrected):
    archive = corrected[0].with_name("june.zip")
    with zipfile.ZipFile(archive, "w") as target:
        for path in corrected:
            target.write(path, path.name)
    assert "Answers changed: 2." in run("compare", f"{archive}!/a.xlsx", corrected[1]).out
    unclear = run("compare", archive, corrected[1])
    assert unclear.code == 2
    assert "june.zip!/a.xlsx" in unclear.err


def test_a_name_as_validate_prints_it_is_found_from_elsewhere(corrected, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    done = run("--round", corrected[0].parent, "compare", "a.xlsx", "b.xlsx")
    assert "Answers changed: 2." in done.out


def test_what_cannot_be_read_is_said(corrected):
    broken = Path("broken.xlsx")
    broken.write_bytes(b"no workbook")
    done = run("compare", corrected[0], broken)
    assert done.code == 1
    assert "broken.xlsx cannot be read" in done.err


def test_a_name_that_is_no_file(round_folder):
    done = run("compare", "nowhere.xlsx", "nobody.xlsx")
    assert done.code == 2
    assert "nowhere.xlsx" in done.err


@pytest.fixture
def next_round(round_folder):
    """The round after the practised one, answered; both have been taken into their ledgers."""
    later = round_folder.with_name("bicol-2027")
    assert run("validate").code == 0
    assert run("new", later, "--after", round_folder).code == 0
    assert run("--round", later, "generate").code == 0
    options = ("--share", "1", "--mistakes", "0", "--seed", "7")
    assert run("--round", later, "simulate", *options).code == 0
    assert run("--round", later, "validate").code == 0
    return later


def test_two_rounds_side_by_side(round_folder, next_round):
    done = run("compare", round_folder, next_round)
    assert done.code == 0
    assert "In both rounds: 4 places." in done.out
    told = run("compare", round_folder, next_round, "--format", "json").json("compare_rounds")
    assert [one["counted"] for one in told["rounds"]] == [4, 4]
    region = next(
        one
        for one in told["figures"]
        if (one["of"], one["figure"]) == ("region", "organizations.orgs_active")
    )
    places = [
        one
        for one in told["figures"]
        if one["figure"] == "organizations.orgs_active"
        and one["code"] in {"0501724000", "0501701000"}
    ]
    assert region["like_places"] == len(places) == 2
    assert region["difference"] == sum(one["difference"] for one in places)
    assert "example.org" not in done.out
    rows = run("compare", round_folder, next_round, "--format", "csv").out
    assert len(list(csv.DictReader(io.StringIO(rows)))) == len(told["figures"])
    made = run("compare", round_folder, next_round, "--format", "xlsx")
    assert made.code == 0
    assert (next_round / "summary/compare-bicol-2026-2027-INTERNAL.xlsx").is_file()


def test_a_file_and_a_round_cannot_be_compared(round_folder):
    found = next((round_folder / "inbox").rglob("*.xlsx"))
    done = run("compare", found, round_folder)
    assert done.code == 2
    assert "compare two files or two folders of rounds" in done.err


def test_a_workbook_is_made_of_rounds_only(corrected):
    assert run("compare", *corrected, "--format", "xlsx").code == 2


def test_a_round_in_which_nothing_was_read(round_folder):
    done = run("compare", round_folder, round_folder)
    assert done.code == 2
    assert "validate" in done.err
