"""last-year.sqlite: what the round before this one counted, kept in this round's own folder.

The round before may be moved away or lost; what is asked next is compared with it all the same.
Answers stay as they were given. How they are called today is worked out when they are used, so
that a mapping can be mended.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from indicators.tables import OutputError, ToolError
from templates.periods import Period
from workbook.round.ledger_tables import ANSWER_COLUMNS, answer_of, answer_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from workbook.model import Answer, Return
    from workbook.round.folder import Round

LAST_YEAR_FILE = "last-year.sqlite"
# Version 2 has the currency; a file of version 1 does not tell it.
_VERSION, _READABLE = 2, (1, 2)
_TABLES = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (
    code TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    name TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE answers (
    place TEXT NOT NULL REFERENCES places (code),
    position INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    row TEXT,
    field TEXT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    value_number NUMERIC,
    value_text TEXT,
    value_date TEXT,
    cell TEXT NOT NULL,
    repaired_from TEXT,
    repaired_why TEXT,
    raw TEXT,
    PRIMARY KEY (place, position)
) WITHOUT ROWID;
"""
_ANSWERS = f"SELECT place, {ANSWER_COLUMNS} FROM answers ORDER BY place, position"  # noqa: S608
_STATES = frozenset({"answered", "not_applicable", "no_data"})


@dataclass(frozen=True, slots=True)
class LastYear:
    """What one round counted. `places`: all that were expected; `answers`, `names`: by place.

    `currency`: of its amounts of money; empty where it is not known.
    """

    programme: str
    version: str
    edition: str
    period: Period
    places: tuple[str, ...]
    answers: Mapping[str, tuple[Answer, ...]]
    names: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""


def gather_last_year(collection: Round, returns: Iterable[Return]) -> LastYear:
    """What a round counted, without contacts: whoever knew last year may have moved on."""
    settings = collection.settings
    return LastYear(
        programme=settings.programme,
        version=settings.version,
        edition=settings.edition,
        period=settings.period,
        places=tuple(place.code for place in collection.places),
        answers={one.place.code: tuple(_kept(one, collection)) for one in returns},
        names={place.code: place.name for place in collection.places},
        currency=collection.programme.currency,
    )


def write_last_year(last: LastYear, dates: frozenset[tuple[str, str]], path: Path) -> None:
    """Write the file anew; `dates`: sheet and field of the answers that are dates."""
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            base.executescript(_TABLES)
            base.execute("BEGIN")
            base.executemany("INSERT INTO facts VALUES (?, ?)", _facts(last))
            base.executemany("INSERT INTO places VALUES (?, ?, ?)", _places(last))
            base.executemany(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (place, number, *answer_row(answer, (answer.sheet, answer.field) in dates))
                    for place, answers in last.answers.items()
                    for number, answer in enumerate(answers)
                ),
            )
            base.execute(f"PRAGMA user_version = {_VERSION}")
            base.execute("COMMIT")
    except sqlite3.Error as error:
        msg = f"{path} could not be written ({error}): check the disk and run the command again"
        raise OutputError(msg) from error


def read_last_year(path: Path) -> LastYear | None:
    """What was kept of the round before; None in the first round of a series."""
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.row_factory = sqlite3.Row
            if base.execute("PRAGMA user_version").fetchone()[0] not in _READABLE:
                msg = f"{path} was not written by this version of migbook: install a newer one"
                raise ToolError(msg)
            return _read(base)
    except (sqlite3.Error, LookupError, ValueError) as error:
        msg = (
            f"{path} cannot be read ({error}): put back a good copy, or make the round again with "
            "migbook new --after"
        )
        raise ToolError(msg) from error


def _read(base: sqlite3.Connection) -> LastYear:
    facts = {row["key"]: row["value"] for row in base.execute("SELECT * FROM facts")}
    answers: dict[str, list[Answer]] = {}
    for row in base.execute(_ANSWERS):
        answers.setdefault(row["place"], []).append(answer_of(row[1:]))
    start, end = (date.fromisoformat(facts[key]) for key in ("start", "end"))
    places = base.execute("SELECT * FROM places ORDER BY position").fetchall()
    return LastYear(
        programme=facts["programme"],
        version=facts["version"],
        edition=facts["edition"],
        period=Period(facts["period"], start, end),
        places=tuple(row["code"] for row in places),
        answers={place: tuple(found) for place, found in answers.items()},
        names={row["code"]: row["name"] for row in places if row["name"]},
        currency=facts.get("currency", ""),
    )


def _facts(last: LastYear) -> tuple[tuple[str, str], ...]:
    return (
        ("programme", last.programme),
        ("version", last.version),
        ("edition", last.edition),
        ("period", last.period.code),
        ("start", last.period.start.isoformat()),
        ("end", last.period.end.isoformat()),
        ("currency", last.currency),
    )


def _places(last: LastYear) -> Iterator[tuple[str, int, str]]:
    for number, code in enumerate(last.places):
        yield code, number, last.names.get(code, "")


def _kept(one: Return, collection: Round) -> Iterator[Answer]:
    definition = collection.definition(one.place.level)
    contacts = {
        (sheet.key, field.key)
        for sheet in definition.sheets
        for field in sheet.fields
        if field.type == "contact"
    }
    for answer in one.answers:
        if answer.state in _STATES and (answer.sheet, answer.field) not in contacts:
            yield answer
