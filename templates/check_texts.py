"""Mistakes in texts: missing labels, lengths that Excel refuses, and languages that differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from templates.check_language import (
    INPUT_TITLE_LENGTH,
    Language,
    fill,
    placeholder_mistakes,
    translation_mistakes,
    validation_mistakes,
)
from templates.check_links import TABS_OF_EVERY_WORKBOOK
from templates.load import SOURCE_LANGUAGE
from templates.localise import period_texts
from templates.model import (
    NOTHING_REASONS,
    PLACE_LEVELS,
    Field,
    Programme,
    Sheet,
)
from templates.periods import parse_period
from templates.records import Origin, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from indicators.tables import DefinitionError
    from templates.check_links import Declared

TAB_NAME_LENGTH = 31
INPUT_MESSAGE_LENGTH = 255
_REFUSED_IN_TAB_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_RESERVED_TAB_NAMES = {"history", "_meta", "_lists"}
_PERIODS = ("2026", "2026-S2", "2026-Q3", "2026-Q4", "2026-09")
_ANY_CURRENCY = "XXX"
# What stands in every workbook, whatever is asked.
_OF_EVERY_WORKBOOK = ("check.", "levels.", "validation.", "words.")


def find_text_mistakes(
    declared: Declared, languages: Mapping[str, Language]
) -> Iterator[DefinitionError]:
    """Everything that is missing or does not fit, language by language.

    A language that no programme offers yet is in preparation: it may lack texts.
    """
    found = [*_in_programmes(declared, languages), *_own_words(declared, languages)]
    yield from found
    told = {(mistake.path, mistake.where) for mistake in found}
    for language in languages.values():
        for worded in language.all:
            yield from placeholder_mistakes(worded)
            yield from validation_mistakes(worded)
        for mistake in _beside_english(declared, language, languages.get(SOURCE_LANGUAGE)):
            if (mistake.path, mistake.where) not in told:
                yield mistake


def _in_programmes(
    declared: Declared, languages: Mapping[str, Language]
) -> Iterator[DefinitionError]:
    for path, programme in declared.programmes.values():
        for name in programme.languages if programme else ():
            if name in languages and programme is not None:
                yield from _in_programme(programme, declared, languages[name].of(programme.key))
            else:
                text = f"there are no texts in '{name}'; {nearest(name, languages)}"
                yield Origin(path, "languages").mistake(text)


def _own_words(declared: Declared, languages: Mapping[str, Language]) -> Iterator[DefinitionError]:
    """What a programme words in its own way in English only, so that the words differ in others."""
    source = languages.get(SOURCE_LANGUAGE)
    for key, (_, programme) in declared.programmes.items():
        if source is None or programme is None or key not in source.programmes:
            continue
        worded = source.of(key)
        folder = worded.folder / key
        own = [name for name, path in worded.paths.items() if path.is_relative_to(folder)]
        for name in programme.languages:
            if name in languages and name != SOURCE_LANGUAGE:
                yield from _unworded(own, worded, languages[name], key)


def _unworded(
    keys: list[str], source: Language, language: Language, programme: str
) -> Iterator[DefinitionError]:
    worded = language.of(programme)
    folder = language.folder / programme
    for key in keys:
        part, _, where = key.partition(".")
        path = worded.paths.get(key)
        said = path is not None and path.is_relative_to(folder)
        # A short title is only there for a label that is too long in its language.
        needed = not key.endswith(".short") or bool(language.texts.get(key))
        if needed and not said and worded.can_tell(key):
            text = f"{programme} has English words of its own here: '{source.texts[key]}'"
            yield Origin(folder / f"{part}.toml", where).mistake(f"{text}; translate them here")


def _beside_english(
    declared: Declared, language: Language, source: Language | None
) -> Iterator[DefinitionError]:
    if source is None or language.texts.language == SOURCE_LANGUAGE:
        return
    due = frozenset(_due(declared, language.texts.language))
    for key in dict.fromkeys(("", *source.programmes, *language.programmes)):
        yield from translation_mistakes(source.of(key), language.of(key), due)


def _in_programme(
    programme: Programme, declared: Declared, language: Language
) -> Iterator[DefinitionError]:
    sheets = [
        sheet
        for tab in programme.tabs
        for key in tab.sheets
        if (sheet := declared.sheets.get(key, (None, None))[1]) is not None
    ]
    longest = _longest(programme, declared, language)
    yield from _missing(_needed(programme, sheets, declared), language)
    yield from _tab_names(programme, language)
    for sheet in sheets:
        for field in sheet.asked:
            yield from _input_texts(sheet, field, language, longest)
        yield from _strays(sheet, language)
    for name in _lists_of(sheets):
        if name in declared.lists:
            yield from _options(name, declared, language)


def _needed(
    programme: Programme, sheets: list[Sheet], declared: Declared
) -> Iterator[tuple[str, str]]:
    """Each text that a workbook shows, with what it is for."""
    yield f"programmes.{programme.key}.name", f"the name of programme {programme.key}"
    for level in PLACE_LEVELS:
        yield f"levels.{level}", f"the name of level {level}"
    for tab in _tab_keys(programme):
        for part in ("name", "title"):
            yield f"tabs.{tab}.{part}", f"the {part} of tab {tab}"
    for sheet in sheets:
        yield from _needed_in(sheet)
    for name in _lists_of(sheets):
        codes = declared.lists.get(name, (None, None))[1]
        for code in codes.codes if codes else ():
            yield f"lists.{name}.{code}", f"the label of {code} in list {name}"


def _needed_in(sheet: Sheet) -> Iterator[tuple[str, str]]:
    start = f"sheets.{sheet.key}"
    yield f"{start}.title", f"the title of {sheet.key}"
    if sheet.nothing_to_report and sheet.layout != "form":
        yield f"{start}.nothing", f"the question whether {sheet.key} has nothing to report"
    for row in sheet.rows:
        yield f"{start}.rows.{row.key}.label", f"the label of row {row.key}"
    for field in sheet.fields:
        yield f"{start}.fields.{field.key}.label", f"the label of field {field.key}"
        if field.who:
            yield f"offices.{field.who}", f"the name of office {field.who}"
        if field.unit:
            yield f"units.{field.unit}", f"the name of unit {field.unit}"


def _lists_of(sheets: list[Sheet]) -> list[str]:
    names = {field.list for sheet in sheets for field in sheet.fields if field.list}
    if any(sheet.nothing_to_report for sheet in sheets):
        names.add(NOTHING_REASONS)
    return sorted(names)


def _missing(needed: Iterator[tuple[str, str]], language: Language) -> Iterator[DefinitionError]:
    for key, what in dict(needed).items():
        if not language.texts.get(key) and language.can_tell(key):
            yield language.origin(key).mistake(f"{what} is missing; write it here")


def _strays(sheet: Sheet, language: Language) -> Iterator[DefinitionError]:
    """Texts of fields and rows that do not exist, such as one whose key is misspelt."""
    known = {
        "fields": [field.key for field in sheet.fields],
        "rows": [row.key for row in sheet.rows],
    }
    for kind, keys in known.items():
        start = f"sheets.{sheet.key}.{kind}."
        found = [key for key in language.texts.entries if key.startswith(start)]
        for name in dict.fromkeys(key.removeprefix(start).partition(".")[0] for key in found):
            if name not in keys:
                text = f"{sheet.key} has no '{name}' among its {kind}; {nearest(name, keys)}"
                key = next(key for key in found if key.startswith(f"{start}{name}"))
                yield language.origin(key).mistake(text)


def _tab_keys(programme: Programme) -> Iterable[str]:
    return dict.fromkeys((*TABS_OF_EVERY_WORKBOOK, *(tab.key for tab in programme.tabs)))


def _tab_names(programme: Programme, language: Language) -> Iterator[DefinitionError]:
    seen: dict[str, str] = {}
    for tab in _tab_keys(programme):
        key = f"tabs.{tab}.name"
        name, origin = language.texts.get(key), language.origin(key)
        if len(name) > TAB_NAME_LENGTH:
            text = f"the tab name '{name}' has {len(name)} characters"
            yield origin.mistake(f"{text}; Excel takes {TAB_NAME_LENGTH}, shorten it")
        if _REFUSED_IN_TAB_NAMES.search(name) or name.casefold() in _RESERVED_TAB_NAMES:
            text = f"Excel refuses '{name}' as a tab name; write one without [ ] : * ? / \\"
            yield origin.mistake(text)
        if name and name.casefold() in seen:
            text = f"'{name}' is the name of tab {seen[name.casefold()]} too; write another"
            yield origin.mistake(text)
        seen.setdefault(name.casefold(), tab)


def _longest(programme: Programme, declared: Declared, language: Language) -> dict[str, str]:
    """The longest texts that may stand for the placeholders of a question."""
    places = declared.registers.get(programme.register, (None, None))[1] or ()
    longest = {
        "place": max((place.name for place in places), key=len, default=""),
        "currency": programme.currency or _ANY_CURRENCY,
    }
    try:
        filled = [period_texts(parse_period(code), language.texts) for code in _PERIODS]
    except (KeyError, ValueError, IndexError):
        filled = [{"period": _PERIODS[0], "period_end": _PERIODS[-1]}]
    return longest | {
        name: max((texts[name] for texts in filled), key=len) for name in ("period", "period_end")
    }


def _input_texts(
    sheet: Sheet, field: Field, language: Language, longest: Mapping[str, str]
) -> Iterator[DefinitionError]:
    """What pops up beside a cell: a short title and a message."""
    start = f"sheets.{sheet.key}.fields.{field.key}"
    short = language.texts.get(f"{start}.short")
    key = f"{start}.short" if short else f"{start}.label"
    title = fill(language.texts.get(key), longest)
    if len(title) > INPUT_TITLE_LENGTH:
        text = f"'{title}' has {len(title)} characters; add a text 'short' of at most"
        if short:
            text = f"'{title}' has {len(title)} characters; write at most"
        yield language.origin(f"{start}.short").mistake(f"{text} {INPUT_TITLE_LENGTH}")
    suffix = language.texts.get("validation.input_suffix")
    message = f"{fill(language.texts.get(f'{start}.help'), longest)} {suffix}".strip()
    if len(message) > INPUT_MESSAGE_LENGTH:
        text = f"with its longest period and what follows it, this has {len(message)} characters"
        text = f"{text}; Excel takes {INPUT_MESSAGE_LENGTH}, shorten it"
        yield language.origin(f"{start}.help").mistake(text)


def _options(name: str, declared: Declared, language: Language) -> Iterator[DefinitionError]:
    """Options are read back by their label, so that none may be mistaken for another."""
    listed = declared.lists[name][1]
    reserved = {
        spelling.casefold(): f"the word for {state}"
        for state in ("na", "nd")
        for spelling in language.texts.get(f"words.{state}_spellings").split("|")
        if spelling
    }
    seen: dict[str, str] = {}
    for code in listed.codes if listed else ():
        key = f"lists.{name}.{code}"
        label = " ".join(language.texts.get(key).split()).casefold()
        taken = {**reserved, **seen}.get(label) if label else None
        if taken:
            text = f"'{language.texts[key]}' is {taken} too; write a label that no other has"
            yield language.origin(key).mistake(text)
        seen.setdefault(label, f"the label of {code}")


def _due(declared: Declared, language: str) -> Iterator[str]:
    """What must be said in a language, as beginnings of keys: what programmes in it show.

    Texts of the tool stand in English where a language lacks them; the shipped ones lack none.
    """
    shown = [one for _, one in declared.programmes.values() if one and language in one.languages]
    if not shown:
        return
    yield from _OF_EVERY_WORKBOOK
    for programme in shown:
        yield f"programmes.{programme.key}."
        sheets = [
            sheet
            for tab in programme.tabs
            for key in tab.sheets
            if (sheet := declared.sheets.get(key, (None, None))[1]) is not None
        ]
        yield from (f"tabs.{tab}." for tab in _tab_keys(programme))
        yield from (f"guide.tabs.{tab}" for tab in _tab_keys(programme))
        yield from (f"sheets.{sheet.key}." for sheet in sheets)
        yield from (f"lists.{name}." for name in _lists_of(sheets))
