"""Indicators of the collection's own: totals by hand, the way to the cells, what is withheld."""

from __future__ import annotations

import io

import openpyxl
import pytest

from indicators.local_indicators import load_local_indicators
from indicators.tables import DefinitionError
from tests.compile.conftest import Bicol
from tests.report.test_public import SIGN, bounds
from workbook.compile.public import publish
from workbook.report.document.content import make_document
from workbook.report.page.build import build_page
from workbook.report.spreadsheet import build_summary

CAMARINES_SUR, ALBAY = "0501700000", "0500500000"
SHEET = "indicators"


def told(row, part, whole, percent=None):
    figure = [(SHEET, row, "figure", percent)] if percent is not None else []
    return [*figure, (SHEET, row, "numerator", part), (SHEET, row, "denominator", whole)]


@pytest.fixture(scope="module")
def asked(library):
    return Bicol(library, edition="full", measures=frozenset({"residents_abroad"}))


@pytest.fixture(scope="module")
def towns(asked):
    """Four towns of one province and two of another."""
    found = {
        parent: [p for p in asked.places if p.parent == parent and not p.independent]
        for parent in (CAMARINES_SUR, ALBAY)
    }
    return [*found[CAMARINES_SUR][:4], *found[ALBAY][:2]]


@pytest.fixture(scope="module")
def summary(asked, towns):
    """Barangays: 8 of 10 and 5 of 20; one knows 50 % alone, one is not concerned, in Albay 2 of 2.

    Of people who came back: 30 of 60 and 12 of 20; in Albay 3 of 40 and 40 of 50.
    """
    barangays = [
        told("orientation_barangays", 8, 10, 80),
        told("orientation_barangays", 5, 20),
        told("orientation_barangays", "", "", 50),
        told("orientation_barangays", "NA", "NA", "NA"),
        told("orientation_barangays", 2, 2),
        told("orientation_barangays", "ND", "ND", "ND"),
    ]
    returned = [(30, 60), (12, 20), None, None, (3, 40), (40, 50)]
    answers = {}
    for town, lines, back in zip(towns, barangays, returned, strict=True):
        people = told("returned_in_work", *back) if back else []
        answers[town.code] = [*lines, *people]
    answers[towns[0].code] += [
        (SHEET, "orientation_barangays", "target_value", 90),
        (SHEET, "orientation_barangays", "target_year", 2030),
    ]
    return asked.summary(answers)


def figure(summary, code):
    return next(one for one in summary.goals.local if one.indicator.code == code)


def sdg_lines(data, name):
    """Lines of one local indicator on the tab of goals, the region's figure last."""
    found, inside = {}, False
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for row in book["SDG"].iter_rows(min_row=9, values_only=True):
        if row[1]:
            inside = row[2] == name
        if inside and row[2] and row[3] is not None:
            found[row[2]] = row[3:]
    return found


def test_parts_of_all_over_wholes_of_all(summary, towns):
    shown = figure(summary, "orientation_barangays")
    whole, there = shown.areas[""], shown.areas[CAMARINES_SUR]
    # By hand: (8 + 5 + 2) of (10 + 20 + 2), and 13 of 30; never the mean of 80, 25 and 100.
    assert (whole.numerator, whole.denominator) == (15, 32)
    assert whole.value == pytest.approx(46.875)
    assert there.value == pytest.approx(100 * 13 / 30)
    # One place knows the percentage alone and one has no data; one is not concerned.
    assert (whole.governments, whole.without_data) == (3, 2)
    assert [line.place for line in shown.outside] == [towns[3].code]
    around = shown.around("")
    assert around.population == sum(towns[n].population for n in (0, 1, 4))
    assert (around.targets, around.target) == (1, None)


def test_they_are_no_official_indicators(summary):
    codes = {one.indicator.code for one in summary.goals.local}
    assert codes == {"orientation_barangays", "returned_in_work"}
    assert not codes & {one.indicator.code for one in summary.goals.figures}
    assert not codes & {one.code for one, _ in summary.goals.shown}


