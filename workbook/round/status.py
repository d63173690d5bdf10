"""Where each place stands, which of its files counts, and the rates that follow."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.model import PLACE_LEVELS
from workbook.check.register import load_register
from workbook.model import PlaceStatus, Return
from workbook.round.decisions import NOTHING_DECIDED, standings
from workbook.round.evidence import code_in_name
from workbook.round.older_files import kept_answers
from workbook.round.received import arrival, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from templates.model import Place
    from workbook.model import PlaceState, Severity
    from workbook.round.decisions import Standing
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile
    from workbook.round.ledger_journal import Written
    from workbook.round.received import Arrival

USABLE = frozenset({"accepted", "accepted_with_warnings"})
COUNTED: frozenset[PlaceState] = frozenset(
    {"accepted", "accepted_with_warnings", "accepted_by_decision"}
)
_GIVEN_BACK = frozenset({"returned", "reopened", "unreadable"})
_COUNTS_AS: dict[str, PlaceState] = {
    "accepted": "accepted",
    "accepted_with_warnings": "accepted_with_warnings",
}
INDEPENDENT = "independent"
_OTHER_PROGRAMME = "WB007"
_NUMBERS = re.compile(r"([0-9]+)")
_LONGEST_NUMBER = 20
_REPLIED: frozenset[PlaceState] = COUNTED | {"rejected", "reopened"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How a group of places has answered; those that are excluded are not expected.

    `received`: with a return that can be read. `in_time`: received by the place's last day.
    `accepted`: with a return that counts, among them `with_warnings` and `by_decision`.
    `rejected`: with errors, or reopened. `in_correction`: of those, and of what cannot be used,
    the ones whose file went back. `unusable`: something came, but nothing that can be read.
    """

    group: str
    expected: int
    received: int
    in_time: int
    accepted: int
    with_warnings: int
    by_decision: int
    rejected: int
    in_correction: int
    unusable: int
    missing: int
    late: int
    excluded: int

    @property
    def rate(self) -> float:
        """Received of expected, in percent; 0 where nobody is expected."""
        return 100 * self.received / self.expected if self.expected else 0.0

    @property
    def rate_in_time(self) -> float:
        """Received in time of expected, in percent; 0 where nobody is expected."""
        return 100 * self.in_time / self.expected if self.expected else 0.0


def place_statuses(
    collection: Round, ledger: Ledger, now: datetime | None = None
) -> tuple[PlaceStatus, ...]:
    """Where each expected place stands, in the order of the list of places.

    Late is a place whose first return that can be read came after the deadline, however often it
    was mended since; and, if `now` is given, one from which nothing has come by now.
    """
    seen = ledger.files()
    scans = {file.evidence for file in seen if file.present}
    files = files_by_place(collection, seen)
    held = standings(ledger.decisions())
    posted = ledger.written()
    written = [entry for entry in posted if entry.kind in _GIVEN_BACK]
    days = {(entry.place, entry.kind): day_of(entry.made, collection.settings) for entry in posted}
    found: list[PlaceStatus] = []
    for place in collection.places:
        standing, own = held.get(place.code, NOTHING_DECIDED), files.get(place.code, [])
        status = _status(collection, place, own, standing, now)
        scan = place.code in scans or bool(standing.evidence)
        found.append(
            replace(
                _with_returned(status, own, written, collection),
                scan=scan,
                invited=days.get((place.code, "invitation"), ""),
                reminded=days.get((place.code, "reminder"), ""),
            )
        )
    return tuple(found)


def counted_returns(collection: Round, ledger: Ledger) -> tuple[Return, ...]:
    """The file that counts for each place that has one, with its answers."""
    files = files_by_place(collection, ledger.files())
    held = standings(ledger.decisions())
    chosen: list[tuple[Place, SeenFile]] = []
    for place in collection.places:
        standing = held.get(place.code, NOTHING_DECIDED)
        file = counted(files.get(place.code, []), collection, standing)
        if file is not None and standing.excluded is None:
            chosen.append((place, file))
    answers = kept_answers(collection, ledger, [(place.level, file) for place, file in chosen])
    return tuple(
        Return(
            place=place,
            file=file.path,
            sha256=file.content.sha256,
            verdict=file.verdict,
            received=arrival(file, collection).day(collection.settings),
            answers=answers[file.content.sha256],
        )
        for place, file in chosen
    )


def files_by_place(collection: Round, files: Iterable[SeenFile]) -> dict[str, list[SeenFile]]:
    """The files now in the inbox by the place they are for, oldest first, no content twice."""
    found: dict[str, list[SeenFile]] = {}
    known: set[str] = set()
    for file in sorted(files, key=lambda file: _age(file, collection)):
        code = place_of(file, collection)
        if file.present and code and file.content.sha256 not in known:
            known.add(file.content.sha256)
            found.setdefault(code, []).append(file)
    return found


def counted(
    files: Iterable[SeenFile], collection: Round, standing: Standing = NOTHING_DECIDED
) -> SeenFile | None:
    """The file that counts: the newest that is not rejected, unless somebody has decided.

    What was decided holds until a usable file comes that was not there then.
    """
    own = list(files)
    word = standing.word_on(own)
    known = word.contents_seen if word is not None else 0
    usable = [file for file in own if file.verdict in USABLE and file.content.number > known]
    if not usable and word is not None and word.kind == "accept":
        usable = [file for file in own if file.content.sha256 == word.sha256]
    return max(usable, key=lambda file: _age(file, collection)) if usable else None


def shown_file(
    files: Sequence[SeenFile], collection: Round, standing: Standing = NOTHING_DECIDED
) -> SeenFile | None:
    """The file that a place is judged by: the one that counts, else the last that can be read."""
    best = counted(files, collection, standing)
    read = [file for file in files if file.verdict != "unreadable"]
    return best or ((read or files)[-1] if files else None)


