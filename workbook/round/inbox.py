"""What lies in the inbox or in a folder that was named: names only, nothing is opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.round.folder import Round

SKIPPED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
SKIPPED_STARTS = (".", "~$")
_FIRST_HALF, _LAST_HALF = "\ud800", "\udfff"


def walk(folder: Path) -> Iterator[Path]:
    """The files of a folder and its subfolders by name, without what programs leave behind."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(SKIPPED_STARTS) or entry.name.lower() in SKIPPED_NAMES:
            continue
        if entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from walk(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def waiting(collection: Round) -> tuple[Path, ...]:
    """The files in the inbox, by the name that people see."""
    if not collection.inbox.is_dir():
        return ()
    return tuple(sorted(walk(collection.inbox), key=lambda path: shown_name(path, collection)))


def shown_name(path: Path, collection: Round | None) -> str:
    """The name of a file for people: relative to the round if it lies there, always with `/`."""
    if collection is not None:
        inside = path.resolve()
        if inside.is_relative_to(collection.folder):
            return _writable(inside.relative_to(collection.folder).as_posix())
    return _writable(path.as_posix())


def _writable(name: str) -> str:
    """The name with signs that are no text written out: old archives leave such names behind."""
    return "".join(
        f"%{ord(sign):04X}" if _FIRST_HALF <= sign <= _LAST_HALF else sign for sign in name
    )


def files_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The named files and those in the named folders; a `ToolError` for a name that is neither."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(walk(path))
        elif path.exists():
            found[path] = None
        else:
            msg = f"there is no file or folder {path}; check the name"
            raise ToolError(msg)
    return tuple(found)
