"""Another folder of questions in place of a round's own; what was cut off is set right later.

Between two renames there is a moment without any. Whoever opens the round next puts the old
questions back, or, if the new ones are there already, ends what was begun.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from indicators.tables import OutputError, ToolError
from templates.load import load_library
from workbook.round.lock import locked
from workbook.round.outputs import write_file
from workbook.round.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

DEFINITIONS, ROUND_FILE, LOCK_FILE = "definitions", "round.toml", ".migbook-lock"
BESIDE, BEFORE = ".definitions-new", ".definitions-old"


def swap_definitions(folder: Path, version: str) -> None:
    """Put the new definitions, which ask `version`, in place of the old ones.

    If that fails, the old ones stay.
    """
    current, beside, before = folder / DEFINITIONS, folder / BESIDE, folder / BEFORE
    shutil.rmtree(before, ignore_errors=True)
    try:
        current.rename(before)
        try:
            beside.rename(current)
        except OSError:
            before.rename(current)
            raise
    except OSError as error:
        raise OutputError(_held(current, error)) from error
    _settle(folder, version)


def finish_swap(folder: Path) -> None:
    """Set right what a swap left that was cut off; nothing while one is going on."""
    current, before = folder / DEFINITIONS, folder / BEFORE
    if not before.is_dir():
        return
    try:
        with locked(folder / LOCK_FILE):
            _finish(folder)
    except ToolError:
        # Who holds the lock may be the one that swaps; without questions nothing can go on.
        if not current.is_dir():
            raise


def _finish(folder: Path) -> None:
    current, before = folder / DEFINITIONS, folder / BEFORE
    if current.is_dir():
        programme = read_settings(folder / ROUND_FILE).programme
        _settle(folder, load_library(current).programme(programme).version)
        return
    if not before.is_dir():
        return
    try:
        before.rename(current)
    except OSError as error:
        raise OutputError(_held(current, error)) from error


def _settle(folder: Path, version: str) -> None:
    """Write down which version is asked now; only then are the old definitions of no more use."""
    path = folder / ROUND_FILE
    text = path.read_text(encoding="utf-8")
    line = f'version = "{version}"'
    settled = re.sub(r"(?m)^version\s*=.*$", line, text, count=1)
    if settled != text:
        write_file(path, settled.encode())
    shutil.rmtree(folder / BEFORE, ignore_errors=True)


def _held(path: Path, error: OSError) -> str:
    return (
        f"{path} could not be replaced: {error.strerror or error}; close what is open in it "
        "and run again"
    )
