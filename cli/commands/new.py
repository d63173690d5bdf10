"""`migbook new`: make the folder of a new round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cli.printing import csv_bytes, print_line, tell
from cli.session import Session, quiet_option
from templates.model import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from templates.load import Library
    from templates.model import Edition
    from templates.periods import Period
    from workbook.round.folder import NewRound, Round
    from workbook.round.renewed import Renewed


def _own_library(folder: Path) -> Library:
    """Definitions of one's own, if they have no mistake."""
    from indicators.tables import ToolError
    from templates.check import check_definitions
    from templates.load import load_library

    if mistakes := check_definitions(folder):
        msg = f"{mistakes[0]} (mistakes: {len(mistakes)}; see migbook definitions check {folder})"
        raise ToolError(msg)
    return load_library(folder)


@click.command(name="new")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--programme", default="", help="Which programme, such as bicol.")
@click.option("--period", default="", help="2026, 2026-S1, 2026-Q3 or 2026-07.")
@click.option("--after", type=click.Path(exists=True, file_okay=False, path_type=Path),
              metavar="OLD-ROUND",
              help="Go on from this round: settings, places and last answers.")  # fmt: skip
@click.option("--successors", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              metavar="FILE",
              help="With --after: which places were renamed, merged or split (.csv).")  # fmt: skip
@click.option("--edition", type=click.Choice(EDITIONS), default=None,
              help="How much is asked: core, unless said otherwise.")  # fmt: skip
@click.option("--language", default="", help="Language of the workbooks, such as fil.")
@click.option("--places", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A list of places (.xlsx or .csv) instead of the programme's own.")  # fmt: skip
@click.option("--region", default="", metavar="CODE",
              help="One region alone, of the programme's country or of the list.")  # fmt: skip
@click.option("--deadline", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
              help="The last day on which returns are in time.")  # fmt: skip
@click.option("--definitions", type=click.Path(exists=True, file_okay=False, path_type=Path),
              metavar="FOLDER",
              help="Your own definitions instead of those that come with the tool.")  # fmt: skip
@click.option("--currency", default="", metavar="CODE",
              help="Currency of all money, such as KES, if the programme has none.")  # fmt: skip
@click.option("--time-zone", default="", metavar="NAME",
              help="Where the deadline's day ends, such as Africa/Nairobi.")  # fmt: skip
@quiet_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 (one argument an option of the command)
    session: Session,
    folder: Path,
    programme: str,
    period: str,
    after: Path | None,
    successors: Path | None,
    edition: str | None,
    language: str,
    places: Path | None,
    region: str,
    deadline: datetime | None,
    definitions: Path | None,
    currency: str,
    time_zone: str,
) -> None:
    """Make the folder of a new round: round.toml, places.xlsx, definitions/ and inbox/.

    A first round needs --programme and --period. With --after everything is taken from an earlier
    round, for the period that follows: what lasts of its last answers is filled in, and the rest
    is shown beside the cells in which it is asked anew.
    """
    from templates.periods import parse_period
    from workbook.round.folder import NewRound, create_round, open_round

    old = open_round(after) if after else None
    if old is None:
        _need(programme, period, successors)
    elif region:
        msg = "--region picks the places of a first round; the next one has those of the last."
        raise click.UsageError(msg)
    order = NewRound(
        programme=programme,
        period=parse_period(period) if period or old is None else _next(old),
        edition=cast("Edition", edition or (old.settings.edition if old else EDITIONS[0])),
        language=language,
        places_file=places,
        deadline=deadline.date() if deadline else None,
        currency=currency,
        time_zone=time_zone,
        region=region,
    )
    library = _own_library(definitions) if definitions else None
    if old is None:
        collection = create_round(folder, order, library or session.library())
        tell_made(collection)
    else:
        collection = _go_on(session, folder, old, order, library, successors)
    if currency:
        line = collection.texts.fill("cli.new.currency", currency=collection.programme.currency)
        tell(session, line)
    tell_work(session, collection)
    tell_next(session, collection)


