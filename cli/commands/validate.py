"""`migbook validate`: a verdict and findings for each file."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.checked import Totals, print_files, tell_next, tell_what_to_ask
from cli.printing import print_csv, print_json_list, progress, tell
from cli.session import Session, quiet_option, round_option, scheduler_option, workers_option
from cli.unusual import find_in_round, print_unusual, with_unusual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from templates.model import Texts
    from workbook.round.checking import CheckedFile
    from workbook.round.folder import Round


@click.command(name="validate")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "output", type=click.Choice(["text", "json", "csv"]), default="text",
              show_default=True, help="How to show it.")  # fmt: skip
@click.option(
    "--again",
    is_flag=True,
    help="Judge by today's rules what was judged by others; first show what changes.",
)
@click.option("--yes", "sure", is_flag=True, help="With --again: keep the new verdicts.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also say what is wrong in files that another return of their place stands for.",
)
@workers_option
@scheduler_option
@round_option
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: str,
    again: bool,
    sure: bool,
    everything: bool,
) -> None:
    """Check what came back: a verdict for each file, and what is wrong with it.

    Without PATH: everything in inbox/ that is new or has changed, and the round's ledger keeps it.
    With PATH: these files and folders only, and nothing is kept.
    """
    session = ctx.find_root().ensure_object(Session)
    if (again and paths) or (sure and not again):
        msg = "write migbook validate --again, with --yes to keep the verdicts, and no PATH"
        raise click.UsageError(msg)
    if again:
        _judge_again(session, output, sure=sure)
        return
    collection = session.open() if session.in_round() or not paths else None
    if collection is not None and not paths:
        refused = _check_inbox(session, collection, output, everything=everything)
    else:
        refused = _check_named(session, collection, paths, output)
    if refused:
        ctx.exit(1)


def _check_named(
    session: Session, collection: Round | None, paths: Sequence[Path], output: str
) -> bool:
    """Check and show the named files, each as soon as it is read; whether one is refused."""
    texts = session.texts(collection)
    with checking(session, collection, paths) as files:
        if output != "text":
            return _print_data(files, output, texts)
        totals = print_files(files, collection, texts, {})
    if totals.all.refused:
        tell_what_to_ask(session, texts)
    return totals.all.refused > 0


def _check_inbox(session: Session, collection: Round, output: str, *, everything: bool) -> bool:
    """Take in what came back and show it; unusual figures stand with the files they are in.

    Whether a file is refused.
    """
    from workbook.round.ledger import Ledger
    from workbook.round.stand_in import stand_ins

    texts = collection.texts
    files = take_in_inbox(session, collection)
    if not files:
        tell(session, texts.fill("cli.validate.empty", folder=collection.inbox))
    unusual = find_in_round(collection)
    if output != "text":
        return _print_data(with_unusual(files, unusual), output, texts)
    with Ledger(collection.ledger_file) as ledger:
        aside = {} if everything else stand_ins(collection, ledger)
    totals = print_files(files, collection, texts, aside)
    print_unusual(collection, unusual)
    tell_next(session, files, texts, aside)
    return totals.all.refused > 0


def _print_data(files: Iterable[CheckedFile], output: str, texts: Texts) -> bool:
    """Show files as data, each as it comes; whether one is refused."""
    from cli.shapes import FINDING_COLUMNS, checked_object, finding_rows

    totals = Totals()
    passing = totals.passing(files)
    if output == "csv":
        print_csv(FINDING_COLUMNS, finding_rows(passing, texts))
    else:
        shown = (checked_object(file, texts) for file in passing)
        print_json_list("files", shown, lambda: {"summary": totals.all.numbers()})
    return totals.all.refused > 0


def _judge_again(session: Session, output: str, *, sure: bool) -> None:
    from cli.again import show_again

    collection = session.open()
    if show_again(session, collection, output, sure=sure):
        files = take_in_inbox(session, collection, again=True)
        tell(session, Totals(files).line(collection.texts))


def take_in_inbox(
    session: Session, collection: Round, *, again: bool = False
) -> tuple[CheckedFile, ...]:
    """Take what is in the inbox into the ledger; `again`: what other rules judged, too."""
    from workbook.round.inbox import number_waiting
    from workbook.round.intake import take_in
    from workbook.round.ledger import Ledger
    from workbook.round.lock import locked
    from workbook.round.rules import outdated

    _warn_of_folder(session, collection)
    number = number_waiting(collection)
    label = collection.texts["cli.validate.working"]
    with (
        locked(collection.lock_file),
        Ledger(collection.ledger_file) as ledger,
        session.reader(collection) as files,
        progress(session, label, number) as advance,
    ):
        now = datetime.now(UTC)
        found = take_in(collection, ledger, now, advance, again=again, files=files)
        number = outdated(collection, ledger)
    if number:
        tell(session, collection.texts.fill("cli.status.outdated", number=number))
    return found


def _warn_of_folder(session: Session, collection: Round) -> None:
    """Say so if other computers write to the folder of the round too."""
    from workbook.round.surroundings import surroundings

    where = surroundings(collection.folder)
    if where.service:
        tell(session, collection.texts.fill("intake.folder.synced", service=where.service))
    elif where.network:
        tell(session, collection.texts["intake.folder.network"])


@contextmanager
def checking(
    session: Session, collection: Round | None, paths: Sequence[Path]
) -> Iterator[Iterator[CheckedFile]]:
    """The named files and those in the named folders, checked one by one; nothing is kept."""
    from workbook.round.checking import check_paths
    from workbook.round.inbox import NamedFiles

    named = NamedFiles(paths)
    label = session.texts(collection)["cli.validate.working"]
    with (
        session.reader(collection, answers=False) as opening,
        progress(session, label, named, telling=True) as advance,
    ):
        yield check_paths(named, collection, session.library(collection), advance, opening)
