"""Which figures must be withheld so that no small count of people can be read or worked out.

A table has cells and sums between them: places add up to areas, areas to the region, women and
others to all. A count of people from 1 to below the threshold is withheld. Other cells are withheld
with it until the rule of `exposed` holds: whatever a reader adds up and subtracts of all that is
published, a small count could as well be zero or the threshold.

The choice of those other cells follows the usual way with linear programmes (what is cheapest to
withhold so that a small count could as well be zero or the threshold), and is not the gate: the
gate is `attack`, which knows all that is published, and `protect` ends only when it finds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING

from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicators.linear import LinearProgramme

    Bounds = Mapping[int, "Interval"]

# How far a solution may be off by rounding; counts are whole numbers.
_SLACK = 1e-5
_INFINITY = float("inf")
# What a cell costs that is withheld already: next to nothing, so that no other is taken instead.
_FREE = 1e-4


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table.

    `figure`, `where`: which figure, of which place, area or of all. `personal`: a count of people.
    `least`: what everybody knows it to be at least, from figures that are published in any case.
    `cost`: how much is lost by withholding it. `derived`: never shown itself, but what is left of
    a shown total after a shown part, such as men after women.
    """

    figure: str
    where: str
    value: float
    personal: bool = True
    least: float = 0.0
    cost: float = 1.0
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts, as numbers of cells."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells and all sums between them: figures that are linked belong into one table."""

    cells: tuple[Cell, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """All that a reader can work out about a cell: it is not below `low` and not above `high`."""

    low: float
    high: float


def sensitive(table: Table, below: int) -> tuple[int, ...]:
    """Numbers of the cells that are counts of people from 1 to below the threshold."""
    return tuple(
        number
        for number, cell in enumerate(table.cells)
        if cell.personal and 0 < cell.value < below
    )


def protect(table: Table, below: int) -> frozenset[int]:
    """Numbers of the cells to withhold; a `ToolError` if the attack still finds one of them."""
    small = sensitive(table, below)
    if not small:
        return frozenset()
    search = _Search(table, {number for number in small if not table.cells[number].derived})
    checked: set[int] = set()
    while True:
        withheld = frozenset(search.withheld)
        open_ = exposed(table, withheld, below, skip=checked)
        if not open_:
            return withheld
        # Withholding more never narrows what is known: what has held once will hold.
        checked |= (withheld | set(small)) - set(open_)
        for number in sorted(open_, key=lambda one: (table.cells[one].value, one)):
            cell = table.cells[number]
            if number in small:
                search.push(number, up=below - cell.value)
                search.push(number, down=cell.value - cell.least)
            else:
                search.push(number, up=below)
        if search.withheld == withheld:
            names = ", ".join(f"{table.cells[n].figure} {table.cells[n].where}" for n in open_)
            msg = f"small counts could still be worked out, so nothing is published: {names}"
            raise ToolError(msg)


def exposed(
    table: Table,
    withheld: Iterable[int],
    below: int,
    skip: Iterable[int] = (),
    bounds: Bounds | None = None,
) -> tuple[int, ...]:
    """Numbers of the cells that a reader could work out too closely; `bounds` as in `attack`.

    A small count must possibly be nothing more than its known least (mostly zero), and possibly as
    much as the threshold, so that nobody can tell that it is small. Whatever else is withheld must
    be uncertain by the threshold at least.
    """
    kept = set(withheld)
    small = set(sensitive(table, below))
    shown = {n for n in small if n not in kept and not table.cells[n].derived}
    looked_at = sorted((kept | small) - set(skip))
    intervals = attack(table, kept, looked_at, bounds)
    found = []
    for number in looked_at:
        cell, interval = table.cells[number], intervals[number]
        wide = interval.high - interval.low >= below
        if number in small:
            wide = interval.low <= cell.least and interval.high >= below
        if number in shown or not wide:
            found.append(number)
    return tuple(found)


def attack(
    table: Table,
    withheld: Iterable[int],
    only: Sequence[int] | None = None,
    bounds: Bounds | None = None,
) -> Mapping[int, Interval]:
    """What a reader can work out about cells from all others; by default, about every hidden one.

    The reader knows every sum, that no count is negative, each cell's known least, and `bounds` of
    single cells, from other figures that are published.
    """
    kept = set(withheld)
    hidden = {n for n, cell in enumerate(table.cells) if n in kept or cell.derived}
    wanted = tuple(hidden if only is None else only)
    found = {n: Interval(table.cells[n].value, table.cells[n].value) for n in wanted}
    for group, sums in _groups(table, hidden):
        looked_at = [number for number in wanted if number in group]
        if looked_at:
            found |= _intervals(table, group, sums, looked_at, bounds or {})
    return found


def _groups(table: Table, hidden: set[int]) -> list[tuple[dict[int, int], list[Sum]]]:
    """Hidden cells that no sum links with those of another group; each cell with its column.

    What stands in different groups tells nothing about one another, and small programmes are
    solved much faster than one large one.
    """
    leader = {number: number for number in hidden}

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    linked = []
    for one in table.sums:
        members = [number for number in (one.total, *one.parts) if number in leader]
        if members:
            linked.append((members[0], one))
            for member in members[1:]:
                leader[find(member)] = find(members[0])
    groups: dict[int, tuple[dict[int, int], list[Sum]]] = {}
    for number in sorted(hidden):
        columns, _ = groups.setdefault(find(number), ({}, []))
        columns[number] = len(columns)
    for member, one in linked:
        groups[find(member)][1].append(one)
    return list(groups.values())


def _intervals(
    table: Table,
    columns: Mapping[int, int],
    sums: Iterable[Sum],
    wanted: Iterable[int],
    bounds: Bounds,
) -> dict[int, Interval]:
    """The intervals of cells of one group."""
    rows: list[dict[int, float]] = []
    sides: list[float] = []
    for one in sums:
        signs = _signs(one)
        rows.append({columns[n]: sign for n, sign in signs.items() if n in columns})
        shown = (sign * table.cells[n].value for n, sign in signs.items() if n not in columns)
        sides.append(-sum(shown))
    from indicators.linear import LinearProgramme

    anything = Interval(0, _INFINITY)
    known = [bounds.get(number, anything) for number in columns]
    lower = [max(table.cells[n].least, one.low) for n, one in zip(columns, known, strict=True)]
    programme = LinearProgramme(rows, sides, lower, [one.high for one in known])
    return {number: _interval(programme, columns[number]) for number in wanted}


def _signs(one: Sum) -> dict[int, float]:
    """The sum as coefficients that come to zero."""
    return {one.total: -1.0} | dict.fromkeys(one.parts, 1.0)


def _interval(programme: LinearProgramme, column: int) -> Interval:
    programme.set_cost(column, 1.0)
    low, high = programme.least(), programme.greatest()
    programme.set_cost(column, 0.0)
    return Interval(
        low if low == -_INFINITY else ceil(low - _SLACK),
        high if high == _INFINITY else floor(high + _SLACK),
    )


class _Search:
    """Looks for the cheapest cells to withhold, one small count after the other.

    Each cell has two columns: how much more, and how much less, it could be in another table with
    the same sums. Those that have to move for a small count to move are withheld.
    """

    def __init__(self, table: Table, withheld: set[int]) -> None:
        self.withheld = withheld
        self._cells = table.cells
        size = len(table.cells)
        rows = []
        for one in table.sums:
            signs = _signs(one)
            less = {number + size: -sign for number, sign in signs.items()}
            rows.append({**signs, **less})
        from indicators.linear import LinearProgramme

        falls = [cell.value - cell.least for cell in table.cells]
        self._upper = [*([_INFINITY] * size), *falls]
        self._programme = LinearProgramme(rows, [0.0] * len(rows), [0.0] * (2 * size), self._upper)
        for number, cell in enumerate(table.cells):
            free = number in withheld or cell.derived
            self._set_cost(number, _FREE if free else cell.cost)

    def push(self, number: int, up: float = 0.0, down: float = 0.0) -> None:
        """Withhold what must move for this cell to be so much more, or so much less."""
        if up <= 0 and down <= 0:
            return
        columns = {number: up, number + len(self._cells): down}
        for column, amount in columns.items():
            self._programme.set_bounds(column, amount, amount)
        solved = isfinite(self._programme.least())
        for column in self._programme.moved(_SLACK) if solved else ():
            cell = column % len(self._cells)
            if cell not in self.withheld and not self._cells[cell].derived:
                self.withheld.add(cell)
                self._set_cost(cell, _FREE)
        for column in columns:
            self._programme.set_bounds(column, 0.0, self._upper[column])

    def _set_cost(self, number: int, cost: float) -> None:
        for column in (number, number + len(self._cells)):
            self._programme.set_cost(column, cost)
