"""One writer at a time: a lock that the operating system lifts when its holder dies."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from indicators.tables import OutputError, ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; a `ToolError` at once if another process holds it."""
    try:
        file = path.open("a+b")
    except OSError as error:
        msg = f"{path} could not be opened: {error.strerror or error}; may you write here?"
        raise OutputError(msg) from error
    with file:
        try:
            _take(file)
        except OSError as error:
            msg = (
                "another migbook is at work in this round: wait until it has finished and run again"
            )
            raise ToolError(msg) from error
        yield


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
