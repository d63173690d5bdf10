"""The tabs of the workbook on two compared rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from indicators.model import GOVERNMENT_LEVELS
from workbook.report.canvas import FIRST_ROW, begin_page, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.compile.changes_model import AreaFigure, PlaceFigure, RoundChanges
    from workbook.report.canvas import Canvas, Page
    from workbook.report.comparison_words import ChangeWording

_HEADINGS = FIRST_ROW - 1
_LINE_LENGTH = 62
_LONG_CELL = 40


@dataclass(frozen=True, slots=True)
class PlaceRows:
    """Where the figures of places stand, for formulas on other tabs."""

    tab: str
    first: int
    last: int

    def span(self, column: str) -> str:
        """One column of all figures."""
        return f"{quoted(self.tab)}!${column}${self.first}:${column}${self.last}"

    def total(self, column: str, figure: str, area: str) -> str:
        """The sum of a column over governments that told a figure in both rounds."""
        among = f"{self.span('B')},{literal(figure)},{self.span('J')},1"
        if area:
            among += f",{self.span('E')},{literal(area)}"
        return f"SUMIFS({self.span(column)},{among})"


def write_places(canvas: Canvas, words: ChangeWording, changes: RoundChanges) -> PlaceRows:
    """One line a figure and place; provinces and the region are in no total."""
    page = _page(canvas, words, "places", (46, 28, 13, 24, 26, 12, 12, 12, 12, 10))
    keys = ("changes.figure", "places.key", "places.code", "places.place", "places.area",
            "changes.old", "changes.new", "changes.difference", "changes.percent",
            "places.both")  # fmt: skip
    page.headings(_HEADINGS, [words.compared(f"book.{key}") for key in keys], 5, 0)
    page.sheet.set_row(_HEADINGS, 32)
    last = FIRST_ROW + len(changes.place_figures)
    places = PlaceRows(page.sheet.name, FIRST_ROW + 1, max(last, FIRST_ROW + 1))
    writer = _Writer(page, words, changes, places)
    for row, one in enumerate(changes.place_figures, start=FIRST_ROW):
        _write_place(writer, row, one)
    page.sheet.autofilter(_HEADINGS, 0, max(last - 1, FIRST_ROW), 9)
    page.sheet.freeze_panes(FIRST_ROW, 1)
    page.sheet.repeat_rows(_HEADINGS)
    return places


def _write_place(writer: _Writer, row: int, one: PlaceFigure) -> None:
    page, words, changes = writer.page, writer.words, writer.changes
    counted = one.place.level in GOVERNMENT_LEVELS
    towards = words.total_of(one.area) if counted else words.text("own_workbook") + one.place.name
    for column, (text, look) in enumerate(
        (
            (words.figure(one.figure), "data_text"),
            (one.figure, "data_muted"),
            (one.place.code, "data_text"),
            (one.place.name, "data_text"),
            (towards, "data_text"),
        )
    ):
        page.text(row, column, text, look)
    for column, value in ((5, one.old), (6, one.new)):
        if value is not None:
            page.number(row, column, value, "data_number")
    if one.is_like:
        percent = changes.percent(one.old, one.difference)
        writer.differences(row, 5, (one.difference, percent), "data_number")
    page.number(row, 9, int(one.is_like and counted), "data_number")


def write_changes(
    canvas: Canvas, words: ChangeWording, changes: RoundChanges, places: PlaceRows
) -> None:
    """The region: what each round told, and the same governments side by side."""
    page = _page(canvas, words, "changes", (2, 58, 12, 9, 12, 9, 11, 12, 12, 12, 12), {
        "both": len(changes.places),
        "old_counted": len(changes.old.returns),
        "old_expected": changes.old.expected,
        "new_counted": len(changes.new.returns),
        "new_expected": changes.new.expected,
    })  # fmt: skip
    about = words.compared("book.changes.about", percent_from=f"{changes.percent_from:g}")
    page.across(_HEADINGS, about, "about", 34)
    keys = ("figure", "old", "old_places", "new", "new_places", "like_places", "like_old",
            "like_new", "difference", "percent")  # fmt: skip
    page.headings(FIRST_ROW, [words.compared(f"book.changes.{key}") for key in keys], 1)
    page.sheet.set_row(FIRST_ROW, 34)
    themes = {measure.key: measure.theme for measure in changes.measures}
    writer = _Writer(page, words, changes, places)
    row, theme = FIRST_ROW + 1, ""
    for one in changes.area_figures:
        if one.area or (one.old is None and one.new is None):
            continue
        heading = words.theme(themes[one.figure], "name") if one.figure in themes else ""
        heading = heading or words.compared("book.changes.questions")
        if heading != theme:
            theme = heading
            for column in range(1, page.columns):
                page.text(row, column, "", "theme")
            page.text(row, 1, theme, "theme")
            row += 1
        _write_region(writer, row, one)
        row += 1
    _write_only(page, row + 1, words, changes)
    page.sheet.freeze_panes(FIRST_ROW + 1, 2)
    page.sheet.repeat_rows(FIRST_ROW)


def _write_region(writer: _Writer, row: int, one: AreaFigure) -> None:
    page, words = writer.page, writer.words
    label = words.figure(one.figure)
    page.text(row, 1, label, "ruled")
    page.sheet.set_row(row, 32 if len(label) > _LINE_LENGTH else 18)
    for column, value, number, asked in (
        (2, one.old, one.old_places, one.old_asked),
        (4, one.new, one.new_places, one.new_asked),
    ):
        if value is None:
            page.text(row, column, words.compared("book.no_data"), "own_value")
        else:
            page.number(row, column, value, "own_value")
        page.text(row, column + 1, f"{number}/{asked}", "share")
    writer.like(row, 6, one)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes totals and differences on one tab."""

    page: Page
    words: ChangeWording
    changes: RoundChanges
    places: PlaceRows

    def like(self, row: int, first: int, one: AreaFigure) -> None:
        """How many told it twice, both totals, and their difference, from the tab of places."""
        area = self.words.total_of(one.area) if one.area else ""
        formula = f"={self.places.total('J', one.figure, area)}"
        self.page.formula(row, first, formula, one.like_places, "own_value")
        if not one.like_places:
            for column in range(first + 1, first + 5):
                self.page.text(row, column, self.words.compared("book.no_data"), "own_value")
            return
        for number, (letter, value) in enumerate((("F", one.like_old), ("G", one.like_new)), 1):
            formula = f"={self.places.total(letter, one.figure, area)}"
            self.page.formula(row, first + number, formula, value, "own_value")
        percent = self.changes.percent(one.like_old, one.difference)
        self.differences(row, first + 1, (one.difference, percent), "own_value")

    def differences(
        self, row: int, old: int, values: tuple[float | None, float | None], look: str
    ) -> None:
        """The difference of two neighbouring cells and, from a floor on, what it is in percent."""
        before, after = (f"{xl_col_to_name(column)}{row + 1}" for column in (old, old + 1))
        self.page.formula(row, old + 2, f"={after}-{before}", values[0], look)
        least = f"{self.changes.percent_from:g}"
        formula = f'=IF({before}<{least},"",100*({after}-{before})/{before})'
        share = "share" if look == "own_value" else look
        self.page.formula(row, old + 3, formula, values[1], share)


