"""`migbook compile`: add up the accepted returns into a summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.outputs import Job, output_options, wanted_outputs, write_outputs
from cli.printing import print_line, tell
from cli.session import Session, quiet_option, regions_option, round_option, scheduler_option
from cli.spread import check_long_table, cluster_of
from cli.unusual import unusual_lines
from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.outputs import Output
    from templates.model import Texts
    from workbook.compile.frame import Frame
    from workbook.compile.model import Summary
    from workbook.compile.summary import Part
    from workbook.model import PlaceStatus, Return
    from workbook.round.cluster import Cluster
    from workbook.round.folder import Round


_ROUND = click.Path(exists=True, path_type=Path)


@click.command(name="compile")
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal",
              show_default=True,
              help="internal: with every answer, for the office's own use. public: totals only, "
                   "small counts of people withheld.")  # fmt: skip
@click.option("--from", "first", multiple=True, metavar="ROUND...", type=_ROUND,
              help="Rounds of regions, or archives of them: adds up the country.")  # fmt: skip
@click.argument("others", nargs=-1, metavar="", type=_ROUND)
@click.option("--to", metavar="DIR", default="summary", show_default=True,
              type=click.Path(file_okay=False, path_type=Path),
              help="With --from: the folder for the summary of the country.")  # fmt: skip
@click.option("--places", metavar="FILE",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="With --from: a list of all places, instead of the programme's.")  # fmt: skip
@click.option("--long-table", is_flag=True,
              help="Also all answers as Parquet, a folder a region. Needs "
                   "migbook[cluster].")  # fmt: skip
@output_options
@regions_option
@scheduler_option
@round_option
@quiet_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 (one argument an option of the command)
    session: Session,
    /,
    audience: str,
    first: tuple[Path, ...],
    others: tuple[Path, ...],
    to: Path,
    places: Path | None,
    long_table: bool,
    only: tuple[str, ...],
    **flags: bool,
) -> None:
    """Add up the accepted returns into a workbook with totals that can be traced.

    It goes to summary/ and says in its name whom it is for. With --from, the rounds of regions
    are added up to their country, and figures name the cells of the regions' own workbooks.
    """
    wanted = wanted_outputs(only, **flags)
    if long_table:
        check_long_table(session, audience)
    if first:
        from cli.country import compile_rounds

        made = compile_rounds(
            session, (*first, *others), audience, wanted, to, places, long_table=long_table
        )
    elif others or places:
        msg = "Name rounds behind --from; without it, the round of this folder is added up."
        raise click.UsageError(msg)
    else:
        made = compile_round(session, session.open(), audience, wanted, long_table=long_table)
    for path in made:
        print_line(str(path))


def compile_round(
    session: Session,
    collection: Round,
    audience: str,
    wanted: Sequence[Output],
    *,
    long_table: bool = False,
) -> tuple[Path, ...]:
    """Write what is wanted of the returns that count; where it is."""
    returns, statuses = _gather(session, collection)
    texts, settings = collection.texts, collection.settings
    if not returns:
        raise ToolError(texts["cli.compile.nothing"])
    with cluster_of(session, collection) as cluster:
        summary = round_summary(collection, returns, statuses, cluster)
    if audience == "public":
        from workbook.compile.public import publish

        summary = publish(summary, settings.withhold_below)
    else:
        summary = replace(summary, unusual=unusual_lines(collection))
    tell(session, texts.fill("cli.compile.done", returns=len(returns), expected=len(statuses)))
    tell(session, for_whom(summary, texts))
    job = Job(session, summary, texts, collection.summary, collection.folder, collection)
    made = write_outputs(job, wanted)
    return (*made, _long_table(summary, collection)) if long_table else made


def _long_table(summary: Summary, collection: Round) -> Path:
    from workbook.report.long_table import long_table_name, partitions, write_long_table
    from workbook.round.country import region_of

    register = {place.code: place for place in collection.known_places}
    regions = {code: region_of(place, register) for code, place in register.items()}
    files = partitions(summary.lines, regions, summary.programme)
    return write_long_table(files, collection.summary / long_table_name(summary))


def round_summary(
    collection: Round,
    returns: Sequence[Return],
    statuses: Sequence[PlaceStatus],
    cluster: Cluster | None = None,
) -> Summary:
    """All that the returns of a round add up to; on a cluster they are one task."""
    from indicators.counting import load_counting
    from workbook.compile.summary import compile_summary, read_part, read_part_of

    def read(frame: Frame, counted: Sequence[Return]) -> Part:
        if cluster is None:
            return read_part(frame, counted)
        [part] = cluster.map(read_part_of, [tuple(counted)], replace(frame, register={}))
        return part

    levels = dict.fromkeys(place.level for place in collection.places)
    summary = compile_summary(
        returns,
        statuses,
        collection.known_places,
        [collection.definition(level) for level in levels],
        collection.settings.period,
        load_counting(collection.settings.ranking),
        read=read,
    )
    return _followed(summary, collection)


def for_whom(summary: Summary, texts: Texts) -> str:
    """Who may see the file; of a public one, how much is withheld from it."""
    if summary.publication is None:
        return texts["public.compile.internal"]
    from workbook.compile.model import REGION

    shown = {area.key for area in summary.areas} | {REGION}
    withheld = sum(where in shown for _, where in summary.publication.withheld)
    below = summary.publication.below
    return texts.fill("public.compile.public", below=below, withheld=withheld)


def _followed(summary: Summary, collection: Round) -> Summary:
    """The summary with the round before, if there was one, and with what is to be reached."""
    from workbook.compile.before import with_before
    from workbook.compile.moved import with_moved
    from workbook.round.renewal import moved_places, renewal_of
    from workbook.round.swap import ROUND_FILE
    from workbook.round.targets import check_targets

    targets = collection.settings.targets
    check_targets(targets, summary.measures, collection.folder / ROUND_FILE)
    summary = replace(summary, targets=targets)
    renewal = renewal_of(collection)
    if renewal is None:
        return summary
    last = renewal.last
    moved = with_moved(summary, last.period.code, moved_places(collection), last.names)
    return with_before(moved, collection)


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
