"""What the round of a region brings to the summary of its country, read from its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.model import PlaceStatus
from workbook.round.renewal import renewal_of
from workbook.round.status import counted_returns, place_statuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.model import Measure
    from workbook.compile.last_round import LastRound
    from workbook.compile.summary import Part
    from workbook.model import Return
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger


@dataclass(frozen=True, slots=True)
class RegionalReturns:
    """A region's round: `name` as people know it, where its places stand, and what counts.

    `last`: what its places told in the round that it follows, where that may be compared. `known`:
    what the returns add up to, where that is known already; they are then left out.
    """

    name: str
    statuses: tuple[PlaceStatus, ...]
    returns: tuple[Return, ...]
    last: LastRound | None = None
    known: Part | None = None


def regional_returns(
    name: str, collection: Round, ledger: Ledger | None, measures: Sequence[Measure]
) -> RegionalReturns:
    """Where the places of a round stand and what counts; without a ledger nothing has come."""
    last = _last_round(collection, measures)
    if ledger is None:
        missing = tuple(PlaceStatus(place, "missing") for place in collection.places)
        return RegionalReturns(name, missing, (), last)
    statuses = place_statuses(collection, ledger)
    return RegionalReturns(
        name,
        tuple(status for status in statuses if status.state != "excluded"),
        counted_returns(collection, ledger),
        last,
    )


def _last_round(collection: Round, measures: Sequence[Measure]) -> LastRound | None:
    if renewal_of(collection) is None:
        return None
    # What was told then is counted in frames, whose library takes long to be imported.
    from workbook.compile.last_round import last_round

    return last_round(collection, measures)
