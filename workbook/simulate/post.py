"""The post of a practice round: e-mails with their dates, as they come around a deadline.

Most come in time. Some come late, some twice, some in the workbook of a neighbour. Of those with
mistakes, every second one is mended by its sender a few days later.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal

from workbook.simulate.draft import Chance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from templates.model import Place

Kind = Literal["first", "again", "mended", "astray"]
# Shares of the places that answer; of each at least one place does so.
_LATE, _TWICE, _ASTRAY = 0.1, 0.05, 0.03
_DAYS_BEFORE, _DAYS_AFTER = (-27.0, -0.4), (0.3, 9.0)
_DAYS_UNTIL_MENDED = (2.0, 7.0)
_BOUNDARY_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Posted:
    """One e-mail: who sent it when, and the place whose workbook is attached.

    `kind`: its `first` workbook, the same once more (`again`), a `mended` one, or one that is for
    another place (`astray`).
    """

    sender: Place
    about: Place
    sent: datetime
    kind: Kind


def plan_post(
    places: Sequence[Place], closes: datetime, seed: int, spoiled: Callable[[Place], bool]
) -> tuple[Posted, ...]:
    """The e-mails of these places around the deadline, by date; the same seed gives the same.

    `spoiled`: whether the first workbook of a place holds mistakes.
    """
    drawn = sorted(places, key=lambda place: _draw(seed, place))
    late, rest = _split(drawn, _LATE)
    twice, rest = _split(rest, _TWICE)
    astray, _ = _split(rest, _ASTRAY)
    mending = {place.code for place in [p for p in drawn if p not in astray and spoiled(p)][::2]}
    found: list[Posted] = []
    for place in places:
        chance = Chance(seed, place.code, "post")
        span = _DAYS_AFTER if place in late else _DAYS_BEFORE
        sent = _office_hours(closes + timedelta(days=chance.between(span)), chance)
        about = _neighbour(place, places) if place in astray else place
        found.append(Posted(place, about, sent, "astray" if place in astray else "first"))
        later = _office_hours(sent + timedelta(days=chance.between(_DAYS_UNTIL_MENDED)), chance)
        if place in twice:
            found.append(Posted(place, place, later, "again"))
        elif place.code in mending or place in astray[:1]:
            found.append(Posted(place, place, later, "mended"))
    return tuple(sorted(found, key=lambda posted: (posted.sent, posted.sender.code)))


def mail_of(posted: Posted, name: str, data: bytes) -> bytes:
    """The e-mail as a mail program saves it, with the workbook under this name; always the same."""
    message = EmailMessage()
    message["From"] = f"office-{posted.sender.code}@example.org"
    message["To"] = "round@example.org"
    message["Subject"] = name.rpartition(".")[0]
    message["Date"] = format_datetime(posted.sent)
    message.set_content("\n")
    message.add_attachment(
        data,
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename=name,
    )
    message.set_boundary(f"==={hashlib.sha256(data).hexdigest()[:_BOUNDARY_DIGITS]}===")
    return message.as_bytes()


def _draw(seed: int, place: Place) -> str:
    return hashlib.sha256(f"post:{seed}:{place.code}".encode()).hexdigest()


def _split(places: list[Place], share: float) -> tuple[list[Place], list[Place]]:
    """As many of them as the share says, at least one, and the others."""
    number = max(1, round(share * len(places)))
    return places[:number], places[number:]


def _neighbour(place: Place, places: Sequence[Place]) -> Place:
    """The next place of the same level, whose workbook is taken for one's own."""
    same = [one for one in places if one.level == place.level]
    return same[(same.index(place) + 1) % len(same)]


def _office_hours(moment: datetime, chance: Chance) -> datetime:
    """The same day between eight and five."""
    return moment.replace(hour=chance.whole((8, 16)), minute=chance.whole((0, 59)), second=0,
                          microsecond=0)  # fmt: skip
