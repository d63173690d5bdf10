"""Opening one file from the inbox: what is in it, what each part says, and what the rules find.

This is the step that no other file has a part in, so that it can be done anywhere. Whoever only
asks for it to be done imports nothing of reading.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from workbook.read.refusal import READING_STOPPED, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from templates.load import Library
    from workbook.model import Finding, Submission, Verdict
    from workbook.read.sources import Source
    from workbook.round.folder import Round

AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What files are read and judged with; without a round each is held to what it says it is.

    `judging`: otherwise they are only read, by the names that they use themselves. `answers`:
    otherwise what is read is judged and left out.
    """

    library: Library
    collection: Round | None = None
    judging: bool = True
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """A file to open; `name`: as people see it.

    `known`: hashes of contents that need not be read. `first`, `most`: which files of an archive
    or mail are meant. `listing`: only say what there is.
    """

    path: Path
    name: str
    known: AbstractSet[str] = frozenset()
    first: int = 0
    most: int = AT_A_TIME
    listing: bool = False


@dataclass(frozen=True, slots=True)
class ReadSource:
    """One file, be it in an archive, without its bytes; nothing is said of a known content.

    `verdict`: by these findings; left out where they are not judged, or where reading was stopped.
    """

    source: Source
    submission: Submission | None = None
    findings: tuple[Finding, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a job found: the hash of the whole file, and what was read.

    `name`: that of the job. `last`: there are no more files in it after these.
    """

    name: str
    sha256: str
    sources: tuple[ReadSource, ...]
    last: bool = True

    @property
    def read(self) -> tuple[tuple[Submission, tuple[Finding, ...]], ...]:
        """What each file says, and what was found in it."""
        return tuple((one.submission, one.findings) for one in self.sources if one.submission)


def open_file(job: Job, yardstick: Yardstick) -> Opened:
    """Do a job. Never raises for anything in the file, but may take long, or too much memory."""
    from workbook.read.sources import find_sources

    found = find_sources(job.path, job.name)
    if job.listing:
        listed = tuple(ReadSource(replace(source, data=b"")) for source in found.sources)
        return Opened(job.name, found.sha256, listed)
    end = job.first + job.most
    read = tuple(_read(source, job, yardstick) for source in found.sources[job.first : end])
    return Opened(job.name, found.sha256, read, end >= len(found.sources))


def prepare(yardstick: Yardstick) -> None:
    """Import and read what every file needs, so that what splits from this process has it.

    Mistakes in definitions are told by whoever needs them.
    """
    if not yardstick.judging:
        return
    from workbook.check.register import load_register

    load_register()
    collection = yardstick.collection
    if collection is not None:
        with suppress(ToolError):
            for level in {place.level for place in collection.places}:
                collection.definition(level)


def stopped(source: Source, why: str) -> ReadSource:
    """A file whose reading was stopped; `why`: `time`, `memory` or, for anything else, `ended`."""
    from workbook.read.submission import refused

    submission = refused(source, refuse(READING_STOPPED, "why", why))
    return ReadSource(source, submission, submission.findings)


def was_stopped(findings: Iterable[Finding]) -> bool:
    """Whether reading took too much here and now: another time or machine may read the file."""
    return any(found.code == READING_STOPPED and found.parameters for found in findings)


def _read(source: Source, job: Job, yardstick: Yardstick) -> ReadSource:
    kept = replace(source, data=b"")
    if source.at_hand and source.sha256 in job.known:
        return ReadSource(kept)
    if not yardstick.judging:
        from workbook.read.submission import read_source

        return ReadSource(kept, read_source(source, yardstick.library))
    from workbook.check.register import load_register
    from workbook.check.verdict import verdict
    from workbook.round.judge import judge
    from workbook.round.older_files import read_return

    submission = read_return(source, yardstick.library)
    findings = judge(submission, yardstick.collection, yardstick.library)
    if not yardstick.answers:
        submission = replace(submission, answers=(), filled_in=(), findings=(), explanations=())
    return ReadSource(kept, submission, findings, verdict(findings, load_register()))
