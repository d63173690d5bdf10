"""Cells and rows as they stand in the parts of a workbook."""

from __future__ import annotations

import math
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from xlsxwriter.utility import _datetime_to_excel_datetime, _utf16_truncate

from workbook.write.order import Formula

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbook.write.order import Cell

_LONGEST = 32767
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_USUAL_PIXELS = 20


def cell_text(value: Cell | None, number: Callable[[str], int]) -> str:
    """A cell after its address and style; `number`: what a text is kept under."""
    if value is None:
        return "/>"
    if isinstance(value, str):
        # No sign takes more than two of the places that a cell has.
        text = value if len(value) <= _LONGEST // 2 else _utf16_truncate(value, _LONGEST)
        return f' t="s"><v>{number(text)}</v></c>'
    if isinstance(value, Formula):
        return formula_text(value.text, value.value)
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        shown: float = _datetime_to_excel_datetime(value, False, True)
        return f"><v>{shown:.16G}</v></c>"
    if not math.isfinite(value):
        msg = f"no cell can hold the number {value}"
        raise TypeError(msg)
    return f"><v>{value:.16G}</v></c>"


def formula_text(formula: str, value: object) -> str:
    """A formula with the value that is saved beside it, if any."""
    kind, saved = saved_value(value)
    return f"{kind}{formula_element(formula)}{saved}"


def formula_element(formula: str) -> str:
    """A formula between the kind of its value and the value."""
    return f"><f>{escape(formula.removeprefix('='), quote=False)}</f>"


def saved_value(value: object) -> tuple[str, str]:
    """The value of a formula: its kind, and it with the end of the cell."""
    if value is None:
        return "", "</c>"
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v></c>"
    if not isinstance(value, str):
        return "", f"<v>{value}</v></c>"
    # An empty one has no kind, so that programs calculate it.
    kind = "" if not value else ' t="e"' if value in _ERRORS else ' t="str"'
    return kind, f"<v>{escape(value, quote=False)}</v></c>"


def height_text(points: float) -> str:
    """The height of a row, in whole pixels; nothing where it is the usual one."""
    pixels = int(points * 4.0 / 3.0 + 0.5)
    if pixels == _USUAL_PIXELS:
        return ""
    return f' ht="{pixels * 0.75:.16g}" customHeight="1"'
