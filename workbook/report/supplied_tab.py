"""The tab between answers and SDG indicators: what each government supplies to each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page, quoted
from workbook.report.counted_tab import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.sdg_totals import LocalFigure
    from workbook.compile.goals import GoalFigure, LocalLine
    from workbook.report.canvas import Canvas, Page
    from workbook.report.formulas import DataCells

_COLUMNS = (
    ("code", 11),
    ("place_code", 13),
    ("place", 26),
    ("towards", 26),
    ("section", 30),
    ("row", 46),
    ("numerator", 15),
    ("denominator", 15),
    ("value", 12),
    ("known", 11),
)
NUMERATOR, DENOMINATOR, VALUE, KNOWN = "G", "H", "I", "J"


@dataclass(frozen=True, slots=True)
class Supplied:
    """Where the lines of each indicator stand, by area and, under `REGION`, altogether."""

    tab: str
    rows: Mapping[tuple[str, str], Rows]

    def span(self, code: str, area: str, column: str) -> str:
        """A range for a formula on another tab; empty if no government is concerned."""
        rows = self.rows.get((code, area))
        if rows is None:
            return ""
        return f"{quoted(self.tab)}!${column}${rows.first}:${column}${rows.last}"


def write_supplied(canvas: Canvas, data: DataCells) -> Supplied:
    """One line an indicator and government that is concerned, those of an area together."""
    words = canvas.words
    name = canvas.tab_name("supplied")
    title, subtitle = words.more("supplied.title"), words.more("supplied.subtitle")
    page = begin_page(canvas, name, title, subtitle, [width for _, width in _COLUMNS])
    page.headings(FIRST_ROW - 1, [words.more(f"supplied.{key}") for key, _ in _COLUMNS], 6, 0)
    page.sheet.set_row(FIRST_ROW - 1, 22)
    found: dict[tuple[str, str], Rows] = {}
    row = FIRST_ROW
    for figure in canvas.summary.goals.figures:
        code = figure.indicator.code
        for line in figure.lines:
            _write_line(page, row, figure, line, data)
            row += 1
            for area in (line.area, REGION):
                first = found[code, area].first if (code, area) in found else row
                found[code, area] = Rows(first, row)
    page.sheet.freeze_panes(FIRST_ROW, 3)
    page.sheet.repeat_rows(FIRST_ROW - 1)
    return Supplied(name, found)


def _write_line(page: Page, row: int, figure: GoalFigure, line: LocalLine, data: DataCells) -> None:
    words, source = page.words, figure.source
    section = words.section(source.sheet) if source else page.canvas.tab_name("scores")
    record = words.record(source.sheet, source.row) if source and source.row else ""
    labels = (
        figure.indicator.code,
        line.place,
        line.place_name,
        words.area(line.area),
        section,
        record,
    )
    for column, text in enumerate(labels):
        page.text(row, column, text, "data_text")
    formulas = _formulas(page, figure, line, data)
    shown = _values(line.figure)
    for column, (formula, value) in enumerate(zip(formulas, shown, strict=True), start=6):
        if formula:
            page.formula(row, column, formula, value, "data_number")
        else:
            page.text(row, column, "", "data_text")
    number = row + 1
    known = {
        "ratio_of_sums": f"AND(ISNUMBER({NUMERATOR}{number}),N({DENOMINATOR}{number})<>0)",
        "median": f"ISNUMBER({VALUE}{number})",
    }.get(figure.indicator.adds_up, f"ISNUMBER({NUMERATOR}{number})")
    page.formula(row, 9, f"=IF({known},1,0)", int(line.known), "data_number")


def _values(figure: LocalFigure) -> tuple[float | None, float | None, float | None]:
    return figure.numerator, figure.denominator, figure.value


def _formulas(
    page: Page, figure: GoalFigure, line: LocalLine, data: DataCells
) -> tuple[str, str, str]:
    """Numerator, denominator and value; empty text where there is no such answer."""
    source = figure.source
    if source is None:
        spot = page.canvas.spots["participation", line.place]
        above = page.canvas.summary.scores.participation.above
        score = spot.address
        return f'=IF(ISNUMBER({score}),IF({score}>{above:g},1,0),"")', "", ""

    def formula(field: str) -> str:
        index = data.find(line.place, source.sheet, source.row, field) if field else None
        if index is None:
            return ""
        cell = data.value(index)
        if isinstance(data.line(index).value, bool):
            return f'=IF({cell}="true",1,IF({cell}="false",0,""))'
        return f'=IF(ISNUMBER({cell}),{cell},"")'

    return formula(source.numerator), formula(source.denominator), formula(source.value)
