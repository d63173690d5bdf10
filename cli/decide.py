"""What all decisions have in common: a place, a note, a line in the ledger, what then holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import click

from cli.desk import desk
from cli.printing import print_line
from cli.session import quiet_option, round_option
from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.session import Session
    from templates.model import Place
    from workbook.model import PlaceStatus
    from workbook.round.decisions import DecisionKind, Desk, Standing
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile
    from workbook.round.ledger_journal import Decision

Decorated = TypeVar("Decorated", bound="Callable[..., object] | click.Command")


@dataclass(frozen=True, slots=True)
class Case:
    """A place about which something is decided: its files, oldest first, and what holds so far."""

    collection: Round
    place: Place
    desk: Desk
    files: tuple[SeenFile, ...]
    standing: Standing

    @property
    def counting(self) -> SeenFile | None:
        """The return that counts now."""
        from workbook.round.status import counted

        return counted(self.files, self.collection, self.standing)

    @property
    def shown(self) -> SeenFile | None:
        """The return that the place is judged by."""
        from workbook.round.status import shown_file

        return shown_file(self.files, self.collection, self.standing)

    def counts(self, file: SeenFile) -> bool:
        """Whether this is the return that counts now."""
        best = self.counting
        return best is not None and best.content.sha256 == file.content.sha256

    def words(self, key: str, **values: object) -> str:
        """A sentence about this place."""
        named = {"name": self.place.name, "code": self.place.code, **values}
        return self.collection.texts.fill(f"decisions.say.{key}", **named)


def decision_options(function: Decorated) -> Decorated:
    """Add `--note`, `--undo` and the options that every command has."""
    function = quiet_option(round_option(function))
    function = click.option(
        "--undo", is_flag=True, help="Take back the last decision of this kind on this place."
    )(function)
    return click.option(
        "--note", required=True, metavar="TEXT", help="Why, for whoever asks later. Needed."
    )(function)


def decide(
    session: Session,
    about: tuple[str, DecisionKind],
    note: str,
    make: Callable[[Case], Decision] | None,
) -> None:
    """Make a decision, or take back the last of its kind if `make` is None, and say what holds.

    `about`: code of the place and kind of decision.
    """
    from workbook.round.beside import settle
    from workbook.round.folder import choose_places
    from workbook.round.ledger import Ledger
    from workbook.round.lock import locked

    if not note.strip():
        msg = "write after --note why, in a few words: it is what auditors read"
        raise click.UsageError(msg)
    code, kind = about
    collection = session.open()
    (place,) = choose_places(collection, [code])
    with locked(collection.lock_file), Ledger(collection.ledger_file) as ledger:
        case = _case(collection, ledger, place, desk(note.strip()))
        decision = make(case) if make else _undo(case, ledger, kind)
        with ledger.transaction():
            ledger.keep_decision(decision)
            settle(collection, ledger)
        _tell(collection, ledger, place, (kind, make is None))


def _case(collection: Round, ledger: Ledger, place: Place, who: Desk) -> Case:
    from workbook.round.decisions import standing_of
    from workbook.round.status import files_by_place

    files = files_by_place(collection, ledger.files()).get(place.code, [])
    return Case(collection, place, who, tuple(files), standing_of(ledger, place))


def _undo(case: Case, ledger: Ledger, kind: DecisionKind) -> Decision:
    from workbook.round.decisions import holding

    held = holding(ledger.decisions(), case.place, kind)
    if held is None:
        what = case.collection.texts[f"decisions.kinds.{kind}"]
        raise ToolError(case.words("nothing_to_undo", what=what))
    return case.desk.decide(case.place, kind, "", held.sha256)


def _tell(collection: Round, ledger: Ledger, place: Place, done: tuple[DecisionKind, bool]) -> None:
    """One line on what was decided, and one on where the place stands now."""
    from workbook.round.decisions import standing_of
    from workbook.round.status import place_statuses

    kind, undone = done
    texts = collection.texts
    status = next(s for s in place_statuses(collection, ledger) if s.place.code == place.code)
    key = "undone" if undone else kind
    evidence = standing_of(ledger, place).evidence
    values = {
        "name": place.name,
        "code": place.code,
        "what": texts[f"decisions.kinds.{kind}"],
        "file": evidence[-1] if kind == "attach" and evidence else status.file,
        "day": _day(collection, status),
    }
    print_line(texts.fill(f"decisions.done.{key}", **values))
    print_line(texts.fill("decisions.done.now", state=texts[f"cli.states.{status.state}"]))


def _day(collection: Round, status: PlaceStatus) -> str:
    from datetime import date

    from templates.localise import format_date

    return format_date(date.fromisoformat(status.due), collection.texts) if status.due else ""
