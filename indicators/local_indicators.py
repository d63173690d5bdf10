"""Indicators that a collection asks for without an official one behind them, and where it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.sdg_catalogue import DATA, Indicator
from indicators.sdg_sources import Source
from indicators.tables import DefinitionError, read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLUMNS = (
    "code", "sheet", "row", "numerator", "denominator", "per", "above", "below", "withhold",
)  # fmt: skip
_MAY_BE_EMPTY = frozenset({"withhold"})


@dataclass(frozen=True, slots=True)
class LocalIndicator:
    """A share that is asked for here alone, and the fields that supply it.

    `indicator`: in the shape of an official one, without goal, target, official name and tier. All
    parts of governments together over all wholes, as the fields declare that they add up by sum.
    """

    indicator: Indicator
    source: Source


def load_local_indicators(folder: Path = DATA) -> tuple[LocalIndicator, ...]:
    """As declared, in the order in which they are shown; a mistake is a `DefinitionError`."""
    path = folder / "local_indicators.csv"
    found: dict[str, LocalIndicator] = {}
    for row in read_csv(path):
        if tuple(row) != _COLUMNS:
            raise DefinitionError(path, "", f"write the columns {', '.join(_COLUMNS)}")
        code = row["code"] or "code"
        if empty := [key for key in _COLUMNS if not row[key] and key not in _MAY_BE_EMPTY]:
            raise DefinitionError(path, code, f"{empty[0]} is empty; fill it in")
        if not row["per"].isdecimal() or not int(row["per"]):
            message = f"per is '{row['per']}'; write a whole number, such as 100"
            raise DefinitionError(path, code, message)
        if code in found:
            raise DefinitionError(path, code, "this code is there twice; remove one line")
        found[code] = _local(row)
    return tuple(found.values())


def _local(row: Mapping[str, str]) -> LocalIndicator:
    indicator = Indicator(
        code=row["code"],
        goal="",
        target="",
        official_name="",
        target_name="",
        unsd_code="",
        series=(),
        unit=(),
        tier="",
        custodian="",
        repeats=(),
        local_use="own",
        adds_up="ratio_of_sums",
        per=int(row["per"]),
        numerator=row["above"],
        denominator=row["below"],
    )
    source = Source(
        code=row["code"],
        sheet=row["sheet"],
        row=row["row"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value="",
        withhold=row["withhold"] == "yes",
    )
    return LocalIndicator(indicator, source)
