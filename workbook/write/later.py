"""Cells whose content is known only once it is known what stands in a workbook as issued.

Whoever lays out a tab writes where such a cell is and what it looks like, and leaves word what to
ask for. `Issued` knows the answers of one workbook. So the layout of many workbooks that differ in
their answers is written once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from workbook.write.order import Formula
from workbook.write.paper import type_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.issued import Issued
    from workbook.write.order import Cell

    Value = Cell | None


class Styled(NamedTuple):
    """A value with the number of the style that its cell has because of it."""

    value: Value
    style: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: its column and the styles that it may have.

    `formula`: if only its value is open, or what to ask for where it looks at other tabs, whose
    layout may be another in each workbook.
    """

    column: int
    styles: tuple[Format, ...]
    formula: str | Callable[[Issued], str] = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Cells of one row, and what to ask for: a value each."""

    row: int
    spots: tuple[Spot, ...]
    ask: Callable[[Issued], Sequence[Value | Styled]]


@dataclass(frozen=True, slots=True)
class LaterHeight:
    """A row whose height depends on what stands in it."""

    row: int
    ask: Callable[[Issued], float]


@dataclass(frozen=True, slots=True)
class LaterLines:
    """Lines of texts from a row on, as many as there are."""

    row: int
    style: Format
    ask: Callable[[Issued], Sequence[Sequence[str]]]


def write_now(sheet: Worksheet, later: Later | LaterHeight | LaterLines, issued: Issued) -> None:
    """Let XlsxWriter write what is open, since it is known already."""
    if isinstance(later, LaterHeight):
        sheet.set_row(later.row, later.ask(issued))
        return
    if isinstance(later, LaterLines):
        for row, line in enumerate(later.ask(issued), start=later.row):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, later.style)
        return
    for spot, found in zip(later.spots, later.ask(issued), strict=True):
        value, style = found if isinstance(found, Styled) else (found, 0)
        formula = spot.formula(issued) if callable(spot.formula) else spot.formula
        cell = Formula(formula, value) if formula else value  # type: ignore[arg-type]
        type_in(sheet, later.row, spot.column, cell, spot.styles[style])
