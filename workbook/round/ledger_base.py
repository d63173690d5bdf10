"""The ledger's file: opened with care, brought up to date, its troubles told in words."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from indicators.tables import OutputError, ToolError
from workbook.round.ledger_tables import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_PATIENCE = 3.0
_HELD = (
    "{path} is in use by another program: close that program (one that shows databases, or another "
    "migbook) and run again"
)
_REMEDIES = {
    "SQLITE_BUSY": _HELD,
    "SQLITE_LOCKED": _HELD,
    "SQLITE_PERM": _HELD,
    "SQLITE_READONLY": "{path} is write-protected: allow writing to it and to its folder, or copy "
    "the folder of the round to where you may write, and run again",
    "SQLITE_CANTOPEN": "{path} cannot be opened or made: may you write in its folder? If another "
    "program holds it, close that program and run again",
    "SQLITE_FULL": "there is no room left on the disk of {path}: make room and run again; what "
    "the ledger held is safe",
    "SQLITE_IOERR": "{path} could not be read or written ({error}): is the drive or the network "
    "still there? Run again when it is; what the ledger held is safe",
}
_DAMAGED = (
    "{path} cannot be used as the round's ledger ({error}): put back a good copy, or move it away "
    "and run migbook validate, which reads the inbox anew"
)


class Base:
    """An open SQLite file; every trouble with it is an `OutputError` that says what to do."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._link: sqlite3.Connection | None = None
        try:
            with self._told():
                self._link = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
                self._link.row_factory = sqlite3.Row
                self._link.execute("PRAGMA foreign_keys = ON")
                # A rollback journal: the other kind fails on network drives.
                self._link.execute("PRAGMA journal_mode = DELETE")
                self._migrate(self._link)
        except ToolError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        if self._link is not None:
            self._link.close()
            self._link = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, even if the process is killed."""
        if self._open().in_transaction:
            with self._part():
                yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._link is not None and self._link.in_transaction:
                self._link.rollback()
            raise

    @contextmanager
    def _part(self) -> Iterator[None]:
        """All or nothing of what is a part of something larger."""
        self.execute("SAVEPOINT part")
        try:
            yield
            self.execute("RELEASE part")
        except BaseException:
            # Where the disk is full, all of it has been taken back already.
            if self._link is not None and self._link.in_transaction:
                self._link.execute("ROLLBACK TO part")
                self._link.execute("RELEASE part")
            raise

    @contextmanager
    def together(self, seconds: float) -> Iterator[Callable[[], None]]:
        """Transactions written to the disk together; what is yielded does so if it is time.

        Each is still all or nothing. Whoever stops the work keeps those that were finished; if the
        process is killed, at most those of the last seconds are gone.
        """
        self.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()

        def write_if_due() -> None:
            nonlocal begun
            if time.monotonic() - begun >= seconds:
                self.execute("COMMIT")
                self.execute("BEGIN IMMEDIATE")
                begun = time.monotonic()

        try:
            yield write_if_due
        finally:
            if self._link is not None and self._link.in_transaction:
                self.execute("COMMIT")

    def execute(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> None:
        """Run one statement."""
        self.rows(query, values)

    def execute_many(self, query: str, lines: Iterable[Sequence[object]]) -> None:
        """Run one statement for each line of values."""
        with self._told():
            self._open().executemany(query, lines)

    def rows(
        self, query: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[Mapping[str, Any]]:
        """The rows that a query finds."""
        with self._told():
            return self._open().execute(query, values).fetchall()

    @contextmanager
    def unchanging(self) -> Iterator[str]:
        """While nobody can change the file; yields a fingerprint of it, empty if there is none."""
        if self._open().in_transaction:
            msg = "what is being changed has no fingerprint"
            raise RuntimeError(msg)
        self.execute("BEGIN")
        try:
            # Only what is looked into is held.
            self.rows("SELECT name FROM sqlite_schema LIMIT 1")
            yield self._fingerprint()
        finally:
            if self._link is not None and self._link.in_transaction:
                self._link.rollback()

    def _fingerprint(self) -> str:
        # Not by way of the file: closing it would let go of what SQLite holds of it.
        with suppress(AttributeError, sqlite3.Error, MemoryError):
            return hashlib.sha256(self._open().serialize()).hexdigest()
        return ""

    def copy_bytes(self) -> bytes:
        """The bytes of the file as they are between two changes."""
        with self.transaction():
            return self.path.read_bytes()

    def _open(self) -> sqlite3.Connection:
        if self._link is None:
            msg = f"{self.path} is closed"
            raise OutputError(msg)
        return self._link

    def _migrate(self, link: sqlite3.Connection) -> None:
        if _version(link) == len(MIGRATIONS):
            return
        link.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done it while this one waited.
            version = _version(link)
            self._refuse_newer(version)
            for script in MIGRATIONS[version:]:
                for statement in script.split(";"):
                    link.execute(statement)
            link.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            link.execute("COMMIT")
        except BaseException:
            link.rollback()
            raise

    def _refuse_newer(self, version: int) -> None:
        if version > len(MIGRATIONS):
            msg = f"{self.path} was written by a newer migbook: install that one"
            raise ToolError(msg)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            kind = next((kind for kind in _REMEDIES if name.startswith(kind)), "")
            msg = _REMEDIES.get(kind, _DAMAGED).format(path=self.path, error=error)
            raise OutputError(msg) from error


def _version(link: sqlite3.Connection) -> int:
    return int(link.execute("PRAGMA user_version").fetchone()[0])
