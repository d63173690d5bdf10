"""Cells of worksheets that are written as usual: what there is to say of them, and their values.

Of what spreadsheet readers might see in more than one way no value is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from workbook.ooxml.marks import PLAIN
from workbook.ooxml.tab_scan import CALCULATED, mark_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.ooxml.marks import Mark, NumberFormat, Scalar

# What stands for the number of a shared string, and for any other number, once it is taken out of
# its cell. No XML may hold it.
STRING_GAP, NUMBER_GAP = "\0", "\1"
# What a number means that was taken out: a number, a day, yes or no, text.
GapKind = Literal["n", "day", "b", "str"]
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?")
_ERROR_VALUES = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)
# Types of which every result that is saved is one.
_PLAIN_RESULTS = frozenset({"n", "s", "str"})
_ENTITY = re.compile(r"&(?:[a-z]+|#([0-9]+));")
_NAMED = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
# Signs that programs write, and readers resolve, in several ways.
_READ_IN_SEVERAL_WAYS = ("\r", "&#", "_x")
# Serial numbers that are the same day for all programs: after the 29 February 1900 that never was.
_DAY_ZERO, _FIRST_DAY, _LAST_DAY = date(1899, 12, 30), 61, 73_050


class DoubtError(Exception):
    """A value that might be read otherwise by another program."""


@dataclass(frozen=True, slots=True)
class CellStyles:
    """What the styles of cells, by their numbers, make of a number.

    `shown`: what they add to it, if anything. `dates`: it is shown as a day. `doubtful`: it may be
    a number or a time. `certain`: of all others it is known that numbers stay numbers.
    """

    shown: Mapping[int, NumberFormat] = field(default_factory=dict)
    dates: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    certain: bool = True


# Not frozen, because that doubles the time of making one.
@dataclass(slots=True)
class Filled:
    """What stands in a cell; the parts that it does not have are None."""

    kind: str
    style: int
    formula: str | None
    value: str | None
    inline: str | None
    kept: bool

    def mark(self, styles: CellStyles) -> Mark | None:
        """What there is to say of the cell; most are plain, or calculated and nothing else."""
        formula, value = self.formula, self.value
        if self.kind in _PLAIN_RESULTS and self.style not in styles.shown:
            if formula is None:
                return None
            if value and value.strip():
                return CALCULATED
        if formula is not None and (self.kind == "b" or not (value and value.strip())):
            formula = resolved(formula)
        if value is not None and self.kind == "e":
            value = resolved(value)
        return mark_of(self.kind, formula, value, styles.shown.get(self.style, PLAIN))

    def gap(self, styles: CellStyles) -> GapKind:
        """What a number in the cell means; in doubt unless all programs see the same in it."""
        match self.kind:
            case "n" if self.style not in styles.doubtful:
                return "day" if self.style in styles.dates else "n"
            case "b":
                return "b"
            case "str":
                return "str"
        raise DoubtError

    def read(self, styles: CellStyles) -> Scalar | None:
        """The value; None if the cell has none."""
        value = self.value
        if self.inline is not None:
            if self.kind != "inlineStr" or self.formula is not None:
                raise DoubtError
            return plain_text(self.inline, kept=self.kept)
        if value is None or (value == "" and self.kind != "str"):
            return None
        if self.kind == "e" and value in _ERROR_VALUES:
            # Errors are told by their mark.
            return ""
        return read_gap(self.gap(styles), value)


def read_gap(kind: GapKind, value: str) -> Scalar:
    """What stands in a cell, or was taken out of it."""
    if kind == "str":
        return plain_text(value, kept=True)
    if kind == "b":
        if value not in {"0", "1"}:
            raise DoubtError
        return value == "1"
    if _PLAIN_NUMBER.fullmatch(value) is None:
        raise DoubtError
    number = float(value)
    if kind == "n":
        return number
    if number.is_integer() and _FIRST_DAY <= number <= _LAST_DAY:
        return _DAY_ZERO + timedelta(days=int(number))
    raise DoubtError


def plain_text(text: str, *, kept: bool) -> str:
    """The text that all programs read; `kept`: space around it is meant."""
    if any(sign in text for sign in _READ_IN_SEVERAL_WAYS):
        raise DoubtError
    if not kept and text != text.strip():
        raise DoubtError
    return resolved(text)


def resolved(text: str) -> str:
    """Text with what stands for its signs resolved; line ends as XML has them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(lambda found: _NAMED.get(found[0]) or chr(int(found[1])), text)
    return text
