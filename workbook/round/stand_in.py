"""Files that nobody has to look at any more, because another return of their place stands for them.

What is left to look at are the return that counts and the newest one; where a correction came that
is worse than what it corrects, these are two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from workbook.round.decisions import NOTHING_DECIDED, standings
from workbook.round.naming import OTHER_NAME
from workbook.round.status import counted, files_by_place, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile

Why = Literal["counts", "newer", "copy"]


@dataclass(frozen=True, slots=True)
class StandIn:
    """The return that stands for a file: it counts, or is newer, or says the same."""

    file: str
    why: Why


def stand_ins(collection: Round, ledger: Ledger) -> Mapping[str, StandIn]:
    """For each file that another return of its place stands for, that return; by name."""
    files = [file for file in ledger.files() if file.present]
    held = standings(ledger.decisions())
    everything: dict[str, list[SeenFile]] = {}
    for file in files:
        everything.setdefault(place_of(file, collection), []).append(file)
    found: dict[str, StandIn] = {}
    for code, own in files_by_place(collection, files).items():
        best = counted(own, collection, held.get(code, NOTHING_DECIDED))
        newest = own[-1]
        found |= {
            file.path: StandIn(best.path, "counts") if best else StandIn(newest.path, "newer")
            for file in own
            if file is not best and file is not newest and not _is_misnamed(file)
        }
        first = {file.content.sha256: file.path for file in own}
        found |= {
            file.path: StandIn(first[file.content.sha256], "copy")
            for file in everything[code]
            if first.get(file.content.sha256) != file.path and not _is_misnamed(file)
        }
    return found


def _is_misnamed(file: SeenFile) -> bool:
    """Whether it may belong to another place, which would go on waiting for it unseen."""
    return any(found.code == OTHER_NAME for found in file.findings)
