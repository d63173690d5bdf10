"""Everybody can read it: contrast of text, language and title of the document, headings in view."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from workbook.write import styles
from workbook.write.book import build_workbook

NAMED = {"white": "#FFFFFF", "black": "#000000"}
LOOKS = {**styles._STYLES, **styles.MARKS}
# Cells without a text of their own: their fill only shows that nothing is asked.
WITHOUT_TEXT = {"not_asked"}
LEAST = 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    code = NAMED.get(colour, colour).lstrip("#")
    parts = [int(code[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_elsewhere() -> None:
    """Black on white, and the grey that WCAG names as just enough."""
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", sorted(set(LOOKS) - WITHOUT_TEXT))
def test_text_can_be_read_on_its_fill(name: str) -> None:
    look = LOOKS[name]
    text = look.get("font_color", styles.INK)
    for fill in {look.get("bg_color", "white"), *_beneath(name, look)}:
        assert contrast(text, fill) >= LEAST, (name, text, fill)


def _beneath(name: str, look: dict[str, object]) -> set[str]:
    """Signs are coloured where they stand: on white, or on what can be typed into."""
    return {"white", styles.INPUT} if name in styles.MARKS and "bg_color" not in look else set()


def test_language_and_title_of_the_document(bicol) -> None:
    data = build_workbook(bicol("0501724000"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core = package.read("docProps/core.xml").decode()
    title = re.search(r"<dc:title>(.+?)</dc:title>", core)
    assert title is not None
    assert "Naga" in title[1]
    assert "<dc:language>en</dc:language>" in core


def test_headings_stay_in_view_and_pages_are_paper(bicol) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(build_workbook(bicol("0501724000"))))
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or sheet is book.worksheets[0]:
            continue
        assert sheet.freeze_panes, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_area, sheet.title
