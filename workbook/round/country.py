"""The places of a whole country, and what of them is one region's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.tables import ToolError
from templates.model import ISLAND_GROUP
from workbook.anchors import normalise
from workbook.round.places import full_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.load import Library
    from templates.model import Place, Programme


def country_places(programme: Programme, library: Library) -> tuple[Place, ...]:
    """All places of the programme's country; none where it has no list of them."""
    register = programme.country
    return library.places(register) if register in library.registers else ()


def region_of(place: Place, register: Mapping[str, Place]) -> str:
    """The code of the region that a place is or lies in; empty where the list does not say."""
    seen: set[str] = set()
    current: Place | None = place
    while current is not None and current.level != "region" and current.code not in seen:
        seen.add(current.code)
        current = register.get(current.parent)
    return current.code if current is not None and current.level == "region" else ""


def without_groups(places: Iterable[Place]) -> list[Place]:
    """The places of a country; island groups are nobody to expect."""
    return [place for place in places if place.level != ISLAND_GROUP]


def places_of_region(places: Sequence[Place], wanted: str, code_length: int) -> tuple[Place, ...]:
    """The places of one region, named by its code or by a part of its name that no other has."""
    regions = [place for place in places if place.level == "region"]
    chosen = _named(regions, wanted, code_length)
    register = {place.code: place for place in places}
    return tuple(place for place in places if region_of(place, register) == chosen.code)


def _named(regions: Sequence[Place], wanted: str, code_length: int) -> Place:
    code, name = full_code(wanted, code_length), normalise(wanted)
    exact = [one for one in regions if code == one.code or name == normalise(one.name)]
    found = exact or [one for one in regions if name in normalise(one.name)]
    if len(found) == 1:
        return found[0]
    if not regions:
        msg = "--region picks one region of a list, but this list of places names no region"
    elif found:
        msg = f"'{wanted}' is in the name of several regions: {_listed(found)}; write a code"
    else:
        msg = f"there is no region '{wanted}'; write the code of one of these: {_listed(regions)}"
    raise ToolError(msg)


def _listed(regions: Iterable[Place]) -> str:
    return ", ".join(f"{one.code} {one.name}" for one in regions)
