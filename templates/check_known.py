"""Mistakes in what is filled in beforehand: places, rows and fields that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.model import KNOWN, CodeList, Known, Sheet
from templates.records import Origin, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from indicators.tables import DefinitionError
    from templates.check_links import Declared


def find_known_mistakes(
    programme: str,
    files: Mapping[str, tuple[Path, tuple[Known, ...] | None]],
    declared: Declared,
) -> Iterator[DefinitionError]:
    """All that known/<programme>/ says about something that is not there."""
    tabs = declared.programmes[programme][1]
    asked = [key for tab in (tabs.tabs if tabs else ()) for key in tab.sheets]
    register = declared.registers.get(tabs.register if tabs else "", (None, None))[1] or ()
    codes = tuple(place.code for place in register)
    for key, (path, facts) in files.items():
        origin = Origin(path)
        if key not in asked:
            text = f"{programme} does not ask '{key}'; call the file as a sheet: "
            yield origin.mistake(text + nearest(key, asked))
            continue
        sheet = declared.sheets.get(key, (None, None))[1]
        if sheet is None or facts is None:
            continue
        yield from _places_of(facts, codes, origin)
        yield from _rows_of(facts, sheet, origin)
        yield from _fields_of(facts, sheet, origin, declared.lists)


def _places_of(
    facts: tuple[Known, ...], codes: tuple[str, ...], origin: Origin
) -> Iterator[DefinitionError]:
    told = {fact.place: fact for fact in facts}
    for place, fact in told.items():
        if codes and not any(fact.concerns(code) for code in codes):
            text = f"'{place}' is no place of the list; {nearest(place, codes)}"
            yield origin.inside("place").mistake(text)


def _rows_of(facts: tuple[Known, ...], sheet: Sheet, origin: Origin) -> Iterator[DefinitionError]:
    rows = [row.key for row in sheet.rows] or [""]
    for name in dict.fromkeys(fact.row for fact in facts):
        if name not in rows:
            text = f"{sheet.key} has no row '{name}'; {nearest(name, filter(None, rows))}"
            yield origin.inside("row").mistake(text)


def _fields_of(
    facts: tuple[Known, ...],
    sheet: Sheet,
    origin: Origin,
    lists: Mapping[str, tuple[Path, CodeList | None]],
) -> Iterator[DefinitionError]:
    shown = {field.key: field for field in sheet.fields if field.filled_in == KNOWN}
    for name in dict.fromkeys(fact.field for fact in facts):
        here = origin.inside(name)
        if name not in shown:
            text = f"no field '{name}' of {sheet.key} has filled_in = '{KNOWN}'"
            yield here.mistake(f"{text}; {nearest(name, shown)}")
            continue
        codes = lists.get(shown[name].list, (None, None))[1]
        for value in dict.fromkeys(fact.value for fact in facts if fact.field == name):
            if codes is not None and value and value not in codes.codes:
                yield here.mistake(f"'{value}' is not in the list; {nearest(value, codes.codes)}")
