"""What the rules of today would say of returns that were judged by others, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.round.inbox import named_waiting
from workbook.round.opening import Job, Yardstick
from workbook.round.rules import rule_fingerprint
from workbook.round.workers import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbook.model import Finding, Verdict
    from workbook.round.folder import Round
    from workbook.round.ledger import Content, Ledger
    from workbook.round.opening import ReadSource
    from workbook.round.workers import Reader


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
    collection: Round,
    ledger: Ledger,
    advance: Callable[[], None] = lambda: None,
    files: Reader | None = None,
) -> Again:
    """Every file in the inbox that was judged by other rules; nothing is kept."""
    files = files or InProcess(Yardstick(collection.library, collection))
    rules, known = rule_fingerprint(collection), ledger.contents()
    settled = frozenset(sha256 for sha256, content in known.items() if content.rules == rules)
    found: list[Rejudged] = []
    seen: set[tuple[str, str]] = set()
    jobs = [Job(path, name, settled) for name, path in named_waiting(collection)]
    for opened in files.read(jobs):
        for read in opened.sources:
            seen.add((read.source.name, read.source.sha256))
            before = known.get(read.source.sha256)
            if before is not None and before.rules != rules and read.source.at_hand:
                found += _rejudged(read, before)
        if opened.last:
            advance()
    gone = (
        file.path
        for file in ledger.files()
        if file.present
        and file.content.rules != rules
        and (file.path, file.content.sha256) not in seen
    )
    return Again(tuple(sorted(found, key=lambda one: one.file)), tuple(gone))


def _rejudged(read: ReadSource, known: Content) -> Iterator[Rejudged]:
    if read.submission is None:
        return
    before, after = (frozenset(f.id for f in many) for many in (known.findings, read.findings))
    yield Rejudged(
        file=read.source.name,
        place=read.submission.identity.place,
        before=known.verdict,
        after=verdict(read.findings, load_register()),
        added=tuple(finding for finding in read.findings if finding.id not in before),
        gone=tuple(finding for finding in known.findings if finding.id not in after),
    )
