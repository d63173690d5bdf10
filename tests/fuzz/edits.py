"""Changing workbooks as damage, odd programs and hostile people do: bytes say what is changed.

The same bytes give the same change, so that what fuzzing finds can be kept as a case.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

_MARK = re.compile(rb'[<>"]')
MOST_EDITS = 12
# What a part may hold that programs disagree about.
TOKENS = (
    b"<!-- -->", b"<![CDATA[", b"]]>", b"<?x y?>", b"&amp;", b"&#9;", b"&#xA;", b"&#55296;",
    b"&#65535;", b"&#1114112;", b"&lt;", b"&nbsp;", b"\r\n", b"\r", b"\x00", b"\xff", b"\xc3",
    b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\xf0\x9f\x98\x80", b" ", b"\t", b"<x:c>", b"</x:c>",
    b'<c r="B2" t="e"><v>#REF!</v></c>', b'<c r="b2" s="1" t="e"><v>#REF!</v></c>',
    b"<c t='e'><v>#N/A</v></c>", b'<c r="A1"/>', b"<c><f/></c>",
    b'<c r="RZ9999" t="e"><v>x</v></c>', b'<c r="SA1" t="e"><v>x</v></c>',
    b'<c r="A10000"><f>1</f></c>', b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="$A$1" t="e"><v>1</v></c>', b'<c r="A0" t="e"><v>1</v></c>',
    b'<c r="A1" s="2"><f>A1</f><v>0.5</v></c>', b'<c r="A1" s="2" t="n"><v>1</v></c>',
    b'<c r="A1" t="n" s="2"><v>1</v></c>', b'<c r="A1" s="0000002"><v>1</v></c>',
    b'<c r="A1" t="str"><f>x</f><v></v></c>', b'<c r="A1" t="str"><f>x</f><v> </v></c>',
    b'<c r="A1" t="b"><f>TRUE()</f><v>1</v></c>', b'<c r="A1" t="d"><v>2026-01-01</v></c>',
    b'<c r="A1" t="inlineStr"><is><t>a</t></is></c>',
    b'<c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c>', b'<c r="A1"><v>1</v><f>2</f></c>',
    b'<c r="A1"><f>1</f><f>2</f><v>3</v></c>', b'<c r="A1"><v>1</v><v>2</v></c>', b'<row r="1">',
    b'<row r="0">', b'<row r="x"/>', b'<row r="99999999999999999999"/>', b"<row>", b"</row>",
    b"<row/>", b"<sheetData>", b"</sheetData>", b"<sheetData/>", b"<extLst>", b"<v>", b"</v>",
    b"<f>", b"</f>", b"<is>", b"</is>", b"</c>", b"<c>", b'<f t="shared" si="0"/>',
    b'<f t="shared" ref="A1:B9" si="0">1+1</f>', b' t="e"', b' s="1"', b' s="2"', b' s="-1"',
    b' s="\xd9\xa3"', b' s="99999999999"', b' r="B2"', b' t="n"', b' t="str"', b' t="s"',
    b' cm="1"', b' x="1"', b' xml:space="preserve"', b' number-columns-repeated="100000000"',
    b' table:number-rows-repeated="99999999"', b' office:value-type="percentage"',
    b' office:value-type="boolean"', b' table:formula="of:=1"', b"<table:table-row>",
    b"</table:table-row>", b"<table:covered-table-cell/>", b"<text:p>", b"</text:p>",
    b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B9:A1"/>',
    b'<numFmt numFmtId="x" formatCode="0"/>', b'<numFmt numFmtId="9" formatCode="[$-x]0,,\\"/>',
    b'<xf numFmtId="-1"/>', b"<cellXfs>", b"</cellXfs>", b"<dxf/>",
    b'<cellStyle name="migbook" xfId="9"/>', b'Id="rId1"', b'Target="../../x"', b'Target="/"',
    b'Target="."', b'TargetMode="External"', b' r:id="rId1"',
    b'<sheet name="a" sheetId="x" r:id="rId1"/>', b'localSheetId="x"',
    b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<?xml version='1.0' encoding='UTF-16'?>",
    b"encoding='latin-1'", b"0", b"1", b"-1", b"4294967296", b"1e999", b"nan", b"\xd9\xa3", b"NA",
    b"1048577",
)  # fmt: skip


class Chance:
    """Bytes as a row of decisions; when they end, every decision is the first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether there is anything more to decide."""
        return self._at < len(self._data)

    def below(self, limit: int) -> int:
        """A number from 0 to one below the limit."""
        size = 1 if limit <= 256 else 2 if limit <= 65_536 else 3
        part = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(part, "little") % max(limit, 1)

    def raw(self, size: int) -> bytes:
        """The next bytes as they are."""
        part = self._data[self._at : self._at + size]
        self._at += size
        return part


def edit(data: bytes, chance: Chance) -> bytes:
    """One change of XML, at a sign that means something."""
    places = [match.start() for match in _MARK.finditer(data)] or [0]
    at = places[chance.below(len(places))] + chance.below(2)
    end = min(at + chance.below(64), len(data))
    if (behind := chance.below(4)) and at < len(data):
        nearby = places.index(at) if at in places else 0
        end = places[min(nearby + behind * 2, len(places) - 1)] if nearby else end
    end = max(at, end)
    kind = chance.below(7)
    if kind <= 1:
        return data[:at] + TOKENS[chance.below(len(TOKENS))] + data[at:]
    if kind == 2:
        return data[:at] + TOKENS[chance.below(len(TOKENS))] + data[end:]
    if kind == 3:
        return data[:at] + data[end:]
    if kind == 4:
        return data[:end] + data[at:end] * (1 + chance.below(3)) + data[end:]
    if kind == 5:
        other = places[chance.below(len(places))]
        return data[:other] + data[at:end] + data[other:]
    return data[:at] + chance.raw(1 + chance.below(4)) + data[at + chance.below(2) :]


def edit_bytes(data: bytes, chance: Chance) -> bytes:
    """Some changes of a file that is no XML: numbers turned over, pieces lost or doubled."""
    changed = bytearray(data)
    for _ in range(MOST_EDITS):
        if not chance.left or not changed:
            break
        at = chance.below(len(changed))
        kind = chance.below(6)
        if kind == 0:
            changed[at] ^= 1 << chance.below(8)
        elif kind == 1:
            changed[at : at + 4] = b"\xff\xff\xff\xff"[: 1 + chance.below(4)]
        elif kind == 2:
            changed[at : at + 4] = chance.raw(4)
        elif kind == 3:
            del changed[at : at + 1 + chance.below(600)]
        elif kind == 4:
            size = 1 + chance.below(600)
            changed[at:at] = changed[at : at + size]
        else:
            other = chance.below(len(changed))
            changed[at : at + 4] = changed[other : other + 4]
    return bytes(changed)


def edit_book(data: bytes, chance: Chance) -> bytes:
    """Some changes of the parts of a zipped workbook, put together again."""
    parts = dict(_parts(data))
    for _ in range(MOST_EDITS):
        if not chance.left or not parts:
            break
        name = list(parts)[chance.below(len(parts))]
        kind = chance.below(16)
        if kind == 0:
            del parts[name]
        elif kind == 1:
            parts[name.upper() if chance.below(2) else "/" + name] = parts.pop(name)
        elif kind == 2:
            parts[name] = parts[list(parts)[chance.below(len(parts))]]
        elif kind == 3:
            parts[name] = edit_bytes(parts[name], chance)
        else:
            parts[name] = edit(parts[name], chance)
    return _packed(parts)


def edit_parts(data: bytes, chosen: str, chance: Chance) -> bytes:
    """Some changes of those parts of a zipped workbook whose names begin so."""
    parts = dict(_parts(data))
    names = [name for name in parts if name.startswith(chosen)]
    for _ in range(MOST_EDITS):
        if chance.left:
            name = names[chance.below(len(names))]
            parts[name] = edit(parts[name], chance)
    return _packed(parts)


@cache
def _parts(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return tuple((name, package.read(name)) for name in package.namelist())


def part_of(data: bytes, name: str) -> bytes:
    """One part of a zipped workbook."""
    return dict(_parts(data))[name]


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()
