"""`migbook generate`: write the workbooks to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.desk import noting
from cli.post import letter_for, occasion_for, write_letter_files
from cli.post import write_send_list as write_list
from cli.printing import print_line, progress, tell
from cli.session import Session, quiet_option, round_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from templates.model import Place
    from workbook.round.folder import Round
    from workbook.round.send_list import Sending


@click.command(name="generate")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option(
    "--slips",
    is_flag=True,
    help="Also one PDF a place with a slip for each office: just its questions.",
)
@click.option(
    "--paper",
    is_flag=True,
    help="Also one PDF a place with the whole form, to be filled in by hand.",
)
@click.option(
    "--letters",
    is_flag=True,
    help="Also a draft of an e-mail a place, with its workbook attached.",
)
@round_option
@quiet_option
@click.pass_obj
def command(
    session: Session, codes: tuple[str, ...], slips: bool, paper: bool, letters: bool
) -> None:
    """Write one workbook a place into outbox/, with a list of whom to send which to.

    Without CODE: for every place in places.xlsx.
    """
    collection = session.open()
    texts = collection.texts
    if letters:
        with noting(collection) as note:
            number = write_workbooks(session, collection, codes)
            send_list, invited = write_send_list(collection, codes)
            note(_entry(sending) for sending in invited)
    else:
        number = write_workbooks(session, collection, codes)
        send_list, _ = write_send_list(collection)
    print_line(texts.fill("cli.generate.done", number=number, folder=collection.outbox))
    for kind in (*(("slips",) if slips else ()), *(("blank",) if paper else ())):
        number = write_paper(session, collection, codes, kind)
        print_line(texts.fill(f"paper.generate.{kind}", number=number, folder=collection.outbox))
    tell(session, texts.fill("cli.generate.send_list", file=send_list))
    tell(session, texts["cli.generate.next"])


def write_workbooks(session: Session, collection: Round, codes: Sequence[str]) -> int:
    """Write the workbooks of these places, or of all; how many there are."""
    from workbook.round.folder import choose_places
    from workbook.round.issue import order_for, workbook_name
    from workbook.round.outputs import write_file
    from workbook.write.series import Series

    series = Series()
    places = choose_places(collection, codes)
    label = collection.texts["cli.generate.working"]
    with progress(session, label, len(places)) as advance:
        for place in places:
            data = series.build(order_for(collection, place))
            write_file(collection.outbox / workbook_name(collection, place), data)
            advance()
    return len(places)


def write_paper(session: Session, collection: Round, codes: Sequence[str], kind: str) -> int:
    """Write PDF files for these places, or for all; `kind` is `slips` or `blank`."""
    from workbook.paper.blank import blank_pdf
    from workbook.paper.slips import slips_pdf
    from workbook.round.folder import choose_places
    from workbook.round.issue import order_for, workbook_name
    from workbook.round.outputs import write_file

    make = {"slips": slips_pdf, "blank": blank_pdf}[kind]
    places = choose_places(collection, codes)
    label = collection.texts[f"paper.generate.working_{kind}"]
    with progress(session, label, len(places)) as advance:
        for place in places:
            stem = workbook_name(collection, place).removesuffix(".xlsx")
            write_file(collection.outbox / f"{stem}-{kind}.pdf", make(order_for(collection, place)))
            advance()
    return len(places)


def write_send_list(
    collection: Round, invited: Sequence[str] | None = None
) -> tuple[Path, tuple[Sending, ...]]:
    """Write whom to send which of the files in outbox/; the list, and what has an e-mail draft.

    `invited`: codes of the places that also get an e-mail draft; none given means all places.
    """
    from workbook.round.folder import choose_places
    from workbook.round.issue import workbook_name

    drafted = set() if invited is None else set(choose_places(collection, invited))
    sendings = [
        _sending(collection, place, path, draft=place in drafted)
        for place in collection.places
        if (path := collection.outbox / workbook_name(collection, place)).exists()
    ]
    path = write_list(sendings, collection.outbox, collection.texts)
    return path, tuple(sending for sending in sendings if sending.draft)


def _entry(sending: Sending) -> tuple[str, str, str, str]:
    """What the ledger keeps of an invitation."""
    return sending.place.code, sending.kind, "", f"outbox/{sending.draft}"


def _sending(collection: Round, place: Place, path: Path, *, draft: bool) -> Sending:
    from workbook.round.send_list import Sending

    letter = letter_for(collection, place, occasion_for(collection, place, "invitation", path.name))
    if draft:
        workbook = (path.name, path.read_bytes())
        return write_letter_files(collection, place, letter, workbook, collection.outbox)
    return Sending(place, letter.kind, file=path.name, chat=letter.chat)
