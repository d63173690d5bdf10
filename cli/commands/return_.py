"""`migbook return`: write the workbooks that go back to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.printing import print_line, progress, tell
from cli.session import Session, quiet_option, round_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from templates.model import Place
    from workbook.giveback.goback import GivenBack
    from workbook.round.folder import Round
    from workbook.round.mending import ToMend

MARKED = "-to-mend"


@click.command(name="return")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, codes: tuple[str, ...]) -> None:
    """Write back each return that has something to mend, with its cells marked, into returned/.

    It is the sender's own file; where that cannot be marked, a fresh workbook with its answers.
    Without CODE: for every place whose return is rejected or accepted with warnings.
    """
    collection = session.open()
    texts = collection.texts
    found = _look_up(session, collection, codes)
    if not found:
        print_line(texts["giveback.cli.nothing"])
        return
    written = 0
    with progress(session, texts["giveback.cli.working"], len(found)) as advance:
        for one in found:
            given = _write(collection, one)
            written += given is not None
            _report(collection, one, given)
            advance()
    print_line()
    done = texts.fill("giveback.cli.done", number=written, folder=collection.returned)
    print_line(done, bold=True)
    tell(session, texts["giveback.cli.next"])


def _look_up(session: Session, collection: Round, codes: Sequence[str]) -> tuple[ToMend, ...]:
    """What goes back, with a word on files that nobody has checked."""
    from workbook.round.folder import choose_places
    from workbook.round.intake import behind
    from workbook.round.ledger import Ledger
    from workbook.round.mending import to_mend

    places = choose_places(collection, codes)
    with Ledger(collection.ledger_file) as ledger:
        unread, _ = behind(collection, ledger)
        found = to_mend(collection, ledger, places)
    if unread:
        tell(session, collection.texts.fill("giveback.cli.unread", number=unread))
    return found


def _write(collection: Round, one: ToMend) -> GivenBack | None:
    """Write the workbook of a place; None if there is nothing to write, or nothing to mend."""
    from workbook.giveback.goback import Desk, give_back
    from workbook.round.issue import order_for
    from workbook.round.judge import judge
    from workbook.round.outputs import write_file

    if one.hindrance:
        return None
    desk = Desk(
        order=order_for(collection, one.place),
        library=collection.library,
        judge=lambda submission: judge(submission, collection, collection.library),
    )
    given = give_back(one.submission, one.findings, one.data, desk)
    if not given.to_do:
        return None
    write_file(path_of(collection, one.place, given.ending), given.data)
    return given


def path_of(collection: Round, place: Place, ending: str) -> Path:
    """Where the workbook of a place lies that goes back to it."""
    from workbook.round.issue import workbook_name

    stem = workbook_name(collection, place).rpartition(".")[0]
    return collection.returned / f"{stem}{MARKED}{ending}"


def _report(collection: Round, one: ToMend, given: GivenBack | None) -> None:
    """One line for each place: the file, what was done, how much there is to mend."""
    texts = collection.texts
    about = {"code": one.place.code, "name": one.place.name, "source": one.submission.file}
    if given is None:
        why = one.hindrance or "aside"
        print_line(texts.fill(f"giveback.cli.{why}", **about), colour="yellow")
        return
    path = path_of(collection, one.place, given.ending)
    print_line(texts.fill(f"giveback.cli.{given.way}", **about, file=path.name))
    numbers = texts.fill("giveback.counts", **given.counts)
    print_line(f"    {numbers}")
    if given.left_out:
        print_line("    " + texts.fill("giveback.cli.left_out", number=given.left_out))
