"""Files are opened by processes that may die: one that takes too much costs only itself.

Workers live long, hold the definitions, and get one message a file. What they find comes back in
the order in which it was asked for, so that their number changes nothing. A limit of time holds
everywhere; a limit of memory only where the system has one (not on Windows and macOS).
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
from collections import deque
from concurrent.futures import TimeoutError as LateError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from workbook.read.sources import Source, fingerprint
from workbook.round.opening import Job, Opened, ReadSource, open_file, stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from pebble import ProcessPool

    from workbook.round.opening import Yardstick

    Pending = Callable[[], Opened]
    Opening = Callable[[Job, Yardstick], Opened]

LATE, MEMORY, ENDED = "time", "memory", "ended"
# Beyond this many stopped files in one archive the rest of it is not tried.
MOST_STOPPED = 3
_AHEAD = 8
_FILES_WORTH_A_WORKER = 6
_TASKS_OF_A_WORKER = 1_000
# What a file needs holds few circles; looking for those as often as usual takes long.
_OBJECTS_BETWEEN_SWEEPS = 50_000
# Imported once, by the process that workers are split from.
_PRELOADED = ("workbook.round.folder", "workbook.round.workers")


@dataclass(frozen=True, slots=True)
class Limits:
    """What opening one file may take: seconds, and bytes of memory for the whole worker."""

    seconds: float = 10.0
    memory: int = 1024**3


class StoppedError(Exception):
    """A file took more than it may; `why`: `time`, `memory`, or `ended` for anything else."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Reader(Protocol):
    """Whatever opens files."""

    def read(self, jobs: Iterable[Job]) -> Iterator[Opened]:
        """What is in the files, in their order; of a large archive a part at a time."""


def cores() -> int:
    """How many processes can work at once here."""
    with suppress(AttributeError):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


def limits_memory() -> bool:
    """Whether this system can limit the memory of a worker."""
    return sys.platform.startswith("linux")


@contextmanager
def reader(
    yardstick: Yardstick, workers: int, limits: Limits = Limits(), opening: Opening = open_file
) -> Iterator[Reader]:
    """What opens files by this yardstick; with 0 workers this process does, and nothing is limited.

    Processes are started when there is a file to open. `opening`: what a worker does with a job.
    """
    if workers == 0:
        yield InProcess(yardstick, opening)
        return
    pool = Workers(yardstick, workers, limits, opening)
    try:
        yield pool
    finally:
        pool.close()


class _InOrder:
    """Asks for a few files ahead, and takes apart what was stopped."""

    ahead = 0

    def start(self, job: Job) -> Pending:
        """Begin a job; the result raises `StoppedError` if it took too much."""
        raise NotImplementedError

    def read(self, jobs: Iterable[Job]) -> Iterator[Opened]:
        """What is in the files, in their order; of a large archive a part at a time."""
        jobs = self._planned(jobs)
        waiting: deque[tuple[Job, Pending]] = deque()
        for job in jobs:
            waiting.append((job, self.start(job)))
            if len(waiting) > self.ahead:
                yield from self._finish(*waiting.popleft())
        while waiting:
            yield from self._finish(*waiting.popleft())

    def _planned(self, jobs: Iterable[Job]) -> Iterable[Job]:
        """The same jobs, after a look at how many there are."""
        return jobs

    def _finish(self, job: Job, pending: Pending) -> Iterator[Opened]:
        while True:
            try:
                opened = pending()
            except StoppedError as stop:
                opened = self._one_by_one(job, stop.why)
            yield opened
            if opened.last:
                return
            job = replace(job, first=job.first + job.most)
            pending = self.start(job)

    def _one_by_one(self, job: Job, why: str) -> Opened:
        """One hostile file in an archive does not keep the others from being read."""
        whole = Source(job.name, fingerprint(job.path, job.name))
        try:
            listed = self.start(replace(job, listing=True))()
        except StoppedError:
            return Opened(job.name, whole.sha256, (stopped(whole, why),))
        members = [one.source for one in listed.sources]
        if len(members) == 1:
            return Opened(job.name, listed.sha256, (stopped(members[0], why),))
        found: list[ReadSource] = []
        bad = 0
        end = min(job.first + job.most, len(members))
        for number in range(job.first, end):
            try:
                found += self.start(replace(job, first=number, most=1))().sources
            except StoppedError as stop:
                found.append(stopped(members[number], stop.why))
                bad += 1
            if bad == MOST_STOPPED:
                found += [stopped(member, ENDED) for member in members[number + 1 :]]
                return Opened(job.name, listed.sha256, tuple(found))
        return Opened(job.name, listed.sha256, tuple(found), end == len(members))


