"""The tab between answers and SDG indicators: what each government supplies to each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.compile.goals import TARGET, TARGET_YEAR
from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page, quoted
from workbook.report.counted_tab import Rows
from workbook.report.formulas import inapplicable_formula
from workbook.report.goal_lines import code_of
from workbook.report.provenance_tab import population_cells

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
    ("not_concerned", 13),
    ("population", 13),
    ("target", 14),
    ("target_year", 10),
)
NUMERATOR, DENOMINATOR, VALUE, KNOWN = "G", "H", "I", "J"
OUTSIDE, POPULATION, LOCAL_TARGET = "K", "L", "M"


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
    page.sheet.set_row(FIRST_ROW - 1, 32)
    people = population_cells(canvas)
    order = {area.key: number for number, area in enumerate(canvas.summary.areas)}
    found: dict[tuple[str, str], Rows] = {}
    row = FIRST_ROW
    for figure in canvas.summary.goals.every:
        code = figure.indicator.code
        # Stable: in an area, those that it does not concern come last.
        for line in sorted((*figure.lines, *figure.outside), key=lambda one: order[one.area]):
            _write_line(page, row, figure, line, data)
            _write_beside(page, row, figure, line, (data, people))
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
        code_of(words, figure.indicator),
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


def _write_beside(
    page: Page,
    row: int,
    figure: GoalFigure,
    line: LocalLine,
    where: tuple[DataCells, Mapping[str, tuple[str, int]]],
) -> None:
    """Whether it concerns the government, who lives there, and what it wants to reach."""
    data, people = where
    source, place = figure.source, line.place
    if line.concerned or source is None:
        page.number(row, 10, 0, "data_number")
    else:
        fields = (source.numerator, source.denominator, source.value)
        asked = (data.find(place, source.sheet, source.row, one) for one in fields if one)
        tests = [test for index in asked if index is not None for test in data.inapplicable(index)]
        span = f"{NUMERATOR}{row + 1}:{VALUE}{row + 1}"
        page.formula(row, 10, inapplicable_formula(span, tests), 1, "data_number")
    if place in people:
        cell, number = people[place]
        page.formula(row, 11, f"={cell}", number, "data_number")
    else:
        page.text(row, 11, "", "data_text")
    for column, key, value in ((12, TARGET, line.target), (13, TARGET_YEAR, line.target_year)):
        index = data.find(place, source.sheet, source.row, key) if source else None
        if index is None or value is None:
            page.text(row, column, "", "data_text")
        else:
            look = "data_number" if key == TARGET else "data_text"
            page.formula(row, column, f"={data.value(index)}", value, look)


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
