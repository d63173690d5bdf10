"""The quick scan of a worksheet says what the scan cell by cell says, or leaves it to that."""

from __future__ import annotations

import pytest

from workbook.ooxml.marks import DamagedFileError, Mark, NumberFormat
from workbook.ooxml.quick_scan import scan_tab
from workbook.ooxml.tab_scan import TabScan
from workbook.ooxml.usual_cells import CellStyles
from workbook.ooxml.usual_rows import RowReader

STYLES = CellStyles({7: NumberFormat(percent=True), 9: NumberFormat(unit="million", thousands=2)})
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELLS = {
    "formula": ('<c r="B2"><f>1+2</f><v>3</v></c>', Mark(formula=True)),
    "formula with text": ('<c r="B2" t="str"><f>A1&amp;"x"</f><v>x</v></c>', Mark(formula=True)),
    "shared formula": ('<c r="B2" s="1"><f t="shared" si="0"/><v>3</v></c>', Mark(formula=True)),
    "empty text": ('<c r="B2" t="str"><f>""</f><v></v></c>', Mark(formula=True)),
    "unsaved": (
        '<c r="B2"><f>IF(A1&lt;2,&#8364;,1)</f></c>',
        Mark("unsaved", "=IF(A1<2,€,1)", formula=True),
    ),
    "empty number": ('<c r="B2"><f>A1</f><v/></c>', Mark("unsaved", "=A1", formula=True)),
    "error": ('<c r="B2" s="3" t="e"><v>#REF!</v></c>', Mark("error", "#REF!")),
    "failed formula": (
        '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        Mark("error", "#DIV/0!", formula=True),
    ),
    "constant": ('<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>', None),
    "calculated truth": ('<c r="B2" t="b"><f>A1=1</f><v>1</v></c>', Mark(formula=True)),
    "percent": ('<c r="B2" s="7"><v>0.5</v></c>', Mark(percent=True)),
    "unit": ('<c r="B2" s="9" t="n"><v>12</v></c>', Mark(unit="million", thousands=2)),
    "calculated percent": (
        '<c r="B2" s="7"><f>1/2</f><v>0.5</v></c>',
        Mark(formula=True, percent=True),
    ),
    "text in a percent format": ('<c r="B2" s="7" t="s"><v>4</v></c>', None),
    "number": ('<c r="B2" s="1"><v>5</v></c>', None),
    "blank": ('<c r="B2" s="7"/>', None),
    "text inside": ('<c r="B2" t="inlineStr"><is><t>a</t></is></c>', None),
}
# Written otherwise: each of these must not be lost by looking for the usual.
ODD = {
    "prefix": '<x:row r="2"><x:c r="B2" t="e"><x:v>#REF!</x:v></x:c></x:row>',
    "other order": '<row r="2"><c t="e" s="1" r="B2"><v>#REF!</v></c></row>',
    "style with zeros before it": (
        '<row r="2"><c r="B2" s="03" t="e"><v>#REF!</v></c><c r="C2" s="007"/></row>'
    ),
    "no place": '<row r="2"><c/><c t="e"><v>#REF!</v></c></row>',
    "single quotes": "<row r='2'><c r='B2' t='e'><v>#REF!</v></c></row>",
    "spaces": '<row r="2"> <c  r="B2" t="e" ><v>#REF!</v></c ></row>',
    "comment": '<row r="2"><!-- --><c r="B2" t="e"><v>#REF!</v></c></row>',
    "far away": '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="XFD2"><v>1</v></c></row>',
    "far below": '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="A99999"/></row>',
}


def sheet(rows: str, declaration: str = "") -> bytes:
    return (
        f'{declaration}<worksheet xmlns="{SPACE}" xmlns:x="{SPACE}"><cols><col min="1"/></cols>'
        f"<sheetData>{rows}</sheetData><pageMargins/></worksheet>"
    ).encode()


@pytest.mark.parametrize("kind", CELLS)
def test_each_kind_of_cell_is_marked(kind: str) -> None:
    cell, mark = CELLS[kind]
    data = sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell}</row>')
    expected = {} if mark is None else {(1, 1): mark}
    assert scan_tab("a", data, RowReader(STYLES)).marks == expected
    assert TabScan("a", STYLES.shown).scan(data).marks == expected


@pytest.mark.parametrize("kind", ODD)
def test_what_is_written_otherwise_is_found_too(kind: str) -> None:
    assert scan_tab("a", sheet(ODD[kind]), RowReader(STYLES)).marks == {
        (1, 1): Mark("error", "#REF!")
    }


def test_a_style_with_zeros_before_its_number_is_the_same_style() -> None:
    data = sheet('<row r="2"><c r="B2" s="0007"><v>0.5</v></c></row>')
    assert scan_tab("a", data, RowReader(STYLES)).marks == {(1, 1): Mark(percent=True)}


