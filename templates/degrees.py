"""Where a place lies, in degrees as people write them: `13.62`, or `13,62`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMITS = {"latitude": 90.0, "longitude": 180.0}
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_MINUS = "\u2212"


def read_degrees(cells: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude from the columns of these names; None and None without them.

    A `ValueError` says in words what is wrong: one without the other is a mistake too.
    """
    north, east = (_degrees(cells.get(name, ""), name) for name in LIMITS)
    if (north is None) != (east is None):
        given, lacking = ("latitude", "longitude") if east is None else ("longitude", "latitude")
        message = f"there is a {given} but no {lacking}; write both, or leave both empty"
        raise ValueError(message)
    return north, east


def _degrees(text: str, name: str) -> float | None:
    clean = text.strip().replace(_MINUS, "-")
    if not clean:
        return None
    if not (clean.isascii() and _DEGREES.fullmatch(clean)):
        message = f"{name} says '{text}'; write degrees as a decimal number, such as 13.62"
        raise ValueError(message)
    value = float(clean.replace(",", "."))
    if abs(value) > LIMITS[name]:
        message = f"{name} says {text}; it lies between -{LIMITS[name]:g} and {LIMITS[name]:g}"
        raise ValueError(message)
    return value
