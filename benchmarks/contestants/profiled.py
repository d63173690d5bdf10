"""Runs a command under cProfile and tells where its time goes, as JSON in the last line.

`profiled.py ARGUMENT...` are those of migbook; add `--workers 0`, or what workers do is not seen.
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import json
import pstats
import sys
import time
from pathlib import Path
from typing import Any

from cli.main import main

_MOST = 20
_ROOT = Path(__file__).parent.parent.parent
# The frame of every run says nothing.
_AROUND = (
    "click/", "cli/main.py", "<string>", "importlib", "contextlib.py", "contestants/", "comp>",
    "<genexpr>", "builtins.exec", "__import__", " command",
)  # fmt: skip


def told(stats: Any) -> list[list[object]]:
    """The functions of the largest cumulative time: name, calls, own seconds, cumulative."""
    found: list[list[object]] = []
    seen: set[str] = set()
    ordered = sorted(stats.items(), key=lambda one: -float(one[1][3]))
    for (file, line, name), (_, calls, own, cumulative, _) in ordered:
        where = f"{short(file)}:{line} {name}" if line else name
        # Importing a library is told once, not for each of its modules.
        library = where.partition("/")[0] if name == "<module>" else where
        passed_over = library in seen or any(part in where for part in _AROUND)
        seen.add(library)
        if len(found) < _MOST and not passed_over:
            found.append([where, calls, own, cumulative])
    return found


def short(file: str) -> str:
    """The path within the project or the library."""
    path = Path(file)
    if path.is_relative_to(_ROOT):
        return path.relative_to(_ROOT).as_posix()
    start = path.parts.index("site-packages") + 1 if "site-packages" in path.parts else -2
    return "/".join(path.parts[start:])


# CPU time, because on the wall other programs would be seen too.
profile = cProfile.Profile(time.process_time)
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):
    profile.runcall(main.main, sys.argv[1:])
print(json.dumps(told(vars(pstats.Stats(profile))["stats"])))
