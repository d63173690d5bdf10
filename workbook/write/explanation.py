"""Cells in which an officer explains what looks unusual and is right all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.write.later import Spot
from workbook.write.paper import clear
from workbook.write.validation import MESSAGE_LENGTH, TITLE_LENGTH
from workbook.write.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.order import Cell
    from workbook.write.page import Page
    from workbook.write.shapes import Span


def write_explanation(
    context: Context, sheet: Page, row: int, span: Span, ask: Callable[[Issued], Cell | None]
) -> None:
    """Write the cell, with what is typed into it."""
    style = context.styles.get("explanation")
    clear(sheet, row, span, style)
    sheet.later(row, Spot(span.first, (style,)), ask)


def explain_cells(context: Context, sheet: Worksheet, rows: tuple[int, int], column: int) -> None:
    """Say beside the cells what they are for; anything may be typed."""
    say = context.wording.say
    rule = {
        "validate": "any",
        "input_title": shorten(say("words.explanation"), TITLE_LENGTH),
        "input_message": shorten(say("words.explanation_help"), MESSAGE_LENGTH),
    }
    sheet.data_validation(rows[0], column, rows[1], column, rule)
