"""Files that another return of their place stands for: one line each, all findings on request."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

NAGA = "0501724000"
FILE = f"{NAGA}-city-of-naga-2026.xlsx"
FIRST, WORSE = f"inbox/practice/{FILE}", "inbox/practice/worse.xlsx"


@pytest.fixture
def inbox(round_folder: Path) -> Path:
    return round_folder / "inbox" / "practice"


def spoil(path: Path, name: str) -> Path:
    """A copy of a return in which a date is none, so that it is rejected."""
    book = openpyxl.load_workbook(path)
    cells = (cell for row in book["Structures"].iter_rows() for cell in row)
    next(cell for cell in cells if isinstance(cell.value, datetime)).value = name
    target = path.with_name(name)
    book.save(target)
    return target


def findings() -> dict[str, set[str]]:
    told = run("validate", "--format", "json").json("validate")
    return {one["file"]: {found["code"] for found in one["findings"]} for one in told["files"]}


def lines_of(shown: str, file: str) -> list[str]:
    """What is said under the name of a file."""
    rows = shown.splitlines()
    start = next(n for n, row in enumerate(rows) if row.endswith(f" {file}")) + 1
    found = []
    for row in rows[start:]:
        if not row.startswith("  "):
            break
        found.append(row.strip())
    return found


def test_a_mended_return_puts_the_earlier_one_into_a_line(inbox: Path) -> None:
    good = (inbox / FILE).read_bytes()
    spoil(inbox / FILE, FILE)
    run("validate")
    (inbox / "mended.xlsx").write_bytes(good)
    done = run("validate")
    assert done.code == 1
    assert lines_of(done.out, FIRST) == [
        "City of Naga (0501724000): rejected; inbox/practice/mended.xlsx counts in its place"
    ]
    assert "CE202" not in done.out
    assert "migbook validate --all" in done.out
    # Nobody is asked again for what has been mended.
    assert "migbook return" not in done.err
    assert "CE202" in run("validate", "--all").out
    assert "CE202" in findings()[FIRST]


def test_a_correction_that_is_worse_is_told_beside_the_one_that_counts(inbox: Path) -> None:
    run("validate")
    spoil(inbox / FILE, "worse.xlsx")
    done = run("validate")
    assert any("CE202" in line for line in lines_of(done.out, WORSE))
    assert lines_of(done.out, FIRST)[0].startswith("City of Naga (0501724000): accepted")
    assert "migbook return" in done.err


def test_of_two_rejected_returns_the_newer_one_is_told(inbox: Path) -> None:
    spoil(inbox / FILE, FILE)
    run("validate")
    spoil(inbox / FILE, "worse.xlsx")
    done = run("validate")
    assert lines_of(done.out, FIRST)[0].endswith(f"rejected; {WORSE} is newer")
    assert any("CE202" in line for line in lines_of(done.out, WORSE))


def test_a_copy_is_called_one(inbox: Path) -> None:
    spoil(inbox / FILE, FILE)
    shutil.copyfile(inbox / FILE, inbox / "zz copy.xlsx")
    done = run("validate")
    assert lines_of(done.out, "inbox/practice/zz copy.xlsx") == [
        f"City of Naga (0501724000): the same as {FIRST}"
    ]
    assert done.out.count("CE202") == 1
    assert {"WB010", "CE202"} <= findings()["inbox/practice/zz copy.xlsx"]


def test_what_somebody_let_count_stays_in_view(inbox: Path) -> None:
    spoil(inbox / FILE, "worse.xlsx")
    run("validate")
    assert run("accept", NAGA, "--file", "worse.xlsx", "--note", "told by telephone").code == 0
    done = run("validate")
    assert any("CE202" in line for line in lines_of(done.out, WORSE))


def test_a_file_that_was_only_saved_anew_raises_no_question(inbox: Path) -> None:
    run("validate")
    book = openpyxl.load_workbook(inbox / FILE)
    book.properties.title = "saved once more"
    book.save(inbox / "again.xlsx")
    assert not any("WB017" in codes for codes in findings().values())
    assert lines_of(run("validate").out, FIRST)[0].endswith("again.xlsx counts in its place")
