"""Which service is covered in which region: of how many governments, in letters and colours.

It stands for the regional matrix, in which each place has a column of its own.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.tables import read_toml
from workbook.compile.access import SHEET, added_access
from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page, width_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.compile.model import AccessCount
    from workbook.report.canvas import Canvas, Page

    Counts = Mapping[tuple[str, str], AccessCount]

_LOOKS = {"most": "covered", "some": "partly", "none": "uncovered"}
_DECLARED = Path(__file__).parents[2] / "indicators/data/access.toml"
_HEADING_ROW = FIRST_ROW + 2
_FIRST_AREA = 3


def write_country_access(canvas: Canvas) -> None:
    """Services down; the country, and then its regions, across."""
    words, summary = canvas.words, canvas.summary
    names = [words.area(area.key) for area in summary.areas]
    widths = [2, 42, 14, *(width_for(name, 13) for name in names)]
    title, subtitle = words.more("access.title"), words.more("access.subtitle")
    page = begin_page(canvas, canvas.tab_name("access"), title, subtitle, widths)
    most_from = float(read_toml(_DECLARED)["most_from"])
    page.across(FIRST_ROW - 1, words.more("access.about"), "about", 34)
    page.across(FIRST_ROW, _legend(page, most_from), "text", 20)
    page.text(_HEADING_ROW, 1, words.more("access.service"), "heading")
    for column, name in enumerate((words.text("region_total"), *names), start=_FIRST_AREA - 1):
        page.text(_HEADING_ROW, column, name, "heading_number")
    page.sheet.set_row(_HEADING_ROW, 64)
    whole = added_access(replace(one, area=REGION) for one in summary.access)
    counts = {(one.service, one.area): one for one in (*summary.access, *whole)}
    services = list(dict.fromkeys(one.service for one in summary.access))
    for row, service in enumerate(services, start=_HEADING_ROW + 1):
        page.text(row, 1, words.record(SHEET, service), "ruled")
        page.sheet.set_row(row, 20)
        for column, area in enumerate(_areas(page), start=_FIRST_AREA - 1):
            _write_count(page, row, column, counts.get((service, area)), most_from)
    _write_tally(page, _HEADING_ROW + 1 + len(services), counts, most_from)
    page.sheet.freeze_panes(_HEADING_ROW + 1, _FIRST_AREA)
    page.sheet.repeat_rows(_HEADING_ROW)


def _areas(page: Page) -> tuple[str, ...]:
    return (REGION, *(area.key for area in page.canvas.summary.areas))


def _legend(page: Page, most_from: float) -> str:
    words = page.words
    signs = (
        words.national(f"access.{key}", letter=_letter(page, key), share=words.number(most_from))
        for key in _LOOKS
    )
    return "   ".join([*signs, words.more("access.unknown", sign=words.text("no_data"))])


def _letter(page: Page, key: str) -> str:
    return page.words.national(f"access.letters.{key}")


def _told(one: AccessCount) -> int:
    return one.yes + one.partly + one.no


def _kind(one: AccessCount | None, most_from: float) -> str:
    """How many cover it; empty where nobody told."""
    if one is None or not _told(one):
        return ""
    if not one.yes:
        return "none"
    return "most" if 100 * one.yes >= most_from * _told(one) else "some"


def _write_count(
    page: Page, row: int, column: int, one: AccessCount | None, most_from: float
) -> None:
    kind = _kind(one, most_from)
    if one is None or not kind:
        page.text(row, column, page.words.text("no_data"), "uncertain")
        return
    of = page.words.text("of", count=one.yes, all=_told(one))
    text = page.words.national("access.cell", letter=_letter(page, kind), of=of)
    page.text(row, column, text, _LOOKS[kind])


def _write_tally(page: Page, row: int, counts: Counts, most_from: float) -> None:
    """Below each region, how many services most of its governments cover."""
    label = page.words.more("access.services_covered", letter=_letter(page, "most"))
    page.text(row, 1, label, "ruled_total")
    page.sheet.set_row(row, 20)
    for column, area in enumerate(_areas(page), start=_FIRST_AREA - 1):
        kinds = [_kind(one, most_from) for (_, where), one in counts.items() if where == area]
        page.number(row, column, kinds.count("most"), "tally")
