"""How long the command takes to start, and which libraries each command imports."""

from __future__ import annotations

import json
import shutil
import sys
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measure import MIGBOOK, Contestant, alternate, program, run
from benchmarks.model import Goal, Report, Table
from benchmarks.rounds import returns

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.rounds import Kitchen


_NOTHING, _HELP, _VERSION = "python -c pass", "migbook --help", "migbook explain CE203"
# Each takes a noticeable part of a second to import, alone or with what it brings along.
_LARGE = (
    "altair", "docx", "highspy", "jinja2", "jsonschema", "lxml", "numpy", "openpyxl", "pandas",
    "pyarrow", "python_calamine", "rich", "typst", "vl_convert", "xlsxwriter",
)  # fmt: skip
# What each command uses in a round: the list of places is a workbook, so that all read one; pandas
# imports numpy and pyarrow, and altair imports pandas and jsonschema.
_TABLES = "numpy pandas pyarrow"
_USES = {
    "--help": "",
    "status": "python_calamine",
    "validate FILE": "python_calamine",
    "validate --workers 0 FILE": "python_calamine",
    "extract --workers 0 FILE": "python_calamine",
    "generate CODE": "python_calamine xlsxwriter",
    "return": "python_calamine lxml xlsxwriter",
    "remind": "python_calamine",
    "history CODE": "python_calamine",
    "compare FILE FILE": "python_calamine",
    "explain CE203": "python_calamine",
    "compile --only workbook": f"python_calamine {_TABLES} xlsxwriter",
    "compile --only page": f"python_calamine {_TABLES} altair jinja2 jsonschema vl_convert",
    "definitions check": "jsonschema",
}
_NEXT = (
    "The charts of the page take a helper from the tab on practices of the summary workbook "
    "(`workbook/report/practices_tab.py`), which brings XlsxWriter along; it would move."
)
_METHOD = """\
Whole processes, one after the other. For the libraries, each command is run in a process that
then looks at what it has imported; what workers import is not seen.
"""


def measure(kitchen: Kitchen, rounds: int) -> Report:
    """Run all; starting is so short that it is run twice as often as the rest."""
    rows = alternate(
        (
            Contestant(_NOTHING, 1, (sys.executable, "-c", "pass")),
            Contestant(_HELP, 1, (*MIGBOOK, "--help")),
            Contestant(_VERSION, 1, (*MIGBOOK, "explain", "CE203")),
        ),
        rounds * 2,
    )
    report = Report("start", "start", _METHOD, rows, base=_NOTHING, per="run")
    shown = report.row(_HELP)
    table, superfluous = _imports(_copy(kitchen))
    return Report(
        "start", "start", _METHOD, rows, base=_NOTHING, per="run",
        goals=(
            Goal("migbook --help under 0.2 s of CPU", median(shown.cpu), 0.2, "s"),
            Goal("migbook --help under 0.2 s on the wall, in its quickest run", min(shown.wall),
                 0.2, "s"),
            Goal("no command imports a large library that it does not use", superfluous, 0,
                 "libraries", next=_NEXT),
        ),
        tables=(table,),
    )  # fmt: skip


def _copy(kitchen: Kitchen) -> Path:
    """A round that is checked, in which commands may write what they like."""
    folder = kitchen.folder / "start"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kitchen.checked_bicol(), folder)
    return folder


def _imports(folder: Path) -> tuple[Table, int]:
    """What each command imports when it does its usual work, and how much of it in vain."""
    one = str(returns(folder)[0])
    code = one.rpartition("/")[2][:10]
    lines, superfluous = [], 0
    for shown, uses in _USES.items():
        words = [{"FILE": one, "CODE": code}.get(word, word) for word in shown.split()]
        done = run(program("imported", ",".join(_LARGE), "--round", folder, *words))
        found = json.loads(done.output.splitlines()[-1])
        vain = [name for name in found if name not in uses.split()]
        superfluous += len(vain)
        lines.append((f"`migbook {shown}`", ", ".join(found) or "none", ", ".join(vain)))
    headings = ("command", "libraries", "not used")
    return Table("Large libraries that a command imports", headings, tuple(lines)), superfluous
