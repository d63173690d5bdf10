"""Whatever happens to the process or the machine, the ledger is whole."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.read.packed import mailed, zipped
from workbook.round.lock import locked

ROOT = Path(__file__).parents[2]
# Times, and the fingerprint of rules that somebody may be changing while the tests run.
ASIDE = {"first_seen", "made", "first_used", "moment", "rules"}
TABLES = ("contents", "files", "answers", "findings", "containers", "verdicts", "sighted")
NAGA = "0501724000"


def variant(data: bytes, number: int) -> bytes:
    """The same workbook in other bytes."""
    from io import BytesIO

    target = BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = f"variant {number}".encode()
    return target.getvalue()


@pytest.fixture(scope="module")
def full_inbox(practised: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with 20 files to read, two of them an archive and a mail."""
    folder = tmp_path_factory.mktemp("full") / "round"
    shutil.copytree(practised, folder)
    inbox = folder / "inbox"
    books = {path.name: path.read_bytes() for path in sorted(inbox.rglob("*.xlsx"))}
    for number in range(3):
        for name, data in books.items():
            (inbox / f"{number} {name}").write_bytes(variant(data, number))
    (inbox / "more.zip").write_bytes(
        zipped({name: variant(data, 7) for name, data in books.items()})
    )
    (inbox / "mail.eml").write_bytes(
        mailed({name: variant(data, 8) for name, data in books.items()})
    )
    (inbox / "copy.xlsx").write_bytes(books[next(iter(books))])
    (inbox / "no workbook.xlsx").write_bytes(b"nothing")
    return folder


def copy_of(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


def content_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the ledger but the times, after SQLite has looked whether it is whole."""
    base = sqlite3.connect(folder / "ledger.sqlite")
    base.row_factory = sqlite3.Row
    try:
        assert [tuple(row) for row in base.execute("PRAGMA integrity_check")] == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        return {
            table: sorted(
                (tuple(row[key] for key in row.keys() if key not in ASIDE)  # noqa: SIM118
                 for row in base.execute(f"SELECT * FROM {table}")),  # noqa: S608
                key=repr,
            )
            for table in TABLES
        }  # fmt: skip
    finally:
        base.close()


@pytest.fixture(scope="module")
def undisturbed(
    full_inbox: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[object, ...]]]:
    folder = copy_of(full_inbox, tmp_path_factory.mktemp("undisturbed") / "round")
    run("--round", folder, "validate", "--quiet")
    found = content_of(folder)
    assert len(found["files"]) == 26
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot split a process")
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_between_any_two_statements(
    full_inbox: Path, tmp_path: Path, undisturbed: dict[str, list[tuple[object, ...]]], seed: int
) -> None:
    folder = copy_of(full_inbox, tmp_path / "round")
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.killed", folder, str(seed), "12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) >= 6
    run("--round", folder, "validate", "--quiet")
    assert content_of(folder) == undisturbed


def test_killed_at_any_moment(
    full_inbox: Path, tmp_path: Path, undisturbed: dict[str, list[tuple[object, ...]]]
) -> None:
    folder = copy_of(full_inbox, tmp_path / "round")
    chance = random.Random(5)  # noqa: S311 - chance, not secrecy
    command = [sys.executable, "-m", "cli", "--round", folder, "validate", "--quiet"]
    killed = 0
    for _ in range(8):
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.1, 1.2))
        killed += process.poll() is None
        process.kill()
        process.wait()
    assert killed
    assert run("--round", folder, "validate", "--quiet").code == 1
    assert content_of(folder) == undisturbed
    assert not list(folder.glob("*-journal"))


def test_two_at_once_are_told_apart(round_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbook.round.lock._PATIENCE", 0.1)
    with locked(round_folder / ".migbook-lock"):
        for arguments in (("validate",), ("accept", NAGA, "--note", "x"), ("pack",)):
            done = run(*arguments)
            assert (done.code, "another migbook is at work" in done.err) == (2, True)
        assert run("status").code == 0
    assert run("validate").code == 0


def test_a_ledger_that_another_program_holds_is_left_alone(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbook.round.ledger_base._PATIENCE", 0.1)
    run("validate")
    before = content_of(round_folder)
    other = sqlite3.connect("ledger.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for arguments in (("validate",), ("status",), ("received", NAGA, "--on", "2026-01-02")):
        done = run(*arguments)
        assert done.code == 2
        assert "in use by another program" in done.err
        assert "run again" in done.err
    other.execute("ROLLBACK")
    other.close()
    assert run("validate").code == 0
    assert content_of(round_folder) == before


def test_a_ledger_that_another_program_reads_is_not_changed_under_it(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbook.round.ledger_base._PATIENCE", 0.1)
    run("validate")
    reader = sqlite3.connect("ledger.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM files").fetchone()
    done = run("exclude", NAGA, "--note", "x")
    assert (done.code, "in use by another program" in done.err) == (2, True)
    reader.execute("ROLLBACK")
    reader.close()
    assert run("exclude", NAGA, "--note", "x").code == 0


def test_a_ledger_that_may_not_be_written_says_so(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("validate")
    real = sqlite3.connect

    def read_only(path: Path, **options: object) -> sqlite3.Connection:
        return real(f"file:{path}?mode=ro", uri=True, **options)

    with monkeypatch.context() as patch:
        patch.setattr("workbook.round.ledger_base.sqlite3.connect", read_only)
        assert run("status").code == 0
        done = run("exclude", NAGA, "--note", "x")
        assert (done.code, "write-protected" in done.err) == (2, True)


def test_a_full_disk_leaves_the_ledger_as_it_was(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("validate")
    before = content_of(round_folder)
    real = sqlite3.connect

    def small(path: Path, **options: object) -> sqlite3.Connection:
        base = real(path, **options)
        base.execute("PRAGMA max_page_count = 1")
        return base

    (naga,) = (round_folder / "inbox").rglob(f"{NAGA}*")
    (round_folder / "inbox" / "new.xlsx").write_bytes(variant(naga.read_bytes(), 1))
    with monkeypatch.context() as patch:
        patch.setattr("workbook.round.ledger_base.sqlite3.connect", small)
        done = run("validate")
        assert (done.code, "no room left" in done.err) == (2, True)
    after = content_of(round_folder)
    # That a file was found there is noted before it is read.
    assert len(after.pop("sighted")) == len(before.pop("sighted")) + 1
    assert after == before
    assert run("validate").code == 0
