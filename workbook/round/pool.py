"""Processes that do jobs one after the other, and may die of one: only that one is lost.

Each has a pipe of its own. Whoever waits for a result also hands out jobs, notices who has died,
and ends who takes too long; nothing runs beside. A worker's own clock ends a job that computes for
too long, so that none is ended because the machine is busy with more. One that waits without
computing is ended by the clock on the wall.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import time
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.round.split import let_go, may_split, uninterrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

LATE, MEMORY, ENDED = "time", "memory", "ended"
_JOBS_OF_A_WORKER = 500
# A second job waits in the pipe, so that a worker need not wait for us; a large one could fill it.
_AT_ONCE = 2
_SMALL = 4_096
_MOST_BAD_BEGINNINGS = 3
_SECONDS_TO_END = 5.0
_ERRORS = 2
# What a file needs holds few circles; looking for those as often as usual takes long.
_OBJECTS_BETWEEN_SWEEPS = 50_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: seconds of computing, bytes of memory for the whole worker.

    `wall`: seconds on the clock. A system that cannot count those of computing has `seconds` on
    the clock instead.
    """

    seconds: float = 10.0
    memory: int = 1024**3
    wall: float = 60.0


class StoppedError(Exception):
    """A job took more than it may; `why`: `time`, `memory`, or `ended` for anything else."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def limits_memory() -> bool:
    """Whether this system can limit the memory of a worker."""
    return sys.platform.startswith("linux")


def limits_computing() -> bool:
    """Whether this system can limit how long a worker computes."""
    return hasattr(signal, "ITIMER_PROF")


@dataclass(slots=True)
class Task:
    """A job on its way; `found`: what came of it, `why`: for what it was stopped."""

    packed: bytes
    found: bytes | None = None
    why: str = ""


@dataclass(slots=True, eq=False)
class _Worker:
    """One process. `given`: how many jobs it ever got; `since`: when it began what it does now."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[Task] = field(default_factory=deque)
    given: int = 0
    ready: bool = False
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Preparation:
    """What workers need before their first job.

    `modules`: imported once by the process that workers are split from, where that is not this one.
    `prepare`: fills this process with what they use, where they are split from it.
    """

    modules: Sequence[str] = ()
    prepare: Callable[[], None] = lambda: None


