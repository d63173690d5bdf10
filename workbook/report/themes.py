"""The measures of a summary as people read them: by theme, and those that matter most first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.model import Measure
    from workbook.compile.model import Summary


def measures_by_theme(summary: Summary) -> dict[str, list[Measure]]:
    """The measures that add up, by theme, in the order of the catalogue."""
    found: dict[str, list[Measure]] = {}
    for measure in summary.measures:
        if measure.adds_up:
            found.setdefault(measure.theme, []).append(measure)
    return found


def headlines(summary: Summary) -> list[Measure]:
    """The key figures, in their declared order.

    Those that regional offices tell of themselves only where there is one of them: a country's
    offices are never added up, and none of them stands for the others.
    """
    one = summary.scope == "region" and sum(own.level == "region" for own in summary.own) == 1
    found = [each for each in summary.measures if each.headline and (each.adds_up or one)]
    return sorted(found, key=lambda measure: measure.headline)
