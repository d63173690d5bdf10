"""Which service of which place is covered: a matrix in letters and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.access import FIELD, SHEET
from workbook.report.canvas import FIRST_ROW, begin_page, literal
from workbook.report.formulas import joined_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.compile.model import PlaceLine
    from workbook.report.canvas import Canvas, Page
    from workbook.report.formulas import DataCells

_LOOKS = {"yes": "covered", "partly": "partly", "no": "uncovered"}
_HEADING_ROW = FIRST_ROW + 2
_FIRST_PLACE = 3


def write_access(canvas: Canvas, data: DataCells) -> None:
    """Services down, places across; a count beside each service and below each place."""
    words = canvas.words
    places = [
        line
        for line in canvas.summary.places
        if line.sha256 and line.status.place.level in GOVERNMENT_LEVELS
    ]
    services = list(
        dict.fromkeys(
            line.row
            for line in canvas.summary.lines
            if line.sheet == SHEET and line.field == FIELD and line.row
        )
    )
    title, subtitle = words.more("access.title"), words.more("access.subtitle")
    widths = [2, 42, 14, *([5.5] * max(len(places), 12))]
    page = begin_page(canvas, canvas.tab_name("access"), title, subtitle, widths)
    page.across(FIRST_ROW - 1, words.more("access.about"), "about", 34)
    page.across(FIRST_ROW, _legend(page), "text", 20)
    page.headings(_HEADING_ROW, [words.more("access.service"), words.more("access.covered")], 1)
    for column, line in enumerate(places, start=_FIRST_PLACE):
        page.text(_HEADING_ROW, column, line.status.place.name, "turned")
    page.sheet.set_row(_HEADING_ROW, 120)
    for row, service in enumerate(services, start=_HEADING_ROW + 1):
        _write_service(page, row, service, places, data)
    _write_totals(page, services, places, data)
    page.sheet.freeze_panes(_HEADING_ROW + 1, _FIRST_PLACE)
    page.sheet.repeat_rows(_HEADING_ROW)


def _legend(page: Page) -> str:
    words = page.words
    signs = [f"{_letter(page, code)} = {words.option('degree', code)}" for code in _LOOKS]
    return "   ".join([*signs, words.more("access.unknown", sign=words.text("no_data"))])


def _letter(page: Page, code: str) -> str:
    return page.words.more(f"access.letters.{code}")


def _write_service(
    page: Page, row: int, service: str, places: Sequence[PlaceLine], data: DataCells
) -> None:
    words = page.words
    page.text(row, 1, words.record(SHEET, service), "ruled")
    page.sheet.set_row(row, 20)
    dash = words.text("no_data")
    codes = []
    for column, line in enumerate(places, start=_FIRST_PLACE):
        index = data.find(line.status.place.code, SHEET, service, FIELD)
        code = data.line(index).value if index is not None else None
        codes.append(code)
        if index is None:
            page.text(row, column, dash, "uncertain")
            continue
        formula = literal(dash)
        for known in _LOOKS:
            test = f"{data.value(index)}={literal(known)}"
            formula = f"IF({test},{literal(_letter(page, known))},{formula})"
        shown = _letter(page, str(code)) if code in _LOOKS else dash
        page.formula(row, column, f"={formula}", shown, _LOOKS.get(str(code), "uncertain"))
    first, last = (xl_col_to_name(_FIRST_PLACE + n) for n in (0, max(len(places), 1) - 1))
    _write_tally(page, row, 2, f"{first}{row + 1}:{last}{row + 1}", codes)


def _write_totals(
    page: Page, services: Sequence[str], places: Sequence[PlaceLine], data: DataCells
) -> None:
    """Below each place, how many services are covered."""
    row = _HEADING_ROW + 1 + len(services)
    page.text(row, 1, page.words.more("access.services_covered"), "ruled_total")
    page.text(row, 2, "", "ruled_total")
    letter = literal(_letter(page, "yes"))
    for column, line in enumerate(places, start=_FIRST_PLACE):
        name = xl_col_to_name(column)
        span = f"{name}{_HEADING_ROW + 2}:{name}{row}"
        indexes = (data.find(line.status.place.code, SHEET, one, FIELD) for one in services)
        yes = sum(index is not None and data.line(index).value == "yes" for index in indexes)
        formula = f"=COUNTIF({span},{letter})" if services else "=0"
        page.formula(row, column, formula, yes, "tally")


def _write_tally(page: Page, row: int, column: int, span: str, codes: Sequence[object]) -> None:
    """Covered of those that are known."""
    words = page.words
    counts = {code: f"COUNTIF({span},{literal(_letter(page, code))})" for code in _LOOKS}
    known = sum(code in _LOOKS for code in codes)
    parts = {"count": counts["yes"], "all": f"({'+'.join(counts.values())})"}
    text = words.text("of", count=sum(code == "yes" for code in codes), all=known)
    page.formula(row, column, joined_formula(words.text("of"), parts), text, "count")