def test_their_group_on_the_tab_of_goals_leads_to_the_cells(summary, towns, english):
    data = build_summary(summary, english)
    name = english["sheets.indicators.rows.orientation_barangays.label"]
    lines = sdg_lines(data, name)
    assert lines["Figure, %"][-1] == pytest.approx(46.875)
    assert lines["Above the line: barangays in which an orientation was held"][-1] == 15
    assert lines["Below the line: barangays"][-1] == 32
    assert lines["With data"][-1] == "3 of 5"
    book = openpyxl.load_workbook(io.BytesIO(data))
    supplied = [row for row in book["SDG figures"].iter_rows(min_row=6) if row[5].value == name]
    first = next(row for row in supplied if row[1].value == towns[0].code)
    assert first[6].value.startswith("=IF(ISNUMBER('Data'!$I$")
    number = int(first[6].value.split("$I$")[1].split(")")[0])
    line = [cell.value for cell in book["Data"][number]]
    assert towns[0].code in line
    assert 8 in line


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_page_and_document_have_them_in_every_language(summary, library, language):
    texts = library.text(language)
    page = build_page(summary, texts).decode()
    assert page.count(texts["summary.goals.local"]) >= 2
    label = texts["sheets.indicators.rows.returned_in_work.label"]
    assert label in page
    text = repr(make_document(summary, texts).sections)
    assert texts["summary.goals.local"] in text
    assert label in text


def test_in_public_large_parts_are_shown_without_their_places(summary):
    """3 of 40 and 40 of 50 in Albay are 43 of 90: nothing small."""
    open_one = figure(publish(summary, 5), "returned_in_work")
    assert open_one.areas[ALBAY].numerator == 43
    assert open_one.lines == ()
    barangays = figure(publish(summary, 5), "orientation_barangays")
    assert barangays.areas[ALBAY].value == 100


def test_a_small_part_is_withheld_with_its_share(asked, towns, english):
    people = {
        towns[0].code: (30, 60), towns[1].code: (12, 20), towns[4].code: (3, 40),
    }  # fmt: skip
    summary = asked.summary(
        {code: told("returned_in_work", *parts) for code, parts in people.items()}
    )
    data = build_summary(publish(summary, 5), english)
    lines = sdg_lines(data, english["sheets.indicators.rows.returned_in_work.label"])
    above = "Above the line: those of them with work or a business"
    below = "Below the line: people back from abroad who were followed up"
    areas = [*(area.key for area in summary.areas), ""]
    shown = {kind: dict(zip(areas, lines[kind], strict=False)) for kind in (above, below)}
    assert shown[above][ALBAY] == SIGN
    shares = dict(zip(areas, lines["Figure, %"], strict=False))
    assert all((shares[a] == SIGN) == (SIGN in (shown[above][a], shown[below][a])) for a in areas)
    known = {
        (kind, area): 0 if value == "–" else value
        for kind, values in shown.items()
        for area, value in values.items()
    }
    rows = [((kind, ""), [(kind, area) for area in areas[:-1]], True) for kind in shown]
    rows += [((below, area), [(above, area)], False) for area in areas]
    low, high = bounds(known, rows, {})[above, ALBAY]
    assert low < 0.01
    assert high > 4.99
    page = build_page(publish(summary, 5), english).decode()
    assert 'class="figure withheld"' in page


def test_a_mistake_in_the_declared_lines_says_what_to_do(tmp_path):
    head = "code,sheet,row,numerator,denominator,per,above,below,withhold\n"
    (tmp_path / "local_indicators.csv").write_text(head + "one,indicators,one,a,b,ten,c,d,\n")
    with pytest.raises(DefinitionError, match="write a whole number"):
        load_local_indicators(tmp_path)
    (tmp_path / "local_indicators.csv").write_text(head + "one,indicators,one,a,,100,c,d,\n")
    with pytest.raises(DefinitionError, match="denominator is empty"):
        load_local_indicators(tmp_path)


def test_every_declared_row_is_asked_and_said(library):
    sheet = library.sheets[SHEET]
    rows = {row.key for row in sheet.rows}
    declared = load_local_indicators()
    assert len(declared) == 8
    for one in declared:
        assert one.source.row in rows
        for language in ("en", "fil", "fr"):
            for quantity in (one.indicator.numerator, one.indicator.denominator):
                assert library.text(language).get(f"indicators_sdg.quantities.{quantity}")
