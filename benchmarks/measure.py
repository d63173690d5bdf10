"""Runs programs in turns and measures them with all processes that they start."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from benchmarks.model import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from resource import struct_rusage

ROOT = Path(__file__).parent.parent
MIGBOOK = (sys.executable, "-m", "cli")
_ORPHANS_COME_TO_US = 36  # PR_SET_CHILD_SUBREAPER
_SECONDS_BETWEEN_LOOKS = 0.05
_SHOWN = 1_000_000
# These would make a program slower than people have it, or change how many processes it starts.
_DROPPED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "MIGBOOK_WORKERS", "PYTHONPATH")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program to run. `count`: how many workbooks it handles; `before`: done first, not timed.

    `cores`: how many it may use, 0 for all. `inner`: what counts is the CPU time that it tells
    itself, as the last line that it prints. `slow`: it takes part in every other round only.
    """

    label: str
    count: int
    command: tuple[str, ...]
    before: Callable[[], object] = lambda: None
    cores: int = 0
    inner: bool = False
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds of all processes together, seconds on the wall, peak bytes.

    `output`: the end of what it printed.
    """

    cpu: float
    wall: float
    memory: int
    output: str


class RunFailedError(Exception):
    """A program that was to be measured did not do its work."""


def program(module: str, *arguments: object) -> tuple[str, ...]:
    """The command line of one of the programs in `contestants`."""
    return (sys.executable, "-m", f"benchmarks.contestants.{module}", *map(str, arguments))


def alternate(contestants: Sequence[Contestant], rounds: int) -> tuple[Row, ...]:
    """Let all run once, then all again, so that a slow moment of the machine meets each."""
    costs: dict[str, list[Cost]] = {one.label: [] for one in contestants}
    for number in range(rounds):
        for one in contestants:
            if not one.slow or number % 2 == 0:
                one.before()
                costs[one.label].append(run(one.command, one.cores))
                print(f"  {one.label}: {costs[one.label][-1].cpu:.2f} s", file=sys.stderr)
    return tuple(_row(one, costs[one.label]) for one in contestants)


def _row(contestant: Contestant, costs: Sequence[Cost]) -> Row:
    return Row(
        label=contestant.label,
        count=contestant.count,
        cpu=tuple(inner_seconds(cost) if contestant.inner else cost.cpu for cost in costs),
        wall=tuple(cost.wall for cost in costs),
        memory=tuple(cost.memory for cost in costs),
        inner=contestant.inner,
    )


def inner_seconds(cost: Cost) -> float:
    """The CPU seconds that a program told itself."""
    return float(json.loads(cost.output.splitlines()[-1])["seconds"])


def run(command: Sequence[str], cores: int = 0) -> Cost:
    """Run a program to its end, and to that of all processes it started; 0 and 1 are no failure."""
    with (
        _adopted_orphans() as left_behind,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        begin = time.perf_counter()
        process = _start(command, cores, output, errors)
        with _watched(process.pid) as peak:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        usages = [used, *left_behind()]
        if process.returncode not in {0, 1}:
            msg = f"{' '.join(command[:8])}: {process.returncode}\n{_end(errors)}"
            raise RunFailedError(msg)
        # The peak of a program is never below ours when it starts: what runs this must be small.
        return Cost(
            cpu=sum(one.ru_utime + one.ru_stime for one in usages),
            wall=wall,
            memory=max(peak[0], *(one.ru_maxrss * 1024 for one in usages)),
            output=_end(output),
        )


def _end(stream: IO[bytes]) -> str:
    """The end of what a program printed; all of it could be very much."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(size - _SHOWN, 0))
    return stream.read().decode(errors="replace")


def _start(
    command: Sequence[str], cores: int, output: IO[bytes], errors: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start a program; where it may run is inherited from us, for as long as that takes."""
    allowed = os.sched_getaffinity(0)
    if cores:
        os.sched_setaffinity(0, sorted(allowed)[:cores])
    try:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environment(),
            cwd=ROOT,
        )  # fmt: skip
    finally:
        os.sched_setaffinity(0, allowed)


def environment() -> dict[str, str]:
    """The variables that programs are run with: compiled modules are kept, as usual."""
    kept = {key: value for key, value in os.environ.items() if key not in _DROPPED}
    return kept | {"PYTHONPATH": str(ROOT)}


@contextmanager
def _adopted_orphans() -> Iterator[Callable[[], Iterator[struct_rusage]]]:
    """Processes whose parent ends meanwhile become ours, so that their time is not lost.

    What is given tells what they took, once they have ended; processes of before are let be.
    """
    before = _children()
    _adopt(True)
    try:
        yield lambda: _left_behind(before)
    finally:
        _adopt(False)


def _adopt(orphans: bool) -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_ORPHANS_COME_TO_US, int(orphans), 0, 0, 0)


def _children() -> frozenset[int]:
    """Our processes, also those that have ended and were not asked how."""
    found: set[int] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, task.read_text("ascii").split()))
    return frozenset(found)


def _left_behind(before: frozenset[int]) -> Iterator[struct_rusage]:
    """What the processes took that outlived the one that we started."""
    for _ in range(1000):
        running = _children() - before
        if not running:
            return
        for child in running:
            pid, _, used = os.wait4(child, os.WNOHANG)
            if pid:
                yield used
        time.sleep(0.01)
    msg = "a process was left running"
    raise RunFailedError(msg)


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """Look at the memory of a process and all below it while it runs; the largest sum seen."""
    peak, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(_SECONDS_BETWEEN_LOOKS):
            peak[0] = max(peak[0], sum(map(_proportional_size, _family(pid))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
            yield from _family(int(child))


def _proportional_size(pid: int) -> int:
    """Memory of a process in bytes; what it shares with others is divided among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
