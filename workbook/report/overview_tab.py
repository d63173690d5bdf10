"""The first tab: the figures that matter, who stands behind them, and how to read the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page
from workbook.report.formulas import grouped, joined_formula
from workbook.report.key_figures import write_key_figures
from workbook.report.themes import headlines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.report.canvas import Canvas, Page, Spot

_WIDTHS = (2, *([17] * 8))
_CARDS = 4


def write_overview(canvas: Canvas) -> None:
    """Cards, messages, key figures and notes; everything refers to the other tabs."""
    words = canvas.words
    page = begin_page(
        canvas,
        canvas.tab_name("overview"),
        words.text("title"),
        words.text("overview.subtitle"),
        _WIDTHS,
    )
    _write_cards(page)
    _write_messages(page, FIRST_ROW + 3)
    row = write_key_figures(page, FIRST_ROW + 6)
    page.text(row + 1, 1, words.text("overview.reading"), "section")
    for number in range(1, 5):
        page.across(row + 1 + number, words.text(f"overview.read_{number}"), "text", 20)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.activate()


def _write_cards(page: Page) -> None:
    """Response and the first headlines, two columns each."""
    words, canvas = page.words, page.canvas
    expected = canvas.spots["response by_area expected", REGION]
    cards = [
        (
            canvas.spots["response by_area counted", REGION],
            words.text("overview.counted", expected=words.number(float(expected.value or 0))),
            {"expected": grouped(expected.address, expected.value, words.thousands_separator)},
        )
    ]
    for measure in headlines(page.canvas.summary):
        spot = canvas.spots.get((f"value {REGION}", measure.key))
        if spot is not None:
            cards.append((spot, words.measure(measure.key), {}))
    page.sheet.set_row(FIRST_ROW, 44)
    page.sheet.set_row(FIRST_ROW + 1, 48)
    for number, (spot, label, parts) in enumerate(cards[:_CARDS]):
        _write_card(page, 1 + 2 * number, spot, label, parts)


def _write_card(page: Page, column: int, spot: Spot, label: str, parts: dict[str, str]) -> None:
    for row, look in ((FIRST_ROW, "card_value"), (FIRST_ROW + 1, "card_label")):
        page.sheet.merge_range(row, column, row, column + 1, "", page.canvas.formats[look])
    page.formula(FIRST_ROW, column, f"={spot.address}", spot.value, "card_value")
    if parts:
        template = page.words.text("overview.counted")
        formula = joined_formula(template, parts)
        page.formula(FIRST_ROW + 1, column, formula, label, "card_label")
    else:
        page.text(FIRST_ROW + 1, column, label, "card_label")


def _write_messages(page: Page, row: int) -> None:
    spots = page.canvas.spots
    parts = {
        key: spots[f"response by_area {key}", REGION]
        for key in ("counted", "expected", "missing", "rejected", "unusable")
    }
    _write_sentence(page, row, "overview.message_response", parts)
    own = {
        f"{key}_own": [
            spots[f"response by_level {key}", level]
            for level in ("region", "province")
            if (f"response by_level {key}", level) in spots
        ]
        for key in ("counted", "expected")
    }
    if not own["expected_own"]:
        return
    values = {name: sum(int(spot.value or 0) for spot in found) for name, found in own.items()}
    cells = {name: f"({'+'.join(spot.address for spot in found)})" for name, found in own.items()}
    _sentence(page, row + 1, "overview.message_own", cells, values)


def _write_sentence(page: Page, row: int, key: str, parts: dict[str, Spot]) -> None:
    cells = {name: spot.address for name, spot in parts.items()}
    _sentence(page, row, key, cells, {k: float(spot.value or 0) for k, spot in parts.items()})


def _sentence(
    page: Page, row: int, key: str, cells: dict[str, str], values: Mapping[str, float]
) -> None:
    """A line of text in which every figure is a reference."""
    page.across(row, "", "text", 20)
    words = page.words
    told = {
        name: grouped(cell, values[name], words.thousands_separator) for name, cell in cells.items()
    }
    text = words.text(key, **{name: words.number(value) for name, value in values.items()})
    page.formula(row, 1, joined_formula(words.text(key), told), text, "text")
