"""What every printed paper says of itself: title, language, foot of the page, a fixed date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.paper.questions import Printed, Sheaf


def common_data(sheaf: Sheaf, title: str) -> Printed:
    """The data that every template needs; the date is that of the period, never today's."""
    start = sheaf.order.period.start
    say = sheaf.wording.say
    return {
        "title": title,
        "language": sheaf.wording.texts.language,
        "date": [start.year, start.month, start.day],
        "footer": say("words.band.place_period", place=sheaf.order.place.name),
    }
