"""A programme's own words: in every language that it offers, or in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.load import SOURCE_LANGUAGE
from templates.records import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from indicators.tables import DefinitionError
    from templates.check_links import Declared
    from templates.check_texts import Language

# Texts that a language may have or leave out, whatever English does.
_OPTIONAL = (".short", ".example")


def find_word_mistakes(
    declared: Declared, languages: Mapping[str, Language]
) -> Iterator[DefinitionError]:
    """What a programme words in its own way in one language and not in another.

    Without this the other language would silently show the words of other countries.
    """
    source = languages.get(SOURCE_LANGUAGE)
    for _, programme in declared.programmes.values():
        for name in programme.languages if programme and source else ():
            if programme and source and name in languages and name != SOURCE_LANGUAGE:
                yield from _unlike(programme.key, source, languages[name])


def _unlike(programme: str, source: Language, other: Language) -> Iterator[DefinitionError]:
    wanted, own = _own_words(source, programme), _own_words(other, programme)
    for key in sorted(wanted.keys() - own.keys()):
        part, _, where = key.partition(".")
        origin = Origin(other.folder / programme / f"{part}.toml", where)
        text = f"{programme} words this in its own way: '{source.of(programme).texts[key]}'"
        yield origin.mistake(f"{text}; translate it here")
    for key in sorted(own.keys() - wanted.keys()):
        text = f"{programme} has no words of its own for this in English"
        origin = Origin(own[key], key.partition(".")[2])
        yield origin.mistake(f"{text}; add them there, or remove this")


def _own_words(language: Language, programme: str) -> dict[str, Path]:
    """What stands in locale/<language>/<programme>/, with its file."""
    return {
        key: path
        for key, path in language.of(programme).paths.items()
        if path.parent.name == programme and not key.endswith(_OPTIONAL)
    }
