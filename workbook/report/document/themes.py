"""A part for each theme: a chart, all figures of the whole, the main ones by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.model import REGION
from workbook.report.charts.beside import SPREAD
from workbook.report.document.figures import behind, column_label, region_figure, value_cell
from workbook.report.document.model import Cell, ChartBlock, FiguresTable, Paragraph, Section
from workbook.report.own_lines import own_table
from workbook.report.themes import measures_by_theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicators.model import Measure
    from workbook.compile.model import Summary
    from workbook.report.charts.model import Chart
    from workbook.report.document.model import Block
    from workbook.report.wording import Wording

# Measures that are shown area by area; the others are on the tabs of the summary workbook.
_COLUMNS = 4
# A chart with more bars than this takes too much of a page.
_MOST_BARS = 9
# Charts of quartiles in the document; the page has one for every theme that has some.
_MOST_AROUND = 2


def themes_section(summary: Summary, words: Wording, drawn: Mapping[str, Chart]) -> Section:
    """All themes on which something was asked."""
    drawn = _fewer(words, drawn)
    parts = [
        _theme(summary, words, theme, measures, drawn)
        for theme, measures in measures_by_theme(summary).items()
    ]
    about = Paragraph(words.document("themes.about"), "about")
    return Section(words.document("themes.title"), (about,), tuple(parts))


def _fewer(words: Wording, drawn: Mapping[str, Chart]) -> dict[str, Chart]:
    """The charts, with only those of quartiles that show the most areas."""
    signs = {words.text("no_data"), words.text("withheld")}

    def areas(chart: Chart) -> int:
        return sum(row[-1] not in signs for row in chart.rows)

    around = [chart for key, chart in drawn.items() if key.startswith(SPREAD)]
    kept = sorted(around, key=areas, reverse=True)[:_MOST_AROUND]
    return {key: one for key, one in drawn.items() if one not in around or one in kept}


def _theme(
    summary: Summary,
    words: Wording,
    theme: str,
    measures: Sequence[Measure],
    drawn: Mapping[str, Chart],
) -> Section:
    blocks: list[Block] = []
    about = words.theme(theme, "about")
    if about:
        blocks.append(Paragraph(about, "about"))
    chart = _chart(theme, measures, drawn)
    if chart is not None:
        blocks.append(ChartBlock(chart))
    blocks.append(_whole(summary, words, measures))
    around = next(
        (c for c in drawn.values() if c.key.startswith(SPREAD) and c.theme == theme), None
    )
    if around is not None:
        blocks.append(ChartBlock(around))
    if summary.areas:
        blocks.append(_by_area(summary, words, measures))
    return Section(words.theme(theme, "title"), tuple(blocks))


def _chart(theme: str, measures: Sequence[Measure], drawn: Mapping[str, Chart]) -> Chart | None:
    """How many governments have each thing; where that is long or tells little, the main figure."""
    chart = drawn.get(f"theme_{theme}")
    if chart is not None and 2 < len(chart.rows) <= _MOST_BARS:
        return chart
    by_area = (drawn.get(f"area_{measure.key}") for measure in measures)
    return next((one for one in by_area if one is not None), chart)


def _whole(summary: Summary, words: Wording, measures: Sequence[Measure]) -> FiguresTable:
    """Every measure of the theme for the whole, with what stands behind it."""
    rows = tuple(
        tuple(
            Cell(text)
            for text in (
                column_label(words, measure, summary.currency),
                region_figure(summary, words, measure),
                *behind(summary, words, measure),
            )
        )
        for measure in measures
    )
    head = (
        words.text("own.measure"),
        words.text("region_total"),
        words.text("overview.governments"),
        words.text("overview.data_from"),
        words.document("people_behind"),
    )
    return FiguresTable("", head, rows, (4.4, 1.5, 1.7, 1.3, 1.5))


def _by_area(summary: Summary, words: Wording, measures: Sequence[Measure]) -> FiguresTable:
    """The main measures by area, each figure with the governments that it is from."""
    chosen = main_measures(measures)
    rows = [
        (
            Cell(words.area(key) if key else words.text("region_total")),
            *(value_cell(summary, words, measure, key) for measure in chosen),
        )
        for key in (*(area.key for area in summary.areas), REGION)
    ]
    head = (
        words.chart("area"),
        *(column_label(words, measure, summary.currency) for measure in chosen),
    )
    widths = (2.4, *([2.0] * len(chosen)))
    title = words.document("themes.by_area")
    return FiguresTable(title, head, tuple(rows), widths, has_total=True)


def own_section(summary: Summary, words: Wording) -> Section | None:
    """What provinces and the regional office answered for themselves; None without an answer."""
    table = own_table(summary)
    if table is None:
        return None
    rows = tuple(
        (
            Cell(column_label(words, measure, summary.currency)),
            *(Cell(words.text("no_data") if one is None else words.number(one)) for one in figures),
        )
        for measure, figures in table.lines
    )
    head = (words.text("own.measure"), *(place.name for place in table.places))
    widths = (4.0, *([1.3] * len(table.places)))
    about = f"{words.text('own.subtitle')} {words.text('own.left_out')}"
    blocks = (Paragraph(about, "about"), FiguresTable("", head, rows, widths))
    return Section(words.text("own.title"), blocks)


def main_measures(measures: Sequence[Measure]) -> list[Measure]:
    """Those drawn and the key figures first, then others as declared, as many as fit."""
    order = {measure.key: number for number, measure in enumerate(measures)}
    ranked = sorted(measures, key=lambda one: (not one.chart, not one.headline, order[one.key]))
    return sorted(ranked[:_COLUMNS], key=lambda one: order[one.key])
