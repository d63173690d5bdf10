"""`migbook exclude`: no longer expect anything of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.decide import decide, decision_options
from indicators.tables import ToolError

if TYPE_CHECKING:
    from cli.decide import Case
    from cli.session import Session
    from workbook.round.ledger_journal import Decision


@click.command(name="exclude")
@click.argument("code", metavar="CODE")
@decision_options
@click.pass_obj
def command(session: Session, code: str, note: str, undo: bool) -> None:
    """No longer expect an answer from place CODE.

    It leaves the places that are expected, and all rates; nothing that it sent counts, and nobody
    reminds it.
    """
    decide(session, (code, "exclude"), note, None if undo else _exclude)


def _exclude(case: Case) -> Decision:
    if case.standing.excluded is not None:
        raise ToolError(case.words("excluded_already"))
    return case.desk.decide(case.place, "exclude")
