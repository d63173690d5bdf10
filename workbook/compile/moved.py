"""The summary's word on boundaries: which places are not what they were in the period before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.compile.model import MovedPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.compile.model import Summary
    from workbook.earlier import Moved


def with_moved(
    summary: Summary, last: str, moved: Iterable[Moved], names: Mapping[str, str]
) -> Summary:
    """The summary of a round that follows another; `names`: of the places of then, by code."""
    known = {line.status.place.code: line.status.place.name for line in summary.places}
    lines = (
        MovedPlace(
            code=one.place,
            name=known.get(one.place, ""),
            kind=one.kind,
            places=tuple(f"{names[c]} ({c})" if names.get(c) else c for c in one.places),
            day=one.day.isoformat() if one.day else "",
            source=one.source,
        )
        for one in moved
    )
    return replace(summary, last=last, moved=tuple(lines))
