"""Writing the workbooks of a round, beside deflating the same bytes and beside openpyxl."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.measure import MIGBOOK, Contestant, alternate, program, run
from benchmarks.model import Goal, Report
from benchmarks.profile import profile

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.rounds import Kitchen

_FLOOR, _OTHERS = "zlib deflates the same parts", "openpyxl builds the same workbook"
_EACH, _COMMAND = "migbook: a further workbook of a round", "migbook generate, whole command"
_KINDS = {"bicol": "", "next": ", begun with last period's answers"}
_ALL = "migbook: every workbook of a round, from scratch or further"
# openpyxl takes as long for one in five as for all.
_ONE_IN = 5
_PROFILED = "migbook generate of a round that begins with last period's answers"
_NEXT = (
    "Deflating takes a quarter of it: parts and pieces without answers are copied. The rest is to "
    "work out, one by one, the 1,200 cells of a workbook that hang on what is answered. Lines in "
    "which nothing stands could be kept as they are, for all workbooks of a layout."
)
_METHOD = """\
The workbooks of a round of Bicol (core). *A further workbook* is built in memory after the first
of its level, or the layout of its tabs, was written from scratch; *every workbook* counts those.
*Whole command* is `migbook generate` as a process: start-up, the workbooks
from scratch, all others, writing the files, and the list of whom to send them.

The floor deflates the parts of the finished workbooks once more, at the same level, and does
nothing else. openpyxl builds values, styles, merged cells, widths and heights of the finished
workbooks, and saves them in memory; reading them is not counted. That is a lower bound: drop-
downs, conditional formats, protection and print settings are left out, and styles are copied by a
way faster than the documented one. It does one workbook in five.
"""


def measure(kitchen: Kitchen, rounds: int) -> Report:
    """Run all, and tell how far the goals are reached."""
    contestants: list[Contestant] = []
    folders = {"bicol": kitchen.bicol(), "next": kitchen.next_year()}
    for kind, folder in folders.items():
        contestants += _contestants(kitchen, kind, folder)
    rows = alternate(contestants, rounds)
    title = f"generate: {rows[0].count} workbooks"
    report = Report("generate", title, _METHOD, rows, base=_FLOOR)
    goals = []
    for words in _KINDS.values():
        row, floor = report.row(_EACH + words), report.row(_FLOOR + words)
        others = report.row(_OTHERS + words)
        goals += [
            Goal(f"{row.label}: at or below the floor", row.times(floor), 1, "times", next=_NEXT),
            Goal(f"{row.label}: 100 times faster than openpyxl", others.times(row), 100, "times",
                 at_least=True, next=_NEXT),
        ]  # fmt: skip
    if kitchen.quick:
        return replace(report, goals=tuple(goals))
    found = profile("--round", folders["next"], "generate")
    return replace(report, goals=tuple(goals), profiled=_PROFILED, profile=found)


def _contestants(kitchen: Kitchen, kind: str, folder: Path) -> tuple[Contestant, ...]:
    built, words = kitchen.folder / "built" / kind, _KINDS[kind]
    # Made anew: what is deflated and built again has to be what is built today.
    for old in built.glob("*.xlsx"):
        old.unlink()
    run(program("build", folder, built))
    files = sorted(built.glob("*.xlsx"))
    some = files if kitchen.quick else files[::_ONE_IN]
    number = len(files)
    whole = (*MIGBOOK, "--round", str(folder), "generate", "--quiet")
    return (
        Contestant(_FLOOR + words, number, program("deflate", *files), inner=True),
        Contestant(_EACH + words, number, program("build", folder), inner=True),
        Contestant(_ALL + words, number, program("build", folder, "all"), inner=True),
        Contestant(_OTHERS + words, len(some), program("build_openpyxl", *some), inner=True,
                   slow=True),
        Contestant(_COMMAND + words, number, whole),
    )  # fmt: skip
