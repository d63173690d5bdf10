"""Where a round stands: what the commands show of it, and what there is to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from templates.model import Texts
    from workbook.model import PlaceStatus
    from workbook.round.folder import Round
    from workbook.round.status import Tally

TALLY_COLUMNS = (
    "expected", "received", "in_time", "accepted", "with_warnings", "by_decision", "rejected",
    "in_correction", "unusable", "missing", "late", "excluded",
)  # fmt: skip
PLACE_COLUMNS = (
    "code", "name", "level", "province", "state", "received", "basis", "late", "due", "extended",
    "errors", "warnings", "invited", "reminded", "returned", "returned_since", "file",
    "signature_scan", "check_code",
)  # fmt: skip

# For paper: what fits on a page that is one wide.
BOOK_COLUMNS = (
    "code", "name", "level", "province", "state", "received", "late", "due", "errors", "warnings",
    "returned", "returned_since", "file",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """What there is to show: each place, and what lies in the inbox beside it.

    `unread`: files not taken in yet. `gone`: files that were taken in and are no longer there.
    `unplaced`: files that belong to no expected place. `misnamed`: files that are named for another
    place than they are for. `outdated`: files that were judged by other rules than those of now.
    """

    collection: Round
    statuses: tuple[PlaceStatus, ...]
    by_province: tuple[Tally, ...]
    by_level: tuple[Tally, ...]
    all: Tally
    unread: int
    gone: int
    unplaced: int
    misnamed: int
    outdated: int
    now: datetime

    @property
    def texts(self) -> Texts:
        """The texts of the round."""
        return self.collection.texts

    @property
    def days_left(self) -> int | None:
        """Days to the deadline where the round takes place; below zero once it has passed."""
        settings = self.collection.settings
        if settings.deadline is None:
            return None
        today = self.now.astimezone(ZoneInfo(settings.time_zone)).date()
        return (settings.deadline - today).days

    def number(self, *states: str) -> int:
        """How many places are in one of these states."""
        return sum(status.state in states for status in self.statuses)

    @property
    def to_answer(self) -> int:
        """How many places have something to mend that has not gone back to them yet."""
        waiting = {"rejected", "reopened", "unusable"}
        return sum(s.state in waiting and not s.returned_since for s in self.statuses)

    @property
    def to_remind(self) -> int:
        """How many places have not answered and not been reminded since their last day."""
        return sum(s.state == "missing" and s.late and s.reminded <= s.due for s in self.statuses)


def look(collection: Round, now: datetime) -> View:
    """The state of a round, from its ledger and the files in its inbox."""
    from workbook.round.decisions import NOTHING_DECIDED, standings
    from workbook.round.intake import behind
    from workbook.round.ledger import Ledger
    from workbook.round.naming import OTHER_NAME
    from workbook.round.rules import outdated
    from workbook.round.status import place_of, place_statuses, tallies, tally

    with Ledger(collection.ledger_file) as ledger:
        statuses = place_statuses(collection, ledger, now)
        present = [file for file in ledger.files() if file.present]
        unread, gone = behind(collection, ledger)
        old = outdated(collection, ledger)
        held = standings(ledger.decisions())
    misnamed = sum(
        any(found.code == OTHER_NAME for found in file.findings)
        and not held.get(place_of(file, collection), NOTHING_DECIDED).knew(file)
        for file in present
    )
    return View(
        collection=collection,
        statuses=statuses,
        by_province=tallies(statuses, "area"),
        by_level=tallies(statuses, "level"),
        all=tally("", statuses),
        unread=unread,
        gone=gone,
        unplaced=sum(not place_of(file, collection) and not file.evidence for file in present),
        misnamed=misnamed,
        outdated=old,
        now=now,
    )


def next_step(view: View) -> str:
    """What the coordinator would do now."""
    if not any(view.collection.outbox.glob("*.xlsx")):
        return "generate"
    if view.unread:
        return "validate"
    if view.to_answer:
        return "return"
    if view.all.accepted and not view.all.missing:
        return "compile"
    if view.days_left is not None and view.days_left < 0 and view.to_remind:
        return "remind"
    return "compile" if view.all.accepted else "wait"


def status_object(view: View) -> dict[str, object]:
    """The state of a round as JSON has it."""
    settings = view.collection.settings
    return {
        "programme": settings.programme,
        "version": settings.version,
        "edition": settings.edition,
        "period": settings.period.code,
        "deadline": settings.deadline.isoformat() if settings.deadline else None,
        "days_left": view.days_left,
        "time_zone": settings.time_zone,
        "next_step": next_step(view),
        "all": _tally_object(view.all),
        "by_province": [_tally_object(tally) for tally in view.by_province],
        "by_level": [_tally_object(tally) for tally in view.by_level],
        "files": {key: getattr(view, key) for key in ("unread", "gone", "unplaced", "outdated")},
        "places": [place_row(status, view.collection) for status in view.statuses],
    }


def place_row(status: PlaceStatus, collection: Round) -> dict[str, object]:
    """Where one place stands."""
    from workbook.round.status import province_of

    return {
        "code": status.place.code,
        "name": status.place.name,
        "level": status.place.level,
        "province": province_of(collection, status.place) or None,
        "state": status.state,
        "received": status.received or None,
        "basis": status.basis,
        "late": status.late,
        "due": status.due or None,
        "extended": status.extended,
        "errors": status.errors,
        "warnings": status.warnings,
        "invited": status.invited or None,
        "reminded": status.reminded or None,
        "returned": status.returned,
        "returned_since": status.returned_since or None,
        "file": status.file or None,
        "signature_scan": status.scan,
        "check_code": status.check_code or None,
    }


def group_name(key: str, view: View) -> str:
    """The name of a group of places: a province, a level, or the cities that stand alone."""
    from workbook.round.status import INDEPENDENT

    if key == INDEPENDENT:
        return view.texts["cli.status.independent"]
    place = next((p for p in view.collection.known_places if p.code == key), None)
    return place.name if place is not None else view.texts.get(f"levels.{key}", key)


def _tally_object(tally: Tally) -> dict[str, object]:
    found: dict[str, object] = {"group": tally.group}
    found |= {column: getattr(tally, column) for column in TALLY_COLUMNS}
    return found | {
        "response": round(tally.rate, 1),
        "response_in_time": round(tally.rate_in_time, 1),
    }
