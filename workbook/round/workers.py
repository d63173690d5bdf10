"""Files are opened by processes that may die: one that takes too much costs only itself.

Workers live long, hold the definitions, and get one message a file. What they find comes back in
the order in which it was asked for, so that their number changes nothing. A limit of time holds
everywhere; a limit of memory only where the system has one (not on Windows and macOS).
"""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol, cast

from workbook.round.opening import Job, Opened, ReadSource, open_file, prepare, stopped
from workbook.round.pool import ENDED, Limits, Pool, Preparation, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workbook.round.opening import Yardstick

    Pending = Callable[[], Opened]
    Opening = Callable[[Job, Yardstick], Opened]

# Beyond this many stopped files in one archive the rest of it is not tried.
MOST_STOPPED = 3
_AHEAD = 8
_LIMITS = Limits()
_FILES_WORTH_A_WORKER = 6
# Imported once, by the process that workers are split from.
_PRELOADED = (
    "workbook.round.workers",
    "workbook.round.folder",
    "workbook.round.judge",
    "workbook.round.older_files",
)


class Reader(Protocol):
    """Whatever opens files."""

    def read(self, jobs: Iterable[Job]) -> Iterator[Opened]:
        """What is in the files, in their order; of a large archive a part at a time."""


def cores() -> int:
    """How many processes can work at once here."""
    with suppress(AttributeError):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


@contextmanager
def reader(
    yardstick: Yardstick, workers: int, limits: Limits = _LIMITS, opening: Opening = open_file
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
        from workbook.read.sources import Source, fingerprint

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
        self._preparation = Preparation(_PRELOADED, partial(prepare, yardstick))
        self._work = partial(_open, opening, yardstick)
        self._pool: Pool | None = None

    def _planned(self, jobs: Iterable[Job]) -> Iterable[Job]:
        """A worker that begins takes as long as several files, so that few files get one."""
        coming = iter(jobs)
        first = tuple(islice(coming, self._number * _FILES_WORTH_A_WORKER))
        self._number = min(self._number, 1 + len(first) // _FILES_WORTH_A_WORKER)
        return chain(first, coming)

    def start(self, job: Job) -> Pending:
        """Begin the job in a worker; the first job starts the workers."""
        if self._pool is None:
            self._pool = Pool(self._number, self._work, self._limits, self._preparation)
        pool, task = self._pool, self._pool.start(job)
        return lambda: cast("Opened", pool.result(task))

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None


def _open(opening: Opening, yardstick: Yardstick, job: Job) -> Opened:
    return opening(job, yardstick)
