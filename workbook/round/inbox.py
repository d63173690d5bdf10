"""What lies in the inbox or in a folder that was named: names only, nothing is opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.read.leavings import is_leaving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.round.folder import Round

_JUNCTION = 0xA0000003
_FIRST_HALF, _LAST_HALF = "\ud800", "\udfff"


def walk(folder: Path) -> Iterator[Path]:
    """What is in a folder and its subfolders by name, without what programs leave behind.

    Links and special files are listed and never followed; so is a folder that cannot be read.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if is_leaving(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
            yield from walk(Path(entry.path))
        else:
            yield Path(entry.path)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is only another name for one elsewhere, as Windows has them."""
    return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def waiting(collection: Round) -> tuple[Path, ...]:
    """The files in the inbox, by the name that people see."""
    if not collection.inbox.is_dir():
        return ()
    return tuple(sorted(walk(collection.inbox), key=lambda path: shown_name(path, collection)))


def shown_name(path: Path, collection: Round | None) -> str:
    """The name of a file for people: relative to the round if it lies there, always with `/`."""
    if collection is not None:
        # The name itself is not resolved: a link has its own place, whatever it leads to.
        inside = path.parent.resolve() / path.name
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
            # A link that a person names is meant; one that lies in a folder is not followed.
            found[path.resolve() if path.is_symlink() else path] = None
        else:
            msg = f"there is no file or folder {path}; check the name"
            raise ToolError(msg)
    return tuple(found)
