"""What a round's archive holds, read with care: somebody else has made it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indicators.tables import OutputError, ToolError
from workbook.round.folder import LEDGER_FILE, PLACES_FILE
from workbook.round.outputs import write_file
from workbook.round.pack import CHECKSUMS
from workbook.round.swap import DEFINITIONS, ROUND_FILE

if TYPE_CHECKING:
    from pathlib import Path

MAXIMUM_MEMBERS = 50_000
MAXIMUM_MEMBER = 300 * 1024 * 1024
MAXIMUM_INFLATED = 2 * 1024 * 1024 * 1024
_MEBIBYTE = 1024 * 1024
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
# What a country needs of a round; what came in and went out stays in the archive.
_WANTED = (ROUND_FILE, PLACES_FILE, LEDGER_FILE, f"{DEFINITIONS}/", "summary/")
_NEEDED = (ROUND_FILE, PLACES_FILE)


def unpack_round(archive: Path, target: Path) -> Path:
    """Write a round's own files from its archive into a folder; no name leads out of it.

    A `ToolError` if it is no archive of a round, too large, or not what its checksums say.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = _entries(opened, archive)
            sums = _checksums(opened, entries, archive)
            for name, entry in entries.items():
                if name.startswith(_WANTED):
                    data = _content(opened, entry, archive)
                    if hashlib.sha256(data).hexdigest() != sums.get(name):
                        msg = f"{archive.name}: {name} is not what was packed; ask for it again"
                        raise ToolError(msg)
                    write_file(target.joinpath(*PurePosixPath(name).parts), data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        msg = f"{archive.name} is no archive that can be opened ({error}); ask for it again"
        raise ToolError(msg) from error
    except OSError as error:
        msg = f"{archive} could not be read: {error.strerror or error}"
        raise OutputError(msg) from error
    return target


def _entries(opened: zipfile.ZipFile, archive: Path) -> dict[str, zipfile.ZipInfo]:
    """The files by name, once it is sure that they fit and that each has a name of its own."""
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    inflated = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    if len(entries) > MAXIMUM_MEMBERS or inflated > MAXIMUM_INFLATED or largest > MAXIMUM_MEMBER:
        msg = f"{archive.name} would unfold to {inflated // _MEBIBYTE} MiB; no round is as large"
        raise ToolError(msg)
    found = {entry.filename: entry for entry in entries}
    odd = next((name for name in found if not _is_plain(name)), None)
    if odd is not None or len(found) < len(entries):
        msg = f"{archive.name} has names in it that no round has; ask for it again"
        raise ToolError(msg)
    if CHECKSUMS not in found or not found.keys() >= set(_NEEDED):
        msg = f"{archive.name} is no archive of a round: it is made by migbook pack"
        raise ToolError(msg)
    return found


def _is_plain(name: str) -> bool:
    """Whether a name leads to a file below a folder, on every system."""
    parts = name.split("/")
    return not (set(parts) & {"", ".", ".."} or set(name) & set('\\:*?"<>|\0'))


def _checksums(
    opened: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], archive: Path
) -> dict[str, str]:
    text = _content(opened, entries[CHECKSUMS], archive).decode("utf-8", "replace")
    found = (_SUM.fullmatch(line) for line in text.splitlines())
    return {match[2]: match[1] for match in found if match}


def _content(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, archive: Path) -> bytes:
    """The bytes of a member; one that is larger than it says is not read to its end."""
    try:
        with opened.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except Exception as error:
        msg = f"{archive.name}: {entry.filename} is damaged; ask for the archive again"
        raise ToolError(msg) from error
    if len(data) > entry.file_size:
        msg = f"{archive.name}: {entry.filename} is larger than it says; ask for it again"
        raise ToolError(msg)
    return data
