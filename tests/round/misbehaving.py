"""What opening a file may come to, done on command: a worker imports this, not the tests."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from workbook.read.sources import find_sources
from workbook.round.opening import open_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbook.round.opening import Job, Opened, Yardstick


class PanicError(BaseException):
    """As a reader written in Rust raises: no `Exception`."""


def loop() -> None:
    while True:
        pass


def fill_memory() -> None:
    bytearray(64 * 1024**3)


def work_elsewhere(seconds: float) -> Callable[[], None]:
    """As on a machine that is busy with more: time goes by in which nothing is computed."""
    return lambda: time.sleep(seconds)


def panic() -> None:
    raise PanicError


def end_with(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


def complain_and_end() -> None:
    """As a library does that cannot go on."""
    os.write(2, b"memory allocation of 852282575200 bytes failed\nstack backtrace:\n")
    os.abort()


# By the content of a file.
COMMANDS: dict[bytes, Callable[[], None]] = {
    b"loop": loop,
    b"fill": fill_memory,
    b"panic": panic,
    b"exit": lambda: os._exit(3),
    b"kill": end_with(signal.SIGKILL),
    b"fault": end_with(signal.SIGSEGV),
    b"abort": complain_and_end,
}
WAITS: dict[bytes, Callable[[], None]] = {
    b"nap": work_elsewhere(0.6),
    b"sleep": work_elsewhere(600),
}


class Unbeginnable:
    """Ends every process that wants to begin with it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (3,)

    def __call__(self, job: object) -> object:
        return job


def echo(job: object) -> object:
    return job


def number_of_process(job: object) -> int:
    return os.getpid()


def misbehave(job: Job, yardstick: Yardstick) -> Opened:
    """Open a file; one that holds a command does that instead."""
    if not job.listing:
        sources = find_sources(job.path, job.name).sources
        for source in sources[job.first : job.first + job.most]:
            (COMMANDS | WAITS).get(source.data, lambda: None)()
    return open_file(job, yardstick)
