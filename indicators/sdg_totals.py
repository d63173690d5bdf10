"""How figures of governments become the figure of an area: never a mean of percentages."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.sdg_catalogue import AddsUp, Indicator


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """What one government knows: numerator and denominator, or a value; None means no data.

    For a share of governments the numerator is 1 (yes) or 0 (no).
    """

    place: str
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """The figure of an area; None if no government can tell, or if it must not be added up.

    `governments` are in the figure, `without_data` are not.
    """

    code: str
    adds_up: AddsUp
    value: float | None
    numerator: float | None
    denominator: float | None
    governments: int
    without_data: int


def add_up(indicator: Indicator, figures: Sequence[LocalFigure]) -> AreaFigure:
    """The figure of all these governments together, in the way that the catalogue declares."""
    places = [figure.place for figure in figures]
    if len(set(places)) != len(places):
        msg = f"{indicator.code}: a government is there twice, so that it would be counted twice"
        raise ToolError(msg)
    known = [figure for figure in figures if _known(indicator, figure)]
    missing = len(figures) - len(known)
    top: float | None = None
    bottom: float | None = None
    value: float | None = None
    if known and indicator.adds_up == "sum":
        value = sum(figure.numerator or 0 for figure in known)
    elif known and indicator.adds_up == "median":
        value = float(median(figure.value or 0 for figure in known))
    elif known and indicator.adds_up == "share_of_governments":
        top, bottom = sum(figure.numerator or 0 for figure in known), len(known)
    elif known and indicator.adds_up == "ratio_of_sums":
        top = sum(figure.numerator or 0 for figure in known)
        bottom = sum(figure.denominator or 0 for figure in known)
    if top is not None and bottom:
        value = indicator.per * top / bottom
    counted = len(known) if indicator.adds_up != "none" else 0
    return AreaFigure(indicator.code, indicator.adds_up, value, top, bottom, counted, missing)


def _known(indicator: Indicator, figure: LocalFigure) -> bool:
    """Whether the government supplies all that the figure needs; half a ratio is no data."""
    if indicator.adds_up == "ratio_of_sums":
        # A numerator without its denominator would raise the ratio of everybody else.
        return figure.numerator is not None and bool(figure.denominator)
    if indicator.adds_up == "median":
        return figure.value is not None
    if indicator.adds_up == "share_of_governments" and figure.numerator not in {None, 0, 1}:
        msg = f"{indicator.code}: {figure.place} counts as 1 or 0, not as {figure.numerator}"
        raise ToolError(msg)
    return figure.numerator is not None
