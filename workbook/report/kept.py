"""What regions add up to, kept beside the summary of their country until anything changes.

Each region has a file of its own, named by a fingerprint of everything that its figures depend on:
its ledger, settings, places and questions, those of the country, and every file of this program.
So what is found is what would be worked out now. A file has a checksum of itself, and whatever is
odd about it makes it as good as none. It holds plain values only, and nothing that could run.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from indicators.tables import OutputError
from workbook.compile.plain import NotPlainError, as_plain, from_plain
from workbook.report.apart import RegionFound
from workbook.report.made import content_source
from workbook.round.folder import round_state
from workbook.round.outputs import write_file
from workbook.round.state import zone_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workbook.compile.country_totals import RegionSums
    from workbook.compile.regional import RegionalReturns
    from workbook.compile.summary import Part
    from workbook.report.long_table import RegionRead
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger

    Reader = Callable[[Round, Ledger], RegionalReturns]
    SumsRead = tuple[RegionSums, Mapping[str, bytes]]
    AddUp = Callable[[RegionalReturns], SumsRead]

FOLDER = ".kept-INTERNAL"
_ENDING = ".json"
_SUMS = "-sums"


@dataclass(frozen=True, slots=True)
class KeptRegion:
    """What the round of a region adds to its country, without its answers.

    `files`: checksums of its part of the long table by name; None where nobody wanted that.
    """

    returned: RegionalReturns
    part: Part
    files: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class KeptSums:
    """What the round of a region adds to totals alone; `files` as in `KeptRegion`."""

    sums: RegionSums
    files: Mapping[str, str] | None


Kept = TypeVar("Kept", KeptRegion, KeptSums)


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A region that is being worked out: its key, and what was read of its round."""

    key: str
    collection: Round
    returned: RegionalReturns


class KeptRegions:
    """The regions of one country, as the folder of its summary keeps them.

    `standing`: parts of the long table, by name, that need not be written again.
    """

    def __init__(self, folder: Path, country: object, long_table: Path | None = None) -> None:
        """`country`: all that decides beside the rounds; `long_table`: where it goes if wanted."""
        self._folder = folder / FOLDER
        self._country = content_source(country)
        self._long_table = long_table
        self._awaited: dict[int, _Awaited] = {}
        self._used: set[str] = set()
        self.standing: set[str] = set()

    def returned(
        self, number: int, collection: Round, ledger: Ledger, read: Reader
    ) -> RegionalReturns:
        """What counts in a round, with what it adds up to if that is kept; `number`: of the round.

        Nobody can change the ledger between the look at it and what `read` takes from it.
        """
        with ledger.unchanging() as state:
            key = self._key(number, collection, state)
            known = self._find(key, key, KeptRegion) if key else None
            if known is not None:
                self._used.add(key)
                self.standing |= set(known.files or ())
                return replace(known.returned, known=known.part)
            returned = read(collection, ledger)
        if key:
            self._awaited[number] = _Awaited(key, collection, replace(returned, returns=()))
        return returned

    def keep(self, number: int, found: RegionRead) -> None:
        """Keep what the round of this number adds up to; without room on the disk it is not."""
        awaited = self._awaited.pop(number, None)
        # What was changed while it was being read may have been read half before, half after.
        if awaited is None or round_state(awaited.collection.folder) != awaited.collection.state:
            return
        region = KeptRegion(awaited.returned, found.part, self._checksums(found.files))
        self._write(awaited.key, awaited.key, region)

    def sums(
        self, number: int, collection: Round, ledger: Ledger, read: Reader, add_up: AddUp
    ) -> SumsRead:
        """What a round adds to totals, and what has to be written of the long table.

        `read` and `add_up` find it if it is not kept; of the ledger nothing is changed meanwhile.
        """
        with ledger.unchanging() as state:
            key = self._key(number, collection, state)
            known = self._find(key, key + _SUMS, KeptSums) if key else None
            if known is not None:
                self._used.add(key)
                self.standing |= set(known.files or ())
                return known.sums, {}
            returned = read(collection, ledger)
            found = RegionFound(state, replace(returned, returns=()), add_up(returned))
        return self.keep_sums(number, collection, found)

    def lacks(self, number: int, collection: Round, ledger: Ledger, *, sums: bool = False) -> bool:
        """Whether nothing is kept of the round of this number; `sums`: of totals alone."""
        with ledger.unchanging() as state:
            key = self._key(number, collection, state)
        return not key or not self._path(key + (_SUMS if sums else "")).is_file()

    def keep_region(
        self, number: int, collection: Round, found: RegionFound[RegionRead]
    ) -> RegionalReturns:
        """Keep what was found elsewhere; as if it had been kept."""
        if key := self._key(number, collection, found.ledger):
            self._awaited[number] = _Awaited(key, collection, found.returned)
            self.keep(number, found.added)
        return replace(found.returned, known=found.added.part)

    def keep_sums(self, number: int, collection: Round, found: RegionFound[SumsRead]) -> SumsRead:
        """The same of totals alone."""
        sums, files = found.added
        key = self._key(number, collection, found.ledger)
        if key and round_state(collection.folder) == collection.state:
            self._write(key, key + _SUMS, KeptSums(sums, self._checksums(files)))
        return found.added

    def tidy(self) -> None:
        """Take away what nothing was found in: it is of what was before."""
        for path in self._folder.glob(f"*{_ENDING}"):
            if path.stem.removesuffix(_SUMS) not in self._used:
                with suppress(OSError):
                    path.unlink()

    def _key(self, number: int, collection: Round, ledger: str) -> str:
        """A fingerprint of all that the figures depend on; empty if some of it is not known."""
        zone = collection.settings.time_zone
        facts = (collection.state, ledger, zone_state(zone))
        if not all(facts):
            return ""
        return _hash(repr((self._country, number, zone, *facts)).encode())

    def _checksums(self, files: Mapping[str, bytes]) -> Mapping[str, str] | None:
        if self._long_table is None:
            return None
        return {name: _hash(data) for name, data in files.items()}

    def _write(self, key: str, name: str, region: object) -> None:
        """Keep this under a name; without room nothing is kept."""
        told = {"key": key, "region": as_plain(region)}
        body = json.dumps(told, separators=(",", ":")).encode()
        with suppress(OutputError):
            write_file(self._path(name), _hash(body).encode() + b"\n" + body)
            self._used.add(key)

    def _find(self, key: str, name: str, kind: type[Kept]) -> Kept | None:
        """What is kept under this name, if it is whole, and its part of the long table too."""
        with suppress(OSError, ValueError, LookupError, TypeError, RecursionError, NotPlainError):
            checksum, _, body = self._path(name).read_bytes().partition(b"\n")
            if checksum != _hash(body).encode():
                return None
            told = json.loads(body)
            region = from_plain(told["region"]) if told["key"] == key else None
            if isinstance(region, kind) and self._stands(region.files):
                return region
        return None

    def _stands(self, files: Mapping[str, str] | None) -> bool:
        """Whether the part of the long table lies there as it was written, if it is wanted."""
        if self._long_table is None:
            return True
        if files is None:
            return False
        return all(
            _hash((self._long_table / name).read_bytes()) == checksum
            for name, checksum in files.items()
        )

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_ENDING}"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
