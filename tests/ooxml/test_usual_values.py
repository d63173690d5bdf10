"""Values that the scan is sure of are those that python-calamine reads; of others it gives none."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import python_calamine

from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.parts import open_archive
from workbook.ooxml.xlsx_scan import scan_xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = (
    f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{KINDS}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>'
)
STRINGS = (
    '<si><t>plain</t></si><si><t xml:space="preserve"> b &amp; c </t></si><si><t/></si>'
    "<si><r><rPr><b/></rPr><t>one </t></r><r><t>two</t></r></si><si><t>_x000D_</t></si>"
    '<si><r><rPr><b/></rPr><t xml:space="preserve">one </t></r><r><t>two</t></r></si>'
)
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="d mmmm yyyy"/>'
    '<numFmt numFmtId="165" formatCode="#,##0.##"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    '<xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="22"/></cellXfs>'
    '<dxfs><dxf><numFmt numFmtId="167" formatCode="0"/></dxf></dxfs>'
)
# By hand from the specification of the format.
SURE = {
    '<c r="B2"><v>5</v></c>': 5.0,
    '<c r="B2" t="n"><v>-0.25</v></c>': -0.25,
    '<c r="B2" s="2"><v>1.5E3</v></c>': 1500.0,
    '<c r="B2" s="1"><v>46083</v></c>': date(2026, 3, 2),
    '<c r="B2" s="4"><v>61</v></c>': date(1900, 3, 1),
    '<c r="B2" s="5"><v>0.5</v></c>': 0.5,
    '<c r="B2" s="1" t="s"><v>0</v></c>': "plain",
    '<c r="B2" t="s"><v>1</v></c>': " b & c ",
    '<c r="B2" t="s"><v>2</v></c>': "",
    '<c r="B2" t="s"><v>5</v></c>': "one two",
    '<c r="B2" t="str"><f>A1&amp;"x"</f><v> x &lt; y</v></c>': " x < y",
    '<c r="B2" t="str"><f>A1</f><v></v></c>': "",
    '<c r="B2" t="b"><v>1</v></c>': True,
    '<c r="B2" t="b"><f>A1=1</f><v>0</v></c>': False,
    '<c r="B2" t="b" cm="1"><v>1</v></c>': True,
    '<c r="B2" t="str"><f>A1</f><v>12.50</v></c>': "12.50",
    '<c r="B2"><f>A1</f><v>-7</v></c>': -7.0,
    '<c r="B2"><v>12345678901234567890</v></c>': 12345678901234567890.0,
    '<c r="B2" s="2"><v>0.30000000000000004</v></c>': 0.30000000000000004,
    '<c r="B2" t="e"><v>#N/A</v></c>': "",
    '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>': " a ",
}
BLANK = (
    '<c r="B2" s="1"/>',
    '<c r="B2"><v></v></c>',
    '<c r="B2"><f>1</f></c>',
    '<c r="B2" t="s"><v></v></c>',
    '<c r="B2" t="str"/>',
)
DOUBTFUL = (
    '<c r="B2" s="1"><v>0.5</v></c>',
    '<c r="B2" s="1"><v>60</v></c>',
    '<c r="B2" s="3"><v>1</v></c>',
    '<c r="B2" s="6"><v>46083.5</v></c>',
    '<c r="B2"><v> 5 </v></c>',
    '<c r="B2"><v>1e999</v></c>',
    '<c r="B2"><v>nan</v></c>',
    '<c r="B2" t="s"><v>3</v></c>',
    '<c r="B2" t="s"><v>4</v></c>',
    '<c r="B2" t="s"><v>99</v></c>',
    '<c r="B2" t="s"><v>00</v></c>',
    '<c r="B2" t="s"><v>12345678</v></c>',
    '<c r="B2" t="s" cm="1"><v>0</v></c>',
    '<c r="B2" t="s"><v>-1</v></c>',
    '<c r="B2" t="b"><v>2</v></c>',
    '<c r="B2" t="e"><v>12</v></c>',
    '<c r="B2" t="str"><v>a_x000D_b</v></c>',
    '<c r="B2" t="str"><v>a&#10;b</v></c>',
    '<c r="B2" t="b"><v>true</v></c>',
    '<c r="B2" t="d"><v>2026-01-01</v></c>',
    '<c r="B2" t="e"><v>#SPILL!</v></c>',
    '<c r="B2" t="inlineStr"><is><t> a </t></is></c>',
    '<c r="C2"><v>1</v></c><c r="B2"><v>2</v></c>',
    '<c r="B1"><v>1</v></c>',
    '<c r="B2"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c>',
)


def book(cells: str, behind: str = "", **changed: str) -> bytes:
    parts = {
        "_rels/.rels": PACKAGE,
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><workbookPr/><sheets>'
            '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{KINDS}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{STRINGS}</sst>',
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
            f'<row r="2">{cells}</row></sheetData>{behind}</worksheet>'
        ),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, HEAD + changed.get(Path(name).name.rpartition(".")[0], content))
    return target.getvalue()


def sure_values(data: bytes) -> object:
    with open_archive(data) as archive:
        (tab,) = scan_xlsx(archive).tabs
    return tab.values


def read_otherwise(data: bytes) -> list[list[object]]:
    with python_calamine.load_workbook(io.BytesIO(data)) as opened:
        return opened.get_sheet_by_name("a").to_python(skip_empty_area=False)


@pytest.mark.parametrize("cell", SURE)
def test_what_is_sure_is_what_others_read(cell: str) -> None:
    data = book(cell)
    assert repr(sure_values(data)) == repr(((1.0, ""), ("", SURE[cell])))
    assert repr(read_otherwise(data)) == repr([[1.0, ""], ["", SURE[cell]]])


@pytest.mark.parametrize("cell", BLANK)
def test_what_is_blank_is_blank_for_others(cell: str) -> None:
    assert sure_values(book(cell)) == ((1.0,),)
    assert read_otherwise(book(cell)) == [[1.0]]


@pytest.mark.parametrize("cell", DOUBTFUL)
def test_in_doubt_there_are_no_values(cell: str) -> None:
    assert sure_values(book(cell)) is None


OTHER_EPOCH = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><workbookPr date1904="1"/>'
    '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LATE_FORMATS = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs>'
    '<numFmts><numFmt numFmtId="164" formatCode="0"/></numFmts></styleSheet>'
)
WITH_PREFIX = (
    f'<x:worksheet xmlns:x="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    "</sheetData></x:worksheet>"
)


@pytest.mark.parametrize(
    "changed",
    [
        {"workbook": OTHER_EPOCH},
        {"styles": LATE_FORMATS},
        {"sharedStrings": f'<sst xmlns="{MAIN}"><si/><si><t>x</t></si></sst>'},
        {"sheet1": WITH_PREFIX},
        {"": PACKAGE[:-3]},
    ],
)
def test_where_the_parts_are_unusual_there_are_no_values(changed: dict[str, str]) -> None:
    assert sure_values(book('<c r="B2" t="s"><v>0</v></c>', **changed)) is None


TEXTS_ELSEWHERE = (
    f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{KINDS}/worksheet"'
    f' Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{KINDS}/sharedStrings"'
    ' Target="other.xml"/></Relationships>'
)


@pytest.mark.parametrize(
    "changed",
    [
        {"": PACKAGE.replace("xl/workbook.xml", "xl/other.xml")},
        {"workbook": OTHER_EPOCH.replace('"1"/>', '"on"/>')},
        {"workbook.xml": TEXTS_ELSEWHERE},
    ],
)
def test_what_spreadsheets_find_elsewhere_than_readers_is_damage(changed: dict[str, str]) -> None:
    """Spreadsheets follow the links between parts; readers look at the usual places."""
    data = book('<c r="B2" t="s"><v>0</v></c>', **changed)
    with pytest.raises(DamagedFileError), open_archive(data) as archive:
        scan_xlsx(archive)


def test_merged_areas_are_known_or_there_are_no_values() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'
    with open_archive(book("", merged.format("A1:B2"))) as archive:
        (tab,) = scan_xlsx(archive).tabs
    assert tab.merged == (((0, 0), (1, 1)),)
    assert sure_values(book("", merged.format("$A$1:B2"))) is None


def test_rows_that_are_remembered_keep_the_texts_of_each_file_apart() -> None:
    cell = '<c r="B2" t="s"><v>0</v></c>'
    other = f'<sst xmlns="{MAIN}"><si><t>other</t></si></sst>'
    assert sure_values(book(cell)) == ((1.0, ""), ("", "plain"))
    assert sure_values(book(cell, sharedStrings=other)) == ((1.0, ""), ("", "other"))
    assert sure_values(book(cell)) == ((1.0, ""), ("", "plain"))


def test_rows_alike_but_for_their_numbers_keep_them_apart() -> None:
    cells = '<c r="B2" s="1"><v>{}</v></c><c r="C2" t="s"><v>0</v></c><c r="D2"><v>{}</v></c>'
    first = (1.0, "", "", "")
    one = (first, ("", date(2026, 3, 2), "plain", 1.0))
    other = (first, ("", date(2026, 3, 3), "plain", -2.5))
    assert sure_values(book(cells.format(46083, 1))) == one
    assert sure_values(book(cells.format(46084, -2.5))) == other
    assert sure_values(book(cells.format(59, 1))) is None
    assert sure_values(book(cells.format(46083, 1))) == one


@pytest.mark.parametrize("rows", ["<sheetData></sheetData>", '<sheetData><row r="1"/></sheetData>'])
def test_a_tab_without_cells_is_surely_empty(rows: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}">{rows}</worksheet>'
    assert sure_values(book("", sheet1=sheet)) == ()
