"""The table of key figures on the first tab: each one with all that stands beside it."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import REGION
from workbook.report.formulas import joined_formula
from workbook.report.themes import headlines

if TYPE_CHECKING:
    from indicators.model import Measure
    from workbook.report.canvas import Canvas, Page

# Columns of the tab beside its margin; what they do not need is left to the words of the measure.
COLUMNS = 8
# Letters that fit in one of them.
_LETTERS = 15
_ALWAYS = ("figure", "governments", "data_from", "people")
_FROM_TOTALS = {
    "figure": "value",
    "governments": "governments",
    "data_from": "with_data",
    "people": "population",
}
_LOOKS = {"figure": "key_value", "governments": "count", "data_from": "count", "people": "share"}
# With a sign, whole, and without anything that is written otherwise in other languages.
_SIGNED = '"+0;-0;0"'


def write_key_figures(page: Page, row: int) -> int:
    """One line a headline; the next free row comes back."""
    words = page.words
    columns = _columns(page.canvas)
    page.text(row, 1, words.text("overview.figures"), "section")
    row += 1
    _write_label(page, row, columns, words.text("own.measure"), "heading")
    for column, key in columns.items():
        known = key in _ALWAYS and key != "people"
        label = words.text(f"overview.{key}") if known else words.beside(
            f"overview.{key}", last=page.canvas.summary.last
        )  # fmt: skip
        page.text(row, column, label, "heading_number" if key in _LOOKS else "heading")
    page.sheet.set_row(row, 32)
    for measure in headlines(page.canvas.summary):
        row += 1
        lines = ceil(len(words.measure(measure.key)) / (_LETTERS * (min(columns) - 1)))
        page.sheet.set_row(row, max(24, 16 * lines + 4))
        _write_label(page, row, columns, words.measure(measure.key), "ruled")
        if any(level in GOVERNMENT_LEVELS for level in measure.levels):
            _write_total(page, row, columns, measure)
        else:
            _write_own(page, row, columns, measure)
    return row + 1


def _columns(canvas: Canvas) -> dict[int, str]:
    """What stands in which column, at the right edge of the tab."""
    keys = list(_ALWAYS)
    if canvas.summary.before:
        keys.append("last")
    if canvas.summary.targets:
        keys.append("target")
    return dict(enumerate(keys, start=COLUMNS + 1 - len(keys)))


def _write_label(page: Page, row: int, columns: dict[int, str], text: str, look: str) -> None:
    page.sheet.merge_range(row, 1, row, min(columns) - 1, "", page.canvas.formats[look])
    page.text(row, 1, text, look)


def _write_total(page: Page, row: int, columns: dict[int, str], measure: Measure) -> None:
    for column, key in columns.items():
        if key == "last":
            _write_last(page, row, column, measure)
        elif key == "target":
            _write_target(page, row, column, measure)
        else:
            name = "figure" if key == "governments" and measure.of_governments else key
            spot = page.canvas.spots.get((f"{_FROM_TOTALS[name]} {REGION}", measure.key))
            if spot is None:
                page.text(row, column, _absent(page, measure, key), _LOOKS[key])
            else:
                page.formula(row, column, f"={spot.address}", spot.value, _LOOKS[key])


def _write_own(page: Page, row: int, columns: dict[int, str], measure: Measure) -> None:
    """A figure of the regional office itself, which nobody else is asked for."""
    words, canvas = page.words, page.canvas
    region = next((p.code for p in canvas.summary.own if p.level == "region"), "")
    first = min(columns)
    spot = canvas.spots.get((f"own {region}", measure.key))
    if spot is None:
        page.text(row, first, words.text("no_data"), "key_value")
    else:
        page.formula(row, first, f"={spot.address}", spot.value, "key_value")
    last = first + len(_ALWAYS) - 1
    page.sheet.merge_range(row, first + 1, row, last, "", canvas.formats["ruled"])
    page.text(row, first + 1, words.text("overview.own_line"), "ruled")
    told = (one for one in canvas.summary.earlier if one.figure == measure.key)
    change = next((one.difference for one in told if one.place.code == region), None)
    for column, key in columns.items():
        if key == "last":
            said = words.text("no_data") if change is None else signed(change)
            page.text(row, column, said, "cell")
        elif key == "target":
            _write_target(page, row, column, measure)


def _write_last(page: Page, row: int, column: int, measure: Measure) -> None:
    """How much more it is now in the governments that told it in both rounds."""
    words, spots = page.words, page.canvas.spots
    change = spots.get((f"change {REGION}", measure.key))
    told = spots.get((f"like {REGION}", measure.key))
    if change is None or told is None or not isinstance(change.value, int | float):
        page.text(row, column, words.text("no_data"), "cell")
        return
    parts = {"change": f"TEXT({change.address},{_SIGNED})", "places": told.address}
    formula = joined_formula(words.beside("overview.same"), parts)
    text = words.beside("overview.same", change=signed(change.value), places=told.value)
    page.formula(row, column, formula, text, "cell")


def _write_target(page: Page, row: int, column: int, measure: Measure) -> None:
    words, target = page.words, page.canvas.summary.target(measure.key)
    if target is None:
        page.text(row, column, words.text("no_data"), "cell")
        return
    text = words.beside("overview.by", value=words.number(target.value), year=target.year)
    page.text(row, column, text, "cell")


def signed(value: float) -> str:
    """A change with its sign, as the formula shows it: halves go away from zero."""
    whole = floor(abs(value) + 0.5)
    return f"{'-' if value < 0 else '+'}{whole}" if whole else "0"


def _absent(page: Page, measure: Measure, key: str) -> str:
    """What stands for a figure that has no cell: in public, how many gave a count is not told."""
    kept = key == "governments" and measure.withhold and page.canvas.is_public
    return page.words.text("withheld" if kept else "no_data")
