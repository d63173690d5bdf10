"""What the options that every command shares have said."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from templates.load import Library
    from templates.model import Texts
    from workbook.round.folder import Round
    from workbook.round.workers import Reader

# How many processes open files where no option says so.
WORKERS_VARIABLE = "MIGBOOK_WORKERS"
Decorated = TypeVar("Decorated", bound="Callable[..., object] | click.Command")


@dataclass(slots=True)
class Session:
    """One run of the command: where the round is looked for, and whether it keeps quiet.

    `workers`: how many processes open files; None for as many as there are cores. `scheduler`:
    the address of a cluster that does the work instead.
    """

    start: Path | None = None
    quiet: bool = False
    workers: int | None = None
    scheduler: str | None = None
    told_of_memory: bool = False

    def in_round(self) -> bool:
        """Whether a round was named or lies here."""
        from workbook.round.folder import find_round

        return self.start is not None or find_round(Path.cwd()) is not None

    def open(self) -> Round:
        """The round that was named or lies here; a `ToolError` if there is none."""
        from workbook.round.folder import open_round

        return open_round(self.start or Path.cwd())

    def library(self, collection: Round | None = None) -> Library:
        """The round's library, or the shipped one."""
        from templates.load import load_library

        return collection.library if collection is not None else load_library()

    @property
    def number_of_workers(self) -> int:
        """How many processes may work beside this one."""
        from workbook.round.workers import cores

        wished = os.environ.get(WORKERS_VARIABLE, "")
        usual = int(wished) if wished.isdecimal() else cores()
        return usual if self.workers is None else self.workers

    def reader(
        self, collection: Round | None = None, *, judging: bool = True, answers: bool = True
    ) -> AbstractContextManager[Reader]:
        """What opens files, in processes of their own and under limits; see `Yardstick`."""
        from workbook.round.opening import Yardstick
        from workbook.round.workers import reader

        yardstick = Yardstick(self.library(collection), collection, judging, answers)
        if self.scheduler is not None:
            from cli.spread import reader_on_cluster

            return reader_on_cluster(self, collection, yardstick)
        number = self.number_of_workers
        if number and judging:
            self._tell_of_memory(collection)
        return reader(yardstick, number)

    def _tell_of_memory(self, collection: Round | None) -> None:
        """Say so where workers have no limit of memory; once, however often files are opened."""
        from workbook.round.pool import limits_memory

        if limits_memory() or self.told_of_memory:
            return
        from cli.printing import tell

        self.told_of_memory = True
        tell(self, self.texts(collection)["intake.workers.memory"])

    def texts(self, collection: Round | None = None) -> Texts:
        """The texts to speak to people in: the round's language, or the source language."""
        from templates.load import SOURCE_LANGUAGE

        if collection is not None:
            return collection.texts
        return self.library().text(SOURCE_LANGUAGE)


def _remember(ctx: click.Context, param: click.Parameter, value: object) -> None:
    session = ctx.find_root().ensure_object(Session)
    if param.name == "round_folder" and isinstance(value, Path):
        session.start = value
    elif param.name == "quiet" and value:
        session.quiet = True
    elif param.name == "workers" and isinstance(value, int):
        session.workers = value
    elif param.name == "scheduler" and isinstance(value, str):
        session.scheduler = value


def round_option(function: Decorated) -> Decorated:
    """Add `--round DIR`."""
    return click.option(
        "--round",
        "round_folder",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        expose_value=False,
        callback=_remember,
        help="The folder of the round, if it is not the one you are in.",
    )(function)


def workers_option(function: Decorated) -> Decorated:
    """Add `--workers N`."""
    return _workers(
        "How many processes open files, each file under limits; by default one a core. "
        "0: this process does, without limits."
    )(function)


def regions_option(function: Decorated) -> Decorated:
    """Add `--workers N` where regions are read."""
    return _workers("With --from: how many processes read regions; by default one a core.")(
        function
    )


def _workers(text: str) -> Callable[[Decorated], Decorated]:
    return click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(min=0),
        expose_value=False,
        callback=_remember,
        help=text,
    )


def scheduler_option(function: Decorated) -> Decorated:
    """Add `--scheduler ADDRESS`."""
    return click.option(
        "--scheduler",
        metavar="ADDRESS",
        expose_value=False,
        callback=_remember,
        help="Let the workers of a Dask cluster do it, such as tcp://10.0.0.5:8786; they see the "
        "same folders under the same names. Needs migbook[cluster].",
    )(function)


def quiet_option(function: Decorated) -> Decorated:
    """Add `--quiet`."""
    return click.option(
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_remember,
        help="Say nothing but results and errors.",
    )(function)
