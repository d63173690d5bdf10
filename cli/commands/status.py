"""`migbook status`: who has answered and who is late."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cli.printing import print_csv, print_json, print_line, print_table, tell
from cli.session import Session, quiet_option, round_option
from cli.standing import (
    BOOK_COLUMNS,
    PLACE_COLUMNS,
    group_name,
    look,
    next_step,
    place_row,
    status_object,
)
from cli.unusual import find_in_round, print_unusual, unusual_objects, unusual_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cli.standing import View
    from workbook.model import PlaceStatus
    from workbook.round.status import Tally

_SHOWN_AT_MOST = 12
_SHOWN_COLUMNS = (
    "expected", "received", "accepted", "rejected", "unusable", "missing", "late",
)  # fmt: skip


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
        unusual = unusual_objects(view.collection, find_in_round(view.collection))
        print_json(status_object(view) | {"unusual": unusual})
    elif output == "csv":
        print_csv(PLACE_COLUMNS, [place_row(status, view.collection) for status in view.statuses])
    elif output == "xlsx":
        write_workbook(view)
    else:
        print_status(session, view)


def print_status(session: Session, view: View) -> None:
    """Tables by province and level, who has to mend or is late, and the next step."""
    texts, settings = view.texts, view.collection.settings
    programme = texts.get(f"programmes.{settings.programme}.name", settings.programme)
    title = texts.fill(
        "cli.status.title",
        programme=programme,
        period=settings.period.code,
        edition=settings.edition,
    )
    print_line(title, bold=True)
    print_line(deadline_line(view))
    print_line()
    _print_tallies(texts["cli.status.by_province"], view.by_province, view)
    print_line()
    _print_tallies(texts["cli.status.by_level"], view.by_level, view)
    print_line(texts["cli.status.response_note"])
    _print_places(view, "rejected", lambda status: status.state in {"rejected", "reopened"})
    _print_places(view, "unusable", lambda status: status.state == "unusable")
    _print_places(view, "late", lambda status: status.late)
    print_unusual(view.collection, find_in_round(view.collection))
    print_line()
    _print_numbers(view)
    _print_receipt(view)
    for key in ("unread", "gone", "unplaced", "outdated"):
        if number := getattr(view, key):
            print_line(texts.fill(f"cli.status.{key}", number=number))
    if view.misnamed:
        print_line(texts.fill("decisions.aside.misnamed", number=view.misnamed))
    tell(session, texts[f"cli.status.next_{next_step(view)}"])


def _print_numbers(view: View) -> None:
    """Lines on what the tables have no column for, where there is any."""
    extended = sum(status.extended for status in view.statuses)
    for key in ("with_warnings", "by_decision", "in_correction", "excluded"):
        if number := getattr(view.all, key):
            print_line(view.texts.fill(f"cli.status.{key}", number=number))
    if extended:
        print_line(view.texts.fill("cli.status.extended", number=extended))
    for key in ("invited", "reminded"):
        days = [day for status in view.statuses if (day := getattr(status, key))]
        if days:
            last = _written_day(max(days), view)
            print_line(view.texts.fill(f"decisions.posted.{key}", number=len(days), day=last))


def _print_receipt(view: View) -> None:
    """How the days of receipt are known, and how many scans are kept."""
    known = [status.basis for status in view.statuses if status.basis]
    counts = {basis: known.count(basis) for basis in ("email", "decision", "first_seen")}
    if known:
        print_line(view.texts.fill("intake.status.basis", **counts))
    if scans := sum(status.scan for status in view.statuses):
        print_line(view.texts.fill("intake.status.scans", number=scans))


def write_workbook(view: View) -> None:
    """Write the tables and one line a place into a workbook for the office's own meetings."""
    from workbook.round.outputs import write_file
    from workbook.round.status_book import StatusBook, status_workbook

    texts, settings = view.texts, view.collection.settings
    name = f"{settings.programme}-{settings.period.code}-status-INTERNAL.xlsx"
    path = view.collection.summary / name
    rows = [place_row(status, view.collection) for status in view.statuses]
    for row in rows:
        row["province"] = group_name(str(row["province"]), view) if row["province"] else None
    programme = texts.get(f"programmes.{settings.programme}.name", settings.programme)
    book = StatusBook(
        title=f"{programme}, {settings.period.code}",
        subtitle=deadline_line(view),
        tables=(
            (texts["cli.status.by_province"], _named(view.by_province, view)),
            (texts["cli.status.by_level"], _named(view.by_level, view)),
        ),
        all=view.all,
        columns=BOOK_COLUMNS,
        rows=tuple(rows),
        unusual=unusual_rows(view.collection),
    )
    write_file(path, status_workbook(book, texts))
    print_line(texts.fill("cli.status.written", file=path))


