"""What was written into a folder and from what, so that nothing is made twice to the same end.

A file stands if it was made from the same facts, texts and program, and its bytes are still those
that were written. The record beside the files may be deleted at any time: then all is made anew.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING, Any

from indicators.tables import OutputError
from templates.load import SHIPPED
from workbook.compile.later import Later
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from templates.model import Texts
    from workbook.compile.model import Summary

RECORD = ".made.json"
_ROOMS = ("cli", "indicators", "templates", "workbook")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    """`sha256`: of the file as it was written; `sources`: what it is made from, as fingerprints."""

    sha256: str
    sources: tuple[str, ...]


class Made:
    """The record of one folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / RECORD
        self._known = _read(self._file)

    def stand(self, paths: Sequence[Path], source: str) -> bool:
        """Whether all these files were made from this source and are as they were written."""
        entries = [self._known.get(path.name) for path in paths]
        return bool(paths) and all(
            entry is not None and source in entry.sources and _hash(path) == entry.sha256
            for path, entry in zip(paths, entries, strict=True)
        )

    def keep(self, paths: Iterable[Path], *sources: str) -> None:
        """Note that these files, as they are now, are made from these sources."""
        self._known |= {path.name: _Entry(_hash(path), sources) for path in paths}
        told = {
            name: {"sha256": entry.sha256, "from": entry.sources}
            for name, entry in sorted(self._known.items())
        }
        # Without the record all is made again, which is no reason to stop.
        with suppress(OutputError):
            write_file(self._file, json.dumps(told, indent=1).encode())


def summary_source(summary: Summary, texts: Texts) -> str:
    """A fingerprint of all that an output of a summary can say."""
    digest = hashlib.sha256(program_state().encode())
    digest.update(repr((texts.language, sorted(texts.entries.items()))).encode())
    _take(digest, summary)
    return digest.hexdigest()


def content_source(content: object) -> str:
    """A fingerprint of what an output does say, with its texts in it."""
    digest = hashlib.sha256(program_state().encode())
    _take(digest, content)
    return digest.hexdigest()


def _take(digest: Any, value: object) -> None:
    """Feed a value: every field that it is compared by, sets in order, long lists one by one."""
    if isinstance(value, frozenset | set):
        digest.update(repr(sorted(value)).encode())
    elif isinstance(value, Later):
        digest.update(value.facts.encode())
    elif isinstance(value, tuple):
        digest.update(f"({len(value)}:".encode())
        for one in value:
            digest.update(repr(one).encode() + b"\n")
    elif is_dataclass(value):
        digest.update(type(value).__name__.encode())
        for field in fields(value):
            if field.init:
                digest.update(f"\n{field.name}=".encode())
                _take(digest, getattr(value, field.name))
    else:
        digest.update(repr(value).encode())


@cache
def program_state() -> str:
    """A fingerprint of the program: every file of it, and what it was installed with."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((SHIPPED.parent / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                data = path.read_bytes()
                digest.update(f"{path.relative_to(SHIPPED.parent)} {len(data)}\n".encode() + data)
    made_with = [platform.python_version(), platform.platform(), zlib.ZLIB_RUNTIME_VERSION]
    names = {found[0] for line in requires("migbook") or () if (found := _NAME.match(line))}
    for name in sorted(names):
        with suppress(PackageNotFoundError):
            made_with.append(f"{name} {version(name)}")
    digest.update(repr(made_with).encode())
    return digest.hexdigest()


def _hash(path: Path) -> str:
    """The hash of a file; empty, which no file has, where it cannot be read."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def _read(path: Path) -> dict[str, _Entry]:
    """The record; whatever cannot be understood is as good as no record."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        told = json.loads(path.read_bytes())
        return {
            str(name): _Entry(str(entry["sha256"]), tuple(map(str, entry["from"])))
            for name, entry in told.items()
            if entry["sha256"]
        }
    return {}
