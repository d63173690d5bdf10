"""What the round of a region brings to the summary of its country, read from its ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.country import RegionalReturns
from workbook.compile.last_round import last_round
from workbook.model import PlaceStatus
from workbook.round.status import counted_returns, place_statuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.model import Measure
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger


def regional_returns(
    name: str, collection: Round, ledger: Ledger | None, measures: Sequence[Measure]
) -> RegionalReturns:
    """Where the places of a round stand and what counts; without a ledger nothing has come."""
    if ledger is None:
        missing = tuple(PlaceStatus(place, "missing") for place in collection.places)
        return RegionalReturns(name, missing, (), last_round(collection, measures))
    statuses = place_statuses(collection, ledger)
    return RegionalReturns(
        name,
        tuple(status for status in statuses if status.state != "excluded"),
        counted_returns(collection, ledger),
        last_round(collection, measures),
    )
