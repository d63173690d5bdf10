"""Fingerprints of what a round is made of, by which one sees whether any of it has changed."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing that is counted stands in these; the ledger is asked itself, between two changes of it.
_BESIDE = ("ledger.sqlite", ".migbook-lock", ".made")


def files_state(folder: Path) -> str:
    """A fingerprint of all files below a folder, names and bytes; empty if one is unreadable."""
    return _state(folder, _below(folder))


def settings_state(folder: Path) -> str:
    """The same of the files that lie in the folder of a round itself, beside its ledger."""
    with suppress(OSError):
        with os.scandir(folder) as entries:
            own = sorted(
                entry.path
                for entry in entries
                if entry.is_file() and not entry.name.startswith(_BESIDE)
            )
        return _state(folder, own)
    return ""


@cache
def zone_state(name: str) -> str:
    """A fingerprint of the rules of a time zone, which change by themselves now and then."""
    import zoneinfo
    from importlib.metadata import PackageNotFoundError, version

    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    with suppress(PackageNotFoundError):
        return version("tzdata")
    return ""


def _state(folder: Path, paths: Iterator[str] | list[str]) -> str:
    whole: Any = hashlib.sha256()
    try:
        for path in paths:
            with open(path, "rb") as file:  # noqa: PTH123 - ten times as many files a second
                digest = hashlib.file_digest(file, "sha256")
            whole.update(os.fsencode(os.path.relpath(path, folder)) + b"\0" + digest.digest())
    except OSError:
        return ""
    return str(whole.hexdigest())


def _below(folder: Path) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (f"{root}{os.sep}{name}" for name in sorted(names))
