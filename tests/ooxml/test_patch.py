"""Marks in somebody else's workbook: what changes, what does not, and how it is undone."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from tests.ooxml.parts import changed, parts, rewrite
from workbook.anchors import ISSUES_MARK
from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.patch import CellMark, has_macros, mark_workbook
from workbook.ooxml.patch_issues import ListCell, ListRow, ListTab
from workbook.ooxml.patch_styles import Look

if TYPE_CHECKING:
    from pathlib import Path

MEND = Look(fill="FDE8E8", border="E02424")
DOUBT = Look(fill="FEF0C7", border="8A4B08")
_CELL = Look(border="CBD2D9", colour="1F2933", wrap=True)
_LINK = Look(border="CBD2D9", colour="0B4F6C", underline=True)
SHEET = "xl/worksheets/sheet1.xml"


def officers_file(**more: Any) -> bytes:
    """Things that other libraries lose: a saved result, parts of a text, notes, a drop-down."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("O'Neil & co")
    bold, yellow = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFFBEA"})
    sheet.write_string("B2", "answer", yellow)
    sheet.write_formula("B3", "=12+7", yellow, 19)
    sheet.write_rich_string("B4", "plain ", bold, "bold")
    sheet.write_comment("B3", "two offices", {"author": "Planning"})
    sheet.data_validation("B2", {"validate": "list", "source": ["answer", "other"]})
    sheet.conditional_format("B2", {"type": "blanks", "format": bold})
    sheet.merge_range("D6:F7", "joined", yellow)
    sheet.set_column("H:H", 10, yellow)
    sheet.protect()
    other = book.add_worksheet("Other")
    other.write_string("A1", "untouched")
    other.activate()
    book.define_name("Other!local", "=Other!$A$1")
    if "vba" in more:
        book.add_vba_project(more["vba"], is_stream=True)
    book.close()
    return target.getvalue()


def issues(text: str = "What is wrong") -> ListTab:
    link = ListCell("B2", _LINK, ("O'Neil & co", (1, 1)))
    return ListTab(
        name="Issues",
        mark=ISSUES_MARK,
        widths=(40.0, 20.0),
        above=(ListRow((ListCell("Issues", _CELL),), 30),),
        heading=ListRow((ListCell("What", _CELL), ListCell("Where", _CELL)), 20),
        rows=(ListRow((ListCell(text, _CELL), link), 30, "abc"),),
        footer="Port Amber & co",
        colour="E02424",
        font="Calibri",
    )


def mark(place: tuple[int, int], look: Look = MEND, note: str = "Mend it") -> CellMark:
    return CellMark("O'Neil & co", place, look, note)


MARKS = (mark((1, 1)), mark((2, 1), DOUBT, "Look at it"), mark((6, 5)), mark((9, 7)))


@pytest.fixture(scope="module")
def clean() -> bytes:
    return officers_file()


@pytest.fixture(scope="module")
def marked(clean: bytes) -> bytes:
    return mark_workbook(clean, MARKS, issues())


def load(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_only_what_must_change_changes(clean: bytes, marked: bytes) -> None:
    assert changed(clean, marked) == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        SHEET,
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        # The tab that was open: two open tabs would be typed into together.
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
    }
    before, after = (parts(data)[SHEET].decode() for data in (clean, marked))
    for kept in ("sheetProtection", "conditionalFormatting", "dataValidations", "mergeCells"):
        pattern = rf"<{kept}.*?(?:</{kept}>|/>)"
        assert re.findall(pattern, before) == re.findall(pattern, after) != []
    assert '<c r="B3" s="5"><f>12+7</f><v>19</v></c>' in re.sub(r's="\d+"', 's="5"', after)


def test_marked_cells_keep_all_but_fill_and_border(clean: bytes, marked: bytes) -> None:
    before, after = load(clean)["O'Neil & co"], load(marked)["O'Neil & co"]
    for address, colour, edge in (("B2", "FDE8E8", "E02424"), ("B3", "FEF0C7", "8A4B08")):
        cell = after[address]
        assert cell.fill.fgColor.rgb == f"FF{colour}"
        assert cell.border.left.color.rgb == cell.border.bottom.color.rgb == f"FF{edge}"
        assert repr(cell.font) == repr(before[address].font)
        assert cell.number_format == before[address].number_format
        assert repr(cell.protection) == repr(before[address].protection)
    assert repr(after["B4"].fill) == repr(before["B4"].fill)


