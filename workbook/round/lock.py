"""One writer at a time: a lock that the operating system lifts when its holder dies."""

from __future__ import annotations

import errno
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from indicators.tables import OutputError, ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# What somebody decides takes less than this; reading an inbox takes longer.
_PATIENCE = 3.0
_PAUSE = 0.05
_HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK, errno.EINTR})


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; a `ToolError` if another process does not let go of it soon."""
    try:
        file = path.open("a+b")
    except OSError as error:
        msg = f"{path} could not be opened: {error.strerror or error}; may you write here?"
        raise OutputError(msg) from error
    with file:
        _wait_for(file)
        yield


def _wait_for(file: IO[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            _take(file)
        except OSError as error:
            if error.errno not in _HELD:
                msg = (
                    f"this drive does not let one program keep others out ({error.strerror}): copy "
                    "the folder of the round to a disk of your own and work there"
                )
                raise OutputError(msg) from error
            if time.monotonic() >= until:
                msg = (
                    "another migbook is at work in this round: wait until it has finished and run "
                    "again"
                )
                raise ToolError(msg) from error
            time.sleep(_PAUSE)
        else:
            return


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
