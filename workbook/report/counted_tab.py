"""The tab between answers and totals: what each record adds to each measure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from workbook.report.canvas import FIRST_ROW, begin_page, quoted
from workbook.report.formulas import composite_formula, inapplicable_formula, value_formula
from workbook.report.provenance_tab import population_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.model import Measure
    from workbook.compile.model import Contribution
    from workbook.report.canvas import Canvas, Figure, Page
    from workbook.report.formulas import DataCells

_COLUMNS = (
    ("measure", 46),
    ("key", 26),
    ("place_code", 13),
    ("place", 22),
    ("towards", 26),
    ("section", 26),
    ("record", 14),
    ("value", 14),
    ("government", 13),
    ("with_data", 13),
    ("not_concerned", 13),
    ("population", 13),
    ("of_place", 14),
)
TOWARDS, VALUE, GOVERNMENT, WITH_DATA, NOT_CONCERNED = "E", "H", "I", "J", "K"
POPULATION, OF_PLACE = "L", "M"
_VALUE_COLUMN = 7


@dataclass(frozen=True, slots=True)
class Rows:
    """First and last row, as people count them, of a measure or of a place within one."""

    first: int
    last: int

    def span(self, column: str) -> str:
        """The range of these rows in one column, for a formula on the same tab."""
        return f"{column}{self.first}:{column}{self.last}"


@dataclass(frozen=True, slots=True)
class Counted:
    """Where the rows of each measure, of each place within one, and of each record stand."""

    tab: str
    measures: Mapping[str, Rows]
    places: Mapping[tuple[str, str], Rows]
    records: Mapping[tuple[str, str, str], int]

    def span(self, measure: str, column: str) -> str:
        """The range of a measure in one column, for a formula on another tab."""
        rows = self.measures[measure]
        return f"{quoted(self.tab)}!${column}${rows.first}:${column}${rows.last}"

    def place_span(self, measure: str, place: str, column: str) -> str:
        """The range of one place within a measure; empty if it has no rows there."""
        rows = self.places.get((measure, place))
        if rows is None:
            return ""
        return f"{quoted(self.tab)}!${column}${rows.first}:${column}${rows.last}"

    def record(self, measure: str, place: str, row: str) -> str:
        """The cell with what one record adds; empty if it is not counted there."""
        line = self.records.get((measure, place, row))
        return "" if line is None else f"{quoted(self.tab)}!${VALUE}${line}"


def write_counted(canvas: Canvas, data: DataCells) -> Counted:
    """One line a measure, place and record; rows of a measure, and of a place, stand together."""
    words, summary = canvas.words, canvas.summary
    name = canvas.tab_name("counted")
    title, subtitle = words.text("counted.title"), words.text("counted.subtitle")
    page = begin_page(canvas, name, title, subtitle, [width for _, width in _COLUMNS])
    page.headings(FIRST_ROW - 1, [words.text(f"counted.{key}") for key, _ in _COLUMNS], 7, 0)
    page.sheet.set_row(FIRST_ROW - 1, 32)
    writer = _Writer(
        page,
        data,
        summary.year,
        {measure.key: measure for measure in summary.measures},
        population_cells(canvas),
    )
    places: dict[tuple[str, str], Rows] = {}
    measures: dict[str, Rows] = {}
    records: dict[tuple[str, str, str], int] = {}
    row = FIRST_ROW
    for (measure, place), entries in groupby(
        summary.contributions, key=lambda entry: (entry.measure, entry.place)
    ):
        group = list(entries)
        rows = Rows(row + 1, row + len(group))
        places[measure, place] = rows
        first = measures[measure].first if measure in measures else rows.first
        measures[measure] = Rows(first, rows.last)
        writer.write(group, rows, places)
        for line, entry in enumerate(group, start=rows.first):
            records[measure, place, entry.row] = line
        row += len(group)
    page.sheet.freeze_panes(FIRST_ROW, 1)
    page.sheet.repeat_rows(FIRST_ROW - 1)
    return Counted(name, measures, places, records)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the rows of one place and measure."""

    page: Page
    data: DataCells
    year: int
    measures: Mapping[str, Measure]
    populations: Mapping[str, tuple[str, int]]

    def write(
        self, group: list[Contribution], rows: Rows, places: Mapping[tuple[str, str], Rows]
    ) -> None:
        """Labels, value and the three 0/1 columns of each record."""
        counted = with_data = False
        for number, entry in enumerate(group):
            row = rows.first - 1 + number
            self._labels(row, entry)
            measure = self.measures[entry.measure]
            formula = (
                composite_formula(
                    entry, [places[part, entry.place].span(VALUE) for part in measure.all_of]
                )
                if measure.all_of
                else value_formula(measure, entry, self.data, self.year)
            )
            self.page.formula(row, _VALUE_COLUMN, formula, entry.value, "data_number")
            above = (entry.value or 0) > 0
            self._first(row, rows, 8, f"N({VALUE}{row + 1})>0", above and not counted)
            known = entry.value is not None
            first = known and not with_data
            self._first(row, rows, 9, f"ISNUMBER({VALUE}{row + 1})", first)
            self._of_place(row, rows, entry, sum(one.value or 0 for one in group) if first else "")
            counted, with_data = counted or above, with_data or known
        self._not_concerned(group, rows, places, with_data)

    def _labels(self, row: int, entry: Contribution) -> None:
        words, measure = self.page.words, self.measures[entry.measure]
        record = words.record(measure.sheet, entry.row) if entry.row else ""
        labels = (
            (words.measure(entry.measure), "data_text"),
            (entry.measure, "data_muted"),
            (entry.place, "data_text"),
            (entry.place_name, "data_text"),
            (words.towards(entry.level, entry.area), "data_text"),
            (words.section(measure.sheet) if measure.sheet else "", "data_text"),
            (record, "data_text"),
        )
        for column, (text, look) in enumerate(labels):
            self.page.text(row, column, text, look)

    def _first(self, row: int, rows: Rows, column: int, test: str, holds: bool) -> None:
        """1 in the first row of the place for which the test holds."""
        letter = (GOVERNMENT, WITH_DATA)[column - 8]
        if row + 1 > rows.first:
            earlier = f"SUM({letter}${rows.first}:{letter}{row})"
            test = f"AND({test},{earlier}=0)"
        self.page.formula(row, column, f"=IF({test},1,0)", int(holds), "data_number")

    def _of_place(self, row: int, rows: Rows, entry: Contribution, total: Figure) -> None:
        """Inhabitants of the place and, once, all that a government adds, for the quartiles."""
        inhabitants = self.populations.get(entry.place)
        if inhabitants is None:
            self.page.text(row, 11, "", "data_number")
        else:
            cell, people = inhabitants
            self.page.formula(row, 11, f"={cell}", people, "data_number")
        if entry.level not in GOVERNMENT_LEVELS:
            self.page.text(row, 12, "", "data_number")
            return
        formula = f'=IF({WITH_DATA}{row + 1}=1,SUM({rows.span(VALUE)}),"")'
        self.page.formula(row, 12, formula, total, "data_number")

    def _not_concerned(
        self,
        group: list[Contribution],
        rows: Rows,
        places: Mapping[tuple[str, str], Rows],
        with_data: bool,
    ) -> None:
        """1 in the first row of a place that leaves the denominator, 0 elsewhere."""
        outside = not with_data and not all(entry.concerned for entry in group)
        for row in range(rows.first - 1, rows.last):
            if row > rows.first - 1 or not outside:
                self.page.number(row, 10, 0, "data_number")
                continue
            formula = inapplicable_formula(rows.span(VALUE), self._reasons(group, places))
            self.page.formula(row, 10, formula, 1, "data_number")

    def _reasons(
        self, group: list[Contribution], places: Mapping[tuple[str, str], Rows]
    ) -> list[str]:
        entry = group[0]
        parts = self.measures[entry.measure].all_of
        if parts:
            return [f"SUM({places[part, entry.place].span(NOT_CONCERNED)})>0" for part in parts]
        return [
            test
            for member in group
            if not member.concerned
            for _, index in member.cells
            for test in self.data.inapplicable(index)
        ]
