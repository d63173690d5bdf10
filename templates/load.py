"""Reading the declared files into a `Library`, and the library's answer to "what is asked here?".

Nothing is read before it is needed, and nothing heavy is imported: every command begins here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from indicators.tables import DefinitionError, ToolError, read_csv, read_toml
from templates.degrees import read_degrees
from templates.model import CodeList, Definition, Known, Place, Programme, Sheet, Texts
from templates.records import Origin, build, build_sheet, nearest
from templates.resolve import Finders, resolve
from templates.successors import Successor, read_successors

SHIPPED = Path(__file__).parent
SOURCE_LANGUAGE = "en"
_PLACE_COLUMNS = ("code", "name", "level")
_NOT_FACTS = frozenset({"place", "row", "source"})
_LOCALES: dict[tuple[str, bytes], dict[str, str]] = {}
_SHEETS: dict[tuple[str, bytes], Sheet] = {}

Item = TypeVar("Item")
Made = TypeVar("Made")


class Files(Mapping[str, Item], Generic[Item]):
    """The files of a folder by key (their stem), each read when it is first asked for.

    Where several folders hold a key, the last one counts.
    """

    def __init__(self, pattern: str, read: Callable[[Path], Item], *folders: Path) -> None:
        self.paths = {path.stem: path for folder in folders for path in _files(folder, pattern)}
        self._read = read
        self._known: dict[str, Item] = {}
        self._folder = folders[-1]

    def __getitem__(self, key: str) -> Item:
        if key not in self._known:
            self._known[key] = self._read(self.paths[key])
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def named(self, key: str) -> Item:
        """The item, or a `DefinitionError` that says what there is instead."""
        if key not in self.paths:
            raise DefinitionError(
                self._folder, "", f"there is no '{key}' here; {nearest(key, self.paths)}"
            )
        return self[key]


class Entries(Mapping[str, str]):
    """Texts by dotted key; a file is read when a key that begins with its name is asked for.

    `folders` are read in order, so that later ones replace and add to what earlier ones say.
    """

    def __init__(self, *folders: Path) -> None:
        self._files: dict[str, list[Path]] = {}
        for folder in folders:
            for path in _files(folder, "*.toml"):
                self._files.setdefault(path.stem, []).append(path)
        self._known: dict[str, dict[str, str]] = {}

    def __getitem__(self, key: str) -> str:
        return self.part(key.partition(".")[0])[key]

    def __iter__(self) -> Iterator[str]:
        for stem in self._files:
            yield from self.part(stem)

    def __len__(self) -> int:
        return sum(len(self.part(stem)) for stem in self._files)

    def part(self, stem: str) -> Mapping[str, str]:
        """The texts whose keys begin with the name of this file; no other file is read."""
        if stem not in self._known:
            found: dict[str, str] = {}
            for path in self._files.get(stem, []):
                found |= read_locale(path)
            self._known[stem] = found
        return self._known[stem]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything declared: programmes, sheets, lists, places, and texts by language.

    `texts` holds what each language says itself; `text` fills in English where it is silent, and
    what a programme words in its own way, in locale/<language>/<programme>/.
    """

    folder: Path
    programmes: Files[Programme]
    sheets: Files[Sheet]
    lists: Files[CodeList]
    registers: Files[tuple[Place, ...]]
    successors: Files[tuple[Successor, ...]]
    texts: Mapping[str, Texts]
    _filled: dict[tuple[str, str], Texts] = field(default_factory=dict, repr=False, compare=False)
    _resolved: dict[tuple[str, str, str], Definition] = field(
        default_factory=dict, repr=False, compare=False
    )
    _derived: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What another room derives from the library, made when it is first asked for.

        `key` begins with the name of what is made, and holds all that it depends on beside the
        library.
        """
        if key not in self._derived:
            self._derived[key] = make()
        return cast("Made", self._derived[key])

    def programme(self, key: str) -> Programme:
        """The programme with this key; a `DefinitionError` names those that exist."""
        return self.programmes.named(key)

    def definition(self, programme: str, edition: str, level: str) -> Definition:
        """What a workbook of this edition asks of a government of this level."""
        key = (programme, edition, level)
        if key not in self._resolved:
            find = Finders(self.sheets.named, self.lists.named, self.known)
            self._resolved[key] = resolve(self.programme(programme), edition, level, find)
        return self._resolved[key]

    def known(self, programme: str) -> tuple[Known, ...]:
        """What is filled in beforehand in this programme's workbooks, from known/<programme>/."""
        files = self.known_files(programme)
        return tuple(fact for key in files for fact in files[key])

    def known_files(self, programme: str) -> Files[tuple[Known, ...]]:
        """The files of what is filled in beforehand, by the sheet that they are about."""
        layers = dict.fromkeys((SHIPPED, self.folder))
        return Files("*.csv", read_known, *(layer / "known" / programme for layer in layers))

    def text(self, language: str, programme: str = "") -> Texts:
        """All texts of a language, in English where it has none; unknown: a `ToolError`.

        With a programme, in the words of that programme where it has words of its own.
        """
        if language not in self.texts:
            msg = f"there are no texts in '{language}'; {nearest(language, self.texts)}"
            raise ToolError(msg)
        key = (language, programme)
        if key not in self._filled:
            languages = dict.fromkeys((SOURCE_LANGUAGE, language))
            entries = Entries(*_locale_folders(self.folder, *languages, programme=programme))
            self._filled[key] = Texts(language, entries)
        return self._filled[key]

    def wordings(self, programme: str, language: str = "") -> tuple[Texts, ...]:
        """What every language says by itself, each after what the programme words in its own way.

        `language`: the one that goes first.
        """
        first = [key for key in self.texts if key == language]
        return tuple(
            texts
            for key in dict.fromkeys((*first, *self.texts))
            for texts in (*self._own_words(key, programme), self.texts[key])
        )

    def _own_words(self, language: str, programme: str) -> tuple[Texts, ...]:
        if not programme:
            return ()
        layers = dict.fromkeys((SHIPPED, self.folder))
        folders = [layer / "locale" / language / programme for layer in layers]
        present = [folder for folder in folders if folder.is_dir()]
        return (Texts(language, Entries(*present)),) if present else ()

    def places(self, register: str) -> tuple[Place, ...]:
        """The shipped list of places with this key, with where its populations come from.

        None for a programme that has no list of its own.
        """
        return self.registers.named(register) if register else ()


