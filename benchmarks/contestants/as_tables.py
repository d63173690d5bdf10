"""Writes what returns say as plain tables with a schema, as `frictionless` can validate them.

For each workbook a folder with `tables.xlsx` (one sheet a section, names of fields in its first
row, a record in each further row; the answers to a form are one record) and `datapackage.json`
with the types, lists and limits that the definitions declare. Which answers are required is left
out: a schema cannot tell "not applicable" from blank.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsxwriter.workbook import Workbook

from templates.load import load_library
from workbook.model import NOTHING_TO_REPORT
from workbook.read.submission import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.load import Library
    from templates.model import Definition, Field, Sheet
    from workbook.model import Answer, Submission

    Cell = str | int | float | bool

_TYPES = {
    "integer": "integer", "year": "integer", "number": "number", "money": "number",
    "percent": "number", "date": "date", "yes_no": "boolean",
}  # fmt: skip
_LENGTHS = frozenset({"text", "long_text", "contact"})
_STATES = {"not_applicable": "NA", "no_data": "ND", "blank": ""}
_MISSING = sorted(_STATES.values())


def main(target: Path, files: list[str]) -> None:
    """Write the tables of each file into a folder of their own."""
    library = load_library()
    for path in map(Path, files):
        submission = read_file(path, path.name, library)
        who = submission.identity
        if submission.stopped:
            continue
        definition = library.definition(who.programme, who.edition, who.level)
        _write(target / path.stem, submission, definition, library)


def _write(folder: Path, submission: Submission, definition: Definition, library: Library) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    with Workbook(str(folder / "tables.xlsx")) as book:
        for sheet in definition.sheets:
            page = book.add_worksheet(sheet.key[:31])
            page.write_row(0, 0, [field.key for field in sheet.asked])
            for number, record in enumerate(_records(submission, sheet), start=1):
                page.write_row(number, 0, record)
            resources.append(_resource(sheet, library))
    package = {"name": "return", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def _records(submission: Submission, sheet: Sheet) -> Iterator[list[Cell]]:
    rows: dict[str | None, dict[str, Answer]] = {}
    for answer in submission.answers:
        if answer.sheet == sheet.key and answer.field != NOTHING_TO_REPORT:
            rows.setdefault(answer.row, {})[answer.field] = answer
    for found in rows.values():
        yield [_cell(found.get(field.key)) for field in sheet.asked]


def _cell(answer: Answer | None) -> Cell:
    if answer is None:
        return ""
    if answer.state == "answered" and answer.value is not None:
        return ";".join(answer.value) if isinstance(answer.value, tuple) else answer.value
    return answer.raw or "" if answer.state == "unreadable" else _STATES[answer.state]


def _resource(sheet: Sheet, library: Library) -> dict[str, object]:
    return {
        "name": sheet.key.replace("_", "-"),
        "path": "tables.xlsx",
        "dialect": {"excel": {"sheet": sheet.key[:31]}},
        "schema": {
            "fields": [_field(field, library) for field in sheet.asked],
            "missingValues": _MISSING,
        },
    }


def _field(field: Field, library: Library) -> dict[str, object]:
    limits: dict[str, Any] = {}
    if field.type == "one_of":
        limits["enum"] = list(library.lists[field.list].codes)
    if field.type in _LENGTHS:
        limits["maxLength"] = field.maximum_length
    if field.minimum is not None:
        limits["minimum"] = field.minimum
    if field.maximum is not None:
        limits["maximum"] = field.maximum
    return {"name": field.key, "type": _TYPES.get(field.type, "string"), "constraints": limits}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
