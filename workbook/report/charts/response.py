"""Who has answered, by area and by level of government, as bars in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.model import ALL_LEVELS
from workbook.report.answered import STATES, governments, tally
from workbook.report.charts.drawing import stacks
from workbook.report.charts.model import Chart, Stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.compile.model import PlaceLine, Summary
    from workbook.report.wording import Wording

_Group = tuple[str, "Sequence[PlaceLine]"]


def area_chart(summary: Summary, words: Wording) -> Chart | None:
    """Cities and municipalities by area; None where there are no areas."""
    groups = [(words.area(area.key), governments(summary, area.key)) for area in summary.areas]
    whole = (words.text("response.all_governments"), governments(summary))
    if not groups:
        return None
    return _chart("response_by_area", words, words.text("response.by_area"), groups, whole)


def level_chart(summary: Summary, words: Wording) -> Chart | None:
    """Everybody by level of government; None where there is one level only."""
    by_level = {
        level: [line for line in summary.places if line.status.place.level == level]
        for level in ALL_LEVELS
    }
    groups = [(words.level(level), places) for level, places in by_level.items() if places]
    if len(groups) < 2:
        return None
    whole = (words.text("response.everybody"), summary.places)
    return _chart("response_by_level", words, words.text("response.by_level"), groups, whole)


def _chart(key: str, words: Wording, group: str, groups: Sequence[_Group], whole: _Group) -> Chart:
    """A bar a group; the table has a line more, for all groups together."""
    title = words.chart(key)
    names = [words.text(f"response.{state}") for state in STATES]
    tallies = [(label, tally(places)) for label, places in (*groups, whole)]
    stacked = [
        Stack(
            label,
            tuple(values[state] for state in STATES),
            tuple(words.number(values[state]) for state in STATES),
            _of(words, values),
        )
        for label, values in tallies[:-1]
    ]
    rows = tuple(
        (label, *(words.number(values[k]) for k in ("expected", *STATES)), _share(words, values))
        for label, values in tallies
    )
    said = [
        words.text("theme.chart_value", area=label, value=_of(words, values))
        for label, values in (tallies[-1], *tallies[:-1])
    ]
    description = words.text("theme.chart_text", title=title, values="; ".join(said))
    columns = ("expected", *STATES, "share")
    head = (group, *(words.text(f"response.{column}") for column in columns))
    return Chart(
        key, "response", title, description, head, rows, stacks(stacked, names, description)
    )


def _of(words: Wording, values: dict[str, float]) -> str:
    counted, expected = words.number(values["counted"]), words.number(values["expected"])
    return words.text("of", count=counted, all=expected)


def _share(words: Wording, values: dict[str, float]) -> str:
    return words.number(round(values["share"]))
