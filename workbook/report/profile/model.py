"""What the page of a place says, from top to bottom, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """A figure that a place told; `note`: what is not in it; `last`: the same the period before.

    `is_open`: it is zero, or no.
    """

    label: str
    value: str
    last: str = ""
    note: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Some figures that belong together."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure beside those of similar places: in words, and where to draw them from 0 to 1.

    `others`: how many similar places; `is_sized`: they are of the place's own size; `is_wider`: and
    cities and municipalities together. `at`: the place
    itself, then lower quartile, median and upper quartile. `is_beyond`: the place lies farther to
    the right than is drawn.
    """

    label: str
    value: str
    half: str
    middle: str
    others: str
    is_sized: bool
    at: tuple[float, float, float, float]
    is_beyond: bool
    is_wider: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list: what stands out, and what is said about it; `share`: of a whole of 1."""

    name: str
    text: str
    share: float = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A short list with a heading, and what is said about it; `kind`: how it is laid out."""

    kind: Literal["points", "practices", "goals", "gather"]
    title: str
    items: tuple[Item, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The page of one place.

    `above`, `below`: small lines over and under its name. `audience`: for whom the page is.
    `heads`: of the columns of what it told: this period, and the one before or nothing.
    `none_yet`: a sentence on what there is none of. `nothing_told`, `no_bars`: what is said where
    there are no parts or no bars. `bar_heads`: of the columns of comparisons. `day`: stands for
    the date of the page; the clock is never asked.
    """

    code: str
    title: str
    language: str
    day: tuple[int, int, int]
    above: str
    name: str
    below: str
    audience: str
    thanks: str
    told: str
    heads: tuple[str, str]
    parts: tuple[Part, ...]
    none_yet: str
    nothing_told: str
    counts: str
    listings: tuple[Listing, ...]
    beside: str
    beside_about: str
    bar_heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    no_bars: str
    next: str
    steps: tuple[Item, ...]
    gather: Listing
    correct: Item
    footer: str
