"""What the document says, in the order in which it is read; PDF and Word are made from this."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from workbook.report.charts.model import Chart

# text: what is said; about: what a section or table is; notice: for whom the document is.
Kind = Literal["text", "about", "notice"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of running text."""

    text: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points that stand one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that stands out: what it is, what it counts, and of how many it is known."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """A few figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `note` stands below it, smaller."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """A table with a head that is repeated on every page.

    `widths`: parts of the page's width, one a column. `words`: columns of text, from the left;
    the others hold figures. `has_total`: the last line adds up the others.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    words: int = 1
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart with its title above and its words for whoever cannot see it."""

    chart: Chart


Block = Paragraph | Bullets | Cards | FiguresTable | ChartBlock


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document with a heading; `parts` have headings of their own below it."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document.

    `audience`: the word that stands on every page. `facts`: lines of the cover. `day`: the last
    day of the period, which stands for the date of the document: the clock is never asked.
    """

    title: str
    cover: tuple[str, str]
    language: str
    audience: str
    notice: str
    footer: str
    contents: str
    page: str
    day: tuple[int, int, int]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default=())
