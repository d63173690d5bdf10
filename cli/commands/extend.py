"""`migbook extend`: a later deadline for one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.decide import decide, decision_options

if TYPE_CHECKING:
    from datetime import date, datetime

    from cli.decide import Case
    from cli.session import Session
    from workbook.round.ledger_journal import Decision


@click.command(name="extend")
@click.argument("code", metavar="CODE")
@click.option("--until", "day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help="The last day for this place, such as 2027-04-15.")  # fmt: skip
@decision_options
@click.pass_obj
def command(session: Session, code: str, day: datetime | None, note: str, undo: bool) -> None:
    """Give place CODE a later deadline than all others, after a typhoon for example.

    Whether it is late is judged by this day, to the end of the day, and letters to it name it.
    """
    if (day is None) == (not undo):
        msg = "write either --until DATE, such as --until 2027-04-15, or --undo"
        raise click.UsageError(msg)
    until = day.date() if day else None
    decide(session, (code, "extend"), note, (lambda case: _extend(case, until)) if until else None)


def _extend(case: Case, until: date) -> Decision:
    from workbook.round.decisions import check_extension

    check_extension(case.collection, until)
    return case.desk.decide(case.place, "extend", until.isoformat())
