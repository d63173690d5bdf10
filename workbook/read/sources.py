"""From a path to what there is to read: the file itself, or the files in an archive or mail.

Links, pipes and devices are never opened, and a file that is not at hand says why.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.read.containers import MAXIMUM_MEMBER, Member, expand
from workbook.read.kinds import CONTAINERS, kind_of
from workbook.read.refusal import NOT_A_FILE, NOT_AT_HAND, TOO_LARGE, Refusal, refuse

if TYPE_CHECKING:
    from pathlib import Path

MAXIMUM_FILE = MAXIMUM_MEMBER
_OPENED_BY_ANOTHER = frozenset({32, 33})
# Marks of files that a synchronising program shows but has not fetched, on Windows and macOS.
_ELSEWHERE = 0x1000 | 0x40000 | 0x400000
_DATALESS = 0x40000000
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file or a member, with the hash of its bytes.

    `received`: see `Member`. `refusal`: why there is nothing to read; `sha256` is then that of
    the bytes if there are any, else of the name.
    """

    name: str
    sha256: str
    data: bytes = b""
    received: str = ""
    refusal: Refusal | None = None

    @property
    def at_hand(self) -> bool:
        """Whether the machine gave us the bytes, so that what is read of them stays true."""
        return self.refusal is None or self.refusal.code not in {NOT_A_FILE, NOT_AT_HAND}


@dataclass(frozen=True, slots=True)
class Found:
    """What a path holds; `sha256` is that of the whole file, `sources` are never empty."""

    sha256: str
    sources: tuple[Source, ...]


def find_sources(path: Path, name: str) -> Found:
    """What there is to read under this path; `name`: how it is shown, with `/`."""
    try:
        data = read_bytes(path)
    except Refusal as refusal:
        digest = hash_of_name(name)
        return Found(digest, (Source(name, digest, refusal=refusal),))
    digest = hashlib.sha256(data).hexdigest()
    kind = "" if _is_document(data) else kind_of(data, name)
    if kind not in CONTAINERS:
        return Found(digest, (Source(name, digest, data),))
    return Found(
        digest, tuple(_source(member, digest, name) for member in expand(data, name, kind))
    )


def fingerprint(path: Path, name: str) -> str:
    """The hash of the whole file as `find_sources` gives it."""
    try:
        return hashlib.sha256(read_bytes(path)).hexdigest()
    except Refusal:
        return hash_of_name(name)


def hash_of_name(name: str) -> str:
    """What stands for the hash of a file whose bytes the machine does not give us."""
    return hashlib.sha256(name.encode()).hexdigest()


def read_bytes(path: Path) -> bytes:
    """The bytes of a plain file; a `Refusal` says why there are none."""
    try:
        if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
            raise refuse(NOT_A_FILE, "kind", "link")
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise _cannot(error, path) from error
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise _no_file(before.st_mode)
        if before.st_size > MAXIMUM_FILE:
            raise refuse(TOO_LARGE)
        data = _all_of(handle)
        after = os.fstat(handle)
    except OSError as error:
        raise _cannot(error, path) from error
    finally:
        os.close(handle)
    if len(data) > MAXIMUM_FILE:
        raise refuse(TOO_LARGE)
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise refuse(NOT_AT_HAND, "reason", "unfinished")
    return data


def _all_of(handle: int) -> bytes:
    """Everything in the file, and no more than one byte beyond what is allowed."""
    parts: list[bytes] = []
    left = MAXIMUM_FILE + 1
    while left > 0 and (part := os.read(handle, min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _no_file(mode: int) -> Refusal:
    if stat.S_ISDIR(mode):
        return refuse(NOT_AT_HAND, "reason", "permission")
    return refuse(NOT_A_FILE, "kind", "link" if stat.S_ISLNK(mode) else "special")


def _cannot(error: OSError, path: Path) -> Refusal:
    """Why the machine does not give us the bytes."""
    seen: os.stat_result | None = None
    with suppress(OSError):
        seen = path.lstat()
    if seen is not None and not stat.S_ISREG(seen.st_mode):
        return _no_file(seen.st_mode)
    if isinstance(error, FileNotFoundError):
        reason = "vanished"
    elif getattr(error, "winerror", 0) in _OPENED_BY_ANOTHER or error.errno == errno.EBUSY:
        reason = "busy"
    elif seen is not None and _is_elsewhere(seen):
        reason = "cloud"
    elif isinstance(error, PermissionError):
        reason = "permission"
    else:
        reason = "disk"
    return refuse(NOT_AT_HAND, "reason", reason)


def _is_elsewhere(seen: os.stat_result) -> bool:
    marks = getattr(seen, "st_file_attributes", 0) & _ELSEWHERE
    return bool(marks or getattr(seen, "st_flags", 0) & _DATALESS)


def _is_document(data: bytes) -> bool:
    """Whether an archive begins as workbooks do, so that it need not be opened to be told."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    first = data[30 : 30 + int.from_bytes(data[26:28], "little")]
    return first in {b"[Content_Types].xml", b"mimetype"}


def _source(member: Member, digest: str, name: str) -> Source:
    if member.refusal is None:
        own = hashlib.sha256(member.data).hexdigest()
    else:
        # The container's own hash if it failed as a whole; members have no bytes of their own.
        own = (
            digest
            if member.name == name
            else hashlib.sha256(f"{digest} {member.name}".encode()).hexdigest()
        )
    return Source(member.name, own, member.data, member.received, member.refusal)
