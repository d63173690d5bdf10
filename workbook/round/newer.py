"""Questions that change while they are in use: the old ones are kept, the new ones come in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.tables import OutputError, ToolError
from templates.load import load_library
from templates.periods import as_numbers
from templates.versions import CHECKSUMS, VERSIONS, files_to_keep, read_checksums
from workbook.round.folder import copy_definitions, open_round
from workbook.round.older import changes_between, today_key
from workbook.round.outputs import write_file
from workbook.round.settle import choose_currency, code_length, keep
from workbook.round.swap import BESIDE, DEFINITIONS, swap_definitions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from templates.load import Library
    from templates.model import Change, Definition, Programme
    from workbook.round.folder import Round

Question = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of an update: both versions, and the questions that differ, by sheet and field.

    `renamed`: then and now. `required`: those of the new ones that must be answered.
    """

    older: str
    newer: str
    added: tuple[Question, ...]
    required: tuple[Question, ...]
    gone: tuple[Question, ...]
    renamed: tuple[tuple[Question, Question], ...]


def keep_version(library: Library, programme: Programme, folder: Path) -> Path:
    """Keep what a programme asks now in versions/ of a folder; the same once more is no harm."""
    target = folder / VERSIONS / programme.key / programme.version
    files = files_to_keep(library, programme)
    if (target / CHECKSUMS).is_file():
        known = (target / CHECKSUMS).read_bytes() == files[CHECKSUMS]
        if known and all((target / name).is_file() for name in read_checksums(target)):
            return target
        msg = (
            f"{target} holds version {programme.version} already, and the questions differ from it "
            "now: raise the version of the programme, or put back what was changed"
        )
        raise ToolError(msg)
    # A version counts as kept once its programme is there.
    for name in sorted(files, key=lambda name: (name == CHECKSUMS, name.startswith("programmes/"))):
        write_file(target / name, files[name])
    return target


def update_definitions(collection: Round, library: Library) -> Updated:
    """Give a round the newer questions of a library, and keep those that it asked until now."""
    now = collection.programme
    new = library.programme(now.key)
    if as_numbers(new.version) <= as_numbers(now.version):
        msg = (
            f"this round asks version {now.version} of {now.key}, and these definitions are "
            f"version {new.version}: raise the version of the programme if the questions changed"
        )
        raise ToolError(msg)
    current = collection.folder / DEFINITIONS
    keep_version(collection.library, now, current)
    beside = collection.folder / BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    copy_definitions(new, library, beside)
    currency = choose_currency(new, now.currency)
    own_copy = beside / "programmes" / f"{new.key}.toml"
    keep(own_copy, currency, code_length(new, collection.places))
    _copy_versions(current, beside)
    changed = _compare(collection, load_library(beside))
    swap_definitions(collection.folder, new.version)
    open_round(collection.folder)
    return changed


def _copy_versions(current: Path, target: Path) -> None:
    """The versions that the round has kept go before those that come with the new questions."""
    try:
        shutil.copytree(current / VERSIONS, target / VERSIONS, dirs_exist_ok=True)
    except OSError as error:
        msg = f"{target} could not be written: {error.strerror or error}"
        raise OutputError(msg) from error


def _compare(collection: Round, library: Library) -> Updated:
    """What differs, over all levels of government that are asked."""
    settings, now = collection.settings, collection.programme
    new = library.programme(now.key)
    changes = changes_between(new.changes, now.version, new.version)
    old_keys: dict[Question, None] = {}
    new_keys: dict[Question, bool] = {}
    for level in dict.fromkeys(place.level for place in collection.places):
        old_keys |= dict.fromkeys(_questions(collection.definition(level)))
        found = library.definition(now.key, settings.edition, level)
        new_keys |= {
            (sheet.key, field.key): field.required
            for sheet in found.sheets
            for field in sheet.asked
        }
    today = {key: _today(key, changes) for key in old_keys}
    added = [key for key in new_keys if key not in today.values()]
    return Updated(
        older=now.version,
        newer=new.version,
        added=tuple(added),
        required=tuple(key for key in added if new_keys[key]),
        gone=tuple(key for key, name in today.items() if name not in new_keys),
        renamed=tuple((k, name) for k, name in today.items() if name in new_keys and k != name),
    )


def _questions(definition: Definition) -> Iterator[Question]:
    for sheet in definition.sheets:
        yield from ((sheet.key, field.key) for field in sheet.asked)


def _today(key: Question, changes: tuple[Change, ...]) -> Question:
    sheet, _, field = today_key((key[0], None, key[1]), changes)
    return sheet, field
