"""Letters to local governments: what to do first, then thanks, reasons and whom to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from templates.localise import format_date, format_period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from templates.model import Texts
    from templates.periods import Period

LetterKind = Literal[
    "invitation",
    "reminder",
    "accepted",
    "accepted_with_warnings",
    "returned",
    "reopened",
    "unreadable",
    "profile",
]
_ASKS_FOR_NOTHING = frozenset({"accepted", "accepted_with_warnings", "profile"})
# More would not be read: the others stand in the workbook that is attached.
_MOST_POINTS = 5
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to mend: where, what is wrong, how to mend it and which office usually knows."""

    message: str
    remedy: str
    cell: str = ""
    office: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is about.

    `due`: the day by which an answer is asked for; `overdue`: that day has passed.
    `file`: name of what is attached; `way`: whether it is the sender's own, marked, or a fresh
    one with or without answers; `received`, `received_file`: when the place's own file
    came, and under which name. `points`: in the order in which they should be mended.
    `more_on`: name of the tab that lists all points.
    """

    kind: LetterKind
    place: str
    programme: str
    period: Period
    file: str = ""
    way: Literal["marked", "anew", "empty", "older"] = "marked"
    contact: str = ""
    due: date | None = None
    overdue: bool = False
    received: date | None = None
    received_file: str = ""
    points: tuple[Point, ...] = ()
    more_on: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in words: plain text, and a shorter one for a chat."""

    kind: LetterKind
    subject: str
    body: str
    chat: str


def write_letter(occasion: Occasion, texts: Texts) -> Letter:
    """The letter for an occasion, in the language of `texts`."""
    values = {
        "first_line": _first_line(occasion, texts),
        "greeting": texts.fill("letters.parts.greeting", place=_line(occasion.place)),
        "about": texts["letters.parts.about"],
        "received": _received(occasion, texts),
        "attached": texts.fill(f"letters.parts.attached_{occasion.way}", file=_line(occasion.file)),
        "points": _points(occasion.points, occasion.more_on, texts),
        "contact": _contact(occasion.contact, texts),
        "file": _line(occasion.file),
        "place": _line(occasion.place),
        "period": format_period(occasion.period, texts),
        "programme": _line(occasion.programme),
    }
    start = f"letters.{occasion.kind}"
    return Letter(
        kind=occasion.kind,
        subject=_line(texts.fill(f"{start}.subject", **values)),
        body=_without_gaps(texts.fill(f"{start}.body", **values)),
        chat=_line(texts.fill(f"{start}.chat", **values)),
    )


def _first_line(occasion: Occasion, texts: Texts) -> str:
    if occasion.kind in _ASKS_FOR_NOTHING:
        return texts["letters.first_line.nothing"]
    if occasion.due is None:
        return texts["letters.first_line.action"]
    key = "action_overdue" if occasion.overdue else "action_due"
    return texts.fill(f"letters.first_line.{key}", due=format_date(occasion.due, texts))


def _received(occasion: Occasion, texts: Texts) -> str:
    if occasion.received is None:
        return ""
    day = format_date(occasion.received, texts)
    return texts.fill("letters.parts.received", received=day, file=_line(occasion.received_file))


def _contact(contact: str, texts: Texts) -> str:
    if not contact.strip():
        return texts["letters.parts.contact_unknown"]
    return texts.fill("letters.parts.contact", contact=_line(contact))


def _points(points: Sequence[Point], more_on: str, texts: Texts) -> str:
    lines: list[str] = []
    for number, point in enumerate(points[:_MOST_POINTS], start=1):
        key = "point_question" if point.question else "point_cell" if point.cell else "point"
        said = texts.fill(
            f"letters.parts.{key}",
            number=number,
            cell=point.cell,
            question=_line(point.question),
            message=_line(point.message),
        )
        lines += [said, texts.fill("letters.parts.point_remedy", remedy=_line(point.remedy))]
        if point.office:
            lines.append(texts.fill("letters.parts.point_office", office=_line(point.office)))
    if len(points) > _MOST_POINTS and more_on:
        lines += ["", texts.fill("letters.parts.more", number=len(points), tab=more_on)]
    return "\n".join(lines)


def _line(text: str) -> str:
    """A text on one line: a place name or file name may not begin a line of its own."""
    return _BREAKS.sub(" ", text).strip()


def _without_gaps(text: str) -> str:
    """The text without the gaps that empty parts leave behind."""
    closed = re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)
    return re.sub(r"\n{3,}", "\n\n", closed).strip() + "\n"
