"""Tabs on which some cells stay open, and what is put in there once the answers are known."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_col_to_name

from workbook.write.cells import cell_text, formula_element, height_text, saved_value
from workbook.write.later import LaterHeight, LaterLines, Styled
from workbook.write.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlsxwriter.format import Format

    from workbook.write.issued import Issued
    from workbook.write.later import Later

# No text of a workbook can hold this sign.
MARK, _MARK_OF_KIND, _MARK_OF_FORMULA = "\0{}\0", "\0k{}\0", "\0f{}\0"
MARKS = "\0[0-9a-z]+\0"
# Rows of such a height stand for rows whose height is open: higher than any can be.
_ALL = sys.maxsize
_TALL, _STEP = 4_000_000, 4
_TALL_ROW = re.compile(r' ht="(\d{7,})" customHeight="1"')


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
    """Open cells, and a mark for each; of formulas also one for the kind of value, and for itself.

    `heads`: what each begins with, by style, once it is laid out.
    """

    later: Later
    marks: tuple[str, ...]
    kinds: tuple[str, ...]
    formulas: tuple[str, ...]
    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def fill(self, issued: Issued, texts: Texts, filled: dict[str, str]) -> None:
        values = self.later.ask(issued)
        for number, (mark, found) in enumerate(zip(self.marks, values, strict=True)):
            if number not in self.heads:
                filled[self.kinds[number]], filled[mark] = saved_value(found)
                ask = self.later.spots[number].formula
                if callable(ask):
                    filled[self.formulas[number]] = self._formula(issued, mark, ask)
            elif isinstance(found, Styled):
                head = self.heads[number][found.style]
                filled[mark] = head + cell_text(found.value, texts.number)
            else:
                filled[mark] = self.heads[number][0] + cell_text(found, texts.number)

    def _formula(self, issued: Issued, mark: str, ask: Callable[[Issued], str]) -> str:
        """A formula, kept for all workbooks of these layouts unless it names a place."""
        kept: dict[str, str] = issued.context.once("formulas", dict)
        if mark in kept:
            return kept[mark]
        element, place = formula_element(ask(issued)), issued.context.order.place
        if place.name not in element and place.code not in element:
            kept[mark] = element
        return element

    def write(self, place: str, number: int) -> str:
        """What stands in the layout for one of the cells."""
        mark, spot = self.marks[number], self.later.spots[number]
        heads = tuple(f'<c r="{place}" s="{style._get_xf_index()}"' for style in spot.styles)
        if callable(spot.formula):
            return f"{heads[0]}{self.kinds[number]}{self.formulas[number]}{mark}"
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


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell whose text has no number, because the layout that all begin with does not hold it."""

    text: str
    mark: str

    def fill(self, issued: Issued, texts: Texts, filled: dict[str, str]) -> None:  # noqa: ARG002
        filled[self.mark] = str(texts.number(self.text))


Opening = _Cells | _Height | _Lines | _Text


class _Open(NamedTuple):
    """An open cell as XlsxWriter keeps it; `format` is one of those that it may have."""

    cells: _Cells
    number: int
    format: Format


class OpenPage(Page):
    """A tab on which open cells stay open: marks stand there.

    `opened`: what is to be put there. `known`: how many texts have their number; `texts`: how many
    cells hold one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Opening] = []
        self.known = _ALL
        self.texts = 0
        self._lines: LaterLines | None = None

    def leave(self, later: Later | LaterHeight | LaterLines) -> None:
        """Note what is open."""
        number = len(self.opened)
        name = f"{self.index}n{number}"
        if isinstance(later, LaterHeight):
            self.opened.append(_Height(later, MARK.format(name)))
            self.set_row_pixels(later.row, _TALL + _STEP * number)
        elif isinstance(later, LaterLines):
            self._lines = later
        else:
            names = [f"{name}x{n}" for n in range(len(later.spots))]
            forms = (MARK, _MARK_OF_KIND, _MARK_OF_FORMULA)
            marks, kinds, formulas = (tuple(map(form.format, names)) for form in forms)
            cells = _Cells(later, marks, kinds, formulas)
            self.opened.append(cells)
            for n, spot in enumerate(later.spots):
                self._check_dimensions(later.row, spot.column)
                self.table[later.row][spot.column] = _Open(cells, n, spot.styles[0])

    def with_marks(self, text: str) -> str:
        """The tab as it was written, with marks for heights too."""

        def mark(row: re.Match[str]) -> str:
            return MARK.format(f"{self.index}n{(int(row[1]) * 4 // 3 - _TALL) // _STEP}")

        return _TALL_ROW.sub(mark, text)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        place = f"{xl_col_to_name(col)}{row + 1}"
        if isinstance(cell, _Open):
            self.fh.write(cell.cells.write(place, cell.number))
            return
        string = getattr(cell, "string", None)
        if isinstance(string, int):
            self.texts += 1
            if string >= self.known:
                mark = MARK.format(f"{self.index}n{len(self.opened)}")
                self.opened.append(_Text(self.str_table.string_array[string], mark))
                cell = cell._replace(string=mark)
                self.texts -= 1
        super()._write_cell(row, col, cell)

    def _write_rows(self) -> None:
        super()._write_rows()
        if self._lines is not None:
            last = (self.dim_rowmax + 1, self.dim_colmax + 1)
            style = self._lines.style._get_xf_index()
            marks = (MARK.format("lines"), MARK.format("size"))
            self.opened.append(_Lines(self._lines, *marks, last, style))
            self.fh.write(marks[0])

    def _write_dimension(self) -> None:
        if self._lines is None:
            super()._write_dimension()
        else:
            self.fh.write(f'<dimension ref="{MARK.format("size")}"/>')
