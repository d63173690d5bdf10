"""All that happened with a place, in the order in which it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from workbook.round.decisions import KINDS
from workbook.round.ledger_journal import RECEIVED
from workbook.round.status import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from templates.model import Place
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile

EventKind = Literal["sent", "seen", "evidence", "verdict", "decision", "undone", "written"]
_ORDER: tuple[EventKind, ...] = (
    "sent", "seen", "evidence", "verdict", "decision", "undone", "written",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a moment in UTC as text, what, with which file, by whom, and why.

    `what`: a verdict, a kind of decision or a kind of letter. `value`: such as the day that was
    decided. `rules`: first digits of the fingerprint of the rules of a verdict.
    """

    moment: str
    place: str
    kind: EventKind
    what: str = ""
    file: str = ""
    value: str = ""
    by: str = ""
    note: str = ""
    rules: str = ""
    sha256: str = ""


def history(collection: Round, ledger: Ledger, places: Iterable[Place]) -> tuple[Event, ...]:
    """All events of these places, oldest first."""
    wanted = {place.code for place in places}
    files = [
        (place, file)
        for file in ledger.files()
        if (place := place_of(file, collection) or file.evidence) in wanted
    ]
    events = [*_of_files(files), *_verdicts(files, ledger), *_decisions(files, ledger)]
    events += [
        Event(w.made, w.place, "written", w.kind, w.file, by=w.made_by, sha256=w.sha256)
        for w in ledger.written()
    ]
    found = [event for event in events if event.place in wanted]
    return tuple(sorted(found, key=lambda event: (event.moment, _ORDER.index(event.kind))))


def _of_files(files: Iterable[tuple[str, SeenFile]]) -> Iterator[Event]:
    for place, file in files:
        sha256 = file.content.sha256
        if file.received:
            yield Event(file.received, place, "sent", file=file.path, sha256=sha256)
        kind: EventKind = "evidence" if file.evidence else "seen"
        yield Event(file.first_seen, place, kind, file=file.path, sha256=sha256)


def _verdicts(files: Iterable[tuple[str, SeenFile]], ledger: Ledger) -> Iterator[Event]:
    owners: dict[str, tuple[str, str]] = {}
    for place, file in sorted(files, key=lambda entry: (entry[1].received, entry[1].first_seen)):
        if not file.evidence:
            owners.setdefault(file.content.sha256, (place, file.path))
    for past in ledger.past_verdicts():
        if past.sha256 in owners:
            place, path = owners[past.sha256]
            yield Event(
                past.made, place, "verdict", past.verdict, path, rules=past.rules[:12],
                sha256=past.sha256,
            )  # fmt: skip


def _decisions(files: Iterable[tuple[str, SeenFile]], ledger: Ledger) -> Iterator[Event]:
    names = {file.content.sha256: file.path for _, file in files}
    for made in ledger.decisions():
        if made.kind in (*KINDS, RECEIVED):
            attached = made.value if made.kind == "attach" else ""
            yield Event(
                moment=made.made,
                place=made.place,
                kind="decision" if made.value else "undone",
                what=made.kind,
                file=attached or names.get(made.sha256, ""),
                value=made.value if made.kind in {RECEIVED, "extend"} else "",
                by=made.made_by,
                note=made.note,
                sha256=made.sha256,
            )
