"""Ranks governments by points that people can add up by hand.

Weights are the coordinator's; nothing is weighted by default. Points of a component are rounded
to the digits that are shown before they are added, so that equal totals on paper are equal ranks.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal

from indicators.sdg_catalogue import DATA
from indicators.tables import DefinitionError, ToolError, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

COMPONENTS = DATA / "ranking.toml"
# Ranks in the list of the first, unless round.toml says otherwise.
TOP = 5
NotRanked = Literal["errors", "unreadable", "no_return", "not_asked"]
_TENTH = Decimal("0.1")
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the score and the measures whose being more than zero is achieved in it."""

    key: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """The points that a component can bring."""

    component: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Rules:
    """The coordinator's weights, which add up to 100, and how many ranks are in the top list."""

    weights: tuple[Weight, ...]
    top: int


@dataclass(frozen=True, slots=True)
class Achieved:
    """How much of a component a government achieved: so many of so many.

    `without_data`: how many of `of` nothing is known about; they bring no points.
    """

    reached: int
    of: int
    without_data: int = 0


@dataclass(frozen=True, slots=True)
class Government:
    """One government, what it achieved by component, and why it is not to be ranked, if so."""

    place: str
    achieved: Mapping[str, Achieved]
    barred: NotRanked | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one component and where they come from."""

    component: str
    weight: Decimal
    achieved: Achieved
    points: Decimal


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of the ranking; `points` is the sum of those of `components`."""

    rank: int
    place: str
    points: Decimal
    components: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All ranked governments from the first, and those that are not ranked with the reason."""

    rules: Rules
    ranked: tuple[Ranked, ...]
    not_ranked: tuple[tuple[str, NotRanked], ...]

    @property
    def top(self) -> tuple[Ranked, ...]:
        """The first so many ranks; more governments than that if the last rank is shared."""
        return tuple(line for line in self.ranked if line.rank <= self.rules.top)


def load_components(path: Path = COMPONENTS) -> tuple[Component, ...]:
    """The components that weights can be given to, as declared in data/ranking.toml."""
    found: list[Component] = []
    for data in read_toml(path).get("components", []):
        key, measures = data.get("key"), data.get("measures")
        if not key or not measures:
            raise DefinitionError(path, str(key or ""), "write key and measures of each component")
        if key in {component.key for component in found}:
            raise DefinitionError(path, key, "this key is used twice; choose another")
        found.append(Component(key, tuple(measures)))
    return tuple(found)


def make_rules(weights: Mapping[str, Any], top: Any, components: Sequence[Component]) -> Rules:
    """Rules from what stands in round.toml; a mistake is a `ToolError` that says what to write."""
    known = [component.key for component in components]
    if unknown := sorted(set(weights) - set(known)):
        msg = f"no component is called {', '.join(unknown)}; use {', '.join(known)}"
        raise ToolError(msg)
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        msg = f"the top list has {top} ranks; write a whole number from 1"
        raise ToolError(msg)
    given = tuple(Weight(key, _weight(key, weights[key])) for key in known if key in weights)
    total = sum((weight.weight for weight in given), Decimal(0))
    if total != _ALL:
        msg = f"the weights of the ranking add up to {total:f}; change them so that they make 100"
        raise ToolError(msg)
    return Rules(given, top)


def achieved_by(
    component: Component, values: Mapping[str, float | None], not_concerned: Iterable[str] = ()
) -> Achieved:
    """What a government achieved, from its own figures by measure; None or absent means no data."""
    left_out = set(not_concerned)
    counted = [values.get(key) for key in component.measures if key not in left_out]
    known = [value for value in counted if value is not None]
    reached = sum(value > 0 for value in known)
    return Achieved(reached, len(counted), len(counted) - len(known))


def rank(governments: Sequence[Government], rules: Rules) -> Ranking:
    """Rank by points; those with equal points share a rank, and the next ranks are left out."""
    places = [government.place for government in governments]
    if len(set(places)) != len(places):
        msg = "a government is in the ranking twice; each may be there once"
        raise ToolError(msg)
    barred: list[tuple[str, NotRanked]] = []
    scored: list[tuple[Decimal, str, tuple[Points, ...]]] = []
    for government in sorted(governments, key=lambda one: one.place):
        if reason := government.barred or _not_asked(government, rules):
            barred.append((government.place, reason))
            continue
        points = tuple(_points(government, weight) for weight in rules.weights)
        total = sum((line.points for line in points), Decimal(0))
        scored.append((total, government.place, points))
    totals = sorted(total for total, _, _ in scored)
    lines = [
        Ranked(1 + len(totals) - bisect_right(totals, total), place, total, points)
        for total, place, points in sorted(scored, key=lambda line: (-line[0], line[1]))
    ]
    return Ranking(rules, tuple(lines), tuple(barred))


def _weight(component: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        msg = f"the weight of {component} is {value}; write a number from 0 to 100"
        raise ToolError(msg)
    # By way of its text: 33.3 is meant as written, not as the binary number nearest to it.
    return Decimal(str(value))


def _not_asked(government: Government, rules: Rules) -> NotRanked | Literal[""]:
    """Whether a weighted component has nothing that concerns the government.

    Its total would be out of fewer points than everybody else's.
    """
    for weight in rules.weights:
        if weight.weight and not government.achieved[weight.component].of:
            return "not_asked"
    return ""


def _points(government: Government, weight: Weight) -> Points:
    achieved = government.achieved[weight.component]
    share = weight.weight * achieved.reached / achieved.of if achieved.of else Decimal(0)
    shown = share.quantize(_TENTH, rounding=ROUND_HALF_UP)
    return Points(weight.component, weight.weight, achieved, shown)
