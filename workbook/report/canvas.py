"""What every tab of the summary shares: band, print set-up, cells written safely."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from workbook.report.wording import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from workbook.compile.model import Summary
    from workbook.report.wording import Wording

FIRST_ROW = 5
TAB_NAME_LENGTH = 31
# Inches that are left for print on landscape paper, by the number that it has in files.
_A4, _A3 = 9, 8
_PAPERS = {_A4: (10.8, 7.0), _A3: (15.7, 10.4)}
_LITERAL = 250
# A line of small text: points of height, pixels of an average letter.
_LINE_HEIGHT, _LETTER = 14, 6.2
Figure = str | int | float | None


# Widths, in characters: of a capital letter, and of what stays free beside a heading.
_BROAD, _MARGIN = 1.25, 2.5


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell on a tab, 0-based, with the value that its formula has."""

    tab: str
    row: int
    column: int
    value: Figure = None

    @property
    def address(self) -> str:
        """The cell for a formula on another tab, such as `'Data'!$I$12`."""
        return f"{quoted(self.tab)}!${xl_col_to_name(self.column)}${self.row + 1}"


@dataclass(frozen=True, slots=True)
class Canvas:
    """The workbook being written.

    `spots` remembers where figures stand that other tabs refer to, by a name and a key.
    """

    book: Workbook
    summary: Summary
    words: Wording
    formats: Mapping[str, Format]
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """Whether this is for everybody: values only, without anything behind them."""
        return self.summary.publication is not None

    @property
    def is_country(self) -> bool:
        """Whether regions are added up: their answers stay in their own workbooks."""
        return self.summary.scope == "country"

    def tab_name(self, key: str) -> str:
        """The name of a fixed tab."""
        return self.words.text(f"tabs.{key}")


@dataclass(frozen=True, slots=True)
class Page:
    """One tab; rows and columns are 0-based, `widths` are those of its columns."""

    canvas: Canvas
    sheet: Worksheet
    widths: Sequence[float]

    @property
    def words(self) -> Wording:
        """The words of the summary."""
        return self.canvas.words

    @property
    def columns(self) -> int:
        """How many columns are in use, the margin included."""
        return len(self.widths)

    @property
    def breadth(self) -> int:
        """Pixels from the margin to the right edge."""
        return sum(_pixels(width) for width in self.widths[1:])

    @property
    def printed_height(self) -> float:
        """Points of height that fit on one printed page, as one page is fitted to the width."""
        width, height = _PAPERS[self.paper]
        return 72 * height * max(1.0, self.inches / width)

    @property
    def inches(self) -> float:
        """How broad all columns are together on a screen."""
        return sum(_pixels(width) for width in self.widths) / 96

    @property
    def paper(self) -> int:
        """A4; A3 where a country's regions stand side by side and would be too small to read."""
        is_broad = self.inches > _PAPERS[_A4][0]
        return _A3 if self.canvas.is_country and is_broad else _A4

    def lines(self, text: str) -> int:
        """How many lines a small text takes over the whole width."""
        return max(1, math.ceil(len(text) * _LETTER / max(self.breadth, 1)))

    def text(self, row: int, column: int, text: str, look: str) -> None:
        """Text that is never taken for a formula, number or link."""
        clean = printable(text, self.words.text("cut"))
        self.sheet.write_string(row, column, clean, self.canvas.formats[look])

    def number(self, row: int, column: int, value: float, look: str) -> None:
        """A plain number."""
        self.sheet.write_number(row, column, value, self.canvas.formats[look])

    def formula(
        self, row: int, column: int, formula: str, value: Figure, look: str, *, whole: bool = False
    ) -> Spot:
        """A formula with the value that it has now; in public, the value alone.

        In the workbook of a country too, as its answers are elsewhere; `whole`: but not here.
        """
        shown = self._shown(value)
        if not self.canvas.is_public and (whole or not self.canvas.is_country):
            self.sheet.write_formula(row, column, formula, self.canvas.formats[look], shown)
        elif isinstance(shown, str):
            self.text(row, column, shown, look)
        else:
            self.number(row, column, shown, look)
        return Spot(self.sheet.name, row, column, value)

    def array(self, row: int, column: int, formula: str, value: Figure, look: str) -> Spot:
        """As `formula`, for one that looks at every row of a range by itself."""
        if self.canvas.is_public or self.canvas.is_country:
            return self.formula(row, column, formula, value, look)
        shown = self._shown(value)
        form = self.canvas.formats[look]
        self.sheet.write_array_formula(row, column, row, column, f"{{{formula}}}", form, shown)
        return Spot(self.sheet.name, row, column, value)

    def _shown(self, value: Figure) -> str | float:
        """What a formula gives; its text may be an answer."""
        if isinstance(value, int | float):
            return value
        return printable(value or "", self.words.text("cut"))

    def figure(self, row: int, column: int, value: Figure, look: str) -> Spot:
        """A number or a text as it is, without a formula."""
        if isinstance(value, int | float):
            self.number(row, column, value, look)
        else:
            self.text(row, column, value or "", look)
        return Spot(self.sheet.name, row, column, value)

    def across(self, row: int, text: str, look: str, height: float = 18) -> None:
        """A line of text over the whole width of the page."""
        self.sheet.set_row(row, height)
        last = self.columns - 1
        form = self.canvas.formats[look]
        if last > 1:
            self.sheet.merge_range(row, 1, row, last, "", form)
        self.text(row, 1, text, look)

    def keep_together(
        self, rows: Sequence[int], heights: Sequence[float], top: float, repeated: float
    ) -> None:
        """End the printed page before rows, so that no block that begins at one is cut in two.

        `heights` in points; `top` stands above the first block, `repeated` on every other page.
        """
        breaks = []
        used = top
        for row, height in zip(rows, heights, strict=False):
            if used + height > self.printed_height:
                breaks.append(row)
                used = repeated
            used += height
        self.sheet.set_h_pagebreaks(breaks)

    def headings(self, row: int, labels: Sequence[str], numbers_from: int, first: int = 1) -> None:
        """Headings of a table; those from the n-th on stand over numbers."""
        for number, label in enumerate(labels):
            look = "heading_number" if number >= numbers_from else "heading"
            self.text(row, first + number, label, look)