def _named(tallies: Sequence[Tally], view: View) -> tuple[tuple[str, Tally], ...]:
    return tuple((group_name(tally.group, view), tally) for tally in tallies)


def deadline_line(view: View) -> str:
    """The deadline, and how many days there are until then."""
    from templates.localise import format_date

    settings, texts, left = view.collection.settings, view.texts, view.days_left
    if settings.deadline is None or left is None:
        return texts["cli.status.no_deadline"]
    key = "deadline_passed" if left < 0 else "deadline"
    day = format_date(settings.deadline, texts)
    line = texts.fill(f"cli.status.{key}", deadline=day, time_zone=settings.time_zone)
    days = "days_today" if left == 0 else "days_over" if left < 0 else "days_left"
    return f"{line} {texts.fill(f'cli.status.{days}', number=abs(left))}"


def _print_tallies(heading: str, tallies: Sequence[Tally], view: View) -> None:
    texts = view.texts
    columns = (*_SHOWN_COLUMNS, "rate", "rate_in_time")
    headings = [texts[f"cli.status.columns.{column}"] for column in columns]
    rows = [_tally_cells(name, tally) for name, tally in _named(tallies, view)]
    rows.append(_tally_cells(texts["cli.status.all"], view.all))
    print_table([heading, *headings], rows, last=True)


def _tally_cells(name: str, tally: Tally) -> list[str]:
    numbers = [str(getattr(tally, column)) for column in _SHOWN_COLUMNS]
    return [name, *numbers, f"{tally.rate:.0f} %", f"{tally.rate_in_time:.0f} %"]


def _print_places(view: View, kind: str, belongs: Callable[[PlaceStatus], bool]) -> None:
    texts = view.texts
    chosen = [status for status in view.statuses if belongs(status)]
    # Those that somebody has to call stand above those that are here by now.
    chosen.sort(key=lambda status: status.state != "missing")
    if not chosen:
        return
    print_line()
    if kind != "unusable":
        print_line(texts[f"cli.status.{kind}"], bold=True)
    for status in chosen[:_SHOWN_AT_MOST]:
        state = "reopened" if status.state == "reopened" else kind
        line = texts.fill(
            f"cli.status.{state}_line",
            code=status.place.code,
            name=status.place.name,
            errors=status.errors,
            file=status.file,
            state=texts[f"cli.states.{status.state}"],
        )
        print_line(f"  {line}{_since(status, view)}")
    if len(chosen) > _SHOWN_AT_MOST:
        print_line("  " + texts.fill("cli.status.more", number=len(chosen) - _SHOWN_AT_MOST))


def _since(status: PlaceStatus, view: View) -> str:
    """How often files of this place went back, and since when it has been correcting this one."""
    if not status.returned_since:
        return ""
    day = _written_day(status.returned_since, view)
    return " " + view.texts.fill("cli.status.since", day=day, number=status.returned)


def _written_day(day: str, view: View) -> str:
    from datetime import date

    from templates.localise import format_date

    return format_date(date.fromisoformat(day), view.texts)
