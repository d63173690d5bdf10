"""Which returns go back to be mended, and what there is of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from workbook.model import Submission
from workbook.read.sources import Source
from workbook.read.submission import read_source
from workbook.round.intake import bytes_of
from workbook.round.status import files_by_place, shown_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.model import Place
    from workbook.model import Finding
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile

Hindrance = Literal["", "changed", "unreadable", "gone"]
_GOES_BACK = frozenset({"rejected", "accepted_with_warnings"})


@dataclass(frozen=True, slots=True)
class ToMend:
    """A return that goes back: what it says, what was found, and its bytes if they are there.

    `hindrance`: why nothing can go back. The file was saved anew and not read since (`changed`),
    cannot be read at all, or is gone and left no answers in the ledger.
    """

    place: Place
    submission: Submission
    findings: tuple[Finding, ...]
    data: bytes | None
    hindrance: Hindrance = ""


def to_mend(collection: Round, ledger: Ledger, places: Iterable[Place]) -> tuple[ToMend, ...]:
    """The returns of these places that have something to mend or to look at, in their order."""
    files = ledger.files()
    present = files_by_place(collection, files)
    ever = files_by_place(collection, [replace(file, present=True) for file in files])
    found: list[ToMend] = []
    for place in places:
        own = present.get(place.code) or ever.get(place.code, [])
        file = shown_file(own, collection)
        if file is not None and (file.verdict in _GOES_BACK or file.verdict == "unreadable"):
            found.append(_look_up(place, file, collection, ledger))
    return tuple(found)


def _look_up(place: Place, file: SeenFile, collection: Round, ledger: Ledger) -> ToMend:
    sha256 = file.content.sha256
    kept = Submission(
        file=file.path,
        sha256=sha256,
        identity=file.content.identity,
        answers=ledger.answers([sha256])[sha256],
        findings=file.findings,
    )
    if file.verdict == "unreadable":
        return ToMend(place, kept, file.findings, None, "unreadable")
    data = bytes_of(file.path, collection)
    if data is None:
        return ToMend(place, kept, file.findings, None, "" if kept.answers else "gone")
    if hashlib.sha256(data).hexdigest() != sha256:
        return ToMend(place, kept, file.findings, None, "changed")
    submission = read_source(Source(file.path, sha256, data), collection.library)
    return ToMend(place, submission, file.findings, data)
