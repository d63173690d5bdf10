"""All mistakes in a folder of definitions at once: form, cross references and texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from indicators.tables import DefinitionError, read_toml
from templates.check_changes import find_change_mistakes
from templates.check_folder import find_folder_mistakes
from templates.check_known import find_known_mistakes
from templates.check_language import Language
from templates.check_links import Declared, find_link_mistakes
from templates.check_schema import find_schema_mistakes
from templates.check_screens import find_screen_mistakes
from templates.check_texts import find_text_mistakes
from templates.check_versions import find_version_mistakes
from templates.load import (
    SHIPPED,
    load_library,
    read_known,
    read_list,
    read_locale,
    read_places,
    read_programme,
    read_sheet,
)
from templates.model import Texts
from templates.successors import read_successors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Item]):
    """What could be read of a folder's files (None where a file could not), and the mistakes."""

    items: Mapping[str, tuple[Path, Item | None]]
    mistakes: tuple[DefinitionError, ...]


def check_definitions(folder: Path = SHIPPED) -> tuple[DefinitionError, ...]:
    """Every mistake in programmes/, sheets/, lists/, places/ and locale/ of a folder.

    What lies under it in the shipped folder is taken as it is: its mistakes are not the reader's.
    A file is looked at more closely only once it can be read: first its own form, then what it
    names in other files, then the texts.
    """
    library = load_library(folder)
    programmes = _read(library.programmes.paths, read_programme, "programme")
    sheets = _read(library.sheets.paths, read_sheet, "sheet")
    lists = _read(library.lists.paths, read_list)
    registers = _read(library.registers.paths, read_places)
    declared = Declared(programmes.items, sheets.items, lists.items, registers.items)
    languages: dict[str, Language] = {}
    mistakes = [*programmes.mistakes, *sheets.mistakes, *lists.mistakes, *registers.mistakes]
    for name in library.texts:
        languages[name], found = _read_language(folder, name, tuple(library.programmes))
        mistakes.extend(found)
    mistakes.extend(find_folder_mistakes(folder, declared))
    mistakes.extend(find_link_mistakes(declared))
    mistakes.extend(find_screen_mistakes(declared))
    mistakes.extend(find_change_mistakes(declared))
    mistakes.extend(find_version_mistakes(folder))
    mistakes.extend(_read(library.successors.paths, read_successors).mistakes)
    for programme in library.programmes:
        known = _read(library.known_files(programme).paths, read_known)
        mistakes.extend(known.mistakes)
        mistakes.extend(find_known_mistakes(programme, known.items, declared))
    mistakes.extend(find_text_mistakes(declared, languages))
    own = [mistake for mistake in mistakes if Path(mistake.path).is_relative_to(folder)]
    return tuple({str(mistake): mistake for mistake in own}.values())


def _read(
    paths: Mapping[str, Path], read: Callable[[Path], Item], schema: str = ""
) -> Reading[Item]:
    items: dict[str, tuple[Path, Item | None]] = {}
    mistakes: list[DefinitionError] = []
    for key, path in paths.items():
        found = _form_of(path, schema)
        item = None
        if not found:
            try:
                item = read(path)
            except DefinitionError as mistake:
                found = [mistake]
        items[key] = (path, item)
        mistakes.extend(found)
    return Reading(items, tuple(mistakes))


def _form_of(path: Path, schema: str) -> list[DefinitionError]:
    """What is wrong with the file by itself; CSV files have no schema."""
    if not schema:
        return []
    try:
        data = read_toml(path)
    except DefinitionError as mistake:
        return [mistake]
    return list(find_schema_mistakes(path, data, schema))


def _read_language(
    folder: Path, name: str, programmes: tuple[str, ...]
) -> tuple[Language, tuple[DefinitionError, ...]]:
    """One language, the folder's own texts laid over the shipped ones.

    What a programme words in its own way must be the text of something that has a text anyway.
    """
    language, mistakes = _read_texts(folder, name, "", None)
    worded: dict[str, Language] = {}
    for programme in programmes:
        own, found = _read_texts(folder, name, programme, language)
        mistakes.extend(found)
        new = [key for key in own.texts.entries if key not in language.texts.entries]
        for key in new:
            hint = f"there is no such text in locale/{name}; rename this as it is called there"
            mistakes.append(own.origin(key).mistake(hint))
        if own.paths != language.paths:
            worded[programme] = own
    return replace(language, programmes=worded), tuple(mistakes)


def _read_texts(
    folder: Path, name: str, programme: str, under: Language | None
) -> tuple[Language, list[DefinitionError]]:
    """The texts of a language, or those of a programme laid over them."""
    entries = dict(under.texts.entries) if under else {}
    paths = dict(under.paths) if under else {}
    unread = set(under.unread) if under else set()
    mistakes: list[DefinitionError] = []
    for layer in dict.fromkeys((SHIPPED, folder)):
        here = layer / "locale" / name / programme
        own = {path.stem: path for path in sorted(here.glob("*.toml"))}
        reading = _read(own, read_locale, "locale" if layer == folder else "")
        for part, (_, found) in reading.items.items():
            entries |= found or {}
            paths |= dict.fromkeys(found or {}, own[part])
            if found is None:
                unread.add(part)
        mistakes.extend(reading.mistakes)
    texts, here = Texts(name, entries), folder / "locale" / name
    return Language(texts, paths, frozenset(unread), here), mistakes
