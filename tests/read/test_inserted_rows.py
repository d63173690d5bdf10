"""Lines that an officer inserts in LibreOffice: they keep their drop-downs, and are read."""

from __future__ import annotations

import subprocess
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
MACRO = """Sub InsertLines(source, target, tabName, lineText, kind)
 line = CLng(lineText)
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden" : hidden(0).Value = True
 book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
 sheet = book.Sheets.getByName(tabName)
 view = book.CurrentController
 view.setActiveSheet(sheet)
 view.select(sheet.getCellRangeByPosition(0, line, 0, line + 1))
 dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
 dispatcher.executeDispatch(view.Frame, ".uno:InsertRowsBefore", "", 0, Array())
 sheet.getCellByPosition(2, line).setString("Council")
 sheet.getCellByPosition(3, line).setString("Inserted council")
 sheet.getCellByPosition(2, line + 1).setString("Committee")
 sheet.getCellByPosition(3, line + 1).setString("Inserted committee")
 Dim saved(0) As New com.sun.star.beans.PropertyValue
 saved(0).Name = "FilterName" : saved(0).Value = kind
 book.storeToURL(ConvertToURL(target), saved())
 book.close(True)
End Sub
"""
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


@pytest.mark.office
def test_inserted_lines_keep_their_lists_and_are_read(
    library: Library, office: Office, tmp_path: Path
) -> None:
    assert SOFFICE is not None
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
        call = f'"{source}","{target}","{sheet.title}","{first + 1}","{kind}"'
        subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation={office.profile.as_uri()}",
                "--headless",
                f"macro:///Standard.Lines.InsertLines({call})",
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
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
