"""Drawings with a mark on each line: a range with its middle, then and now, a share of a target."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt
from altair.utils.schemapi import debug_mode

from workbook.report.charts.drawing import KEPT, THICKNESS, along, down, finished, told_apart
from workbook.report.styles import BAND, INK, LINE, MUTED, SERIES, SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.report.charts.model import Aim, Pair, Range

_TICK = 22
_DOT = 90
_WHOLE = 100.0


def ranges(lines: Sequence[Range], description: str) -> dict[str, Any]:
    """A bar over the middle half, with a line across it at the median."""
    return _ranges(tuple(lines), description)


def dumbbells(lines: Sequence[Pair], periods: tuple[str, str], description: str) -> dict[str, Any]:
    """A ring for then and a dot for now on one line; the first line names both."""
    return _dumbbells(tuple(lines), periods, description)


def against(lines: Sequence[Aim], target: str, description: str) -> dict[str, Any]:
    """A bar for what is reached, of a frame as long as the target, which a line ends."""
    return _against(tuple(lines), target, description)


@lru_cache(maxsize=KEPT)
@debug_mode(False)
def _ranges(lines: Sequence[Range], description: str) -> dict[str, Any]:
    labels = told_apart([line.label for line in lines])
    longest = max((line.quartiles[2] for line in lines if line.quartiles), default=0)
    x, y = along(longest, labels, [line.text for line in lines]), down(labels)
    drawn, ends = [], []
    for label, line in zip(labels, lines, strict=True):
        lower, median, upper = line.quartiles or (0, 0, 0)
        if line.quartiles:
            drawn.append({"label": label, "lower": lower, "median": median, "upper": upper})
        ends.append({"label": label, "end": upper, "text": line.text})
    bar = _layer(drawn).mark_bar(color=SERIES[1], size=THICKNESS)
    middle = _layer(drawn).mark_tick(color=INK, thickness=3, size=_TICK)
    layers = [
        bar.encode(x=alt.X("lower:Q", **x), x2="upper:Q", y=y),
        middle.encode(x=alt.X("median:Q", **x), y=y),
        _words(ends, x, y),
    ]
    return finished(layers, labels, description)


@lru_cache(maxsize=KEPT)
@debug_mode(False)
def _dumbbells(lines: Sequence[Pair], periods: tuple[str, str], description: str) -> dict[str, Any]:
    labels = told_apart([line.label for line in lines])
    longest = max((max(line.old, line.new) for line in lines), default=0)
    x, y = along(longest, labels, [line.text for line in lines]), down(labels)
    rows = []
    for label, line in zip(labels, lines, strict=True):
        row = {"label": label, "old": line.old, "new": line.new, "text": line.text}
        rows.append(row | {"end": max(line.old, line.new)})
    # A shape for each period, so that colour alone says nothing.
    dots = [
        {"label": row["label"], "at": row[key], "period": period}
        for key, period in zip(("old", "new"), periods, strict=True)
        for row in rows
    ]
    names = list(periods)
    shape = alt.Shape(
        "period:N",
        scale=alt.Scale(domain=names, range=["circle", "diamond"]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal"),
        sort=None,
    )
    colour = alt.Color(
        "period:N",
        scale=alt.Scale(domain=names, range=[SERIES[1], BAND]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal"),
        sort=None,
    )
    between = _layer(rows).mark_rule(color=MUTED, strokeWidth=3)
    marks = _layer(dots).mark_point(filled=True, size=_DOT, opacity=1)
    layers = [
        between.encode(x=alt.X("old:Q", **x), x2="new:Q", y=y),
        marks.encode(x=alt.X("at:Q", **x), y=y, shape=shape, color=colour),
        _words(rows, x, y),
    ]
    return finished(layers, labels, description)


@lru_cache(maxsize=KEPT)
@debug_mode(False)
def _against(lines: Sequence[Aim], target: str, description: str) -> dict[str, Any]:
    labels = told_apart([line.label for line in lines])
    longest = max([_WHOLE, *(line.share or 0 for line in lines)])
    x, y = along(longest, labels, [line.text for line in lines]), down(labels)
    rows = []
    for label, line in zip(labels, lines, strict=True):
        row: dict[str, Any] = {"label": label, "of": _WHOLE, "text": line.text}
        row["end"] = max(_WHOLE, line.share or 0)
        if line.share is not None:
            row["share"] = line.share
        rows.append(row)
    reached = [row for row in rows if "share" in row]
    frame = _layer(rows).mark_bar(color=SOFT, stroke=LINE, strokeWidth=0.6, size=THICKNESS)
    bar = _layer(reached).mark_bar(color=BAND, size=THICKNESS)
    end = _layer(rows).mark_tick(color=INK, thickness=3, size=_TICK)
    above = [{"label": labels[0], "of": _WHOLE, "name": target}]
    name = _layer(above).mark_text(align="center", dy=-_TICK, color=INK)
    layers = [
        frame.encode(x=alt.X("of:Q", **x), y=y),
        bar.encode(x=alt.X("share:Q", **x), y=y),
        end.encode(x=alt.X("of:Q", **x), y=y),
        name.encode(x=alt.X("of:Q", **x), y=y, text="name:N"),
        _words(rows, x, y),
    ]
    return finished(layers, labels, description)


def _layer(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _words(rows: Sequence[dict[str, Any]], x: dict[str, Any], y: alt.Y) -> alt.Chart:
    """What each line says, behind its end."""
    ends = _layer(rows).mark_text(align="left", dx=10, color=INK, fontWeight="bold")
    words: alt.Chart = ends.encode(x=alt.X("end:Q", **x), y=y, text="text:N")
    return words
