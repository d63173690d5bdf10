"""`migbook reopen`: an accepted return is to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.decide import decide, decision_options
from indicators.tables import ToolError

if TYPE_CHECKING:
    from cli.decide import Case
    from cli.session import Session
    from workbook.round.ledger_journal import Decision


@click.command(name="reopen")
@click.argument("code", metavar="CODE")
@decision_options
@click.pass_obj
def command(session: Session, code: str, note: str, undo: bool) -> None:
    """Ask for an accepted return of place CODE to be corrected.

    Nothing that the place has sent so far counts until a newer return comes. `migbook return`
    writes the letter and the workbook that go back.
    """
    decide(session, (code, "reopen"), note, None if undo else _reopen)


def _reopen(case: Case) -> Decision:
    counting = case.counting
    if counting is None:
        raise ToolError(case.words("nothing_counts"))
    return case.desk.decide(case.place, "reopen", sha256=counting.content.sha256)
