"""Whether a workbook takes as long among very many as among few."""

from __future__ import annotations

import os
import shutil
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measure import MIGBOOK, Contestant, alternate
from benchmarks.model import Goal, Report, Table
from benchmarks.rounds import returns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.model import Row
    from benchmarks.rounds import Kitchen

QUICK, USUAL, ALL = 1_000, 10_000, 100_000
_METHOD = """\
`migbook validate FOLDER --format csv` over returns of all regions; where more are wanted than
there are, the same ones lie there under further names and are read again. Nothing is kept. CPU is
that of all processes, memory that of all together at its highest. What a *further* workbook takes
is the difference between two sizes, so that start-up is not in it. Sizes run: {sizes}.
"""


def measure(kitchen: Kitchen, rounds: int, sizes: Sequence[int]) -> Report:
    """Run all, and tell how far it is flat."""
    files = [path for folder in kitchen.national() for path in returns(folder)]
    contestants = [_contestant(kitchen, files, size) for size in sizes]
    rows = alternate(contestants, min(rounds, 3))
    steps = tuple(pairwise(rows))
    further = [_further(*step) for step in steps]
    goals = [
        Goal(f"a further workbook after {step[0].count:,} takes as long as before (within 10 %)",
             abs(now / before - 1) * 100, 10, "%")
        for step, before, now in zip(steps[1:], further, further[1:], strict=False)
    ] + [
        Goal(f"memory with {step[1].count:,} as with {step[0].count:,} (within 10 %)",
             (median(step[1].memory) / median(step[0].memory) - 1) * 100, 10, "%")
        for step in steps
    ]  # fmt: skip
    table = Table(
        "A further workbook",
        ("from", "to", "CPU"),
        tuple(
            (f"{step[0].count:,}", f"{step[1].count:,}", f"{seconds * 1000:.1f} ms")
            for step, seconds in zip(steps, further, strict=True)
        ),
    )
    method = _METHOD.format(sizes=", ".join(f"{size:,}" for size in sizes))
    return Report("growth", "growth", method, rows, tuple(goals), rows[0].label, tables=(table,))


def sizes_up_to(most: int) -> tuple[int, ...]:
    """100, ten times as many, and so on, with the most as the last."""
    return (*(size for size in (100, 1_000, 10_000, 100_000) if size < most), most)


def _further(few: Row, many: Row) -> float:
    """CPU seconds of each workbook that the one has more than the other."""
    return (median(many.cpu) - median(few.cpu)) / (many.count - few.count)


def _contestant(kitchen: Kitchen, files: Sequence[Path], size: int) -> Contestant:
    """A folder of its own with as many workbooks; the very large ones are read once."""
    folder = kitchen.folder / "growth" / str(size)
    if not folder.is_dir():
        half = folder.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        for number in range(size):
            source = files[number % len(files)]
            os.link(source, half / f"{number:06}-{source.name}")
        half.rename(folder)
    command = (*MIGBOOK, "validate", str(folder), "--format", "csv")
    return Contestant(f"{size:,} workbooks", size, command, slow=size > 1_000)
