"""What provinces and the regional office answered for themselves, beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.model import Measure
    from templates.model import Place
    from workbook.compile.model import Summary

# More columns than this cannot be read; the tabs of the summary workbook have them.
_MOST = 10


@dataclass(frozen=True, slots=True)
class OwnTable:
    """Measures with a figure somewhere, and the places that answered; None is no figure."""

    places: tuple[Place, ...]
    lines: tuple[tuple[Measure, tuple[float | None, ...]], ...]


def own_table(summary: Summary) -> OwnTable | None:
    """The figures of those that no total adds up; None where none of them told one.

    Of a country they would be a hundred columns. In public, the regional office's alone are left.
    """
    values = {(one.place, one.measure): one.value for one in summary.own_values}
    told = {place for (place, _), value in values.items() if value is not None}
    places = tuple(place for place in summary.own if place.code in told)
    if summary.scope == "country" or not 0 < len(places) <= _MOST:
        return None
    lines = []
    for measure in summary.measures:
        figures = tuple(values.get((place.code, measure.key)) for place in places)
        if any(figures):
            lines.append((measure, figures))
    return OwnTable(places, tuple(lines)) if lines else None
