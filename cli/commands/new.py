"""`migbook new`: make the folder of a new round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cli.printing import print_line, tell
from cli.session import Session, quiet_option
from templates.model import EDITIONS

if TYPE_CHECKING:
    from datetime import datetime

    from templates.load import Library
    from templates.model import Edition
    from workbook.round.folder import Round


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
@click.option("--programme", required=True, help="Which programme, such as bicol.")
@click.option("--period", required=True, help="2026, 2026-S1, 2026-Q3 or 2026-07.")
@click.option("--edition", type=click.Choice(EDITIONS), default="core", show_default=True,
              help="How much is asked.")  # fmt: skip
@click.option("--language", default="", help="Language of the workbooks, such as fil.")
@click.option("--places", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A list of places (.xlsx or .csv) instead of the programme's own.")  # fmt: skip
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
    edition: str,
    language: str,
    places: Path | None,
    deadline: datetime | None,
    definitions: Path | None,
    currency: str,
    time_zone: str,
) -> None:
    """Make the folder of a new round: round.toml, places.xlsx, definitions/ and inbox/."""
    from templates.localise import format_date, format_period
    from templates.periods import parse_period
    from workbook.round.folder import NewRound, create_round

    order = NewRound(
        programme=programme,
        period=parse_period(period),
        edition=cast("Edition", edition),
        language=language,
        places_file=places,
        deadline=deadline.date() if deadline else None,
        currency=currency,
        time_zone=time_zone,
    )
    library = _own_library(definitions) if definitions else session.library()
    collection = create_round(folder, order, library)
    texts, settings = collection.texts, collection.settings
    print_line(
        texts.fill(
            "cli.new.made",
            folder=folder,
            places=len(collection.places),
            programme=texts.get(f"programmes.{programme}.name", programme),
            edition=edition,
            period=format_period(settings.period, texts),
        )
    )
    if currency:
        tell(session, texts.fill("cli.new.currency", currency=collection.programme.currency))
    tell_work(session, collection)
    if settings.deadline:
        day = format_date(settings.deadline, texts)
        line = texts.fill("cli.new.deadline", deadline=day, time_zone=settings.time_zone)
        tell(session, line)
    else:
        tell(session, texts["cli.new.no_deadline"])
    tell(session, texts.fill("cli.new.next", folder=folder))


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
