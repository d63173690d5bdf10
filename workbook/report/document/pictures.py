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
    """The chart as SVG."""
    return str(_drawer().vegalite_to_svg(_spec(chart)))


def as_png(chart: Chart) -> bytes:
    """The chart as PNG on white."""
    return bytes(_drawer().vegalite_to_png(_spec(chart, "white"), scale=_SCALE))


def _spec(chart: Chart, background: str = "transparent") -> str:
    config = {**chart.spec["config"], "font": _FONT, "background": background}
    return json.dumps({**chart.spec, "config": config}, ensure_ascii=False)


@lru_cache(maxsize=1)
def _drawer() -> ModuleType:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
