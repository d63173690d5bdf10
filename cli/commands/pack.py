"""`migbook pack`: one archive of the whole round, for the ministry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.printing import csv_bytes, print_line, tell
from cli.session import Session, quiet_option, round_option
from indicators.tables import ToolError

if TYPE_CHECKING:
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger

_DECISION_COLUMNS = ("made", "made_by", "place", "kind", "value", "sha256", "note")


@click.command(name="pack")
@click.argument("file", metavar="[FILE.zip]", required=False,
                type=click.Path(dir_okay=False, path_type=Path))  # fmt: skip
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, file: Path | None) -> None:
    """Put the whole round into one archive: what was asked, what came, what was decided and made.

    Every file in it has its checksum. Letters, mails and lists of addresses stay outside; the
    archive holds single answers and is not for publication.
    """
    collection = session.open()
    path = file or _usual_name(collection)
    _check_target(path, collection)
    from workbook.round.ledger import Ledger
    from workbook.round.lock import locked
    from workbook.round.outputs import write_file
    from workbook.round.pack import pack, round_files

    with locked(collection.lock_file), Ledger(collection.ledger_file) as ledger:
        files = round_files(collection, ledger) | _tables(collection, ledger)
    files["README.txt"] = collection.texts["decisions.pack.readme"].lstrip().encode()
    write_file(path, pack(files))
    print_line(str(path))
    tell(session, collection.texts.fill("decisions.pack.done", number=len(files)))


def _usual_name(collection: Round) -> Path:
    settings = collection.settings
    name = f"{settings.programme}-{settings.period.code}-round-INTERNAL.zip"
    return collection.folder / name


def _check_target(path: Path, collection: Round) -> None:
    """An archive that lay among what goes into it would go into the next one."""
    from workbook.round.pack import packed_folders

    where = path.resolve()
    for folder in (collection.inbox, *packed_folders(collection)):
        if where.is_relative_to(folder):
            msg = f"{folder.name}/ goes into the archive itself; write it somewhere else"
            raise ToolError(msg)
    if path.suffix.lower() != ".zip":
        msg = f"{path.name} is no name of an archive; let it end in .zip"
        raise ToolError(msg)


def _tables(collection: Round, ledger: Ledger) -> dict[str, bytes]:
    """What the ledger knows, as tables that any program opens."""
    from cli.commands.history import COLUMNS, event_rows
    from cli.shapes import FINDING_COLUMNS, finding_rows
    from cli.standing import PLACE_COLUMNS, place_row
    from cli.unusual import with_unusual
    from workbook.round.history import history
    from workbook.round.intake import checked_files
    from workbook.round.region import round_findings
    from workbook.round.status import place_statuses

    statuses = place_statuses(collection, ledger, _closed(collection))
    events = event_rows(history(collection, ledger, collection.places), collection)
    decisions = (
        {column: getattr(made, column) for column in _DECISION_COLUMNS}
        for made in ledger.decisions()
    )
    unusual = round_findings(collection, ledger)
    files = with_unusual(checked_files(collection, ledger), unusual)
    rows = [place_row(status, collection) for status in statuses]
    return {
        "decisions.csv": csv_bytes(_DECISION_COLUMNS, decisions),
        "findings.csv": csv_bytes(FINDING_COLUMNS, finding_rows(files, collection.texts)),
        "history.csv": csv_bytes(COLUMNS, events),
        "status.csv": csv_bytes(PLACE_COLUMNS, rows),
    }


def _closed(collection: Round) -> datetime | None:
    """Now, if the deadline has passed, so that the same round gives the same archive later on."""
    closes, now = collection.settings.closes, datetime.now(UTC)
    return now if closes is not None and now > closes else None
