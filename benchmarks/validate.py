"""Validating a region's returns, beside merely reading them and beside what others do."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import MIGBOOK, Contestant, alternate, program, run
from benchmarks.model import Goal, Report
from benchmarks.profile import profile
from benchmarks.rounds import forget, returns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.rounds import Kitchen

_FLOOR = "python-calamine reads every tab"
_INBOX = "migbook validate, into the ledger, 1 worker"
_INBOX_ALL = "migbook validate, into the ledger, as usual"
_NAMED = "migbook validate PATH, 1 worker"
_NAMED_ALL = "migbook validate PATH, as usual"
_UNLIMITED = "migbook validate PATH, without workers and limits"
_PANDAS = "pandas with openpyxl reads every tab"
_OTHERS = "frictionless validates the same tables"
_PROFILED = "migbook validate PATH --workers 0"
_NEXT = (
    "Starting: the command reads definitions and texts from TOML. Then rows that no other file has "
    "byte for byte but for their numbers; unpacking; and the answers themselves, over which the "
    "time is spread evenly."
)
_NEXT_PEER = (
    "What is left is spread over some forty functions, half of it before cells are known and half "
    "of it after, so that no single change is worth a tenth. Twenty times faster means less than "
    "twice of what python-calamine needs to read the same cells and do nothing with them. In a "
    "trial mypyc compiled 33 modules of reading and checking: 7 to 16 % less, for numbers of other "
    "types and a builder that nobody keeps up. It would take a scanner of worksheets in Rust or C "
    "that gives answers instead of cells."
)
_METHOD = """\
{count} returns to core workbooks of Bicol, made with `migbook simulate`, one in ten with
mistakes. Each run is a whole process, start-up included; all processes that it starts count. On
one core, except where *as usual* stands: there on all cores.

*Into the ledger* is what a coordinator runs in the folder of a round: files are hashed, read,
checked, written to the disk, held against each other, and unusual figures are looked for. The
ledger is taken away before each run. With PATH nothing is kept.

python-calamine and pandas only turn cells into values. For frictionless, what the returns say was
written beforehand as plain tables (one workbook a return, one sheet a section, the names of
fields in its first row), with types, lists, limits and lengths of the definitions as a Table
Schema. So it need not find anything in a form, and checks less: one cell at a time, in English.
"""


def measure(kitchen: Kitchen, rounds: int) -> Report:
    """Run all, and tell how far the goals are reached."""
    folder = kitchen.bicol()
    files = returns(folder)
    rows = alternate(_contestants(kitchen, folder, files), rounds)
    report = Report(
        name="validate",
        title=f"validate: {len(files)} workbooks",
        method=_METHOD.format(count=len(files)),
        rows=rows,
        base=_FLOOR,
    )
    floor, others = report.row(_FLOOR), report.row(_OTHERS)
    goals = []
    for label in (_NAMED, _INBOX):
        row = report.row(label)
        goals += [
            Goal(f"{label}: at most 3 times the floor", row.times(floor), 3, "times", next=_NEXT),
            Goal(f"{label}: 20 times faster than frictionless", others.times(row), 20, "times",
                 at_least=True, next=_NEXT_PEER),
        ]  # fmt: skip
    if kitchen.quick:
        return replace(report, goals=tuple(goals))
    command = ("--round", folder, "validate", "--workers", 0, folder / "inbox")
    found = profile(*command)
    return replace(report, goals=tuple(goals), profiled=_PROFILED, profile=found)


def _contestants(kitchen: Kitchen, folder: Path, files: Sequence[Path]) -> tuple[Contestant, ...]:
    tables = kitchen.folder / "tables"
    if len(list(tables.glob("*/datapackage.json"))) < len(files):
        run(program("as_tables", tables, *files))
    packages = sorted(tables.glob("*/datapackage.json"))
    number, anew = len(files), partial(forget, folder)
    whole = (*MIGBOOK, "--round", str(folder), "validate")
    named = (*whole, str(folder / "inbox"))
    one = ("--workers", "1")
    return (
        Contestant(_FLOOR, number, program("read_calamine", *files), cores=1),
        Contestant(_NAMED, number, (*named, *one), cores=1),
        Contestant(_NAMED_ALL, number, named),
        Contestant(_UNLIMITED, number, (*named, "--workers", "0"), cores=1),
        Contestant(_INBOX, number, (*whole, *one), before=anew, cores=1),
        Contestant(_INBOX_ALL, number, whole, before=anew),
        Contestant(_PANDAS, number, program("read_pandas", *files), cores=1, slow=True),
        Contestant(_OTHERS, len(packages), program("check_frictionless", *packages), cores=1,
                   slow=True),
    )  # fmt: skip
