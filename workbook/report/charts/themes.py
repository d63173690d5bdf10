"""Charts of a theme: how many governments have each thing, and its main figure by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.model import REGION
from workbook.report.answered import has_round, of_asked
from workbook.report.charts.drawing import bars
from workbook.report.charts.model import Bar, Chart
from workbook.report.exports.figures import heard_areas, known_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.model import Measure
    from workbook.compile.model import Summary, Total
    from workbook.report.wording import Wording

# Fewer bars than this are better said in a sentence.
_FEWEST = 2


def theme_chart(
    summary: Summary, words: Wording, theme: str, measures: Sequence[Measure]
) -> Chart | None:
    """How many cities and municipalities have at least one of each thing that is counted.

    Sums of people and money are left out: that somebody has some of them tells nothing. So is
    what a public summary does not tell.
    """
    found = [
        (words.measure(measure.key), total)
        for measure in measures
        if _tells(measure) and (total := summary.total(measure.key)).with_data
        if not summary.hides(measure.key, REGION)
    ]
    if len(found) < _FEWEST:
        return None
    title = words.chart("with_each", theme=words.theme(theme, "name"))
    rows = tuple(
        (label, words.number(total.governments), of_asked(summary, words, total))
        for label, total in found
    )
    lines = [
        Bar(label, total.governments, _with_some(words, total), total.with_data)
        for label, total in found
    ]
    description = _described(words, title, lines)
    head = tuple(words.chart(key) for key in ("counted", "governments", "with_data"))
    return Chart(f"theme_{theme}", theme, title, description, head, rows, bars(lines, description))


def measure_chart(summary: Summary, words: Wording, measure: Measure) -> Chart | None:
    """The figure of every area; a withheld one and one without data have a sign and no bar."""
    if not summary.areas:
        return None
    heard = heard_areas(summary)
    lines, rows = [], []
    for key in (*(area.key for area in summary.areas), REGION):
        total = summary.total(measure.key, key)
        shown = figure_text(summary, words, total, heard)
        label = words.area(key) if key else words.text("region_total")
        rows.append((label, shown, of_asked(summary, words, total)))
        if key:
            bar = _area_bar(words, label, measure, total, shown)
            lines.append(bar if has_round(summary, key) else _no_bar(words, label))
    title = words.measure(measure.key)
    if measure.money:
        title = words.chart("with_unit", title=title, unit=summary.currency)
    description = _described(words, title, lines)
    kind = "governments" if measure.of_governments else "figure"
    head = (words.chart("area"), words.chart(kind), words.chart("with_data"))
    return Chart(
        f"area_{measure.key}", measure.theme, title, description, head, tuple(rows),
        bars(lines, description),
    )  # fmt: skip


def figure_text(summary: Summary, words: Wording, total: Total, heard: frozenset[str]) -> str:
    """A total as it is printed: the figure, or the sign of why there is none."""
    known = known_of(summary, total, heard)
    if known == "withheld":
        return words.text("withheld")
    if known != "known" or total.value is None:
        return words.text("no_data")
    return words.number(total.value)


def _tells(measure: Measure) -> bool:
    return not measure.withhold and not measure.money and measure.counts != "sum"


def _area_bar(words: Wording, label: str, measure: Measure, total: Total, shown: str) -> Bar:
    values = {"value": shown, "count": total.with_data, "all": total.asked}
    if not measure.of_governments:
        return Bar(label, total.value, words.chart("value_from", **values))
    if total.value is None:
        return Bar(label, None, words.chart("value_from", **values), total.with_data)
    text = words.text("of", count=shown, all=words.number(total.with_data))
    return Bar(label, total.value, text, total.with_data)


def _with_some(words: Wording, total: Total) -> str:
    some, known = words.number(total.governments), words.number(total.with_data)
    return words.text("of", count=some, all=known)


def _no_bar(words: Wording, label: str) -> Bar:
    return Bar(label, None, words.national("no_round"))


def _described(words: Wording, title: str, lines: Sequence[Bar]) -> str:
    values = "; ".join(
        words.text("theme.chart_value", area=line.label, value=line.text) for line in lines
    )
    return words.text("theme.chart_text", title=title, values=values)
