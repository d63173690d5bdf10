"""Workers that split from the command know what it knows, and hold nothing of what it holds."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbook.round.split import may_split

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).parent / "splitting.py"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are split on Linux only"
)


def run(scenario: str, folder: Path, code: int = 0) -> object:
    done = subprocess.run(
        [sys.executable, "-W", "error", PROGRAM, scenario, folder],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (code, "")
    return json.loads(done.stdout)


def test_it_splits_alone_and_with_room_left_not_beside_a_thread(tmp_path: Path) -> None:
    assert run("threads", tmp_path) == [True, False, False]


def test_workers_have_what_was_prepared_once_however_many_follow(tmp_path: Path) -> None:
    assert run("many", tmp_path) == {
        "prepared": [True] * 9,
        "processes": [1, 3, 3],
        "here": False,
    }


def test_large_jobs_with_large_results_do_not_wait_for_each_other(tmp_path: Path) -> None:
    assert run("large", tmp_path) is True


def test_a_job_that_takes_too_much_costs_only_itself(tmp_path: Path) -> None:
    found = run("bad", tmp_path)
    assert found == ["ended", "good", "ended", "ended", "time", "memory", "good"]


def test_a_worker_has_nothing_open_but_its_pipe(tmp_path: Path) -> None:
    for opened in run("open_files", tmp_path):
        others = [path for path in opened if path != "/dev/null" and "/fd" not in path]
        assert len(others) == 1, opened
        assert others[0].startswith("socket:")


def test_workers_end_with_whoever_asks_and_leave_no_lock_behind(tmp_path: Path) -> None:
    numbers = run("killed", tmp_path, -9)
    with (tmp_path / "lock").open("w") as lock:
        # Fails at once if anybody holds it.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    until = time.monotonic() + 20
    while any(Path(f"/proc/{number}").exists() for number in numbers):
        assert time.monotonic() < until, "a worker has outlived the process that asked"
        time.sleep(0.05)


def test_no_other_system_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    for system in ("darwin", "win32", "freebsd14"):
        monkeypatch.setattr(sys, "platform", system)
        assert not may_split(1024**4)
