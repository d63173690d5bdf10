"""The tables of the ledger, and answers and findings as their rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from workbook.model import Answer, Finding, Repair, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ANSWER_COLUMNS = (
    "sheet, row, field, state, kind, value_number, value_text, value_date, cell,"
    " repaired_from, repaired_why, raw"
)
# Each script takes a ledger one version further; what was released is never changed.
MIGRATIONS = (
    """
    CREATE TABLE contents (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        rules TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        programme TEXT NOT NULL,
        version TEXT NOT NULL,
        edition TEXT NOT NULL,
        level TEXT NOT NULL,
        place TEXT NOT NULL,
        period TEXT NOT NULL,
        language TEXT NOT NULL,
        issue TEXT NOT NULL,
        currency TEXT NOT NULL,
        verdict TEXT NOT NULL
    );
    CREATE TABLE files (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL,
        content INTEGER NOT NULL REFERENCES contents (id),
        first_seen TEXT NOT NULL,
        present INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        UNIQUE (path, content)
    );
    CREATE INDEX files_by_content ON files (content);
    CREATE TABLE answers (
        content INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
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
        PRIMARY KEY (content, position)
    ) WITHOUT ROWID;
    CREATE TABLE findings (
        content INTEGER REFERENCES contents (id) ON DELETE CASCADE,
        file INTEGER REFERENCES files (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        code TEXT NOT NULL,
        sheet TEXT,
        row TEXT,
        field TEXT,
        cell TEXT,
        value TEXT,
        parameters TEXT NOT NULL,
        discriminator TEXT NOT NULL,
        CHECK ((content IS NULL) <> (file IS NULL))
    );
    CREATE INDEX findings_by_content ON findings (content, position);
    CREATE INDEX findings_by_file ON findings (file, position);
    """,
    "ALTER TABLE findings ADD COLUMN explanation TEXT NOT NULL DEFAULT '';",
    # received: when the mail around a file was sent. evidence: the place that a scan belongs to.
    """
    ALTER TABLE files ADD COLUMN received TEXT NOT NULL DEFAULT '';
    ALTER TABLE files ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
    CREATE TABLE containers (
        path TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE decisions (
        id INTEGER PRIMARY KEY,
        made TEXT NOT NULL,
        made_by TEXT NOT NULL,
        place TEXT NOT NULL,
        kind TEXT NOT NULL,
        content INTEGER REFERENCES contents (id),
        value TEXT NOT NULL,
        note TEXT NOT NULL
    );
    CREATE INDEX decisions_by_place ON decisions (place, id);
    """,
    # check_code: of the cells of a file, to be held against a signed page.
    "ALTER TABLE contents ADD COLUMN check_code TEXT NOT NULL DEFAULT '';",
    # rule_sets: what verdicts were found with. verdicts: every one that a content has had.
    # written: what was written for a place, such as a marked copy. contents_seen: the last
    # content that was known when something was decided, which tells what came after it.
    """
    CREATE TABLE rule_sets (
        fingerprint TEXT PRIMARY KEY,
        tool TEXT NOT NULL,
        programme TEXT NOT NULL,
        version TEXT NOT NULL,
        edition TEXT NOT NULL,
        first_used TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY,
        content INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
        rules TEXT NOT NULL,
        made TEXT NOT NULL,
        verdict TEXT NOT NULL
    );
    CREATE INDEX verdicts_by_content ON verdicts (content, id);
    INSERT INTO verdicts (content, rules, made, verdict)
        SELECT id, rules, first_seen, verdict FROM contents;
    CREATE TABLE written (
        id INTEGER PRIMARY KEY,
        made TEXT NOT NULL,
        made_by TEXT NOT NULL,
        place TEXT NOT NULL,
        kind TEXT NOT NULL,
        content INTEGER REFERENCES contents (id),
        file TEXT NOT NULL
    );
    CREATE INDEX written_by_place ON written (place, id);
    ALTER TABLE decisions ADD COLUMN contents_seen INTEGER NOT NULL DEFAULT 0;
    """,
    # sighted: when a file was first found, noted for all of them before any is read.
    """
    CREATE TABLE sighted (
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        moment TEXT NOT NULL,
        PRIMARY KEY (path, sha256)
    ) WITHOUT ROWID;
    """,
)


def answer_row(answer: Answer, is_date: bool) -> tuple[object, ...]:
    """The columns from `sheet` on; exactly one value column is filled if there is a value."""
    number: int | float | None = None
    text = day = None
    kind = "none"
    match answer.value:
        case None:
            pass
        case bool():
            kind, number = "boolean", int(answer.value)
        case int() | float():
            kind, number = "number", answer.value
        case tuple():
            kind, text = "several", json.dumps(answer.value, ensure_ascii=False)
        case _ if is_date:
            kind, day = "date", answer.value
        case _:
            kind, text = "text", answer.value
    repair = answer.repair
    return (
        answer.sheet, answer.row, answer.field, answer.state, kind, number, text, day,
        answer.cell, repair.origin if repair else None, repair.why if repair else None, answer.raw,
    )  # fmt: skip


def answer_of(row: Iterable[Any]) -> Answer:
    """The answer that a row of the table `answers` holds; `row`: its `ANSWER_COLUMNS`."""
    # By their order: looking columns up by name takes as long as all else.
    sheet, key, field, state, kind, number, text, day, cell, origin, why, raw = row
    value: Value | None
    match kind:
        case "none":
            value = None
        case "boolean":
            value = bool(number)
        case "number":
            value = number
        case "several":
            value = tuple(json.loads(text))
        case "date":
            value = day
        case _:
            value = text
    repair = None if why is None else Repair(origin or "", why)
    return Answer(sheet, key, field, state, value, cell, repair, raw)


def finding_of(row: Mapping[str, Any]) -> Finding:
    """The finding that a row of the table `findings` holds."""
    parameters = tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in json.loads(row["parameters"])
    )
    return Finding(
        code=row["code"],
        sheet=row["sheet"],
        row=row["row"],
        field=row["field"],
        cell=row["cell"],
        value=row["value"],
        parameters=parameters,
        discriminator=row["discriminator"],
        explanation=row["explanation"],
    )
