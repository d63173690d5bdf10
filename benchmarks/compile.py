"""Adding up a whole country, from its regions' ledgers to what people open."""

from __future__ import annotations

import shutil
from itertools import count
from shlex import join
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measure import MIGBOOK, Contestant, alternate, program, run
from benchmarks.model import Goal, Report
from benchmarks.profile import profile
from benchmarks.rounds import returns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.rounds import Kitchen

_SUMS = "long table and totals alone, nothing written"
_USUAL = "migbook compile --from, workbook and page"
_AGAIN = "the same again, nothing changed"
_FIRST = "migbook compile --from, long table and totals written, nothing kept"
_STANDING = "long table and totals again, nothing changed"
_CHECK = "one return changed: migbook validate of its round"
_CHANGED = "one return changed: validate its round, then long table and totals"
_PROFILED_REGIONS = 6
_PROFILED = f"migbook compile --from, workbook alone, of {_PROFILED_REGIONS} of the regions"
_NEXT = "Workbook and page are made one after the other by one process; two could make them."
_NEXT_CHANGED = (
    "What is left is two starts of Python, the state of all files of 18 rounds and their lists of "
    "places, and the changed region."
)
_METHOD = """\
{rounds} rounds, one a region, with a simulated return of every place, without mistakes; all have
been validated, so that their answers are in their ledgers. Together they are added up with
`migbook compile --from`. Each run is a whole process on all cores; the folder of the summary is
taken away before it.

*Long table and totals* are what `migbook compile --from --long-table --only totals` writes:
Parquet, a folder a region, and a CSV. What regions add up to is kept in the folder of the summary.

For *one return changed*, another return of one place is put into the inbox of a copy of the first
region, with each run another; `migbook validate` and the command above are then run. Times on the
wall are those of a machine on which other programs ran; CPU seconds are what the wall shows on an
idle one if a single core works.
"""


def measure(kitchen: Kitchen, rounds: int) -> Report:
    """Run all, and tell how far the goals are reached."""
    folders = kitchen.national()
    target = kitchen.folder / "country"
    rows = alternate(_contestants(kitchen, folders, target), min(rounds, 3))
    report = Report("compile", "", "", rows)
    some = folders[:_PROFILED_REGIONS]
    usual, changed = report.row(_USUAL), report.row(_CHANGED)
    places = sum(len(returns(folder)) for folder in folders)
    return Report(
        name="compile",
        title=f"compile: {places:,} places",
        method=_METHOD.format(rounds=len(folders)),
        rows=rows,
        goals=(
            Goal(f"{_USUAL}: under 30 s of CPU", median(usual.cpu), 30, "s", next=_NEXT),
            Goal(f"{_USUAL}: under 600 MB", median(usual.memory) / 1e6, 600, "MB", next=_NEXT),
            Goal("one return changed: long table and totals under 2 s of CPU",
                 median(changed.cpu), 2, "s", next=_NEXT_CHANGED),
        ),
        base=_SUMS,
        per="run",
        profiled="" if kitchen.quick else _PROFILED,
        profile=() if kitchen.quick else profile(*_book(some, target)),
    )  # fmt: skip


def _compile(folders: Sequence[Path], target: Path) -> tuple[str, ...]:
    chosen = ("--only", "workbook", "--only", "page", "--to", str(target))
    return (*MIGBOOK, "compile", *chosen, "--from", *map(str, folders))


def _totals(folders: Sequence[Path], target: Path) -> tuple[str, ...]:
    chosen = ("--only", "totals", "--long-table", "--to", str(target))
    return (*MIGBOOK, "compile", *chosen, "--from", *map(str, folders))


def _book(folders: Sequence[Path], target: Path) -> tuple[str, ...]:
    """What is profiled: without the page, whose libraries take long to be imported."""
    return ("compile", "--only", "workbook", "--to", str(target), "--from", *map(str, folders))


def _contestants(kitchen: Kitchen, folders: Sequence[Path], target: Path) -> tuple[Contestant, ...]:
    def anew() -> None:
        shutil.rmtree(target, ignore_errors=True)

    copy = kitchen.folder / "changed" / folders[0].name
    changed = (copy, *folders[1:])
    check = (*MIGBOOK, "--round", str(copy), "validate", "--quiet")
    table = kitchen.folder / "country-table"
    sums = join(_totals(changed, table))
    changing = _changing(folders[0], copy)

    def without() -> None:
        shutil.rmtree(table, ignore_errors=True)
        if not copy.is_dir():
            changing()

    return (
        Contestant(_SUMS, 1, program("add_up", *folders)),
        Contestant(_USUAL, 1, _compile(folders, target), before=anew),
        Contestant(_AGAIN, 1, _compile(folders, target)),
        Contestant(_FIRST, 1, _totals(changed, table), before=without),
        Contestant(_STANDING, 1, _totals(changed, table)),
        Contestant(_CHECK, 1, check, before=changing),
        Contestant(_CHANGED, 1, ("sh", "-c", f"{join(check)}; {sums}"), before=changing),
    )


def _changing(original: Path, copy: Path) -> Callable[[], None]:
    """Another return in the inbox of the copy, with each call another."""
    seeds = count(2)

    def change() -> None:
        if not copy.is_dir():
            shutil.copytree(original, copy)
        run(program("change", copy, next(seeds)))

    shutil.rmtree(copy, ignore_errors=True)
    return change
