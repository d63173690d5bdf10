"""`migbook received`: the day on which a return came, where no e-mail says it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cli.desk import user_name
from cli.printing import print_line
from cli.session import Session, quiet_option, round_option
from indicators.tables import ToolError

if TYPE_CHECKING:
    from templates.model import Place
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile
    from workbook.round.ledger_journal import Decision

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="received")
@click.argument("code", metavar="CODE")
@click.option("--on", "day", metavar="DATE", type=_DAY, help="The day, such as 2027-03-15.")
@click.option("--undo", is_flag=True, help="Take back what was said before.")
@click.option("--note", default="", metavar="TEXT", help="Why, for whoever asks later.")
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, code: str, day: datetime | None, undo: bool, note: str) -> None:
    """Say on which day the return of place CODE came.

    For returns that came on paper, on a stick or by chat. The date of an e-mail goes before it.
    Whether a return is late is judged by this day.
    """
    if (day is None) == (not undo):
        msg = "write either --on DATE, such as --on 2027-03-15, or --undo"
        raise click.UsageError(msg)
    collection = session.open()
    place = _place(collection, code)
    from workbook.round.ledger import Ledger
    from workbook.round.lock import locked

    with locked(collection.lock_file), Ledger(collection.ledger_file) as ledger:
        file = _its_return(collection, ledger, place)
        decision = _decision(collection, place, file, day, note)
        with ledger.transaction():
            ledger.keep_decision(decision)
        _tell(collection, ledger, place, "undone" if undo else "done")


def _place(collection: Round, code: str) -> Place:
    from workbook.round.folder import choose_places

    return choose_places(collection, [code])[0]


def _its_return(collection: Round, ledger: Ledger, place: Place) -> SeenFile:
    from workbook.round.status import files_by_place, shown_file

    files = files_by_place(collection, ledger.files()).get(place.code, [])
    file = shown_file(files, collection)
    if file is None:
        raise ToolError(_words(collection, place, "nothing"))
    return file


def _decision(
    collection: Round, place: Place, file: SeenFile, day: datetime | None, note: str
) -> Decision:
    from workbook.round.received import arrival, decide_received, undo_received

    facts = (datetime.now(UTC), user_name(), note)
    if day is None:
        if not file.decided:
            raise ToolError(_words(collection, place, "not_said"))
        return undo_received(file, place.code, facts)
    came = arrival(file, collection)
    if came.basis == "email":
        when = _written(collection, came.day(collection.settings))
        raise ToolError(_words(collection, place, "by_email", day=when))
    return decide_received(file, collection, place.code, day.date(), facts)


def _tell(collection: Round, ledger: Ledger, place: Place, key: str) -> None:
    from workbook.round.status import place_statuses

    status = next(s for s in place_statuses(collection, ledger) if s.place.code == place.code)
    timely = "late" if status.received > status.due else "in_time"
    late = timely if collection.settings.deadline else "no_deadline"
    words = _words(
        collection,
        place,
        key,
        day=_written(collection, status.received),
        basis=collection.texts[f"intake.basis.{status.basis}"],
        late=collection.texts[f"intake.received.{late}"],
    )
    print_line(words)


def _words(collection: Round, place: Place, key: str, **values: str) -> str:
    return collection.texts.fill(
        f"intake.received.{key}", name=place.name, code=place.code, **values
    )


def _written(collection: Round, day: str) -> str:
    from datetime import date

    from templates.localise import format_date

    return format_date(date.fromisoformat(day), collection.texts)
