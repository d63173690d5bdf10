"""`migbook history`: all that happened with a place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from cli.printing import print_csv, print_json, print_line
from cli.session import Session, quiet_option, round_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.model import Place, Texts
    from workbook.round.folder import Round
    from workbook.round.history import Event

COLUMNS = ("moment", "place", "event", "what", "file", "value", "by", "note", "rules", "sha256")


@click.command(name="history")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option("--format", "output", type=click.Choice(["text", "json", "csv"]), default="text",
              show_default=True, help="How to show it.")  # fmt: skip
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, codes: tuple[str, ...], output: str) -> None:
    """Show all that happened with place CODE: files, verdicts, decisions and letters.

    Times are those of the round's time zone. Without CODE: of all places.
    """
    from workbook.round.folder import choose_places
    from workbook.round.history import history
    from workbook.round.ledger import Ledger

    collection = session.open()
    places = choose_places(collection, codes)
    with Ledger(collection.ledger_file) as ledger:
        events = history(collection, ledger, places)
    if output == "json":
        print_json({"events": event_rows(events, collection)})
    elif output == "csv":
        print_csv(COLUMNS, event_rows(events, collection))
    else:
        for place in places:
            own = [event for event in events if event.place == place.code]
            if own or codes:
                _print_place(place, own, collection)


def event_rows(events: Sequence[Event], collection: Round) -> list[dict[str, object]]:
    """One line an event; the moment with its distance from UTC, so that it stays one moment."""
    return [
        {
            "moment": _local(event.moment, collection).isoformat(),
            "place": event.place,
            "event": event.kind,
            "what": event.what or None,
            "file": event.file or None,
            "value": event.value or None,
            "by": event.by or None,
            "note": event.note or None,
            "rules": event.rules or None,
            "sha256": event.sha256 or None,
        }
        for event in events
    ]


def _local(moment: str, collection: Round) -> datetime:
    zone = ZoneInfo(collection.settings.time_zone)
    return datetime.fromisoformat(moment).astimezone(zone)


def _print_place(place: Place, events: Sequence[Event], collection: Round) -> None:
    texts = collection.texts
    print_line(texts.fill("cli.validate.place", name=place.name, code=place.code), bold=True)
    if not events:
        print_line("  " + texts["decisions.history.nothing"])
    judged: set[str] = set()
    for event in events:
        when = _local(event.moment, collection).strftime("%Y-%m-%d %H:%M")
        again = event.kind == "verdict" and event.sha256 in judged
        print_line(f"  {when}  {_sentence(event, texts, again=again)}")
        judged |= {event.sha256} if event.kind == "verdict" else set()
        about = [texts.fill("decisions.history.by", by=event.by)] if event.by else []
        about += [event.note] if event.note else []
        if about:
            print_line(f"{'':20}{': '.join(about)}")
    print_line()


def _sentence(event: Event, texts: Texts, *, again: bool) -> str:
    prefix = {
        "verdict": "cli.verdicts.", "decision": "decisions.kinds.", "undone": "decisions.kinds.",
        "written": "letters.send_list.kinds.",
    }.get(event.kind, "")  # fmt: skip
    what = texts.get(f"{prefix}{event.what}", event.what)
    key = f"{event.kind}_value" if event.value else event.kind
    key = "verdict_again" if again else key
    return texts.fill(
        f"decisions.history.{key}", what=what, file=event.file, value=event.value
    ).strip(" :")
