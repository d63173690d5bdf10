"""Mistakes in `asked_when`: screening questions that do not exist, or cannot decide anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.check_links import Declared, exists
from templates.model import EDITIONS, PLACE_LEVELS, Edition, Field, Screen, Sheet
from templates.records import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indicators.tables import DefinitionError

_YES_NO = ("true", "false")
_Scope = tuple["Edition", frozenset[str]]


def find_screen_mistakes(declared: Declared) -> Iterator[DefinitionError]:
    """Everything in `asked_when` that names nothing, or never switches anything off."""
    for path, sheet in declared.sheets.values():
        if sheet is None:
            continue
        for origin, screens, scope in _depending(sheet, Origin(path)):
            for number, screen in enumerate(screens, start=1):
                here = origin.inside("asked_when").inside(number)
                yield from _in_screen(screen, scope, here, declared)


def _depending(sheet: Sheet, origin: Origin) -> Iterator[tuple[Origin, tuple[Screen, ...], _Scope]]:
    """Where screening questions are named, and the first edition and levels that ask it."""
    whole = _scope(sheet.fields)
    yield origin, sheet.asked_when, whole
    for row in sheet.rows:
        scope = (whole[0], whole[1] & frozenset(row.levels))
        yield origin.inside("rows").inside(row.key), row.asked_when, scope
    for field in sheet.fields:
        yield origin.inside("fields").inside(field.key), field.asked_when, _scope((field,))


def _scope(fields: Iterable[Field]) -> _Scope:
    found = tuple(fields)
    edition = min((field.edition for field in found), key=EDITIONS.index, default=EDITIONS[0])
    return edition, frozenset(level for field in found for level in field.levels)


def _in_screen(
    screen: Screen, scope: _Scope, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    forms = [key for key, (_, form) in declared.sheets.items() if form and form.layout == "form"]
    inside = origin.inside("sheet")
    yield from exists(screen.sheet, [*forms, *_unread(declared)], inside, "form in sheets/")
    sheet = declared.sheets.get(screen.sheet, (None, None))[1]
    if sheet is None or sheet.layout != "form":
        return
    choices = [field.key for field in sheet.asked if field.type in {"yes_no", "one_of"}]
    what = f"question with a choice of answers in {sheet.key}"
    yield from exists(screen.field, choices, origin.inside("field"), what)
    question = sheet.field(screen.field)
    if question is None or question.key not in choices:
        return
    yield from _in_question(sheet, question, scope, origin.inside("field"))
    yield from _in_answers(screen, question, origin.inside("in"), declared)


def _unread(declared: Declared) -> list[str]:
    """Sheets with mistakes of their own may well be forms."""
    return [key for key, (_, sheet) in declared.sheets.items() if sheet is None]


def _in_question(
    sheet: Sheet, question: Field, scope: _Scope, origin: Origin
) -> Iterator[DefinitionError]:
    if sheet.screens(question):
        text = f"'{question.key}' depends on a screening question itself"
        yield origin.mistake(f"{text}; name that question here")
    edition, levels = scope
    if EDITIONS.index(question.edition) > EDITIONS.index(edition):
        text = f"'{question.key}' is asked in a longer edition only"
        yield origin.mistake(f"{text}; write edition = '{edition}' in it")
    if levels and levels.isdisjoint(question.levels):
        shown = ", ".join(level for level in PLACE_LEVELS if level in levels)
        text = f"'{question.key}' is asked at no level that is asked this"
        yield origin.mistake(f"{text}; add one of these to its levels: {shown}")


def _in_answers(
    screen: Screen, question: Field, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    known: tuple[str, ...] = _YES_NO
    if question.type == "one_of":
        codes = declared.lists.get(question.list, (None, None))[1]
        if codes is None:
            return
        known = codes.codes
    for code in screen.one_of:
        if code not in known and question.type == "yes_no":
            yield origin.mistake(f"'{code}' is no answer to yes or no; write true or false")
        else:
            yield from exists(code, known, origin, f"code in {question.list}")
    if set(known) <= set(screen.one_of):
        text = "every answer stands here, so that nothing is ever switched off"
        yield origin.mistake(f"{text}; remove those that switch off")
