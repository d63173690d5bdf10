"""Who sits at this computer, and what the ledger is told of their work."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workbook.round.decisions import Desk
    from workbook.round.folder import Round

# Code of the place, kind, hash of the content that it answers or an empty text, and the file,
# relative to the round.
Entry = tuple[str, str, str, str]


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


@contextmanager
def noting(collection: Round) -> Iterator[Callable[[Iterable[Entry]], None]]:
    """Alone at work in a round; what is yielded keeps in the ledger what was written for places.

    Whoever writes letters asks first, so that none is written that the ledger does not know of.
    """
    from workbook.round.ledger import Ledger
    from workbook.round.ledger_journal import Written
    from workbook.round.lock import locked
    from workbook.round.received import stamp

    with locked(collection.lock_file), Ledger(collection.ledger_file) as ledger:

        def note(entries: Iterable[Entry]) -> None:
            made, made_by = stamp(datetime.now(UTC)), user_name()
            with ledger.transaction():
                for place, kind, sha256, file in entries:
                    ledger.keep_written(Written(made, made_by, place, kind, sha256, file))

        yield note
