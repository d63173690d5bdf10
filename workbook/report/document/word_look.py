"""Styles of the Word file: changed once, they change everywhere in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from workbook.report.styles import BAND, DOUBTFUL, INK, LINE, MUTED, SOFT

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import Table
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph as WordParagraph

BREADTH = 17.0
FONT = "Calibri"
SMALL, NOTE, NOTICE, TABLE_TITLE = "Small Text", "Note", "Notice", "Table Title"
TABLE, TABLE_TEXT, CARD_VALUE, CARD_LABEL = "Figures", "Table Text", "Card Value", "Card Label"

_Look = tuple[float, str, bool | None, float, float, bool]
# Name: size, colour, bold, space before and after, whether it stays with what follows.
_OWN: dict[str, _Look] = {
    SMALL: (9, MUTED, False, 0, 4, False),
    NOTICE: (10.5, DOUBTFUL, False, 6, 12, False),
    TABLE_TITLE: (11, INK, True, 10, 4, True),
    TABLE_TEXT: (9.5, INK, None, 2, 2, False),
    CARD_VALUE: (22, BAND, True, 4, 0, True),
    CARD_LABEL: (9.5, INK, False, 0, 2, True),
}
_CHANGED: dict[str, _Look] = {
    "Normal": (10.5, INK, False, 0, 6, False),
    "Title": (34, BAND, True, 110, 4, True),
    "Subtitle": (18, MUTED, False, 0, 18, True),
    "Heading 1": (17, BAND, True, 22, 8, True),
    "Heading 2": (13, BAND, True, 18, 6, True),
    "List Bullet": (10.5, INK, False, 0, 4, False),
}


def add_styles(file: WordFile, language: str) -> None:
    """The look of everything in the file, and the language that its spelling is checked in."""
    styles = file.styles
    for name, look in _OWN.items():
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _dress(styles[name], look)
    for name, look in _CHANGED.items():
        _dress(styles[name], look)
    _add_table_style(file)
    note = styles.add_style(NOTE, WD_STYLE_TYPE.CHARACTER)
    note.font.size, note.font.color.rgb = Pt(8.5), _colour(MUTED)
    for name in ("Title", "Subtitle"):
        border = styles[name].element.find(f".//{qn('w:pBdr')}")
        if border is not None:
            border.getparent().remove(border)
    for found in styles.element.iter(qn("w:lang")):
        for key in ("w:val", "w:eastAsia"):
            found.set(qn(key), language)


def _dress(style: Any, look: _Look) -> None:
    size, colour, bold, before, after, stays = look
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = _colour(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "Theme" in key:
            del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(key), FONT)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.keep_with_next = stays


def _add_table_style(file: WordFile) -> None:
    """How all tables look: a head and a last line that stand out, lines between the others."""
    style = file.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    below = {"bottom": LINE, "insideH": LINE}
    style.element.append(_element("w:tblPr", _borders("w:tblBorders", below)))
    for where, colour in (("firstRow", BAND), ("lastRow", LINE)):
        cell = _element("w:tcPr", _borders("w:tcBorders", {"bottom": colour}), _shading(SOFT))
        part = _element("w:tblStylePr", _element("w:rPr", OxmlElement("w:b")), cell)
        part.set(qn("w:type"), where)
        style.element.append(part)


def _element(name: str, *children: Any) -> Any:
    element = OxmlElement(name)
    for child in children:
        element.append(child)
    return element


def _borders(name: str, lines: dict[str, str]) -> Any:
    borders = OxmlElement(name)
    for side, colour in lines.items():
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{key}"), value.lstrip("#"))
        borders.append(line)
    return borders


def _shading(colour: str) -> Any:
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        shading.set(qn(f"w:{key}"), value)
    return shading


def shade(target: WordCell | WordParagraph, colour: str) -> None:
    """Put a colour behind a cell or a paragraph."""
    _properties(target).append(_shading(colour))


def mark_ends(table: Table, *, has_total: bool) -> None:
    """Say which lines the style of tables dresses: the head, and the last if it is a total."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        table._tbl.tblPr.append(look)
    for key in list(look.attrib):
        del look.attrib[key]
    marks = {"firstRow": 1, "lastRow": int(has_total), "firstColumn": 0, "lastColumn": 0}
    for key, value in {**marks, "noHBand": 1, "noVBand": 1}.items():
        look.set(qn(f"w:{key}"), str(value))


def add_field(paragraph: WordParagraph, code: str) -> None:
    """A number that the program works out, such as that of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _properties(target: Any) -> Any:
    if hasattr(target, "_tc"):
        return target._tc.get_or_add_tcPr()
    return target._p.get_or_add_pPr()


def _colour(text: str) -> RGBColor:
    return RGBColor.from_string(text.lstrip("#"))
