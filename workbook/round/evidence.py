"""PDFs and photos: kept beside the workbook that they belong to, if one can be told."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from indicators.tables import OutputError
from workbook.read.containers import INSIDE
from workbook.read.kinds import EVIDENCE
from workbook.read.refusal import OTHER_FORMAT
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from templates.model import Place
    from workbook.model import Finding
    from workbook.round.folder import Round

KEPT = "WB018"
FOLDER = "evidence"
_DIGITS = 8
_NOT_IN_NAMES = re.compile(r"[^\w. -]+")
_LONGEST_NAME = 80


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


def codes_in_file_name(path: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes that stand as whole words in the name of the file itself."""
    name = path.rpartition("/")[2]
    words = frozenset("".join(sign if sign.isalnum() else " " for sign in name).split())
    return tuple(code for code in codes if code in words)


class Homes:
    """Where workbooks lie, so that the place of a scan can be told.

    `root`: the folder where everything is dropped, so that lying there together says nothing. Only
    folders and archives with their place are kept, not the files.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._codes: set[str] = set()
        # Empty where workbooks of several places lie.
        self._homes: dict[str, str] = {}

    def add(self, path: str, place: str) -> None:
        """A workbook of this place that can be read."""
        self._codes.add(place)
        for home in _homes(path, self._root):
            if self._homes.setdefault(home, place) != place:
                self._homes[home] = ""

    def place_of(self, scan: str) -> str:
        """The place that a scan belongs to, or none."""
        if place := code_in_name(scan, self._codes):
            return place
        nearest = (self._homes[home] for home in _homes(scan, self._root) if home in self._homes)
        return next(nearest, "")


def places_of_scans(
    scans: Iterable[str], workbooks: Mapping[str, str], root: str
) -> dict[str, str]:
    """The place that each scan belongs to, by its path; those that belong to none are left out.

    `workbooks`: the place of each workbook that can be read, by its path. `root`: see `Homes`.
    """
    homes = Homes(root)
    for path, place in workbooks.items():
        homes.add(path, place)
    return {path: place for path in scans if (place := homes.place_of(path))}


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


def keep_evidence(collection: Round, place: Place, file: Path) -> str:
    """Copy a document into the round; its name there, relative to the round.

    The name begins with the place's code and some digits of its content, so that two documents of
    one name lie side by side and one document twice lies there once.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        msg = f"{file} could not be read: {error.strerror or error}"
        raise OutputError(msg) from error
    digits = hashlib.sha256(data).hexdigest()[:_DIGITS]
    name = _NOT_IN_NAMES.sub("_", file.name)[-_LONGEST_NAME:]
    path = collection.folder / FOLDER / f"{place.code}-{digits}-{name}"
    write_file(path, data)
    return f"{FOLDER}/{path.name}"