def test_notes_stand_beside_those_of_the_officer(marked: bytes) -> None:
    sheet = load(marked)["O'Neil & co"]
    assert sheet["B2"].comment.text.endswith("Mend it")
    assert sheet["B2"].comment.author == "migbook"
    assert sheet["B3"].comment.author == "Planning"
    assert sheet["B3"].comment.text.startswith("two offices\n")
    assert sheet["B3"].comment.text.endswith("Look at it")


def test_merged_cells_are_marked_where_their_content_is(marked: bytes) -> None:
    sheet = load(marked)["O'Neil & co"]
    assert sheet["D6"].comment is not None
    assert sheet["D6"].fill.fgColor.rgb == "FFFDE8E8"


def test_a_cell_that_is_not_there_is_made_with_the_look_of_its_column(marked: bytes) -> None:
    text = parts(marked)[SHEET].decode()
    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', text)]
    assert rows == sorted(rows)
    assert 10 in rows
    assert load(marked)["O'Neil & co"]["H10"].fill.fgColor.rgb == "FFFDE8E8"


def test_the_list_comes_first_and_is_open(marked: bytes) -> None:
    book = load(marked)
    assert book.sheetnames == ["Issues", "O'Neil & co", "Other"]
    assert book.active.title == "Issues"
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, None, None]
    sheet = book["Issues"]
    assert sheet["A1"].value == ISSUES_MARK
    assert sheet.column_dimensions["A"].hidden
    assert sheet.auto_filter.ref == "B2:C3"
    assert sheet.freeze_panes == "A3"
    assert sheet["C3"].hyperlink.location == "'O''Neil & co'!B2"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    # A name that belongs to a tab is counted from the front.
    assert "local" in book["Other"].defined_names


def test_same_bytes_twice_and_again_on_the_marked_file(clean: bytes, marked: bytes) -> None:
    assert mark_workbook(clean, MARKS, issues()) == marked
    assert mark_workbook(marked, MARKS, issues()) == marked


def test_marks_of_an_earlier_time_are_removed(clean: bytes, marked: bytes) -> None:
    fewer = mark_workbook(marked, MARKS[:1], issues())
    sheet, before = load(fewer)["O'Neil & co"], load(clean)["O'Neil & co"]
    assert sheet["B2"].fill.fgColor.rgb == "FFFDE8E8"
    for address in ("B3", "D6"):
        assert repr(sheet[address].fill) == repr(before[address].fill)
        assert repr(sheet[address].border) == repr(before[address].border)
    assert sheet["B3"].comment.text == "two offices"
    assert sheet["D6"].comment is None
    assert (
        parts(fewer)["xl/styles.xml"]
        == parts(mark_workbook(clean, MARKS[:1], issues()))["xl/styles.xml"]
    )
    none = mark_workbook(marked, (), issues())
    assert changed(none, mark_workbook(clean, (), issues())) <= {
        SHEET, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "<b>bold</b> & more", "a\x07b", "_x0041_", "\ud800", "  two\nlines "]
)
def test_words_are_never_formula_or_markup(clean: bytes, text: str) -> None:
    data = mark_workbook(clean, (mark((1, 1), note=text),), issues(text))
    book = load(data)
    expected = text.replace("\x07", "_x0007_").replace("_x0041_", "_x005F_x0041_")
    expected = expected.replace("\ud800", "\ufffd")
    assert book["Issues"]["B3"].value == expected
    assert book["Issues"]["B3"].data_type == "s"
    assert expected in book["O'Neil & co"]["B2"].comment.text


def test_validator_finds_nothing(marked: bytes, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked)
    result = OpenXmlValidator(security_validation=True).validate(path)
    assert result.is_valid
    assert list(result.errors) == []
    styles = parts(marked)["xl/styles.xml"].decode()
    for section in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"):
        found = re.search(rf'<{section} count="(\d+)">(.*?)</{section}>', styles)
        assert found is not None, section
        root = openpyxl.xml.functions.fromstring(f"<a>{found[2]}</a>")
        assert len(root) == int(found[1]), section


