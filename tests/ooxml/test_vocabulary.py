"""Parts in another encoding or vocabulary are refused, whatever each reader makes of them."""

from __future__ import annotations

import pytest

from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.strings import read_strings
from workbook.ooxml.vocabulary import has_foreign_texts, refuse_other_encodings

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARED = '<?xml version="1.0" encoding="{}"?><a/>'


@pytest.mark.parametrize(
    "part",
    [
        DECLARED.format("UTF-16").encode("utf-16"),
        "<a/>".encode("utf-16-le"),
        "<a/>".encode("utf-32-be"),
        DECLARED.format("ISO-8859-1").encode(),
        DECLARED.format("windows-1252").replace('"', "'").encode(),
    ],
)
def test_other_encodings_are_refused(part: bytes) -> None:
    with pytest.raises(DamagedFileError):
        refuse_other_encodings(part)


@pytest.mark.parametrize(
    "part",
    [
        b"<a/>",
        DECLARED.format("utf-8").encode(),
        DECLARED.format("UTF-8").encode("utf-8-sig"),
        DECLARED.format("US-ASCII").encode(),
        b'<?xml version="1.0"?><a encoding="UTF-16"/>',
    ],
)
def test_what_programs_write_is_not(part: bytes) -> None:
    refuse_other_encodings(part)


@pytest.mark.parametrize(
    ("part", "foreign"),
    [
        (f'<sst xmlns="{SPACE}"><si><t>a</t></si></sst>', False),
        (f'<x:sst xmlns:x="{SPACE}"><x:si><x:t>a</x:t></x:si></x:sst>', False),
        ('<sst xmlns="urn:other"><si><t>a</t></si></sst>', True),
        (f'<sst xmlns="{SPACE}"><si><t xmlns="urn:other">a</t></si></sst>', True),
        (f'<sst xmlns="{SPACE}" xmlns:x="urn:other"><si><x:t>a</x:t></si></sst>', True),
    ],
)
def test_texts_belong_to_the_workbook(part: str, foreign: bool) -> None:
    assert has_foreign_texts(part.encode()) is foreign
    if foreign:
        assert read_strings(part.encode()) == ()