def test_cells_elsewhere_than_in_the_rows_are_none() -> None:
    elsewhere = '<extLst><c r="A1" t="e"><v>#REF!</v></c></extLst>'
    plain = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    data = plain.replace(b"<pageMargins/>", elsewhere.encode())
    assert scan_tab("a", data, RowReader(STYLES)).marks == {}
    assert TabScan("a", STYLES.shown).scan(data).marks == {}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1<!-- -->2</v></c></row>',
        '<row r="1"><c r="A1"><v>1<?x y?>2</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a<![CDATA[b]]>c</v></c></row>',
        '<row r="1"><c r="A1"><v>1<x>2</x></v></c></row>',
        '<row r="1"><c r="A1"><v>&#49;2</v></c></row>',
        '<row r="1"><c r="A1" s="1" t="s"><f>A2</f><v>1&#50;</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1" t="s"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A2"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData>',
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        '<row r="1"><c r="A24294967296"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="ABCD1"><v>1</v></c></row>',
        '<row r="1"><x:c xmlns:x="urn:other" r="A1"><v>1</v></x:c></row>',
        '<row r="1"><c r="A1"><x:v xmlns:x="urn:other">1</x:v></c></row>',
        '<row r="1"><c xmlns="urn:other" r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><is><t>2</t></is></c></row>',
        '<row r="1"><c r="A1"><is><t>2</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><v>1</v><is><t>2</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><f>A2</f><v>x</v></c></row>',
        '<row xmlns="urn:other" r="1"><c r="A1"><v>1</v></c></row>',
    ],
)
def test_what_programs_read_in_several_ways_is_damage(rows: str) -> None:
    """Of `1<!-- -->2` one reader sees 1, another one 12; of rows told twice, those told last."""
    with pytest.raises(DamagedFileError, match="several ways"):
        scan_tab("a", sheet(rows), RowReader(STYLES))


def test_what_is_told_in_another_order_is_no_damage() -> None:
    rows = (
        '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="A2" t="str"><v>5&#10;6</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1" s="3"/></row>'
    )
    found = scan_tab("a", sheet(rows), RowReader(STYLES))
    assert found.marks == {(1, 1): Mark("error", "#REF!")}
    assert found.values is None


def test_cells_may_say_to_which_vocabulary_they_belong() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = '<c r="B1" t="e"><v>#REF!</v></c>'
    for row in (
        f'<row r="1" xmlns="{space}">{cell}</row>',
        f'<row r="1" xmlns:y="urn:other" y:height="1">{cell}</row>',
    ):
        found = scan_tab("a", sheet(row), RowReader(STYLES))
        assert found.marks == {(0, 1): Mark("error", "#REF!")}


def test_rows_that_buttons_are_fixed_to_are_not_taken_for_rows_of_the_tab() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    anchor = f'<from xmlns:xdr="{drawing}"><xdr:row>1</xdr:row></from>'
    data = sheet(ODD["other order"]).replace(b"</worksheet>", anchor.encode() + b"</worksheet>")
    assert scan_tab("a", data, RowReader(STYLES)).marks == {(1, 1): Mark("error", "#REF!")}


@pytest.mark.parametrize("space", ["urn:other", SPACE + "2"])
def test_the_worksheet_of_another_vocabulary_is_damage(space: str) -> None:
    data = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(SPACE.encode(), space.encode())
    with pytest.raises(DamagedFileError):
        scan_tab("a", data, RowReader(STYLES))


def test_plain_content_is_known_to_be_there() -> None:
    assert (
        scan_tab("a", sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), RowReader(STYLES)).rows == 1
    )
    assert scan_tab("a", sheet('<row r="1"><c r="A1" s="1"/></row>'), RowReader(STYLES)).rows == 0
    empty = sheet("").replace(b"<sheetData></sheetData>", b"<sheetData/>")
    assert scan_tab("a", empty, RowReader(STYLES)).rows == 0


@pytest.mark.parametrize(
    "data",
    [
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>')[:-20],
        sheet('<row r="1"><c r="A1"><v>1</c></row>'),
        sheet('<row r="1"><c r="A1"><v>&nbsp;</v></c></row>'),
        sheet("", '<!DOCTYPE worksheet [<!ENTITY a "b">]>'),
        sheet("").replace(b"<pageMargins/>", b"<pageMargins>"),
        sheet('<row r="1"><c r="A1"><v>\x01</v></c></row>'),
        sheet('<row r="\x1c1"><c r="A1"><v>1</v></c></row>'),
        sheet("", '<?xml version="1.0" encoding="EBCDIC-42"?>'),
        sheet('<row r="1"><c r="A1"><v>?</v></c></row>').replace(b"?", b"\xff"),
    ],
)
def test_damage_is_damage(data: bytes) -> None:
    with pytest.raises(DamagedFileError):
        scan_tab("a", data, RowReader(STYLES))
