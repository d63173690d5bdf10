"""What is ordered: one workbook for one place and period, empty or with answers typed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.model import Definition, Place, Texts
    from templates.periods import Period
    from workbook.earlier import AnswerKey


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that a person types into a cell; `text` begins with `=`.

    `value` is what the spreadsheet program saves beside it; None saves no value at all.
    """

    text: str
    value: str | int | float | bool | None = None


Cell = str | int | float | bool | date | Formula
CellKey = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True)
class WorkbookOrder:
    """All that one workbook depends on: the same order gives the same bytes.

    `typed`: what a person would type, by sheet, row key (None in forms) and column key as the
    anchors have it (`field`, `field=code`, `field~1` or `nothing_to_report`): labels, not codes.
    Row keys beyond the prepared rows of a table add rows.
    `parent`: the place that this one lies in; `issue`: id of this issue of the workbook.
    `records`: identity text of the records that are filled in beforehand, by sheet and row key.
    `known_as`: the place whose facts are filled in beforehand, if it is not `place` itself.
    `shown`: what was answered for `last`, the period before, in words, by sheet, row and field.
    """

    definition: Definition
    texts: Texts
    place: Place
    parent: Place | None
    period: Period
    issue: str
    deadline: date | None = None
    contact: str = ""
    typed: Mapping[CellKey, Cell] = field(default_factory=dict)
    records: Mapping[tuple[str, str], str] = field(default_factory=dict)
    known_as: str = ""
    last: Period | None = None
    shown: Mapping[AnswerKey, str] = field(default_factory=dict)

    @property
    def known(self) -> dict[tuple[str, str, str], str]:
        """What is filled in beforehand, by sheet, row (empty in a form) and field: codes."""
        return self.definition.known_of(self.known_as or self.place.code)
