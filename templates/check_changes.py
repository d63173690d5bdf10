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
    sheet = declared.sheets.get(change.sheet, (None, None))[1]
    if sheet is not None:
        parts = sheet.fields if change.field else sheet.rows
        what = "field" if change.field else "row"
        keys = [part.key for part in parts]
        yield from exists(change.becomes, keys, here, f"{what} of {change.sheet}")


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
