"""The summary of a round that follows another says which places are not what they were."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from workbook.compile.moved import with_moved
from workbook.earlier import Moved
from workbook.report.spreadsheet import build_summary

NAGA = "0501724000"
TAB = "Provenance"


def lines(summary, english):
    book = openpyxl.load_workbook(io.BytesIO(build_summary(summary, english)))
    found = [[cell.value for cell in row if cell.value] for row in book[TAB].iter_rows()]
    texts = [row for row in found if row]
    start = next(n for n, row in enumerate(texts) if str(row[0]).startswith("Places that changed"))
    return texts[start:]


def test_each_place_with_what_became_of_its_figures(demonstration, english):
    moved = Moved(NAGA, "merged", ("0501799000", "0501798000"), date(2027, 3, 1), "RA 9999")
    names = {"0501799000": "Naga", "0501798000": "Camaligan"}
    summary = with_moved(demonstration, "2026", [moved], names)
    what = (
        "merged from Naga (0501799000), Camaligan (0501798000) on 2027-03-01; earlier figures are"
        " the sums of its parts (RA 9999)"
    )
    assert lines(summary, english) == [
        ["Places that changed since 2026"],
        [NAGA, "City of Naga", what],
    ]


def test_that_no_place_moved_is_said_too(demonstration, english):
    summary = with_moved(demonstration, "2026", [], {})
    assert lines(summary, english)[1:] == [["No place changed since 2026."]]


def test_a_first_round_says_nothing(demonstration, english):
    book = openpyxl.load_workbook(io.BytesIO(build_summary(demonstration, english)))
    texts = [cell.value for row in book[TAB].iter_rows() for cell in row]
    assert not any("changed since" in str(text) for text in texts)
