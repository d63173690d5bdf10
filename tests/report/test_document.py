"""The document: its figures are the round's, answers stay text, nothing withheld is in it."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from tests.compile.conftest import Bicol
from tests.conftest import SOFFICE
from workbook.compile.public import publish
from workbook.report.document.content import make_document
from workbook.report.document.files import document_name
from workbook.report.document.model import Bullets, FiguresTable, Paragraph
from workbook.report.document.pdf import print_document
from workbook.report.document.word import write_word

PDFTOTEXT = shutil.which("pdftotext")
PLACES = ("0501701000", "0501702000", "0502001000", "0501601000")
# 3 people abroad are a small count, and 71,303 would tell on them.
ABROAD = dict(zip(PLACES, (3, 0, 71303, 0), strict=True))
HOSTILE = (
    '=HYPERLINK("http://x.example","win")',
    "<script>alert(1)</script> & <w:p/>",
    '#read("/etc/passwd") *bold* $x$ @label',
    "bell\x07 and \x1b[31m end",
)
LONG = "letters " * 3750


@pytest.fixture(scope="module")
def hostile(library):
    """A round of four places whose titles of practices are anything but titles."""
    titles = (*HOSTILE, LONG)
    return Bicol(library, "full").summary(
        {
            code: [
                *(("practices", f"2026-{n:03}", "title", title) for n, title in enumerate(titles)),
                ("people", None, "residents_abroad", number),
            ]
            for code, number in ABROAD.items()
        }
    )


@pytest.fixture(scope="module")
def documented(demonstration, english):
    return make_document(demonstration, english)


@pytest.fixture(scope="module")
def printed(documented):
    return print_document(documented)


@pytest.fixture(scope="module")
def worded(documented):
    return write_word(documented)


@pytest.fixture(scope="module")
def hostile_pdf(hostile, english):
    return print_document(make_document(hostile, english))


@pytest.fixture(scope="module")
def hostile_docx(hostile, english):
    return write_word(make_document(hostile, english))


def text_of(pdf, tmp_path):
    if PDFTOTEXT is None:
        pytest.skip("pdftotext is not on the path")
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    command = [PDFTOTEXT, "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def words_of(data):
    """All text of a Word file: paragraphs, cells, page heads and feet."""
    file = docx.Document(io.BytesIO(data))
    parts = [file.element.body, file.sections[0].header._element, file.sections[0].footer._element]
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for part in parts
        for paragraph in part.iter(qn("w:p"))
    )


def text_of_content(document):
    """All text of the model, section by section."""
    found, waiting = [], list(document.sections)
    while waiting:
        section = waiting.pop(0)
        waiting += section.parts
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Bullets):
                found += block.items
            elif isinstance(block, FiguresTable):
                found += [cell.text for row in block.rows for cell in row]
    return "\n".join(found)


# What the report gives for the round of 2015: see templates/demonstrations/bicol.toml.
REPORTED = {
    "Governments with an ordinance or executive order": "10",
    "Desks for overseas workers established or strengthened": "10",
    "Migrant resource centres open and staffed": "1",
    "Migrant organizations newly established": "6",
    "Regional committees on migration set up": "1",
    "Governments mentored": "16",
    "Governments funded": "5",
}


def test_key_figures_are_those_of_the_report(documented):
    short = documented.sections[0]
    tables = [block for block in short.blocks if isinstance(block, FiguresTable)]
    rows = {row[0].text: [cell.text for cell in row] for row in tables[0].rows}
    for label, value in REPORTED.items():
        found = next(cells for name, cells in rows.items() if name.startswith(label))
        assert found[1] == value, label


def test_the_pdf_says_what_the_content_says(documented, printed, tmp_path):
    text = text_of(printed, tmp_path)
    flat = " ".join(text.split())
    assert flat.count("INTERNAL") >= text.count("\f")
    for section in documented.sections:
        assert section.title in flat
    for label, value in REPORTED.items():
        start = label.split()[0]
        assert any(start in line and value in line.split() for line in text.splitlines()), label


def test_every_page_says_for_whom_it_is(printed, tmp_path):
    pages = text_of(printed, tmp_path).rstrip("\f").split("\f")
    assert 8 <= len(pages) <= 16
    assert all("INTERNAL" in page for page in pages)


def test_the_word_file_holds_the_same_text(documented, worded):
    words = words_of(worded)
    for line in text_of_content(documented).splitlines():
        assert line in words, line


def test_the_word_file_is_one_to_work_in(worded, tmp_path):
    path = tmp_path / "document.docx"
    path.write_bytes(worded)
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors] == []
    file = docx.Document(str(path))
    styles = {paragraph.style.name for paragraph in file.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    for table in file.tables[1:]:
        assert table.style.name == "Figures"
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    pictures = list(file.element.body.iter(qn("wp:docPr")))
    assert len(pictures) >= 8
    assert all(len(picture.get("descr")) > 40 for picture in pictures)
    assert {node.get(qn("w:val")) for node in file.styles.element.iter(qn("w:lang"))} == {"en"}


def test_the_same_summary_gives_the_same_bytes(hostile, english, hostile_pdf, hostile_docx):
    assert print_document(make_document(hostile, english)) == hostile_pdf
    assert write_word(make_document(hostile, english)) == hostile_docx
    with zipfile.ZipFile(io.BytesIO(hostile_docx)) as file:
        assert {info.date_time[0] for info in file.infolist()} == {1980}


def test_hostile_answers_are_printed_as_they_stand(hostile_pdf, tmp_path):
    flat = "".join(text_of(hostile_pdf, tmp_path).split())
    assert "".join(HOSTILE[0].split()) in flat
    assert "<script>alert(1)</script>" in flat
    assert '#read("/etc/passwd")*bold*$x$@label' in flat
    assert "root:x:" not in flat
    assert "[…cut]" in flat
    assert flat.count("lettersletters") < 200


def test_hostile_answers_are_text_in_the_word_file(hostile_docx):
    words = words_of(hostile_docx)
    for text in HOSTILE[:3]:
        assert text in words
    assert "bell\ufffd and \ufffd[31m end" in words
    assert "[…cut]" in words
    with zipfile.ZipFile(io.BytesIO(hostile_docx)) as file:
        assert b"<script" not in file.read("word/document.xml")
        assert b"http://x.example" not in file.read("word/_rels/document.xml.rels")


def test_nothing_withheld_is_in_the_public_document(hostile, english, tmp_path):
    public = publish(hostile, 5)
    document = make_document(public, english)
    texts = [text_of(print_document(document), tmp_path), words_of(write_word(document))]
    for text in texts:
        assert "PUBLIC" in text
        assert "INTERNAL" not in text
        assert "withheld" in text
        for secret in ("71,303", "71303", "letters", "script", "HYPERLINK", "Not counted yet"):
            assert secret not in text, secret


@pytest.mark.parametrize("returned", [0, 1])
def test_a_round_with_next_to_nothing_says_so(bicol, english, returned):
    answers = {code: [("people", None, "returnees", 12)] for code in PLACES[:returned]}
    document = make_document(bicol.summary(answers), english)
    text = text_of_content(document)
    assert f"{returned} of 114 cities and municipalities are counted" in text
    if not returned:
        assert print_document(document).startswith(b"%PDF")
        assert write_word(document)[:2] == b"PK"


def test_a_province_without_returns_has_dashes(bicol, english):
    document = make_document(
        bicol.summary({PLACES[0]: [("people", None, "residents_abroad", 12)]}), english
    )
    themes = next(s for s in document.sections if s.title == "Theme by theme")
    people = next(part for part in themes.parts if part.title.startswith("People abroad"))
    table = [block for block in people.blocks if isinstance(block, FiguresTable)][-1]
    column = next(n for n, label in enumerate(table.head) if label.startswith("Residents"))
    rows = {row[0].text: row[column] for row in table.rows}
    assert (rows["Albay"].text, rows["Albay"].note) == ("–", "0 of 0")
    assert (rows["Camarines Sur"].text, rows["Camarines Sur"].note) == ("12", "1 of 1")


@pytest.mark.parametrize("language", ["fil", "fr"])
def test_other_languages_have_all_texts(hostile, library, language):
    document = make_document(hostile, library.text(language))
    assert document.language == language
    text = text_of_content(document)
    for untranslated in ("Theme by theme", "What matters", "Key figures", "Not sent"):
        assert untranslated not in text


def test_names_of_files_say_for_whom_they_are(demonstration):
    assert document_name(demonstration, "pdf") == "bicol-2015-summary-INTERNAL.pdf"
    assert document_name(publish(demonstration, 5), "docx") == "bicol-2015-summary-PUBLIC.docx"


def has_writer():
    return SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libswlo.so").exists()


@pytest.mark.office
@pytest.mark.skipif(not has_writer(), reason="Writer of LibreOffice is not installed")
def test_libreoffice_opens_the_word_file(office, worded, tmp_path):
    path = tmp_path / "edited.docx"
    path.write_bytes(worded)
    [printed] = office.convert([path], "pdf", tmp_path)
    text = text_of(printed.read_bytes(), tmp_path)
    assert "What matters, in short" in text
    assert "INTERNAL" in text


def test_one_region_never_speaks_for_a_country(demonstration, english):
    other = replace(next(p for p in demonstration.own if p.level == "region"), code="0600000000")
    country = replace(demonstration, scope="country", own=(*demonstration.own, other))
    text = text_of_content(make_document(country, english))
    assert "Regional committees on migration set up" in text_of_content(
        make_document(demonstration, english)
    )
    assert "Regional committees on migration set up" not in text
