"""`migbook explain`: what a finding means and how to mend it."""

from __future__ import annotations

import click

from cli.printing import print_line
from cli.session import Session, quiet_option, round_option


@click.command(name="explain")
@click.argument("code")
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, code: str) -> None:
    """Explain a finding such as CE203: what it means, an example, how to mend it."""
    from workbook.check.wording import explain

    collection = session.open() if session.in_round() else None
    print_line(explain(code, session.texts(collection)))