def load_library(folder: Path = SHIPPED) -> Library:
    """The library of a folder with programmes/, sheets/, lists/, places/ and locale/.

    A folder other than the shipped one brings its own programmes and sheets. Its lists, places
    and texts are laid over the shipped ones, so that it need only hold what is its own: a text
    `sheets.x.title` in its locale/en/sheets.toml adds to or replaces the shipped one.
    """
    layers = (SHIPPED, folder)
    languages = [path.name for layer in layers for path in _files(layer / "locale", "*")]
    texts = {
        language: Texts(language, Entries(*_locale_folders(folder, language)))
        for language in dict.fromkeys(languages)
    }
    source = Texts(SOURCE_LANGUAGE, Entries(*_locale_folders(folder, SOURCE_LANGUAGE)))
    return Library(
        folder=folder,
        programmes=Files("*.toml", read_programme, folder / "programmes"),
        sheets=Files("*.toml", read_sheet, folder / "sheets"),
        lists=Files("*.csv", read_list, *(layer / "lists" for layer in layers)),
        registers=Files(
            "*.csv",
            partial(_read_register, source),
            *(layer / "places" for layer in layers),
        ),
        successors=Files("*.csv", read_successors, *(layer / "successors" for layer in layers)),
        texts=texts,
    )


def read_programme(path: Path) -> Programme:
    """Read programmes/<key>.toml."""
    return _same_key(build(Programme, read_toml(path), Origin(path)), path)


def read_sheet(path: Path) -> Sheet:
    """Read sheets/<key>.toml; the same bytes are understood once."""
    content = path.read_bytes() if path.is_file() else b""
    known = _SHEETS.get((path.stem, content))
    if known is None:
        known = _same_key(build_sheet(read_toml(path), Origin(path)), path)
        _SHEETS[path.stem, content] = known
    return known


def read_list(path: Path) -> CodeList:
    """Read lists/<key>.csv: columns `code` and `deprecated` (empty or yes)."""
    rows = read_csv(path)
    codes: list[str] = []
    for number, row in enumerate(rows, start=2):
        origin = Origin(path, f"line {number}")
        if unknown := set(row) - {"code", "deprecated"}:
            origin.fail(f"unknown column '{min(unknown)}'; keep 'code' and 'deprecated'")
        if not row.get("code") or row["code"] in codes:
            origin.fail("write a code that no other line has in the column 'code'")
        if row.get("deprecated", "") not in {"", "yes"}:
            origin.fail("write yes in 'deprecated', or leave it empty")
        codes.append(row["code"])
    retired = frozenset(row["code"] for row in rows if row.get("deprecated"))
    return CodeList(path.stem, tuple(codes), retired)


