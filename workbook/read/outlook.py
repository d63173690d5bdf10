"""Mails as Outlook saves them (.msg): when they were sent and what is attached.

A .msg is a compound file whose folders hold properties as streams named by their number and type
(the format is described in MS-OXMSG). Who sent the mail is never looked at.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from workbook.ooxml.compound import CompoundFile
from workbook.ooxml.parts import TooLargeError
from workbook.read.mail import MAXIMUM_PARTS, Attachment, Mail, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.ooxml.compound import Stream

_PROPERTIES = "__properties_version1.0"
_ATTACHED = "__attach_version1.0_#"
_VALUE = "__substg1.0_"
_DATA = f"{_VALUE}37010102"
_LONG_NAME, _SHORT_NAME, _CONTENT_ID = "3707", "3704", "3712"
_SENT, _DELIVERED, _HIDDEN = 0x00390040, 0x0E060040, 0x7FFE000B
# Bytes before the first property: of the mail itself, of a mail in a mail, of an attachment.
_HEADS = {"mail": 32, "inner": 24, "attachment": 8}
_UTC_FROM = datetime(1601, 1, 1, tzinfo=UTC)
_PICTURES = (".png", ".gif", ".jpg", ".jpeg", ".bmp", ".emz", ".wmz")


def read_outlook_mail(data: bytes) -> Mail:
    """The mail in a compound file, with attachments of mails in it in their place."""
    book = CompoundFile(data)
    paths = book.paths()
    folders = sorted({_folder(path) for path in paths if _ATTACHED in path})
    if len(folders) > MAXIMUM_PARTS:
        raise TooLargeError
    found = [
        attachment
        for number, folder in enumerate(folders, start=1)
        for attachment in _attachment(book, paths, folder, number)
    ]
    return Mail(_sent(book, paths, _outermost(folders, found, paths)), tuple(found))


def _folder(path: str) -> str:
    """The innermost folder of an attachment on the way to a stream."""
    above, _, below = path.rpartition(_ATTACHED)
    return above + _ATTACHED + below.partition("/")[0]


def _outermost(folders: list[str], found: list[Attachment], paths: Mapping[str, Stream]) -> str:
    """The mail whose date counts: the one forwarded inside, if all attachments are in one."""
    homes = {folder.rpartition("/")[0] for folder in folders if f"{folder}/{_DATA}" in paths}
    return homes.pop() if found and len(homes) == 1 else ""


def _sent(book: CompoundFile, paths: Mapping[str, Stream], home: str) -> str:
    prefix = f"{home}/" if home else ""
    stream = paths.get(prefix + _PROPERTIES)
    if stream is None:
        return ""
    known = _fixed(book.read_stream(stream), _HEADS["inner" if home else "mail"])
    ticks = known.get(_SENT) or known.get(_DELIVERED)
    if not ticks:
        return ""
    try:
        return moment(_UTC_FROM + timedelta(microseconds=ticks // 10))
    except OverflowError:
        return ""


def _fixed(data: bytes, start: int) -> dict[int, int]:
    """Properties of fixed size by number and type, as eight bytes each."""
    entries = range(start, len(data) - 15, 16)
    return {
        tag: value for at in entries for tag, _, value in (struct.unpack_from("<IIQ", data, at),)
    }


def _attachment(
    book: CompoundFile, paths: Mapping[str, Stream], folder: str, number: int
) -> Iterator[Attachment]:
    """The file in this folder; a mail in it has folders of its own."""
    stream = paths.get(f"{folder}/{_DATA}")
    if stream is None:
        return
    name = _text(book, paths, folder, _LONG_NAME) or _text(book, paths, folder, _SHORT_NAME)
    name = name.replace("\\", "/").rpartition("/")[2].strip()
    properties = paths.get(f"{folder}/{_PROPERTIES}")
    known = _fixed(book.read_stream(properties), _HEADS["attachment"]) if properties else {}
    shown_in_text = known.get(_HIDDEN) or _text(book, paths, folder, _CONTENT_ID)
    if shown_in_text and name.lower().endswith(_PICTURES):
        return
    yield Attachment(name or f"attachment-{number}", stream.size, partial(book.read_stream, stream))


def _text(book: CompoundFile, paths: Mapping[str, Stream], folder: str, number: str) -> str:
    for kind, encoding in (("001F", "utf-16-le"), ("001E", "cp1252")):
        stream = paths.get(f"{folder}/{_VALUE}{number}{kind}")
        if stream is not None:
            return book.read_stream(stream).decode(encoding, "replace").rstrip("\0")
    return ""
