"""Whether rounds of several regions ask the same, so that their figures may be added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.round.country import region_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from templates.model import Definition, Place
    from workbook.round.folder import Round

    Named = Sequence[tuple[str, Round]]

_SHOWN = 10


def check_alike(rounds: Named) -> None:
    """A `ToolError` with all in which rounds differ that should be one collection."""
    first_name, first = rounds[0]
    found = [
        f"{name} {what}, but {first_name} {other}"
        for name, one in rounds[1:]
        for what, other in _differences(one, first)
    ]
    if found:
        msg = "these rounds cannot be added up: " + "; ".join(found)
        raise ToolError(msg)


def check_places(rounds: Named, listed: Sequence[Place]) -> None:
    """A `ToolError` with the places of several rounds, and those that lie in no region."""
    rounds_of: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    register: dict[str, Place] = {}
    for name, one in rounds:
        for place in one.places:
            rounds_of.setdefault(place.code, []).append(name)
            names[place.code] = place.name
        register |= {place.code: place for place in one.known_places}
    register |= {place.code: place for place in listed}
    twice = [
        f"{code} {names[code]} ({', '.join(found)})"
        for code, found in rounds_of.items()
        if len(found) > 1
    ]
    if twice:
        msg = f"places that are in more than one round ({len(twice)}): {_some(twice)}; give each "
        raise ToolError(msg + "region's round once, and take the places out of the other")
    lost = [f"{code} {names[code]}" for code in names if not region_of(register[code], register)]
    if lost:
        msg = f"places that lie in no region ({len(lost)}): {_some(lost)}; write a line for the "
        raise ToolError(msg + "region into places.xlsx, and what lies in it into the column parent")


def same_definitions(rounds: Named) -> tuple[Definition, ...]:
    """What the rounds ask, for each level that one of them expects."""
    found: dict[str, Definition] = {}
    for _, one in rounds:
        for level in dict.fromkeys(place.level for place in one.places):
            if level not in found:
                found[level] = one.definition(level)
    return tuple(found.values())


def _differences(one: Round, other: Round) -> Iterator[tuple[str, str]]:
    """What a round has, and what the other has instead."""
    for key in ("programme", "version", "edition"):
        mine, theirs = getattr(one.settings, key), getattr(other.settings, key)
        if mine != theirs:
            yield f"has the {key} {mine}", f"has {theirs}"
    mine, theirs = one.settings.period, other.settings.period
    if mine != theirs:
        yield (
            f"is for {mine.code} ({mine.start} to {mine.end})",
            f"is for {theirs.code} ({theirs.start} to {theirs.end})",
        )
    if one.settings.programme != other.settings.programme:
        return
    if one.programme.currency != other.programme.currency:
        yield f"counts in {one.programme.currency}", f"counts in {other.programme.currency}"
    if one.settings.edition == other.settings.edition and (sheets := _unlike(one, other)):
        yield f"asks otherwise in: {', '.join(sheets)}", "has other definitions of these"


def _unlike(one: Round, other: Round) -> list[str]:
    """The sheets that ask something else in the two rounds, or offer something else."""
    levels = [place.level for place in (*one.places, *other.places)]
    found: dict[str, None] = {}
    for level in dict.fromkeys(levels):
        mine, theirs = _asked(one.definition(level)), _asked(other.definition(level))
        keys = dict.fromkeys((*mine, *theirs))
        found |= dict.fromkeys(key for key in keys if mine.get(key) != theirs.get(key))
    return list(found)


def _asked(definition: Definition) -> dict[str, object]:
    """Each sheet with the lists that it uses."""
    lists = definition.lists
    return {
        sheet.key: (sheet, [lists[field.list] for field in sheet.fields if field.list in lists])
        for sheet in definition.sheets
    }


def _some(found: Sequence[str]) -> str:
    more = len(found) - _SHOWN
    return ", ".join(found[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def settings_apart(rounds: Named) -> Mapping[str, tuple[str, ...]]:
    """Settings that rounds may have of their own, by key, with the rounds that differ."""
    _, first = rounds[0]
    found = {
        key: tuple(
            name
            for name, one in rounds[1:]
            if getattr(one.settings, key) != getattr(first.settings, key)
        )
        for key in ("ranking", "withhold_below")
    }
    return {key: names for key, names in found.items() if names}
