"""Mistakes in what a programme says of its older versions: names that there are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.check_links import exists
from templates.periods import as_numbers
from templates.records import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicators.tables import DefinitionError
    from templates.check_links import Declared
    from templates.model import Change, Programme


def find_change_mistakes(declared: Declared) -> Iterator[DefinitionError]:
    """Changes to a version that is not reached yet, and new names that nothing has.

    A new name may have been changed again since, so that only the last one has to be there.
    """
    for path, programme in declared.programmes.values():
        for number, change in enumerate(programme.changes if programme else (), start=1):
            here = Origin(path).inside("changes").inside(number)
            if programme is not None:
                yield from _in_change(change, programme, here, declared)
                yield from _in_order(change, programme.changes[: number - 1], here)


def _in_change(
    change: Change, programme: Programme, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    if as_numbers(change.version) > as_numbers(programme.version):
        text = f"the programme is at version {programme.version}; raise it, or write an older one"
        yield origin.inside("version").mistake(text)
    here = origin.inside("becomes")
    if any(_is_later(later, change) for later in programme.changes):
        return
    if change.list:
        codes = declared.lists.get(change.list, (None, None))[1]
        if codes is not None:
            yield from exists(change.becomes, codes.codes, here, f"code in {change.list}")
        return
    if not (change.field or change.row):
        asked = [key for tab in programme.tabs for key in tab.sheets]
        yield from exists(change.becomes, asked, here, "sheet in this programme")
        return
    moved, _, name = change.becomes.rpartition(".")
    if moved:
        asked = [key for tab in programme.tabs for key in tab.sheets]
        yield from exists(moved, asked, here, "sheet in this programme")
    home = moved or change.sheet
    sheet = declared.sheets.get(home, (None, None))[1]
    if sheet is not None:
        parts = sheet.fields if change.field else sheet.rows
        what = "field" if change.field else "row"
        keys = [part.key for part in parts]
        yield from exists(name, keys, here, f"{what} of {home}")


def _in_order(
    change: Change, before: tuple[Change, ...], origin: Origin
) -> Iterator[DefinitionError]:
    """Changes of one version that would pass each other by, or make two questions one."""
    for other in before:
        if other.version != change.version or change.list or other.list:
            continue
        part = bool(change.field or change.row)
        if part and other.sheet == change.sheet and not (other.field or other.row):
            text = f"'{change.sheet}' is called '{other.becomes}' from here on; write that"
            yield origin.inside("sheet").mistake(f"{text}, or move this above that change")
        if _new_name(other) == _new_name(change):
            text = "two of them cannot become one: say it of one only, and the other is listed"
            yield origin.inside("becomes").mistake(text)


def _new_name(change: Change) -> tuple[str, str, str]:
    """Section, kind and new name of what is renamed."""
    if change.field:
        sheet, _, field = change.becomes.rpartition(".")
        return sheet or change.sheet, "field", field
    return (change.sheet, "row", change.becomes) if change.row else ("", "sheet", change.becomes)


def _is_later(later: Change, change: Change) -> bool:
    """Whether this change takes up the new name of an earlier one."""
    if as_numbers(later.version) <= as_numbers(change.version):
        return False
    if change.list:
        return (later.list, later.code) == (change.list, change.becomes)
    if change.field:
        return (later.sheet, later.field) == (change.sheet, change.becomes)
    if change.row:
        return (later.sheet, later.row) == (change.sheet, change.becomes)
    return (later.sheet, later.field, later.row) == (change.becomes, "", "")