class Pool:
    """Some processes, started when there is something to do for them."""

    def __init__(
        self, number: int, work: Callable[..., object], limits: Limits, preparation: Preparation
    ) -> None:
        self._number = number
        self._work = work
        self._limits = limits
        self._wall = limits.wall if limits_computing() else limits.seconds
        self._preparation = preparation
        self._prepared = False
        self._packed = b""
        self._context: BaseContext | None = None
        self._workers: list[_Worker] = []
        self._waiting: deque[Task] = deque()
        self._bad_beginnings = 0

    def start(self, job: object) -> Task:
        """Have a job done by the next worker that is free."""
        task = Task(pickle.dumps(job))
        self._waiting.append(task)
        self._hand_out()
        return task

    def result(self, task: Task) -> object:
        """What came of it; a `StoppedError` if that took too much."""
        while task.found is None:
            if task.why:
                raise StoppedError(task.why)
            self._listen()
            self._hand_out()
        # Written by a worker of ours.
        found: object = pickle.loads(task.found)  # noqa: S301
        if isinstance(found, str):
            raise StoppedError(found)
        return found

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.pipe.close()
            worker.process.join()
        self._workers.clear()
        self._waiting.clear()

    def _hand_out(self) -> None:
        """Give each worker something to do, then what to do next."""
        while self._waiting and len(self._workers) < self._number:
            self._workers.append(self._begin())
        for most in range(1, _AT_ONCE + 1):
            for worker in tuple(self._workers):
                if self._waiting and len(worker.tasks) < most:
                    self._give(worker)

    def _give(self, worker: _Worker) -> None:
        task = self._waiting[0]
        if worker.given == _JOBS_OF_A_WORKER or (worker.tasks and len(task.packed) > _SMALL):
            return
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks.append(self._waiting.popleft())
        worker.given += 1
        # If it has died, that is noticed when we listen.
        with suppress(OSError):
            worker.pipe.send_bytes(task.packed)

    def _listen(self) -> None:
        """Wait until something came from a worker, or one of them took too long."""
        from multiprocessing.connection import wait

        now = time.monotonic()
        ends = [one.since + self._wall - now for one in self._workers if one.ready and one.tasks]
        spoken = wait([one.pipe for one in self._workers], max(min(ends), 0) if ends else None)
        for worker in tuple(self._workers):
            if worker.pipe in spoken:
                self._hear(worker)
            elif worker.ready and worker.tasks and time.monotonic() - worker.since >= self._wall:
                self._lost(worker, LATE)

    def _hear(self, worker: _Worker) -> None:
        try:
            told = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            worker.process.join(_SECONDS_TO_END)
            computed = limits_computing() and worker.process.exitcode == -signal.SIGPROF
            self._lost(worker, LATE if computed else ENDED)
            return
        worker.since = time.monotonic()
        if not worker.ready:
            worker.ready = True
            self._bad_beginnings = 0
            return
        worker.tasks.popleft().found = told
        if worker.given == _JOBS_OF_A_WORKER and not worker.tasks:
            self._remove(worker)

    def _lost(self, worker: _Worker, why: str) -> None:
        """A worker died of its job, or has to; what it had not begun is done by another."""
        self._remove(worker)
        if worker.ready and worker.tasks:
            worker.tasks.popleft().why = why
        elif not worker.ready:
            self._bad_beginnings += 1
        self._waiting.extendleft(reversed(worker.tasks))
        if self._bad_beginnings == _MOST_BAD_BEGINNINGS:
            raise ToolError(_CANNOT_BEGIN)

    def _remove(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.pipe.close()
        worker.process.join()

    def _begin(self) -> _Worker:
        try:
            return self._split() if may_split(self._limits.memory) else self._begin_anew()
        except (OSError, EOFError) as error:
            raise ToolError(_CANNOT_BEGIN) from error

    def _split(self) -> _Worker:
        """A worker that has what this process has."""
        import multiprocessing

        if not self._prepared:
            self._preparation.prepare()
            self._prepared = True
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        with theirs, uninterrupted():
            serving = (theirs, self._work, self._limits)
            process = context.Process(target=serve_split, args=serving, daemon=True)
            process.start()
        return _Worker(process, ours)

    def _begin_anew(self) -> _Worker:
        """A worker that knows nothing yet."""
        if self._context is None:
            self._context = _context(self._preparation.modules)
            self._packed = pickle.dumps(self._work)
        ours, theirs = self._context.Pipe()
        with theirs:
            serving = (theirs, self._packed, self._limits)
            process = self._context.Process(target=serve, args=serving, daemon=True)  # type: ignore[attr-defined]
            process.start()
        return _Worker(process, ours)


_CANNOT_BEGIN = (
    "the processes that open files could not be started; run again, and if that does not help, add "
    "--workers 0 to open the files without limits of time and memory"
)


def _context(preloaded: Sequence[str]) -> BaseContext:
    """How processes are started that know nothing: split from one that has imported, or anew."""
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    multiprocessing.set_forkserver_preload(list(preloaded))
    return multiprocessing.get_context("forkserver")


def serve(pipe: Connection, packed: bytes, limits: Limits) -> None:
    """What a worker does: it is told a job, does it, and tells what came of it, until nobody asks.

    What goes wrong at the beginning is told by the first job: a worker must begin.
    """
    _bound(limits.memory)
    work = None
    with suppress(Exception):
        work = pickle.loads(packed)  # noqa: S301 - written by the process that started us
    _answer(pipe, work, limits)


def serve_split(pipe: Connection, work: Callable[[object], object], limits: Limits) -> None:
    """The same in a process that has split from the one that asks."""
    _bound(limits.memory)
    let_go(pipe.fileno())
    _answer(pipe, work, limits)


def _answer(pipe: Connection, work: Callable[[object], object] | None, limits: Limits) -> None:
    gc.set_threshold(_OBJECTS_BETWEEN_SWEEPS)
    # What is here already is not looked at again: that would also copy memory that is shared.
    gc.freeze()
    # The pipe ends when the process that asks does.
    with suppress(EOFError, OSError):
        pipe.send_bytes(b"")
        while True:
            job = pipe.recv_bytes()
            with _clock(limits.seconds):
                told = _done(work, job)
            pipe.send_bytes(told)


def _bound(memory: int) -> None:
    """Leave Ctrl-C to the process in charge, let our clock end us, and take no more than this."""
    _say_nothing()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if limits_computing():
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _say_nothing() -> None:
    """Keep what a library writes when it dies off the screen: the file gets a finding for it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _ERRORS)
    os.close(nowhere)


@contextmanager
def _clock(seconds: float) -> Iterator[None]:
    """The system ends this process once it has computed for so long, whatever it is in."""
    if not limits_computing():
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _done(work: Callable[[object], object] | None, job: bytes) -> bytes:
    """Do a job; some libraries raise what is no `Exception`, and it must not end the worker."""
    try:
        assert work is not None  # noqa: S101 - otherwise the job ends as one that ended a worker
        return pickle.dumps(work(pickle.loads(job)))  # noqa: S301 - as above
    except MemoryError:
        return pickle.dumps(MEMORY)
    except BaseException:
        return pickle.dumps(ENDED)
