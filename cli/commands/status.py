"""`migbook status`: who has answered and who is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cli.printing import print_csv, print_json, print_line, print_table, tell
from cli.session import Session, quiet_option, round_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from templates.model import Texts
    from workbook.model import PlaceStatus
    from workbook.round.folder import Round
    from workbook.round.status import Tally

_SHOWN_AT_MOST = 12
_TALLY_COLUMNS = ("group", "expected", "received", "accepted", "rejected", "missing", "late")
PLACE_COLUMNS = (
    "code", "name", "level", "province", "state", "received", "basis", "late", "errors", "warnings",
    "file", "signature_scan", "check_code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """What there is to show: each place, and what lies in the inbox beside it.

    `unread`: files not taken in yet. `gone`: files that were taken in and are no longer there.
    `unplaced`: files that belong to no expected place.
    """

    collection: Round
    statuses: tuple[PlaceStatus, ...]
    by_province: tuple[Tally, ...]
    by_level: tuple[Tally, ...]
    all: Tally
    unread: int
    gone: int
    unplaced: int
    now: datetime

    @property
    def texts(self) -> Texts:
        """The texts of the round."""
        return self.collection.texts


@click.command(name="status")
@click.option("--format", "output", type=click.Choice(["text", "json", "csv", "xlsx"]),
              default="text", show_default=True,
              help="csv: one line a place; xlsx: the same as a workbook in summary/.")  # fmt: skip
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, output: str) -> None:
    """Show who has answered and who is late, by province and level of government."""
    view = look(session.open(), datetime.now(UTC))
    if output == "json":
        print_json(status_object(view))
    elif output == "csv":
        print_csv(PLACE_COLUMNS, [place_row(status, view.collection) for status in view.statuses])
    elif output == "xlsx":
        write_workbook(view)
    else:
        print_status(session, view)


def look(collection: Round, now: datetime) -> View:
    """The state of a round, from its ledger and the files in its inbox."""
    from workbook.round.intake import behind
    from workbook.round.ledger import Ledger
    from workbook.round.status import place_of, place_statuses, tallies, tally

    with Ledger(collection.ledger_file) as ledger:
        statuses = place_statuses(collection, ledger, now)
        present = [file for file in ledger.files() if file.present]
        unread, gone = behind(collection, ledger)
    return View(
        collection=collection,
        statuses=statuses,
        by_province=tallies(statuses, "area"),
        by_level=tallies(statuses, "level"),
        all=tally("", statuses),
        unread=unread,
        gone=gone,
        unplaced=sum(not place_of(file, collection) and not file.evidence for file in present),
        now=now,
    )


def status_object(view: View) -> dict[str, object]:
    """The state of a round as JSON has it."""
    settings = view.collection.settings
    return {
        "programme": settings.programme,
        "version": settings.version,
        "edition": settings.edition,
        "period": settings.period.code,
        "deadline": settings.deadline.isoformat() if settings.deadline else None,
        "time_zone": settings.time_zone,
        "all": _tally_object(view.all),
        "by_province": [_tally_object(tally) for tally in view.by_province],
        "by_level": [_tally_object(tally) for tally in view.by_level],
        "files": {"unread": view.unread, "gone": view.gone, "unplaced": view.unplaced},
        "places": [place_row(status, view.collection) for status in view.statuses],
    }


def place_row(status: PlaceStatus, collection: Round) -> dict[str, object]:
    """Where one place stands."""
    from workbook.round.status import province_of

    return {
        "code": status.place.code,
        "name": status.place.name,
        "level": status.place.level,
        "province": province_of(collection, status.place) or None,
        "state": status.state,
        "received": status.received or None,
        "basis": status.basis,
        "late": status.late,
        "errors": status.errors,
        "warnings": status.warnings,
        "file": status.file or None,
        "signature_scan": status.scan,
        "check_code": status.check_code or None,
    }


def print_status(session: Session, view: View) -> None:
    """Tables by province and level, who has to mend or is late, and the next step."""
    from workbook.round.status import INDEPENDENT

    texts, settings = view.texts, view.collection.settings
    programme = texts.get(f"programmes.{settings.programme}.name", settings.programme)
    title = texts.fill(
        "cli.status.title",
        programme=programme,
        period=settings.period.code,
        edition=settings.edition,
    )
    print_line(title, bold=True)
    print_line(_deadline_line(view))
    names = {place.code: place.name for place in view.collection.places}
    names[INDEPENDENT] = texts["cli.status.independent"]
    levels = {tally.group: texts[f"levels.{tally.group}"] for tally in view.by_level}
    print_line()
    _print_tallies(texts["cli.status.by_province"], view.by_province, names, view)
    print_line()
    _print_tallies(texts["cli.status.by_level"], view.by_level, levels, view)
    print_line(texts["cli.status.response_note"])
    _print_places(view, "rejected", lambda status: status.state == "rejected")
    _print_places(view, "unusable", lambda status: status.state == "unusable")
    _print_places(view, "late", lambda status: status.late)
    print_line()
    _print_receipt(view)
    for key in ("unread", "gone", "unplaced"):
        if number := getattr(view, key):
            print_line(texts.fill(f"cli.status.{key}", number=number))
    tell(session, texts[f"cli.status.next_{next_step(view)}"])


def _print_receipt(view: View) -> None:
    """How the days of receipt are known, and how many scans are kept."""
    known = [status.basis for status in view.statuses if status.basis]
    counts = {basis: known.count(basis) for basis in ("email", "decision", "first_seen")}
    if known:
        print_line(view.texts.fill("intake.status.basis", **counts))
    if scans := sum(status.scan for status in view.statuses):
        print_line(view.texts.fill("intake.status.scans", number=scans))


def next_step(view: View) -> str:
    """What the coordinator would do now."""
    if not any(view.collection.outbox.glob("*.xlsx")):
        return "generate"
    if view.unread:
        return "validate"
    if view.all.rejected:
        return "mend"
    return "compile" if view.all.accepted else "wait"


def write_workbook(view: View) -> None:
    """Write one line a place into a workbook for the office's own use."""
    from workbook.round.outputs import write_file
    from workbook.round.status_book import status_workbook

    settings = view.collection.settings
    name = f"{settings.programme}-{settings.period.code}-status-INTERNAL.xlsx"
    path = view.collection.summary / name
    rows = [place_row(status, view.collection) for status in view.statuses]
    write_file(path, status_workbook(rows, PLACE_COLUMNS, view.texts))
    print_line(view.texts.fill("cli.status.written", file=path))


