"""What a raw scan of a file's parts tells about its cells, and the reader does not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Scalar = str | float | bool | date
# The first and the last cell, each by row and column.
Area = tuple[tuple[int, int], tuple[int, int]]
MarkKind = Literal["plain", "error", "unsaved", "boolean", "time", "text"]
ERROR_TEXTS = frozenset(
    {
        "#N/A",
        "#DIV/0!",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
    }
)


class DamagedFileError(Exception):
    """A part of the file cannot be read."""


class EncryptedFileError(Exception):
    """The file opens with a password only."""


class OldFormatError(Exception):
    """A spreadsheet in a format from before 1997."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell that is more than a plain value.

    `kind`: `error`, `unsaved` (a formula without a saved value), or the true type of a value that
    the reader takes for something else. `shown`: the text of an error, a value or a time.
    `percent`: a number formatted as a percentage. `unit`: words or a currency that the format shows
    beside the number; `thousands`: how often it is shown divided by 1000.
    """

    kind: MarkKind = "plain"
    shown: str = ""
    formula: bool = False
    percent: bool = False
    unit: str = ""
    thousands: int = 0


@dataclass(frozen=True, slots=True)
class TabMarks:
    """The marked cells of one tab by row and column (from 0), and how far its content reaches.

    `covered`: cells that were merged into another, as far as the scan knows them. `values`: what
    stands in the cells, where the scan is sure of all of it; `merged` has all merged areas then.
    """

    name: str
    marks: Mapping[tuple[int, int], Mark]
    rows: int = 0
    columns: int = 0
    covered: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[Area, ...] = ()
    values: tuple[tuple[Scalar, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class BookMarks:
    """The scan of a whole file; `properties` are its custom document properties."""

    tabs: tuple[TabMarks, ...]
    epoch_1904: bool = False
    macros: bool = False
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number format adds to a number; see `Mark`."""

    percent: bool = False
    unit: str = ""
    thousands: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether people see the number itself."""
        return not (self.percent or self.unit)


PLAIN = NumberFormat()
_FORMAT_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<sign>[^-\]]*)[^\]]*\]|\[[^\]]*\]|(?P<plain>.)'
)
_THOUSANDS = re.compile(r"[0#?](,+)[^0#?,]*$")
_DAY_OR_TIME = re.compile(r"[dmyhs]", re.IGNORECASE)
_CONDITION = re.compile(r"\[[<>=]")
_EXPONENT = re.compile(r"E[+-]")
# Where a number, or the text of a cell, takes its place in a format.
_PLACE = re.compile(r"[0#?@]|General", re.IGNORECASE)
# Signs that make another number of the one beside them.
_MISLEADING = frozenset("-\u2212()")


def read_format(code: str) -> NumberFormat:
    """What the format of positive numbers shows besides the number.

    Where conditions choose among several formats, the first that shows more than the number.
    """
    sections = _sections(code)
    if not _CONDITION.search(code):
        return _read_section(*sections[0], hides='"' in code or ";" in code)
    found = [_read_section(*section, by_condition=True) for section in sections]
    return next((each for each in found if not each.is_plain), PLAIN)


def _sections(code: str) -> list[tuple[str, str]]:
    """What each format of a code says: its plain signs, and what stands beside the number."""
    found = [("", "")]
    for part in _FORMAT_PARTS.finditer(code):
        sign = part["plain"] or ""
        if sign == ";":
            found.append(("", ""))
            continue
        currency = sign if sign and unicodedata.category(sign) == "Sc" else ""
        literal = part["quoted"] or part["escaped"] or part["sign"] or currency or " "
        found[-1] = (found[-1][0] + sign, found[-1][1] + literal)
    return found


def _read_section(
    plain: str, literal: str, *, hides: bool = False, by_condition: bool = False
) -> NumberFormat:
    percent = "%" in plain
    if percent or _DAY_OR_TIME.search(plain.replace("General", "")):
        return NumberFormat(percent)
    if not _PLACE.search(plain):
        # Another text is shown, or nothing at all.
        text = "".join(literal.split())
        return NumberFormat(unit=text or (";" if hides else ""))
    scaled = _THOUSANDS.search(plain)
    thousands = len(scaled[1]) if scaled else 0
    words = unit_in(literal)
    # A sign may be that of negative numbers, or of a telephone number, if a condition chooses it.
    signs = "" if by_condition else _EXPONENT.sub("", plain) + literal
    added = "".join(sign for sign in signs if sign in _MISLEADING)
    added += "".join(sign for sign in literal if sign.isdigit())
    if not words and not added:
        added = "," * thousands
    return NumberFormat(unit=words + added, thousands=thousands)


def unit_in(text: str) -> str:
    """The words or the currency in a text, without digits and signs."""
    kept = "".join(
        sign if sign.isalpha() or unicodedata.category(sign) == "Sc" else " " for sign in text
    )
    return " ".join(kept.split())
