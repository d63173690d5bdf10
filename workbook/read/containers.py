"""Archives and mails: the files in them, in memory only and under limits.

Nothing is ever written to disk, so that no name inside an archive can reach a place on it.
"""

from __future__ import annotations

import unicodedata
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook.ooxml.parts import TooLargeError, check_sizes, is_encrypted, open_archive
from workbook.read.kinds import CONTAINERS, kind_of
from workbook.read.leavings import is_leaving
from workbook.read.refusal import (
    DAMAGED,
    ENCRYPTED,
    NOTHING_INSIDE,
    TOO_LARGE,
    Refusal,
    refuse,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAXIMUM_INFLATED = 200 * 1024 * 1024
MAXIMUM_MEMBER = 50 * 1024 * 1024
MAXIMUM_MEMBERS = 5_000
MAXIMUM_DEPTH = 3
MAXIMUM_TOO_DEEP = 20
INSIDE = "!/"
_LONGEST_NAME = 255
_UTF8_NAME = 0x800
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container, such as `a.zip!/b.xlsx`.

    `received`: when the mail around it was sent, a moment in UTC; empty without a mail.
    `refusal`: why there are no bytes to read.
    """

    name: str
    data: bytes = b""
    received: str = ""
    refusal: Refusal | None = None


class _Budget:
    """What one file from the inbox may unfold to, everything in it together."""

    def __init__(self) -> None:
        self.members = 0
        self.inflated = 0
        self.too_deep = 0

    def take(self, size: int) -> None:
        """Count one more member; a `TooLargeError` once it is too much."""
        self.members += 1
        self.inflated += size
        if self.members > MAXIMUM_MEMBERS or self.inflated > MAXIMUM_INFLATED:
            raise TooLargeError

    def refuse_deep(self) -> None:
        """Count one more that lies too deep; many of them are no accident."""
        self.too_deep += 1
        if self.too_deep > MAXIMUM_TOO_DEEP:
            raise TooLargeError


def expand(data: bytes, name: str, kind: str) -> tuple[Member, ...]:
    """The files in a container and in the containers inside it; the container itself if it fails.

    `kind`: one of `CONTAINERS`. Never raises: what goes wrong is a member's `refusal`.
    """
    try:
        return tuple(_expand(Member(name, data), kind, 1, _Budget()))
    except TooLargeError:
        return (Member(name, refusal=refuse(TOO_LARGE, "why", "archive")),)


def _expand(around: Member, kind: str, depth: int, budget: _Budget) -> Iterator[Member]:
    """What is in a container, members of containers inside it in their place."""
    if depth > MAXIMUM_DEPTH:
        budget.refuse_deep()
        yield replace(around, data=b"", refusal=refuse(TOO_LARGE, "why", "deep"))
        return
    try:
        members = [*_members(around, kind, budget)]
    except Refusal as refusal:
        yield replace(around, data=b"", refusal=refusal)
        return
    if not members:
        yield replace(around, data=b"", refusal=refuse(NOTHING_INSIDE, "kind", _family(kind)))
    for member in members:
        inner = "" if member.refusal else kind_of(member.data, member.name)
        if inner in CONTAINERS:
            yield from _expand(member, inner, depth + 1, budget)
        else:
            yield member


def _members(around: Member, kind: str, budget: _Budget) -> Iterator[Member]:
    """The direct members of a container, without what programs leave behind."""
    try:
        if kind == "zip":
            yield from _in_archive(around, budget)
        else:
            yield from _in_mail(around, kind, budget)
    except (Refusal, TooLargeError, MemoryError):
        raise
    except Exception as error:
        raise refuse(DAMAGED, "kind", _family(kind)) from error


@contextmanager
def _limits_of_its_own() -> Iterator[None]:
    """A container that breaks limits by itself is refused; what lies beside it is read."""
    try:
        yield
    except TooLargeError as error:
        raise refuse(TOO_LARGE, "why", "archive") from error


def _family(kind: str) -> str:
    return "archive" if kind == "zip" else "mail"


def _in_archive(around: Member, budget: _Budget) -> Iterator[Member]:
    with open_archive(around.data) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAXIMUM_MEMBERS:
            raise TooLargeError
        with _limits_of_its_own():
            check_sizes(archive, document=False)
        wanted = [(shown_inside(_true_name(entry)), entry) for entry in entries]
        kept = [(name, entry) for name, entry in wanted if not is_leaving(name)]
        for name, (_, entry) in zip(_unlike(name for name, _ in kept), kept, strict=True):
            yield _unpacked(
                archive, entry, replace(around, name=around.name + INSIDE + name), budget
            )


def _unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, member: Member, budget: _Budget
) -> Member:
    """One member with its bytes, or with the reason why it has none."""
    budget.take(min(entry.file_size, MAXIMUM_MEMBER))
    refusal = None
    data = b""
    if is_encrypted(entry):
        refusal = refuse(ENCRYPTED, "kind", "archive")
    elif entry.file_size > MAXIMUM_MEMBER:
        refusal = refuse(TOO_LARGE)
    elif entry.compress_type not in _METHODS:
        refusal = refuse(DAMAGED, "kind", "archive")
    else:
        try:
            data = archive.read(entry)
        except MemoryError:
            raise
        except Exception:
            refusal = refuse(DAMAGED, "kind", "member")
    return replace(member, data=data, refusal=refusal)


def _in_mail(around: Member, kind: str, budget: _Budget) -> Iterator[Member]:
    from workbook.read.mail import read_mail
    from workbook.read.outlook import read_outlook_mail

    with _limits_of_its_own():
        mail = (read_mail if kind == "eml" else read_outlook_mail)(around.data)
    received = mail.sent or around.received
    kept = [
        (shown_inside(attachment.name), attachment)
        for attachment in mail.attachments
        if not is_leaving(attachment.name)
    ]
    for name, (_, attachment) in zip(_unlike(name for name, _ in kept), kept, strict=True):
        budget.take(attachment.size)
        data = attachment.data()
        refusal = refuse(TOO_LARGE) if len(data) > MAXIMUM_MEMBER else None
        yield Member(around.name + INSIDE + name, b"" if refusal else data, received, refusal)


def _true_name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: many programs write UTF-8 and do not say so."""
    name = entry.orig_filename
    if entry.flag_bits & _UTF8_NAME:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def shown_inside(name: str) -> str:
    """A member's name for people: no way up, no drive, no signs that deceive, never empty."""
    parts = [part.strip() for part in name.replace("\\", "/").split("/")]
    if parts and len(parts[0]) == 2 and parts[0].endswith(":"):
        parts = parts[1:]
    kept = [_plain(part) for part in parts if part not in {"", ".", ".."}]
    return "/".join(kept) or "%0000"


def _plain(part: str) -> str:
    """A part of a name with what no reader sees written out, and not longer than names may be."""
    signs = [
        f"%{ord(sign):04X}" if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign
        for sign in unicodedata.normalize("NFC", part)
    ]
    shown = "".join(signs)
    if shown.endswith("!"):
        shown = f"{shown[:-1]}%0021"
    if len(shown) <= _LONGEST_NAME:
        return shown
    return f"{shown[: _LONGEST_NAME - 10]}…{shown[-9:]}"


def _unlike(names: Iterable[str]) -> Iterator[str]:
    """The names, told apart where two are alike."""
    seen: dict[str, int] = {}
    for name in names:
        number = seen[name] = seen.get(name, 0) + 1
        if number == 1:
            yield name
        else:
            stem, point, ending = name.rpartition(".")
            yield f"{stem} ({number}).{ending}" if point else f"{name} ({number})"
