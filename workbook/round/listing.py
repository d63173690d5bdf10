"""How a plain list looks in a workbook: headings in view, filter, one page wide on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9


def finish_listing(sheet: Worksheet, columns: int, last_row: int) -> None:
    """Set up a list whose headings stand in row 0; codes are text and draw no mark for that."""
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last_row, columns - 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, columns - 1)})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
