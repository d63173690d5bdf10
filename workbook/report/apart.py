"""Regions of a country, read and added up by several processes, each region by one of them.

What is found is the same wherever it is found, and it is asked for in the order of the rounds. A
process that dies, or has no memory left, costs nothing but time: its region is then read here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from workbook.compile.regional import regional_returns
from workbook.round.ledger import Ledger
from workbook.round.pool import Limits, Pool, Preparation, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from indicators.model import Measure
    from workbook.compile.frame import Roll
    from workbook.compile.regional import RegionalReturns
    from workbook.report.long_table import Wish
    from workbook.round.folder import Round
    from workbook.round.pool import Task

    Named = Sequence[tuple[str, Round]]

Added = TypeVar("Added")
# A region may be a hundred times as large as those that there are.
_LIMITS = Limits(seconds=600.0, memory=2 * 1024**3, wall=3_600.0)


@dataclass(frozen=True, slots=True)
class RegionFound(Generic[Added]):
    """What a region adds up to; `ledger`: fingerprint of what it was read from.

    `returned`: what was read, without the returns themselves.
    """

    ledger: str
    returned: RegionalReturns
    added: Added


@dataclass(frozen=True, slots=True)
class RegionWork(Generic[Added]):
    """What is done with the round of a number: `add_up` is given what counts in it."""

    rounds: Named
    measures: tuple[Measure, ...]
    roll: Roll
    wish: Wish
    add_up: Callable[[Roll, int, RegionalReturns, Wish], Added]

    def __call__(self, number: int) -> RegionFound[Added]:
        """Read one round, wherever this runs."""
        name, collection = self.rounds[number]
        with Ledger(collection.ledger_file) as ledger, ledger.unchanging() as state:
            returned = regional_returns(name, collection, ledger, self.measures)
        added = self.add_up(self.roll, number, returned, self.wish)
        return RegionFound(state, replace(returned, returns=()), added)


class Apart(Generic[Added]):
    """Processes that read regions; begun for all that have to be read."""

    def __init__(self, work: RegionWork[Added], numbers: Iterable[int], workers: int) -> None:
        self._pool = Pool(workers, work, _LIMITS, Preparation())
        self._tasks: dict[int, Task] = {}
        for number in numbers:
            self._tasks[number] = self._pool.start(number)

    def found(self, number: int) -> RegionFound[Added] | None:
        """What the region of this round adds up to; None if it has to be read here."""
        task = self._tasks.pop(number, None)
        if task is None:
            return None
        try:
            return cast("RegionFound[Added]", self._pool.result(task))
        except StoppedError:
            return None

    def close(self) -> None:
        """End all of them."""
        self._pool.close()
