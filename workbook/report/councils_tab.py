"""Every council and committee one by one: since when there is one, and how alive it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page, literal
from workbook.report.formulas import joined_formula

if TYPE_CHECKING:
    from workbook.compile.model import Contribution
    from workbook.report.canvas import Canvas, Figure, Page
    from workbook.report.counted_tab import Counted
    from workbook.report.formulas import DataCells

SHEET = "structures"
_ALL = "councils"
_COLUMNS = (
    ("place", 25),
    ("towards", 25),
    ("name", 36),
    ("structure_type", 22),
    ("mandate", 24),
    ("date_created", 14),
    ("status", 14),
    ("meetings_in_year", 12),
    ("functional", 13),
    ("quarterly", 13),
)
# The two thresholds, as the measures that count them.
_ALIVE = {"functional": "councils_functional", "quarterly": "councils_quarterly"}
_WORDS = {"structure_type", "mandate", "status"}
_NUMBERS_FROM = 7


def write_councils(canvas: Canvas, data: DataCells, counted: Counted) -> None:
    """One line a structure; the two last columns lead to what was counted."""
    words = canvas.words
    title, subtitle = words.more("councils.title"), words.more("councils.subtitle")
    widths = [2, *(width for _, width in _COLUMNS)]
    page = begin_page(canvas, canvas.tab_name("councils"), title, subtitle, widths)
    page.across(FIRST_ROW - 1, words.more("councils.about"), "about", 34)
    _write_coverage(page, FIRST_ROW)
    heading = FIRST_ROW + 2
    labels = [words.more(f"councils.{key}") for key, _ in _COLUMNS]
    page.headings(heading, labels, _NUMBERS_FROM)
    page.sheet.set_row(heading, 48)
    entries = [
        entry
        for entry in canvas.summary.contributions
        if entry.measure == _ALL and entry.basis == "record"
    ]
    values = {
        (entry.measure, entry.place, entry.row): entry.value
        for entry in canvas.summary.contributions
    }
    for row, entry in enumerate(entries, start=heading + 1):
        _write_answers(page, row, entry, data)
        for column, key in enumerate(_ALIVE, start=len(_COLUMNS) - 1):
            found = (_ALIVE[key], entry.place, entry.row)
            _write_alive(page, row, column, counted.record(*found), values.get(found))
        page.sheet.set_row(row, 32)
    if not entries:
        page.across(heading + 1, words.more("councils.nothing"), "text", 20)
    page.sheet.freeze_panes(heading + 1, 2)
    page.sheet.repeat_rows(heading)


def _write_coverage(page: Page, row: int) -> None:
    """How many governments have a council, are known to have none, and of how many."""
    words, spots = page.words, page.canvas.spots
    names = ("governments", "with_data")
    found = {name: spots.get((f"{name} {REGION}", _ALL)) for name in names}
    alive = {key: spots.get((f"value {REGION}", measure)) for key, measure in _ALIVE.items()}
    parts = {key: spot for key, spot in (found | alive).items() if spot is not None}
    if len(parts) < len(found) + len(alive):
        return
    page.across(row, "", "text", 20)
    values = {key: spot.value for key, spot in parts.items()}
    cells = {key: spot.address for key, spot in parts.items()}
    text = words.more("councils.coverage", **values)
    page.formula(row, 1, joined_formula(words.more("councils.coverage"), cells), text, "text")


def _write_answers(page: Page, row: int, entry: Contribution, data: DataCells) -> None:
    words = page.words
    page.text(row, 1, entry.place_name, "ruled")
    page.text(row, 2, words.towards(entry.level, entry.area), "ruled")
    for column, (key, _) in enumerate(_COLUMNS[2:8], start=3):
        look = "count" if column > _NUMBERS_FROM else "ruled"
        index = data.find(entry.place, SHEET, entry.row, key)
        line = data.line(index) if index is not None else None
        if index is None or line is None or line.value is None:
            page.text(row, column, words.text("no_data"), look)
        elif key in _WORDS:
            page.formula(row, column, f"={data.label(index)}", words.reads_as(line), look)
        else:
            value: Figure = line.value if isinstance(line.value, int | float) else str(line.value)
            page.formula(row, column, f"={data.value(index)}", value, look)


def _write_alive(page: Page, row: int, column: int, cell: str, value: float | None) -> None:
    """Yes or no by the threshold; a dash where the answers do not tell."""
    yes, no, dash = (page.words.text(key) for key in ("yes", "no", "no_data"))
    if not cell:
        page.text(row, column, dash, "count")
        return
    formula = f'=IF({cell}="",{literal(dash)},IF({cell}>0,{literal(yes)},{literal(no)}))'
    shown = dash if value is None else yes if value > 0 else no
    page.formula(row, column, formula, shown, "count")
