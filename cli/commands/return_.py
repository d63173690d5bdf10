"""`migbook return`: write the workbooks that go back to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cli.desk import noting
from cli.post import MARKED, SEND_LIST, answer_letter, write_send_list
from cli.printing import print_line, progress, tell
from cli.session import Session, quiet_option, round_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from templates.model import Place
    from workbook.giveback.goback import GivenBack
    from workbook.model import PlaceStatus
    from workbook.round.folder import Round
    from workbook.round.mending import ToMend
    from workbook.round.send_list import Sending

# The letters after which a place knows how its return stands.
_SAID = {
    "rejected": frozenset({"returned"}),
    "unusable": frozenset({"unreadable"}),
    "reopened": frozenset({"reopened"}),
    "accepted": frozenset({"accepted", "accepted_with_warnings"}),
}


@click.command(name="return")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option("--all", "everybody", is_flag=True,
              help="Also answer again what has been answered before.")  # fmt: skip
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, codes: tuple[str, ...], everybody: bool) -> None:
    """Answer each return with a letter and, if something is to be mended, its workbook.

    The workbook is the sender's own file with its cells marked; where that cannot be marked, a
    fresh one with its answers. Without CODE: for every return that has not been answered yet.
    Nothing is sent: workbooks, drafts and a list of whom to send which lie in returned/.
    """
    collection = session.open()
    texts = collection.texts
    with noting(collection) as note:
        found, statuses = _look_up(session, collection, codes)
        if not found:
            print_line(texts["giveback.cli.nothing"])
        contents = _contents(collection)
        open_ones = [s for s in statuses if codes or everybody or not _is_answered(s, contents)]
        if left := len(statuses) - len(open_ones):
            print_line(texts.fill("letters.left_alone", number=left))
        letters, written = _answers(session, collection, open_ones, found)
        note(_entry(collection, letter, contents) for letter in letters)
    if not letters:
        return
    print_line()
    done = texts.fill("giveback.cli.done", number=written, folder=collection.returned)
    print_line(done, bold=True)
    send_list = collection.returned / SEND_LIST
    print_line(texts.fill("letters.answered", number=len(letters), file=send_list))
    tell(session, texts["giveback.cli.next"])


def _answers(
    session: Session,
    collection: Round,
    statuses: Sequence[PlaceStatus],
    found: Mapping[str, ToMend],
) -> tuple[list[Sending], int]:
    """Write the answer to each place, and the list of them; how many workbooks go back."""
    written, letters = 0, []
    with progress(session, collection.texts["giveback.cli.working"], len(statuses)) as advance:
        for status in statuses:
            one = found.get(status.place.code)
            given = _write(collection, one) if one else None
            written += given is not None
            if one:
                _report(collection, one, given)
            letter = _answer(collection, status, one, given)
            letters += [letter] if letter is not None else []
            advance()
    if letters:
        write_send_list(letters, collection.returned, collection.texts)
    return letters, written


def _entry(
    collection: Round, letter: Sending, contents: Mapping[str, Answered]
) -> tuple[str, str, str, str]:
    """What the ledger keeps of an answer: place, kind, the content answered, and the file."""
    file = f"{collection.returned.name}/{letter.file or letter.draft}"
    return letter.place.code, letter.kind, contents[letter.place.code].sha256, file


@dataclass(frozen=True, slots=True)
class Answered:
    """The content that a place is judged by, and the kind of the last letter that answered it."""

    sha256: str
    kind: str


def _contents(collection: Round) -> dict[str, Answered]:
    """What has been answered so far, by the code of the place."""
    from workbook.round.ledger import Ledger
    from workbook.round.mending import shown_returns

    with Ledger(collection.ledger_file) as ledger:
        shown = shown_returns(collection, ledger)
        last = {(one.place, one.sha256): one.kind for one in ledger.written() if one.sha256}
    return {
        code: Answered(file.content.sha256, last.get((code, file.content.sha256), ""))
        for code, file in shown.items()
    }


def _is_answered(status: PlaceStatus, contents: Mapping[str, Answered]) -> bool:
    """Whether the last letter to a place says of its return what holds of it now."""
    return contents[status.place.code].kind in _SAID.get(status.state, _SAID["accepted"])


def _look_up(
    session: Session, collection: Round, codes: Sequence[str]
) -> tuple[dict[str, ToMend], list[PlaceStatus]]:
    """What goes back by place, and who has answered; with a word on files nobody has checked."""
    from workbook.round.folder import choose_places
    from workbook.round.intake import behind
    from workbook.round.ledger import Ledger
    from workbook.round.mending import to_mend
    from workbook.round.status import place_statuses

    places = choose_places(collection, codes)
    with Ledger(collection.ledger_file) as ledger:
        unread, _ = behind(collection, ledger)
        found = {one.place.code: one for one in to_mend(collection, ledger, places)}
        statuses = place_statuses(collection, ledger)
    if unread:
        tell(session, collection.texts.fill("giveback.cli.unread", number=unread))
    wanted = {place.code for place in places}
    silent = {"missing", "excluded"}
    answered = wanted & {s.place.code for s in statuses if s.state not in silent} | found.keys()
    return found, [status for status in statuses if status.place.code in answered]


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
    if not given.to_do and not one.reopened:
        return None
    # A file that was reopened and has nothing marked goes back as it came.
    data = given.data if given.to_do or one.data is None else one.data
    write_file(path_of(collection, one.place, given.ending), data)
    return given


def _answer(
    collection: Round, status: PlaceStatus, one: ToMend | None, given: GivenBack | None
) -> Sending | None:
    """The letter to a place; None where the file has changed and must be read first."""
    from workbook.giveback.issues import issues_of
    from workbook.round.issue import order_for

    if one is None or not one.hindrance:
        path = path_of(collection, status.place, given.ending) if given else None
        return answer_letter(collection, status, given, path)
    if one.hindrance == "unreadable":
        issues = issues_of(one.findings, order_for(collection, one.place))
        return answer_letter(collection, status, None, None, issues)
    return None


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
    print_line(texts.fill(f"giveback.cli.{given.told}", **about, file=path.name))
    numbers = texts.fill("giveback.counts", **given.counts)
    print_line(f"    {numbers}")
    if given.left_out:
        print_line("    " + texts.fill("giveback.cli.left_out", number=given.left_out))
