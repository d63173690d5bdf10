"""`migbook compile`: add up the accepted returns into a summary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from cli.printing import print_line, tell
from cli.session import Session, quiet_option, round_option
from cli.unusual import unusual_lines
from indicators.tables import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from templates.model import Texts
    from workbook.compile.model import Summary
    from workbook.model import PlaceStatus, Return
    from workbook.round.folder import Round


@click.command(name="compile")
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal",
              show_default=True,
              help="internal: with every answer, for the office's own use. public: totals only, "
                   "small counts of people withheld.")  # fmt: skip
@click.option(
    "--data",
    is_flag=True,
    help="Also a folder for other programs: Data Package, HXL, SDMX, Open SDG and DHIS2.",
)
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, audience: str, data: bool) -> None:
    """Add up the accepted returns into a workbook with totals that can be traced.

    It goes to summary/ and says in its name whom it is for.
    """
    collection = session.open()
    print_line(str(compile_round(session, collection, audience, data=data)))


def compile_round(
    session: Session, collection: Round, audience: str = "internal", *, data: bool = False
) -> Path:
    """Write the summary of the returns that count, on request as data too; where it is."""
    returns, statuses = _gather(session, collection)
    texts, settings = collection.texts, collection.settings
    if not returns:
        raise ToolError(texts["cli.compile.nothing"])
    from indicators.counting import load_counting
    from workbook.compile.summary import compile_summary
    from workbook.report.spreadsheet import summary_name, write_summary

    levels = dict.fromkeys(place.level for place in collection.places)
    summary = compile_summary(
        returns,
        statuses,
        collection.known_places,
        [collection.definition(level) for level in levels],
        settings.period,
        load_counting(settings.ranking),
    )
    summary = _followed(summary, collection)
    if audience == "public":
        from workbook.compile.public import publish

        summary = publish(summary, settings.withhold_below)
    else:
        summary = replace(summary, unusual=unusual_lines(collection))
    path = collection.summary / summary_name(summary)
    write_summary(summary, texts, path)
    line = texts.fill("cli.compile.done", returns=len(returns), expected=len(statuses), file=path)
    tell(session, line)
    tell(session, _for_whom(summary, texts))
    if data:
        write_data(session, collection, summary)
    return path


def _for_whom(summary: Summary, texts: Texts) -> str:
    """Who may see the file; of a public one, how much is withheld from it."""
    if summary.publication is None:
        return texts["public.compile.internal"]
    from workbook.compile.model import REGION

    shown = {area.key for area in summary.areas} | {REGION}
    withheld = sum(where in shown for _, where in summary.publication.withheld)
    below = summary.publication.below
    return texts.fill("public.compile.public", below=below, withheld=withheld)


def write_data(session: Session, collection: Round, summary: Summary) -> None:
    """Write the folder for other programs; what could not be made is told."""
    from workbook.report.exports.write import exports_name, write_exports

    target = collection.summary / exports_name(summary)
    exported = write_exports(summary, collection.texts, target, collection.folder)
    for remark in exported.remarks:
        tell(session, remark)
    print_line(str(exported.folder))


def _followed(summary: Summary, collection: Round) -> Summary:
    """The summary with what became of places since the round before, if there was one."""
    from workbook.compile.moved import with_moved
    from workbook.round.renewal import moved_places, renewal_of

    renewal = renewal_of(collection)
    if renewal is None:
        return summary
    last = renewal.last
    return with_moved(summary, last.period.code, moved_places(collection), last.names)


def _gather(
    session: Session, collection: Round
) -> tuple[tuple[Return, ...], tuple[PlaceStatus, ...]]:
    """What counts, from the ledger, with a word on what it does not know of the inbox."""
    from workbook.round.intake import behind
    from workbook.round.ledger import Ledger
    from workbook.round.status import counted_returns, place_statuses

    with Ledger(collection.ledger_file) as ledger:
        unread, gone = behind(collection, ledger)
        returns = counted_returns(collection, ledger)
        statuses = place_statuses(collection, ledger)
    if unread:
        tell(session, collection.texts.fill("cli.compile.unread", number=unread))
    if gone:
        tell(session, collection.texts.fill("cli.compile.gone", number=gone))
    return returns, tuple(status for status in statuses if status.state != "excluded")