def _need(programme: str, period: str, successors: Path | None) -> None:
    """A first round cannot be guessed."""
    if not programme or not period:
        missing = "--programme" if not programme else "--period"
        msg = f"Missing option '{missing}': name it, or an earlier round with --after."
        raise click.UsageError(msg)
    if successors is not None:
        msg = "--successors says what became of the places of an earlier round: add --after."
        raise click.UsageError(msg)


def _next(old: Round) -> Period:
    from templates.periods import next_period

    return next_period(old.settings.period)


def _go_on(
    session: Session,
    folder: Path,
    old: Round,
    order: NewRound,
    library: Library | None,
    successors: Path | None,
) -> Round:
    """Make the round that follows, and say what it took over and what it could not."""
    from workbook.round.outputs import write_file
    from workbook.round.renewed import LEFT_COLUMNS, LEFT_FILE, library_after, renew_round

    _tell_unread(session, old)
    chosen = library or library_after(old, session.library())
    renewed = renew_round(folder, old, order, chosen, successors)
    collection = renewed.collection
    texts = collection.texts
    tell_made(collection)
    for line in _took_over(renewed, old):
        tell(session, line)
    if renewed.left:
        headings = [texts[f"last_year.left.columns.{column}"] for column in LEFT_COLUMNS]
        path = collection.folder / LEFT_FILE
        write_file(path, csv_bytes(LEFT_COLUMNS, renewed.left, headings))
        number = len(renewed.left)
        tell(session, texts.fill("last_year.new.left", number=number, file=LEFT_FILE))
    return collection


def _tell_unread(session: Session, old: Round) -> None:
    """Say so if the round before has returns that were never checked."""
    from workbook.round.intake import behind
    from workbook.round.ledger import Ledger

    if not old.ledger_file.is_file():
        return
    with Ledger(old.ledger_file) as ledger:
        unread, _ = behind(old, ledger)
    if unread:
        text = session.library().text(old.texts.language)
        tell(session, text.fill("last_year.new.unread", number=unread, folder=old.folder))


def _took_over(renewed: Renewed, old: Round) -> Iterator[str]:
    from templates.localise import format_date, format_period

    collection = renewed.collection
    texts = collection.texts
    last = format_period(old.settings.period, texts)
    places = len(collection.places)
    yield texts.fill("last_year.new.filled", filled=renewed.filled, places=places, last=last)
    for moved in renewed.moved:
        place = collection.place(moved.place)
        names = (old.place(code) for code in moved.places)
        yield texts.fill(
            f"last_year.new.moved.{moved.kind}",
            place=place.name if place else moved.place,
            code=moved.place,
            old=texts["words.list_separator"].join(
                f"{one.name} ({one.code})" if one else code
                for one, code in zip(names, moved.places, strict=True)
            ),
            day=format_date(moved.day, texts) if moved.day else "",
        )


def tell_made(collection: Round) -> None:
    """What was made, in one line."""
    from templates.localise import format_period

    texts, settings = collection.texts, collection.settings
    print_line(
        texts.fill(
            "cli.new.made",
            folder=collection.folder,
            places=len(collection.places),
            programme=texts.get(f"programmes.{settings.programme}.name", settings.programme),
            edition=settings.edition,
            period=format_period(settings.period, texts),
        )
    )


def tell_next(session: Session, collection: Round) -> None:
    """Until when, and what to do now."""
    from templates.localise import format_date

    texts, settings = collection.texts, collection.settings
    if settings.deadline:
        day = format_date(settings.deadline, texts)
        line = texts.fill("cli.new.deadline", deadline=day, time_zone=settings.time_zone)
        tell(session, line)
    else:
        tell(session, texts["cli.new.no_deadline"])
    tell(session, texts.fill("cli.new.next", folder=collection.folder))


def tell_work(session: Session, collection: Round) -> None:
    """How much each level of government is asked, as far as it is expected to answer."""
    from templates.burden import burden_of
    from templates.model import PLACE_LEVELS

    texts = collection.texts
    expected = {place.level for place in collection.places}
    for level in (level for level in PLACE_LEVELS if level in expected):
        work = burden_of(collection.definition(level))
        line = texts.fill(
            "paper.generate.work",
            level=texts[f"levels.{level}"],
            answers=work.answers,
            minutes=work.minutes,
            days=work.days,
        )
        tell(session, line)
