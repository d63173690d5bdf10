"""A tab of our own in somebody else's workbook: a list with links, filters and a frozen heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from workbook.ooxml.patch_cells import reference
from workbook.ooxml.patch_package import new_element
from workbook.ooxml.patch_text import set_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from workbook.ooxml.patch_book import BookPart
    from workbook.ooxml.patch_cells import Place
    from workbook.ooxml.patch_styles import Look

_PAPER_A4 = "9"
_MARK_WIDTH = 3.0


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell of the list; `link`: tab and cell that it leads to."""

    text: str
    look: Look
    link: tuple[str, Place] | None = None


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the tab, with its height in points; `key` stands in the hidden first column."""

    cells: tuple[ListCell, ...]
    height: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class ListTab:
    """The whole tab: some rows above, the heading, the list.

    `mark`: what the first cell of the hidden column says, by which the tab is known again.
    """

    name: str
    mark: str
    widths: tuple[float, ...]
    above: tuple[ListRow, ...]
    heading: ListRow
    rows: tuple[ListRow, ...]
    footer: str
    colour: str
    font: str


def add_list(book: BookPart, tab: ListTab, style: Callable[[Look, str], int]) -> str:
    """Put the tab first in the workbook; `style` numbers a look. Returns the tab's name."""
    name = book.add_first(tab.name, _ListWriter(book, tab, style).write())
    heading = len(tab.above)
    last = (heading + len(tab.rows), len(tab.widths))
    quoted = "'" + name.replace("'", "''") + "'"
    area = f"{_fixed((heading, 1))}:{_fixed(last)}"
    book.define("_xlnm._FilterDatabase", f"{quoted}!{area}")
    book.define("_xlnm.Print_Titles", f"{quoted}!${heading + 1}:${heading + 1}")
    return name


class _ListWriter:
    """Writes the part of the tab, element by element."""

    def __init__(self, book: BookPart, tab: ListTab, style: Callable[[Look, str], int]) -> None:
        self._space = book.space
        self._tab = tab
        self._style = style
        self._tree = new_element(self._space, "worksheet")

    def write(self) -> _Element:
        tab = self._tab
        rows = (*tab.above, tab.heading, *tab.rows)
        heading = len(tab.above)
        self._start(heading)
        columns = self._add(self._tree, "cols")
        self._add(columns, "col", min=1, max=1, width=_MARK_WIDTH, hidden=1, customWidth=1)
        for number, width in enumerate(tab.widths, start=2):
            self._add(columns, "col", min=number, max=number, width=width, customWidth=1)
        data = self._add(self._tree, "sheetData")
        for number, row in enumerate(rows):
            self._row(data, number, row)
        last = (len(rows) - 1, len(tab.widths))
        self._add(self._tree, "autoFilter", ref=f"{reference((heading, 1))}:{reference(last)}")
        self._links(rows)
        self._end()
        return self._tree

    def _start(self, heading: int) -> None:
        facts = self._add(self._tree, "sheetPr")
        self._add(facts, "tabColor", rgb="FF" + self._tab.colour)
        self._add(facts, "pageSetUpPr", fitToPage=1)
        views = self._add(self._tree, "sheetViews")
        view = self._add(views, "sheetView", showGridLines=0, tabSelected=1, workbookViewId=0)
        below = reference((heading + 1, 0))
        self._add(
            view, "pane", ySplit=heading + 1, topLeftCell=below, activePane="bottomLeft",
            state="frozen",
        )  # fmt: skip
        first = reference((heading + 1, 1))
        self._add(view, "selection", pane="bottomLeft", activeCell=first, sqref=first)
        self._add(self._tree, "sheetFormatPr", defaultRowHeight=15)

    def _row(self, data: _Element, number: int, row: ListRow) -> None:
        element = self._add(data, "row", r=number + 1, ht=f"{row.height:g}", customHeight=1)
        key = self._tab.mark if number == 0 else row.key
        if key:
            self._cell(element, (number, 0), key, None)
        for column, cell in enumerate(row.cells, start=1):
            self._cell(element, (number, column), cell.text, cell.look)

    def _cell(self, row: _Element, place: Place, text: str, look: Look | None) -> None:
        cell = self._add(row, "c", r=reference(place))
        if look is not None:
            cell.set("s", str(self._style(look, self._tab.font)))
        if text:
            cell.set("t", "inlineStr")
            set_text(self._add(self._add(cell, "is"), "t"), text)

    def _links(self, rows: tuple[ListRow, ...]) -> None:
        found = [
            ((number, column), cell)
            for number, row in enumerate(rows)
            for column, cell in enumerate(row.cells, start=1)
            if cell.link is not None
        ]
        if not found:
            return
        links = self._add(self._tree, "hyperlinks")
        for place, cell in found:
            if cell.link is not None:
                tab, target = cell.link
                quoted = "'" + tab.replace("'", "''") + "'"
                self._add(
                    links, "hyperlink", ref=reference(place),
                    location=f"{quoted}!{reference(target)}", display=cell.text,
                )  # fmt: skip

    def _end(self) -> None:
        sides = dict.fromkeys(("left", "right", "top"), 0.5)
        self._add(self._tree, "pageMargins", **sides, bottom=0.65, header=0.3, footer=0.3)
        self._add(
            self._tree, "pageSetup", paperSize=_PAPER_A4, orientation="landscape", fitToHeight=0
        )
        footer = self._add(self._add(self._tree, "headerFooter"), "oddFooter")
        set_text(footer, f"&L&9{self._tab.footer.replace('&', '&&')}&R&9&P / &N")

    def _add(self, parent: _Element, name: str, **attributes: object) -> _Element:
        element = etree.SubElement(parent, f"{{{self._space}}}{name}")
        for key, value in attributes.items():
            element.set(key, f"{value:g}" if isinstance(value, float) else str(value))
        return element


def _fixed(place: Place) -> str:
    text = reference(place)
    letters = text.rstrip("0123456789")
    return f"${letters}${text[len(letters) :]}"
