"""What a file is shows in its content; the name helps only where the content says nothing."""

from __future__ import annotations

import zipfile

import pytest

from tests.read.packed import compound_file, mailed, outlook_mail, zipped
from workbook.read.kinds import kind_of
from workbook.read.open import open_workbook
from workbook.read.refusal import Refusal

XLSX = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
ODS = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, zipfile.ZIP_STORED)
ODT = zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED)
KINDS = [
    ("renamed.xls", XLSX, "xlsx"),
    ("renamed.zip", XLSX, "xlsx"),
    ("renamed.xlsx", ODS, "ods"),
    ("letter.odt", ODT, "docx"),
    ("letter.xlsx", zipped({"word/document.xml": b"<w/>"}), "docx"),
    ("old letter.xls", compound_file({"WordDocument": b"x" * 5000}), "docx"),
    ("letter.rtf", b"{\\rtf1 hello}", "docx"),
    ("binary.xlsx", zipped({"xl/workbook.bin": b"x"}), "xlsb"),
    ("numbers.xlsx", zipped({"Index/Document.iwa": b"x"}), "numbers"),
    ("all.zip", zipped({"a.xlsx": XLSX}), "zip"),
    ("all.xlsx", zipped({"a.xlsx": XLSX}), "zip"),
    ("slides.pptx", zipped({"[Content_Types].xml": b"x", "ppt/presentation.xml": b"x"}), ""),
    ("mail.eml", mailed({"a.xlsx": XLSX}), "eml"),
    ("mail", mailed({"a.xlsx": XLSX}), "eml"),
    ("mail.msg", outlook_mail({"a.xlsx": XLSX}), "msg"),
    ("page.xls", b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "html"),
    ("page.xls", b"\xef\xbb\xbf\r\n<TABLE><tr>", "html"),
    ("page.mht", b"MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related",
     "html"),
    ("page.xls", b"From: <Saved by Excel>\nSubject: page\nDate: Mon, 1 Mar 2027\n", "html"),
    ("table.xls", b"a,b,c\n1,2,3\n4,5,6\n", "csv"),
    ("one column.csv", b"name\nNaga\n", "csv"),
    ("sheet.xls", b"\xff\xfe" + "a\tb\tc\n1\t2\t3\n4\t5\t6\n".encode("utf-16-le"), "csv"),
    ("flat.xlsx", b"<?xml version='1.0'?><office:document xmlns:office='x'>", "fods"),
    ("a.gsheet", b'{"url":"https://docs.google.com/open?id=1","doc_id":"1"}', "gsheet"),
    ("a.xlsx", b'{"":"WARNING! DO NOT EDIT","doc_id":"1","email":"x"}', "gsheet"),
    ("a.url", b"[InternetShortcut]\r\nURL=https://example.org/\r\n", "link"),
    ("a.xlsx", b"[InternetShortcut]\r\nURL=https://example.org/\r\n", "link"),
    ("a.webloc", b"<?xml version='1.0'?><!DOCTYPE plist><plist><key>URL</key></plist>", "link"),
    ("a.webloc", b"bplist00\xd1\x01\x02", "link"),
    ("a.lnk", bytes.fromhex("4C0000000114020000000000C000000000000046"), "link"),
    ("a.rar", b"Rar!\x1a\x07\x01\x00rest", "rar"),
    ("a.xlsx", b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
    ("a.tgz", b"\x1f\x8b\x08rest", "gz"),
    ("winmail.dat", b"\x78\x9f\x3e\x22\x01\x00", "winmail"),
    ("scan.xlsx", b"%PDF-1.7\n", "pdf"),
    ("a.jpg", b"\xff\xd8\xff\xe0rest", "photo"),
    ("a.xlsx", b"\x89PNG\r\n\x1a\nrest", "photo"),
    ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "photo"),
    ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "photo"),
    ("a.tif", b"II*\0rest", "photo"),
    (".naga.xlsx.icloud", b"bplist00\xd3", "cloud"),
    ("naga.xlsx.crdownload", b"\x01\x02\x03" * 900, "unfinished"),
    ("naga.xlsx", b"\x01\x02 somewhere else", "placeholder"),
    ("naga.xlsx", b"\x01\x02\x03" * 900, ""),
    ("naga", b"\x01\x02\x03", ""),
    ("cut.zip", zipped({"a": b"1"})[:20], ""),
    ("cut.msg", outlook_mail({"a": b"1"})[:600], ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "kind"), KINDS, ids=[f"{n}-{k[0]}" for n, k in enumerate(KINDS)]
)
def test_kind(name: str, data: bytes, kind: str) -> None:
    assert kind_of(data, name) == kind


REFUSED = [entry for entry in KINDS if entry[2] not in {"xlsx", "ods", "xls", ""}]


@pytest.mark.parametrize(
    ("name", "data", "kind"), REFUSED, ids=[f"{n}-{k[2]}" for n, k in enumerate(REFUSED)]
)
def test_each_kind_is_refused_with_its_own_remedy(
    name: str, data: bytes, kind: str, wordings: dict[str, set[str]]
) -> None:
    with pytest.raises(Refusal) as raised:
        open_workbook(data, name)
    assert (raised.value.code, raised.value.parameters) == ("WB004", (("ending", kind),))
    for language, keys in wordings.items():
        has_own = f"findings.WB004.remedy_{kind}" in keys
        assert has_own or kind in {"eml", "msg", "fods"}, language


@pytest.fixture(scope="module")
def wordings() -> dict[str, set[str]]:
    from templates.load import load_library

    library = load_library()
    return {language: set(library.text(language).entries) for language in library.texts}
