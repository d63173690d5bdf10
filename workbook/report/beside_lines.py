"""What stands beside a figure of a theme: population covered, quartiles, last round, target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from indicators.spread import FEWEST
from workbook.compile.model import REGION
from workbook.report.canvas import literal
from workbook.report.counted_tab import NOT_CONCERNED, OF_PLACE, POPULATION, TOWARDS, WITH_DATA
from workbook.report.formulas import EMPTY, joined_formula
from workbook.report.provenance_tab import GROUP, place_span
from workbook.report.provenance_tab import POPULATION as OF_LIST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.model import Measure
    from workbook.report.canvas import Canvas, Figure, Page, Spot
    from workbook.report.counted_tab import Counted
    from workbook.report.last_tab import LastCells

QUARTILES = {"lower": 1, "median": 2, "upper": 3}
_LAST, _TARGET = ("last", "last_of"), ("target", "reached")
PERCENTAGES = frozenset({"population", "reached"})


def beside_kinds(canvas: Canvas, measure: Measure) -> tuple[str, ...]:
    """The lines that a measure has beside its figures, in their order."""
    summary, key = canvas.summary, measure.key
    areas = (*(area.key for area in summary.areas), REGION)
    found: list[str] = []
    if any(summary.total(key, area).population_asked is not None for area in areas):
        found.append("population")
    if any(summary.spread(key, area) for area in areas):
        found += QUARTILES
    if any(summary.last_total(key, area) for area in areas):
        found += _LAST
    if summary.target(key):
        found += _TARGET
    return tuple(found)


def beside_label(canvas: Canvas, measure: Measure, kind: str) -> str:
    """What such a line shows."""
    target = canvas.summary.target(measure.key)
    year = target.year if target else ""
    return canvas.words.beside(f"lines.{kind}", last=canvas.summary.last, year=year)


def write_beside_notes(page: Page, row: int, measures: Iterable[Measure]) -> int:
    """How to read the lines that these measures have; the next free row comes back."""
    canvas = page.canvas
    kinds = {kind for measure in measures for kind in beside_kinds(canvas, measure)}
    for kind, key in (("population", "population"), ("median", "quartiles"), ("last", "last")):
        if kind in kinds:
            summary = canvas.summary
            text = page.words.beside(
                f"notes.{key}",
                last=summary.last,
                tab=page.words.beside("tabs.changes", last=summary.last),
                regions=len(summary.followed),
                all=len(summary.regions),
            )
            page.across(row, text, "about", 6 + 14 * page.lines(text))
            row += 1
    return row


@dataclass(frozen=True, slots=True)
class BesideLine:
    """One of these lines, written cell by cell.

    `heading`: the row with the names of the areas, as formulas count it; `first`: the column of the
    first one.
    """

    page: Page
    measure: Measure
    counted: Counted
    last: LastCells
    heading: int
    first: int

    def write(self, row: int, column: int, area: str, kind: str, look: str) -> Spot:
        """The cell of one area."""
        value = self._value(area, kind)
        if kind in QUARTILES and self._is_counted:
            formula = self._quartile(column, area, QUARTILES[kind])
            return self.page.array(row, column, formula, value, look)
        formula = self._formula(row, column, area, kind)
        if not formula:
            return self.page.figure(row, column, value, look)
        return self.page.formula(row, column, formula, value, look)

    @property
    def _is_counted(self) -> bool:
        return self.measure.key in self.counted.measures

    def _value(self, area: str, kind: str) -> Figure:
        if kind == "population":
            total = self.page.canvas.summary.total(self.measure.key, area)
            return self._or_dash(total.population_share)
        if kind in QUARTILES:
            return self._quartile_value(area, QUARTILES[kind])
        if kind in _LAST:
            return self._last_value(area, kind)
        return self._target_value(kind) if area == REGION else ""

    def _quartile_value(self, area: str, quarter: int) -> Figure:
        summary, words = self.page.canvas.summary, self.page.words
        spread = summary.spread(self.measure.key, area)
        if spread is not None:
            return spread.quartiles[quarter - 1]
        many = summary.total(self.measure.key, area).with_data >= FEWEST
        return words.text("withheld" if many else "no_data")

    def _last_value(self, area: str, kind: str) -> Figure:
        words = self.page.words
        before = self.page.canvas.summary.last_total(self.measure.key, area)
        if before is None:
            kept = self.measure.withhold and self.page.canvas.is_public and self._is_followed(area)
            return words.text("withheld" if kept else "no_data")
        if kind == "last_of":
            return words.text("of", count=before.with_data, all=before.asked)
        return self._or_dash(before.value)

    def _is_followed(self, area: str) -> bool:
        """Whether anything is known of then; of a country, not of every region."""
        summary = self.page.canvas.summary
        known = {line.area for line in summary.followed}
        return summary.scope == "region" or area == REGION or area in known

    def _target_value(self, kind: str) -> Figure:
        summary, key = self.page.canvas.summary, self.measure.key
        target, value = summary.target(key), summary.total(key).value
        if target is None or kind == "target":
            return target.value if target else ""
        if summary.hides(key, REGION):
            return self.page.words.text("withheld")
        if value is None or not target.value:
            return self.page.words.text("no_data")
        return 100 * value / target.value

    def _or_dash(self, value: float | None) -> Figure:
        return self.page.words.text("no_data") if value is None else value

    def _formula(self, row: int, column: int, area: str, kind: str) -> str:
        """Empty where the value itself is all that there is."""
        heading = f"{xl_col_to_name(column)}${self.heading}"
        if kind == "population" and not self.page.canvas.is_public:
            return self._population(heading, area)
        if kind in _LAST and self.last.tab:
            return self._last(area, kind)
        if kind == "reached" and area == REGION:
            spot = self.page.canvas.spots[f"value {REGION}", self.measure.key]
            figure = f"{xl_col_to_name(column)}{spot.row + 1}"
            target = f"{xl_col_to_name(column)}{row}"
            dash = literal(self.page.words.text("no_data"))
            return f"=IF(AND(ISNUMBER({figure}),{target}>0),100*{figure}/{target},{dash})"
        return ""

    def _population(self, heading: str, area: str) -> str:
        """How many in a hundred inhabitants live where the figure comes from."""
        total = self.page.canvas.summary.total(self.measure.key, area)
        if total.population_asked is None:
            return ""
        told, outside = (self._people(heading, area, flag) for flag in (WITH_DATA, NOT_CONCERNED))
        canvas = self.page.canvas
        among = f"{place_span(canvas, OF_LIST)},{place_span(canvas, GROUP)}"
        listed = self._over_areas(f"SUMIFS({among},{{heading}})", heading, area)
        dash = literal(self.page.words.text("no_data"))
        return f"=IF(({listed}-{outside})=0,{dash},100*{told}/({listed}-{outside}))"

    def _people(self, heading: str, area: str, flag: str) -> str:
        """Inhabitants of the governments that have a 1 in a column of the tab with all records."""
        key = self.measure.key
        if not self._is_counted:
            return "0"
        among = ",".join(self.counted.span(key, column) for column in (POPULATION, TOWARDS))
        flags = self.counted.span(key, flag)
        return self._over_areas(f"SUMIFS({among},{{heading}},{flags},1)", heading, area)

    def _over_areas(self, formula: str, heading: str, area: str) -> str:
        """The sum for the area in the heading; for all of them, over every heading."""
        if area != REGION:
            return formula.replace("{heading}", heading)
        last = self.first + len(self.page.canvas.summary.areas) - 1
        names = (
            f"${xl_col_to_name(self.first)}${self.heading}:${xl_col_to_name(last)}${self.heading}"
        )
        return f"SUMPRODUCT({formula.replace('{heading}', names)})"

    def _quartile(self, column: int, area: str, quarter: int) -> str:
        """QUARTILE counts as `indicators.spread` does, and leaves out what is text."""
        figures = self.counted.span(self.measure.key, OF_PLACE)
        if area != REGION:
            towards = self.counted.span(self.measure.key, TOWARDS)
            heading = f"{xl_col_to_name(column)}${self.heading}"
            figures = f"IF({towards}={heading},{figures},{EMPTY})"
        dash = literal(self.page.words.text("no_data"))
        return f"=IF(COUNT({figures})<{FEWEST},{dash},QUARTILE({figures},{quarter}))"

    def _last(self, area: str, kind: str) -> str:
        before = self.page.canvas.summary.last_total(self.measure.key, area)
        if before is None:
            return ""
        told = self.last.count(self.measure.key, area)
        if kind == "last_of":
            parts = {"count": told, "all": str(before.asked)}
            return joined_formula(self.page.words.text("of"), parts)
        return f"={self.last.total('then', self.measure.key, area)}"
