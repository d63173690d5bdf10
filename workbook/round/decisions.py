"""What people have decided about places, and what of it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal, get_args
from zoneinfo import ZoneInfo

from indicators.tables import ToolError
from workbook.round.ledger_journal import Decision
from workbook.round.received import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.model import Place
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile
    from workbook.round.settings import Settings

DecisionKind = Literal["accept", "exclude", "reopen", "extend", "attach"]
KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
_YES = "yes"


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one place after all that was decided and taken back.

    `words`: which return counts or is to be corrected, oldest first. `until`: its own deadline.
    `evidence`: files that were attached, relative to the round.
    """

    words: tuple[Decision, ...] = ()
    excluded: Decision | None = None
    until: date | None = None
    evidence: tuple[str, ...] = ()

    def word_on(self, files: Sequence[SeenFile]) -> Decision | None:
        """The last word that can be kept: an accepted file must be there and be readable."""
        readable = {file.content.sha256 for file in files if file.verdict != "unreadable"}
        return next(
            (
                word
                for word in reversed(self.words)
                if word.kind == "reopen" or word.sha256 in readable
            ),
            None,
        )

    def knew(self, file: SeenFile) -> bool:
        """Whether this file was there already when somebody last said what counts."""
        return bool(self.words) and file.content.number <= self.words[-1].contents_seen

    def closes(self, settings: Settings) -> datetime | None:
        """The last moment at which this place is in time."""
        if self.until is None:
            return settings.closes
        return datetime.combine(self.until, time.max, ZoneInfo(settings.time_zone))

    def due(self, settings: Settings) -> date | None:
        """The last day on which this place is in time."""
        return self.until or settings.deadline


NOTHING_DECIDED = Standing()


@dataclass(frozen=True, slots=True)
class Desk:
    """Who decides, when and why."""

    now: datetime
    user: str
    note: str

    def decide(
        self, place: Place, kind: DecisionKind, value: str = _YES, sha256: str = ""
    ) -> Decision:
        """The decision; an empty value takes back the last of its kind."""
        return Decision(stamp(self.now), self.user, place.code, kind, sha256, value, self.note)


@dataclass(slots=True)
class _Heap:
    """The decisions about one place that have not been taken back, by kind, with their order."""

    held: dict[str, list[tuple[int, Decision]]] = field(default_factory=dict)

    def add(self, number: int, decision: Decision) -> None:
        own = self.held.setdefault(decision.kind, [])
        if decision.value:
            own.append((number, decision))
        elif own:
            own.pop()

    def of(self, *kinds: DecisionKind) -> tuple[Decision, ...]:
        found = sorted(
            (entry for kind in kinds for entry in self.held.get(kind, [])), key=lambda e: e[0]
        )
        return tuple(decision for _, decision in found)


def standings(decisions: Iterable[Decision]) -> Mapping[str, Standing]:
    """What holds for each place about which anything was decided, by code."""
    heaps: dict[str, _Heap] = {}
    for number, decision in enumerate(decisions):
        if decision.kind in KINDS:
            heaps.setdefault(decision.place, _Heap()).add(number, decision)
    return {code: _standing(heap) for code, heap in heaps.items()}


def standing_of(ledger: Ledger, place: Place) -> Standing:
    """What holds for this place."""
    return standings(ledger.decisions()).get(place.code, NOTHING_DECIDED)


def holding(decisions: Iterable[Decision], place: Place, kind: DecisionKind) -> Decision | None:
    """The last decision of this kind about a place that was not taken back."""
    heap = _Heap()
    for number, decision in enumerate(decisions):
        if decision.place == place.code and decision.kind == kind:
            heap.add(number, decision)
    found = heap.of(kind)
    return found[-1] if found else None


def due_of(collection: Round, place: Place) -> tuple[date | None, datetime | None]:
    """The last day and the last moment on which this place is in time, by the ledger."""
    from workbook.round.ledger import Ledger

    settings = collection.settings
    if not collection.ledger_file.exists():
        return settings.deadline, settings.closes
    with Ledger(collection.ledger_file) as ledger:
        standing = standing_of(ledger, place)
    return standing.due(settings), standing.closes(settings)


def check_extension(collection: Round, day: date) -> None:
    """A `ToolError` if a place's own deadline would not be later than that of everybody."""
    deadline = collection.settings.deadline
    if deadline is None:
        msg = "this round has no deadline, so there is none to extend; write one in round.toml"
        raise ToolError(msg)
    if day <= deadline:
        msg = f"{day} is not after the deadline of the round, {deadline}; write a later day"
        raise ToolError(msg)


def _standing(heap: _Heap) -> Standing:
    excluded, extended = heap.of("exclude"), heap.of("extend")
    return Standing(
        words=heap.of("accept", "reopen"),
        excluded=excluded[-1] if excluded else None,
        until=date.fromisoformat(extended[-1].value) if extended else None,
        evidence=tuple(decision.value for decision in heap.of("attach")),
    )
