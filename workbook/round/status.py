"""Where each place stands, which of its files counts, and the rates that follow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.model import PLACE_LEVELS
from workbook.check.register import load_register
from workbook.model import PlaceStatus, Return
from workbook.round.evidence import code_in_name
from workbook.round.received import arrival

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from templates.model import Place
    from workbook.model import PlaceState, Severity
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile

USABLE = frozenset({"accepted", "accepted_with_warnings"})
INDEPENDENT = "independent"
_OTHER_PROGRAMME = "WB007"
_NUMBERS = re.compile(r"([0-9]+)")
_LONGEST_NUMBER = 20
_REPLIED: frozenset[PlaceState] = frozenset({"accepted", "accepted_with_warnings", "rejected"})


@dataclass(frozen=True, slots=True)
class Tally:
    """How a group of places has answered; `received` counts places with a readable return."""

    group: str
    expected: int
    received: int
    accepted: int
    rejected: int
    missing: int
    late: int

    @property
    def rate(self) -> float:
        """Received of expected, in percent; 0 where nobody is expected."""
        return 100 * self.received / self.expected if self.expected else 0.0


def place_statuses(
    collection: Round, ledger: Ledger, now: datetime | None = None
) -> tuple[PlaceStatus, ...]:
    """Where each expected place stands, in the order of the list of places.

    Late is what came after the deadline and, if `now` is given, what has not come by now.
    """
    seen = ledger.files()
    scans = {file.evidence for file in seen if file.present}
    files = files_by_place(collection, seen)
    return tuple(
        replace(
            _status(collection, place, files.get(place.code, []), now), scan=place.code in scans
        )
        for place in collection.places
    )


def counted_returns(collection: Round, ledger: Ledger) -> tuple[Return, ...]:
    """The file that counts for each place that has one, with its answers."""
    files = files_by_place(collection, ledger.files())
    chosen = [
        (place, file)
        for place in collection.places
        if (file := counted(files.get(place.code, []), collection)) is not None
    ]
    answers = ledger.answers(file.content.sha256 for _, file in chosen)
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


def counted(files: Iterable[SeenFile], collection: Round) -> SeenFile | None:
    """The newest file that is not rejected: last by the time its content came, then by name."""
    usable = [file for file in files if file.verdict in USABLE]
    return max(usable, key=lambda file: _age(file, collection)) if usable else None


def shown_file(files: Sequence[SeenFile], collection: Round) -> SeenFile | None:
    """The file that a place is judged by: the one that counts, else the last that can be read."""
    best = counted(files, collection)
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
    members = list(statuses)
    return Tally(
        group=group,
        expected=len(members),
        received=sum(status.state in _REPLIED for status in members),
        accepted=sum(status.state in USABLE for status in members),
        rejected=sum(status.state == "rejected" for status in members),
        missing=sum(status.state not in _REPLIED for status in members),
        late=sum(status.late for status in members),
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
    collection: Round, place: Place, files: list[SeenFile], now: datetime | None
) -> PlaceStatus:
    settings = collection.settings
    shown = shown_file(files, collection)
    if shown is None:
        overdue = now is not None and settings.closes is not None and now > settings.closes
        return PlaceStatus(place, "missing", late=overdue)
    came = arrival(shown, collection)
    state: PlaceState = "unusable" if shown.verdict == "unreadable" else shown.verdict
    return PlaceStatus(
        place=place,
        state=state,
        file=shown.path,
        received=came.day(settings),
        late=came.is_late(settings),
        errors=_count(shown, "error"),
        warnings=_count(shown, "warning"),
        basis=came.basis,
        check_code=shown.content.check_code,
    )


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
