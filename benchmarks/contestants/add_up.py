"""Adds up the rounds of regions to long table and totals, and writes nothing.

`add_up.py ROUND...` prints how many places count and how many answers and totals there are.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.counting import load_counting
from workbook.compile.country import compile_country
from workbook.compile.regional import RegionalReturns
from workbook.round.alike import same_definitions
from workbook.round.country import country_places
from workbook.round.folder import open_round
from workbook.round.ledger import Ledger
from workbook.round.status import counted_returns, place_statuses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.round.folder import Round


def read_rounds(rounds: Sequence[tuple[str, Round]]) -> Iterator[RegionalReturns]:
    """What counts in each round, one after the other."""
    for name, one in rounds:
        with Ledger(one.ledger_file) as ledger:
            yield RegionalReturns(name, place_statuses(one, ledger), counted_returns(one, ledger))


def main(folders: list[str]) -> None:
    """Open the rounds and add them up."""
    rounds = [(Path(folder).name, open_round(Path(folder))) for folder in folders]
    _, first = rounds[0]
    summary = compile_country(
        "Country",
        read_rounds(rounds),
        country_places(first.programme, first.library),
        same_definitions(rounds),
        first.settings.period,
        load_counting(first.settings.ranking),
    )
    counted = sum(bool(line.sha256) for line in summary.places)
    print(counted, len(summary.contributions), len(summary.totals))


if __name__ == "__main__":
    main(sys.argv[1:])
