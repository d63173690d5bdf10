"""Checking files that somebody names: each is told as soon as it is read, and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook.round.evidence import Homes, code_in_name, is_scan
from workbook.round.inbox import shown_name
from workbook.round.naming import kept, misnamed
from workbook.round.opening import Job, Yardstick
from workbook.round.workers import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from templates.load import Library
    from workbook.model import Finding, Verdict
    from workbook.round.folder import Round
    from workbook.round.opening import ReadSource
    from workbook.round.workers import Reader


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file with its verdict; `file` is its name as people see it, with `/`.

    `check_code`: to be held against a signed page; empty for what is no workbook of ours.
    """

    file: str
    sha256: str
    place: str
    period: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    check_code: str = ""


def check_paths(
    paths: Iterable[Path],
    collection: Round | None,
    library: Library,
    advance: Callable[[], None] = lambda: None,
    files: Reader | None = None,
) -> Iterator[CheckedFile]:
    """Verdict and findings of these files alone, one after the other.

    PDFs and photos come last: only when all is read is it known which workbook they lie beside.
    """
    files = files or InProcess(Yardstick(library, collection, answers=False))
    homes = Homes(collection.inbox.name if collection is not None else "")
    scans: list[CheckedFile] = []
    for opened in files.read(Job(path, shown_name(path, collection)) for path in paths):
        for read in sorted(opened.sources, key=lambda one: one.source.name):
            checked = _judged(read, collection)
            if is_scan(checked.findings):
                scans.append(checked)
                continue
            if checked.place and checked.verdict != "unreadable":
                homes.add(checked.file, checked.place)
            yield checked
        if opened.last:
            advance()
    for scan in scans:
        yield _beside(scan, homes.place_of(scan.file), collection)


def named_place(path: str, outcome: Verdict, collection: Round | None) -> str:
    """The place at whose door a file is laid that cannot be read itself."""
    if outcome != "unreadable" or collection is None:
        return ""
    return code_in_name(path, (place.code for place in collection.places))


def _beside(scan: CheckedFile, place: str, collection: Round | None) -> CheckedFile:
    """A PDF or photo beside the workbook of this place has a note instead of a fault."""
    if not place:
        return scan
    note = kept(place, collection)
    return replace(scan, place=place, verdict=_verdict([note]), findings=(note,))


def _judged(read: ReadSource, collection: Round | None) -> CheckedFile:
    submission = read.submission
    assert submission is not None  # noqa: S101 - every content is read
    who = submission.identity
    named = misnamed(submission.file, who.place, collection)
    findings = read.findings + named
    outcome = _verdict(findings) if named or read.verdict is None else read.verdict
    return CheckedFile(
        file=submission.file,
        sha256=submission.sha256,
        place=who.place or named_place(submission.file, outcome, collection),
        period=who.period,
        verdict=outcome,
        findings=findings,
        check_code=submission.check_code,
    )


def _verdict(findings: Iterable[Finding]) -> Verdict:
    """Worked out here only if what was found is not all; the rules are imported late."""
    from workbook.check.register import load_register
    from workbook.check.verdict import verdict

    return verdict(findings, load_register())
