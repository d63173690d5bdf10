"""Charts as pictures: lines for print, dots for Word; drawn with the shipped font."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.paper.press import FONTS

if TYPE_CHECKING:
    from types import ModuleType

    from workbook.report.charts.model import Chart

# The font that lies beside us, so that a drawing is the same on every machine.
_FONT = "Carlito"
# Dots for each unit of a drawing: sharp when printed across a page.
_SCALE = 2.2


def as_svg(chart: Chart) -> str:
    """The chart as SVG, on white."""
    config = {**chart.spec["config"], "font": _FONT, "background": "white"}
    return _drawn(json.dumps({**chart.spec, "config": config}, ensure_ascii=False))


def as_png(chart: Chart) -> bytes:
    """The chart as PNG, on white."""
    return bytes(_drawer().svg_to_png(as_svg(chart), scale=_SCALE))


@lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    """A drawing is laid out once for both files."""
    return str(_drawer().vegalite_to_svg(spec))


@lru_cache(maxsize=1)
def _drawer() -> ModuleType:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
