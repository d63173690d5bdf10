"""What stands beside figures: how places lie around their middle, the period before, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.spread import FEWEST
from workbook.compile.changes_model import rounded
from workbook.compile.model import REGION
from workbook.report.charts.lines import against, dumbbells, ranges
from workbook.report.charts.model import Aim, Chart, Pair, Range
from workbook.report.charts.themes import figure_text
from workbook.report.exports.figures import heard_areas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicators.model import Measure, Target
    from indicators.spread import Spread
    from workbook.compile.model import Before, Summary
    from workbook.report.wording import Wording

# The charts that belong to no theme: they stand with the key figures.
KEY = "key"
# How the keys of charts of quartiles begin.
SPREAD = "spread_"
_PERCENT = 100
# A drawing of an upper quartile below this is said better in a sentence; above the other, quarters
# of one are left out of what a bar says: its table has them.
_LEAST_UPPER, _WHOLE_FROM = 5, 100


def spread_chart(summary: Summary, words: Wording, measures: Sequence[Measure]) -> Chart | None:
    """Quartiles of the first main figure of a theme that has some, for all areas and each.

    Areas without quartiles have a sign, and only that in public where they are withheld.
    """
    main = [measure for measure in measures if measure.chart or measure.headline or measure.money]
    wholes = ((measure, summary.spread(measure.key)) for measure in main)
    measure = next(
        (one for one, whole in wholes if whole is not None and whole.upper >= _LEAST_UPPER), None
    )
    if measure is None:
        return None
    lines, rows = [], []
    for area in (REGION, *(area.key for area in summary.areas)):
        label = words.area(area) if area else words.text("region_total")
        spread = summary.spread(measure.key, area)
        lines.append(_range(words, label, spread, _why_none(summary, words, measure, area)))
        rows.append((label, *_quartiles(words, spread, lines[-1].text)))
    title = words.chart("spread", title=_with_unit(summary, words, measure))
    description = _described(words, title, lines)
    head = tuple(words.chart(key) for key in ("area", "lower", "median", "upper", "places"))
    return Chart(
        f"{SPREAD}{measure.key}", measure.theme, title, description, head, tuple(rows),
        ranges(lines, description),
    )  # fmt: skip


def _range(words: Wording, label: str, spread: Spread | None, without: str) -> Range:
    if spread is None:
        return Range(label, None, without)
    lower, middle, upper = (words.number(_whole(one)) for one in spread.quartiles)
    text = words.chart("half", lower=lower, median=middle, upper=upper)
    return Range(label, spread.quartiles, text)


def _whole(value: float) -> float:
    return round(value) if value >= _WHOLE_FROM else value


def _why_none(summary: Summary, words: Wording, measure: Measure, area: str) -> str:
    """The sign of an area without quartiles: withheld, or told by too few."""
    total = summary.total(measure.key, area)
    enough = total.with_data >= FEWEST
    kept = summary.publication is not None and measure.withhold and enough
    if kept or summary.hides(measure.key, area):
        return words.text("withheld")
    return words.text("no_data")


def _quartiles(words: Wording, spread: Spread | None, without: str) -> tuple[str, ...]:
    if spread is None:
        return (without,) * 4
    return (*(words.number(one) for one in spread.quartiles), words.number(spread.places))


def since_chart(
    summary: Summary, words: Wording, measures: Sequence[Measure], *, money: bool
) -> Chart | None:
    """Main figures then and now, of the same governments; amounts of money by themselves."""
    found = [
        (measure, last)
        for measure in measures
        if _is_kind(measure, money=money)
        and (last := summary.last_total(measure.key)) is not None
        and last.like_old is not None
        and last.like_new is not None
    ]
    if not summary.last or not found:
        return None
    lines, rows = [], []
    for measure, last in found:
        label = _with_unit(summary, words, measure)
        old, new, change = _then_and_now(last)
        told = [words.number(old), words.number(new), _signed(words, change)]
        text = words.chart("from_to", old=told[0], new=told[1], change=told[2])
        lines.append(Pair(label, old, new, text))
        rows.append((label, *told, words.number(last.like_places)))
    key = "since_money" if money else "since"
    title = words.chart(key, last=summary.last)
    description = _described(words, title, lines)
    head = (
        words.chart("counted"),
        summary.last,
        summary.period,
        words.beside("changes.change"),
        words.beside("changes.like"),
    )
    spec = dumbbells(lines, (summary.last, summary.period), description)
    return Chart(key, KEY, title, description, head, tuple(rows), spec)


def _is_kind(measure: Measure, *, money: bool) -> bool:
    """Main things of which there are some, or money; sums of people have sizes of their own."""
    if money or measure.money:
        return money and measure.money
    is_main = bool(measure.headline or measure.chart)
    return is_main and measure.counts != "sum" and not measure.withhold


def _then_and_now(last: Before) -> tuple[float, float, float]:
    old, new = last.like_old or 0, last.like_new or 0
    return old, new, rounded(new - old)


def _signed(words: Wording, change: float) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return sign + words.number(abs(change))


def targets_chart(summary: Summary, words: Wording, measures: Sequence[Measure]) -> Chart | None:
    """How much of each target is reached; a figure that is not shown has a sign and no bar."""
    heard = heard_areas(summary)
    lines, rows = [], []
    for measure in measures:
        target = summary.target(measure.key)
        if target is None or not target.value:
            continue
        total = summary.total(measure.key)
        now = figure_text(summary, words, total, heard)
        label = _with_unit(summary, words, measure)
        value = None if summary.hides(measure.key, REGION) else total.value
        lines.append(_aim(words, label, value, now, target))
        aim = words.number(target.value)
        rows.append((label, now, aim, str(target.year), _share(words, value, target) or now))
    if not lines:
        return None
    title = words.chart("targets")
    description = _described(words, title, lines)
    head = tuple(words.chart(key) for key in ("counted", "now", "target", "year", "reached"))
    return Chart(
        "targets", KEY, title, description, head, tuple(rows),
        against(lines, words.chart("target"), description),
    )  # fmt: skip


def _aim(words: Wording, label: str, value: float | None, now: str, target: Target) -> Aim:
    shown = {"now": now, "target": words.number(target.value), "year": target.year}
    text = words.chart("of_target", **shown)
    if value is None:
        return Aim(label, None, text)
    return Aim(label, _PERCENT * value / target.value, text)


def _share(words: Wording, value: float | None, target: Target) -> str:
    if value is None:
        return ""
    share = words.number(round(_PERCENT * value / target.value))
    return words.document("percent", share=share)


def _with_unit(summary: Summary, words: Wording, measure: Measure) -> str:
    title = words.measure(measure.key)
    return words.chart("with_unit", title=title, unit=summary.currency) if measure.money else title


def _described(words: Wording, title: str, lines: Sequence[Range | Pair | Aim]) -> str:
    values = "; ".join(
        words.text("theme.chart_value", area=line.label, value=line.text) for line in lines
    )
    return words.text("theme.chart_text", title=title, values=values)


def key_charts(summary: Summary, words: Wording) -> Iterator[Chart | None]:
    """What was reached, and what has changed."""
    measures = [measure for measure in summary.measures if measure.adds_up]
    yield targets_chart(summary, words, measures)
    for money in (False, True):
        yield since_chart(summary, words, measures, money=money)
