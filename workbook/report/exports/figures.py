"""Figures of areas and places, with what it means where one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import REGION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicators.model import Measure
    from workbook.compile.country_totals import Totalled
    from workbook.compile.model import Contribution, Summary, Total

Known = Literal["known", "not_applicable", "no_data", "withheld"]
# Stands for the whole where no code of its own does.
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """What one place's own workbook says on a measure; `value` is None unless it is known."""

    measure: str
    place: str
    level: str
    value: float | None
    known: Known


def region_code(summary: Totalled) -> str:
    """The code of the region, or `WHOLE`."""
    codes = [place.code for place in summary.own if place.level == "region"]
    return codes[0] if len(codes) == 1 else WHOLE


def area_code(summary: Totalled, area: str) -> str:
    """The code of an area of the summary as others get it; no two areas have the same.

    Where places lie in the region directly, its code is that of their area.
    """
    if area != REGION:
        return area
    code = region_code(summary)
    return WHOLE if code in {one.key for one in summary.areas} else code


def audience_of(summary: Totalled) -> str:
    """The word that stands in names of files."""
    return "INTERNAL" if summary.publication is None else "PUBLIC"


def known_of(summary: Totalled, total: Total, heard: frozenset[str]) -> Known:
    """Whether a total has a figure; `heard` as from `heard_areas`.

    It does not apply if it concerns none of those that answered; where nobody did, nothing is
    known.
    """
    if summary.hides(total.measure, total.area):
        return "withheld"
    if total.value is not None:
        return "known"
    return "not_applicable" if total.area in heard and not total.asked else "no_data"


def governments_of(summary: Totalled, total: Total, measure: Measure) -> int | None:
    """How many governments have more than zero; None where a public summary does not tell."""
    return None if summary.publication is not None and measure.withhold else total.governments


def heard_areas(summary: Totalled) -> frozenset[str]:
    """The areas of which the workbook of at least one city or municipality counts."""
    found = {
        line.area
        for line in summary.places
        if line.status.state.startswith("accepted") and line.status.place.level in GOVERNMENT_LEVELS
    }
    return frozenset(found | {REGION}) if found else frozenset()


def place_figures(summary: Summary) -> Iterator[PlaceFigure]:
    """Every measure and place that it concerns, in the order of the contributions.

    Records without data leave the others' sum standing, as in the totals.
    """
    grouped: dict[tuple[str, str], list[Contribution]] = {}
    for line in summary.contributions:
        grouped.setdefault((line.measure, line.place), []).append(line)
    for (measure, place), lines in grouped.items():
        values = [line.value for line in lines if line.value is not None]
        known: Known = "known"
        if not values:
            known = "no_data" if all(line.concerned for line in lines) else "not_applicable"
        total = sum(values) if values else None
        yield PlaceFigure(measure, place, lines[0].level, total, known)


def is_government(figure: PlaceFigure) -> bool:
    """Whether the figure is one of those that add up."""
    return figure.level in GOVERNMENT_LEVELS