def test_rows_and_cells_without_their_numbers(clean: bytes) -> None:
    bare = rewrite(clean, {SHEET: lambda text: re.sub(r'(<row|<c) r="\w+"', r"\1", text)})
    # Without numbers, row 2 is the first that is there and column B the first in it.
    data = mark_workbook(bare, (mark((0, 0)), mark((0, 2)), mark((20, 1))), issues())
    text = parts(data)[SHEET].decode()
    assert re.findall(r'<row [^>]*?\br="(\d+)"', text) == ["1", "2", "3", "4", "5", "21"]
    assert re.search(r'<c [^>]*\br="A1".*?<c r="C1" s="\d+"/></row>', text)


def test_a_workbook_in_the_strict_namespace(clean: bytes) -> None:
    def strict(text: str) -> str:
        return text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    names = [n for n in parts(clean) if n.startswith("xl/") and "theme" not in n]
    names = [n for n in names if n.endswith((".xml", ".rels"))] + ["_rels/.rels"]
    data = mark_workbook(rewrite(clean, dict.fromkeys(names, strict)), MARKS, issues())
    for name, content in parts(data).items():
        if name.startswith("xl/worksheets/") or name == "xl/workbook.xml":
            assert b"schemas.openxmlformats.org/spreadsheetml" not in content, name
            assert b"schemas.openxmlformats.org/officeDocument" not in content, name
    assert mark_workbook(data, MARKS, issues()) == data


def test_macros_stay(tmp_path: Path) -> None:
    data = officers_file(vba=io.BytesIO(b"macros"))
    data = mark_workbook(data, MARKS, issues())
    assert parts(data)["xl/vbaProject.bin"] == b"macros"
    assert has_macros(data)
    assert not has_macros(officers_file())


def test_styles_of_our_own_that_an_officer_copied_stay(marked: bytes) -> None:
    """Somebody copied the heading of the list into the tab: its style must not vanish."""
    used = re.search(r'<c r="B2" s="(\d+)"', parts(marked)["xl/worksheets/sheet3.xml"].decode())
    assert used is not None
    copied = rewrite(
        marked,
        {SHEET: lambda text: re.sub(r'<c r="B4"( s="\d+")?', f'<c r="B4" s="{used[1]}"', text)},
    )
    again = load(mark_workbook(copied, MARKS, issues()))
    assert again["O'Neil & co"]["B4"].border.left.color.rgb == "FFCBD2D9"
    names = [style.name for style in again._named_styles]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>"],
    ids=["empty", "zip", "ole", "html"],
)
def test_what_is_no_workbook_is_damage(data: bytes) -> None:
    with pytest.raises(DamagedFileError):
        mark_workbook(data, (), issues())


def test_parts_that_cannot_be_taken_apart_are_damage(clean: bytes) -> None:
    broken = rewrite(clean, {"xl/styles.xml": lambda text: text[:-20]})
    with pytest.raises(DamagedFileError):
        mark_workbook(broken, MARKS, issues())
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><styleSheet'
    hostile = rewrite(clean, {"xl/styles.xml": lambda t: t.replace("<styleSheet", entity)})
    with pytest.raises(DamagedFileError):
        mark_workbook(hostile, MARKS, issues())


@pytest.mark.office
def test_marks_are_undone_after_another_program_saved_them(
    clean: bytes, marked: bytes, office: Any, tmp_path: Path
) -> None:
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked)
    (saved,) = office.convert([path], "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved")
    again = load(mark_workbook(saved.read_bytes(), MARKS[:1], issues()))
    assert again.sheetnames == ["Issues", "O'Neil & co", "Other"]
    sheet, before = again["O'Neil & co"], load(clean)["O'Neil & co"]
    assert sheet["B2"].fill.fgColor.rgb == "FFFDE8E8"
    for address in ("B3", "D6"):
        assert sheet[address].fill.fgColor.rgb == before[address].fill.fgColor.rgb
        assert sheet[address].border.left.style == before[address].border.left.style
    assert sheet["B3"].comment.text == "two offices"
    assert sheet["D6"].comment is None
    assert sheet["B2"].comment.text.count("Mend it") == 1
