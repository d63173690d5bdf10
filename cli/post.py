"""Letters of a round on their way out: which one a place gets, and the files it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from templates.model import Place, Texts
    from workbook.giveback.goback import GivenBack
    from workbook.giveback.issues import Issue
    from workbook.giveback.letters import Letter, LetterKind, Occasion, Point
    from workbook.model import PlaceStatus
    from workbook.round.folder import Round
    from workbook.round.send_list import Sending

LETTERS = "letters"
SEND_LIST = "send-list.xlsx"
MARKED = "-to-mend"
_OWN_ENDINGS = frozenset({".xlsx", ".xlsm", ".eml", ".txt"})
_DOUBTFUL: Literal["accepted_with_warnings"] = "accepted_with_warnings"


def occasion_for(collection: Round, place: Place, kind: LetterKind, file: str) -> Occasion:
    """What a letter to this place says of the round; findings and receipt are to be added."""
    from workbook.giveback.letters import Occasion
    from workbook.round.decisions import due_of
    from workbook.round.issue import texts_for

    settings = collection.settings
    due, closes = due_of(collection, place)
    return Occasion(
        kind=kind,
        place=place.name,
        programme=texts_for(collection, place)[f"programmes.{settings.programme}.title"],
        period=settings.period,
        file=file,
        contact=settings.contact,
        due=due,
        overdue=closes is not None and datetime.now(UTC) > closes,
    )


def letter_for(collection: Round, place: Place, occasion: Occasion) -> Letter:
    """The letter in the language of the place."""
    from workbook.giveback.letters import write_letter

    return write_letter(occasion, texts_of(collection, place))


def texts_of(collection: Round, place: Place) -> Texts:
    """The texts in the language of a place."""
    from workbook.round.issue import texts_for

    return texts_for(collection, place)


def answer_letter(
    collection: Round,
    status: PlaceStatus,
    given: GivenBack | None,
    path: Path | None,
    unreadable: tuple[Issue, ...] | None = None,
) -> Sending:
    """Write the answer to what a place has sent.

    `given`, `path`: the workbook that goes back and where it lies, if there is something to mend.
    `unreadable`: what is wrong with a file that could not be opened; a fresh workbook goes along.
    """
    place, texts = status.place, texts_of(collection, status.place)
    issues = given.issues if given else unreadable or ()
    kind: LetterKind = "unreadable" if unreadable is not None else "accepted"
    if given:
        kind = "returned" if given.counts["to_mend"] or given.way != "marked" else _DOUBTFUL
    if status.state == "reopened" and unreadable is None:
        kind = "reopened"
    workbook = _attached(collection, place, path, fresh=unreadable is not None)
    occasion = replace(
        occasion_for(collection, place, kind, workbook[0] if workbook else ""),
        way=given.told if given else "marked",
        received=date.fromisoformat(status.received) if status.received else None,
        received_file=status.file.rpartition("/")[2],
        points=tuple(_point(issue) for issue in issues if issue.kind != "note"),
        more_on=texts["giveback.tab"] if given else "",
    )
    letter = letter_for(collection, place, occasion)
    _clear_earlier(collection, place, path)
    return write_letter_files(collection, place, letter, workbook, collection.returned)


def _clear_earlier(collection: Round, place: Place, path: Path | None) -> None:
    """Take away what an earlier answer to this place left, so that nobody sends it by mistake."""
    from workbook.round.issue import workbook_name

    stem = workbook_name(collection, place).removesuffix(".xlsx")
    folder = collection.returned
    earlier = (*folder.glob(f"{stem}{MARKED}.*"), *(folder / LETTERS).glob(f"{stem}-*.*"))
    for file in earlier:
        if file != path and file.suffix in _OWN_ENDINGS:
            file.unlink(missing_ok=True)


def _attached(
    collection: Round, place: Place, path: Path | None, *, fresh: bool
) -> tuple[str, bytes] | None:
    """Name and content of the workbook that goes with a letter, if one does."""
    from workbook.round.issue import order_for, workbook_name
    from workbook.write.series import Series

    if path is not None:
        return path.name, path.read_bytes()
    if fresh:
        return workbook_name(collection, place), Series().build(order_for(collection, place))
    return None


def _point(issue: Issue) -> Point:
    from workbook.giveback.letters import Point

    return Point(issue.message, issue.remedy, issue.cell, issue.office, issue.question)


def profile_letter(collection: Round, path: Path) -> Sending | None:
    """Write the letter that goes with the page of a place, beside it; None for an unknown place."""
    place = collection.place(path.name.partition("-")[0])
    if place is None:
        return None
    letter = letter_for(collection, place, occasion_for(collection, place, "profile", path.name))
    return write_letter_files(
        collection, place, letter, (path.name, path.read_bytes()), path.parent
    )


def write_letter_files(
    collection: Round,
    place: Place,
    letter: Letter,
    workbook: tuple[str, bytes] | None,
    folder: Path,
) -> Sending:
    """Write the e-mail draft and the same letter as plain text, into `folder`/letters/.

    `workbook`: name and content of what is attached, mostly a workbook.
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
