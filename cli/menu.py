"""The menu under the status on a terminal: what there is to do, each line with its command."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cli.printing import print_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cli.session import Session
    from cli.standing import View
    from templates.model import Texts

INTERRUPTED = 130
_TO_MEND = ("rejected", "reopened", "unusable")


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu: its text by key, how many it is about, and the command that it runs."""

    key: str
    number: int
    command: tuple[str, ...]

    @property
    def typed(self) -> str:
        """The command as a person types it."""
        return " ".join(("migbook", *self.command))


def is_watched() -> bool:
    """Whether somebody sits in front of it, who can read the menu and type a number."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def choices(view: View) -> Iterator[Choice]:
    """What can be done now, the most pressing first."""
    if not any(view.collection.outbox.glob("*.xlsx")):
        yield Choice("generate", view.all.expected, ("generate",))
    if view.unread or view.gone:
        yield Choice("validate", view.unread, ("validate",))
    if view.outdated:
        yield Choice("again", view.outdated, ("validate", "--again"))
    if view.to_answer:
        yield Choice("return", view.to_answer, ("return",))
    if missing := view.number("missing"):
        yield Choice("remind", missing, ("remind",))
    if view.all.accepted:
        yield Choice("compile", view.all.accepted, ("compile",))
    yield Choice("book", len(view.statuses), ("status", "--format", "xlsx"))
    if view.statuses and view.all.received:
        yield Choice("pack", view.all.received, ("pack",))


def show_menu(session: Session, start: Callable[[list[str]], int]) -> int:
    """Offer what there is to do until Enter is pressed; `start` runs a command line.

    The code to leave with: 0, or 130 if the menu was broken off.
    """
    from cli.standing import look

    while True:
        view = look(session.open(), datetime.now(UTC))
        offered = tuple(choices(view))
        _print_choices(offered, view)
        chosen = _ask(offered, view)
        if chosen is None:
            return 0
        print_line()
        print_line(f"$ {chosen.typed}", bold=True)
        if start(list(chosen.command)) == INTERRUPTED:
            return INTERRUPTED


def _print_choices(offered: tuple[Choice, ...], view: View) -> None:
    texts = view.texts
    lines = [_line(one, texts) for one in offered]
    width = max(len(line) for line in lines)
    print_line()
    print_line(texts["decisions.menu.title"], bold=True)
    for number, (one, line) in enumerate(zip(offered, lines, strict=True), start=1):
        print_line(f"  {number}  {line.ljust(width)}  {one.typed}")


def _line(one: Choice, texts: Texts) -> str:
    single = texts.get(f"decisions.menu.one.{one.key}", "") if one.number == 1 else ""
    return single or texts.fill(f"decisions.menu.{one.key}", number=one.number)


def _ask(offered: tuple[Choice, ...], view: View) -> Choice | None:
    """The line whose number was typed; None for Enter or the end of input."""
    texts = view.texts
    while True:
        try:
            typed = click.prompt(
                texts["decisions.menu.question"], default="", show_default=False, prompt_suffix=" "
            )
        except click.Abort:
            print_line()
            return None
        answer = str(typed).strip()
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(offered):
            return offered[int(answer) - 1]
        print_line(texts.fill("decisions.menu.unknown", number=len(offered)))