def read_places(path: Path, population_source: str = "") -> tuple[Place, ...]:
    """Read places/<key>.csv; codes stay text, so that their leading zeros are kept."""
    places: list[Place] = []
    known: set[str] = set()
    for number, row in enumerate(read_csv(path), start=2):
        origin = Origin(path, f"line {number}")
        for column in _PLACE_COLUMNS:
            if not row.get(column):
                origin.fail(f"the column '{column}' is empty; every place needs one")
        if row["code"] in known:
            origin.fail(f"the code {row['code']} stands in an earlier line too")
        known.add(row["code"])
        places.append(_place(row, population_source, origin))
    return tuple(places)


def read_known(path: Path) -> tuple[Known, ...]:
    """Read known/<programme>/<sheet>.csv: `place`, `row`, a column a field, `source`."""
    found: list[Known] = []
    for number, row in enumerate(read_csv(path), start=2):
        origin = Origin(path, f"line {number}")
        if not row.get("place"):
            origin.fail("the column 'place' is empty; write a code, or * for every place")
        found.extend(
            Known(path.stem, row["place"], row.get("row", ""), field, value)
            for field, value in row.items()
            if field not in _NOT_FACTS
        )
    return tuple(found)


def texts_under(texts: Texts, stem: str) -> Mapping[str, str]:
    """The texts of one file, by key, without reading the others."""
    entries = texts.entries
    if isinstance(entries, Entries):
        return entries.part(stem)
    return {key: text for key, text in entries.items() if key.partition(".")[0] == stem}


def read_locale(path: Path) -> dict[str, str]:
    """Read a file of texts into dotted keys that begin with the file's name.

    The same bytes are understood once: a round holds copies of the files that come with the tool.
    """
    content = path.read_bytes() if path.is_file() else b""
    known = _LOCALES.get((path.stem, content))
    if known is None:
        known = {}
        _flatten(read_toml(path), path.stem, Origin(path), known)
        _LOCALES[path.stem, content] = known
    return known


def _flatten(table: dict[str, Any], prefix: str, origin: Origin, found: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}.{key}", origin.inside(key), found)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            found[f"{prefix}.{key}"] = str(value)
        else:
            origin.inside(key).fail("write text in quotes")


def _read_register(source: Texts, path: Path) -> tuple[Place, ...]:
    return read_places(path, source.get(f"places.{path.stem}.population_source"))


def _place(row: dict[str, str], population_source: str, origin: Origin) -> Place:
    population = _count(row, "population", origin)
    try:
        latitude, longitude = read_degrees(row)
    except ValueError as error:
        origin.fail(str(error))
    return Place(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent=row.get("parent", ""),
        population=population,
        population_source="" if population is None else population_source,
        income_class=row.get("income_class", ""),
        independent=row.get("independent", "") == "yes",
        subdivisions=_count(row, "subdivisions", origin),
        email=row.get("email", ""),
        language=row.get("language", ""),
        latitude=latitude,
        longitude=longitude,
    )


def _count(row: dict[str, str], column: str, origin: Origin) -> int | None:
    text = row.get(column, "")
    if text and not (text.isascii() and text.isdigit()):
        origin.fail(f"'{column}' says '{text}'; write a whole number, digits only")
    return int(text) if text else None


KeyedShape = TypeVar("KeyedShape", Programme, Sheet)


def _same_key(shape: KeyedShape, path: Path) -> KeyedShape:
    if shape.key != path.stem:
        raise DefinitionError(path, "key", f"write key = '{path.stem}', as the file is called")
    return shape


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _locale_folders(folder: Path, *languages: str, programme: str = "") -> list[Path]:
    """Shipped before own, English before the language, all before a programme's: later ones count.

    The programme's words in English stand before those of the language, which may lack them.
    """
    layers = dict.fromkeys((SHIPPED, folder))
    parts = ("", programme) if programme else ("",)
    return [
        layer / "locale" / language / part
        for language in languages
        for part in parts
        for layer in layers
    ]
