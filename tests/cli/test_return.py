"""From a return with a mistake to the marked file, and from the mended file to acceptance."""

from __future__ import annotations

import io
import shutil
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

NAGA = "0501724000-city-of-naga-2026.xlsx"
STEM = "0501724000-city-of-naga-2026"
TO_MEND = "0501724000-city-of-naga-2026-to-mend.xlsx"


def inbox_file(folder: Path) -> Path:
    (path,) = (folder / "inbox").rglob(NAGA)
    return path


def letter_of(folder: Path, kind: str) -> str:
    return (folder / "returned" / "letters" / f"{STEM}-{kind}.txt").read_text(encoding="utf-8")


def first_line(folder: Path, kind: str) -> str:
    """The first line of the letter to Naga, below its subject."""
    return letter_of(folder, kind).splitlines()[2]


def change(path: Path, tab: str, cell: str, value: object) -> object:
    """Type into one cell, as a person does in a spreadsheet program; returns what stood there."""
    book = openpyxl.load_workbook(path)
    before = book[tab][cell].value
    book[tab][cell].value = value
    target = io.BytesIO()
    book.save(target)
    path.write_bytes(target.getvalue())
    return before


def first_date(path: Path) -> tuple[str, str]:
    """Tab and cell of a date of the first body in the table of bodies."""
    sheet = openpyxl.load_workbook(path)["Structures"]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, datetime):
                return sheet.title, cell.coordinate
    raise AssertionError


@pytest.fixture
def spoiled(round_folder: Path) -> tuple[Path, tuple[str, str], object]:
    """The round after Naga typed a date that can be read in two ways, and sent it."""
    path = inbox_file(round_folder)
    where = first_date(path)
    right = change(path, *where, "06/04/2016")
    assert run("validate").code == 1
    return round_folder, where, right


def test_marked_mended_and_accepted(spoiled: tuple[Path, tuple[str, str], object]) -> None:
    folder, where, right = spoiled
    inbox = {path: path.read_bytes() for path in (folder / "inbox").rglob("*") if path.is_file()}
    done = run("return")
    assert done.code == 0
    assert TO_MEND in done.out
    assert "to mend: 1" in done.out
    marked = folder / "returned" / TO_MEND
    assert [path.name for path in marked.parent.glob("*-to-mend*")] == [TO_MEND]
    assert first_line(folder, "returned") == "Action needed: return by 31 January 2099."
    assert {path: path.read_bytes() for path in inbox} == inbox
    data = marked.read_bytes()
    assert run("return").code == 0
    assert marked.read_bytes() == data
    sheet = openpyxl.load_workbook(marked).worksheets[0]
    assert sheet["D8"].value == f"{where[0]}!{where[1]}"
    assert sheet["G8"].value == "CE202"
    mended = folder / "inbox" / "again.xlsx"
    shutil.copyfile(marked, mended)
    change(mended, *where, right)
    assert run("validate").code == 1
    (line,) = (
        line for line in run("status", "--format", "csv").out.splitlines() if NAGA[:10] in line
    )
    # Whether something is left to look at depends on what was simulated, not on the mending.
    assert ",accepted" in line
    assert ",0," in line
    assert "again.xlsx" in line
    assert "to mend: 1" not in run("return", NAGA[:10]).out
    # The letter that asked for mending is gone; the new one asks for nothing.
    assert not (folder / "returned" / "letters" / f"{STEM}-returned.eml").exists()
    (letter,) = (folder / "returned" / "letters").glob(f"{STEM}-accepted*.txt")
    assert letter.read_text(encoding="utf-8").splitlines()[2] == "Nothing more to do."


def test_only_the_named_places(spoiled: tuple[Path, tuple[str, str], object]) -> None:
    folder, _, _ = spoiled
    assert "Nothing has to go back" in run("return", "0501701000").out
    assert not (folder / "returned" / TO_MEND).exists()
    assert run("return", "0599999999").code == 2


def test_a_file_that_is_gone_comes_back_from_the_ledger(
    spoiled: tuple[Path, tuple[str, str], object],
) -> None:
    folder, _, _ = spoiled
    inbox_file(folder).unlink()
    done = run("return")
    assert "a fresh workbook with their answers" in done.out
    book = openpyxl.load_workbook(folder / "returned" / TO_MEND)
    assert any(cell.value == "06/04/2016" for row in book["Structures"].iter_rows() for cell in row)
    assert "a fresh workbook with the answers" in letter_of(folder, "returned")
    assert run("validate").code == 0
    assert "a fresh workbook with their answers" in run("return").out


def test_a_file_that_changed_since_is_not_marked(
    spoiled: tuple[Path, tuple[str, str], object],
) -> None:
    folder, where, _ = spoiled
    change(inbox_file(folder), *where, "07/04/2016")
    done = run("return")
    assert "was changed after it had been read" in done.out
    assert "1" in done.err
    assert not (folder / "returned" / TO_MEND).exists()


def test_a_file_that_cannot_be_read_is_asked_for_again(round_folder: Path) -> None:
    inbox_file(round_folder).write_bytes(b"PK\x03\x04 and no more")
    assert run("validate").code == 1
    done = run("return")
    assert done.code == 0
    assert "cannot be read" in done.out
    assert list((round_folder / "returned").glob("*-to-mend*")) == []
    assert first_line(round_folder, "unreadable") == "Action needed: return by 31 January 2099."
    draft = (round_folder / "returned" / "letters" / f"{STEM}-unreadable.eml").read_bytes()
    (attached,) = message_from_bytes(draft, policy=default).iter_attachments()
    assert attached.get_content() == (round_folder / "outbox" / NAGA).read_bytes()
