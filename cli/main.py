"""The command `migbook`: finds the subcommand, imports only that one, turns errors into words."""

from __future__ import annotations

import atexit
import gc
import io
import keyword
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cli.session import Session, quiet_option, round_option
from indicators.tables import ToolError
from indicators.version import VERSION

if TYPE_CHECKING:
    from types import ModuleType

# We make many small things that hold no circles; looking for those as often as usual takes long.
_OBJECTS_BETWEEN_SWEEPS = 50_000
# All goes with the process; looking for circles in it once more takes as long as reading a file.
atexit.register(gc.freeze)
FAILED = 2
INTERRUPTED = 130
COMMANDS = {
    "new": "Make the folder of a new round.",
    "generate": "Write the workbooks to send, one a place, into outbox/.",
    "simulate": "Fill workbooks as people do, into inbox/, to practise.",
    "extract": "Show what is read from files, nothing else.",
    "validate": "Check what came back: a verdict and findings for each file.",
    "received": "Say on which day a return came.",
    "accept": "Let a return count as it is, or say which of several counts.",
    "reopen": "Ask for an accepted return to be corrected.",
    "extend": "Give one place a later deadline.",
    "exclude": "No longer expect an answer from a place.",
    "attach": "Keep a scan or another document as evidence for a place.",
    "return": "Write the workbooks that go back to be mended, into returned/.",
    "status": "Show who has answered and who is late.",
    "history": "Show all that happened with a place.",
    "remind": "Write reminders to those who have not answered.",
    "compile": "Add up the accepted returns into a summary.",
    "pack": "Put the whole round into one archive.",
    "compare": "Show what changed between two returns, or two rounds.",
    "explain": "Explain a finding and how to mend it.",
    "definitions": "Check programmes, sheets, lists and translations.",
    "demo": "Run a whole round on the real list of Bicol's places.",
}


class ToolGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The commands in the order of a round."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of the same name, whose `command` it is."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = import_module(f"cli.commands.{module}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and leave with the exit code of the contract whatever happens."""
        _make_printable()
        gc.set_threshold(_OBJECTS_BETWEEN_SWEEPS)
        extra |= {"standalone_mode": False, "prog_name": "migbook"}
        try:
            outcome = super().main(*args, **extra)
            code = outcome if isinstance(outcome, int) else 0
        except (click.Abort, KeyboardInterrupt):
            click.echo(_text("interrupted"), err=True)
            code = INTERRUPTED
        except click.ClickException as error:
            told = io.StringIO()
            error.show(told)
            _printing().say(told.getvalue().rstrip())
            code = FAILED
        except ToolError as error:
            _printing().say(f"migbook: {error}")
            code = FAILED
        except Exception as error:
            _printing().say(_what_to_report(error))
            code = FAILED
        sys.exit(code)


@click.group(
    cls=ToolGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name="migbook")
@round_option
@quiet_option
@click.pass_context
def main(ctx: click.Context) -> None:
    """Workbooks on migration for local governments, and the summaries made from them.

    Work inside the folder of a round, or name it with --round. Without a command: where the
    round stands.
    """
    session = ctx.ensure_object(Session)
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if ctx.invoked_subcommand is not None:
        return
    if not session.in_round():
        click.echo(ctx.get_help())
        return
    ctx.invoke(import_module("cli.commands.status").command, output="text")
    menu = import_module("cli.menu")
    if menu.is_watched():
        ctx.exit(menu.show_menu(session, lambda line: _run_again(session, line)))


def _run_again(session: Session, line: list[str]) -> int:
    """Run another command line in the same round; its exit code."""
    around = ["--round", str(session.start)] if session.start is not None else []
    try:
        main.main([*around, *line])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED


def _make_printable() -> None:
    """Let a sign that the terminal cannot show become a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _printing() -> ModuleType:
    """Imported late: `--help` prints without it."""
    return import_module("cli.printing")


def _text(key: str, **values: object) -> str:
    from templates.load import SOURCE_LANGUAGE, load_library

    return load_library().text(SOURCE_LANGUAGE).fill(f"cli.{key}", **values).strip()


def _what_to_report(error: Exception) -> str:
    """A sentence with the facts that whoever mends this needs."""
    import platform
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else ""
    return _text(
        "unexpected",
        error=f"{type(error).__name__}: {error}",
        where=where,
        version=VERSION,
        python=platform.python_version(),
        system=platform.platform(terse=True),
    )
