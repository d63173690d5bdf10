"""A chart as every output gets it, and the lines that it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with all that stands for it where it cannot be seen.

    `theme`: a theme of the measures, or `response`, `key`, `goals`, `scores`, `practices`.
    `description`: what it shows, in words. `head` and `rows`: its figures as a table.
    `spec`: a Vega-Lite specification with its data inside and no title.
    """

    key: str
    theme: str
    title: str
    description: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: how long it is, out of how many, and what is written at its end.

    `length` is None where there is nothing to draw: a withheld figure has no length.
    """

    label: str
    length: float | None
    text: str
    out_of: float | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar in parts, one for each series, what is written in each, and what at its end."""

    label: str
    parts: tuple[float, ...]
    shown: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """Lower quartile, median and upper quartile; None where there are none to draw."""

    label: str
    quartiles: tuple[float, float, float] | None
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure in the period before and in this one."""

    label: str
    old: float
    new: float
    text: str


@dataclass(frozen=True, slots=True)
class Aim:
    """How many hundredths of a target are reached; None where the figure is not shown."""

    label: str
    share: float | None
    text: str
