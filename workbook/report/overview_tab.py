"""The first tab: the figures that matter, who stands behind them, and how to read the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page
from workbook.report.formulas import joined_formula
from workbook.report.themes import headlines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.model import Measure
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
    row = _write_figures(page, FIRST_ROW + 6)
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
            words.text("overview.counted", expected=expected.value),
            {"expected": expected.address},
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
    _sentence(page, row, key, cells, {name: spot.value for name, spot in parts.items()})


def _sentence(
    page: Page, row: int, key: str, cells: dict[str, str], values: Mapping[str, object]
) -> None:
    """A line of text in which every figure is a reference."""
    page.across(row, "", "text", 20)
    formula = joined_formula(page.words.text(key), cells)
    page.formula(row, 1, formula, page.words.text(key, **values), "text")


def _write_figures(page: Page, row: int) -> int:
    """One line a headline; the next free row comes back."""
    words = page.words
    page.text(row, 1, words.text("overview.figures"), "section")
    row += 1
    looks = ("heading", "heading_number", "heading_number", "heading_number")
    for column, key, look in zip(
        (1, 6, 7, 8), ("measure", "figure", "governments", "data_from"), looks, strict=True
    ):
        label = words.text("own.measure" if key == "measure" else f"overview.{key}")
        page.text(row, column, label, look)
    page.sheet.merge_range(row, 1, row, 5, "", page.canvas.formats["heading"])
    page.text(row, 1, words.text("own.measure"), "heading")
    page.sheet.set_row(row, 32)
    for measure in headlines(page.canvas.summary):
        row += 1
        _write_figure(page, row, measure)
    return row + 1


def _write_figure(page: Page, row: int, measure: Measure) -> None:
    words, spots = page.words, page.canvas.spots
    page.sheet.set_row(row, 24)
    page.sheet.merge_range(row, 1, row, 5, "", page.canvas.formats["ruled"])
    page.text(row, 1, words.measure(measure.key), "ruled")
    names = {6: f"value {REGION}", 7: f"governments {REGION}", 8: f"with_data {REGION}"}
    if not any(level in GOVERNMENT_LEVELS for level in measure.levels):
        region = next((p.code for p in page.canvas.summary.own if p.level == "region"), "")
        names = {6: f"own {region}"}
        page.sheet.merge_range(row, 7, row, 8, "", page.canvas.formats["ruled"])
        page.text(row, 7, words.text("overview.own_line"), "ruled")
    elif measure.of_governments:
        names[7] = names[6]
    for column, name in names.items():
        spot = spots.get((name, measure.key))
        look = "key_value" if column == 6 else "count"
        if spot is None:
            page.text(row, column, _absent(page, measure, column), look)
        else:
            page.formula(row, column, f"={spot.address}", spot.value, look)


def _absent(page: Page, measure: Measure, column: int) -> str:
    """What stands for a figure that has no cell: in public, how many gave a count is not told."""
    kept = column == 7 and measure.withhold and page.canvas.is_public
    return page.words.text("withheld" if kept else "no_data")
