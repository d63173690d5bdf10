"""What is found by looking at files side by side: copies, several returns, scans, names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.model import Finding
from workbook.round.decisions import NOTHING_DECIDED, standings
from workbook.round.evidence import is_scan, places_of_scans
from workbook.round.naming import SEVERAL, kept, misnamed
from workbook.round.status import USABLE, counted, files_by_place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile

_SAME_TWICE = "WB010"


def settle(collection: Round, ledger: Ledger) -> None:
    """Findings that come from names, other files and decisions, and the verdicts with them."""
    files = [replace(file, verdict=file.content.verdict, evidence="") for file in ledger.files()]
    copies = _copies(files, collection)
    several = _several(files, collection, ledger)
    scans = _scans(files, collection)
    register = load_register()
    for file in files:
        if not file.present:
            continue
        if place := scans.get(file.path, ""):
            note = kept(place, collection)
            ledger.keep_verdict(file, verdict([note], register), (note,), place)
            continue
        named = misnamed(file.path, file.content.identity.place, collection)
        beside = (*copies.get(file.id, ()), *several.get(file.id, ()), *named)
        everything = (*beside, *file.content.findings)
        ledger.keep_verdict(file, verdict(everything, register), beside)


def _scans(files: Iterable[SeenFile], collection: Round) -> dict[str, str]:
    """The place of each PDF or photo that lies beside its workbook, by its path."""
    present = [file for file in files if file.present]
    workbooks = {
        file.path: place
        for file in present
        if file.content.verdict != "unreadable" and (place := place_of(file, collection))
    }
    scans = [file.path for file in present if is_scan(file.content.findings)]
    return places_of_scans(scans, workbooks, collection.inbox.name)


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


def _several(
    files: Iterable[SeenFile], collection: Round, ledger: Ledger
) -> dict[int, tuple[Finding, ...]]:
    """A warning on the file that counts for a place, if others that differ could count too.

    What lay there when somebody decided which one counts is not asked about again. A file that was
    only saved anew has the same answers, and so there is nothing to ask.
    """
    held = standings(ledger.decisions())
    rivals: list[tuple[SeenFile, list[SeenFile]]] = []
    for code, returns in files_by_place(collection, files).items():
        word = held.get(code, NOTHING_DECIDED).word_on(returns)
        known = word.contents_seen if word is not None else 0
        usable = [
            file
            for file in returns
            if file.content.verdict in USABLE and file.content.number > known
        ]
        chosen = counted(usable, collection)
        others = [file for file in usable if file is not chosen]
        if chosen is not None and others:
            rivals.append((chosen, others))
    said = _said((file for chosen, others in rivals for file in (chosen, *others)), ledger)
    found: dict[int, tuple[Finding, ...]] = {}
    for chosen, others in rivals:
        same = said[chosen.content.sha256]
        names = [file.path for file in others if said[file.content.sha256] != same]
        if names:
            found[chosen.id] = (Finding(SEVERAL, value=", ".join(names)),)
    return found


def _said(files: Iterable[SeenFile], ledger: Ledger) -> dict[str, frozenset[tuple[object, ...]]]:
    """What each content answers, wherever the answers stand in it."""
    answers = ledger.answers({file.content.sha256 for file in files})
    return {
        sha256: frozenset((one.sheet, one.row, one.field, one.state, one.value) for one in own)
        for sha256, own in answers.items()
    }