class InProcess(_InOrder):
    """Opens files in this process, one after the other, without limits."""

    def __init__(self, yardstick: Yardstick, opening: Opening = open_file) -> None:
        self._yardstick = yardstick
        self._opening = opening

    def start(self, job: Job) -> Pending:
        """Nothing is done before the result is asked for."""
        return partial(self._opening, job, self._yardstick)


class Workers(_InOrder):
    """Opens files in processes of their own, under limits."""

    def __init__(self, yardstick: Yardstick, number: int, limits: Limits, opening: Opening) -> None:
        self.ahead = number + _AHEAD
        self._number = number
        self._limits = limits
        self._packed = pickle.dumps((yardstick, opening))
        self._pool: ProcessPool | None = None

    def _planned(self, jobs: Iterable[Job]) -> Iterable[Job]:
        """A worker that begins takes as long as several files, so that few files get one."""
        planned = tuple(jobs)
        self._number = min(self._number, 1 + len(planned) // _FILES_WORTH_A_WORKER)
        return planned

    def start(self, job: Job) -> Pending:
        """Begin the job in a worker; the first job starts the workers."""
        if self._pool is None:
            self._pool = _start_pool(self._number, self._packed, self._limits)
        future = self._pool.schedule(_do, args=(job,), timeout=self._limits.seconds)
        return partial(_outcome, future)

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None


def _start_pool(number: int, packed: bytes, limits: Limits) -> ProcessPool:
    from pebble import ProcessPool

    split = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if split else "spawn")
    if split:
        multiprocessing.set_forkserver_preload(["__main__", *_PRELOADED])
    return ProcessPool(
        max_workers=number,
        max_tasks=_TASKS_OF_A_WORKER,
        initializer=_begin,
        initargs=(packed, limits.memory),
        context=context,
    )


def _outcome(future: Future[bytes]) -> Opened:
    """What a worker found, or why it was stopped."""
    from pebble import ProcessExpired

    try:
        found = pickle.loads(future.result())  # noqa: S301 - written by a worker of ours
    except LateError:
        raise StoppedError(LATE) from None
    except ProcessExpired:
        raise StoppedError(ENDED) from None
    if isinstance(found, str):
        raise StoppedError(found)
    return cast("Opened", found)


_AT_WORK: list[Callable[[Job], Opened]] = []


def _begin(packed: bytes, memory: int) -> None:
    """Set up a worker. What goes wrong here is told by its first job: a worker must begin."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    gc.set_threshold(_OBJECTS_BETWEEN_SWEEPS)
    _AT_WORK.clear()
    with suppress(Exception):
        yardstick, opening = pickle.loads(packed)  # noqa: S301 - written by the process that started us
        _AT_WORK.append(partial(opening, yardstick=yardstick))


def _do(job: Job) -> bytes:
    """Do a job; some libraries raise what is no `Exception`, and it must not end the worker."""
    [work] = _AT_WORK
    try:
        return pickle.dumps(work(job))
    except MemoryError:
        return pickle.dumps(MEMORY)
    except BaseException:
        return pickle.dumps(ENDED)
