"""The tab between answers and scores: the points of every answer to the two official methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.compile.scored import ANSWERS, PARTICIPATION, POLICIES
from workbook.report.canvas import FIRST_ROW, begin_page, literal, quoted
from workbook.report.counted_tab import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.compile.scored import PlaceScore
    from workbook.report.canvas import Canvas, Figure, Page
    from workbook.report.formulas import DataCells

_COLUMNS = (
    ("indicator", 11),
    ("place_code", 13),
    ("place", 26),
    ("towards", 26),
    ("row", 11),
    ("question", 70),
    ("answer", 24),
    ("points", 11),
)
_ANSWER, _POINTS = "G", "H"


@dataclass(frozen=True, slots=True)
class Scored:
    """Where the answers of each government stand."""

    tab: str
    policies: Mapping[str, Rows]
    participation: Mapping[str, Rows]

    def points(self, rows: Rows) -> str:
        """The range of points of these rows, for a formula on another tab."""
        return f"{quoted(self.tab)}!${_POINTS}${rows.first}:${_POINTS}${rows.last}"


def write_scored(canvas: Canvas, data: DataCells) -> Scored:
    """One line a question and government, all questions of a government together."""
    words = canvas.words
    name = canvas.tab_name("scored")
    title, subtitle = words.more("scored.title"), words.more("scored.subtitle")
    page = begin_page(canvas, name, title, subtitle, [width for _, width in _COLUMNS])
    page.headings(FIRST_ROW - 1, [words.more(f"scored.{key}") for key, _ in _COLUMNS], 7, 0)
    page.sheet.set_row(FIRST_ROW - 1, 22)
    writer = _Writer(page, data)
    policies: dict[str, Rows] = {}
    participation: dict[str, Rows] = {}
    row = FIRST_ROW
    for one in canvas.summary.scores.places:
        if one.policies:
            policies[one.place] = writer.policies(row, one)
            row = policies[one.place].last
    for one in canvas.summary.scores.places:
        if one.participation:
            participation[one.place] = writer.participation(row, one)
            row = participation[one.place].last
    page.sheet.freeze_panes(FIRST_ROW, 3)
    page.sheet.repeat_rows(FIRST_ROW - 1)
    return Scored(name, policies, participation)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one government."""

    page: Page
    data: DataCells

    def policies(self, row: int, place: PlaceScore) -> Rows:
        """Thirty lines, in the order of the sub-categories."""
        method = self.page.canvas.summary.scores.policies
        for number, one in enumerate(method.subcategories):
            indexes = (self.data.find(place.place, POLICIES, one.row, f) for f in ANSWERS)
            index = next((found for found in indexes if found is not None), None)
            text = self.page.words.sdg(f"policies.subcategories.{one.code}.local")
            code = self._answer(row + number, place, (method.indicator, one.code, text), index)
            cell = f"{_ANSWER}{row + number + 1}"
            formula = '""'
            for answer, points in reversed(tuple(one.points.items())):
                formula = f"IF({cell}={literal(answer)},{points:g},{formula})"
            shown = one.points.get(str(code)) if code is not None else None
            self.page.formula(row + number, 7, f"={formula}", shown, "data_number")
        return Rows(row + 1, row + len(method.subcategories))

    def participation(self, row: int, place: PlaceScore) -> Rows:
        """One line an evaluator and question; a number off the scale has no points."""
        words, method = self.page.words, self.page.canvas.summary.scores.participation
        first = row
        for number in range(1, method.evaluators + 1):
            key = f"evaluator_{number}"
            for question in method.questions:
                index = self.data.find(place.place, PARTICIPATION, key, question)
                label = words.record(PARTICIPATION, key)
                text = f"{label}: {words.sdg(f'participation.questions.{question}')}"
                value = self._answer(row, place, (method.indicator, question, text), index)
                cell = f"{_ANSWER}{row + 1}"
                on_scale = (
                    f"ISNUMBER({cell}),{cell}>={method.lowest},{cell}<={method.highest},"
                    f"{cell}=INT({cell})"
                )
                known = value in range(method.lowest, method.highest + 1)
                formula = f'=IF(ISNUMBER({cell}),IF(AND({on_scale}),{cell},""),"")'
                self.page.formula(row, 7, formula, value if known else None, "data_number")
                row += 1
        return Rows(first + 1, row)

    def _answer(
        self, row: int, place: PlaceScore, question: tuple[str, str, str], index: int | None
    ) -> Figure:
        """The labels of a line and a reference to its answer; the value comes back."""
        words, page = self.page.words, self.page
        indicator, key, text = question
        towards = words.towards(place.level, place.area)
        labels = (indicator, place.place, place.place_name, towards, key, text)
        for column, label in enumerate(labels):
            page.text(row, column, label, "data_text")
        if index is None:
            page.text(row, 6, "", "data_text")
            return None
        cell = self.data.value(index)
        value = self.data.line(index).value
        shown: Figure = None
        if isinstance(value, bool):
            shown = "true" if value else "false"
        elif isinstance(value, str | int | float):
            shown = value
        page.formula(row, 6, f'=IF({cell}="","",{cell})', shown, "data_text")
        return shown
