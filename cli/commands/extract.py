"""`migbook extract`: what is read from files, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.printing import print_csv, print_json, progress
from cli.session import Session, quiet_option, round_option, workers_option

if TYPE_CHECKING:
    from workbook.model import Submission


@click.command(name="extract")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(exists=True, path_type=Path))  # fmt: skip
@click.option("--format", "output", type=click.Choice(["json", "csv"]), default="json",
              show_default=True, help="json: everything; csv: one line an answer.")  # fmt: skip
@workers_option
@round_option
@quiet_option
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], output: str) -> None:
    """Show what is read from files: every answer with its state and cell.

    Works outside a round too, with the programmes that come with the tool.
    """
    from cli.shapes import ANSWER_COLUMNS, answer_rows, submission_object
    from workbook.check.register import load_register
    from workbook.round.inbox import NamedFiles, shown_name
    from workbook.round.opening import Job

    session = ctx.find_root().ensure_object(Session)
    collection = session.open() if session.in_round() else None
    texts = session.texts(collection)
    files = sorted((shown_name(path, collection), path) for path in NamedFiles(paths))
    submissions: list[Submission] = []
    with (
        session.reader(collection, judging=False) as opening,
        progress(session, texts["cli.validate.working"], len(files)) as advance,
    ):
        for opened in opening.read(Job(path, name) for name, path in files):
            submissions += [submission for submission, _ in opened.read]
            if opened.last:
                advance()
    if output == "json":
        print_json([submission_object(submission, texts) for submission in submissions])
    else:
        print_csv(ANSWER_COLUMNS, answer_rows(submissions))
    register = load_register()
    codes = {found.code for submission in submissions for found in submission.findings}
    if any(register[code].severity == "error" for code in codes):
        ctx.exit(1)
