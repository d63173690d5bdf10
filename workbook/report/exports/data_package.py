"""A Data Package: the tables as CSV, and one file that says what every column means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from workbook.report.exports.figures import audience_of
from workbook.report.exports.formats import missing_codes
from workbook.report.exports.table import csv_bytes
from workbook.report.exports.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.compile.model import Summary
    from workbook.report.exports.tables import Table
    from workbook.report.wording import Wording

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class _Resource:
    table: Table
    path: str
    data: bytes


def data_package(summary: Summary, words: Wording) -> Mapping[str, bytes]:
    """The files of the package by name."""
    audience = audience_of(summary)
    resources = [
        _Resource(table, f"{table.name}-{audience}.csv", csv_bytes(table.columns, table.rows))
        for table in all_tables(summary, words)
    ]
    descriptor = {
        "$schema": _PROFILE,
        "name": f"{summary.programme}-{summary.period}-{audience}".lower(),
        "title": words.export("package.title"),
        "description": " ".join(
            words.export(f"package.{part}") for part in (audience.lower(), "about")
        ),
        "version": summary.version,
        "audience": audience,
        "resources": [_described(one, words) for one in resources],
    }
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTOR: text.encode()} | {one.path: one.data for one in resources}


def _described(resource: _Resource, words: Wording) -> dict[str, object]:
    table = resource.table
    schema: dict[str, object] = {
        "fields": [_field(table, column, words) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.refers_to:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [column]}}
            for column, other in table.refers_to
        ]
    return {
        "name": table.name,
        "type": "table",
        "path": resource.path,
        "title": words.export(f"tables.{table.name}.title"),
        "description": words.export(f"tables.{table.name}.about"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(resource.data),
        "hash": f"sha256:{sha256(resource.data).hexdigest()}",
        "schema": schema,
    }


def _field(table: Table, column: str, words: Wording) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column,
        "type": table.types.get(column, "string"),
        "title": words.export(f"columns.{column}"),
    }
    if column in table.coded:
        field["missingValues"] = [
            {"value": code, "label": _label(state, words)}
            for state, code in missing_codes().items()
        ]
    return field


def _label(state: str, words: Wording) -> str:
    return (
        words.export("missing.withheld") if state == "withheld" else words.text(f"answers.{state}")
    )
