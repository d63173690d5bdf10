"""What lies in the inbox or in a folder that was named: names only, nothing is opened."""

from __future__ import annotations

import os
import re
import unicodedata
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.read.leavings import is_leaving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.round.folder import Round

_JUNCTION = 0xA0000003
_FOLDER, _BETWEEN = "/", "\0"
# What lies in an archive is named behind `!/`; a backslash parts names on Windows only.
_PARTING = re.compile(r"!(?=/|$)|\\")


def walk(folder: Path) -> Iterator[Path]:
    """What is in a folder and its subfolders by name, without what programs leave behind.

    Links and special files are listed and never followed; so is a folder that cannot be read.
    """
    # Folders may lie in folders deeper than functions may call themselves.
    inside = [(folder, _entries(folder))]
    while inside:
        path, entries = inside[-1]
        try:
            entry = next(entries, None)
        except OSError:
            yield path
            entry = None
        if entry is None:
            inside.pop()
        elif entry.endswith(_FOLDER):
            below = path / entry.removesuffix(_FOLDER)
            inside.append((below, _entries(below)))
        else:
            yield path / entry


def _entries(folder: Path) -> Iterator[str]:
    """The names in a folder, as they come in whole paths; those of folders end as such."""
    with os.scandir(folder) as found:
        names = [
            f"{one.name}{_FOLDER}" if _is_folder(one) else one.name
            for one in found
            if not is_leaving(one.name)
        ]
    # Very many names take far less as one text; no name can hold the sign between them.
    text = _BETWEEN.join(sorted(names))
    del names
    start = 0
    while start < len(text):
        end = text.find(_BETWEEN, start)
        end = end if end >= 0 else len(text)
        yield text[start:end]
        start = end + 1


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and not _is_junction(entry)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is only another name for one elsewhere, as Windows has them."""
    return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def waiting(collection: Round) -> tuple[Path, ...]:
    """The files in the inbox, by the name that people see."""
    return tuple(path for _, path in named_waiting(collection))


def named_waiting(collection: Round) -> tuple[tuple[str, Path], ...]:
    """The same, each with that name; no folder is looked up twice."""
    resolved: dict[Path, Path] = {}
    found: list[tuple[str, Path]] = []
    for path in _lying(collection):
        parent = path.parent
        if parent not in resolved:
            resolved[parent] = parent.resolve()
        found.append((_name_in(resolved[parent], path, collection), path))
    return tuple(sorted(found, key=itemgetter(0)))


def number_waiting(collection: Round) -> int:
    """How many files are in the inbox."""
    return sum(1 for _ in _lying(collection))


def _lying(collection: Round) -> Iterator[Path]:
    return walk(collection.inbox) if collection.inbox.is_dir() else iter(())


def shown_name(path: Path, collection: Round | None) -> str:
    """The name of a file for people: relative to the round if it lies there, always with `/`."""
    if collection is not None:
        return _name_in(path.parent.resolve(), path, collection)
    return _writable(path.as_posix())


def _name_in(parent: Path, path: Path, collection: Round) -> str:
    # The name itself is not resolved: a link has its own place, whatever it leads to.
    inside = parent / path.name
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


class NamedFiles:
    """The named files and those in the named folders, each once, by name; found anew each time.

    A `ToolError` for a name that is neither.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        files: list[Path] = []
        self._folders: list[Path] = []
        for path in paths:
            if path.is_dir():
                self._folders.append(path)
            elif path.exists():
                # A link that a person names is meant; one that lies in a folder is not followed.
                files.append(path.resolve() if path.is_symlink() else path)
            else:
                msg = f"there is no file or folder {path}; check the name"
                raise ToolError(msg)
        self._files = sorted(files, key=Path.as_posix)

    def __iter__(self) -> Iterator[Path]:
        before = None
        for path in merge(self._files, *map(walk, self._folders), key=Path.as_posix):
            if path != before:
                yield path
            before = path

    def __len__(self) -> int:
        return sum(1 for _ in self)
