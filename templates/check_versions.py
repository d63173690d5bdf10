"""Mistakes in the older versions that are kept: files changed since, names that never were."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from indicators.tables import DefinitionError
from templates.load import load_library
from templates.periods import as_numbers
from templates.records import Origin, nearest
from templates.versions import (
    CHECKSUMS,
    VERSIONS,
    kept_versions,
    library_of,
    read_checksums,
    same_version,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from templates.load import Library
    from templates.model import Change, Programme


def find_version_mistakes(folder: Path) -> Iterator[DefinitionError]:
    """All that is wrong with versions/, and with what the programmes say of these versions."""
    library = load_library(folder)
    for path in sorted((folder / VERSIONS).glob("*/*/")):
        if path.is_dir():
            yield from _in_version(path, library)
    for key in library.programmes:
        try:
            programme = library.programme(key)
        except DefinitionError:
            continue
        for number, change in enumerate(programme.changes, start=1):
            origin = Origin(library.programmes.paths[key]).inside("changes").inside(number)
            yield from _old_name(change, programme, library, origin)


def _in_version(path: Path, library: Library) -> Iterator[DefinitionError]:
    programme, version = path.parent.name, path.name
    here = Origin(path)
    if programme not in library.programmes:
        hint = nearest(programme, library.programmes)
        yield here.mistake(f"there is no programme '{programme}'; {hint}")
        return
    if not (path / CHECKSUMS).is_file():
        text = f"nobody can tell whether this was changed: there is no {CHECKSUMS}"
        yield here.mistake(f"{text}; make it with migbook definitions keep, before changing things")
        return
    for name, digest in read_checksums(path).items():
        file = path / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            text = "this file is not as it was when the version was kept; put back what it was"
            yield Origin(file).mistake(text)
    try:
        found = load_library(path).programme(programme).version
    except DefinitionError as mistake:
        yield mistake
        return
    if not same_version(found, version):
        yield here.mistake(f"this is version {found}; call the folder so")


def _old_name(
    change: Change, programme: Programme, library: Library, origin: Origin
) -> Iterator[DefinitionError]:
    """A name that nothing has in the version that came before the change."""
    before = [
        version
        for version in kept_versions(library, programme.key)
        if as_numbers(version) < as_numbers(change.version)
    ]
    names = {_old(other) for other in programme.changes if other is not change}
    if not before or _made(change, names):
        return
    try:
        older = library_of(library, programme.key, before[-1])
        kind, known = _names(change, older, programme.key)
    except DefinitionError:
        return
    name = getattr(change, kind)
    if name not in known:
        text = f"version {before[-1]} has no {kind} '{name}'; {nearest(name, known)}"
        yield origin.inside(kind).mistake(text)


def _old(change: Change) -> tuple[str, ...]:
    return (change.list or change.sheet, change.becomes)


def _made(change: Change, names: set[tuple[str, ...]]) -> bool:
    """Whether the old name is one that another change gave: then that one is looked at."""
    own = change.code or change.field or change.row
    renamed = any(part == change.sheet for _, part in names)
    return renamed or bool(own and (change.list or change.sheet, own) in names)


def _names(change: Change, older: Library, programme: str) -> tuple[str, tuple[str, ...]]:
    """What kind of thing is renamed, and what there was of it in the older version."""
    if change.list:
        return "code", older.lists.named(change.list).codes
    asked = [key for tab in older.programme(programme).tabs for key in tab.sheets]
    if change.sheet not in asked or not (change.field or change.row):
        return "sheet", tuple(asked)
    sheet = older.sheets.named(change.sheet)
    if change.field:
        return "field", tuple(field.key for field in sheet.fields)
    return "row", tuple(row.key for row in sheet.rows)
