"""From a programme to what one workbook asks: one edition, one level of government."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from indicators.tables import ToolError
from templates.model import (
    EDITIONS,
    NOTHING_REASONS,
    PLACE_LEVELS,
    REFERENCE_TYPES,
    CodeList,
    Definition,
    Edition,
    Field,
    Known,
    Programme,
    Screen,
    Sheet,
    Tab,
)
from templates.records import nearest

if TYPE_CHECKING:
    from collections.abc import Callable


class Finders(NamedTuple):
    """Where what a programme names is found: sheets, lists, what is known beforehand."""

    sheet: Callable[[str], Sheet]
    codes: Callable[[str], CodeList]
    known: Callable[[str], tuple[Known, ...]]


def resolve(programme: Programme, edition: str, level: str, find: Finders) -> Definition:
    """The tabs, sheets, fields, rows and lists that are asked, and nothing else."""
    chosen = _edition(edition)
    if level not in PLACE_LEVELS:
        msg = f"there is no level of government '{level}'; {nearest(level, PLACE_LEVELS)}"
        raise ToolError(msg)
    declared = [_used(find.sheet(key), programme) for tab in programme.tabs for key in tab.sheets]
    sheets = _screened(_linked([_asked(sheet, chosen, level) for sheet in declared]))
    tabs = _tabs(programme.tabs, {sheet.key: sheet for sheet in sheets})
    kept = {key for tab in tabs for key in tab.sheets}
    shown = tuple(sheet for sheet in sheets if sheet.key in kept)
    names = [field.list for sheet in shown for field in sheet.fields if field.list]
    if any(sheet.nothing_to_report for sheet in shown):
        names.append(NOTHING_REASONS)
    lists = {name: _offered(find.codes(name), programme) for name in dict.fromkeys(names)}
    asked = {(sheet.key, field.key) for sheet in shown for field in sheet.fields}
    known = (fact for fact in find.known(programme.key) if (fact.sheet, fact.field) in asked)
    ranked = tuple(sorted(known, key=lambda fact: len(fact.place)))
    return Definition(programme, chosen, level, tabs, shown, lists, ranked)


def _used(sheet: Sheet, programme: Programme) -> Sheet:
    """The sheet without the rows that this programme leaves out."""
    left_out = programme.leaves_out_rows.get(sheet.key, ())
    return replace(sheet, rows=tuple(row for row in sheet.rows if row.key not in left_out))


def _offered(codes: CodeList, programme: Programme) -> CodeList:
    """The list without what this programme leaves out."""
    left_out = programme.leaves_out.get(codes.key, ())
    if not left_out:
        return codes
    return replace(codes, codes=tuple(code for code in codes.codes if code not in left_out))


def _edition(edition: str) -> Edition:
    for known in EDITIONS:
        if known == edition:
            return known
    msg = f"there is no edition '{edition}'; {nearest(edition, EDITIONS)}"
    raise ToolError(msg)


def _asked(sheet: Sheet, edition: Edition, level: str) -> Sheet:
    """The sheet with the rows of this level and the fields of this edition and level."""
    rows = tuple(row for row in sheet.rows if level in row.levels)
    groups = {row.group for row in rows}
    fields = tuple(
        field
        for field in sheet.fields
        if EDITIONS.index(field.edition) <= EDITIONS.index(edition)
        and level in field.levels
        and (not field.groups or groups.intersection(field.groups))
    )
    return _tidy(replace(sheet, rows=rows, fields=fields))


def _tidy(sheet: Sheet) -> Sheet:
    """Without conditions that can never hold and identity fields that are not asked."""
    keys = {field.key for field in sheet.fields}
    fields = tuple(
        field
        if all(condition.field in keys for condition in field.required_when)
        else replace(field, required_when=())
        for field in sheet.fields
    )
    identity = tuple(key for key in sheet.identity if key in keys)
    named_by = tuple(key for key in sheet.named_by if key in keys)
    return replace(sheet, fields=fields, identity=identity, named_by=named_by)


def _linked(sheets: list[Sheet]) -> list[Sheet]:
    """Without the fields that refer to a table which is not asked here."""
    while True:
        kept = [sheet for sheet in sheets if _is_asked(sheet)]
        tables = {sheet.key for sheet in kept}
        linked = [_tidy(replace(sheet, fields=_resolvable(sheet, tables))) for sheet in kept]
        if linked == sheets:
            return linked
        sheets = linked


def _resolvable(sheet: Sheet, tables: set[str]) -> tuple[Field, ...]:
    return tuple(
        field
        for field in sheet.fields
        if field.type not in REFERENCE_TYPES or field.refers_to in tables
    )


def _screened(sheets: list[Sheet]) -> list[Sheet]:
    """Without the screening questions that are not asked here: what depends on them is asked."""
    asked = {(sheet.key, field.key) for sheet in sheets for field in sheet.asked}

    def known(screens: tuple[Screen, ...]) -> tuple[Screen, ...]:
        return tuple(screen for screen in screens if (screen.sheet, screen.field) in asked)

    return [
        replace(
            sheet,
            asked_when=known(sheet.asked_when),
            rows=tuple(replace(row, asked_when=known(row.asked_when)) for row in sheet.rows),
            fields=tuple(
                replace(field, asked_when=known(field.asked_when)) for field in sheet.fields
            ),
        )
        for sheet in sheets
    ]


def _is_asked(sheet: Sheet) -> bool:
    """A form may show only what is filled in; records and rows need something to answer."""
    if sheet.layout == "form":
        return bool(sheet.fields)
    return bool(sheet.asked) and (sheet.layout == "table" or bool(sheet.rows))


def _tabs(declared: tuple[Tab, ...], sheets: dict[str, Sheet]) -> tuple[Tab, ...]:
    """The tabs on which there is something to answer, with the sheets that are left."""
    found = [Tab(tab.key, tuple(key for key in tab.sheets if key in sheets)) for tab in declared]
    return tuple(tab for tab in found if any(sheets[key].asked for key in tab.sheets))
