"""`migbook definitions`: check what is declared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.printing import print_line, tell
from cli.session import Session, quiet_option, round_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.model import Texts
    from workbook.round.newer import Question, Updated


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


@command.command(name="keep")
@click.argument("programme")
@click.argument("folder", metavar="DIR",
                type=click.Path(exists=True, file_okay=False, path_type=Path))  # fmt: skip
@quiet_option
@click.pass_obj
def keep(session: Session, programme: str, folder: Path) -> None:
    """Keep what PROGRAMME in DIR asks now, before it is changed.

    Workbooks of this version can then be read after the questions have changed.
    """
    from templates.load import load_library
    from workbook.round.newer import keep_version

    library = load_library(folder)
    chosen = library.programme(programme)
    kept = keep_version(library, chosen, folder)
    texts = session.texts()
    print_line(texts.fill("versions.kept", version=chosen.version, folder=kept))
    tell(session, texts.fill("versions.next_keep", file=f"programmes/{programme}.toml"))


@command.command(name="update")
@click.argument("folder", metavar="DIR",
                type=click.Path(exists=True, file_okay=False, path_type=Path))  # fmt: skip
@round_option
@quiet_option
@click.pass_context
def update(ctx: click.Context, folder: Path) -> None:
    """Give a round that has begun the newer questions of DIR.

    Workbooks that were sent out before are still read, by the questions of then.
    """
    from templates.check import check_definitions
    from templates.load import load_library
    from workbook.round.lock import locked
    from workbook.round.newer import update_definitions

    session = ctx.find_root().ensure_object(Session)
    collection = session.open()
    mistakes = check_definitions(folder)
    for mistake in mistakes:
        print_line(str(mistake))
    if mistakes:
        tell(session, collection.texts.fill("cli.definitions.bad", number=len(mistakes)))
        ctx.exit(2)
    with locked(collection.lock_file):
        changed = update_definitions(collection, load_library(folder))
    _print_changes(changed, collection.texts, session.open().texts)
    tell(session, session.open().texts["versions.next_update"])


def _print_changes(changed: Updated, then: Texts, now: Texts) -> None:
    """What is asked anew, not any more, or under another name."""
    print_line(now.fill("versions.updated", older=changed.older, newer=changed.newer), bold=True)
    must = frozenset(changed.required)
    _print_questions("required", (one for one in changed.added if one in must), now, now)
    _print_questions("added", (one for one in changed.added if one not in must), now, now)
    _print_questions("gone", changed.gone, then, now)
    _print_questions("renamed", (one for _, one in changed.renamed), now, now)


def _print_questions(key: str, questions: Iterable[Question], words: Texts, texts: Texts) -> None:
    from workbook.check.wording import field_label, section_title

    chosen = list(questions)
    if not chosen:
        return
    print_line(texts.fill(f"versions.{key}", number=len(chosen)))
    for sheet, field in chosen:
        print_line(f"  {section_title(sheet, words)}: {field_label(sheet, field, words)}")
