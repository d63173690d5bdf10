"""What stands beside public figures: medians, quartiles and the round before, where they are safe.

Of counts of people, each of these is one figure more that a reader can calculate with.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from indicators.disclosure import Interval, exposed, protect
from indicators.spread import looked_at
from indicators.tables import ToolError
from workbook.compile.model import REGION
from workbook.compile.withheld import earlier_tables, personal_families, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicators.disclosure import Table
    from indicators.spread import Spread
    from workbook.compile.model import Before, Publication, Summary

_ANYTHING = Interval(0, float("inf"))


@dataclass(frozen=True, slots=True)
class Pinned:
    """A spread, and within which limits withheld figures may move so that it stays as it is.

    `bounds`: by number of the cell. Each quartile is made of figures that are not withheld; if
    these and their ranks stay, so does it, whatever the others are.
    """

    spread: Spread
    bounds: Mapping[int, Interval]


def shown_spreads(summary: Summary, publication: Publication) -> tuple[Spread, ...]:
    """The medians and quartiles that do not tell more of any withheld count than is safe."""
    guarded = set(personal_families(summary.measures))
    shown = {s for s in summary.spreads if s.measure not in guarded}
    areas = {line.place: line.area for line in summary.contributions}
    for table in tables(summary):
        withheld = frozenset(
            number
            for number, cell in enumerate(table.cells)
            if publication.hides(cell.figure, cell.where)
        )
        figures = {cell.figure for cell in table.cells}
        own = [spread for spread in summary.spreads if spread.measure in figures & guarded]
        candidates = [one for s in own if (one := _pinned(s, table, withheld, areas))]
        safe = _safe(candidates, table, withheld, publication.below)
        shown |= {one.spread for one in safe if _is_large(one.spread, publication.below)}
    return tuple(
        spread
        for spread in summary.spreads
        if spread in shown and not publication.hides(spread.measure, spread.area)
    )


def shown_before(summary: Summary, publication: Publication) -> tuple[Before, ...]:
    """The totals of then that may stand beside those of now.

    Counts of people: those of the whole region only, for areas may have been others then; only
    where no place has gone, merged or been split, and where of both rounds nothing had to be
    withheld. Then no reader of what was published at that time learns more.
    """
    guarded = set(personal_families(summary.measures))
    open_then = _open_then(summary, publication.below) if summary.same_places else frozenset()
    return tuple(
        _as_told(one, summary) if one.measure in guarded else one
        for one in summary.before
        if not publication.hides(one.measure, one.area)
        and (one.measure not in guarded or (one.area == REGION and one.measure in open_then))
    )


def _as_told(one: Before, summary: Summary) -> Before:
    """Totals of those that told it twice only where these are all: a difference is somebody."""
    now = summary.total(one.measure, one.area)
    if one.like_places == one.with_data == now.with_data:
        return one
    return replace(one, like_old=None, like_new=None)


def _open_then(summary: Summary, below: int) -> frozenset[str]:
    """The figures of families of which no total of the round before would be withheld."""
    totals = {area.key for area in summary.areas} | {REGION}
    found: set[str] = set()
    for table in earlier_tables(summary):
        try:
            hidden = protect(table, below)
        except ToolError:
            continue
        if not any(table.cells[number].where in totals for number in hidden):
            found |= {cell.figure for cell in table.cells}
    return frozenset(found)


def _pinned(
    spread: Spread, table: Table, withheld: frozenset[int], areas: Mapping[str, str]
) -> Pinned | None:
    """None where a quartile cannot be made of figures that are not withheld."""
    cells = [
        number
        for number, cell in enumerate(table.cells)
        if cell.figure == spread.measure
        and cell.where in areas
        and spread.area in {REGION, areas[cell.where]}
    ]
    ranks = looked_at(len(cells))
    ordered = _ordered(cells, table, withheld, ranks)
    if any(ordered[rank] in withheld for rank in ranks):
        return None
    bounds = {}
    for rank, number in enumerate(ordered):
        if number in withheld:
            below, above = bisect_left(ranks, rank), bisect_right(ranks, rank)
            low = table.cells[ordered[ranks[below - 1]]].value if below else _ANYTHING.low
            high = table.cells[ordered[ranks[above]]].value if above < len(ranks) else None
            bounds[number] = Interval(low, _ANYTHING.high if high is None else high)
    return Pinned(spread, bounds)


def _ordered(
    cells: Iterable[int], table: Table, withheld: frozenset[int], ranks: Sequence[int]
) -> list[int]:
    """Cells from the least on; among equal ones, shown ones take the ranks that quartiles need."""
    found: list[int] = []
    by_value = sorted(cells, key=lambda number: table.cells[number].value)
    for _, equal in groupby(by_value, key=lambda number: table.cells[number].value):
        open_first = sorted(equal, key=lambda number: (number in withheld, number))
        places = range(len(found), len(found) + len(open_first))
        needed = sorted(places, key=lambda rank: (rank not in ranks, rank))
        placed = dict(zip(needed, open_first, strict=True))
        found += [placed[rank] for rank in places]
    return found


def _safe(
    candidates: Sequence[Pinned], table: Table, withheld: frozenset[int], below: int
) -> list[Pinned]:
    """As many of the spreads as can be shown together without giving a withheld count away."""
    kept = list(candidates)
    while kept and (told := exposed(table, withheld, below, bounds=_together(kept))):
        fewer = [one for one in kept if not one.bounds.keys() & set(told)]
        # A total or a difference may be what is told: then none of them is safe.
        kept = fewer if len(fewer) < len(kept) else []
    return kept


def _together(kept: Iterable[Pinned]) -> Mapping[int, Interval]:
    found: dict[int, Interval] = {}
    for one in kept:
        for number, bound in one.bounds.items():
            known = found.get(number, _ANYTHING)
            found[number] = Interval(max(known.low, bound.low), min(known.high, bound.high))
    return found


def _is_large(spread: Spread, below: int) -> bool:
    """Whether none of the three figures looks like a small count itself."""
    return all(figure == 0 or figure >= below for figure in spread.quartiles)
