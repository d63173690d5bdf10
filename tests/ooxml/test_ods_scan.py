"""Cells of an .ods that show something else than readers take for their value."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.read.packed import zipped
from workbook.ooxml.marks import DamagedFileError, Mark
from workbook.ooxml.ods_scan import scan_ods

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def mark_of(cell: str) -> Mark | None:
    content = (
        f"<office:document-content {_SPACES}><table:table table:name='a'><table:table-row>{cell}"
        "</table:table-row></table:table></office:document-content>"
    )
    with zipfile.ZipFile(io.BytesIO(zipped({"content.xml": content.encode()}))) as archive:
        return scan_ods(archive).tabs[0].marks.get((0, 0))


def number(value: str, shown: str) -> str:
    kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("5", "5000"),
        ("1200000", "1,200"),
        ("1200", "1.2"),
        ("1000", ""),
        ("1000", "-1000"),
        ("-1000", "1000"),
        ("7", "05-07"),
    ],
)
def test_a_number_that_is_shown_as_another_one_is_marked(value: str, shown: str) -> None:
    mark = mark_of(number(value, shown))
    assert mark is not None
    assert mark.unit
    assert mark.shown == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("12", "12"),
        ("1200000", "1,200,000"),
        ("1200000.5", "1.200.000,50"),
        ("1200000.5", "1 200 000,5"),
        ("2.6", "3"),
        ("0.125", "0.13"),
        ("-5", "(5)"),
        ("-5", "−5"),
        ("-0.2", "0"),
        ("0", "-"),
        ("0", ""),
        ("123", "000123"),
        ("1.5", "1 1/2"),
        ("123456", "1.23E+05"),
        ("12", "١٢"),
    ],
)
def test_a_number_that_is_shown_as_it_is_or_rounded_is_plain(value: str, shown: str) -> None:
    assert mark_of(number(value, shown)) is None


@pytest.mark.parametrize("kind", ["", 'office:value-type="float"', 'office:value-type="void"'])
def test_a_text_without_a_value_is_not_lost(kind: str) -> None:
    assert mark_of(f"<table:table-cell {kind}><text:p>12</text:p></table:table-cell>") == Mark(
        "text", "12"
    )


def test_text_that_some_programs_do_not_read_is_damage() -> None:
    with pytest.raises(DamagedFileError):
        mark_of("<table:table-cell><text:p><![CDATA[12]]></text:p></table:table-cell>")
