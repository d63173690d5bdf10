"""What a comparison of two rounds is made of: frozen shapes that report and command read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from indicators.model import Measure
    from templates.model import Place
    from templates.periods import Period
    from workbook.compile.model import Area
    from workbook.earlier import Moved
    from workbook.model import Answer, PlaceStatus, Return

RecordKind = Literal["new", "vanished", "changed"]
RECORD_KINDS: tuple[RecordKind, ...] = ("new", "vanished", "changed")


@dataclass(frozen=True, slots=True)
class RoundSide:
    """One of the two rounds: what was asked, of whom, and the returns that count."""

    programme: str
    version: str
    edition: str
    period: Period
    currency: str
    statuses: tuple[PlaceStatus, ...]
    returns: tuple[Return, ...]

    @property
    def expected(self) -> int:
        """How many places are to answer; one that is excluded is not."""
        return sum(status.state != "excluded" for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose figures add up, as a measure of its own; `row` in a matrix."""

    sheet: str
    field: str
    row: str = ""

    @property
    def key(self) -> str:
        """What the measure is called."""
        return ".".join(part for part in (self.sheet, self.row, self.field) if part)


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """A figure of one place in both rounds; None where its answers do not tell."""

    figure: str
    place: Place
    area: str
    old: float | None
    new: float | None

    @property
    def is_like(self) -> bool:
        """Whether both rounds tell, so that the two may be compared."""
        return self.old is not None and self.new is not None

    @property
    def difference(self) -> float | None:
        """How much more it is now."""
        return None if self.old is None or self.new is None else rounded(self.new - self.old)


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """A total of cities and municipalities; `area` is empty for the whole region.

    `old`, `new`: as each round told it, from `old_places` of `old_asked` returns. `like_old`,
    `like_new`: the totals of the same `like_places` governments, which told it in both rounds.
    """

    figure: str
    area: str
    old: float | None
    new: float | None
    old_places: int
    new_places: int
    old_asked: int
    new_asked: int
    like_old: float | None
    like_new: float | None
    like_places: int

    @property
    def difference(self) -> float | None:
        """How much more it is now in the governments that told it in both rounds."""
        if self.like_old is None or self.like_new is None:
            return None
        return rounded(self.like_new - self.like_old)


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that is new, no longer reported, or in another state; `field` for the latter."""

    kind: RecordKind
    place: Place
    area: str
    sheet: str
    row: str
    name: str
    field: str = ""
    old: Answer | None = None
    new: Answer | None = None


@dataclass(frozen=True, slots=True)
class RoundChanges:
    """Everything that two rounds can be compared in.

    `measures`: declared ones that both rounds asked; `questions`: those that add up. `only_old`,
    `only_new`: measures that one of the two did not ask. `places`: codes of those whose returns
    count in both rounds. `moved`: what became of places in between. `percent_from`: see
    indicators/data/comparison.toml.
    """

    old: RoundSide
    new: RoundSide
    region: str
    areas: tuple[Area, ...]
    measures: tuple[Measure, ...]
    questions: tuple[Question, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    places: frozenset[str]
    moved: tuple[Moved, ...]
    place_figures: tuple[PlaceFigure, ...]
    area_figures: tuple[AreaFigure, ...]
    records: tuple[RecordChange, ...]
    percent_from: float

    def percent(self, old: float | None, difference: float | None) -> float | None:
        """The difference in percent; None where the older figure is too small to say."""
        if old is None or difference is None or old < self.percent_from:
            return None
        return 100 * difference / old


def rounded(value: float) -> float:
    """Without what adding fractions leaves behind; whole where it is whole."""
    exact = float(f"{value:.12g}")
    return int(exact) if exact.is_integer() else exact
