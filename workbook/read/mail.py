"""Mails as .eml: when they were sent and what is attached; who sent them is never looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from workbook.ooxml.parts import TooLargeError
from workbook.read.refusal import OTHER_FORMAT, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message

MAXIMUM_PARTS = 1_000
MAXIMUM_LAYERS = 60
# Each layer is looked for in every line: layers times bytes is the work that a mail makes.
_MAXIMUM_WORK = 600 * 1024 * 1024
_LAYER = re.compile(
    rb"^content-type:\s*(?:multipart/|message/rfc822)", re.IGNORECASE | re.MULTILINE
)
_PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
_MAILBOX = re.compile(rb"^From \S+.*\d{4}\r?$", re.MULTILINE)
# Signatures of mails, invitations, delivery notes: no answer of anybody.
_LEFT_OUT = frozenset({
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "message/delivery-status", "message/disposition-notification", "text/calendar",
    "text/rfc822-headers", "text/vcard", "text/x-vcard",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file; `size` may be more than there is, never less. `data` decodes it."""

    name: str
    size: int
    data: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: when it was sent, a moment in UTC or empty, and what is attached."""

    sent: str
    attachments: tuple[Attachment, ...]


def read_mail(data: bytes) -> Mail:
    """The mail that these bytes hold; a `TooLargeError` if taking it apart would take too long."""
    if data.startswith(b"From ") and len(_MAILBOX.findall(data)) > 1:
        raise refuse(OTHER_FORMAT, "ending", "mbox")
    layers = len(_LAYER.findall(data))
    if len(_PART.findall(data)) > MAXIMUM_PARTS or layers > MAXIMUM_LAYERS:
        raise TooLargeError
    if (layers + 1) * len(data) > _MAXIMUM_WORK:
        raise TooLargeError
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    return Mail(_sent(message), tuple(_attachments(message)))


def moment(sent: datetime) -> str:
    """A moment as text in UTC, to the second; empty if it is none that a mail can have."""
    if sent.tzinfo is None:
        sent = sent.replace(tzinfo=UTC)
    try:
        return sent.astimezone(UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError):
        return ""


def _sent(message: Message[Any, Any]) -> str:
    try:
        return moment(parsedate_to_datetime(str(message.get("Date", ""))))
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""


def _attachments(message: Message[Any, Any]) -> Iterator[Attachment]:
    """Attached files and mails; pictures that belong to the text are left out."""
    waiting: list[tuple[Any, bool]] = [(message, False)]
    number = 0
    part: Message[Any, Any]
    while waiting:
        part, belongs = waiting.pop(0)
        kind = part.get_content_type()
        if kind == "message/rfc822" and part is not message:
            number += 1
            yield from _attached_mail(part.get_payload(), number)
        elif part.is_multipart():
            related = kind == "multipart/related"
            waiting[:0] = [(each, belongs or related) for each in part.get_payload()]
        elif kind in _LEFT_OUT or (belongs and part.get_content_maintype() == "image"):
            continue
        elif name := _name(part, number + 1):
            number += 1
            size = len(str(part.get_payload()))
            yield Attachment(name, size, partial(_decoded, part))


def _attached_mail(inside: Any, number: int) -> Iterator[Attachment]:
    """A mail in a mail, named by its number: its subject may name a person."""
    if isinstance(inside, list) and inside:
        raw: bytes = inside[0].as_bytes(policy=policy.compat32)
        yield Attachment(f"message-{number}.eml", len(raw), lambda: raw)


def _decoded(part: Message[Any, Any]) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: Message[Any, Any], number: int) -> str:
    """The attachment's own name; the text of the mail has none."""
    try:
        name = part.get_filename() or ""
        name = str(make_header(decode_header(name)))
    except (MessageError, LookupError, ValueError, TypeError):
        name = ""
    name = name.replace("\\", "/").rpartition("/")[2].strip()
    if name:
        return name
    is_text = part.get_content_maintype() == "text"
    attached = part.get_content_disposition() == "attachment"
    return "" if is_text and not attached else f"attachment-{number}"
