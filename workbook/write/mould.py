"""The layout of workbooks that differ in their answers, cut where the answers go."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_col_to_name

from workbook.ooxml.reissue import make_base, reissue
from workbook.write.cells import cell_text, formula_element, height_text, saved_value
from workbook.write.issued import Issued
from workbook.write.later import LaterHeight, LaterLines, Styled
from workbook.write.page import Page
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.format import Format

    from workbook.ooxml.reissue import Base
    from workbook.write.context import Context
    from workbook.write.later import Later
    from workbook.write.measure import Measured
    from workbook.write.order import WorkbookOrder
    from workbook.write.package import Part

# No text of a workbook can hold this sign.
_MARK, _MARK_OF_KIND = "\0{}\0", "\0k{}\0"
_MARKS = "\0[0-9a-z]+\0"
_COUNT, _SINGLE, _TEXTS = (_MARK.format(name) for name in ("count", "single", "texts"))
_STRINGS = "xl/sharedStrings.xml"
_COUNTED = re.compile(r'count="(\d+)" uniqueCount="(\d+)"')
# Rows of such a height stand for rows whose height is open: higher than any can be.
_TALL, _STEP = 4_000_000, 4
_TALL_ROW = re.compile(r' ht="(\d{7,})" customHeight="1"')
# What lies closer together than this is deflated as one, or it would take much more room.
_NEAR = 1000


class Texts(SharedStrings):  # type: ignore[misc]
    """The texts of one workbook: those of its layout by their numbers, and its own after them."""

    def __init__(self, known: Mapping[str, int], count: int) -> None:
        super().__init__()
        self.fh = io.StringIO()
        self.count = count
        self._known = known
        self._own: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The number of a text that stands in one more cell."""
        self.count += 1
        found = self._known.get(text, self._own.get(text))
        if found is None:
            found = self._own[text] = self.single
            self._write_si(text)
        return found

    @property
    def single(self) -> int:
        """How many different texts there are."""
        return len(self._known) + len(self._own)

    @property
    def written(self) -> str:
        """Its own texts, as they are written."""
        return self.fh.getvalue()


@dataclass(frozen=True, slots=True)
class _Cells:
    """Open cells, and a mark for each; of a formula, which is known, one for the kind of its value.

    `heads`: what each begins with, by style, once it is laid out.
    """

    later: Later
    marks: tuple[str, ...]
    kinds: tuple[str, ...]
    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def fill(self, issued: Issued, texts: Texts, filled: dict[str, str]) -> None:
        values = self.later.ask(issued)
        for number, (mark, found) in enumerate(zip(self.marks, values, strict=True)):
            if number not in self.heads:
                filled[self.kinds[number]], filled[mark] = saved_value(found)
            elif isinstance(found, Styled):
                head = self.heads[number][found.style]
                filled[mark] = head + cell_text(found.value, texts.number)
            else:
                filled[mark] = self.heads[number][0] + cell_text(found, texts.number)

    def write(self, place: str, number: int) -> str:
        """What stands in the layout for one of the cells."""
        mark, spot = self.marks[number], self.later.spots[number]
        heads = tuple(f'<c r="{place}" s="{style._get_xf_index()}"' for style in spot.styles)
        if spot.formula:
            return f"{heads[0]}{self.kinds[number]}{formula_element(spot.formula)}{mark}"
        self.heads[number] = heads
        return mark


