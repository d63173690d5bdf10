"""The workbook on two compared rounds, in the look of the summary; differences are formulas."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from xlsxwriter import Workbook

from workbook.report.canvas import Canvas
from workbook.report.comparison_tabs import (
    write_areas,
    write_changes,
    write_places,
    write_records,
    write_responses,
)
from workbook.report.styles import BAND, MUTED, make_formats
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.compile.changes_model import RoundChanges
    from workbook.report.comparison_words import ChangeWording

# A fixed date, so that the same answers give the same bytes.
_CREATED = datetime(2000, 1, 1)
_TABS = ("changes", "areas", "records", "responses", "places")
_TRACES = frozenset({"places"})


class _Canvas(Canvas):
    """A workbook without a summary behind it, for the office's own use."""

    @property
    def is_public(self) -> bool:
        """It has answers of single places, and formulas that lead to them."""
        return False

    @property
    def is_country(self) -> bool:
        """Rounds are held against each other, no regions added up."""
        return False


def comparison_name(changes: RoundChanges) -> str:
    """The file name; it says that the file is internal."""
    periods = f"{changes.old.period.code}-{changes.new.period.code}"
    return f"compare-{changes.new.programme}-{periods}-INTERNAL.xlsx"


def write_comparison(changes: RoundChanges, words: ChangeWording, target: Path) -> None:
    """Write the workbook; a file that Excel holds open is an `OutputError`."""
    write_file(target, build_comparison(changes, words))


def build_comparison(changes: RoundChanges, words: ChangeWording) -> bytes:
    """The workbook; the same comparison gives the same bytes."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    title = words.compared("rounds.document_title")
    subject = words.compared("book.internal")
    book.set_properties({"title": title, "subject": subject, "created": _CREATED})
    canvas = _Canvas(book, cast("Any", None), words, make_formats(book))
    for key in _TABS:
        sheet = book.add_worksheet(words.compared(f"book.tabs.{key}"))
        sheet.set_tab_color(MUTED if key in _TRACES else BAND)
    places = write_places(canvas, words, changes)
    write_changes(canvas, words, changes, places)
    write_areas(canvas, words, changes, places)
    write_records(canvas, words, changes)
    write_responses(canvas, words, changes)
    book.close()
    return stream.getvalue()
