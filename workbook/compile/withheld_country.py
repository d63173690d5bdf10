"""Which figures of a country are withheld: what its regions withhold, and what would tell it.

Each region publishes by itself, with a pattern that reaches down to its places. A country shows
totals of regions, so it withholds those that a region withholds; and its own total, if that and
the other regions' totals would tell a withheld one too closely. Nothing else is new to a reader:
a sum of figures that are shown tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indicators.disclosure import Cell, Sum, Table, exposed, protect
from workbook.compile.beside import shown_before
from workbook.compile.model import REGION, Publication
from workbook.compile.withheld import (
    medians,
    personal_families,
    quotients,
    tables,
    withheld_figures,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workbook.compile.model import Before, Summary

    Pattern = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RegionalPattern:
    """What the public summary of one round withholds.

    `families`: tables in which a total of the whole region is withheld, with the numbers of all
    cells that are. `before`: totals of the whole region in the round before that it shows.
    """

    area: str
    withheld: Pattern
    families: tuple[tuple[Table, frozenset[int]], ...]
    before: tuple[Before, ...] = ()


def regional_pattern(area: str, summary: Summary, below: int) -> RegionalPattern:
    """The pattern with which a round of the region `area` is published."""
    families = []
    for table in tables(summary):
        numbers = protect(table, below)
        if any(table.cells[number].where == REGION for number in numbers):
            families.append((table, numbers))
    withheld = withheld_figures(summary, below)
    shown = shown_before(summary, Publication(below, withheld))
    before = tuple(one for one in shown if one.area == REGION)
    return RegionalPattern(area, withheld, tuple(families), before)


def country_pattern(summary: Summary, regions: Sequence[RegionalPattern], below: int) -> Pattern:
    """Figure and region, or `REGION` for the country, of all that a country withholds."""
    found = {
        (figure, region.area)
        for region in regions
        for figure, where in region.withheld
        if where == REGION
    }
    for family in _families(regions):
        found |= {(figure, REGION) for figure in _totals_withheld(family, below)}
    for goal in summary.goals.every:
        found |= set(medians(goal)) | set(quotients(goal, found))
    return frozenset(found)


def country_before(
    summary: Summary, regions: Sequence[RegionalPattern], publication: Publication
) -> Iterator[Before]:
    """The totals of then that a country may show beside those of now.

    Counts of people: of a region what it shows itself, and in all only where each region with a
    figure of then shows it. So whatever stands here is there for a reader to add up already.
    """
    guarded = set(personal_families(summary.measures))
    shown = {(one.measure, region.area): one for region in regions for one in region.before}
    parts: dict[str, list[Before | None]] = {}
    for one in summary.before:
        if one.measure in guarded and one.area != REGION:
            parts.setdefault(one.measure, []).append(
                _as_shown(one, shown.get((one.measure, one.area)))
            )
    for one in summary.before:
        if publication.hides(one.measure, one.area):
            continue
        kept: Before | None = one
        if one.measure in guarded and one.area == REGION:
            kept = _in_all(one, parts.get(one.measure, []))
        elif one.measure in guarded:
            kept = _as_shown(one, shown.get((one.measure, one.area)))
        if kept is not None:
            yield kept


def _as_shown(one: Before, shown: Before | None) -> Before | None:
    """The line of a region as its own summary has it; None where that does not say the same."""
    if shown is None or (shown.value, shown.with_data) != (one.value, one.with_data):
        return None
    return replace(shown, area=one.area, asked=one.asked)


def _in_all(one: Before, parts: Sequence[Before | None]) -> Before | None:
    """The line of the country, where all of its parts are shown, and as far as they are."""
    if not parts or None in parts:
        return None
    if any(part.like_old is None for part in parts if part is not None and part.like_places):
        return replace(one, like_old=None, like_new=None)
    return one


def _families(regions: Iterable[RegionalPattern]) -> Iterable[list[tuple[Table, frozenset[int]]]]:
    """The tables of all regions, those together that have a figure in common."""
    found: list[tuple[set[str], list[tuple[Table, frozenset[int]]]]] = []
    for region in regions:
        for family in region.families:
            figures, tables_of = {cell.figure for cell in family[0].cells}, [family]
            for one in [one for one in found if one[0] & figures]:
                found.remove(one)
                figures, tables_of = figures | one[0], one[1] + tables_of
            found.append((figures, tables_of))
    return [one for _, one in found]


def _totals_withheld(families: Sequence[tuple[Table, frozenset[int]]], below: int) -> set[str]:
    """The figures of one family whose total of the country cannot be shown."""
    table, withheld, totals = _joined(families)
    kept = withheld | frozenset(totals.values())
    # Where nothing can be told from all regions as they are published, only totals can change it.
    for number in sorted(totals.values()):
        fewer = kept - {number}
        if not exposed(table, fewer, below):
            kept = fewer
    return {figure for figure, number in totals.items() if number in kept}


def _joined(
    families: Sequence[tuple[Table, frozenset[int]]],
) -> tuple[Table, frozenset[int], dict[str, int]]:
    """All regions' tables as one, with what their withheld totals come to together.

    That is what a reader has of a country's total after taking away the totals that are shown.
    """
    cells: list[Cell] = []
    sums: list[Sum] = []
    withheld: set[int] = set()
    parts: dict[str, list[int]] = {}
    for table, numbers in families:
        start = len(cells)
        cells += table.cells
        sums += (Sum(one.total + start, tuple(p + start for p in one.parts)) for one in table.sums)
        withheld |= {number + start for number in numbers}
        for number in numbers:
            if table.cells[number].where == REGION:
                parts.setdefault(table.cells[number].figure, []).append(number + start)
    totals: dict[str, int] = {}
    for figure, numbers_of in parts.items():
        totals[figure] = len(cells)
        ordered = tuple(sorted(numbers_of))
        value = sum(cells[number].value for number in ordered)
        least = sum(cells[number].least for number in ordered)
        cells.append(Cell(figure, REGION, value, personal=False, least=least))
        sums.append(Sum(totals[figure], ordered))
    return Table(tuple(cells), tuple(sums)), frozenset(withheld), totals