def _tally_object(tally: Tally) -> dict[str, object]:
    found: dict[str, object] = {column: getattr(tally, column) for column in _TALLY_COLUMNS}
    return found | {"response": round(tally.rate, 1)}


def _deadline_line(view: View) -> str:
    from templates.localise import format_date

    settings, texts = view.collection.settings, view.texts
    if settings.deadline is None or settings.closes is None:
        return texts["cli.status.no_deadline"]
    key = "deadline_passed" if view.now > settings.closes else "deadline"
    day = format_date(settings.deadline, texts)
    return texts.fill(f"cli.status.{key}", deadline=day, time_zone=settings.time_zone)


def _print_tallies(
    heading: str, tallies: Sequence[Tally], names: Mapping[str, str], view: View
) -> None:
    texts = view.texts
    headings = [texts[f"cli.status.columns.{column}"] for column in (*_TALLY_COLUMNS[1:], "rate")]
    rows = [_tally_cells(names.get(tally.group, tally.group), tally) for tally in tallies]
    rows.append(_tally_cells(texts["cli.status.all"], view.all))
    print_table([heading, *headings], rows, last=True)


def _tally_cells(name: str, tally: Tally) -> list[str]:
    numbers = [str(getattr(tally, column)) for column in _TALLY_COLUMNS[1:]]
    return [name, *numbers, f"{tally.rate:.0f} %"]


def _print_places(view: View, kind: str, belongs: Callable[[PlaceStatus], bool]) -> None:
    texts = view.texts
    chosen = [status for status in view.statuses if belongs(status)]
    if not chosen:
        return
    print_line()
    if kind != "unusable":
        print_line(texts[f"cli.status.{kind}"], bold=True)
    for status in chosen[:_SHOWN_AT_MOST]:
        line = texts.fill(
            f"cli.status.{kind}_line",
            code=status.place.code,
            name=status.place.name,
            errors=status.errors,
            file=status.file,
            state=texts[f"cli.states.{status.state}"],
        )
        print_line(f"  {line}")
    if len(chosen) > _SHOWN_AT_MOST:
        print_line("  " + texts.fill("cli.status.more", number=len(chosen) - _SHOWN_AT_MOST))
