"""Mistakes in the folder itself: what would be passed over because of how it is called."""

from __future__ import annotations

import re
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from indicators.tables import DefinitionError, read_csv
from templates.load import SHIPPED, SOURCE_LANGUAGE
from templates.model import Place
from templates.records import Origin, closest, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from templates.check_links import Declared

# What each folder holds.
_ENDINGS = {
    "programmes": ".toml",
    "sheets": ".toml",
    "lists": ".csv",
    "places": ".csv",
    "successors": ".csv",
}
_OTHER_FOLDERS = ("locale", "known", "versions")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]*")
_PLACE_COLUMNS = tuple(field.name for field in fields(Place))
_YES = ("", "yes")
# Only a slip of the finger is called a mistake: folders may hold notes of people's own.
_ALIKE = 0.8


def find_folder_mistakes(folder: Path, declared: Declared) -> Iterator[DefinitionError]:
    """Files and folders that nobody reads, and tables whose cells nobody can read."""
    if not declared.programmes:
        text = "there is no programme here; write programmes/<key>.toml, or name another folder"
        yield Origin(folder).mistake(text)
    yield from _names(folder)
    for path in sorted((folder / "lists").glob("*.csv")):
        yield from _separators(path)
        yield from _codes(path)
    for path in sorted((folder / "places").glob("*.csv")):
        yield from _separators(path)
        yield from _places(path)
    yield from _unasked(declared)
    yield from _languages(folder, declared)


def _names(folder: Path) -> Iterator[DefinitionError]:
    known = (*_ENDINGS, *_OTHER_FOLDERS)
    for path in sorted(folder.glob("*/")):
        if path.is_dir() and path.name not in known and (meant := _alike(path.name, known)):
            text = f"nothing is read from a folder '{path.name}'; call it '{meant}'"
            yield Origin(path).mistake(text)
    for name, ending in _ENDINGS.items():
        for path in sorted((folder / name).glob("*")):
            if path.is_file() and path.suffix not in {ending, ".md"}:
                text = f"files in {name}/ end in {ending}; this one is not read: rename or move it"
                yield Origin(path).mistake(text)


def _separators(path: Path) -> Iterator[DefinitionError]:
    first = path.read_bytes().partition(b"\n")[0]
    for mark, name in ((b";", "semicolons"), (b"\t", "tabs")):
        if mark in first and b"," not in first:
            text = f"the columns are separated by {name}; save the file with commas"
            yield Origin(path, "line 1").mistake(text)


def _codes(path: Path) -> Iterator[DefinitionError]:
    for number, row in _lines(path):
        code = row.get("code", "")
        if code and not _CODE.fullmatch(code):
            text = f"'{code}' is no code; use small letters, digits and _"
            meant = re.sub(r"[^a-z0-9]+", "_", code.lower()).strip("_")
            hint = f", such as '{meant}'" if meant else ""
            yield Origin(path, f"line {number}").mistake(f"{text}{hint}; the label may be anything")


def _places(path: Path) -> Iterator[DefinitionError]:
    lines = list(_lines(path))
    for column in lines[0][1] if lines else ():
        meant = "" if column in _PLACE_COLUMNS else _alike(column, _PLACE_COLUMNS)
        if meant:
            text = f"unknown column '{column}'; did you mean '{meant}'?"
            yield Origin(path, "line 1").mistake(text)
    for number, row in lines:
        if row.get("independent", "") not in _YES:
            text = f"'independent' says '{row['independent']}'; write yes, or leave it empty"
            yield Origin(path, f"line {number}").mistake(text)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table that can be read; that one cannot is another mistake's business."""
    try:
        yield from enumerate(read_csv(path), start=2)
    except DefinitionError:
        return


def _unasked(declared: Declared) -> Iterator[DefinitionError]:
    programmes = [programme for _, programme in declared.programmes.values()]
    if None in programmes:
        return
    asked = {key for one in programmes if one for tab in one.tabs for key in tab.sheets}
    for key, (path, _) in declared.sheets.items():
        if key not in asked:
            text = "no programme asks this sheet; put its name on a tab, or remove the file"
            yield Origin(path).mistake(text)


def _languages(folder: Path, declared: Declared) -> Iterator[DefinitionError]:
    shipped = [path.stem for path in (SHIPPED / "locale" / SOURCE_LANGUAGE).glob("*.toml")]
    sheets = [*declared.sheets, *(path.stem for path in (SHIPPED / "sheets").glob("*.toml"))]
    for language in sorted((folder / "locale").glob("*/")):
        if not _LANGUAGE.fullmatch(language.name):
            text = f"'{language.name}' is no language; write its code, such as 'en' or 'fil'"
            yield Origin(language).mistake(text)
        yield from _parts(language, shipped, sheets)
        for own in sorted(path for path in language.glob("*/") if path.is_dir()):
            if own.name not in declared.programmes:
                hint = nearest(own.name, declared.programmes)
                yield Origin(own).mistake(f"there is no programme '{own.name}'; {hint}")
            yield from _parts(own, shipped, sheets)


def _parts(
    folder: Path, shipped: Iterable[str], sheets: Iterable[str]
) -> Iterator[DefinitionError]:
    """Files of texts with the name of none, and texts of sheets that do not exist."""
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in shipped and (meant := _alike(path.stem, shipped)):
            yield Origin(path).mistake(f"no text is read from here; call the file '{meant}.toml'")
    path = folder / "sheets.toml"
    if path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace")
        for key in dict.fromkeys(re.findall(r"(?m)^\[([A-Za-z0-9_-]+)", text)):
            if key not in sheets:
                text = f"there is no sheet '{key}'"
                meant = f"; did you mean '{near}'?" if (near := closest(key, sheets)) else ""
                yield Origin(path, key).mistake(f"{text}{meant or '; remove its texts'}")


def _alike(word: str, choices: Iterable[str]) -> str:
    found = get_close_matches(word.casefold(), list(choices), n=1, cutoff=_ALIKE)
    return found[0] if found else ""
