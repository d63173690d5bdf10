"""Drafts of e-mails as files: opened in a mail program, looked at, sent by a person."""

from __future__ import annotations

import hashlib
import re
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.giveback.letters import Letter

WORKBOOK_TYPE = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PAGE_TYPE = ("application", "pdf")
_ADDRESS = re.compile(r"[\w.+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_BOUNDARY_DIGITS = 24


def addresses(text: str) -> tuple[str, ...]:
    """The e-mail addresses of a cell that holds one or more; what is no address is left out."""
    parts = re.split(r"[;,\s]+", text.strip())
    return tuple(part for part in parts if _ADDRESS.fullmatch(part))


def mail_draft(
    letter: Letter,
    language: str,
    recipients: tuple[str, ...],
    attachment: tuple[str, bytes] | None = None,
) -> bytes:
    """An .eml file that opens as a draft to be sent; the same letter gives the same bytes.

    `attachment`: name and content of an .xlsx workbook or a .pdf. There is no date, sender or
    message id: the mail program adds its own when a person sends it.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = letter.subject
    if recipients:
        message["To"] = ", ".join(recipients)
    message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    if attachment is not None:
        name, data = attachment
        main, sub = PAGE_TYPE if name.endswith(".pdf") else WORKBOOK_TYPE
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
        seed = hashlib.sha256(letter.body.encode() + data).hexdigest()
        message.set_boundary(f"==={seed[:_BOUNDARY_DIGITS]}===")
    # After the content, which takes headers of this kind for its own.
    message["Content-Language"] = language
    return message.as_bytes()
