"""`migbook simulate`: fill workbooks as people do, to practise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.printing import print_line, progress, tell
from cli.session import Session, quiet_option, round_option
from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from templates.model import Place
    from workbook.round.folder import Round
    from workbook.write.order import Cell, CellKey

    Answers = Callable[[Place], dict[CellKey, Cell] | None]

PRACTICE = "practice"
_SHARE = click.FloatRange(0, 1)


@click.command(name="simulate")
@click.option("--seed", type=int, default=1, show_default=True,
              help="Another number gives other answers, the same the same.")  # fmt: skip
@click.option("--share", type=_SHARE, default=0.9, show_default=True,
              help="Share of the places that answer, 0 to 1.")  # fmt: skip
@click.option("--mistakes", type=_SHARE, default=0.1, show_default=True,
              help="Share of the returns that hold mistakes, 0 to 1.")  # fmt: skip
@click.option(
    "--post",
    is_flag=True,
    help="As the post brings them: e-mails with dates around the deadline; some come late, twice, "
    "mended, or in the workbook of another place.",
)
@round_option
@quiet_option
@click.pass_obj
def command(session: Session, seed: int, share: float, mistakes: float, post: bool) -> None:
    """Fill workbooks with made-up answers as people do, into inbox/practice/.

    For a round made to practise in: it refuses where inbox/ holds other files.
    """
    from workbook.round.issue import texts_for
    from workbook.round.renewal import earlier_of
    from workbook.simulate.fill import simulate_answers

    collection = session.open()
    refuse_to_mix(collection)

    def answers(place: Place, mistakes: float = mistakes, seed: int = seed) -> dict[CellKey, Cell]:
        return simulate_answers(
            collection.definition(place.level),
            texts_for(collection, place),
            place,
            collection.settings.period,
            seed,
            mistakes,
            earlier_of(collection, place),
        )

    places = share_of(collection.places, share, seed)
    if post:
        number = write_post(session, collection, places, answers, seed)
    else:
        number = write_returns(session, collection, places, answers)
    texts = collection.texts
    folder = practice_folder(collection)
    print_line(texts.fill("cli.simulate.done", number=number, folder=folder))
    tell(session, texts["cli.simulate.next"])


def practice_folder(collection: Round) -> Path:
    """Where practice returns go, so that they are seen to be none of the real ones."""
    return collection.inbox / PRACTICE


def refuse_to_mix(collection: Round) -> None:
    """A `ToolError` if real returns are in the inbox: made-up answers must not be added to them."""
    from workbook.round.inbox import shown_name, waiting

    practice = practice_folder(collection)
    for path in waiting(collection):
        if not path.is_relative_to(practice):
            name = shown_name(path, collection)
            raise ToolError(collection.texts.fill("cli.simulate.mixed", file=name))


def share_of(places: Sequence[Place], share: float, seed: int) -> tuple[Place, ...]:
    """As many places as the share says, drawn by a hash so that it is the same on every machine."""
    import hashlib

    def draw(place: Place) -> str:
        return hashlib.sha256(f"{seed}:{place.code}".encode()).hexdigest()

    chosen = {place.code for place in sorted(places, key=draw)[: round(share * len(places))]}
    return tuple(place for place in places if place.code in chosen)


def write_returns(
    session: Session, collection: Round, places: Sequence[Place], answers: Answers
) -> int:
    """Write the filled-in workbook of each place that answers; how many did."""
    from workbook.round.issue import order_for, workbook_name
    from workbook.round.outputs import write_file
    from workbook.write.book import build_workbook

    folder = practice_folder(collection)
    written = 0
    _clear(folder)
    with progress(session, collection.texts["cli.simulate.working"], len(places)) as advance:
        for place in places:
            typed = answers(place)
            if typed is not None:
                data = build_workbook(order_for(collection, place, typed))
                write_file(folder / workbook_name(collection, place), data)
                written += 1
            advance()
    return written


def write_post(
    session: Session,
    collection: Round,
    places: Sequence[Place],
    answers: Callable[..., dict[CellKey, Cell]],
    seed: int,
) -> int:
    """Write the practice returns of these places as e-mails; how many there are.

    `answers`: of a place; with 0 after it the same without mistakes, and with a seed others.
    """
    from workbook.round.issue import order_for, workbook_name
    from workbook.round.outputs import write_file
    from workbook.simulate.post import mail_of, plan_post
    from workbook.write.book import build_workbook

    def spoiled(place: Place) -> bool:
        return answers(place) != answers(place, 0)

    folder = practice_folder(collection)
    _clear(folder)
    if not places:
        return 0
    letters = plan_post(places, _last_moment(collection), seed, spoiled)
    label, period = collection.texts["cli.simulate.working"], collection.settings.period
    with progress(session, label, len(letters)) as advance:
        for number, letter in enumerate(letters, start=1):
            if letter.kind == "astray":
                typed = answers(letter.about, 0, seed + 1)
            else:
                typed = answers(letter.about, *([0] if letter.kind == "mended" else []))
            data = build_workbook(order_for(collection, letter.about, typed))
            name = workbook_name(collection, letter.sender)
            short = name.removeprefix(f"{letter.sender.code}-").removesuffix(f"-{period.code}.xlsx")
            file = f"{number:03} {letter.sent:%Y-%m-%d} {short}.eml"
            write_file(folder / file, mail_of(letter, name, data))
            advance()
    return len(letters)


def _last_moment(collection: Round) -> datetime:
    """The end of the deadline's day, or of two months after the period."""
    from datetime import datetime, time, timedelta
    from zoneinfo import ZoneInfo

    settings = collection.settings
    day = settings.period.end + timedelta(days=60)
    return settings.closes or datetime.combine(day, time.max, ZoneInfo(settings.time_zone))


def _clear(folder: Path) -> None:
    """Take away the practice returns of before."""
    for ending in ("*.xlsx", "*.eml"):
        for old in folder.glob(ending):
            old.unlink()
