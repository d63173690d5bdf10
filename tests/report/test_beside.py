"""What stands beside figures in the workbook: a hand-made round, worked out by hand."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from indicators.model import Target
from tests.compile.conftest import Bicol
from workbook.compile.changes_model import PlaceFigure
from workbook.compile.model import Before
from workbook.compile.public import publish
from workbook.report.spreadsheet import build_summary

CAMARINES_SUR = "0501700000"
ABROAD = "residents_abroad"
NOW, THEN = (10, 20, 40, 80, 160), (8, 20, 30, 90)


@pytest.fixture(scope="module")
def small(library):
    kept = {ABROAD, "desks_established_or_strengthened", "budget_planned"}
    return Bicol(library, measures=frozenset(kept))


@pytest.fixture(scope="module")
def summary(small):
    """Five towns tell 10 to 160 now, four of them told 8, 20, 30 and 90 a year ago."""
    towns = [p for p in small.places if p.parent == CAMARINES_SUR and not p.independent][:5]
    made = small.summary(
        {
            town.code: [("people", None, ABROAD, value)]
            for town, value in zip(towns, NOW, strict=True)
        }
    )
    told = tuple(
        PlaceFigure(ABROAD, town, CAMARINES_SUR, old, new)
        for town, old, new in zip(towns, THEN, NOW, strict=False)
    )
    before = tuple(Before(ABROAD, area, 148, 4, 6, 148, 150, 4) for area in (CAMARINES_SUR, ""))
    targets = (Target(ABROAD, 620, 2028),)
    return replace(
        made, before=before, earlier=told, same_places=True, last="2025", targets=targets
    )


def lines(book, label):
    """The lines of a measure on its theme tab: kind to figures, the region last."""
    found, inside = {}, False
    for sheet in book.worksheets[2:]:
        for row in sheet.iter_rows(min_row=6, values_only=True):
            inside = row[1] == label or (inside and not row[1] and bool(row[2]))
            if inside and row[2]:
                found.setdefault(row[2], row[3:])
    return found


def opened(summary, english):
    return openpyxl.load_workbook(io.BytesIO(build_summary(summary, english)), data_only=True)


@pytest.fixture(scope="module")
def book(summary, english):
    return opened(summary, english)


@pytest.fixture(scope="module")
def label(english):
    return english[f"indicators.measures.{ABROAD}"].replace("{period_end}", "31 December 2026")


def test_the_lines_beside_a_figure(book, label, summary, small):
    found = lines(book, label)
    assert [found[kind][-1] for kind in ("Lower quartile", "Median", "Upper quartile")] == [
        20,
        40,
        80,
    ]
    assert (found["2025: figure"][-1], found["2025: with data"][-1]) == (148, "4 of 6")
    assert (found["Target for 2028"][-1], found["Reached"][-1]) == (620, 50)
    everybody = sum(p.population for p in small.places if p.level in ("city", "municipality"))
    people = sum(
        small.place(line.place).population
        for line in summary.contributions
        if line.measure == ABROAD
    )
    assert found["Of inhabitants"][-1] == pytest.approx(100 * people / everybody)


def test_the_tab_on_the_round_before(book):
    rows = [row[3:] for row in book["Since 2025"].iter_rows(min_row=8, values_only=True) if row[2]]
    assert rows == [(148, "4 of 6", 310, "5 of 5", 4, 148, 150, 2)] * 2
    places = list(book["Places since 2025"].iter_rows(min_row=6, values_only=True))
    assert [row[5:9] for row in places] == [(o, n, 1, 1) for o, n in zip(THEN, NOW, strict=False)]


def test_the_public_workbook_shows_what_is_safe(summary, english, label):
    """One government more told it now, so that the same four must not be told apart from all."""
    public = opened(publish(summary, 5), english)
    assert "Places since 2025" not in public.sheetnames
    (row,) = [r[3:] for r in public["Since 2025"].iter_rows(min_row=8, values_only=True) if r[2]]
    assert row == (148, "4 of 6", 310, "5 of 5", 4, "–", "–", "–")
    found = lines(public, label)
    assert found["Median"][-1] == 40
    assert found["2025: figure"][1] == "withheld"


def test_a_first_round_has_no_such_tab(small, english):
    names = opened(small.summary({"0501701000": []}), english).sheetnames
    assert not [name for name in names if "since" in name.lower()]