def write_signs(page: Page, row: int, withheld: bool) -> int:
    """What the signs in place of figures mean; the next free row comes back."""
    keys = ("no_data_note", "withheld_note") if withheld else ("no_data_note",)
    publication = page.canvas.summary.publication
    below = publication.below if publication else 0
    for number, key in enumerate(keys):
        text = page.words.text(key, below=below)
        page.across(row + number, text, "about", 6 + _LINE_HEIGHT * page.lines(text))
    return row + len(keys)


def begin_page(
    canvas: Canvas, name: str, title: str, subtitle: str, widths: Sequence[float]
) -> Page:
    """Set a tab up: widths from column A, band, the line on confidentiality, printing."""
    sheet = canvas.book.get_worksheet_by_name(name)
    page = Page(canvas, sheet, widths)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    for row, (text, look, height) in enumerate(
        (
            (title, "title", 34),
            (subtitle, "subtitle", 20),
            (canvas.words.text("internal"), "notice", 20),
        )
    ):
        first = 1 if widths[0] <= 3 else 0
        lines = 1 if look == "title" else page.lines(text)
        sheet.set_row(row, height + _LINE_HEIGHT * (lines - 1))
        for column in range(len(widths)):
            sheet.write_blank(row, column, None, canvas.formats[look])
        if look != "title" and len(widths) - 1 > first:
            sheet.merge_range(row, first, row, len(widths) - 1, "", canvas.formats[look])
        page.text(row, first, text, look)
    sheet.set_row(3, 9)
    _set_up_printing(page)
    return page


def _set_up_printing(page: Page) -> None:
    words, sheet = page.words, page.sheet
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(page.paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    left = words.text("footer").replace("&", "&&")
    right = words.text("page", page="&P", pages="&N")
    sheet.set_footer(f"&L&8{left}&R&8{right}")


def _pixels(width: float) -> int:
    """How wide a column of so many characters is on a screen."""
    return int(width * 7 + 5)


def width_for(heading: str, least: float) -> float:
    """How wide a column is so that no word of its bold heading is broken."""
    words = heading.replace("-", "- ").split()
    return max([least, *(_MARGIN + sum(_BROAD if c.isupper() else 1.0 for c in w) for w in words)])


def quoted(tab: str) -> str:
    """The name of a tab as formulas write it."""
    return "'" + tab.replace("'", "''") + "'"


def literal(text: str) -> str:
    """Text as formulas write it, in pieces where it is longer than Excel takes."""
    pieces = [text[start : start + _LITERAL] for start in range(0, len(text), _LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
