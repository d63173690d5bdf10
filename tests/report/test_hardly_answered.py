"""Rounds in which hardly anybody answered: every output is made, and says so."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from workbook.compile.public import publish
from workbook.model import PlaceStatus
from workbook.report.document.content import make_document
from workbook.report.document.pdf import print_document
from workbook.report.exports.write import write_exports
from workbook.report.page.build import build_page
from workbook.report.spreadsheet import build_summary

REGION, ALBAY, CAMARINES_SUR = "0500000000", "0500500000", "0501700000"
TOWN, OTHER, IN_ALBAY = "0501701000", "0501724000", "0500501000"
EXPECTED = (REGION, ALBAY, CAMARINES_SUR, TOWN, OTHER, IN_ALBAY)

ABROAD = [("people", None, "residents_abroad", 120)]
COUNCIL = [
    ("structures", "2026-001", "structure_type", "council"),
    ("structures", "2026-001", "status", "established"),
]
# What came back, and by hand: residents abroad in the region, then in Albay.
ROUNDS = {
    "one return": ({TOWN: ABROAD}, ("120", "ND")),
    "none in Albay": ({TOWN: ABROAD, OTHER: ABROAD}, ("240", "ND")),
    "provinces only": ({ALBAY: COUNCIL, CAMARINES_SUR: COUNCIL}, ("ND", "ND")),
    "the region only": ({REGION: COUNCIL}, ("ND", "ND")),
    "rejected ones only": ({}, ("ND", "ND")),
}


@pytest.fixture(params=ROUNDS, scope="module")
def hardly(request, bicol):
    """A round's summary, and the figures of it that were added up by hand."""
    answers, figures = ROUNDS[request.param]
    rejected = PlaceStatus(bicol.place(TOWN), "rejected", "inbox/a.xlsx", "2026-02-01", errors=3)
    places = [place for place in bicol.places if place.code in EXPECTED]
    states = None if answers else {TOWN: rejected}
    return bicol.summary(answers, states=states, places=places), figures


def test_totals_tell_no_data_from_zero(hardly, english, tmp_path):
    summary, (region, albay) = hardly
    written = write_exports(summary, english, tmp_path / "data", tmp_path)
    table = next(path for path in written.files if path.name == "measures-INTERNAL.csv")
    found = {
        line["area"]: line["value"]
        for line in csv.DictReader(io.StringIO(table.read_text("utf-8-sig")))
        if line["measure"] == "residents_abroad"
    }
    assert found[REGION] == region
    assert found[ALBAY] == albay


@pytest.mark.parametrize("public", [False, True])
def test_every_output_is_made(hardly, english, public):
    summary, _ = hardly
    shown = publish(summary, 5) if public else summary
    book = openpyxl.load_workbook(io.BytesIO(build_summary(shown, english)))
    assert book.sheetnames[0] == "Overview"
    page = build_page(shown, english).decode("utf-8")
    assert ("PUBLIC" if public else "INTERNAL") in page
    # What the sections say of it is the same for both audiences: one is printed.
    document = make_document(shown, english)
    assert document.sections
    if public:
        assert print_document(document).startswith(b"%PDF")
