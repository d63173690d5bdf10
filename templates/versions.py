"""Older versions of the questions, kept so that the workbooks of then can still be read.

A folder of definitions holds them in versions/<programme>/<version>/, each a small copy of what
reading needs. Nothing in it is looked at unless a workbook of that version comes.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from templates.load import load_library
from templates.model import NOTHING_REASONS
from templates.periods import as_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from templates.load import Library
    from templates.model import Programme, Sheet

VERSIONS = "versions"
CHECKSUMS = "SHA256SUMS"
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# Texts by which a workbook is read, beside those of the sheets and lists that it has.
_WORDS = ("words", "levels")
_OWN_TABS = ("guide", "check")


def kept_versions(library: Library, programme: str) -> tuple[str, ...]:
    """The older versions of a programme that are kept, oldest first."""
    return library.once(("kept", programme), lambda: _kept(library, programme))


def library_of(library: Library, programme: str, version: str) -> Library:
    """The library by which a workbook of this version is read: the one kept, or that of today."""
    if version not in kept_versions(library, programme):
        return library
    folder = library.folder / VERSIONS / programme / version
    return library.once(("version", programme, version), lambda: load_library(folder))


def same_version(found: str, expected: str) -> bool:
    """Equal, or equal but for zeros at the end: some programs turn the text 1.0 into 1."""
    if found == expected:
        return True
    if not (_VERSION.fullmatch(found) and _VERSION.fullmatch(expected)):
        return False
    return _without_zeros(found) == _without_zeros(expected)


def files_to_keep(library: Library, programme: Programme) -> dict[str, bytes]:
    """What is kept of a programme as it is now, by path in its folder, checksums included.

    Texts are written out as they are worded now, so that nothing changes with those that come
    with the tool later.
    """
    key = programme.key
    sheets = [library.sheets.named(name) for tab in programme.tabs for name in tab.sheets]
    lists = sorted({field.list for sheet in sheets for field in sheet.fields if field.list})
    lists = sorted({*lists, NOTHING_REASONS})
    paths = [library.programmes.paths[key], *(library.sheets.paths[one.key] for one in sheets)]
    paths += [library.lists.paths[name] for name in lists]
    files = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in paths}
    for path in library.known_files(key).paths.values():
        files[f"known/{key}/{path.name}"] = path.read_bytes()
    for language in programme.languages:
        for part, text in _texts(library, programme, language, (sheets, lists)):
            files[f"locale/{language}/{part}.toml"] = text.encode()
    sums = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return {**files, CHECKSUMS: "".join(sums).encode()}


def read_checksums(folder: Path) -> dict[str, str]:
    """The checksum of each file of a version that is kept, by its path."""
    text = (folder / CHECKSUMS).read_text(encoding="utf-8")
    pairs = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in pairs if name}


def _kept(library: Library, programme: str) -> tuple[str, ...]:
    folder = library.folder / VERSIONS / programme
    if not folder.is_dir():
        return ()
    now = library.programme(programme).version
    found = (path.parent.parent.name for path in folder.glob(f"*/programmes/{programme}.toml"))
    older = (one for one in found if _VERSION.fullmatch(one) and not same_version(one, now))
    return tuple(sorted(older, key=as_numbers))


def _without_zeros(version: str) -> tuple[int, ...]:
    numbers = list(as_numbers(version))
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _texts(
    library: Library, programme: Programme, language: str, asked: tuple[list[Sheet], list[str]]
) -> Iterator[tuple[str, str]]:
    """The texts of one language that reading needs, by file."""
    texts = library.text(language, programme.key)
    sheets, lists = asked
    wanted = (
        *(f"{part}." for part in _WORDS),
        *(f"sheets.{sheet.key}." for sheet in sheets),
        *(f"lists.{name}." for name in lists),
        *(f"tabs.{key}." for key in (*(tab.key for tab in programme.tabs), *_OWN_TABS)),
    )
    parts: dict[str, list[str]] = {}
    for key in sorted(texts.entries):
        if key.startswith(wanted):
            part, _, inside = key.partition(".")
            steps = (one if _BARE_KEY.fullmatch(one) else _quoted(one) for one in inside.split("."))
            parts.setdefault(part, []).append(f"{'.'.join(steps)} = {_quoted(texts[key])}\n")
    for part, lines in parts.items():
        yield part, "".join(lines)


def _quoted(text: str) -> str:
    # The escapes of JSON strings are escapes of TOML strings too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
