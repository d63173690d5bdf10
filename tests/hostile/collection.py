"""Files made to harm whoever opens them; each with the finding that it must end in.

They are made here from a good workbook, so that no virus scanner finds one among our files.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

from tests.cli.running import locked_workbook
from tests.fuzz.books import book, container
from tests.ooxml.parts import parts
from tests.read.packed import compound_file, mailed, outlook_mail, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET, SHARED, STYLES = "xl/worksheets/sheet7.xml", "xl/sharedStrings.xml", "xl/styles.xml"
WORKBOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TYPES, PROPERTIES, ROOT_LINKS = "[Content_Types].xml", "docProps/custom.xml", "_rels/.rels"
MILLION = 1_000_000
# A file that harms nobody and says what it says.
READ = ""
Hostile = dict[str, tuple[bytes, str]]


def collection(good: bytes) -> Hostile:
    """Hostile files by name, each with the code of its one finding; `READ`: it is a good file."""
    return {
        **_archives(good),
        **_texts(good),
        **_sizes(good),
        **_links(good),
        **_old_and_open(),
        **_mails(good),
        **_damaged(good),
    }


def with_parts(data: bytes, **changes: bytes | None) -> bytes:
    """The workbook with these parts put in place of its own, or taken away."""
    return repacked({**parts(data), **changes})


def repacked(content: dict[str, bytes | None]) -> bytes:
    return zipped({name: part for name, part in content.items() if part is not None})


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    before = parts(data)
    after = change(before[name])
    assert after != before[name], f"{name} has nothing to change"
    return repacked({**before, name: after})


def _after(sign: bytes, more: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(sign, sign + more, 1)


def _before(sign: bytes, more: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(sign, more + sign, 1)


# ---- archives


def _archives(good: bytes) -> Hostile:
    book_parts = parts(good)
    return {
        "bomb.xlsx": (repacked({**book_parts, SHEET: bytes(201 * 1024**2)}), "WB005"),
        "dense.xlsx": (repacked({**book_parts, SHARED: bytes(40 * 1024**2)}), "WB005"),
        "bomb that says it is small.xlsx": (_lying(good), "WB001"),
        "parts that share their bytes.xlsx": (_overlapping(), "WB001"),
        "archive of shared bytes.zip": (_overlapping(b"%d.xlsx"), "WB001"),
        "archive in archives.zip": (_nested(), "WB005"),
        "archive that is called a workbook.xlsx": (_nested(), "WB005"),
        "archive that holds itself.zip": (_holding_itself(), "WB005"),
        "thousands of parts.xlsx": (
            repacked(book_parts | {f"xl/media/{n}": b"" for n in range(5_100)}),
            "WB005",
        ),
        "two parts of one name.xlsx": (_twice(good), "WB001"),
        "part behind a password.xlsx": (_flagged(good, 1), "WB002"),
        "part packed otherwise.xlsx": (zipped(book_parts, zipfile.ZIP_LZMA), "WB001"),
        "locked.xlsx": (locked_workbook(), "WB002"),
        "directory only.xlsx": (b"PK\x05\x06" + bytes(18), "WB021"),
    }


def _lying(good: bytes) -> bytes:
    """The directory says that the largest part is small; it unfolds to 100 MB."""
    name = SHARED.encode()
    data = bytearray(repacked({**parts(good), SHARED: bytes(100 * 1024**2)}))
    at = data.rfind(name) - 46
    struct.pack_into("<I", data, at + 24, 1_000)
    local = data.find(name) - 30
    struct.pack_into("<I", data, local + 22, 1_000)
    return bytes(data)


def _overlapping(pattern: bytes = b"xl/%d.xml") -> bytes:
    """Members with bytes of their own in the directory, and the same bytes in the file."""
    content = bytes(512 * 1024)
    packed = zlib.compress(content, 9)[2:-4]
    facts = struct.pack(
        "<HHHHHIII", 20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content)
    )
    names = [WORKBOOK.encode()] if b"xml" in pattern else []
    names += [pattern % number for number in range(30)]
    local = b"PK\x03\x04" + facts + struct.pack("<HH", len(names[0]), 0) + names[0] + packed
    central = b"".join(
        b"PK\x01\x02" + struct.pack("<H", 20) + facts
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
        for name in names
    )  # fmt: skip
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(names), len(names), len(central), len(local), 0
    )
    return local + central + end


def _nested() -> bytes:
    data = b"end"
    for _ in range(12):
        data = zipped({"a.zip": data})
    return data


def _holding_itself() -> bytes:
    """As near to an archive without an end as counts: each layer four times in the next."""
    data = zipped({"a.xlsx": b"end"})
    for _ in range(30):
        data = zipped({f"{number}.zip": data for number in range(4)})
        if len(data) > 60_000:
            break
    return data


def _twice(good: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(good).items():
            archive.writestr(zipfile.ZipInfo(name), content)
        archive.writestr(zipfile.ZipInfo(SHEET.upper()), b"<worksheet/>")
    return stream.getvalue()


def _flagged(good: bytes, flag: int) -> bytes:
    data = bytearray(good)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= flag
    return bytes(data)


# ---- what stands in the parts


_BILLION = b"<!DOCTYPE a [<!ENTITY a0 'lol'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
_OUTSIDE = b"<!DOCTYPE a [<!ENTITY a9 SYSTEM 'file:///etc/passwd'>]>"
_REMOTE = b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>"


def _with_type(part: bytes, kind: bytes) -> bytes:
    """The part with a document type behind its declaration, and its entity in the first text."""
    declaration, sign, rest = part.partition(b"?>")
    head = declaration + sign if sign else b""
    rest = rest if sign else part
    at = rest.find(b"</")
    return head + kind + rest[:at] + (b"&a9;" if b"ENTITY" in kind else b"") + rest[at:]


def _texts(good: bytes) -> Hostile:
    found: Hostile = {}
    # What is not needed to know the answers is not read by anybody.
    unread = {PROPERTIES, TYPES, ROOT_LINKS}
    for name in (SHEET, SHARED, STYLES, WORKBOOK, LINKS, PROPERTIES, TYPES, ROOT_LINKS):
        title = name.replace("/", " ")
        code = READ if name in unread else "WB001"
        for kind, declared in (("bomb", _BILLION), ("outside", _OUTSIDE), ("remote", _REMOTE)):
            data = changed(good, name, partial(_with_type, kind=declared))
            found[f"entities {kind} in {title}.xlsx"] = (data, code)
    for name in ("content.xml", "meta.xml", "META-INF/manifest.xml"):
        data = changed(book("ods"), name, partial(_with_type, kind=_BILLION))
        code = "WB001" if name == "content.xml" else "WB007"
        found[f"entities in {name.replace('/', ' ')}.ods"] = (data, code)
    deep = b"<x>" * 200_000 + b"</x>" * 200_000
    found |= {
        "deep.xlsx": (changed(good, SHEET, _before(b"<sheetData>", deep)), READ),
        "deep and open.xlsx": (
            changed(good, SHEET, _before(b"<sheetData>", deep[: len(deep) // 2])),
            "WB001",
        ),
        "deep in a cell.ods": (
            changed(book("ods"), "content.xml", _before(b"</text:p>", deep)),
            "WB007",
        ),
        "encoding that nobody knows.xlsx": (
            changed(good, SHEET, lambda part: part.replace(b'"UTF-8"', b'"EBCDIC-42"', 1)),
            "WB001",
        ),
        "long name.xlsx": (
            changed(good, SHEET, _before(b"<sheetData>", b"<" + b"x" * MILLION + b"/>")),
            READ,
        ),
        "many attributes.xlsx": (
            changed(
                good,
                SHEET,
                _before(
                    b"<sheetData>",
                    b"<x " + b" ".join(b'a%d="1"' % n for n in range(50_000)) + b"/>",
                ),
            ),
            READ,
        ),
    }
    return found


# ---- how much there is of it


def _sizes(good: bytes) -> Hostile:
    rows = b"".join(b'<row r="%d"/>' % n for n in range(2_000, 1_002_000))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    wide = b'<row r="2001">' + b"".join(
        b'<c r="%s2001"><v>1</v></c>' % name for name in _column_names()
    )
    texts = b"".join(b"<si><t>%d</t></si>" % n for n in range(MILLION))
    style = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    formats = b"".join(b'<numFmt numFmtId="%d" formatCode="0"/>' % n for n in range(200, 65_000))
    # Below all answers: one that is merged into another cell is told.
    merges = b'<mergeCell ref="A1000:XFD1048576"/>' * 3_000
    return {
        "million empty rows.xlsx": (changed(good, SHEET, _before(b"</sheetData>", rows)), READ),
        "cell at the far end.xlsx": (changed(good, SHEET, _before(b"</sheetData>", far)), "WB005"),
        "all columns.xlsx": (
            changed(good, SHEET, _before(b"</sheetData>", wide + b"</row>")),
            "WB005",
        ),
        "million texts.xlsx": (changed(good, SHARED, _before(b"</sst>", texts)), READ),
        "all styles.xlsx": (changed(good, STYLES, _before(b"</cellXfs>", style * 65_000)), READ),
        "all formats.xlsx": (changed(good, STYLES, _before(b"</numFmts>", formats)), READ),
        "all merged.xlsx": (
            changed(
                good, SHEET,
                _after(b"</sheetData>", b"<mergeCells>" + merges + b"</mergeCells>"),
            ),
            READ,
        ),
    }  # fmt: skip


def _column_names() -> list[bytes]:
    from workbook.ooxml.columns import column_letters

    return [column_letters(number).encode() for number in range(16_384)]


# ---- relations


def _links(good: bytes) -> Hostile:
    def target(to: bytes) -> Callable[[bytes], bytes]:
        return lambda part: part.replace(b"worksheets/sheet5.xml", to, 1)

    book_parts = parts(good)
    wrong = {
        "png": lambda part: part.replace(b"spreadsheetml.sheet.main+xml", b"image/png"),
        "nothing": lambda _: b"<Types/>",
        "no XML": lambda _: b"\x89PNG",
    }
    return {
        "relation to itself.xlsx": (changed(good, LINKS, target(b"workbook.xml")), "SH101"),
        "relation to its relations.xlsx": (
            changed(good, LINKS, target(b"_rels/workbook.xml.rels")),
            "SH101",
        ),
        "relation to nothing.xlsx": (
            changed(good, LINKS, target(b"worksheets/gone.xml")),
            "WB001",
        ),
        "relation out of the file.xlsx": (
            changed(good, LINKS, target(b"../../../../etc/passwd")),
            "WB001",
        ),
        "relation to a file here.xlsx": (
            changed(good, LINKS, target(b"file:///etc/passwd")),
            "WB001",
        ),
        "relation to a folder.xlsx": (changed(good, LINKS, target(b".")), "WB001"),
        "no relations.xlsx": (repacked({**book_parts, LINKS: None}), "WB001"),
        "no texts.xlsx": (repacked({**book_parts, SHARED: None}), "WB001"),
        "no tab.xlsx": (repacked({**book_parts, SHEET: None}), "WB001"),
        **{
            f"types say {kind}.xlsx": (changed(good, TYPES, change), READ)
            for kind, change in wrong.items()
        },
    }


# ---- other formats


def _old_and_open() -> Hostile:
    cell = (
        b'<table:table-row table:number-rows-repeated="1000">'
        b'<table:table-cell table:number-columns-repeated="1000" table:formula="of:=1/0"'
        b' office:value-type="float"><text:p>Err:1</text:p></table:table-cell></table:table-row>'
    )
    endless = cell.replace(b'"1000"', b'"2147483647"')
    content = partial(changed, book("ods"), "content.xml")
    return {
        "endless rows.ods": (content(_before(b"</table:table>", endless)), "WB005"),
        "many repeats.ods": (content(_before(b"</table:table>", cell * 40)), "WB005"),
        "repeats that are no number.ods": (
            content(_before(b"</table:table>", cell.replace(b'"1000"', b'"x"'))),
            "WB001",
        ),
        "repeats with thousands of digits.ods": (
            content(_before(b"</table:table>", cell.replace(b'"1000"', b'"%s"' % (b"9" * 9_000)))),
            "WB001",
        ),
        "cyclic.xls": (_cyclic(book("xls")), "WB001"),
        "half.xls": (book("xls")[: len(book("xls")) // 2], "WB001"),
    }


def _cyclic(data: bytes) -> bytes:
    """The table of sectors leads from each sector to the first."""
    changed_file = bytearray(data)
    table = struct.unpack_from("<I", data, 76)[0]
    for number in range(128):
        struct.pack_into("<I", changed_file, (table + 1) * 512 + 4 * number, 0)
    return bytes(changed_file)


# ---- mails


def _mails(good: bytes) -> Hostile:
    head = b"Date: Mon, 15 Mar 2027 10:00:00 +0800\r\nFrom: a\r\nMIME-Version: 1.0\r\n"
    layers = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(3_000)
    )
    in_mails = mailed({"a.xlsx": b"1"})
    for _ in range(6):
        in_mails = mailed({"m.eml": in_mails})
    odd = mailed({"../../x.xlsx": b"odd"}).replace(b"base64", b"quoted-unprintable")
    folders = compound_file(
        {"__properties_version1.0": bytes(32), "__attach_version1.0_#00000000": {"a": b"1"}}
    )
    return {
        "deep.eml": (head + layers, "WB005"),
        "mails in mails.eml": (in_mails, "WB005"),
        "huge header.eml": (
            head + b"Subject: " + b"=?utf-8?q?a?= " * 400_000 + b"\r\n\r\nhello",
            "WB021",
        ),
        "thousands of headers.eml": (head + b"X-A: b\r\n" * 100_000 + b"\r\nhello", "WB021"),
        "thousands of parts.eml": (
            head + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
            + b"--x\r\nContent-Type: application/x; name=a.xlsx\r\n\r\n1\r\n" * 3_000,
            "WB005",
        ),
        "way up.eml": (odd, "WB004"),
        "encoding that nobody knows.eml": (
            mailed({"a.xlsx": b"odder"}).replace(b'filename="', b"filename*=ebcdic''%ff%fe; a=\""),
            "WB001",
        ),
        "cyclic.msg": (_cyclic(outlook_mail({"a.xlsx": good})), "WB001"),
        "folder that holds itself.msg": (
            folders.replace(struct.pack("<II", 0xFFFFFFFF, 3), struct.pack("<II", 0xFFFFFFFF, 0)),
            "WB021",
        ),
        "half.msg": (container("msg")[:2_000], "WB001"),
    }  # fmt: skip


def _damaged(good: bytes) -> Hostile:
    found: Hostile = {
        f"cut at {share} of 8.xlsx": (good[: len(good) * share // 8], "WB001")
        for share in range(1, 8)
    }
    middle = bytearray(good)
    middle[len(good) // 3 : len(good) // 3 + 64] = bytes(64)
    return found | {
        "zeros in the middle.xlsx": (bytes(middle), "WB001"),
        "all zeros.xlsx": (bytes(5_000), "WB003"),
        "text before it.xlsx": (b"MIME" + good, "WB001"),
    }
