"""The benchmarks measure what they say, and RESULTS.md says what they measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measure import Contestant, alternate, run
from benchmarks.model import Goal, Machine, Made, Report, Row
from benchmarks.results import results_page
from benchmarks.store import read_results, write_results

ROOT = Path(__file__).parent.parent
BUSY = "import time\nwhile time.process_time() < 0.2: pass\n"
# Starts a process that works on after its parent has ended.
LEAVES = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BUSY!r}])\n"
GREEDY = "held = bytes(range(256)) * 400_000\nimport time; time.sleep(0.3)"

linux = pytest.mark.skipif(sys.platform != "linux", reason="measures as only Linux can")


@linux
def test_time_of_processes_that_outlive_their_parent_counts():
    assert run((sys.executable, "-S", "-c", LEAVES)).cpu >= 0.2


@linux
def test_memory_is_that_of_the_program():
    # From a process of its own, as small as the one that runs the benchmarks.
    command = (sys.executable, "-S", "-c", GREEDY)
    measured = f"from benchmarks.measure import run; print(run({command!r}).memory)"
    done = subprocess.run(
        [sys.executable, "-c", measured], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 100e6 < int(done.stdout) < 160e6


@linux
def test_programs_take_turns():
    turns = []
    programs = [
        Contestant(name, 1, (sys.executable, "-S", "-c", ""), before=lambda n=name: turns.append(n))
        for name in ("first", "second")
    ]
    rows = alternate(programs, 2)
    assert turns == ["first", "second", "first", "second"]
    assert [len(row.cpu) for row in rows] == [2, 2]


def row(label, count, *cpu):
    return Row(label, count, cpu, cpu, tuple(50_000_000 for _ in cpu))


def test_ratios_are_made_within_a_round_and_by_workbook():
    # By hand: 2/10 against 1/10, 4/10 against 1/10, 30/10 against 10/10.
    assert row("ours", 10, 2, 4, 30).times(row("theirs", 10, 1, 1, 10)) == 3
    # A slow one that took part once is held against that round alone.
    assert row("ours", 10, 2, 99).times(row("slow", 1, 4)) == 0.05


def test_results_are_told_as_they_were_found(tmp_path):
    rows = (row("floor", 100, 1.0, 1.1, 1.2), row("ours", 100, 2.2, 2.2, 2.4))
    goals = (Goal("fast", 2, 3, "times"), Goal("faster", 2, 20, "times", True, "Do less."))
    report = Report("validate", "validate: 100 workbooks", "As it is.\n", rows, goals, "floor")
    machine = Machine("Pencil", 2, "1 GB", "Paper", "CPython 3", (("pandas", "3"),), 0.5)
    made = {"validate": Made(report, "abc1234", machine, ("cli/main.py",))}
    write_results(tmp_path / "results.json", made)
    assert read_results(tmp_path / "results.json") == made
    page = results_page(made)
    assert "| ours | 22.0 ms | 2.00 | 2.2 s | 50 MB | 3 |" in page
    assert "| validate | fast | 2.00 times | ✓ reached |" in page
    assert "| validate | faster | 2.00 times | ✗ missed |" in page
    assert "- Do less." in page
    assert "Commit abc1234, with changes in 1 files." in page


def test_the_page_is_what_the_numbers_say():
    folder = ROOT / "benchmarks"
    page = (folder / "RESULTS.md").read_text("utf-8")
    assert page == results_page(read_results(folder / "results.json"))


@linux
def test_it_runs_with_two_places(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "generate", "--quick"]
    subprocess.run([*command, "--folder", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    found = read_results(tmp_path / "results.json")["generate"].report
    assert found.title == "generate: 2 workbooks"
    floor, ours = found.rows[0], found.rows[1]
    assert floor.count == ours.count == 2
    assert len(ours.cpu) == 1
    assert (tmp_path / "RESULTS.md").read_text("utf-8").count("| generate |") == len(found.goals)
