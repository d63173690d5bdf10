"""When a return came, and how we know: the mail's date, a person's word, or the first look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from indicators.tables import ToolError
from workbook.round.ledger_journal import RECEIVED, Decision

if TYPE_CHECKING:
    from workbook.model import Basis
    from workbook.round.folder import Round
    from workbook.round.ledger import SeenFile
    from workbook.round.settings import Settings

# A sender's clock may run ahead; by more than this it says nothing.
_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a file came, a moment in UTC as text, and how we know."""

    moment: str
    basis: Basis

    def day(self, settings: Settings) -> str:
        """The day where the round takes place."""
        return day_of(self.moment, settings)

    def is_late(self, closes: datetime | None) -> bool:
        """Whether it came after this last moment."""
        return closes is not None and datetime.fromisoformat(self.moment) > closes


def arrival(file: SeenFile, collection: Round) -> Arrival:
    """When a file came: by its mail's date, else as somebody said, else when it was first seen."""
    settings = collection.settings
    if file.received and _is_plausible(file, settings):
        return Arrival(file.received, "email")
    if file.decided:
        noon = datetime.combine(
            date.fromisoformat(file.decided), time(12), ZoneInfo(settings.time_zone)
        )
        return Arrival(stamp(noon), "decision")
    return Arrival(file.content.first_seen, "first_seen")


def decide_received(
    file: SeenFile, collection: Round, place: str, day: date, facts: tuple[datetime, str, str]
) -> Decision:
    """The decision that a return came on this day; a `ToolError` if it cannot have.

    `facts`: now, who decides, and the note.
    """
    now, who, note = facts
    today = now.astimezone(ZoneInfo(collection.settings.time_zone)).date()
    if day > today:
        msg = f"{day} has not come yet; today is {today}. Write the day on which the return came"
        raise ToolError(msg)
    if day < collection.settings.period.start:
        msg = (
            f"{day} is before the period of this round begins "
            f"({collection.settings.period.start}); check the year"
        )
        raise ToolError(msg)
    return Decision(stamp(now), who, place, RECEIVED, file.content.sha256, day.isoformat(), note)


def undo_received(file: SeenFile, place: str, facts: tuple[datetime, str, str]) -> Decision:
    """The decision that takes back what was said about the day on which a return came."""
    now, who, note = facts
    return Decision(stamp(now), who, place, RECEIVED, file.content.sha256, "", note)


def _is_plausible(file: SeenFile, settings: Settings) -> bool:
    """A mail is older than the first look at it, and not older than what is collected."""
    sent = datetime.fromisoformat(file.received)
    seen = datetime.fromisoformat(file.first_seen)
    begins = datetime.combine(settings.period.start, time.min, ZoneInfo(settings.time_zone))
    return begins <= sent <= seen + _CLOCKS_DIFFER


def day_of(moment: str, settings: Settings) -> str:
    """The day of a moment in UTC where the round takes place, as ISO text."""
    zone = ZoneInfo(settings.time_zone)
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()


def stamp(moment: datetime) -> str:
    """A moment as the ledger keeps it: ISO text in UTC, which sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
