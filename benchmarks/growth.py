"""Whether a workbook takes as long among very many as among few."""

from __future__ import annotations

import os
import shutil
from itertools import chain, pairwise, zip_longest
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measure import MIGBOOK, Contestant, alternate
from benchmarks.model import Goal, Report, Table
from benchmarks.rounds import returns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.model import Row
    from benchmarks.rounds import Kitchen

QUICK, USUAL, ALL = 1_000, 10_000, 100_000
# More than so many are read once, and lie there only meanwhile.
_OFTEN, _ROUNDS = 1_000, 3
_NEXT = (
    "What workers remember is full after some hundred workbooks; it could be made smaller for more "
    "time a workbook: half the room takes about 4 % longer. The rest is the list of the names in "
    "one folder, which are taken in their order; folders in it are listed one by one, so that an "
    "inbox with a folder a region never has them all at hand."
)
_METHOD = """\
`migbook validate FOLDER --format csv` over returns of all regions in turns, so that few are of as
many regions as many are; where more are wanted than there are, the same ones lie there under
further names and are read again. Nothing is kept. CPU is that of all processes, memory that of all
together at its highest. What a *further* workbook takes is the difference between two sizes, so
that start-up is not in it. Each worker remembers rows and texts that it has seen, a bounded number;
with 100 workbooks that is not full yet. Sizes run: {sizes}.
"""


def measure(
    kitchen: Kitchen,
    rounds: int,
    sizes: Sequence[int],
    keep: Callable[[Report], object] = lambda _: None,
) -> Report:
    """Run all, and tell how far it is flat; what is known so far is kept after each size."""
    files = _in_turns([returns(folder) for folder in kitchen.national()])
    few = [_contestant(kitchen, files, size) for size in sizes if size <= _OFTEN]
    rows = list(alternate(few, min(rounds, _ROUNDS)))
    for size in sizes[len(rows) :]:
        keep(report(rows))
        rows += alternate([_contestant(kitchen, files, size)], 1)
        shutil.rmtree(_folder(kitchen, size))
    return report(rows)


def report(rows: Sequence[Row]) -> Report:
    """What the runs of growing sizes say."""
    steps = tuple(pairwise(rows))
    further = [_further(*step) for step in steps]
    few, most = rows[0], rows[-1]
    goals = [
        Goal(f"a further workbook after {step[0].count:,}: at most 10 % more than before",
             (now / before - 1) * 100, 10, "%")
        for step, before, now in zip(steps[1:], further, further[1:], strict=False)
    ]  # fmt: skip
    for less in rows[:-1]:
        memory = (median(most.memory) / median(less.memory) - 1) * 100
        what = f"memory with {most.count:,} as with {less.count:,} (within 10 %)"
        goals.append(Goal(what, memory, 10, "%", next=_NEXT))
    lines = tuple(
        (f"{a.count:,}", f"{b.count:,}", f"{seconds * 1000:.1f} ms", f"{_bytes(a, b) / 1e3:.1f} kB")
        for (a, b), seconds in zip(steps, further, strict=True)
    )
    table = Table("A further workbook", ("from", "to", "CPU", "memory"), lines)
    sizes = ", ".join(f"{row.count:,}" for row in rows)
    return Report(
        name="growth",
        title=f"growth: up to {most.count:,} workbooks",
        method=_METHOD.format(sizes=sizes),
        rows=tuple(rows),
        goals=tuple(goals),
        base=few.label,
        tables=(table,),
    )


def _in_turns(regions: Sequence[Sequence[Path]]) -> list[Path]:
    """The first return of each region, then the second of each, and so on."""
    return [path for path in chain(*zip_longest(*regions)) if path is not None]


def sizes_up_to(most: int) -> tuple[int, ...]:
    """100, ten times as many, and so on, with the most as the last."""
    return (*(size for size in (100, 1_000, 10_000, 100_000) if size < most), most)


def _further(few: Row, many: Row) -> float:
    """CPU seconds of each workbook that the one has more than the other."""
    return (median(many.cpu) - median(few.cpu)) / (many.count - few.count)


def _bytes(few: Row, many: Row) -> float:
    """What the peak of memory grows by with each workbook more."""
    return (median(many.memory) - median(few.memory)) / (many.count - few.count)


def _contestant(kitchen: Kitchen, files: Sequence[Path], size: int) -> Contestant:
    """A folder of its own with as many workbooks: further names of the same few."""
    folder = _folder(kitchen, size)
    if not folder.is_dir():
        half = folder.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        for number in range(size):
            source = files[number % len(files)]
            os.link(source, half / f"{number:06}-{source.name}")
        half.rename(folder)
    command = (*MIGBOOK, "validate", str(folder), "--format", "csv")
    return Contestant(f"{size:,} workbooks", size, command)


def _folder(kitchen: Kitchen, size: int) -> Path:
    return kitchen.folder / "growth" / str(size)
