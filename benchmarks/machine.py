"""What the numbers hold for: processor, memory, system, versions, commit. No names of machines."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import ROOT
from benchmarks.model import Machine

_LIBRARIES = (
    "python-calamine", "lxml", "XlsxWriter", "pandas", "openpyxl", "frictionless",
)  # fmt: skip
_SOURCES = (
    "cli",
    "workbook",
    "templates",
    "indicators",
    "benchmarks/*.py",
    "benchmarks/contestants",
)


def machine() -> Machine:
    """The machine that this runs on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        memory=f"{memory:.0f} GB",
        system=f"{platform.system()} {platform.release().partition('-')[0]}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        versions=tuple((name, version(name)) for name in _LIBRARIES),
        load=round(os.getloadavg()[0], 1),
    )


def commit() -> str:
    """The commit that is measured, or empty text outside a repository."""
    return _git("rev-parse", "--short", "HEAD")


def changed() -> tuple[str, ...]:
    """Files of the program that differ from the commit."""
    return tuple(_git("diff", "--name-only", "HEAD", "--", *_SOURCES).split())


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
