"""Which figures of a country are withheld: what its regions withhold, and what would tell it.

Each region publishes by itself, with a pattern that reaches down to its places. A country shows
totals of regions, so it withholds those that a region withholds; and its own total, if that and
the other regions' totals would tell a withheld one too closely. Nothing else is new to a reader:
a sum of figures that are shown tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.disclosure import Cell, Sum, Table, exposed, protect
from workbook.compile.model import REGION
from workbook.compile.withheld import medians, quotients, tables, withheld_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbook.compile.model import Summary

    Pattern = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RegionalPattern:
    """What the public summary of one round withholds.

    `families`: tables in which a total of the whole region is withheld, with the numbers of all
    cells that are.
    """

    area: str
    withheld: Pattern
    families: tuple[tuple[Table, frozenset[int]], ...]


def regional_pattern(area: str, summary: Summary, below: int) -> RegionalPattern:
    """The pattern with which a round of the region `area` is published."""
    families = []
    for table in tables(summary):
        numbers = protect(table, below)
        if any(table.cells[number].where == REGION for number in numbers):
            families.append((table, numbers))
    return RegionalPattern(area, withheld_figures(summary, below), tuple(families))


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
