"""Letters of a round on their way out: which one a place gets, and the files it becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from templates.model import Place, Texts
    from workbook.giveback.letters import Letter, LetterKind, Occasion
    from workbook.round.folder import Round
    from workbook.round.send_list import Sending

LETTERS = "letters"
SEND_LIST = "send-list.xlsx"


def occasion_for(collection: Round, place: Place, kind: LetterKind, file: str) -> Occasion:
    """What a letter to this place says of the round; findings and receipt are to be added."""
    from workbook.giveback.letters import Occasion
    from workbook.round.issue import texts_for

    settings = collection.settings
    closes = settings.closes
    return Occasion(
        kind=kind,
        place=place.name,
        programme=texts_for(collection, place)[f"programmes.{settings.programme}.title"],
        period=settings.period,
        file=file,
        contact=settings.contact,
        due=settings.deadline,
        overdue=closes is not None and datetime.now(UTC) > closes,
    )


def letter_for(collection: Round, place: Place, occasion: Occasion) -> Letter:
    """The letter in the language of the place."""
    from workbook.giveback.letters import write_letter
    from workbook.round.issue import texts_for

    return write_letter(occasion, texts_for(collection, place))


def write_letter_files(
    collection: Round,
    place: Place,
    letter: Letter,
    workbook: tuple[str, bytes] | None,
    folder: Path,
) -> Sending:
    """Write the e-mail draft and the same letter as plain text, into `folder`/letters/.

    `workbook`: name and content of the workbook that is attached.
    """
    from workbook.giveback.mail import addresses, mail_draft
    from workbook.round.issue import texts_for, workbook_name
    from workbook.round.outputs import write_file
    from workbook.round.send_list import Sending

    stem = f"{workbook_name(collection, place).removesuffix('.xlsx')}-{letter.kind}"
    language = texts_for(collection, place).language
    draft = mail_draft(letter, language, addresses(place.email), workbook)
    write_file(folder / LETTERS / f"{stem}.eml", draft)
    write_file(folder / LETTERS / f"{stem}.txt", f"{letter.subject}\n\n{letter.body}".encode())
    return Sending(
        place=place,
        kind=letter.kind,
        file=workbook[0] if workbook is not None else "",
        draft=f"{LETTERS}/{stem}.eml",
        chat=letter.chat,
    )


def write_send_list(sendings: Sequence[Sending], folder: Path, texts: Texts) -> Path:
    """Write what to send to whom, beside what is to be sent."""
    from workbook.round.outputs import write_file
    from workbook.round.send_list import send_list_workbook

    path = folder / SEND_LIST
    write_file(path, send_list_workbook(sendings, texts))
    return path
