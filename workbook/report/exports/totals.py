"""The totals alone, as one CSV: made in a moment, without workbook or page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.exports.figures import audience_of
from workbook.report.exports.table import csv_bytes
from workbook.report.exports.tables import measures_table
from workbook.report.wording import summary_wording
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from templates.model import Texts
    from workbook.compile.country_totals import Totalled


def totals_name(summary: Totalled) -> str:
    """The name of the file; it says for whom the file is."""
    scope = "country-" if summary.scope == "country" else ""
    return f"{summary.programme}-{summary.period}-{scope}totals-{audience_of(summary)}.csv"


def write_totals(summary: Totalled, texts: Texts, path: Path) -> None:
    """Write each measure in each area and in all of them; columns as in the Data Package."""
    table = measures_table(summary, summary_wording(summary, texts))
    write_file(path, csv_bytes(table.columns, table.rows, marked=True))
