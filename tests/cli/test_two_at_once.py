"""Two programs at work on one round at the same time: each as a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.cli.running import run
from tests.cli.test_killed import content_of, variant

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
NAGA, BAAO = "0501724000", "0501701000"
BUSY = "another migbook is at work in this round: wait until it has finished and run again"
HOLDS = """
import sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def crowded(practised: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with 16 returns that nobody has read yet."""
    folder = tmp_path_factory.mktemp("crowded") / "round"
    shutil.copytree(practised, folder)
    inbox = folder / "inbox"
    for path in sorted(inbox.rglob("*.xlsx")):
        for number in range(3):
            (inbox / f"{number} {path.name}").write_bytes(variant(path.read_bytes(), number))
    return folder


@pytest.fixture(scope="module")
def alone(crowded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What the ledger holds after one process has read that round by itself."""
    folder = tmp_path_factory.mktemp("alone") / "round"
    shutil.copytree(crowded, folder)
    run("--round", folder, "validate", "--quiet")
    return dict(content_of(folder))


@pytest.fixture
def round_of_many(crowded: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "round"
    shutil.copytree(crowded, folder)
    return folder


def at_once(folder: Path, *lines: Sequence[str]) -> list[tuple[int, str]]:
    """Start these commands together; the code and the messages of each."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "cli", "--round", folder, *line],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for line in lines
    ]
    assert all(process.poll() is None for process in started)
    told = [process.communicate()[1] for process in started]
    return [(process.returncode, words) for process, words in zip(started, told, strict=True)]


def in_order(done: tuple[int, str]) -> bool:
    """Whether a command did its work, or said plainly that another one is at it."""
    code, words = done
    return code == 0 or (code == 2 and BUSY in words and len(words.splitlines()) == 1)


def test_two_who_read_the_same_inbox(round_of_many: Path, alone: dict[str, list[object]]) -> None:
    done = at_once(round_of_many, ["validate"], ["validate", "--format", "json"])
    assert any(code == 0 for code, _ in done)
    assert all(in_order(one) for one in done), done
    assert content_of(round_of_many) == alone


def test_one_reads_while_others_decide_and_write(
    round_of_many: Path, alone: dict[str, list[object]]
) -> None:
    run("--round", round_of_many, "validate", "--quiet")
    new = round_of_many / "inbox" / "new.xlsx"
    new.write_bytes(variant(next(round_of_many.glob(f"inbox/0 {NAGA}*")).read_bytes(), 99))
    lines = (
        ["validate"],
        ["exclude", BAAO, "--note", "first"],
        ["extend", NAGA, "--until", "2099-03-01", "--note", "second"],
        ["generate", "--letters", NAGA],
        ["pack"],
    )
    done = at_once(round_of_many, *lines)
    assert all(in_order(one) for one in done), done
    # Whoever was told to wait runs the same again, as the message says.
    for line, (code, _) in zip(lines, done, strict=True):
        assert code == 0 or run("--round", round_of_many, *line).code == 0
    after = content_of(round_of_many)
    assert len(after["contents"]) == len(alone["contents"]) + 1
    events = run("--round", round_of_many, "history", "--format", "json").json("history")["events"]
    decided = sorted(event["note"] for event in events if event["event"] == "decision")
    assert decided == ["first", "second"]
    assert [event["what"] for event in events if event["event"] == "written"] == ["invitation"]


def test_two_who_write_the_same_workbooks(round_of_many: Path) -> None:
    shutil.rmtree(round_of_many / "outbox")
    run("--round", round_of_many, "generate")
    before = {path.name: path.read_bytes() for path in (round_of_many / "outbox").iterdir()}
    done = at_once(round_of_many, ["generate"], ["generate"], ["validate"])
    assert [code for code, _ in done] == [0, 0, 0], done
    assert {p.name: p.read_bytes() for p in (round_of_many / "outbox").iterdir()} == before
    assert load_workbook(next(iter((round_of_many / "outbox").glob(f"{NAGA}*")))).sheetnames


def test_another_program_that_writes_into_the_ledger(round_of_many: Path) -> None:
    run("--round", round_of_many, "validate", "--quiet")
    before = content_of(round_of_many)
    ledger = round_of_many / "ledger.sqlite"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, ledger],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    done = at_once(round_of_many, ["validate"], ["exclude", BAAO, "--note", "x"], ["status"])
    for code, words in done[:2]:
        assert (code, "in use by another program" in words or BUSY in words) == (2, True), words
    assert done[2][0] == 0
    holder.communicate("\n")
    assert content_of(round_of_many) == before
    assert run("--round", round_of_many, "exclude", BAAO, "--note", "x").code == 0
