"""`migbook validate`: a verdict and findings for each file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.printing import print_csv, print_json, print_line, progress, tell
from cli.session import Session, quiet_option, round_option
from cli.unusual import find_in_round, print_unusual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.model import Texts
    from workbook.check.wording import RenderedFinding
    from workbook.round.folder import Round
    from workbook.round.intake import CheckedFile

_SIGNS = {
    "accepted": ("good", "green"),
    "accepted_with_warnings": ("doubtful", "yellow"),
    "rejected": ("to_mend", "red"),
    "unreadable": ("to_mend", "red"),
    "error": ("to_mend", "red"),
    "warning": ("doubtful", "yellow"),
}
_NOTE_SIGN = "·"


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
@round_option
@quiet_option
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], output: str, again: bool, sure: bool
) -> None:
    """Check what came back: a verdict for each file, and what is wrong with it.

    Without PATH: everything in inbox/ that is new or has changed, and the round's ledger keeps it.
    With PATH: these files and folders only, and nothing is kept.
    """
    from cli.shapes import FINDING_COLUMNS, checked_object, finding_rows, totals

    session = ctx.find_root().ensure_object(Session)
    if (again and paths) or (sure and not again):
        msg = "write migbook validate --again, with --yes to keep the verdicts, and no PATH"
        raise click.UsageError(msg)
    if again:
        _judge_again(session, output, sure=sure)
        return
    collection = session.open() if session.in_round() or not paths else None
    texts = session.texts(collection)
    if collection is not None and not paths:
        files = take_in_inbox(session, collection)
        if not files:
            tell(session, texts.fill("cli.validate.empty", folder=collection.inbox))
    else:
        files = check_named(session, collection, paths)
    if output == "json":
        shown = [checked_object(file, texts) for file in files]
        print_json({"files": shown, "summary": totals(files)})
    elif output == "csv":
        print_csv(FINDING_COLUMNS, finding_rows(files, texts))
    else:
        print_files(session, collection, files, texts)
        if collection is not None and not paths:
            print_unusual(collection, find_in_round(collection))
    if any(file.verdict in {"rejected", "unreadable"} for file in files):
        ctx.exit(1)


def _judge_again(session: Session, output: str, *, sure: bool) -> None:
    from cli.again import show_again

    collection = session.open()
    if show_again(session, collection, output, sure=sure):
        files = take_in_inbox(session, collection, again=True)
        tell(session, total_line(files, collection.texts))


def take_in_inbox(
    session: Session, collection: Round, *, again: bool = False
) -> tuple[CheckedFile, ...]:
    """Take what is in the inbox into the ledger; `again`: what other rules judged, too."""
    from workbook.round.inbox import waiting
    from workbook.round.intake import take_in
    from workbook.round.ledger import Ledger
    from workbook.round.lock import locked
    from workbook.round.rules import outdated

    _warn_of_folder(session, collection)
    number = len(waiting(collection))
    label = collection.texts["cli.validate.working"]
    with (
        locked(collection.lock_file),
        Ledger(collection.ledger_file) as ledger,
        progress(session, label, number) as advance,
    ):
        found = take_in(collection, ledger, datetime.now(UTC), advance, again=again)
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


def check_named(
    session: Session, collection: Round | None, paths: Sequence[Path]
) -> tuple[CheckedFile, ...]:
    """Check the named files and folders; nothing is kept."""
    from workbook.round.inbox import files_of
    from workbook.round.intake import check_paths

    files = files_of(paths)
    label = session.texts(collection)["cli.validate.working"]
    with progress(session, label, len(files)) as advance:
        return check_paths(files, collection, session.library(collection), advance)


def total_line(files: Sequence[CheckedFile], texts: Texts) -> str:
    """All files in one line; scans that lie beside their workbook are no returns."""
    from cli.shapes import totals

    returns = [file for file in files if not _is_scan(file)]
    line = texts.fill("cli.validate.total", **totals(returns))
    scans = len(files) - len(returns)
    return f"{line} {texts.fill('intake.status.scans', number=scans)}" if scans else line


def _is_scan(file: CheckedFile) -> bool:
    from workbook.round.evidence import KEPT

    return any(found.code == KEPT for found in file.findings)


def print_files(
    session: Session, collection: Round | None, files: Sequence[CheckedFile], texts: Texts
) -> None:
    """The verdict of each file, then what was found in it, then what to do next."""
    from cli.shapes import words_of

    for file in files:
        sign, colour = _sign(file.verdict, texts)
        place = _place_name(file, collection, texts)
        verdict = texts["intake.evidence" if _is_scan(file) else f"cli.verdicts.{file.verdict}"]
        print_line(f"{sign} {file.file}", colour=colour, bold=True)
        print_line(f"  {place}: {verdict}")
        if file.check_code:
            print_line("  " + texts.fill("paper.check_code", code=file.check_code))
        for found in words_of(file.findings, file.period, texts):
            _print_finding(found, texts)
    if not files:
        return
    print_line()
    print_line(total_line(files, texts), bold=True)
    if any(file.verdict in {"rejected", "unreadable"} for file in files):
        sign, _ = _sign("rejected", texts)
        tell(session, texts.fill("cli.validate.next_fix", sign=sign))
    elif collection is not None:
        tell(session, texts["cli.validate.next_compile"])


def _print_finding(found: RenderedFinding, texts: Texts) -> None:
    sign, colour = _sign(found["severity"], texts)
    place = f" {found['cell']}" if found["cell"] else ""
    print_line(f"    {sign} {found['code']}{place}: {found['message']}", colour=colour)
    if found["severity"] != "note":
        print_line(f"      → {found['remedy']}")


def _sign(key: str, texts: Texts) -> tuple[str, str | None]:
    if key not in _SIGNS:
        return _NOTE_SIGN, None
    sign, colour = _SIGNS[key]
    return texts[f"words.signs.{sign}"], colour


def _place_name(file: CheckedFile, collection: Round | None, texts: Texts) -> str:
    if not file.place:
        return texts["cli.validate.unknown_place"]
    place = collection.place(file.place) if collection is not None else None
    if place is None:
        return file.place
    return texts.fill("cli.validate.place", name=place.name, code=place.code)