def place_of(file: SeenFile, collection: Round) -> str:
    """The code of the expected place that a file is for; empty if it is for none.

    A file that cannot be read is laid at the door of the place whose code its name begins with,
    or else the name of the archive, mail or folder that it lies in.
    """
    code = file.content.identity.place
    if any(finding.code == _OTHER_PROGRAMME for finding in file.content.findings):
        return ""
    if not code and file.verdict == "unreadable":
        code = code_in_name(file.path, (place.code for place in collection.places))
    return code if collection.place(code) else ""


def tallies(statuses: Iterable[PlaceStatus], by: str) -> tuple[Tally, ...]:
    """Tallies by `area` (see `area_of`) or by `level`."""
    groups: dict[str, list[PlaceStatus]] = {}
    for status in statuses:
        key = status.place.level if by == "level" else area_of(status.place)
        groups.setdefault(key, []).append(status)
    order = list(PLACE_LEVELS if by == "level" else groups)
    return tuple(tally(key, groups[key]) for key in order if key in groups)


def tally(group: str, statuses: Iterable[PlaceStatus]) -> Tally:
    """How these places have answered together."""
    everybody = list(statuses)
    members = [status for status in everybody if status.state != "excluded"]
    states = Counter(status.state for status in members)
    received = [status for status in members if status.state in _REPLIED]
    return Tally(
        group=group,
        expected=len(members),
        received=len(received),
        in_time=sum(not status.late for status in received),
        accepted=sum(states[state] for state in COUNTED),
        with_warnings=states["accepted_with_warnings"],
        by_decision=states["accepted_by_decision"],
        rejected=states["rejected"] + states["reopened"],
        in_correction=sum(bool(status.returned_since) for status in members),
        unusable=states["unusable"],
        missing=states["missing"],
        late=sum(status.late for status in members),
        excluded=len(everybody) - len(members),
    )


def province_of(collection: Round, place: Place) -> str:
    """The code of the province that a place is or lies in; empty for regions."""
    if place.level == "province":
        return place.code
    parent = collection.parent(place)
    return parent.code if parent is not None and parent.level == "province" else ""


def area_of(place: Place) -> str:
    """What a place is listed under: a region or province itself, else the parent's code.

    A city that no province signs for is listed under `INDEPENDENT`.
    """
    if place.level in {"region", "province"}:
        return place.code
    return INDEPENDENT if place.independent or not place.parent else place.parent


def _status(
    collection: Round,
    place: Place,
    files: list[SeenFile],
    standing: Standing,
    now: datetime | None,
) -> PlaceStatus:
    settings = collection.settings
    due, closes = standing.due(settings), standing.closes(settings)
    shown = shown_file(files, collection, standing)
    state = _state(files, shown, collection, standing)
    blank = PlaceStatus(
        place, state, due=due.isoformat() if due else "", extended=standing.until is not None
    )
    if shown is None:
        overdue = now is not None and closes is not None and now > closes
        return replace(blank, late=overdue and state == "missing")
    came = arrival(shown, collection)
    return replace(
        blank,
        file=shown.path,
        received=came.day(settings),
        late=_first_arrival(files, shown, collection).is_late(closes) and state != "excluded",
        errors=_count(shown, "error"),
        warnings=_count(shown, "warning"),
        basis=came.basis,
        check_code=shown.content.check_code,
    )


def _first_arrival(files: list[SeenFile], shown: SeenFile, collection: Round) -> Arrival:
    """When the place first answered; `files` are oldest first, and `shown` is one of them."""
    read = (file for file in files if file.verdict != "unreadable")
    return arrival(next(read, shown), collection)


def _state(
    files: list[SeenFile], shown: SeenFile | None, collection: Round, standing: Standing
) -> PlaceState:
    if standing.excluded is not None:
        return "excluded"
    if shown is None:
        return "missing"
    if counted(files, collection, standing) is not None:
        return _COUNTS_AS.get(shown.verdict, "accepted_by_decision")
    word = standing.word_on(files)
    if word is not None and word.kind == "reopen" and shown.content.number <= word.contents_seen:
        return "reopened"
    return "unusable" if shown.verdict == "unreadable" else "rejected"


def _with_returned(
    status: PlaceStatus,
    files: Iterable[SeenFile],
    written: Iterable[Written],
    collection: Round,
) -> PlaceStatus:
    """The status with how often files of the place went back, and since when this one has."""
    first: dict[str, str] = {}
    for entry in written:
        if entry.place == status.place.code:
            first.setdefault(entry.sha256, entry.made)
    shown = next((f.content.sha256 for f in files if f.path == status.file), "")
    since = ""
    if shown in first and status.state in {"rejected", "reopened", "unusable"}:
        since = day_of(first[shown], collection.settings)
    return replace(status, returned=len(first), returned_since=since)


def _count(file: SeenFile, severity: Severity) -> int:
    register = load_register()
    return sum(register[found.code].severity == severity for found in file.findings)


def _age(file: SeenFile, collection: Round) -> tuple[str, str, list[tuple[int, str]], str]:
    """When its content came first: a file that is renamed, or put in again, is not a newer one."""
    came = arrival(file, collection).moment
    return came, file.first_seen, _counting_order(file.path), file.path


def _counting_order(path: str) -> list[tuple[int, str]]:
    """The name without its ending as people count: `naga`, `naga (2)`, `naga (10)`."""
    stem = path.rpartition(".")[0] or path
    return [
        (int(part), "") if part.isdecimal() and len(part) < _LONGEST_NUMBER else (0, part)
        for part in _NUMBERS.split(stem)
    ]
