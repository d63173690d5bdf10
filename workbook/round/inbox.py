"""What lies in the inbox or in a folder that was named: names only, nothing is opened."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.read.leavings import is_leaving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.round.folder import Round

_JUNCTION = 0xA0000003
# What lies in an archive is named behind `!/`; a backslash parts names on Windows only.
_PARTING = re.compile(r"!(?=/|$)|\\")


def walk(folder: Path) -> Iterator[Path]:
    """What is in a folder and its subfolders by name, without what programs leave behind.

    Links and special files are listed and never followed; so is a folder that cannot be read.
    """
    # Folders may lie in folders deeper than functions may call themselves.
    waiting_folders = [(folder, True)]
    while waiting_folders:
        path, is_folder = waiting_folders.pop()
        if not is_folder:
            yield path
            continue
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
        except OSError:
            yield path
            continue
        waiting_folders += [
            (Path(entry.path), entry.is_dir(follow_symlinks=False) and not _is_junction(entry))
            for entry in entries
            if not is_leaving(entry.name)
        ]


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
    """The name with signs written out that are no text, deceive, or part names from each other."""
    if name.isascii() and name.isprintable() and not _PARTING.search(name):
        return name
    return _PARTING.sub(
        _written_out,
        "".join(
            _written_out(sign) if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign
            for sign in name
        ),
    )


def _written_out(sign: str | re.Match[str]) -> str:
    return f"%{ord(sign if isinstance(sign, str) else sign[0]):04X}"


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
