"""What the rules of today would say of returns that were judged by others, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.read.sources import find_sources
from workbook.round.inbox import shown_name, waiting
from workbook.round.judge import judge
from workbook.round.older_files import read_return
from workbook.round.rules import rule_fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbook.model import Finding, Verdict
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A file that was judged by other rules: its verdict then and now, and what differs.

    `added`, `gone`: findings that only the rules of today, or only those of then, make.
    """

    file: str
    place: str
    before: Verdict
    after: Verdict
    added: tuple[Finding, ...]
    gone: tuple[Finding, ...]

    @property
    def differs(self) -> bool:
        """Whether anything at all is found otherwise."""
        return self.before != self.after or bool(self.added or self.gone)


@dataclass(frozen=True, slots=True)
class Again:
    """What was judged again, and the files that other rules judged and that are gone since."""

    judged: tuple[Rejudged, ...]
    gone: tuple[str, ...]


def judge_again(
    collection: Round, ledger: Ledger, advance: Callable[[], None] = lambda: None
) -> Again:
    """Every file in the inbox that was judged by other rules; nothing is kept."""
    rules = rule_fingerprint(collection)
    found: list[Rejudged] = []
    seen: set[tuple[str, str]] = set()
    for path in waiting(collection):
        for source in find_sources(path, shown_name(path, collection)).sources:
            seen.add((source.name, source.sha256))
            known = ledger.content(source.sha256)
            if known is None or known.rules == rules or not source.at_hand:
                continue
            submission = read_return(source, collection.library)
            findings = judge(submission, collection, collection.library)
            before, after = (frozenset(f.id for f in many) for many in (known.findings, findings))
            found.append(
                Rejudged(
                    file=source.name,
                    place=submission.identity.place,
                    before=known.verdict,
                    after=verdict(findings, load_register()),
                    added=tuple(finding for finding in findings if finding.id not in before),
                    gone=tuple(finding for finding in known.findings if finding.id not in after),
                )
            )
        advance()
    gone = (
        file.path
        for file in ledger.files()
        if file.present
        and file.content.rules != rules
        and (file.path, file.content.sha256) not in seen
    )
    return Again(tuple(sorted(found, key=lambda one: one.file)), tuple(gone))
