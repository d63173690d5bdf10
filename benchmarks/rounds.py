"""Practice rounds to measure with, made once by the commands themselves and kept in a folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measure import MIGBOOK, ROOT, RunFailedError, environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# The regions of the Philippines by the first two digits of their code; 15 is no more used.
REGIONS = tuple(f"{number:02}" for number in range(1, 20) if number != 15)
_PERIOD, _SEED = "2026", "1"


@dataclass(frozen=True, slots=True)
class Kitchen:
    """Where rounds are made. `quick`: two places are enough, and one region."""

    folder: Path
    quick: bool = False

    def bicol(self) -> Path:
        """A round of the Bicol register whose places have all answered; nothing is checked yet."""
        places = ("--places", str(self._two_places())) if self.quick else ()
        new = ("--programme", "bicol", "--period", _PERIOD, *places)
        return self._made("bicol", new)

    def next_year(self) -> Path:
        """The round after it, whose workbooks begin with last period's answers."""
        bicol, folder = self.checked_bicol(), self.folder / "next"
        if not _is_made(folder):
            shutil.rmtree(folder, ignore_errors=True)
            migbook("new", folder, "--after", bicol, "--quiet")
            _mark(folder)
        return folder

    def national(self) -> tuple[Path, ...]:
        """A round for each region of the country, answered and checked, two at a time."""
        if self.quick:
            return (self.checked_bicol(),)
        with ThreadPoolExecutor(2) as pool:
            return tuple(pool.map(self._region, REGIONS))

    def _region(self, region: str) -> Path:
        new = ("--programme", "bicol", "--period", _PERIOD, "--region", f"{region}00000000")
        return self._made(f"national/r{region}", new, mistakes="0", checked=True)

    def checked_bicol(self) -> Path:
        """A copy, because the one that is validated again and again must know of nothing."""
        original, folder = self.bicol(), self.folder / "bicol-checked"
        if not _is_made(folder):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(original, folder)
            migbook("--round", folder, "validate", "--quiet")
            _mark(folder)
        return folder

    def _made(
        self, name: str, new: Sequence[str], *, mistakes: str = "0.1", checked: bool = False
    ) -> Path:
        folder = self.folder / name
        if _is_made(folder):
            return folder
        print(f"  making the round {name}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        migbook("new", folder, *new, "--quiet")
        fill = ("simulate", "--seed", _SEED, "--share", "1", "--mistakes", mistakes, "--quiet")
        migbook("--round", folder, *fill)
        if checked:
            migbook("--round", folder, "validate", "--workers", "1", "--quiet")
        _mark(folder)
        return folder

    def _two_places(self) -> Path:
        path = self.folder / "places.csv"
        lines = (ROOT / "templates/places/bicol.csv").read_text("utf-8").splitlines()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([lines[0], *lines[-2:]]) + "\n", encoding="utf-8")
        return path


def returns(round_folder: Path) -> tuple[Path, ...]:
    """The practice returns of a round."""
    return tuple(sorted((round_folder / "inbox").rglob("*.xlsx")))


def forget(round_folder: Path) -> None:
    """Make a round forget all that it was told."""
    (round_folder / "ledger.sqlite").unlink(missing_ok=True)


def migbook(*arguments: object) -> None:
    """Run the command; findings in files are no failure."""
    command = [*MIGBOOK, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        msg = f"{' '.join(command)}: {done.stderr}"
        raise RunFailedError(msg)


def _is_made(folder: Path) -> bool:
    return (folder / ".made").is_file()


def _mark(folder: Path) -> None:
    (folder / ".made").touch()