@dataclass(frozen=True, slots=True)
class _Height:
    later: LaterHeight
    mark: str

    def fill(self, issued: Issued, texts: Texts, filled: dict[str, str]) -> None:  # noqa: ARG002
        filled[self.mark] = height_text(self.later.ask(issued))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Open lines at the end of a tab; `size` is the mark of its extent, `last` without them."""

    later: LaterLines
    mark: str
    size: str
    last: tuple[int, int]
    style: int

    def fill(self, issued: Issued, texts: Texts, filled: dict[str, str]) -> None:
        rows, (end, width) = [], self.last
        for end, line in enumerate(self.later.ask(issued), start=self.later.row + 1):
            width = max(width, len(line))
            cells = "".join(
                f'<c r="{xl_col_to_name(column)}{end}" s="{self.style}"'
                f"{cell_text(text, texts.number)}"
                for column, text in enumerate(line)
            )
            rows.append(f'<row r="{end}" spans="1:{len(line)}">{cells}</row>')
        filled[self.mark] = "".join(rows)
        filled[self.size] = f"A1:{xl_col_to_name(width - 1)}{end}"


Opening = _Cells | _Height | _Lines


class Layout(NamedTuple):
    """What was laid out: its context, its parts, and its texts in their order."""

    context: Context
    parts: Sequence[Part]
    texts: Sequence[str]


class _Open(NamedTuple):
    """An open cell as XlsxWriter keeps it; `format` is one of those that it may have."""

    cells: _Cells
    number: int
    format: Format


class OpenPage(Page):
    """A tab on which open cells stay open; `opened` is shared by all tabs of a workbook."""

    opened: list[Opening]
    _lines: LaterLines | None = None

    def leave(self, later: Later | LaterHeight | LaterLines) -> None:
        """Note what is open."""
        number = len(self.opened)
        if isinstance(later, LaterHeight):
            self.opened.append(_Height(later, _MARK.format(number)))
            self.set_row_pixels(later.row, _TALL + _STEP * number)
        elif isinstance(later, LaterLines):
            self._lines = later
        else:
            names = [f"{number}x{n}" for n in range(len(later.spots))]
            marks, kinds = ([*map(form, names)] for form in (_MARK.format, _MARK_OF_KIND.format))
            cells = _Cells(later, tuple(marks), tuple(kinds))
            self.opened.append(cells)
            for n, spot in enumerate(later.spots):
                self._check_dimensions(later.row, spot.column)
                self.table[later.row][spot.column] = _Open(cells, n, spot.styles[0])

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if not isinstance(cell, _Open):
            super()._write_cell(row, col, cell)
            return
        place = f"{xl_col_to_name(col)}{row + 1}"
        self.fh.write(cell.cells.write(place, cell.number))

    def _write_rows(self) -> None:
        super()._write_rows()
        if self._lines is not None:
            last = (self.dim_rowmax + 1, self.dim_colmax + 1)
            style = self._lines.style._get_xf_index()
            marks = (_MARK.format("lines"), _MARK.format("size"))
            self.opened.append(_Lines(self._lines, *marks, last, style))
            self.fh.write(marks[0])

    def _write_dimension(self) -> None:
        if self._lines is None:
            super()._write_dimension()
        else:
            self.fh.write(f'<dimension ref="{_MARK.format("size")}"/>')


@dataclass(frozen=True, slots=True)
class Mould:
    """A layout that is filled in; `known`: the numbers of its texts, which stand in `count` cells.

    `measured`: the texts by which lines were made as high as a place's own words need.
    """

    context: Context
    opened: Sequence[Opening]
    base: Base
    known: Mapping[str, int]
    count: int
    measured: Measured

    def fill(self, order: WorkbookOrder, replacements: Mapping[str, str]) -> bytes:
        """The workbook of an order that has this layout; `replacements` by stand-in."""
        issued = Issued(replace(self.context, order=order, wording=make_wording(order)))
        texts, filled = Texts(self.known, self.count), dict(replacements)
        for opening in self.opened:
            opening.fill(issued, texts, filled)
        filled |= {_COUNT: str(texts.count), _SINGLE: str(texts.single), _TEXTS: texts.written}
        return reissue(self.base, filled)


def make_mould(
    layout: Layout, opened: Sequence[Opening], stand_ins: Iterable[str], measured: Measured
) -> Mould:
    """The mould of a layout; `opened`: what was left open while it was written."""
    found = _COUNTED.search(dict(layout.parts)[_STRINGS])
    count = int(found[1]) if found else 0
    parts = ((name, _open(name, text)) for name, text in layout.parts)
    base = make_base(parts, frozenset(stand_ins), _MARKS, _NEAR)
    known = {text: number for number, text in enumerate(layout.texts)}
    return Mould(layout.context, opened, base, known, count, measured)


def _open(name: str, text: str) -> str:
    """A part with marks also where heights are open, or what is told of all texts."""
    if name == _STRINGS:
        text = _COUNTED.sub(f'count="{_COUNT}" uniqueCount="{_SINGLE}"', text, count=1)
        return text.removesuffix("</sst>") + f"{_TEXTS}</sst>"
    return _TALL_ROW.sub(lambda row: _MARK.format((int(row[1]) * 4 // 3 - _TALL) // _STEP), text)
