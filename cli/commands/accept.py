"""`migbook accept`: let a return count although it has errors, or say which one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.decide import decide, decision_options
from indicators.tables import ToolError

if TYPE_CHECKING:
    from cli.decide import Case
    from cli.session import Session
    from workbook.round.ledger import SeenFile
    from workbook.round.ledger_journal import Decision


@click.command(name="accept")
@click.argument("code", metavar="CODE")
@click.option("--file", "name", metavar="NAME", help="Which of its files, as status names it.")
@decision_options
@click.pass_obj
def command(session: Session, code: str, name: str | None, note: str, undo: bool) -> None:
    """Let the return of place CODE count as it is, although it was rejected.

    Its findings stay, and it is shown as accepted by decision. With --file: that one of several
    returns counts. Both hold until a newer return comes that can be counted. A file that cannot be
    read can never be accepted.
    """
    decide(session, (code, "accept"), note, None if undo else lambda case: _accept(case, name))


def _accept(case: Case, name: str | None) -> Decision:
    file = _chosen(case, name)
    if file.verdict == "unreadable":
        raise ToolError(case.words("unreadable", file=file.path))
    if case.counts(file):
        raise ToolError(case.words("counts_already", file=file.path))
    return case.desk.decide(case.place, "accept", sha256=file.content.sha256)


def _chosen(case: Case, name: str | None) -> SeenFile:
    if name is None:
        if case.shown is None:
            raise ToolError(case.words("nothing"))
        return case.shown
    wanted = name.replace("\\", "/")
    found = [f for f in case.files if f.path == wanted or f.path.endswith(f"/{wanted}")]
    if len(found) != 1:
        known = ", ".join(file.path for file in case.files)
        raise ToolError(case.words("no_such_file", file=name, known=known))
    return found[0]
