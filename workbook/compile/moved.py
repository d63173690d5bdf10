"""The summary's word on boundaries: which places are not what they were in the period before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.compile.model import MovedPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import Place
    from workbook.compile.model import Summary
    from workbook.earlier import Moved


def with_moved(
    summary: Summary, last: str, moved: Iterable[Moved], names: Mapping[str, str]
) -> Summary:
    """The summary of a round that follows another; `names`: of the places of then, by code."""
    places = (line.status.place for line in summary.places)
    return replace(summary, last=last, moved=moved_lines(moved, places, names))


def moved_lines(
    moved: Iterable[Moved], places: Iterable[Place], names: Mapping[str, str]
) -> tuple[MovedPlace, ...]:
    """What became of places in words; `places`: those of today, `names`: of those of then."""
    known = {place.code: place.name for place in places}
    return tuple(
        MovedPlace(
            code=one.place,
            name=known.get(one.place, ""),
            kind=one.kind,
            places=tuple(f"{names[c]} ({c})" if names.get(c) else c for c in one.places),
            day=one.day.isoformat() if one.day else "",
            source=one.source,
        )
        for one in moved
    )
