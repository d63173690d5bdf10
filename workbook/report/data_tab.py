"""The tab with every answer that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.canvas import FIRST_ROW, begin_page
from workbook.report.formulas import SEVERAL

if TYPE_CHECKING:
    from workbook.compile.model import DataLine
    from workbook.report.canvas import Canvas, Page

_COLUMNS = (
    ("place_code", 13),
    ("place", 22),
    ("level", 13),
    ("area", 24),
    ("section", 26),
    ("record", 14),
    ("question", 34),
    ("state", 14),
    ("value", 18),
    ("reads_as", 28),
    ("file", 34),
    ("cell", 18),
    ("section_key", 14),
    ("field_key", 24),
)
_VALUE = 8


def write_data(canvas: Canvas) -> None:
    """One line an answer; the value stands in column I, its state in column H."""
    words = canvas.words
    widths = [width for _, width in _COLUMNS]
    name = canvas.tab_name("data")
    page = begin_page(canvas, name, words.text("data.title"), words.text("data.subtitle"), widths)
    page.headings(FIRST_ROW - 1, [words.text(f"data.{key}") for key, _ in _COLUMNS], 99, 0)
    page.sheet.set_row(FIRST_ROW - 1, 22)
    for number, line in enumerate(canvas.summary.lines):
        _write_line(page, FIRST_ROW + number, line)
    page.sheet.freeze_panes(FIRST_ROW, 2)
    page.sheet.repeat_rows(FIRST_ROW - 1)
    if canvas.summary.lines:
        last = FIRST_ROW + len(canvas.summary.lines) - 1
        page.sheet.autofilter(FIRST_ROW - 1, 0, last, len(_COLUMNS) - 1)


def _write_line(page: Page, row: int, line: DataLine) -> None:
    words = page.words
    before = (
        line.place,
        line.place_name,
        words.level(line.level),
        words.towards(line.level, line.area),
        words.section(line.sheet),
        words.record(line.sheet, line.row) if line.row else "",
        words.question(line),
        words.text(f"answers.{line.state}"),
    )
    after = (words.reads_as(line), line.file, line.cell, line.sheet, line.field)
    for column, text in enumerate(before):
        page.text(row, column, text, "data_text")
    _write_value(page, row, line)
    for column, text in enumerate(after, start=_VALUE + 1):
        page.text(row, column, text, "data_text" if column == _VALUE + 1 else "data_muted")


def _write_value(page: Page, row: int, line: DataLine) -> None:
    """Numbers as numbers; everything else as the text of its code."""
    value = line.value
    if value is None:
        return
    if isinstance(value, bool):
        page.text(row, _VALUE, "true" if value else "false", "data_text")
    elif isinstance(value, int | float):
        page.number(row, _VALUE, value, "data_number")
    else:
        text = SEVERAL.join(value) if isinstance(value, tuple) else value
        page.text(row, _VALUE, text, "data_text")
