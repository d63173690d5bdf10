"""The ranking of cities and municipalities, from what they contribute to the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicators.aggregate import by_place
from indicators.model import GOVERNMENT_LEVELS
from indicators.ranking import Government, achieved_by, rank
from indicators.tables import ToolError
from workbook.compile.model import Standing
from workbook.round.weights import asked_components

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from indicators.counting import Counting
    from indicators.model import Measure
    from indicators.ranking import Component, NotRanked, Rules
    from workbook.model import PlaceState, PlaceStatus

_BARRED: Mapping[PlaceState, NotRanked] = {
    "rejected": "errors",
    "reopened": "errors",
    "unusable": "unreadable",
    "missing": "no_return",
}


def standing(
    contributed: pd.DataFrame,
    measures: Iterable[Measure],
    statuses: Iterable[PlaceStatus],
    counting: Counting,
) -> Standing | None:
    """Who stands where by the coordinator's weights; None without weights."""
    if counting.rules is None:
        return None
    components = _weighted(asked_components(counting.components, measures), counting.rules)
    values, outside = _figures(contributed)
    governments = [
        Government(
            place=status.place.code,
            achieved={
                one.key: achieved_by(
                    one,
                    values.get(status.place.code, {}),
                    outside.get(status.place.code, ()),
                )
                for one in components
            },
            barred=_BARRED.get(status.state, ""),
        )
        for status in statuses
        if status.place.level in GOVERNMENT_LEVELS
    ]
    return Standing(rank(governments, counting.rules), components)


def _weighted(components: Sequence[Component], rules: Rules) -> tuple[Component, ...]:
    """The components that have a weight, in the order of the rules."""
    asked = {component.key: component for component in components}
    for weight in rules.weights:
        if weight.component not in asked:
            msg = (
                f"round.toml gives points for {weight.component}, but this round asks nothing "
                f"about it; remove that line and give its points to {', '.join(asked)}"
            )
            raise ToolError(msg)
    return tuple(asked[weight.component] for weight in rules.weights)


def _figures(
    contributed: pd.DataFrame,
) -> tuple[dict[str, dict[str, float | None]], dict[str, set[str]]]:
    """Figures by place and measure, None for no data; and the measures that do not concern it."""
    values: dict[str, dict[str, float | None]] = {}
    outside: dict[str, set[str]] = {}
    table = by_place(contributed)
    names = ("place", "measure", "value", "concerned")
    # Columns as lists: pandas takes each text out of a column of texts one by one.
    columns: Any = (table[name].tolist() for name in names)
    for place, measure, value, concerned in zip(*columns, strict=True):
        known = value == value  # noqa: PLR0124 - false for "not a number" only
        values.setdefault(place, {})[measure] = value if known else None
        if not concerned:
            outside.setdefault(place, set()).add(measure)
    return values, outside
