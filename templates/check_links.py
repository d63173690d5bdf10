"""Mistakes between declared files: what a sheet or a programme names and what there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.model import (
    DOMAINS,
    EDITIONS,
    LIST_TYPES,
    PLACE_LEVELS,
    REFERENCE_TYPES,
    TEXT_TYPES,
    CodeList,
    Condition,
    Field,
    Place,
    Programme,
    Sheet,
)
from templates.records import Origin, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from indicators.tables import DefinitionError

TABS_OF_EVERY_WORKBOOK = ("guide", "check")
_YES_NO = ("true", "false")


@dataclass(frozen=True, slots=True)
class Declared:
    """The files of a folder that could be read; `None` stands for one that could not."""

    programmes: Mapping[str, tuple[Path, Programme | None]]
    sheets: Mapping[str, tuple[Path, Sheet | None]]
    lists: Mapping[str, tuple[Path, CodeList | None]]
    registers: Mapping[str, tuple[Path, tuple[Place, ...] | None]]


def find_link_mistakes(declared: Declared) -> Iterator[DefinitionError]:
    """All that is named and does not exist, or exists and does not fit."""
    for path, programme in declared.programmes.values():
        if programme is not None:
            yield from _in_programme(programme, Origin(path), declared)
    for path, sheet in declared.sheets.values():
        if sheet is not None:
            yield from _in_sheet(sheet, Origin(path), declared)
    for path, places in declared.registers.values():
        yield from _in_places(places or (), path)


def _in_programme(
    programme: Programme, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    yield from _twice([tab.key for tab in programme.tabs], origin.inside("tabs"))
    keys = [key for tab in programme.tabs for key in tab.sheets]
    yield from _twice(keys, origin.inside("tabs"))
    for tab in programme.tabs:
        here = origin.inside("tabs").inside(tab.key)
        if tab.key in TABS_OF_EVERY_WORKBOOK:
            yield here.mistake(f"every workbook has a tab '{tab.key}' of its own; rename this one")
        for key in tab.sheets:
            yield from exists(key, declared.sheets, here.inside("sheets"), "sheet in sheets/")
        tables = [key for key in tab.sheets if _layout(key, declared) == "table"]
        if len(tables) > 1:
            text = f"{' and '.join(tables)} are tables; a tab holds one at most, give each its own"
            yield here.inside("sheets").mistake(text)
    yield from _references_of(keys, origin, declared)
    yield from _left_out(programme, origin.inside("leaves_out"), declared)
    yield from _left_out_rows(programme, origin.inside("leaves_out_rows"), declared)
    for key in ("register", "country"):
        if name := getattr(programme, key):
            here = origin.inside(key)
            yield from exists(name, declared.registers, here, "list of places")
    for place in declared.registers.get(programme.register, (None, None))[1] or ():
        if programme.code_length and len(place.code) != programme.code_length:
            text = f"the code {place.code} of {place.name} has {len(place.code)} characters"
            yield origin.inside("code_length").mistake(f"{text}; write the length all codes have")
            break
    if not _is_time_zone(programme.time_zone):
        text = f"there is no time zone '{programme.time_zone}'; write one such as 'Asia/Manila'"
        yield origin.inside("time_zone").mistake(text)


def _left_out(
    programme: Programme, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    for name, left_out in programme.leaves_out.items():
        here = origin.inside(name)
        yield from exists(name, declared.lists, here, "list in lists/")
        codes = declared.lists.get(name, (None, None))[1]
        if codes is None:
            continue
        for code in left_out:
            yield from exists(code, codes.codes, here, f"code in {name}")
        if set(left_out) >= set(codes.offered):
            yield here.mistake("nothing of this list is left to choose; take a code out of here")


def _left_out_rows(
    programme: Programme, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    asked = [key for tab in programme.tabs for key in tab.sheets]
    for name, left_out in programme.leaves_out_rows.items():
        here = origin.inside(name)
        yield from exists(name, asked, here, "sheet in this programme")
        sheet = declared.sheets.get(name, (None, None))[1]
        if sheet is not None:
            rows = [row.key for row in sheet.rows]
            for row in left_out:
                yield from exists(row, rows, here, f"row of {name}")


def _layout(key: str, declared: Declared) -> str:
    sheet = declared.sheets.get(key, (None, None))[1]
    return sheet.layout if sheet else ""


def _references_of(
    keys: list[str], origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    """References to tables that exist, but that this programme does not ask."""
    for key in keys:
        sheet = declared.sheets.get(key, (None, None))[1]
        for field in sheet.fields if sheet else ():
            target = field.refers_to
            if target in declared.sheets and target not in keys:
                text = f"{key} refers to '{target}', which stands on no tab; put it on one"
                yield origin.inside("tabs").mistake(text)


def _is_time_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _in_places(places: tuple[Place, ...], path: Path) -> Iterator[DefinitionError]:
    codes = {place.code for place in places}
    for number, place in enumerate(places, start=2):
        origin = Origin(path, f"line {number}")
        if place.level not in PLACE_LEVELS:
            text = f"there is no level '{place.level}'; {nearest(place.level, PLACE_LEVELS)}"
            yield origin.mistake(text)
        if place.parent and place.parent not in codes:
            text = f"the parent {place.parent} has no line of its own; add it or empty the cell"
            yield origin.mistake(text)


def _in_sheet(sheet: Sheet, origin: Origin, declared: Declared) -> Iterator[DefinitionError]:
    yield from _twice([field.key for field in sheet.fields], origin.inside("fields"))
    yield from _twice([row.key for row in sheet.rows], origin.inside("rows"))
    yield from _layout_of(sheet, origin)
    yield from _identity_of(sheet, origin.inside("identity"))
    texts = [field.key for field in sheet.asked if field.type in TEXT_TYPES]
    for key in sheet.named_by:
        yield from exists(key, texts, origin.inside("named_by"), "text field of this table")
    yield from _domain_of(sheet.domain, origin, declared)
    groups = {row.group for row in sheet.rows if row.group}
    for field in sheet.fields:
        here = origin.inside("fields").inside(field.key)
        yield from _in_field(field, sheet.domain, here, declared)
        for group in field.groups:
            yield from exists(group, groups, here.inside("groups"), "group among the rows")
        for number, condition in enumerate(field.required_when, start=1):
            inside = here.inside("required_when").inside(number)
            yield from _in_condition(condition, field, sheet, inside, declared)


def _layout_of(sheet: Sheet, origin: Origin) -> Iterator[DefinitionError]:
    """Keys that mean something in another layout only."""
    given = {
        "rows": ("matrix", bool(sheet.rows)),
        "prepared_rows": ("table", bool(sheet.prepared_rows)),
        "identity": ("table", bool(sheet.identity)),
        "named_by": ("table", bool(sheet.named_by)),
    }
    for key, (layout, is_given) in given.items():
        if is_given and sheet.layout != layout:
            text = f"only a {layout} has this; remove it or write layout = '{layout}'"
            yield origin.inside(key).mistake(text)
    if sheet.nothing_to_report and sheet.layout == "form":
        text = "a form always has its one record; remove this"
        yield origin.inside("nothing_to_report").mistake(text)
    for field in sheet.fields:
        if field.details and sheet.layout != "table":
            text = "only a table has a page of details; remove this"
            yield origin.inside("fields").inside(field.key).inside("details").mistake(text)


def _identity_of(sheet: Sheet, origin: Origin) -> Iterator[DefinitionError]:
    first = min((EDITIONS.index(field.edition) for field in sheet.fields), default=0)
    keys = [field.key for field in sheet.asked if field.type != "several_of"]
    for key in sheet.identity:
        field = sheet.field(key)
        if field is None or key not in keys:
            text = f"'{key}' cannot tell records apart here; {nearest(key, keys)}"
            yield origin.mistake(text)
        elif EDITIONS.index(field.edition) > first:
            text = f"'{key}' is not asked in every edition of this table"
            yield origin.mistake(f"{text}; write edition = '{EDITIONS[first]}' in it")


def _domain_of(domain: str, origin: Origin, declared: Declared) -> Iterator[DefinitionError]:
    codes = declared.lists.get(DOMAINS, (None, None))[1]
    if domain and codes is not None:
        yield from exists(domain, codes.codes, origin.inside("domain"), "domain")


def _in_field(
    field: Field, inherited: str, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    if field.list:
        yield from exists(field.list, declared.lists, origin.inside("list"), "list in lists/")
    if field.type in REFERENCE_TYPES:
        yield from _in_reference(field, origin.inside("refers_to"), declared)
    if field.domain != inherited:
        yield from _domain_of(field.domain, origin, declared)
    low, high = field.minimum, field.maximum
    if low is not None and high is not None and low > high:
        text = f"the smallest number {low} is above the largest {high}; exchange them"
        yield origin.inside("minimum").mistake(text)
    if field.required and field.required_when:
        text = "the field is required anyway; remove either this or 'required'"
        yield origin.inside("required_when").mistake(text)


def _in_reference(field: Field, origin: Origin, declared: Declared) -> Iterator[DefinitionError]:
    tables = [key for key, (_, sheet) in declared.sheets.items() if sheet is None or sheet.identity]
    yield from exists(field.refers_to, tables, origin, "table")
    target = declared.sheets.get(field.refers_to, (None, None))[1]
    if target is None or not target.identity:
        return
    shown = [target.field(key) for key in target.identity]
    if not any(part is not None and part.type in TEXT_TYPES for part in shown):
        text = f"the records of '{target.key}' have no name to pick them by"
        yield origin.mistake(f"{text}; add a text field to its identity")


def _in_condition(
    condition: Condition, field: Field, sheet: Sheet, origin: Origin, declared: Declared
) -> Iterator[DefinitionError]:
    decides = sheet.field(condition.field)
    others = [other.key for other in sheet.asked if other.key != field.key]
    yield from exists(condition.field, others, origin.inside("field"), "other field here")
    if decides is None or condition.field not in others:
        return
    if EDITIONS.index(decides.edition) > EDITIONS.index(field.edition):
        text = f"'{decides.key}' is asked in a longer edition only"
        yield origin.inside("field").mistake(f"{text}; write edition = '{field.edition}' in it")
    here = origin.inside("in")
    if not condition.one_of:
        return
    if decides.type in LIST_TYPES:
        codes = declared.lists.get(decides.list, (None, None))[1]
        for code in condition.one_of if codes else ():
            yield from exists(code, codes.codes if codes else (), here, f"code in {decides.list}")
    elif decides.type == "yes_no":
        for code in condition.one_of:
            if code not in _YES_NO:
                yield here.mistake(f"'{code}' is no answer to yes or no; write true or false")
    else:
        text = f"'{decides.key}' has no list to choose from; write answered = true"
        yield here.mistake(text)


def exists(key: str, known: Iterable[str], origin: Origin, what: str) -> Iterator[DefinitionError]:
    """The mistake that a name is not among those that there are, if it is not."""
    names = list(known)
    if key not in names:
        yield origin.mistake(f"there is no {what} called '{key}'; {nearest(key, names)}")


def _twice(keys: list[str], origin: Origin) -> Iterator[DefinitionError]:
    for key, number in Counter(keys).items():
        if number > 1:
            yield origin.inside(key).mistake(f"'{key}' stands here {number} times; keep one")
