"""A worksheet of XlsxWriter, made faster in two places, and able to print several ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.format import Format

_LAST_COLUMN = 16383


class Page(Worksheet):  # type: ignore[misc]
    """Should XlsxWriter rename what is overridden here, files stay right and take longer."""

    _endless: int | None = None

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

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        """Our formulas have no function newer than Excel 2010 that would need a prefix."""
        return formula.removeprefix("=")
