"""Taking in what came back: inbox -> ledger, reading only what has not been read before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.read.containers import INSIDE
from workbook.read.kinds import WORKBOOK_ENDINGS, ending_of
from workbook.read.sources import Source, find_sources, fingerprint, hash_of_name
from workbook.round.beside import settle
from workbook.round.checking import CheckedFile, named_place
from workbook.round.inbox import named_waiting, shown_name, waiting
from workbook.round.judge import date_fields
from workbook.round.ledger import Content
from workbook.round.opening import Job, Yardstick, was_stopped
from workbook.round.received import stamp
from workbook.round.rules import rule_set
from workbook.round.workers import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile
    from workbook.round.ledger_journal import RuleSet
    from workbook.round.opening import Opened, ReadSource
    from workbook.round.workers import Reader


# Writing each file to the disk by itself would take longer than reading it.
_SECONDS_TOGETHER = 0.5


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over the inbox: its rules, whether others are to yield, and what is known so far.

    `sighted`: when each file was first found, by its name and hash.
    """

    rules: RuleSet
    again: bool
    known: dict[str, Content]
    sighted: Mapping[tuple[str, str], str]

    def moment(self, found: Source | Opened) -> str:
        """When a file was first found."""
        return self.sighted.get((found.name, found.sha256), self.rules.first_used)

    def need_not_be_read(self, sha256: str) -> bool:
        """Whether this content has been read and judged for good."""
        content = self.known.get(sha256)
        if content is None or was_stopped(content.findings):
            return False
        return content.rules == self.rules.fingerprint or not self.again


def take_in(
    collection: Round,
    ledger: Ledger,
    now: datetime,
    advance: Callable[[], None] = lambda: None,
    *,
    again: bool = False,
    files: Reader | None = None,
) -> tuple[CheckedFile, ...]:
    """Read what is new in the inbox, settle every file's verdict, and keep all in the ledger.

    A file whose content was read before is not read again, unless the rules have changed and
    `again` says so. Each file is kept as soon as it is read, so that whoever stops the work loses
    none that is done; only if it is killed may those of the last moment have to be read again. All
    are noted with their time before the first is read: what came together
    has come at one time, even if the work is stopped between them. `files`: what opens them;
    without it, this process does.
    """
    files = files or InProcess(Yardstick(collection.library, collection))
    rules, paths = rule_set(collection, stamp(now)), named_waiting(collection)
    with ledger.transaction():
        ledger.keep_rule_set(rules)
        sighted = _sighted(paths, ledger, rules.first_used)
    run = _Run(rules, again, ledger.contents(), sighted)
    known, jobs = _split(paths, run)
    seen = [(source, content, run.moment(source)) for source, content in known]
    for _ in known:
        advance()
    containers: dict[str, str] = {}
    with ledger.together(_SECONDS_TOGETHER) as write_if_due:
        for opened in files.read(jobs):
            moment = run.moment(opened)
            seen += [
                (read.source, _keep(read, moment, run, (collection, ledger)), moment)
                for read in opened.sources
            ]
            if any(read.source.name != opened.name for read in opened.sources):
                containers[opened.name] = opened.sha256
            write_if_due()
            if opened.last:
                advance()
    with ledger.transaction():
        ledger.clear_present()
        for source, content, moment in seen:
            ledger.keep_file(source.name, content, moment, source.received)
        for name, sha256 in containers.items():
            ledger.keep_container(name, sha256)
        settle(collection, ledger)
    return checked_files(collection, ledger)


def checked_files(collection: Round, ledger: Ledger) -> tuple[CheckedFile, ...]:
    """The files in the inbox with their verdicts, as the ledger knows them."""
    return tuple(_checked(file, collection) for file in ledger.files() if file.present)


def bytes_of(name: str, collection: Round) -> bytes | None:
    """The bytes of a file that the ledger names, be it in an archive; None if it is gone."""
    outer = name.partition(INSIDE)[0]
    direct = collection.folder / outer
    # A name with signs that are no text is shown otherwise than it is written.
    for path in (direct,) if direct.exists() else waiting(collection):
        if shown_name(path, collection) == outer:
            sources = find_sources(path, outer).sources
            return next((s.data for s in sources if s.name == name and s.refusal is None), None)
    return None


def behind(collection: Round, ledger: Ledger) -> tuple[int, int]:
    """How far the ledger is behind the inbox: files it has not read, and files that are gone.

    A file that was saved anew under its old name has not been read. Archives and mails count as
    one file.
    """
    there = dict(named_waiting(collection))
    taken = {file.path: file.content.sha256 for file in ledger.files() if file.present}
    taken = {name: sha256 for name, sha256 in taken.items() if INSIDE not in name}
    taken |= ledger.containers()
    unread = sum(taken.get(name) != fingerprint(path, name) for name, path in there.items())
    return unread, len(taken.keys() - there.keys())


def _sighted(
    paths: Iterable[tuple[str, Path]], ledger: Ledger, now: str
) -> dict[tuple[str, str], str]:
    """When each file was first found in the inbox, by its name and the hash of all of it."""
    found: dict[tuple[str, str], str] = {}
    for name, path in paths:
        sha256 = fingerprint(path, name)
        found[name, sha256] = ledger.sight(name, sha256, now)
    return found


def _split(
    paths: Iterable[tuple[str, Path]], run: _Run
) -> tuple[list[tuple[Source, Content]], list[Job]]:
    """The files whose content is known, and those to open."""
    hashes = dict(run.sighted.keys())
    settled = frozenset(filter(run.need_not_be_read, run.known))
    known: list[tuple[Source, Content]] = []
    jobs: list[Job] = []
    for name, path in paths:
        sha256 = hashes[name]
        if run.need_not_be_read(sha256) and sha256 != hash_of_name(name):
            known.append((Source(name, sha256), run.known[sha256]))
        else:
            # In an archive or a mail there may be files that are known.
            plain = ending_of(name) in WORKBOOK_ENDINGS
            jobs.append(Job(path, name, frozenset() if plain else settled))
    return known, jobs


def _keep(read: ReadSource, moment: str, run: _Run, where: tuple[Round, Ledger]) -> Content:
    """What the ledger keeps of a file, after writing it down if that has not been done."""
    source, submission = read.source, read.submission
    if submission is None or (source.at_hand and run.need_not_be_read(source.sha256)):
        return run.known[source.sha256]
    collection, ledger = where
    before = run.known.get(source.sha256)
    content = Content(
        sha256=submission.sha256,
        rules=run.rules.fingerprint,
        first_seen=before.first_seen if before is not None else moment,
        judged=run.rules.first_used,
        identity=submission.identity,
        verdict=verdict(read.findings, load_register()),
        findings=read.findings,
        check_code=submission.check_code,
    )
    with ledger.transaction():
        ledger.keep_content(submission, content, date_fields(submission, collection.library))
        ledger.keep_file(source.name, content, moment, source.received)
    run.known[source.sha256] = content
    return content


def _checked(file: SeenFile, collection: Round) -> CheckedFile:
    who = file.content.identity
    return CheckedFile(
        file=file.path,
        sha256=file.content.sha256,
        place=who.place or file.evidence or named_place(file.path, file.verdict, collection),
        period=who.period,
        verdict=file.verdict,
        findings=file.findings,
        check_code=file.content.check_code,
    )
