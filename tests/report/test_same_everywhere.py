"""Public outputs of one round, opened by what reads them, withhold the same figures."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import docx
import openpyxl
import pytest
from lxml import html

from tests.compile.conftest import Bicol
from workbook.compile.public import publish
from workbook.report.document.content import make_document
from workbook.report.document.pdf import print_document
from workbook.report.document.word import write_word
from workbook.report.page.build import build_page
from workbook.report.spreadsheet import build_summary

PDFTOTEXT = shutil.which("pdftotext")
CAMARINES_SUR, CATANDUANES = "0501700000", "0502000000"
ABROAD, WOMEN = "residents_abroad", "residents_abroad_women"
FIGURE = re.compile(r"withheld|–|[\d,]+")


@pytest.fixture(scope="module")
def public(library):
    """3 people abroad in one town; other towns, and one other province, have to hide them."""
    bicol = Bicol(library, measures=frozenset({ABROAD, WOMEN}))
    towns = {
        area: [p.code for p in bicol.places if p.parent == area and not p.independent]
        for area in (CAMARINES_SUR, CATANDUANES)
    }
    told = dict(zip(towns[CAMARINES_SUR], ((3, 1), (0, 0)), strict=False))
    told |= dict(zip(towns[CATANDUANES], ((71303, 40000), (600, 300)), strict=False))
    answers = {
        code: [("people", None, ABROAD, all_), ("people", None, WOMEN, women)]
        for code, (all_, women) in told.items()
    }
    places = [p for p in bicol.places if p.code in told or p.code in towns or p.level == "region"]
    return publish(bicol.summary(answers, places=places), 5)


@pytest.fixture(scope="module")
def labels(english):
    end = "31 December 2026"
    keys = (f"indicators.measures.{key}" for key in (ABROAD, WOMEN))
    return [english[key].replace("{period_end}", end) for key in keys]


def in_workbook(public, english, labels):
    book = openpyxl.load_workbook(io.BytesIO(build_summary(public, english)), data_only=True)
    found = {}
    for sheet in book.worksheets[2:]:
        rows = list(sheet.iter_rows(min_row=6, values_only=True))
        for row in rows:
            if row[1] in labels and sheet.title == "People":
                figures = [f"{one:,}" if isinstance(one, int) else one for one in row[3:]]
                found |= {
                    (row[1], area): text for area, text in zip(rows[0][3:], figures, strict=True)
                }
    return found


def in_page(public, english, labels):
    tree = html.fromstring(build_page(public, english))
    (table,) = tree.xpath("//section[@id='theme-people']//table[@class='matrix']")
    areas = [cell.text_content() for cell in table.xpath("./thead/tr/th")][1:]
    return {
        (row.xpath("string(./th)").strip(), area): cell.xpath("string(.//*[1])").strip()
        for row in table.xpath("./tbody/tr")
        for area, cell in zip(areas, row.xpath("./td"), strict=True)
    }


def in_word(document, labels):
    found = {}
    for table in docx.Document(io.BytesIO(write_word(document))).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][1:] == labels:
            for area, *cells in rows[1:]:
                for label, text in zip(labels, cells, strict=True):
                    found[label, area] = FIGURE.match(text)[0]
    return found


def in_pdf(document, labels, areas, folder):
    path = folder / "public.pdf"
    path.write_bytes(print_document(document))
    done = subprocess.run([PDFTOTEXT, "-layout", path, "-"], capture_output=True, check=True)
    text = done.stdout.decode()
    # The table by area comes after the line of its heading.
    found = {}
    for line in text[text.rindex("Main figures by area") :].splitlines():
        area = next((name for name in areas if line.strip().startswith(name)), None)
        if area is not None and (labels[0], area) not in found:
            rest = re.sub(r"\d+ of \d+", "", line.strip().removeprefix(area))
            for label, figure in zip(labels, FIGURE.findall(rest), strict=True):
                found[label, area] = figure
    return found


@pytest.mark.skipif(PDFTOTEXT is None, reason="needs pdftotext (poppler-utils) to read the PDF")
def test_workbook_page_pdf_and_word_withhold_the_same(public, english, labels, tmp_path):
    document = make_document(public, english)
    shown = in_workbook(public, english, labels)
    areas = {area for _, area in shown}
    assert len(shown) == 2 * len(areas) == 6
    signs = {key for key, text in shown.items() if text == "withheld"}
    assert (labels[0], "Camarines Sur") in signs
    assert 0 < len(signs) < len(shown)
    assert in_page(public, english, labels) == shown
    assert in_word(document, labels) == shown
    assert in_pdf(document, labels, areas, tmp_path) == shown
