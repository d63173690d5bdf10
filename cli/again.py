"""`migbook validate --again`: shows what changed rules change, and keeps it if that is wanted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cli.printing import print_csv, print_json, print_line, progress, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cli.session import Session
    from workbook.model import Finding
    from workbook.round.again import Again, Rejudged
    from workbook.round.folder import Round

_COLUMNS = ("file", "place", "before", "after", "added", "gone")


def show_again(session: Session, collection: Round, output: str, *, sure: bool) -> bool:
    """Show which verdicts today's rules would change; whether that is to be kept."""
    texts = collection.texts
    again = _judge(session, collection)
    judged = again.judged
    changes = [one for one in judged if one.differs]
    if output == "json":
        rows = [_row(one) for one in changes]
        print_json({"judged": len(judged), "changes": rows, "gone": again.gone, "kept": sure})
    elif output == "csv":
        print_csv(_COLUMNS, [_row(one) for one in changes])
    else:
        _print(changes, judged, collection)
    if again.gone and output != "json":
        names = ", ".join(again.gone)
        tell(session, texts.fill("versions.files_gone", number=len(again.gone), names=names))
    if not judged:
        return False
    if not sure and output == "text" and sys.stdin.isatty() and sys.stdout.isatty():
        return click.confirm(texts["decisions.again.question"], default=False)
    if not sure:
        tell(session, texts["decisions.again.not_kept"])
    return sure


def _judge(session: Session, collection: Round) -> Again:
    from workbook.round.again import judge_again
    from workbook.round.inbox import waiting
    from workbook.round.ledger import Ledger

    label, number = collection.texts["cli.validate.working"], len(waiting(collection))
    with (
        Ledger(collection.ledger_file) as ledger,
        session.reader(collection) as files,
        progress(session, label, number) as advance,
    ):
        return judge_again(collection, ledger, advance, files)


def _print(changes: Sequence[Rejudged], judged: Sequence[Rejudged], collection: Round) -> None:
    texts = collection.texts
    if not judged:
        print_line(texts["decisions.again.nothing"])
        return
    for one in changes:
        verdicts = {key: texts[f"cli.verdicts.{getattr(one, key)}"] for key in ("before", "after")}
        print_line(one.file, bold=True)
        key = "changed" if one.before != one.after else "same_verdict"
        print_line("  " + texts.fill(f"decisions.again.{key}", **verdicts))
        for kind in ("added", "gone"):
            if codes := _codes(getattr(one, kind)):
                print_line("  " + texts.fill(f"decisions.again.{kind}", codes=codes))
    verdicts_changed = sum(one.before != one.after for one in judged)
    print_line(
        texts.fill(
            "decisions.again.total",
            judged=len(judged),
            changed=verdicts_changed,
            same=len(judged) - verdicts_changed,
        ),
        bold=True,
    )


def _codes(findings: Iterable[Finding]) -> str:
    """Codes, each with how often it is there if that is more than once."""
    codes = [finding.code for finding in findings]
    counted = {code: codes.count(code) for code in sorted(codes)}
    return ", ".join(code if n == 1 else f"{code} × {n}" for code, n in counted.items())


def _row(one: Rejudged) -> dict[str, object]:
    return {
        "file": one.file,
        "place": one.place or None,
        "before": one.before,
        "after": one.after,
        "added": sorted(finding.code for finding in one.added),
        "gone": sorted(finding.code for finding in one.gone),
    }
