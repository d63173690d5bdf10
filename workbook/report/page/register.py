"""The places of a collection as the page lists and maps them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

from workbook.report.answered import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbook.compile.model import PlaceLine, Summary
    from workbook.report.wording import Wording

# Width of the map in its own units, the least and greatest height, and the room at its edges.
_WIDTH, _LOWEST, _HIGHEST, _EDGE = 640.0, 240.0, 760.0, 14.0
_SILENT = frozenset({"blank", "unreadable"})


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of the list; `share`: how many in a hundred questions it answered.

    `kind`: the group of its state, as in the tables on who has answered.
    """

    number: int
    code: str
    name: str
    level: str
    area: str
    population: int | None
    state: str
    kind: str
    late: bool
    share: int | None


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map."""

    number: int
    name: str
    state: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """Dots in a drawing of this size; `without`: places that have no coordinates."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    without: int


def place_rows(summary: Summary, words: Wording) -> tuple[PlaceRow, ...]:
    """Every expected place, in the order of the list of places."""
    said: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for line in summary.lines:
        asked[line.place] += 1
        said[line.place] += line.state not in _SILENT
    return tuple(
        _row(words, number, line, said, asked) for number, line in enumerate(summary.places)
    )


def _row(
    words: Wording, number: int, line: PlaceLine, said: Counter[str], asked: Counter[str]
) -> PlaceRow:
    place = line.status.place
    questions = asked[place.code]
    return PlaceRow(
        number,
        place.code,
        place.name,
        words.level(place.level),
        words.towards(place.level, line.area),
        place.population,
        words.text(f"states.{line.status.state}"),
        kind_of(line),
        line.status.late,
        round(100 * said[place.code] / questions) if questions else None,
    )


def kind_of(line: PlaceLine) -> str:
    """The group of a place's state."""
    return next(kind for kind, states in STATES.items() if line.status.state in states)


def dot_map(lines: Sequence[PlaceLine], rows: Iterable[PlaceRow]) -> Map | None:
    """Places where the register says that they lie; None where it says nothing.

    An equirectangular map that is true to scale in the middle of its height.
    """
    points = {
        number: (line.status.place.latitude, line.status.place.longitude)
        for number, line in enumerate(lines)
    }
    known = {
        n: (north, east)
        for n, (north, east) in points.items()
        if north is not None and east is not None
    }
    if not known:
        return None
    middle = (min(n for n, _ in known.values()) + max(n for n, _ in known.values())) / 2
    shrink = cos(radians(middle))
    flat = {number: (east * shrink, -north) for number, (north, east) in known.items()}
    left, top = (min(point[axis] for point in flat.values()) for axis in (0, 1))
    wide, high = (
        max(p[axis] for p in flat.values()) - start for axis, start in ((0, left), (1, top))
    )
    scale = min((_WIDTH - 2 * _EDGE) / (wide or 1e-9), (_HIGHEST - 2 * _EDGE) / (high or 1e-9))
    scale = min(scale, 1e6)
    height = max(_LOWEST, high * scale + 2 * _EDGE)
    across, down = (_WIDTH - wide * scale) / 2, (height - high * scale) / 2
    dots = tuple(
        Dot(
            row.number, row.name, row.state, row.kind,
            round(across + (flat[row.number][0] - left) * scale, 1),
            round(down + (flat[row.number][1] - top) * scale, 1),
        )
        for row in rows
        if row.number in flat
    )  # fmt: skip
    return Map(_WIDTH, round(height, 1), dots, len(points) - len(known))
