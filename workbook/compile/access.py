"""Which services a policy on access covers: counted by area, where single places are not kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import AccessCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.compile.model import DataLine

SHEET, FIELD = "awf_coverage", "covered"
_TOLD = ("yes", "partly", "no")


def access_counts(lines: Iterable[DataLine]) -> tuple[AccessCount, ...]:
    """One line a service and area, in the order of the answers."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for line in lines:
        if (line.sheet, line.field) == (SHEET, FIELD) and line.level in GOVERNMENT_LEVELS:
            code = str(line.value) if line.value in _TOLD else "silent"
            found.setdefault((line.row, line.area), Counter())[code] += 1
    return tuple(_count(service, area, told) for (service, area), told in found.items())


def added_access(counts: Iterable[AccessCount]) -> tuple[AccessCount, ...]:
    """Several lines of one service and area, each of other places, as one."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for one in counts:
        told = {"yes": one.yes, "partly": one.partly, "no": one.no, "silent": one.silent}
        found.setdefault((one.service, one.area), Counter()).update(told)
    return tuple(_count(service, area, told) for (service, area), told in found.items())


def _count(service: str, area: str, told: Counter[str]) -> AccessCount:
    return AccessCount(service, area, told["yes"], told["partly"], told["no"], told["silent"])