def _write_only(page: Page, row: int, words: ChangeWording, changes: RoundChanges) -> None:
    for key, only in (("only_old", changes.only_old), ("only_new", changes.only_new)):
        if only:
            labels = "; ".join(words.figure(figure) for figure in only)
            text = words.compared(f"book.changes.{key}", list=labels)
            page.across(row, text, "about", 18 * (1 + len(text) // 150))
            row += 1
    for moved in changes.moved:
        line = words.compared(
            f"rounds.{moved.kind}", place=moved.place, places=", ".join(moved.places)
        )
        page.across(row, line, "about")
        row += 1


def write_areas(
    canvas: Canvas, words: ChangeWording, changes: RoundChanges, places: PlaceRows
) -> None:
    """Each figure by province: the governments that told it in both rounds."""
    page = _page(canvas, words, "areas", (2, 58, 28, 11, 12, 12, 12, 12))
    keys = ("areas.figure", "areas.area", "changes.like_places", "changes.old", "changes.new",
            "changes.difference", "changes.percent")  # fmt: skip
    page.headings(_HEADINGS, [words.compared(f"book.{key}") for key in keys], 2)
    page.sheet.set_row(_HEADINGS, 32)
    writer = _Writer(page, words, changes, places)
    shown = [one for one in changes.area_figures if one.area and one.like_places]
    for row, one in enumerate(shown, start=FIRST_ROW):
        first = row == FIRST_ROW or shown[row - FIRST_ROW - 1].figure != one.figure
        page.text(row, 1, words.figure(one.figure) if first else "", "ruled")
        page.text(row, 2, words.total_of(one.area), "ruled")
        long = first and len(words.figure(one.figure)) > _LINE_LENGTH
        page.sheet.set_row(row, 32 if long else 18)
        writer.like(row, 3, one)
    page.sheet.freeze_panes(FIRST_ROW, 2)
    page.sheet.repeat_rows(_HEADINGS)


def write_records(canvas: Canvas, words: ChangeWording, changes: RoundChanges) -> None:
    """One line a record that is new, no longer reported, or in another state."""
    page = _page(canvas, words, "records", (2, 22, 20, 54, 38, 19, 30, 19, 19))
    keys = ("place", "area", "section", "record", "what", "question", "old", "new")
    page.headings(_HEADINGS, [words.compared(f"book.records.{key}") for key in keys], len(keys))
    page.sheet.set_row(_HEADINGS, 24)
    for row, one in enumerate(changes.records, start=FIRST_ROW):
        told = bool(one.field)
        cells = (
            one.place.name,
            words.total_of(one.area)
            if one.place.level in GOVERNMENT_LEVELS
            else words.level(one.place.level),
            words.section(one.sheet),
            one.name or one.row,
            words.compared(f"rounds.records.{one.kind}"),
            words.question_label(one.sheet, one.field),
            words.answer(one.old) if told else "",
            words.answer(one.new) if told else "",
        )
        _line(page, row, cells, "cell")
        page.sheet.set_row(row, 18 if all(len(cell) < _LONG_CELL for cell in cells[3:]) else 30)
    if not changes.records:
        page.across(FIRST_ROW, words.compared("rounds.no_records"), "about")
    else:
        page.sheet.autofilter(_HEADINGS, 1, FIRST_ROW + len(changes.records) - 1, len(keys))
    page.sheet.freeze_panes(FIRST_ROW, 2)
    page.sheet.repeat_rows(_HEADINGS)


def write_responses(canvas: Canvas, words: ChangeWording, changes: RoundChanges) -> None:
    """One line a place: how it answered in each round, and whether it is a new one."""
    page = _page(canvas, words, "responses", (2, 14, 32, 18, 26, 26, 60))
    keys = ("code", "place", "level", "old", "new", "note")
    page.headings(_HEADINGS, [words.compared(f"book.responses.{key}") for key in keys], len(keys))
    old, new = (
        {status.place.code: status for status in side.statuses}
        for side in (changes.old, changes.new)
    )
    moved = {one.place: one for one in changes.moved}
    for row, code in enumerate(dict.fromkeys((*new, *old)), start=FIRST_ROW):
        status = new.get(code) or old[code]
        note = ""
        if code in moved:
            origin = ", ".join(moved[code].places)
            note = words.compared(f"rounds.{moved[code].kind}", place=code, places=origin)
        elif code not in old or code not in new:
            note = words.compared(f"book.responses.{'new' if code in new else 'gone'}_place")
        states = [
            words.state(side[code].state) if code in side else words.compared("book.no_data")
            for side in (old, new)
        ]
        cells = (code, status.place.name, words.level(status.place.level), *states, note)
        _line(page, row, cells, "ruled")
        page.sheet.set_row(row, 18)
    page.sheet.freeze_panes(FIRST_ROW, 3)
    page.sheet.repeat_rows(_HEADINGS)


def _page(
    canvas: Canvas,
    words: ChangeWording,
    key: str,
    widths: Sequence[float],
    values: dict[str, object] | None = None,
) -> Page:
    """Set up a tab of the comparison."""
    title = words.compared(f"book.{key}.title")
    subtitle = words.compared(f"book.{key}.subtitle", **(values or {}))
    return begin_page(canvas, words.compared(f"book.tabs.{key}"), title, subtitle, widths)


def _line(page: Page, row: int, cells: Sequence[str], look: str) -> None:
    for column, text in enumerate(cells, start=1):
        page.text(row, column, text, look)
