"""All that reaches a screen or a pipe: results on stdout, messages on stderr."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from workbook.report.exports.table import clean, without_formulas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized

    from cli.session import Session

# Excel drops leading and far digits, makes dates of `2026-001` and `MAR 1`, a number of `1E5`.
_CHANGED_BY_EXCEL = re.compile(
    r"0\d+|\d{16,}|\d+(?:\.\d+)?[eE][+-]?\d+"
    r"|\d{1,4}[-/.:]\d{1,3}(?:[/.:]\d{1,4})?|[A-Za-z]{3,9}[- ]?\d{1,4}"
)
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNPRINTABLE = re.compile(f"{_COMMANDS.pattern}|[\ud800-\udfff]")
_SECONDS_BETWEEN_LOOKS = 0.1
_BYTE_ORDER_MARK = "\ufeff"


def print_json(data: object) -> None:
    """JSON in UTF-8, whatever the terminal's own encoding is."""
    _echo(_json(data) + "\n")


def print_json_list(
    key: str, objects: Iterable[object], others: Callable[[], Mapping[str, object]]
) -> None:
    """An object with one list, told bit by bit, and what else is in it, asked for after the list.

    The same bytes as `print_json` gives; whoever is interrupted leaves what nobody takes for whole.
    """
    _echo(f"{{\n  {json.dumps(key)}: [")
    begin = ""
    for one in objects:
        _echo(f"{begin}\n    {_indented(one, 4)}")
        begin = ","
    _echo("\n  ]" if begin else "]")
    for name, value in others().items():
        _echo(f",\n  {json.dumps(name)}: {_indented(value, 2)}")
    _echo("\n}\n")


def _indented(data: object, by: int) -> str:
    return _json(data).replace("\n", "\n" + " " * by)


def _json(data: object) -> str:
    """JSON in which signs that a terminal obeys are spelled: a program reads the same."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _echo(text: str) -> None:
    click.echo(text.encode(), nl=False)


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """CSV for people, line by line: opens in Excel with its letters and texts left as they are.

    A file keeps the signs that turn the order of letters round; a screen is not told them.
    """
    watched = sys.stdout.isatty()
    for line in _csv_lines(columns, rows):
        _echo(without_commands(line.rstrip("\r\n")) + "\r\n" if watched else line)


def csv_bytes(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    headings: Sequence[str] | None = None,
) -> bytes:
    """The bytes of a CSV with a byte-order mark; texts that look like formulas are guarded."""
    return "".join(_csv_lines(columns, rows, headings)).encode()


def _csv_lines(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    headings: Sequence[str] | None = None,
) -> Iterator[str]:
    target = io.StringIO(newline="")
    writer = csv.writer(target)

    def line(cells: Sequence[object]) -> str:
        target.seek(0)
        target.truncate()
        writer.writerow(cells)
        return target.getvalue()

    yield _BYTE_ORDER_MARK + line(headings or columns)
    for row in rows:
        yield line([guarded(row.get(column)) for column in columns])


def guarded(value: object) -> str | int | float:
    """A cell that no spreadsheet program runs or rewrites; numbers and ISO dates stay."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    text = clean(str(value))
    return f"'{text}" if _CHANGED_BY_EXCEL.fullmatch(text) else without_formulas(text)


def print_line(text: str = "", *, colour: str | None = None, bold: bool = False) -> None:
    """A line of a result that people read."""
    text = without_commands(text)
    click.echo(click.style(text, fg=colour, bold=bold) if colour or bold else text)


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, last: bool) -> None:
    """A table: first column to the left, the others to the right; `last` parts off a total."""
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    print_line(_aligned(headings, widths), bold=True)
    for number, row in enumerate(rows, start=1):
        if last and number == len(rows):
            print_line("-" * (sum(widths) + 2 * len(widths) - 2))
        print_line(_aligned(row, widths))


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    return "  ".join((first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)))


def tell(session: Session, message: str) -> None:
    """A message beside the result: to stderr, and not at all with `--quiet`."""
    if not session.quiet:
        say(message)


def say(message: str) -> None:
    """A message that nothing silences, such as an error."""
    click.echo(without_commands(message), err=True)


def without_commands(text: str) -> str:
    """The text without signs that a terminal obeys or that turn the order of others round."""
    return _COMMANDS.sub("\ufffd", text)


@contextmanager
def progress(
    session: Session, label: str, total: int | Sized, *, telling: bool = False
) -> Iterator[Callable[[], None]]:
    """A bar that a call moves on by one; only where someone is watching.

    `total`: or something that has so many, counted only for the bar. `telling`: results are printed
    meanwhile, so that there is no bar between them on a screen.
    """
    watched = not session.quiet and sys.stderr.isatty() and not (telling and sys.stdout.isatty())
    number = total if isinstance(total, int) else len(total) if watched else 0
    if not watched or number < 2:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        # It would take what is printed meanwhile to the screen, away from where results go.
        redirect_stdout=False,
        # A thread that draws would keep workers from splitting from this process.
        auto_refresh=False,
    ) as bar:
        task = bar.add_task(label, total=number)
        drawn = 0.0

        def advance() -> None:
            nonlocal drawn
            bar.advance(task)
            now = time.monotonic()
            if now - drawn >= _SECONDS_BETWEEN_LOOKS:
                bar.refresh()
                drawn = now

        yield advance
