"""Taking in what came back: inbox -> ledger, reading only what has not been read before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.load import SHIPPED
from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.model import Finding, Submission
from workbook.read.submission import read_file
from workbook.round.inbox import shown_name, waiting
from workbook.round.judge import date_fields, judge
from workbook.round.ledger import Content
from workbook.round.status import USABLE, counted, files_by_place, place_of, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from templates.load import Library
    from workbook.model import Verdict
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile

_SAME_TWICE = "WB010"
_SEVERAL = "WB017"
_ROOMS = ("workbook/read", "workbook/check", "workbook/ooxml", "templates", "indicators")
_RULE_ENDINGS = frozenset({".py", ".toml", ".csv"})


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file with its verdict; `file` is its name as people see it, with `/`."""

    file: str
    sha256: str
    place: str
    period: str
    verdict: Verdict
    findings: tuple[Finding, ...]


def take_in(
    collection: Round,
    ledger: Ledger,
    now: datetime,
    advance: Callable[[], None] = lambda: None,
) -> tuple[CheckedFile, ...]:
    """Read what is new in the inbox, settle every file's verdict, and keep all in the ledger.

    A file whose content was read with the same rules before is not read again. Each file is kept
    as soon as it is read, so that whoever stops the work loses none that is done.
    """
    rules = rule_fingerprint(collection)
    seen: list[tuple[str, Content]] = []
    for path in waiting(collection):
        name = shown_name(path, collection)
        content = _content(path, name, collection, ledger, (rules, stamp(now)))
        seen.append((name, content))
        advance()
    with ledger.transaction():
        ledger.clear_present()
        for name, content in seen:
            ledger.keep_file(name, content, stamp(now))
        _settle(collection, ledger)
    return tuple(_checked(file) for file in ledger.files() if file.present)


def check_paths(
    paths: Sequence[Path],
    collection: Round | None,
    library: Library,
    advance: Callable[[], None] = lambda: None,
) -> tuple[CheckedFile, ...]:
    """Verdict and findings of these files alone; nothing is kept."""
    checked: list[CheckedFile] = []
    for path in paths:
        name = shown_name(path, collection)
        submission = read(path, name, library)
        findings = judge(submission, collection, library)
        identity = submission.identity
        outcome = verdict(findings, load_register())
        checked.append(
            CheckedFile(name, submission.sha256, identity.place, identity.period, outcome, findings)
        )
        advance()
    return tuple(sorted(checked, key=lambda file: file.file))


def behind(collection: Round, ledger: Ledger) -> tuple[int, int]:
    """How far the ledger is behind the inbox: files it has not read, and files that are gone.

    A file that was saved anew under its old name has not been read.
    """
    there = {shown_name(path, collection): path for path in waiting(collection)}
    taken = {file.path: file.content.sha256 for file in ledger.files() if file.present}
    unread = sum(taken.get(name) != _hash(path) for name, path in there.items())
    return unread, len(taken.keys() - there.keys())


def rule_fingerprint(collection: Round) -> str:
    """A hash of all that decides how a file is read and judged in this round."""
    settings = collection.settings
    facts = (settings.programme, settings.version, settings.edition, settings.period)
    digest = hashlib.sha256(repr((facts, collection.places)).encode())
    tool = SHIPPED.parent
    for folder in (*(tool / room for room in _ROOMS), collection.library.folder):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _RULE_ENDINGS:
                digest.update(path.name.encode() + path.read_bytes())
    for path in (tool / "workbook" / "anchors.py", tool / "workbook" / "round" / "judge.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _content(
    path: Path, name: str, collection: Round, ledger: Ledger, mark: tuple[str, str]
) -> Content:
    """What the ledger keeps of a file, after reading it if that has not been done."""
    rules, now = mark
    known = ledger.content(_hash(path))
    if known is not None and known.rules == rules:
        return known
    submission = read(path, name, collection.library)
    findings = judge(submission, collection, collection.library)
    outcome = verdict(findings, load_register())
    content = Content(submission.sha256, rules, now, submission.identity, outcome, findings)
    with ledger.transaction():
        ledger.keep_content(submission, content, date_fields(submission, collection.library))
        ledger.keep_file(name, content, now)
    return content


def read(path: Path, name: str, library: Library) -> Submission:
    """What a file says, with the hash of its bytes even if reading it was refused at the door."""
    submission = read_file(path, name, library)
    return submission if submission.sha256 else replace(submission, sha256=_hash(path))


def _hash(path: Path) -> str:
    """The hash of a file's bytes; that of its name if the machine will not give them."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return hashlib.sha256(path.as_posix().encode()).hexdigest()


def _settle(collection: Round, ledger: Ledger) -> None:
    """Findings that come from the other files in the inbox, and the verdicts with them."""
    files = ledger.files()
    copies = _copies(files, collection)
    several = _several(files, collection)
    register = load_register()
    for file in files:
        if not file.present:
            continue
        beside = (*copies.get(file.id, ()), *several.get(file.id, ()))
        everything = (*beside, *file.content.findings)
        ledger.keep_verdict(file, verdict(everything, register), beside)


def _copies(files: Iterable[SeenFile], collection: Round) -> dict[int, tuple[Finding, ...]]:
    """A note on each file whose content came before under another name."""
    first: dict[str, str] = {}
    found: dict[int, tuple[Finding, ...]] = {}
    for file in sorted(files, key=lambda file: (file.first_seen, file.path)):
        if not file.present or not place_of(file, collection):
            continue
        earlier = first.setdefault(file.content.sha256, file.path)
        if earlier != file.path:
            found[file.id] = (Finding(_SAME_TWICE, value=earlier),)
    return found


def _several(files: Iterable[SeenFile], collection: Round) -> dict[int, tuple[Finding, ...]]:
    """A warning on the file that counts for a place, if others that differ could count too."""
    found: dict[int, tuple[Finding, ...]] = {}
    for returns in files_by_place(collection, files).values():
        usable = [file for file in returns if file.content.verdict in USABLE]
        chosen = counted(usable)
        others = tuple(file.path for file in usable if file is not chosen)
        if chosen is not None and others:
            found[chosen.id] = (Finding(_SEVERAL, value=", ".join(others)),)
    return found


def _checked(file: SeenFile) -> CheckedFile:
    who = file.content.identity
    return CheckedFile(
        file=file.path,
        sha256=file.content.sha256,
        place=who.place,
        period=who.period,
        verdict=file.verdict,
        findings=file.findings,
    )
