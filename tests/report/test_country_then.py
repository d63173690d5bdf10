"""The year before in the outputs of a country: beside each total, and how many regions have one."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from tests.compile.test_country_before import PEOPLE, counting, country, rounds
from workbook.report.document.model import Paragraph
from workbook.report.document.opening import short_section
from workbook.report.page.build import build_page
from workbook.report.page.figures import themes
from workbook.report.spreadsheet import build_summary
from workbook.report.wording import summary_wording

__all__ = ["counting", "rounds"]


@pytest.fixture(scope="module")
def summary(counting, rounds):
    """Two of three regions have a year before: see the rounds."""
    return country(counting, *rounds)


@pytest.fixture(scope="module")
def book(summary, english):
    return openpyxl.load_workbook(io.BytesIO(build_summary(summary, english)))


def test_the_tab_on_the_year_before_has_regions_and_the_country(book) -> None:
    sheet = book["Since 2025"]
    assert sheet["B5"].value.startswith("2 of 3 regions have figures of 2025")
    rows = [[cell.value for cell in row[2:]] for row in sheet.iter_rows(min_row=8) if row[2].value]
    assert rows == [
        ["Region 1", 130, "2 of 2", 130, "1 of 2", 1, 100, 130, 30],
        ["Region 2", 50, "1 of 2", 47, "2 of 2", 1, 50, 40, -10],
        ["Country", 180, "3 of 4", 246, "5 of 6", 2, 150, 170, 20],
    ]


def test_the_tab_of_regions_and_the_notes_say_who_has_a_year_before(book) -> None:
    said = {row[1]: row[3] for row in book["Regions"].iter_rows(min_row=6, values_only=True)}
    assert said == {"Region 1": "2025", "Region 2": "2025", "Region 3": "–"}
    texts = [cell.value for row in book["People"].iter_rows() for cell in row]
    assert [text for text in texts if text and "in 2 of 3 regions" in str(text)]
    lines = {row[2]: row[3:] for row in book["People"].iter_rows(min_row=8, values_only=True)}
    assert lines["2025: figure"] == (130, 50, "–", 180)
    assert lines["2025: with data"] == ("2 of 2", "1 of 2", "–", "3 of 4")


def test_the_page_has_it_below_the_figure_of_each_region(summary, english) -> None:
    words = summary_wording(summary, english)
    (line,) = (
        line
        for theme in themes(summary, words, ())
        for line in theme.lines
        if line.label == words.measure(PEOPLE)
    )
    assert [one.then for one in line.areas] == [
        "2025: 100, now 130, in the same governments (1)",
        "2025: 50, now 40, in the same governments (1)",
        "",
    ]
    assert "2025: 150, now 170, in the same governments (2)" in line.more
    page = build_page(summary, english).decode()
    assert "2 of 3 regions have figures of 2025." in page


def test_the_document_has_the_key_figures_by_region(counting, rounds, english) -> None:
    key = replace(
        counting,
        measures=tuple(replace(one, headline=int(one.key == PEOPLE)) for one in counting.measures),
    )
    summary = country(key, *rounds)
    blocks = short_section(summary, summary_wording(summary, english), {}).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert any("2 of 3 regions have figures of 2025." in text for text in texts)
    (table,) = (one for one in blocks if getattr(one, "title", "") == "Beside 2025, by region")
    assert [[(cell.text, cell.note) for cell in row] for row in table.rows] == [
        [("Region 1", ""), ("100 → 130", "same 1")],
        [("Region 2", ""), ("50 → 40", "same 1")],
        [("Country", ""), ("150 → 170", "same 2")],
    ]


def test_without_a_key_figure_of_then_the_document_has_no_such_table(summary, english) -> None:
    blocks = short_section(summary, summary_wording(summary, english), {}).blocks
    assert "Beside 2025, by region" not in {getattr(one, "title", "") for one in blocks}
