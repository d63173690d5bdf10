"""The long table as Parquet, where pyarrow is installed."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from workbook.report.exports.table import plain

if TYPE_CHECKING:
    from workbook.report.exports.tables import Table


def can_write_parquet() -> bool:
    """Whether the extra `migbook[cluster]` is installed."""
    return find_spec("pyarrow") is not None


def parquet_bytes(table: Table) -> bytes:
    """The table as Parquet; texts are not guarded, as no spreadsheet program runs them from here.

    `value` is null unless the state is answered, so that no code stands among the answers.
    """
    import pyarrow as arrow
    from pyarrow import parquet

    kinds = {"integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_()}
    state = table.columns.index("state")
    columns: dict[str, list[Any]] = {}
    schema = []
    for number, name in enumerate(table.columns):
        kind = kinds.get(table.types.get(name, ""))
        values: list[Any] = [row[number] for row in table.rows]
        if kind is None:
            values = [plain(value) for value in values]
        if name in table.coded:
            lines = zip(table.rows, values, strict=True)
            values = [value if row[state] == "answered" else None for row, value in lines]
        columns[name] = values
        schema.append((name, kind or arrow.string()))
    stream = BytesIO()
    parquet.write_table(arrow.table(columns, schema=arrow.schema(schema)), stream)
    return stream.getvalue()
