"""A person at a terminal: a program behind a pseudo terminal, typed to when it asks."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PATIENCE = 120.0


def at_terminal(folder: Path, typed: list[str], *arguments: str) -> tuple[str, int]:
    """What stands on the screen in the end, and the exit code; each answer waits for a question."""
    process, screen = pty.fork()
    if process == 0:
        os.chdir(folder)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "140"}
        os.execve(  # noqa: S606 - the program under test
            sys.executable, [sys.executable, "-m", "cli", *arguments], environment
        )
    shown, answered, answers = b"", 0, list(typed)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        ready, _, _ = select.select([screen], [], [], 0.1)
        if ready:
            try:
                part = os.read(screen, 1 << 16)
            except OSError:
                break
            if not part:
                break
            shown += part
        elif answers and re.search(rb"(leave|\]):\s*$", shown[answered:]):
            answered = len(shown)
            os.write(screen, answers.pop(0).encode())
    os.close(screen)
    _, status = os.waitpid(process, 0)
    return _CONTROLS.sub("", shown.decode()), os.waitstatus_to_exitcode(status)
