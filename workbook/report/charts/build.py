"""All charts of a summary, in the order in which they tell its story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.charts.assessed import goals_chart, practices_chart, scores_chart
from workbook.report.charts.beside import key_charts, spread_chart
from workbook.report.charts.response import area_chart, level_chart
from workbook.report.charts.themes import measure_chart, theme_chart
from workbook.report.themes import measures_by_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.compile.model import Summary
    from workbook.report.charts.model import Chart
    from workbook.report.wording import Wording


def charts(summary: Summary, words: Wording) -> tuple[Chart, ...]:
    """Response, key figures, themes, goals, scores, practices; what nobody was asked has no chart.

    The same summary gives the same charts, and of a public summary they hold nothing withheld.
    """
    return tuple(chart for chart in _wanted(summary, words) if chart is not None)


def _wanted(summary: Summary, words: Wording) -> Iterator[Chart | None]:
    yield area_chart(summary, words)
    yield level_chart(summary, words)
    yield from key_charts(summary, words)
    for theme, measures in measures_by_theme(summary).items():
        yield theme_chart(summary, words, theme, measures)
        for measure in measures:
            if measure.chart:
                yield measure_chart(summary, words, measure)
        yield spread_chart(summary, words, measures)
    yield goals_chart(summary, words)
    yield scores_chart(summary, words)
    yield practices_chart(summary, words)
