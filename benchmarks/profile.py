"""Where the time of a command goes: the functions that take most of it, with all they call."""

from __future__ import annotations

import json

from benchmarks.measure import program, run
from benchmarks.model import Spent


def profile(*arguments: object) -> tuple[Spent, ...]:
    """Run a command under a profiler, which makes it about three times slower."""
    told = json.loads(run(program("profiled", *arguments)).output.splitlines()[-1])
    return tuple(Spent(name, calls, own, whole) for name, calls, own, whole in told)
