"""Which returns go back to be mended, and what there is of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from workbook.model import Submission
from workbook.read.sources import Source
from workbook.round.decisions import NOTHING_DECIDED, standings
from workbook.round.intake import bytes_of
from workbook.round.older_files import kept_answers, read_return
from workbook.round.status import counted, files_by_place, shown_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.model import Place
    from workbook.model import Finding
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile

Hindrance = Literal["", "changed", "unreadable", "gone"]
_GOES_BACK = frozenset({"rejected", "accepted_with_warnings", "unreadable"})


@dataclass(frozen=True, slots=True)
class ToMend:
    """A return that goes back: what it says, what was found, and its bytes if they are there.

    `hindrance`: why nothing can go back. The file was saved anew and not read since (`changed`),
    cannot be read at all, or is gone and left no answers in the ledger. `reopened`: it goes back
    because somebody decided so, be there something marked in it or not.
    """

    place: Place
    submission: Submission
    findings: tuple[Finding, ...]
    data: bytes | None
    hindrance: Hindrance = ""
    reopened: bool = False


def to_mend(collection: Round, ledger: Ledger, places: Iterable[Place]) -> tuple[ToMend, ...]:
    """The returns of these places that have something to mend or to look at, in their order.

    What somebody accepted as it is does not go back, nor anything of a place that is excluded.
    """
    known = _files_ever(collection, ledger)
    held = standings(ledger.decisions())
    found: list[ToMend] = []
    for place in places:
        own = known.get(place.code, [])
        standing = held.get(place.code, NOTHING_DECIDED)
        file = shown_file(own, collection, standing)
        if file is None or standing.excluded is not None:
            continue
        counts = counted(own, collection, standing) is not None
        word = standing.word_on(own)
        reopened = not counts and word is not None and word.kind == "reopen"
        settled = counts and file.verdict == "rejected"
        if reopened or (file.verdict in _GOES_BACK and not settled):
            one = _look_up(place, file, collection, ledger)
            found.append(replace(one, reopened=reopened))
    return tuple(found)


def shown_returns(collection: Round, ledger: Ledger) -> dict[str, SeenFile]:
    """The return that each place is judged by and answered on, by the code of the place."""
    held = standings(ledger.decisions())
    shown = {
        code: shown_file(own, collection, held.get(code, NOTHING_DECIDED))
        for code, own in _files_ever(collection, ledger).items()
    }
    return {code: file for code, file in shown.items() if file is not None}


def _files_ever(collection: Round, ledger: Ledger) -> dict[str, list[SeenFile]]:
    """The files of each place that are in the inbox, or those that were, if none is there now."""
    files = ledger.files()
    ever = files_by_place(collection, [replace(file, present=True) for file in files])
    return ever | files_by_place(collection, files)


def _look_up(place: Place, file: SeenFile, collection: Round, ledger: Ledger) -> ToMend:
    sha256 = file.content.sha256
    kept = Submission(
        file=file.path,
        sha256=sha256,
        identity=file.content.identity,
        answers=kept_answers(collection, ledger, [(place.level, file)])[sha256],
        findings=file.findings,
    )
    if file.verdict == "unreadable":
        return ToMend(place, kept, file.findings, None, "unreadable")
    data = bytes_of(file.path, collection)
    if data is None:
        return ToMend(place, kept, file.findings, None, "" if kept.answers else "gone")
    if hashlib.sha256(data).hexdigest() != sha256:
        return ToMend(place, kept, file.findings, None, "changed")
    submission = read_return(Source(file.path, sha256, data), collection.library)
    return ToMend(place, submission, file.findings, data)
