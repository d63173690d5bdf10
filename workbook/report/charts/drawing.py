"""Two kinds of drawing, made with Altair: bars, and bars in parts. Both read without colour."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import altair as alt
from altair.utils.schemapi import debug_mode

from workbook.report.styles import BAND, INK, LINE, MUTED, SERIES, SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.report.charts.model import Bar, Stack

WIDTH = 620
_FONT_SIZE = 12
# Letters of a label in one line, and the lines it may have.
_LETTERS, _LINES = 52, 3
_LINE_HEIGHT, _BETWEEN, THICKNESS = 14, 8, 16
# Part of the longest bar from which a number fits inside.
_FITS = 0.05
# Pixels that a letter takes, and the fewest that are left for what is drawn.
_LETTER, _LEAST_DRAWN = 6.6, 120
# More than the charts of one summary: page and document have the same ones.
KEPT = 64
# Series of which the colour is dark enough for white letters.
_DARK = 1


def bars(lines: Sequence[Bar], description: str) -> dict[str, Any]:
    """One bar a line, each with its text at the end; behind it, pale, what it is out of."""
    return _bars(tuple(lines), description)


def stacks(lines: Sequence[Stack], series: Sequence[str], description: str) -> dict[str, Any]:
    """One bar a line in parts, each part with its number where there is room for it."""
    return _stacks(tuple(lines), tuple(series), description)


# Altair holds each object to its schema as it is made, for a third of the time; tests do it here.
@lru_cache(maxsize=KEPT)
@debug_mode(False)
def _bars(lines: Sequence[Bar], description: str) -> dict[str, Any]:
    labels = told_apart([line.label for line in lines])
    longest = max((max(line.length or 0, line.out_of or 0) for line in lines), default=0)
    rows = []
    for label, line in zip(labels, lines, strict=True):
        row: dict[str, Any] = {"label": label, "text": line.text}
        row["end"] = max(line.length or 0, line.out_of or 0)
        if line.out_of is not None:
            row["of"] = line.out_of
        if line.length is not None:
            row["length"] = line.length
        rows.append(row)
    data = alt.InlineData(values=rows)
    x = along(longest, labels, [line.text for line in lines])
    y = down(labels)
    base = alt.Chart(data)
    layers = []
    if any(line.out_of is not None for line in lines):
        behind = [row for row in rows if "of" in row]
        layers.append(
            alt.Chart(alt.InlineData(values=behind))
            .mark_bar(color=SOFT, stroke=LINE, strokeWidth=0.6, size=THICKNESS)
            .encode(x=alt.X("of:Q", **x), y=y)
        )
    drawn = [row for row in rows if "length" in row]
    layers.append(
        alt.Chart(alt.InlineData(values=drawn))
        .mark_bar(color=BAND, size=THICKNESS)
        .encode(x=alt.X("length:Q", **x), y=y)
    )
    ends = base.mark_text(align="left", dx=6, color=INK, fontWeight="bold")
    layers.append(ends.encode(x=alt.X("end:Q", **x), y=y, text="text:N"))
    return finished(layers, labels, description)


@lru_cache(maxsize=KEPT)
@debug_mode(False)
def _stacks(lines: Sequence[Stack], series: Sequence[str], description: str) -> dict[str, Any]:
    labels = told_apart([line.label for line in lines])
    longest = max((sum(line.parts) for line in lines), default=0)
    parts, ends = [], []
    for label, line in zip(labels, lines, strict=True):
        places = [0.0, *accumulate(line.parts)]
        for number, name in enumerate(series):
            value, start, stop = line.parts[number], places[number], places[number + 1]
            part = {"label": label, "series": name, "value": value, "from": start, "to": stop}
            part["middle"] = (start + stop) / 2
            part["shown"] = line.shown[number] if value > _FITS * longest else ""
            part["dark"] = number < _DARK
            parts.append(part)
        ends.append({"label": label, "end": places[-1], "text": line.text})
    x, y = along(longest, labels, [line.text for line in lines]), down(labels)
    base = alt.Chart(alt.InlineData(values=parts))
    bar = base.mark_bar(stroke="#FFFFFF", strokeWidth=1, size=THICKNESS).encode(
        x=alt.X("from:Q", **x), x2="to:Q", y=y, color=_colours(series)
    )
    numbers = base.mark_text(fontSize=11).encode(
        x=alt.X("middle:Q", **x),
        y=y,
        text="shown:N",
        color=alt.condition("datum.dark", alt.value("#FFFFFF"), alt.value(INK)),
    )
    total = alt.Chart(alt.InlineData(values=ends)).mark_text(align="left", dx=6, fontWeight="bold")
    end = total.encode(x=alt.X("end:Q", **x), y=y, text="text:N")
    return finished([bar, numbers, end], labels, description)


def wrapped(label: str) -> str:
    """A label in lines of like length; what is left of a very long one ends in dots."""
    widths = range(_LETTERS // 2, _LETTERS + 1)
    fewest = len(wrap(label, _LETTERS))
    width = next(width for width in widths if len(wrap(label, width)) <= fewest)
    width = _LETTERS if fewest > _LINES else width
    return "\n".join(wrap(label, width, max_lines=_LINES, placeholder=" …"))


def told_apart(labels: Sequence[str]) -> list[str]:
    """The labels as they are drawn; two that would read alike are told apart by a number."""
    found: list[str] = []
    for label in labels:
        lines = wrapped(label) or " "
        alike = sum(one == lines or one.startswith(f"{lines} (") for one in found)
        found.append(f"{lines} ({alike + 1})" if lines in found else lines)
    return found


def along(longest: float, labels: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    """How lengths are laid out: from zero, with room for the longest text after the longest bar.

    The room is what labels and text leave of the width.
    """
    named = max((len(line) for label in labels for line in label.split("\n")), default=0)
    text = _LETTER * (max(map(len, texts), default=0) + 2)
    drawn = max(_LEAST_DRAWN, WIDTH - _LETTER * named - text)
    room = (longest or 1) * (1 + text / drawn)
    scale = alt.Scale(domain=[0, room], nice=False, zero=True)
    return {"scale": scale, "axis": None}


def down(labels: Sequence[str]) -> alt.Y:
    """A line for each label, in their order."""
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelPadding=8,
        labelLimit=400,
        labelExpr="split(datum.label, '\\n')",
        labelLineHeight=_LINE_HEIGHT,
        labelOffset=_raised(),
    )
    scale = alt.Scale(domain=list(labels), paddingInner=0.2, paddingOuter=0.1)
    return alt.Y("label:N", scale=scale, axis=axis, sort=None)


def _raised() -> Any:
    """Labels of several lines are raised, so that their middle is beside the bar."""
    tests = [
        {"test": f"length(split(datum.label, '\\n')) == {lines}", "value": _up(lines)}
        for lines in range(2, _LINES + 1)
    ]
    return {"condition": tests, "value": 0}


def _up(lines: int) -> float:
    return -(lines - 1) * _LINE_HEIGHT / 2


def _colours(series: Sequence[str]) -> alt.Color:
    legend = alt.Legend(title=None, orient="top", direction="horizontal", labelLimit=260)
    scale = alt.Scale(domain=list(series), range=list(SERIES[: len(series)]))
    return alt.Color("series:N", scale=scale, legend=legend, sort=None)


def finished(layers: Sequence[Any], labels: Sequence[str], description: str) -> dict[str, Any]:
    """The specification with its look, without anything that names another place."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    height = max(len(labels), 1) * (lines * _LINE_HEIGHT + _BETWEEN)
    chart = alt.layer(*layers).properties(
        width=WIDTH, height=height, description=description, autosize=_fit()
    )
    spec: dict[str, Any] = chart.configure(**_look()).to_dict(validate=False)
    spec.pop("$schema", None)
    return spec


def _fit() -> alt.AutoSizeParams:
    """The width is that of the whole drawing with its labels, so that charts line up."""
    return alt.AutoSizeParams(type="fit-x", contains="padding")


def _look() -> dict[str, Any]:
    return {
        "font": "Calibri, Carlito, sans-serif",
        "background": "transparent",
        "padding": 2,
        "view": alt.ViewConfig(stroke=None),
        "axis": alt.AxisConfig(labelColor=INK, labelFontSize=_FONT_SIZE, grid=False),
        "legend": alt.LegendConfig(
            labelColor=INK, labelFontSize=_FONT_SIZE, symbolType="square", offset=8
        ),
        "text": alt.MarkConfig(color=INK, fontSize=_FONT_SIZE),
        "rule": alt.MarkConfig(color=MUTED),
    }
