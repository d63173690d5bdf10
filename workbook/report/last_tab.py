"""The tabs on the round before: what changed, by area, and what single places told then and now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.changes_model import rounded
from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, Spot, begin_page, literal, quoted
from workbook.report.counted_tab import VALUE
from workbook.report.formulas import joined_formula

if TYPE_CHECKING:
    from workbook.compile.changes_model import PlaceFigure
    from workbook.compile.model import Before
    from workbook.report.canvas import Canvas, Page
    from workbook.report.counted_tab import Counted

_HEADINGS = FIRST_ROW - 1
_PLACES = (("measure", 46), ("key", 26), ("code", 13), ("place", 22), ("towards", 26),
           ("then", 13), ("now", 13), ("told", 11), ("both", 11))  # fmt: skip
_AREAS = (("measure", 50), ("area", 27), ("then", 12), ("then_of", 12), ("now", 12), ("now_of", 12),
          ("like", 13), ("like_then", 13), ("like_now", 13), ("change", 13))  # fmt: skip
_FIGURE, _TOWARDS, _TOLD, _BOTH = "B", "E", "H", "I"
_COLUMNS = {"then": ("F", _TOLD), "like_then": ("F", _BOTH), "like_now": ("G", _BOTH)}
_LINE_LENGTH = 54


@dataclass(frozen=True, slots=True)
class LastCells:
    """Where the figures of single places stand; nowhere in public, with an empty `tab`."""

    tab: str = ""
    first: int = 0
    last: int = 0
    areas: tuple[tuple[str, str], ...] = ()

    def total(self, column: str, measure: str, area: str) -> str:
        """The sum of then, or of then or now of those that told it twice, as an expression."""
        letter, flag = _COLUMNS[column]
        return f"SUMIFS({self._span(letter)},{self._among(measure, area, flag)})"

    def count(self, measure: str, area: str, *, twice: bool = False) -> str:
        """How many governments told it then, or in both rounds."""
        return f"COUNTIFS({self._among(measure, area, _BOTH if twice else _TOLD)})"

    def _among(self, measure: str, area: str, flag: str) -> str:
        among = f"{self._span(_FIGURE)},{literal(measure)},{self._span(flag)},1"
        if area == REGION:
            return among
        return f"{among},{self._span(_TOWARDS)},{literal(dict(self.areas)[area])}"

    def _span(self, column: str) -> str:
        return f"{quoted(self.tab)}!${column}${self.first}:${column}${self.last}"


NOWHERE = LastCells()


def write_last_places(canvas: Canvas, counted: Counted) -> LastCells:
    """One line a measure and place that told it then; provinces and the region are in no total."""
    words, summary = canvas.words, canvas.summary
    page = _page(canvas, "places", [width for _, width in _PLACES])
    labels = [words.beside(f"places.{key}", last=summary.last) for key, _ in _PLACES]
    page.headings(_HEADINGS, labels, 5, 0)
    page.sheet.set_row(_HEADINGS, 32)
    for row, one in enumerate(summary.earlier, start=FIRST_ROW):
        _write_place(page, row, one, counted)
    last = FIRST_ROW + len(summary.earlier)
    page.sheet.autofilter(_HEADINGS, 0, last - 1, len(_PLACES) - 1)
    page.sheet.freeze_panes(FIRST_ROW, 1)
    page.sheet.repeat_rows(_HEADINGS)
    names = tuple((area.key, words.area(area.key)) for area in summary.areas)
    return LastCells(page.sheet.name, FIRST_ROW + 1, last, names)


def _write_place(page: Page, row: int, one: PlaceFigure, counted: Counted) -> None:
    words, level = page.words, one.place.level
    for column, (text, look) in enumerate(
        (
            (words.measure(one.figure), "data_text"),
            (one.figure, "data_muted"),
            (one.place.code, "data_text"),
            (one.place.name, "data_text"),
            (words.towards(level, one.area), "data_text"),
        )
    ):
        page.text(row, column, text, look)
    page.figure(row, 5, one.old, "data_number")
    span = counted.place_span(one.figure, one.place.code, VALUE)
    if span:
        formula = f'=IF(COUNT({span})=0,"",SUM({span}))'
        page.formula(row, 6, formula, one.new, "data_number")
    else:
        page.figure(row, 6, one.new, "data_number")
    own = level not in GOVERNMENT_LEVELS
    page.number(row, 7, 0 if own else 1, "data_number")
    formula = f"=IF(AND({_TOLD}{row + 1}=1,ISNUMBER(G{row + 1})),1,0)"
    page.formula(row, 8, formula, int(one.is_like and not own), "data_number")


def write_last(canvas: Canvas, cells: LastCells) -> None:
    """Each measure by area: as each round told it, and the same governments side by side."""
    words, summary = canvas.words, canvas.summary
    page = _page(canvas, "changes", [2, *(width for _, width in _AREAS)])
    regions = {"regions": len(summary.followed), "all": len(summary.regions)}
    about = words.beside("changes.about", last=summary.last, **regions)
    money = words.money_not_compared(summary)
    page.across(_HEADINGS, f"{about} {money}".strip(), "about", 64 if money else 48)
    keys = [key for key, _ in _AREAS]
    labels = [words.beside(f"changes.{key}", last=summary.last, now=summary.period) for key in keys]
    page.headings(FIRST_ROW, labels, 2)
    page.sheet.set_row(FIRST_ROW, 48)
    themes = {measure.key: measure.theme for measure in summary.measures}
    row, theme, figure = FIRST_ROW + 1, "", ""
    for one in summary.before:
        if themes[one.measure] != theme:
            theme = themes[one.measure]
            for column in range(1, page.columns):
                page.text(row, column, "", "theme")
            page.text(row, 1, words.theme(theme, "name"), "theme")
            row += 1
        label = words.measure(one.measure) if one.measure != figure else ""
        figure = one.measure
        look = "ruled" if one.area else "ruled_total"
        page.text(row, 1, label, "ruled")
        page.text(row, 2, words.area(one.area) if one.area else words.text("region_total"), look)
        page.sheet.set_row(row, 32 if len(label) > _LINE_LENGTH else 18)
        _write_change(page, row, one, cells)
        row += 1
    page.sheet.freeze_panes(FIRST_ROW + 1, 3)
    page.sheet.repeat_rows(FIRST_ROW)


def _write_change(page: Page, row: int, one: Before, cells: LastCells) -> None:
    words, spots = page.words, page.canvas.spots
    linked = bool(cells.tab)
    look, ending = ("own_value", "") if one.area else ("count_total", "_total")
    told = f"={cells.total('then', one.measure, one.area)}" if linked else ""
    _put(page, row, 3, told, one.value, look)
    of = words.text("of", count=one.with_data, all=one.asked)
    parts = {"count": cells.count(one.measure, one.area) if linked else "", "all": str(one.asked)}
    _put(page, row, 4, joined_formula(words.text("of"), parts) if linked else "", of, look)
    for column, kind in ((5, "value"), (6, "with_data")):
        spot = spots[f"{kind} {one.area}", one.measure]
        page.formula(row, column, f"={spot.address}", spot.value, look)
    page.canvas.spots[f"like {one.area}", one.measure] = Spot(
        page.sheet.name, row, 7, one.like_places
    )
    twice = f"={cells.count(one.measure, one.area, twice=True)}" if linked else ""
    _put(page, row, 7, twice, one.like_places, look)
    for column, key, value in ((8, "like_then", one.like_old), (9, "like_now", one.like_new)):
        shown = linked and one.like_places
        formula = f"={cells.total(key, one.measure, one.area)}" if shown else ""
        _put(page, row, column, formula, value, look)
    if one.like_old is None or one.like_new is None:
        _put(page, row, 10, "", None, f"change{ending}")
        return
    old, new = (f"{xl_col_to_name(column)}{row + 1}" for column in (8, 9))
    change = rounded(one.like_new - one.like_old)
    _put(page, row, 10, f"={new}-{old}", change, f"change{ending}")
    page.canvas.spots[f"change {one.area}", one.measure] = Spot(page.sheet.name, row, 10, change)


def _put(
    page: Page, row: int, column: int, formula: str, value: float | str | None, look: str
) -> None:
    """A formula where there is one; what is not known, or not shown in public, as a dash."""
    if formula:
        page.formula(row, column, formula, value, look)
    elif value is None:
        page.text(row, column, page.words.text("no_data"), look)
    else:
        page.figure(row, column, value, look)


def _page(canvas: Canvas, key: str, widths: list[float]) -> Page:
    words, last = canvas.words, canvas.summary.last
    title = words.beside(f"{key}.title", last=last)
    subtitle = words.beside(f"{key}.subtitle", last=last)
    return begin_page(canvas, last_tab_name(canvas, key), title, subtitle, widths)


def last_tab_name(canvas: Canvas, key: str) -> str:
    """The name of one of the two tabs."""
    return canvas.words.beside(f"tabs.{key}", last=canvas.summary.last)
