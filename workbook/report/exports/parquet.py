"""The long table as Parquet, where pyarrow is installed."""

from __future__ import annotations

from array import array
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from workbook.report.exports.table import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.report.exports.tables import Table

# Their names in pyarrow, and as items of an array.
_KINDS = {"integer": ("int64", "q"), "number": ("float64", "d")}

# So many that their texts are never longer than what a column can hold in one piece.
_ROWS = 2**20


def can_write_parquet() -> bool:
    """Whether the extra `migbook[cluster]` is installed."""
    return find_spec("pyarrow") is not None


def parquet_bytes(table: Table) -> bytes:
    """The table as Parquet; texts are not guarded, as no spreadsheet program runs them from here.

    `value` is null unless the state is answered, so that no code stands among the answers.
    """
    import pyarrow as arrow
    from pyarrow import parquet

    state = table.columns.index("state")
    columns = []
    for number, name in enumerate(table.columns):
        values: list[Any] = [row[number] for row in table.rows]
        kind = table.types.get(name, "")
        if kind not in _KINDS:
            values = [plain(value) for value in values]
        if name in table.coded:
            lines = zip(table.rows, values, strict=True)
            values = [value if row[state] == "answered" else None for row, value in lines]
        make = partial(_numbers, kind=_KINDS[kind]) if kind in _KINDS else _texts
        some = [values[start : start + _ROWS] for start in range(0, len(values), _ROWS)]
        columns.append(arrow.chunked_array([make(one) for one in some or [[]]]))
    stream = BytesIO()
    parquet.write_table(arrow.Table.from_arrays(columns, list(table.columns)), stream)
    return stream.getvalue()


def _texts(values: Sequence[str | None]) -> Any:
    """A column of texts; pyarrow imports pandas whenever it is given a list."""
    import pyarrow as arrow

    parts = [(value or "").encode() for value in values]
    ends = array("i", [0, *accumulate(map(len, parts))])
    buffers = [_known(values), arrow.py_buffer(ends), arrow.py_buffer(b"".join(parts))]
    return arrow.Array.from_buffers(arrow.string(), len(values), buffers)


def _numbers(values: Sequence[float | None], kind: tuple[str, str]) -> Any:
    """A column of numbers of this kind."""
    import pyarrow as arrow

    name, code = kind
    held = array(code, [0 if value is None else value for value in values])
    buffers = [_known(values), arrow.py_buffer(held)]
    return arrow.Array.from_buffers(arrow.type_for_alias(name), len(values), buffers)


def _known(values: Sequence[object]) -> Any:
    """A bit for each value that is there, the first one lowest; None if all of them are."""
    if None not in values:
        return None
    import pyarrow as arrow

    bits = "".join("0" if value is None else "1" for value in reversed(values))
    return arrow.py_buffer(int(bits, 2).to_bytes(-(-len(values) // 8), "little"))
