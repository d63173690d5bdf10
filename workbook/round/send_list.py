"""The list of what to send to whom, as a workbook: one line a place."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.model import Place, Texts

COLUMNS = ("code", "name", "level", "email", "kind", "file", "draft", "chat")
_WIDTHS = {"code": 14, "name": 30, "level": 16, "email": 30, "kind": 22, "file": 50, "draft": 50}
_CHAT_WIDTH = 90
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sending:
    """What one place is sent.

    `kind`: kind of letter; `file`, `draft`: names of the workbook and of the e-mail draft, empty
    if there is none; `chat`: a short text to copy into a chat.
    """

    place: Place
    kind: str
    file: str = ""
    draft: str = ""
    chat: str = ""


def send_list_workbook(sendings: Sequence[Sending], texts: Texts) -> bytes:
    """The bytes of the workbook; the same sendings give the same bytes."""
    import xlsxwriter

    from workbook.round.listing import finish_listing

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": texts["letters.send_list.title"], "created": _CREATED})
    shared = {"valign": "top", "font_color": "#1F2933"}
    head = book.add_format({**shared, "bold": True, "bg_color": "#E6F0F4"})
    text = book.add_format({**shared, "num_format": "@"})
    wrapped = book.add_format({**shared, "text_wrap": True})
    sheet = book.add_worksheet(texts["letters.send_list.tab"])
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, _WIDTHS.get(column, _CHAT_WIDTH))
        sheet.write_string(0, number, texts[f"letters.send_list.columns.{column}"], head)
    for row, sending in enumerate(sendings, start=1):
        for number, cell in enumerate(_cells(sending, texts)):
            sheet.write_string(row, number, cell, wrapped if COLUMNS[number] == "chat" else text)
    finish_listing(sheet, len(COLUMNS), len(sendings))
    book.close()
    return target.getvalue()


def _cells(sending: Sending, texts: Texts) -> tuple[str, ...]:
    place = sending.place
    level = texts.get(f"levels.{place.level}", place.level)
    kind = texts[f"letters.send_list.kinds.{sending.kind}"]
    return (
        place.code,
        place.name,
        level,
        place.email,
        kind,
        sending.file,
        sending.draft,
        sending.chat,
    )
