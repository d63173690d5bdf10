"""`migbook definitions`: check what is declared."""

from __future__ import annotations

from pathlib import Path

import click

from cli.printing import print_line, tell
from cli.session import Session, quiet_option


@click.group(name="definitions")
def command() -> None:
    """Check programmes, sheets, lists and translations."""


@command.command(name="check")
@click.argument("folder", metavar="[DIR]", required=False,
                type=click.Path(exists=True, file_okay=False, path_type=Path))  # fmt: skip
@quiet_option
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> None:
    """Check the definitions in DIR, or those that come with the tool.

    Every mistake is shown, with its file, where in it, and what to write instead.
    """
    from templates.check import check_definitions
    from templates.load import SHIPPED, load_library

    session = ctx.find_root().ensure_object(Session)
    texts = session.texts()
    chosen = folder or SHIPPED
    mistakes = check_definitions(chosen)
    for mistake in mistakes:
        print_line(str(mistake))
    if mistakes:
        tell(session, texts.fill("cli.definitions.bad", number=len(mistakes)))
        ctx.exit(2)
    library = load_library(chosen)
    print_line(
        texts.fill(
            "cli.definitions.good",
            folder=chosen,
            programmes=len(library.programmes),
            sheets=len(library.sheets),
            lists=len(library.lists),
        )
    )
