"""Formulas of what stands beside an indicator's figure: quartiles, inhabitants, local targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from indicators.model import GOVERNMENT_LEVELS
from indicators.spread import FEWEST
from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, literal
from workbook.report.formulas import joined_formula
from workbook.report.provenance_tab import GROUP, LEVEL, place_span
from workbook.report.provenance_tab import POPULATION as OF_LIST
from workbook.report.supplied_tab import KNOWN, LOCAL_TARGET, OUTSIDE, POPULATION, VALUE

if TYPE_CHECKING:
    from workbook.compile.goals import GoalFigure
    from workbook.report.canvas import Page
    from workbook.report.supplied_tab import Supplied

# The row with the names of the areas, as formulas count it.
_HEADING = FIRST_ROW + 3
_QUARTERS = {"lower": 1, "upper": 3}


def formula_beside(
    page: Page, column: int, area: str, kind: str, figure: GoalFigure, supplied: Supplied
) -> str:
    """The formula of one cell; empty where nothing lies behind it."""
    code, words = figure.indicator.code, page.words
    dash = literal(words.text("no_data"))
    if page.canvas.is_public or page.canvas.is_country:
        return ""
    if kind == "population":
        return _population(page, column, area, figure, supplied)
    if not supplied.span(code, area, KNOWN):
        return ""
    if kind in _QUARTERS:
        values = supplied.span(code, area, VALUE)
        return f"=IF(COUNT({values})<{FEWEST},{dash},QUARTILE({values},{_QUARTERS[kind]}))"
    targets = supplied.span(code, area, LOCAL_TARGET)
    if kind == "target":
        return f"=IF(COUNT({targets})<{FEWEST},{dash},MEDIAN({targets}))"
    known, outside = (supplied.span(code, area, one) for one in (KNOWN, OUTSIDE))
    parts = {"count": f"COUNT({targets})", "all": f"(ROWS({known})-SUM({outside}))"}
    return joined_formula(words.text("of"), parts)


def _population(page: Page, column: int, area: str, figure: GoalFigure, supplied: Supplied) -> str:
    """How many in a hundred inhabitants live where the figure comes from."""
    if figure.around(area).population_asked is None:
        return ""
    told, outside = (_people(supplied, figure, area, flag) for flag in (KNOWN, OUTSIDE))
    listed = _listed(page, column, area, figure)
    dash = literal(page.words.text("no_data"))
    return f"=IF(({listed}-{outside})=0,{dash},100*{told}/({listed}-{outside}))"


def _people(supplied: Supplied, figure: GoalFigure, area: str, flag: str) -> str:
    """Inhabitants of the governments that have a 1 in a column of the tab of figures."""
    code = figure.indicator.code
    flags = supplied.span(code, area, flag)
    return f"SUMIFS({supplied.span(code, area, POPULATION)},{flags},1)" if flags else "0"


def _listed(page: Page, column: int, area: str, figure: GoalFigure) -> str:
    """Inhabitants of all governments that are asked, by the list of places."""
    canvas = page.canvas
    people, groups, levels = (place_span(canvas, one) for one in (OF_LIST, GROUP, LEVEL))
    if area == REGION:
        first = column - len(canvas.summary.areas)
        headings = f"${xl_col_to_name(first)}${_HEADING}:${xl_col_to_name(column - 1)}${_HEADING}"
    else:
        headings = f"{xl_col_to_name(column)}${_HEADING}"
    asked = [level for level in figure.levels if level in GOVERNMENT_LEVELS]
    among = [f"{people},{groups},{headings}"]
    if set(asked) != set(GOVERNMENT_LEVELS):
        names = (literal(page.words.level(level)) for level in asked)
        among = [f"{people},{groups},{headings},{levels},{name}" for name in names]
    sums = "+".join(f"SUMIFS({one})" for one in among) or "0"
    return f"SUMPRODUCT({sums})" if area == REGION else f"({sums})"
