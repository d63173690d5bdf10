"""What a benchmark found: frozen, and the same in memory, in JSON and in RESULTS.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Literal

Unit = Literal["times", "s", "MB", "%", "libraries"]


@dataclass(frozen=True, slots=True)
class Row:
    """One contestant: CPU seconds, wall seconds and peak bytes of each of its runs.

    `count`: how many workbooks one run is about. `cpu` is that of all its processes together, or,
    if `inner`, of the work alone without start-up and preparation.
    """

    label: str
    count: int
    cpu: tuple[float, ...]
    wall: tuple[float, ...]
    memory: tuple[int, ...]
    inner: bool = False

    @property
    def each(self) -> float:
        """CPU seconds a workbook, the median of the runs."""
        return median(self.cpu) / self.count

    def times(self, other: Row) -> float:
        """How many times the CPU of the other: the median of the ratios within single rounds."""
        pairs = zip(self.cpu, other.cpu, strict=False)
        return median(own / self.count / (its / other.count) for own, its in pairs)


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that was to be reached; `at_least`: more is better, otherwise less.

    `next`: what would be done next if it is missed.
    """

    what: str
    reached: float
    limit: float
    unit: Unit
    at_least: bool = False
    next: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it was reached."""
        return self.reached >= self.limit if self.at_least else self.reached <= self.limit


@dataclass(frozen=True, slots=True)
class Spent:
    """A function in a profile: seconds in it and in all that it calls."""

    function: str
    calls: int
    own: float
    cumulative: float


@dataclass(frozen=True, slots=True)
class Table:
    """Anything else that is told, as text."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found; `base`: the label of the row that ratios are told against.

    `per`: what one of `count` is. `profile`: where the time of `profiled` goes.
    """

    name: str
    title: str
    method: str
    rows: tuple[Row, ...]
    goals: tuple[Goal, ...] = ()
    base: str = ""
    per: str = "workbook"
    tables: tuple[Table, ...] = ()
    profiled: str = ""
    profile: tuple[Spent, ...] = ()

    def row(self, label: str) -> Row:
        """The row with this label."""
        return next(row for row in self.rows if row.label == label)


@dataclass(frozen=True, slots=True)
class Machine:
    """What the numbers hold for; `load`: how many processes wanted a core when it began."""

    processor: str
    cores: int
    memory: str
    system: str
    python: str
    versions: tuple[tuple[str, str], ...]
    load: float


@dataclass(frozen=True, slots=True)
class Made:
    """A report with where it was made: commit, whether files differed from it, and machine."""

    report: Report
    commit: str
    machine: Machine
    changed: tuple[str, ...] = field(default=())
