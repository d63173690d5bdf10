"""`migbook remind`: letters to those who have not answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.desk import noting
from cli.post import letter_for, occasion_for, write_letter_files, write_send_list
from cli.printing import print_line, progress, tell
from cli.session import Session, quiet_option, round_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.model import Place
    from workbook.round.folder import Round
    from workbook.round.send_list import Sending

REMINDERS = "reminders"
_WAITED_FOR = frozenset({"missing"})


@click.command(name="remind")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, codes: tuple[str, ...]) -> None:
    """Write a reminder for each place that has not answered, with its workbook attached.

    Without CODE: for every place that nothing has come from. Nothing is sent: the drafts lie in
    outbox/reminders/, with a list of whom to send which.
    """
    collection = session.open()
    texts = collection.texts
    places = _waited_for(session, collection, codes)
    if not places:
        print_line(texts["letters.remind.nobody"])
        return
    folder = collection.outbox / REMINDERS
    with noting(collection) as note:
        sendings = _write(session, collection, places)
        note(
            (sending.place.code, sending.kind, "", f"outbox/{REMINDERS}/{sending.draft}")
            for sending in sendings
        )
    print_line(texts.fill("letters.remind.done", number=len(places), folder=folder))
    tell(session, texts["letters.remind.next"])


def _waited_for(session: Session, collection: Round, codes: Sequence[str]) -> tuple[Place, ...]:
    """The places that nothing has come from, with a word on files that nobody has checked."""
    from workbook.round.folder import choose_places
    from workbook.round.intake import behind
    from workbook.round.ledger import Ledger
    from workbook.round.status import place_statuses

    places = choose_places(collection, codes)
    with Ledger(collection.ledger_file) as ledger:
        states = {status.place.code: status.state for status in place_statuses(collection, ledger)}
        unread, _ = behind(collection, ledger)
    if unread:
        tell(session, collection.texts.fill("letters.remind.unread", number=unread))
    return tuple(place for place in places if states[place.code] in _WAITED_FOR)


def _write(session: Session, collection: Round, places: Sequence[Place]) -> list[Sending]:
    from workbook.round.issue import order_for, workbook_name
    from workbook.write.series import Series

    folder = collection.outbox / REMINDERS
    series, sendings = Series(), []
    with progress(session, collection.texts["letters.remind.working"], len(places)) as advance:
        for place in places:
            name = workbook_name(collection, place)
            letter = letter_for(
                collection, place, occasion_for(collection, place, "reminder", name)
            )
            workbook = (name, series.build(order_for(collection, place)))
            sendings.append(write_letter_files(collection, place, letter, workbook, folder))
            advance()
    write_send_list(sendings, folder, collection.texts)
    return sendings
