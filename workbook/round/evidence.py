"""PDFs and photos: kept beside the workbook that they belong to, if one can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.read.containers import INSIDE
from workbook.read.kinds import EVIDENCE
from workbook.read.refusal import OTHER_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workbook.model import Finding

KEPT = "WB018"


def is_scan(findings: Iterable[Finding]) -> bool:
    """Whether a file was found to be a PDF or photo."""
    return any(
        found.code == OTHER_FORMAT and dict(found.parameters).get("ending") in EVIDENCE
        for found in findings
    )


def code_in_name(path: str, codes: Iterable[str]) -> str:
    """The code that the name begins with, or else that of what it lies in; empty if none does.

    A code ends where the word does, so that none is taken for the beginning of a longer one.
    """
    known = tuple(codes)
    for part in reversed(path.split("/")):
        called = [
            code for code in known if part.startswith(code) and not part[len(code) :][:1].isalnum()
        ]
        if called:
            return max(called, key=len)
    return ""


def places_of_scans(
    scans: Iterable[str], workbooks: Mapping[str, str], root: str
) -> dict[str, str]:
    """The place that each scan belongs to, by its path; those that belong to none are left out.

    `workbooks`: the place of each workbook that can be read, by its path. `root`: the folder where
    everything is dropped, so that lying there together says nothing.
    """
    homes: dict[str, set[str]] = {}
    for path, place in workbooks.items():
        for home in _homes(path, root):
            homes.setdefault(home, set()).add(place)
    codes = set(workbooks.values())
    found: dict[str, str] = {}
    for path in scans:
        nearest = next((homes[home] for home in _homes(path, root) if home in homes), set())
        place = code_in_name(path, codes) or (min(nearest) if len(nearest) == 1 else "")
        if place:
            found[path] = place
    return found


def _homes(path: str, root: str) -> Iterator[str]:
    """What a file lies in: its folder, then each archive and mail around it."""
    folder = path.rpartition("/")[0]
    if folder != root:
        yield folder
    outer = path
    while INSIDE in outer:
        outer = outer.rpartition(INSIDE)[0]
        if f"{outer}!" != folder:
            yield f"{outer}!"
