"""Who sits at this computer, and what the ledger is told of their work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.round.decisions import Desk
    from workbook.round.folder import Round


def user_name() -> str:
    """The name with which somebody has logged in at this computer; empty if it is not known."""
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return ""


def desk(note: str) -> Desk:
    """Who decides, now, and why."""
    from workbook.round.decisions import Desk

    return Desk(datetime.now(UTC), user_name(), note)


def note_written(collection: Round, entries: Iterable[tuple[str, str, str, str]]) -> None:
    """Keep in the ledger what was written for places.

    Each entry: code of the place, kind, hash of the content that it answers or an empty text, and
    the file, relative to the round.
    """
    from workbook.round.ledger import Ledger
    from workbook.round.ledger_journal import Written
    from workbook.round.lock import locked
    from workbook.round.received import stamp

    made, made_by = stamp(datetime.now(UTC)), user_name()
    with (
        locked(collection.lock_file),
        Ledger(collection.ledger_file) as ledger,
        ledger.transaction(),
    ):
        for place, kind, sha256, file in entries:
            ledger.keep_written(Written(made, made_by, place, kind, sha256, file))
