"""Many returns as one long table: one row per answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbook.compile.answer_rows import AnswerRow, answer_rows
from workbook.round.status import area_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from templates.model import Definition, Place
    from workbook.model import Return

# Where pyarrow is installed, pandas keeps texts in it, and it fails on half a surrogate pair.
pd.set_option("mode.string_storage", "python")

COLUMNS = AnswerRow._fields


def long_table(
    returns: Iterable[Return],
    definitions: Mapping[str, Definition],
    area: Callable[[Place], str] = area_of,
) -> pd.DataFrame:
    """One row per answer in the order of the returns, numbered from 0.

    Columns as in `COLUMNS`; `text` and `number` as `indicators.aggregate` wants them, `value` as
    it was read. The rest as `answer_rows` has it.
    """
    return as_frame(answer_rows(returns, definitions, area))


def as_frame(rows: Iterable[AnswerRow]) -> pd.DataFrame:
    """Rows as `answer_rows` makes them, numbered from 0."""
    # As objects from the start: a column of texts only would turn None into "not a number".
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS), dtype=object)
    return frame.astype({"number": float})
