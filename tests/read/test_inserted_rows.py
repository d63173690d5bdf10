"""Lines that an officer inserts in LibreOffice: they keep their drop-downs, and are read."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import openpyxl
import pytest

from tests.conftest import SOFFICE
from tests.write.conftest import make_order
from workbook.check.register import load_register
from workbook.read.submission import read_file
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from tests.conftest import Office

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"}
# What a person does: marks two lines, inserts as many before them, and types.
MACRO = """Sub InsertLines(source, target, tabName, lineText, kind, columnText, first, second)
 line = CLng(lineText)
 column = CLng(columnText)
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden" : hidden(0).Value = True
 book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
 sheet = book.Sheets.getByName(tabName)
 view = book.CurrentController
 view.setActiveSheet(sheet)
 view.select(sheet.getCellRangeByPosition(0, line, 0, line + 1))
 dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
 dispatcher.executeDispatch(view.Frame, ".uno:InsertRowsBefore", "", 0, Array())
 sheet.getCellByPosition(2, line).setString(first)
 sheet.getCellByPosition(column, line).setString("Inserted " & LCase(first))
 sheet.getCellByPosition(2, line + 1).setString(second)
 sheet.getCellByPosition(column, line + 1).setString("Inserted " & LCase(second))
 Dim saved(0) As New com.sun.star.beans.PropertyValue
 saved(0).Name = "FilterName" : saved(0).Value = kind
 book.storeToURL(ConvertToURL(target), saved())
 book.close(True)
End Sub
"""
KINDS = ("Council", "Committee")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {0} PUBLIC "{1}" "{2}">\n'
OFFICE = "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"
LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'


def put_macro(profile: Path) -> None:
    folder = profile / "user/basic/Standard"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Lines.xba").write_text(
        HEAD.format("script:module", OFFICE, "module.dtd")
        + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Lines"'
        + f' script:language="StarBasic">{escape(MACRO)}</script:module>',
        encoding="utf-8",
    )
    (folder / "script.xlb").write_text(
        HEAD.format("library:library", OFFICE, "library.dtd")
        + f'<library:library {LIBRARY} library:name="Standard" library:readonly="false"'
        + ' library:passwordprotected="false"><library:element library:name="Lines"/>'
        + "</library:library>",
        encoding="utf-8",
    )


def insert_lines(office: Office, source: Path, target: Path, said: tuple[object, ...]) -> None:
    assert SOFFICE is not None
    call = ",".join(f'"{part}"' for part in (source, target, *said))
    profile = f"-env:UserInstallation={office.profile.as_uri()}"
    macro = f"macro:///Standard.Lines.InsertLines({call})"
    command = [SOFFICE, profile, "--headless", macro]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.office
def test_inserted_lines_keep_their_lists_and_are_read(
    library: Library, office: Office, tmp_path: Path
) -> None:
    source = tmp_path / "issued.xlsx"
    source.write_bytes(build_workbook(make_order(library, "bicol", "2026", "0501724000", {})))
    book = openpyxl.load_workbook(source)
    sheet = next(tab for tab in book if any(c.value == "#structures" for c in tab["A"]))
    first = next(cell.row for cell in sheet["A"] if cell.value == "2026-001")
    # The profile gets its folders at the first start.
    office.convert([source], "ods", tmp_path / "first")
    put_macro(office.profile)
    for ending, kind in FILTERS.items():
        target = tmp_path / f"inserted.{ending}"
        insert_lines(office, source, target, (sheet.title, first + 1, kind, 3, *KINDS))
        submission = read_file(target, target.name, library)
        found = [
            (record["structure_type"].value, record["name"].value)
            for _, record in submission.records("structures")
        ]
        assert found == [("council", "Inserted council"), ("committee", "Inserted committee")]
        register = load_register()
        assert [f.code for f in submission.findings if register[f.code].severity == "error"] == []
    inserted = openpyxl.load_workbook(tmp_path / "inserted.xlsx")[sheet.title]
    lists = {
        rule.formula1: rule.sqref
        for rule in inserted.data_validations.dataValidation
        if rule.type == "list"
    }
    for row in (first + 2, first + 3):
        assert inserted.cell(row, 1).value is None
        assert f"C{row}" in lists["list_structure_type"]


@pytest.mark.office
def test_texts_without_a_number_are_picked_by_title_in_inserted_lines_too(
    library: Library, office: Office, tmp_path: Path
) -> None:
    typed = {
        ("instruments", "2026-001", "instrument_type"): "Ordinance",
        ("instruments", "2026-001", "number"): "No. 7",
        ("instruments", "2026-001", "title"): "Code for migrants",
        ("instruments", "2026-002", "instrument_type"): "Ordinance",
        ("instruments", "2026-002", "status"): "Draft",
        ("instruments", "2026-002", "number"): "ND",
        ("instruments", "2026-002", "title"): "Draft desk ordinance",
        ("structures", "2026-001", "created_by_instrument"): "Draft desk ordinance",
    }
    order = replace(
        make_order(library, "bicol", "2026", "0501724000", typed),
        definition=library.definition("bicol", "standard", "city"),
    )
    source, target = tmp_path / "issued.xlsx", tmp_path / "inserted.xlsx"
    source.write_bytes(build_workbook(order))
    submission = read_file(source, source.name, library)
    created_by = {
        row: record["created_by_instrument"].value
        for row, record in submission.records("structures")
    }
    assert created_by == {"2026-001": ("2026-002",)}
    book = openpyxl.load_workbook(source, data_only=True)
    assert offered(book)[:3] == ["No. 7", "Draft desk ordinance", None]
    office.convert([source], "ods", tmp_path / "first")
    put_macro(office.profile)
    line = next(cell.row for cell in book["Instruments"]["A"] if cell.value == "2026-001")
    kinds = ("Resolution", "Ordinance")
    insert_lines(office, source, target, ("Instruments", line, FILTERS["xlsx"], 4, *kinds))
    inserted = openpyxl.load_workbook(target, data_only=True)
    assert offered(inserted)[:5] == [
        "No. 7",
        "Inserted resolution",
        "Inserted ordinance",
        "Draft desk ordinance",
        None,
    ]


def offered(book: openpyxl.Workbook) -> list[object]:
    """What the drop-down of references to instruments offers, as calculated."""
    _, area = next(iter(book.defined_names["list_record_instruments"].destinations))
    return [row[0].value or None for row in book["_lists"][area]]
