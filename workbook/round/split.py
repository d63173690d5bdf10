"""Splitting this process in two, where that is safe: what it has read need not be read again.

The new one has all that this one had open: the ledger, the lock on it, pipes to other workers. It
lets go of everything but its own pipe, so that a lock ends with the process that took it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_THREADS, _OPEN, _PAGES = Path("/proc/self/task"), Path("/proc/self/fd"), Path("/proc/self/statm")
_INPUT_AND_OUTPUT = 3
# What this process takes counts towards the limit of the new one.
_MOST_OF_THE_LIMIT = 0.25


def may_split(memory: int) -> bool:
    """Whether this process may split for a worker that may take so much memory.

    A thread of any library would leave locks behind that nobody opens; macOS and Windows have
    libraries of their own that do not bear it.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        threads = len(tuple(_THREADS.iterdir()))
        taken = int(_PAGES.read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return False
    return threads == 1 and taken <= memory * _MOST_OF_THE_LIMIT


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C waiting: it must not reach a new process in the middle of our own work."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_go(pipe: int) -> None:
    """In the new process: of all that is open keep what it reads, writes and says, and this pipe.

    Nothing is closed: a number that is free would soon be that of another file, and whatever still
    holds it would write there.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in [int(path.name) for path in _OPEN.iterdir()]:
        if number >= _INPUT_AND_OUTPUT and number not in {pipe, nowhere}:
            with suppress(OSError):
                os.fstat(number)
                os.dup2(nowhere, number, inheritable=False)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
