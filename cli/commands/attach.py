"""`migbook attach`: keep a scan or another document as evidence for a place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.decide import decide, decision_options

if TYPE_CHECKING:
    from cli.decide import Case
    from cli.session import Session
    from workbook.round.ledger_journal import Decision


@click.command(name="attach")
@click.argument("code", metavar="CODE")
@click.argument("file", metavar="[FILE]", required=False,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@decision_options
@click.pass_obj
def command(session: Session, code: str, file: Path | None, note: str, undo: bool) -> None:
    """Keep FILE, such as the scan of a signed page, as evidence for place CODE.

    It is copied into evidence/ of the round. --undo takes back the last one; its copy stays there.
    """
    if (file is None) == (not undo):
        msg = "write either the FILE to attach, or --undo"
        raise click.UsageError(msg)
    decide(session, (code, "attach"), note, (lambda case: _attach(case, file)) if file else None)


def _attach(case: Case, file: Path) -> Decision:
    from workbook.round.evidence import keep_evidence

    kept = keep_evidence(case.collection, case.place, file)
    return case.desk.decide(case.place, "attach", kept)
