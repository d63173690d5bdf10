"""A worksheet of XlsxWriter, made faster in some places, and able to print several ranges."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from workbook.write.cells import formula_text
from workbook.write.later import Later, LaterHeight, LaterLines, write_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xlsxwriter.format import Format

    from workbook.write.issued import Issued
    from workbook.write.later import Spot, Styled, Value

_LAST_COLUMN = 16383
_column_name = lru_cache(maxsize=None)(xl_col_to_name)


class Formula(NamedTuple):
    """A formula as XlsxWriter keeps it in a cell; it goes by the name of this class."""

    formula: str
    format: Format | None
    value: object


class Page(Worksheet):  # type: ignore[misc]
    """Should XlsxWriter rename what is overridden here, files stay right and take longer."""

    issued: Issued
    _endless: int | None = None

    def later(self, row: int, spot: Spot, ask: Callable[[Issued], Value]) -> None:
        """Write a cell whose content is open."""
        self.leave(Later(row, (spot,), lambda issued: (ask(issued),)))

    def later_row(
        self, row: int, spots: Iterable[Spot], ask: Callable[[Issued], Sequence[Value | Styled]]
    ) -> None:
        """Write cells whose content is open, in one row."""
        self.leave(Later(row, tuple(spots), ask))

    def later_height(self, row: int, ask: Callable[[Issued], float]) -> None:
        """Set the height of a row by what is open in it."""
        self.leave(LaterHeight(row, ask))

    def later_lines(
        self, row: int, style: Format, ask: Callable[[Issued], Sequence[Sequence[str]]]
    ) -> None:
        """Write as many lines of texts as there are, from this row on; nothing stands below."""
        self.leave(LaterLines(row, style, ask))

    def leave(self, later: Later | LaterHeight | LaterLines) -> None:
        """Do what is left for later, for it is known already."""
        write_now(self, later, self.issued)

    def style_from(self, column: int, style: Format) -> None:
        """Give a format to this column and all that follow, down to the last one there is."""
        self.set_column(column, column, None, style)
        self._endless = column

    def print_parts(self, parts: Iterable[tuple[int, int, int, int]]) -> None:
        """Print these ranges (first row and column, last row and column), each on its own pages."""
        name = quote_sheetname(self.name)
        self.print_area_range = ",".join(f"{name}!{xl_range_abs(*part)}" for part in parts)

    def _write_col_info(self, col_min: int, col_max: int, col_info: object) -> None:
        """One element for all columns, in place of a record of each of sixteen thousand."""
        last = _LAST_COLUMN if col_max == self._endless else col_max
        super()._write_col_info(col_min, last, col_info)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """In one piece, for the kinds of cells that we write most."""
        kind = cell.__class__.__name__
        text = _WRITTEN[kind](cell) if cell.format and kind in _WRITTEN else ""
        if not text:
            super()._write_cell(row, col, cell)
            return
        style = cell.format._get_xf_index()
        self.fh.write(f'<c r="{_column_name(col)}{row + 1}" s="{style}"{text}')

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: object = 0
    ) -> int:
        """As it is given: neither looked through for new functions nor for arrays."""
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = Formula(self._prepare_formula(formula), cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        """Our formulas have no function newer than Excel 2010 that would need a prefix."""
        return formula.removeprefix("=")


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "Blank": lambda _: "/>",
    "String": lambda cell: f' t="s"><v>{cell.string}</v></c>',
    "Formula": lambda cell: formula_text(cell.formula, cell.value),
}
