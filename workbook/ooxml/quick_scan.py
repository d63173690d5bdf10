"""The same as the scan cell by cell, in a fraction of the time, for worksheets written as usual.

Looking for what matters is quick only where each cell is written in one way; a worksheet in which
any is written otherwise is scanned cell by cell, and another reader is asked for its values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from workbook.ooxml.columns import column_number
from workbook.ooxml.marks import DamagedFileError, TabMarks
from workbook.ooxml.parts import refuse_doctype
from workbook.ooxml.tab_scan import TabScan, has_spelled_number
from workbook.ooxml.usual_cells import STRING_GAP
from workbook.ooxml.usual_rows import TEXT, are_empty_rows
from workbook.ooxml.vocabulary import is_own

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workbook.ooxml.marks import Area, Mark, Scalar
    from workbook.ooxml.usual_rows import RowReader, UsualRow

_ROWS_NAME = b"sheetData"
_START, _END, _EMPTY = b"<sheetData>", b"</sheetData>", b"<sheetData/>"
_ROW_END = b"</row>"
_SHARED_STRING = re.compile(rb' t="s"><v>(0|[1-9][0-9]{0,6})</v>')
_STRING_SIGN = STRING_GAP.encode()
_WITHOUT_NUMBER = b' t="s"><v>' + _STRING_SIGN + b"</v>"
# Text in which places are named, so that it differs where all else is the same.
_FOOTER = re.compile(rb"<(odd(?:Head|Foot)er)>(" + TEXT + rb")</\1>")
_MERGED = re.compile(
    rb'<mergeCell ref="([A-Z]{1,2})([1-9][0-9]{0,3}):([A-Z]{1,2})([1-9][0-9]{0,3})"/>'
)
# Larger surroundings of rows are not kept to be compared with those of other worksheets.
_WORTH_KEEPING = 32 * 1024
_PLACE_OF_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>/]*>')
_NOT_TEXT = ("\ufffe", "\uffff")


class _OtherwiseError(Exception):
    """Something is written in another way than usual."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the rows; `merged` is None if it is not plain which cells are."""

    usual: bool
    merged: tuple[Area, ...] | None = ()


def scan_tab(
    name: str, data: bytes, reader: RowReader, strings: Sequence[str | None] = ()
) -> TabMarks:
    """The marks of a worksheet, and its values if there is no doubt of any.

    `strings`: the shared ones; None for those that are in doubt.
    """
    try:
        around, numbers, rows = _usual_parts(data, reader)
    except (_OtherwiseError, UnicodeDecodeError):
        return TabScan(name, reader.styles.shown).scan(data)
    marks: dict[tuple[int, int], Mark] = {}
    for row in rows:
        if row.marks:
            marks.update(row.marks)
    height = max([row.number + 1 for row in rows if row.reach], default=0)
    width = max([row.reach for row in rows], default=0)
    values = _values(rows, numbers, strings) if around.merged is not None else None
    if values is None and _may_stand_twice(data):
        return TabScan(name, reader.styles.shown).scan(data)
    return TabMarks(name, marks, height, width, merged=around.merged or (), values=values)


def _may_stand_twice(data: bytes) -> bool:
    places = _PLACE_OF_CELL.findall(data)
    return len(set(places)) < len(places)


def _usual_parts(data: bytes, reader: RowReader) -> tuple[_Around, list[int], list[UsualRow]]:
    """What is around the rows, the numbers of shared strings in their order, and the rows."""
    if _STRING_SIGN in data or has_spelled_number(data):
        raise _OtherwiseError
    parts = _SHARED_STRING.split(data)
    chunks = _WITHOUT_NUMBER.join(parts[::2]).split(_ROW_END)
    before, start, chunks[0] = chunks[0].partition(_START)
    chunks[-1], end, behind = chunks[-1].rpartition(_END)
    if not start and len(chunks) == 1:
        before, end, behind = before.partition(_EMPTY)
    *chunks, rest = chunks
    whole = end and (start or end == _EMPTY)
    if not whole or _STRING_SIGN in before or _STRING_SIGN in behind or not are_empty_rows(rest):
        raise _OtherwiseError
    around = _look_around(before + start, end + behind)
    if not around.usual:
        raise _OtherwiseError
    found = reader.read(chunks)
    rows = [row for row in found if row is not None]
    if len(rows) < len(found):
        raise _OtherwiseError
    return around, list(map(int, parts[1::2])), rows


