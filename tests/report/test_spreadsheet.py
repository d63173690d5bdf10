"""The summary workbook as a file: valid, the same twice, recalculable, safe with odd texts."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from workbook.model import PlaceStatus
from workbook.report.names import summary_name
from workbook.report.spreadsheet import build_summary, write_summary

PILI, CITY = "0501728000", "0501716000"
TABS = [
    "Overview",
    "Response",
    "Structures",
    "Instruments",
    "Plans",
    "Services",
    "Organizations",
    "People",
    "Protection",
    "Capacity",
    "Budget",
    "Own workbooks",
    "Councils one by one",
    "SDG",
    "Data quality",
    "Data",
    "Counted",
    "SDG figures",
    "Provenance",
]


def opened(data, **options):
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def formula_cells(book):
    return [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def differing(calculated, saved, cells):
    """Formula cells whose value is another after calculation."""
    found = []
    for tab, cell in cells:
        before, after = saved[tab][cell].value, calculated[tab][cell].value
        same = (before or "") == (after or "") or (
            isinstance(before, int | float)
            and isinstance(after, int | float)
            and after == pytest.approx(before, rel=1e-9)
        )
        if not same or (before == 0) != (after == 0):
            found.append((tab, cell, before, after))
    return found


def test_tabs_and_their_names(shown):
    assert shown.sheetnames == TABS


def test_same_answers_give_the_same_bytes(demonstration, english, written):
    assert build_summary(demonstration, english) == written


def test_internal_is_said_everywhere(demonstration, shown):
    assert "INTERNAL" in summary_name(demonstration)
    assert "INTERNAL" in shown.properties.title
    for sheet in shown.worksheets:
        assert any("INTERNAL" in str(cell.value) for cell in sheet[3]), sheet.title
        assert "INTERNAL" in sheet.oddFooter.left.text, sheet.title


def test_print_set_up(shown):
    for sheet in shown.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page wide is the format's default, and then not written.
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_view.showGridLines is False


def test_charts_are_native_and_described(written):
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        drawings = [n for n in parts.namelist() if re.fullmatch(r"xl/drawings/drawing\d+.xml", n)]
        texts = [parts.read(name).decode() for name in drawings]
    described = [text for found in texts for text in re.findall(r'descr="([^"]+)"', found)]
    # Of nine figures that have a chart, nobody in these returns told the residents abroad, the
    # committee or the staff trained, so that there is nothing to draw; and one on who answered.
    assert len(described) == sum(text.count("<xdr:graphicFrame") for text in texts) == 9 - 3 + 1
    assert all("Albay" in text for text in described)


def test_a_validator_finds_nothing(written, tmp_path):
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "summary.xlsx"
    path.write_bytes(written)
    result = OpenXmlValidator().validate(path)
    assert [str(error) for error in result.errors] == []


@pytest.mark.office
def test_calculating_afresh_changes_nothing(office, written, formulas, shown, tmp_path):
    path = tmp_path / "summary.xlsx"
    path.write_bytes(written)
    (again,) = office.recalculate([path], tmp_path / "again")
    cells = formula_cells(formulas)
    assert len(cells) > 3000
    assert differing(openpyxl.load_workbook(again, data_only=True), shown, cells) == []


@pytest.mark.office
def test_every_kind_of_silence_calculates_to_what_is_shown(office, bicol, english, tmp_path):
    codes = [p.code for p in bicol.places if p.level == "municipality"][:7]
    reasons = ("none_exists", "not_collected", "not_shared", "not_applicable", "ND", "NA", "")
    answers = {
        code: [
            ("services", None, "nothing_to_report", reason),
            ("structures", None, "nothing_to_report", reason),
            ("organizations", None, "orgs_new_in_year", reason if len(reason) == 2 else 3),
            ("data", None, "registry_last_update", reason if len(reason) == 2 else 2026),
            ("plans", "cdp", "period_to", reason if len(reason) == 2 else 2030),
            ("plans", "cdp", "in_vision", True),
            ("plans", "cdp", "in_objectives", ""),
            ("plans", "cdp", "in_ppas", reason != "NA"),
        ]
        for code, reason in zip(codes, reasons, strict=True)
    }
    answers[CITY] = [
        ("services", "2026-001", "service_type", "ofw_desk"),
        ("services", "2026-001", "year_change", "established"),
        ("services", "2026-001", "days_per_week", "ND"),
        ("services", "2026-001", "users_total", "NA"),
        ("services", "2026-002", "service_type", "ofw_desk"),
        ("services", "2026-002", "year_change", "established"),
        ("services", "2026-002", "users_total", 12.5),
    ]
    data = build_summary(bicol.summary(answers), english)
    path = tmp_path / "silence.xlsx"
    path.write_bytes(data)
    (again,) = office.recalculate([path], tmp_path / "again")
    cells = formula_cells(opened(data))
    calculated = openpyxl.load_workbook(again, data_only=True)
    assert differing(calculated, opened(data, data_only=True), cells) == []


HOSTILE = (
    '=HYPERLINK("http://bad.example","click")',
    "+1+1",
    "@SUM(A1)",
    "https://bad.example",
    "mailto:a@b.example",
    "_x0041_",
    "{=1+1}",
    "{measure}",
    "<b>&amp;</b>",
    "0123",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_respondents_stays_text(bicol, english, text):
    data = build_summary(bicol.summary({PILI: [("place", None, "focal_office", text)]}), english)
    cell = opened(data)["Data"]["I6"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1f", "\ud800", "\ufffe"])
def test_characters_that_no_workbook_can_hold_are_replaced(bicol, english, character):
    lines = [("place", None, "focal_office", f"a{character}b")]
    data = build_summary(bicol.summary({PILI: lines}), english)
    assert opened(data)["Data"]["I6"].value == "a\ufffdb"


def test_text_too_long_for_a_cell_is_cut_with_a_mark(bicol, english):
    lines = [("place", None, "focal_office", "x" * 40_000)]
    value = opened(build_summary(bicol.summary({PILI: lines}), english))["Data"]["I6"].value
    assert len(value) == 32_767
    assert value.endswith("[…cut]")


def test_a_region_without_any_return(bicol, english):
    book = opened(build_summary(bicol.summary({}), english), data_only=True)
    assert book.sheetnames == TABS
    assert book["Overview"]["B6"].value == 0
    assert book["Services"]["K8"].value == "–"
    assert book["Data"]["A6"].value is None


def test_places_outstanding_are_listed(bicol, english):
    late = PlaceStatus(bicol.place(CITY), "rejected", "inbox/iriga.xlsx", "2026-03-09", True, 4, 1)
    book = opened(build_summary(bicol.summary({PILI: []}, states={CITY: late}), english))
    rows = [[cell.value for cell in row] for row in book["Response"].iter_rows()]
    (line,) = [row for row in rows if bicol.place(CITY).name in row]
    assert "With errors" in line
    assert "2026-03-09" in line
    assert 4 in line
    assert not any(bicol.place(PILI).name in row for row in rows)


def test_a_file_held_by_another_program_is_reported(bicol, english, tmp_path):
    from indicators.tables import OutputError

    folder = tmp_path / "summary.xlsx"
    folder.mkdir()
    with pytest.raises(OutputError):
        write_summary(bicol.summary({}), english, folder)
