"""Long records on paper: every page readable, with the columns that name the record."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from tests.write.conftest import make_order
from workbook.write.book import build_workbook
from workbook.write.pages import Area, printed_areas
from workbook.write.plan import plan_book
from workbook.write.shapes import Span
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from templates.load import Library

NAGA = "0501724000"
# Letter paper in landscape, with half an inch of margin on either side.
PRINTED_PIXELS = 10 * 96
LONG = {"structures", "instruments", "services", "practices"}


_BUILT: dict[tuple[str, str], dict[str, Worksheet]] = {}


def sheets_of(library: Library, edition: str, language: str) -> dict[str, Worksheet]:
    """The tab of each section, built once."""
    if (edition, language) not in _BUILT:
        _BUILT[edition, language] = _build(library, edition, language)
    return _BUILT[edition, language]


def _build(library: Library, edition: str, language: str) -> dict[str, Worksheet]:
    order = make_order(library, "bicol", "2026", NAGA, {})
    definition = library.definition("bicol", edition, "city")
    texts = library.text(language, "bicol")
    data = build_workbook(replace(order, definition=definition, texts=texts))
    book = load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book.worksheets:
        marks = [cell.value for cell in sheet["A"] if str(cell.value or "").startswith("#")]
        for mark in set(marks):
            found[mark[1:]] = sheet
    return found


def pages_of(sheet: Worksheet) -> list[tuple[int, int]]:
    """First and last column of each printed page."""
    first, _, last, _ = range_boundaries(sheet.print_area.split("!")[-1].replace("$", ""))
    ends = [item.id for item in sheet.col_breaks.brk]
    starts = [first, *(end + 1 for end in ends)]
    return list(zip(starts, [*ends, last], strict=True))


def repeated(sheet: Worksheet) -> tuple[int, int]:
    first, _, last = (sheet.print_title_cols or "B:A").replace("$", "").partition(":")
    return column_index_from_string(first), column_index_from_string(last)


def width(sheet: Worksheet, columns: range) -> float:
    """Pixels of a column: 7 for each character of Calibri 11 and 5 of padding."""
    total = 0.0
    for number in columns:
        for dimension in sheet.column_dimensions.values():
            if dimension.min <= number <= dimension.max:
                total += round(dimension.width * 7)
                break
        else:
            raise AssertionError(get_column_letter(number))
    return total


def merged(sheet: Worksheet) -> Iterator[tuple[int, int, int]]:
    for area in sheet.merged_cells.ranges:
        yield area.min_row, area.min_col, area.max_col


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("edition", ["standard", "full"])
def test_long_tables_are_readable_on_paper(library: Library, edition: str, language: str) -> None:
    sheets = sheets_of(library, edition, language)
    for key in LONG:
        sheet = sheets[key]
        pages = pages_of(sheet)
        if len(pages) == 1:
            continue
        assert sheet.page_setup.scale >= 60, key
        first, last = repeated(sheet)
        for start, end in pages:
            own = range(max(start, last + 1), end + 1)
            paper = width(sheet, range(first, last + 1)) + width(sheet, own)
            assert paper * sheet.page_setup.scale / 100 <= PRINTED_PIXELS, (key, start)
            assert len(own) <= 14


MIXED = {"plans", "figures", "resources", "access"}


def areas_of(sheet: Worksheet) -> list[tuple[int, int, int, int]]:
    """First column and row, last column and row of everything that is printed."""
    parts = sheet.print_area.replace("$", "").split(",")
    return [range_boundaries(part.rpartition("!")[2]) for part in parts]


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
@pytest.mark.parametrize("edition", ["standard", "full"])
@pytest.mark.parametrize(("programme", "place"), [("bicol", NAGA), ("vancouver", "5915025")])
def test_tabs_of_several_sections_are_readable_on_paper(
    library: Library, programme: str, place: str, edition: str, language: str
) -> None:
    order = make_order(library, programme, "2026", place, {})
    definition = library.definition(programme, edition, order.place.level)
    definition = replace(definition, tabs=tuple(tab for tab in definition.tabs if tab.key in MIXED))
    texts = library.text(language, programme)
    plan = plan_book(replace(order, definition=definition, texts=texts), make_wording(order))
    assert plan.tabs
    for tab in plan.tabs:
        widths = [0, *(round(width * 7 + 5) for width in tab.widths[1:])]
        areas = printed_areas(tab, tab.end) or [Area(0, tab.end, Span(1, tab.last_column))]
        for area in areas:
            paper = sum(widths[area.columns.first : area.columns.last + 1])
            if area.columns.first > 2:
                paper += widths[1] + widths[2]
            assert paper * 0.6 <= PRINTED_PIXELS, (tab.tab.key, area)


def test_a_section_too_wide_for_a_page_is_printed_on_several(library: Library) -> None:
    """Columns of the crisis measures: 12 answers, a form of seven ticks among them."""
    sheet = sheets_of(library, "full", "en")["crisis"]
    rows = {str(cell.value): cell.row for cell in sheet["A"] if cell.value}
    found = [area for area in areas_of(sheet) if area[1] <= rows["#crisis"] <= area[3]]
    assert len(found) > 1
    keys = {str(cell.value): cell.column for cell in sheet[rows["#crisis"]] if cell.value}
    for key, column in keys.items():
        inside = [left <= column <= right for left, _, right, _ in found]
        assert sum(inside) == (0 if key.startswith("#") else 1), key
    first = [area for area in found if area[0] == 2]
    # What counts stands once, below the first page.
    assert [area[3] for area in found if area not in first] == [rows["host_communities"]] * (
        len(found) - 1
    )
    assert first[0][3] > rows["host_communities"]
    assert sheet.print_title_cols.replace("$", "") == "B:C"
    assert sheet.page_setup.scale >= 60


def test_everything_is_printed_once(library: Library) -> None:
    """Every cell that is answered stands on one of the pages, and on one only."""
    for sheet in set(sheets_of(library, "full", "fr").values()):
        areas = areas_of(sheet)
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.protection.locked or not cell.has_style or cell.fill.fill_type != "solid":
                continue
            inside = [
                left <= cell.column <= right and top <= cell.row <= bottom
                for left, top, right, bottom in areas
            ]
            assert sum(inside) == 1, (sheet.title, cell.coordinate)


def test_pages_tear_no_field_and_no_heading_apart(library: Library) -> None:
    sheets = sheets_of(library, "full", "en")
    for key in LONG:
        sheet = sheets[key]
        pages = pages_of(sheet)
        anchors = [cell.row for cell in sheet["A"] if cell.value == f"#{key}"]
        keys = {cell.column: str(cell.value) for cell in sheet[anchors[-1]][1:] if cell.value}
        for _, end in pages[:-1]:
            assert keys[end].split("=")[0] != keys[end + 1].split("=")[0]
        if len(pages) == 1:
            continue
        _, last = repeated(sheet)
        for row, left, right in merged(sheet):
            if row > sheet.print_title_rows.count("$") and row > anchors[-1] + 1:
                continue
            within = right <= last or any(
                max(start, last + 1) <= left and right <= end for start, end in pages
            )
            assert within, (key, row, left, right)


def test_the_services_of_the_full_edition_take_several_pages(library: Library) -> None:
    sheet = sheets_of(library, "full", "en")["services"]
    assert len(pages_of(sheet)) > 3
    # Kind of service and host office name a delivery point; B is the number of its line.
    assert sheet.print_title_cols.replace("$", "") == "B:D"


def test_tick_headings_follow_the_language(library: Library) -> None:
    """French sets a no-break space before a colon."""
    for language, mark in (("en", "For: "), ("fr", "Pour\u00a0: ")):
        sheet = sheets_of(library, "full", language)["services"]
        anchors = [cell.row for cell in sheet["A"] if cell.value == "#services"]
        row = anchors[-1]
        ticks = [c.column for c in sheet[row] if str(c.value).startswith("target_groups=")]
        headings = [str(sheet.cell(row + 1, column).value) for column in ticks]
        assert len(ticks) == 6
        assert all(heading.startswith(mark) for heading in headings), headings
