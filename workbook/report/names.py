"""What the files of a summary are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.compile.model import Summary


def summary_name(summary: Summary, ending: str = "xlsx") -> str:
    """The file name of the summary, here as a workbook; it says for whom the file is."""
    audience = "PUBLIC" if summary.publication else "INTERNAL"
    scope = "country-" if summary.scope == "country" else ""
    return f"{summary.programme}-{summary.period}-{scope}summary-{audience}.{ending}"
