"""`migbook demo`: the whole round on the real list of Bicol's places, to the summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cli.printing import print_line, tell
from cli.session import Session, quiet_option

if TYPE_CHECKING:
    from templates.model import Edition, Place
    from workbook.round.folder import Round
    from workbook.simulate.demonstration import Demonstration
    from workbook.write.order import Cell, CellKey

_FOLDER = Path("bicol-demo")


@click.command(name="demo")
@click.argument("folder", metavar="[DIR]", required=False, default=_FOLDER,
                type=click.Path(file_okay=False, path_type=Path))  # fmt: skip
@quiet_option
@click.pass_obj
def command(session: Session, folder: Path) -> None:
    """Run a whole round: new, generate, simulate, validate, status, compile.

    On the real list of Bicol's places, with answers from a fixture, in DIR (bicol-demo).
    """
    from datetime import UTC, datetime

    from cli.checked import Totals
    from cli.commands.compile import compile_round
    from cli.commands.generate import write_send_list, write_workbooks
    from cli.commands.simulate import practice_folder
    from cli.commands.status import print_status
    from cli.commands.validate import take_in_inbox
    from cli.outputs import wanted_outputs
    from cli.standing import look
    from workbook.simulate.demonstration import load_demonstration

    demonstration = load_demonstration()
    texts = session.texts()
    tell(session, texts["cli.demo.start"])
    collection = make_round(session, folder, demonstration)
    print_line(texts.fill("cli.demo.step_new", file=collection.folder / "round.toml"))
    write_workbooks(session, collection, ())
    write_send_list(collection)
    print_line(texts.fill("cli.demo.step_generate", file=collection.outbox))
    return_workbooks(session, collection, demonstration)
    print_line(texts.fill("cli.demo.step_simulate", file=practice_folder(collection)))
    files = take_in_inbox(session, collection)
    print_line(texts.fill("cli.demo.step_validate", line=Totals(files).line(texts)))
    print_line(texts["cli.demo.step_status"])
    print_line()
    print_status(replace(session, quiet=True), look(collection, datetime.now(UTC)))
    print_line()
    quiet = replace(session, quiet=True)
    for summary in compile_round(quiet, collection, "internal", wanted_outputs()):
        print_line(texts.fill("cli.demo.step_compile", file=summary))
    tell(session, texts.fill("cli.demo.next", folder=folder))


def make_round(session: Session, folder: Path, demonstration: Demonstration) -> Round:
    """The round that the demonstration is about."""
    from templates.periods import parse_period
    from workbook.round.folder import NewRound, create_round

    order = NewRound(
        programme=demonstration.programme,
        period=parse_period(demonstration.period),
        edition=cast("Edition", demonstration.edition),
        language=demonstration.language,
    )
    return create_round(folder, order, session.library())


def return_workbooks(session: Session, collection: Round, demonstration: Demonstration) -> int:
    """Put into the inbox what the places of the demonstration return; how many they are."""
    from cli.commands.simulate import write_returns
    from workbook.round.issue import texts_for
    from workbook.simulate.demonstration import demonstration_answers

    def answers(place: Place) -> dict[CellKey, Cell] | None:
        return demonstration_answers(
            demonstration,
            collection.definition(place.level),
            texts_for(collection, place),
            place,
            collection.settings.period,
        )

    return write_returns(session, collection, collection.places, answers)
