"""Which elements of a workbook's parts are its own: others of the same name hold none of its cells.

Some readers go by the name alone, spreadsheets by the vocabulary that an element belongs to.
"""

from __future__ import annotations

import re

from workbook.ooxml.marks import DamagedFileError

WORKBOOKS = frozenset(
    {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
_CELLS = re.compile(rb"<(?:([\w.-]+):)?(?:worksheet|sheetData|row|c|v|is)(?=[\s/>])([^<>]*)")
_TEXTS = re.compile(rb"<(?:([\w.-]+):)?(?:sst|si|r|t)(?=[\s/>])([^<>]*)")
_VOCABULARY = re.compile(rb"""\sxmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)""")
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"ascii"})
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0")


def refuse_other_encodings(data: bytes) -> None:
    """All programs write UTF-8, and not all readers ask whether it is something else."""
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    usual = declared is None or declared[1].lower() in _ENCODINGS
    if not usual or data.startswith(_WIDE) or b"\0" in data[:4]:
        msg = "a part that is not written in UTF-8"
        raise DamagedFileError(msg)


def has_foreign_cells(worksheet: bytes) -> bool:
    """Whether some cells are not those of the worksheet."""
    # What stands behind the cells has rows of its own: those that drawn buttons are fixed to.
    return _has_foreign(_CELLS, worksheet[: worksheet.rfind(b"sheetData")])


def has_foreign_texts(strings: bytes) -> bool:
    """Whether some shared texts are not those of the workbook."""
    return _has_foreign(_TEXTS, strings)


def is_own(start: bytes) -> bool:
    """Whether what a part begins with names no other vocabulary for elements without prefix."""
    return {found[1] for found in _VOCABULARY.findall(start) if not found[0]} <= WORKBOOKS


def _has_foreign(elements: re.Pattern[bytes], data: bytes) -> bool:
    said: dict[bytes, set[bytes]] = {b"": set()}
    used: set[bytes] = set()
    for prefix, attributes in map(re.Match.groups, elements.finditer(data)):
        used.add(prefix or b"")
        for about, vocabulary in _VOCABULARY.findall(attributes) if b"xmlns" in attributes else ():
            said.setdefault(about, set()).add(vocabulary)
    return any(not said.get(prefix, {b"nowhere"}) <= WORKBOOKS for prefix in used)
