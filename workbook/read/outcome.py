"""What reading one cell, or the cells of one answer, comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.model import Repair
from workbook.read.cells import Cell, shown_text

if TYPE_CHECKING:
    from workbook.model import Parameters, State, Value


# Not frozen, because that doubles the time of making one, and a file has a hundred.
@dataclass(slots=True, unsafe_hash=True)
class Outcome:
    """State and value of an answer; `code` is a finding's where there is something to tell.

    Never changed. `cell`: the one that an error is about.
    """

    state: State
    value: Value | None = None
    repair: Repair | None = None
    code: str = ""
    parameters: Parameters = ()
    cell: Cell | None = None


BLANK = Outcome("blank")
NOT_APPLICABLE = Outcome("not_applicable")
NO_DATA = Outcome("no_data")


def answered(value: Value, cell: Cell, why: str = "") -> Outcome:
    """A value; `why` is the key of the repair, if the cell did not hold it as it is."""
    return Outcome("answered", value, Repair(shown_text(cell), why) if why else None)


def unreadable(code: str, cell: Cell, *parameters: tuple[str, str]) -> Outcome:
    """No value, and the finding that says why."""
    return Outcome("unreadable", code=code, parameters=parameters, cell=cell)
