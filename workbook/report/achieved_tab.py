"""The tab between measures and points: how much of each component a government achieved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.canvas import FIRST_ROW, begin_page, quoted
from workbook.report.counted_tab import NOT_CONCERNED, VALUE, WITH_DATA, Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.ranking import Component, Points
    from workbook.compile.model import Standing
    from workbook.report.canvas import Canvas, Page
    from workbook.report.counted_tab import Counted

_COLUMNS = (
    ("component", 22),
    ("place_code", 13),
    ("place", 26),
    ("towards", 26),
    ("reached", 11),
    ("of", 11),
    ("without_data", 11),
    ("weight", 11),
    ("points", 11),
)
OF, WITHOUT_DATA = "F", "G"


def write_achieved(
    canvas: Canvas, standing: Standing, counted: Counted, weights: Mapping[str, str]
) -> dict[str, Rows]:
    """One line a ranked government and component; where the lines of each government stand.

    `weights`: the cell with the weight of each component.
    """
    words = canvas.words
    title, subtitle = words.more("achieved.title"), words.more("achieved.subtitle")
    name = canvas.tab_name("achieved")
    page = begin_page(canvas, name, title, subtitle, [width for _, width in _COLUMNS])
    page.headings(FIRST_ROW - 1, [words.more(f"achieved.{key}") for key, _ in _COLUMNS], 4, 0)
    page.sheet.set_row(FIRST_ROW - 1, 32)
    places = {line.status.place.code: line for line in canvas.summary.places}
    found: dict[str, Rows] = {}
    row = FIRST_ROW
    for ranked in standing.ranking.ranked:
        line = places[ranked.place]
        towards = words.towards(line.status.place.level, line.area)
        found[ranked.place] = Rows(row + 1, row + len(ranked.components))
        for component, points in zip(standing.components, ranked.components, strict=True):
            labels = (
                words.sdg(f"ranking.components.{component.key}"),
                ranked.place,
                line.status.place.name,
                towards,
            )
            for column, text in enumerate(labels):
                page.text(row, column, text, "data_text")
            formulas = _formulas(component, ranked.place, counted)
            _write_figures(page, row, formulas, weights[component.key], points)
            row += 1
    page.sheet.freeze_panes(FIRST_ROW, 3)
    page.sheet.repeat_rows(FIRST_ROW - 1)
    return found


def points_cell(canvas: Canvas, rows: Rows, number: int) -> str:
    """The cell with the points of the n-th component, for a formula on another tab."""
    return f"{quoted(canvas.tab_name('achieved'))}!$I${rows.first + number}"


def _formulas(component: Component, place: str, counted: Counted) -> tuple[str, str, str]:
    """How many measures are more than zero, concern the place, and have a figure."""
    spans = {
        column: [
            span
            for measure in component.measures
            if (span := counted.place_span(measure, place, column))
        ]
        for column in (VALUE, NOT_CONCERNED, WITH_DATA)
    }
    reached = "+".join(f"(SUM({span})>0)*1" for span in spans[VALUE]) or "0"
    outside = "".join(f"-SUM({span})" for span in spans[NOT_CONCERNED])
    known = "+".join(f"SUM({span})" for span in spans[WITH_DATA]) or "0"
    return f"={reached}", f"={len(component.measures)}{outside}", known


def _write_figures(
    page: Page, row: int, formulas: tuple[str, str, str], weight: str, points: Points
) -> None:
    reached, of, known = formulas
    line, achieved = row + 1, points.achieved
    page.formula(row, 4, reached, achieved.reached, "data_number")
    page.formula(row, 5, of, achieved.of, "data_number")
    page.formula(row, 6, f"={OF}{line}-({known})", achieved.without_data, "data_number")
    page.formula(row, 7, f"={weight}", float(points.weight), "data_number")
    shown = f"=IF({OF}{line}=0,0,ROUND(H{line}*E{line}/{OF}{line},1))"
    page.formula(row, 8, shown, float(points.points), "data_number")
