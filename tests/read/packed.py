"""Archives and mails for tests, made here so that no real one with real people is needed."""

from __future__ import annotations

import email
import io
import struct
import zipfile
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import pairwise

SENT = datetime(2027, 3, 15, 2, 30, tzinfo=UTC)
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _CUTOFF = 512, 4096

Tree = dict[str, "bytes | Tree"]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            archive.writestr(entry, data, method)
    return stream.getvalue()


def mailed(files: dict[str, bytes], sent: datetime | None = SENT) -> bytes:
    """A mail from one office to another; files that end in .eml are attached as mails."""
    mail = EmailMessage()
    mail["From"] = "Sender Of The Mail <sender.of.the.mail@example.org>"
    mail["To"] = "desk@example.org"
    mail["Subject"] = "Workbook"
    if sent is not None:
        mail["Date"] = format_datetime(sent)
    mail.set_content("The workbook is attached.\n")
    for name, data in files.items():
        if name.endswith(".eml"):
            mail.add_attachment(email.message_from_bytes(data, policy=policy.default))
        else:
            mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def outlook_mail(files: dict[str, bytes], sent: datetime = SENT) -> bytes:
    """The same as Outlook saves it: properties as streams in folders."""
    tree: Tree = {
        "__properties_version1.0": bytes(32) + _time_property(0x00390040, sent),
        "__substg1.0_0C1A001F": "Sender Of The Mail".encode("utf-16-le"),
        "__substg1.0_0C1F001F": "sender.of.the.mail@example.org".encode("utf-16-le"),
    }
    for number, (name, data) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            # How it is attached (by value, as files are), and how long name and bytes are.
            "__properties_version1.0": bytes(8)
            + struct.pack("<IIQ", 0x37050003, 6, 1)
            + struct.pack("<IIII", 0x3707001F, 6, len(name) * 2 + 2, 0)
            + struct.pack("<IIII", 0x37010102, 6, len(data), 0),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
        }
    return compound_file(tree)


def _time_property(tag: int, moment: datetime) -> bytes:
    ticks = int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    return struct.pack("<IIQ", tag, 6, ticks)


def compound_file(tree: Tree) -> bytes:
    """A compound file with these folders and streams; as real ones do, it keeps streams below
    4096 bytes in parts of 64 inside one stream of their own."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, _LAST, 0]]
    large, small = _Sectors(_SECTOR), _Sectors(64)

    def add(name: str, value: bytes | Tree) -> int:
        number = len(entries)
        entries.append([name, 1 if isinstance(value, dict) else 2, _FREE, _FREE, _LAST, 0])
        if isinstance(value, dict):
            entries[number][3] = add_all(value)
        else:
            home = large if len(value) >= _CUTOFF else small
            entries[number][4:] = [home.add(value), len(value)]
        return number

    def add_all(values: Tree) -> int:
        numbers = [add(name, value) for name, value in values.items()]
        for left, right in pairwise(numbers):
            entries[left][2] = right
        return numbers[0] if numbers else _FREE

    entries[0][3] = add_all(tree)
    holder = b"".join(small.parts)
    entries[0][4:] = [large.add(holder), len(holder)]
    small_table = large.add(struct.pack(f"<{len(small.chain)}I", *small.chain))
    directory = b"".join(_entry(*entry) for entry in entries)  # type: ignore[arg-type]
    directory += b"".join(_entry("", 0, _FREE, _FREE, 0, 0) for _ in range(-len(entries) % 4))
    first = large.add(directory)
    tables = 1
    while tables * 128 < len(large.parts) + tables:
        tables += 1
    numbers = [len(large.parts) + n for n in range(tables)]
    table = [*large.chain, *[_TABLE] * tables]
    table += [_FREE] * (tables * 128 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, first, 0, _CUTOFF, small_table, 1, _LAST, 0, *numbers[:1],
    )  # fmt: skip
    header += struct.pack("<108I", *numbers[1:], *[_FREE] * (109 - tables))
    return header + b"".join(large.parts) + struct.pack(f"<{len(table)}I", *table)


class _Sectors:
    """Streams cut into parts of one size, and which part follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.parts: list[bytes] = []
        self.chain: list[int] = []

    def add(self, data: bytes) -> int:
        """Add a stream; the number of its first part."""
        first = len(self.parts)
        for at in range(0, len(data), self.size):
            self.parts.append(data[at : at + self.size].ljust(self.size, b"\0"))
            self.chain.append(len(self.parts))
        if not data:
            return _LAST
        self.chain[-1] = _LAST
        return first


def _entry(name: str, kind: int, beside: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16s4x8x8xIII",
        text, len(text) + 2 if name else 0, kind, 1, _FREE, beside, child, b"", start, size, 0,
    )  # fmt: skip
