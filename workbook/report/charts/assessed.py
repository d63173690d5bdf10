"""Charts of what is judged by a method: indicators, local scores, practices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.evidenced import SHEET as PRACTICES
from workbook.compile.model import REGION
from workbook.report.charts.drawing import bars
from workbook.report.charts.model import Bar, Chart
from workbook.report.goal_lines import code_of, name_of
from workbook.report.practice_classes import class_name, class_of, classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.compile.model import Summary
    from workbook.report.wording import Wording


def goals_chart(summary: Summary, words: Wording) -> Chart | None:
    """How many governments supply each indicator, of those that it concerns."""
    figures = [figure for figure in summary.goals.every if REGION in figure.areas]
    if not figures:
        return None
    lines, rows = [], []
    for figure in figures:
        whole, indicator = figure.areas[REGION], figure.indicator
        concerned = whole.governments + whole.without_data
        text = words.text("of", count=words.number(whole.governments), all=words.number(concerned))
        code, name = code_of(words, indicator), name_of(words, indicator, figure)
        kind = "indicator_local" if figure in summary.goals.local else "indicator"
        label = words.chart(kind, code=code, name=name)
        lines.append(Bar(label, whole.governments, text, concerned))
        rows.append((code, name, text))
    head = (words.more("goals.code"), words.chart("indicator_name"), words.chart("supplied_by"))
    return _chart("goals", words, lines, head, rows)


def scores_chart(summary: Summary, words: Wording) -> Chart | None:
    """Cities and municipalities by the band of their score on migration policies."""
    bands = summary.scores.bands
    if not summary.scores.asked_policies or not any(band.of for band in bands):
        return None
    names = [words.sdg(f"policies.bands.{band.key}") for band in bands]
    lines, rows = [], []
    for name, band in zip(names, bands, strict=True):
        count, of = words.number(band.governments), words.number(band.of)
        lines.append(Bar(name, band.governments, words.text("of", count=count, all=of), band.of))
        rows.append((name, count, of))
    head = tuple(words.chart(key) for key in ("band", "governments", "scored"))
    return _chart("scores", words, lines, head, rows)


def practices_chart(summary: Summary, words: Wording) -> Chart | None:
    """Practices by class of evidence; None where there are none."""
    if PRACTICES not in summary.sheets or not summary.practices:
        return None
    lines, rows = [], []
    for key in classes():
        count = sum(class_of(line) == key for line in summary.practices)
        name = class_name(words, key)
        lines.append(Bar(name, count, words.number(count)))
        rows.append((name, words.number(count)))
    head = (words.more("practices.category"), words.more("practices.number"))
    return _chart("practices", words, lines, head, rows)


def _chart(
    key: str,
    words: Wording,
    lines: Sequence[Bar],
    head: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
) -> Chart:
    title = words.chart(key)
    values = "; ".join(
        words.text("theme.chart_value", area=line.label, value=line.text) for line in lines
    )
    description = words.text("theme.chart_text", title=title, values=values)
    return Chart(key, key, title, description, head, tuple(rows), bars(lines, description))