def _look_around(before: bytes, behind: bytes) -> _Around:
    """Check what stands around the rows, unless the same was checked of another worksheet."""
    behind = _FOOTER.sub(_without_text, behind)
    if len(before) + len(behind) > _WORTH_KEEPING:
        return _check_around.__wrapped__(before, behind)
    return _check_around(before, behind)


def _without_text(found: re.Match[bytes]) -> bytes:
    text = found[2].decode()
    if any(sign in text for sign in _NOT_TEXT):
        raise _OtherwiseError
    return b"<%s/>" % found[1]


@lru_cache(maxsize=128)
def _check_around(before: bytes, behind: bytes) -> _Around:
    """Well-formed, in UTF-8, without comments and the like: as what stands between them is."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    odd: list[object] = []
    opened: list[str] = []
    parser.CommentHandler = odd.append
    parser.StartCdataSectionHandler = lambda: odd.append(parser)
    parser.ProcessingInstructionHandler = lambda *found: odd.append(found)
    parser.StartElementHandler = lambda name, _: opened.append(name)
    parser.EndElementHandler = lambda _: opened.pop()

    def declared(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.upper() != "UTF-8":
            odd.append(encoding)

    parser.XmlDeclHandler = declared
    try:
        parser.Parse(before)
        inside = tuple(opened)
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.Parse(behind, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise DamagedFileError(str(error)) from error
    # Rows that stand elsewhere, too, are for the scan that follows the elements.
    twice = before.count(_ROWS_NAME) > 1 or behind.count(_ROWS_NAME) > 1
    if odd or twice or not is_own(before):
        return _Around(usual=False)
    top = ("worksheet",) if behind.startswith(_EMPTY) else ("worksheet", "sheetData")
    return _Around(usual=True, merged=_merged(behind) if inside == top else None)


def _merged(behind: bytes) -> tuple[Area, ...] | None:
    found = _MERGED.findall(behind)
    lists = behind.count(b"<mergeCells")
    if behind.count(b"mergeCell") != len(found) + 2 * lists or lists > 1:
        return None
    areas = (((int(a) - 1, column_number(b.decode())), (int(c) - 1, column_number(d.decode())))
             for b, a, d, c in found)  # fmt: skip
    return tuple(areas)


def _values(
    rows: Sequence[UsualRow], numbers: Sequence[int], strings: Sequence[str | None]
) -> tuple[tuple[Scalar, ...], ...] | None:
    """The values of all rows, each as wide as the widest; None where there is doubt of any."""
    doubtful = [row for row in rows if row.values is None]
    if doubtful or max(numbers, default=-1) >= len(strings):
        return None
    texts = [strings[number] for number in numbers]
    if None in texts:
        return None
    filled = [row for row in rows if row.values]
    width = max([len(row.values or ()) for row in filled], default=0)
    nothing = ("",) * width
    found: list[tuple[Scalar, ...]] = []
    for row, values in zip(filled, _laid_out(filled, width, texts), strict=True):
        if row.number < len(found):
            return None
        found += [nothing] * (row.number - len(found))
        found.append(values)
    return tuple(found)


def _laid_out(
    rows: Sequence[UsualRow], width: int, texts: Iterable[str | None]
) -> Iterator[tuple[Scalar, ...]]:
    """The values of each row with its texts; one behind the other is quicker than row by row."""
    nothing = ("",) * width
    cells: list[Scalar] = []
    places: list[int] = []
    for row in rows:
        values = row.values or ()
        if row.strings:
            places += map(len(cells).__add__, row.strings)
        cells += values
        cells += nothing[len(values) :]
    for place, text in zip(places, texts, strict=True):
        cells[place] = text or ""
    return zip(*[iter(cells)] * width, strict=True)
