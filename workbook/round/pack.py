"""One archive of a round: what was asked, what came, what was decided and what was made of it.

The same round gives the same bytes. Inside, all names are relative; mails are taken apart, so that
no address of a sender lies in it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from indicators.tables import OutputError
from workbook.read.sources import find_sources
from workbook.round.evidence import FOLDER
from workbook.round.folder import LEDGER_FILE, PLACES_FILE
from workbook.round.inbox import shown_name, waiting, walk
from workbook.round.last_year import LAST_YEAR_FILE
from workbook.round.renewal import SUCCESSORS_FILE
from workbook.round.swap import DEFINITIONS, ROUND_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger

CHECKSUMS = "checksums.sha256"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o644 << 16
# Letters and lists of whom to send what have addresses in them.
_WITH_ADDRESSES = (".eml", ".msg", ".txt", "send-list.xlsx")
_OWN_FILES = (ROUND_FILE, PLACES_FILE, LAST_YEAR_FILE, SUCCESSORS_FILE)


def round_files(collection: Round, ledger: Ledger) -> dict[str, bytes]:
    """The content of each file that goes into the archive, by its name there."""
    own = [collection.folder / name for name in _OWN_FILES]
    found = {path.name: _read(path) for path in own if path.is_file()}
    for folder in packed_folders(collection):
        found |= _folder(folder, collection)
    found |= dict(_inputs(collection, ledger))
    found[LEDGER_FILE] = ledger.copy_bytes()
    return found


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files with their checksums; files in the order of their names."""
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in sorted({**files, CHECKSUMS: sums.encode()}.items()):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _RIGHTS
            archive.writestr(entry, data)
    return target.getvalue()


def packed_folders(collection: Round) -> tuple[Path, ...]:
    """The folders of a round from which files are taken as they are."""
    evidence, definitions = collection.folder / FOLDER, collection.folder / DEFINITIONS
    return (definitions, evidence, collection.returned, collection.summary)


def _folder(folder: Path, collection: Round) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(collection.folder).as_posix(): _read(path)
        for path in walk(folder)
        if path.is_file() and not path.is_symlink() and not _is_letter(path.name)
    }


def _inputs(collection: Round, ledger: Ledger) -> Iterator[tuple[str, bytes]]:
    """What the ledger knows to lie in the inbox, each file of an archive or mail by itself."""
    known = {(file.path, file.content.sha256) for file in ledger.files() if file.present}
    for path in waiting(collection):
        for source in find_sources(path, shown_name(path, collection)).sources:
            is_known = (source.name, source.sha256) in known and source.refusal is None
            if is_known and not _is_letter(source.name):
                yield source.name, source.data


def _is_letter(name: str) -> bool:
    return name.lower().endswith(_WITH_ADDRESSES)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path} could not be read: {error.strerror or error}; mend that and run again"
        raise OutputError(msg) from error
