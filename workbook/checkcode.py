"""The check code: a number over all answer cells, by which a signed page is matched to a file.

A workbook works it out with formulas, so that its printed page carries it, and we work it out
from the cells of a file. Both do the same sums: what stands in a cell counts, where it stands
counts (so sorting rows changes the code), what it means does not. Letters are looked up in a fixed
alphabet and all others count alike, because spreadsheet programs agree on nothing more. It finds
slips and mix-ups; it is no protection against forgery.

An area is a question of a form, or one column of a table or matrix; rows and columns of an area
count from 1.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import Field

CODE_TAB = "_code"
TOTAL_KEY = "code"
ALPHABET = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-/()&':;+%#@!?=_*<>[]"
MODULUS = 99991
GROUPS = (9973, 9967)
ERROR_CODE = -1
# How many characters of a cell count: more than any figure, list entry or name has.
FIGURE_LENGTH = 24
CHOICE_LENGTH = 100
CHUNK = 250
_LONGEST = 1000
# Numbers beyond this lose digits when they are weighed, and programs may differ.
_LARGEST_SUM = 1e11
_SERIAL_ORIGIN, _SERIAL_ORIGIN_1904 = date(1899, 12, 30), date(1904, 1, 1)


# Not frozen, as the sums are not, because that doubles the time of making one.
@dataclass(slots=True, unsafe_hash=True)
class AreaCell:
    """What stands in a cell of an area, never changed; `error`: an error value stands there.

    `certain`: whether every program counts it alike.
    """

    row: int
    column: int
    value: str | float
    error: bool = False
    certain: bool = True


@dataclass(slots=True, unsafe_hash=True)
class AreaSums:
    """What an area comes to: sums of its texts (and how many numbers), of its numbers, its code.

    Never changed. `certain`: whether every program comes to the same.
    """

    text: int
    number: int
    code: int
    certain: bool


BLANK_AREA = AreaSums(0, 0, 0, certain=True)


def positions_of(field: Field) -> int:
    """How many characters of each cell of a field count."""
    if field.type in {"text", "long_text", "contact"}:
        return min(field.maximum_length, _LONGEST)
    if field.type in {"one_of", "yes_no", "reference", "references"}:
        return CHOICE_LENGTH
    return FIGURE_LENGTH


def area_key(sheet: str, column: str) -> str:
    """The key of an area in the workbook's list of them."""
    return f"{sheet}.{column}"


def make_cell(row: int, column: int, value: object, *, epoch_1904: bool = False) -> AreaCell:
    """A cell of an area from what was typed or read; text is taken as it stands."""
    if isinstance(value, str):
        odd = (not value.isascii() and max(value) > "\uffff") or "\r" in value or "_x" in value
        return AreaCell(row, column, value, certain=not odd)
    if isinstance(value, bool):
        return AreaCell(row, column, float(value), certain=False)
    if isinstance(value, date):
        return AreaCell(row, column, _serial(value, epoch_1904=epoch_1904))
    if isinstance(value, int | float):
        certain = math.isfinite(value) and abs(value) < _LARGEST_SUM
        return AreaCell(row, column, float(value) if certain else 0.0, certain=certain)
    return AreaCell(row, column, "", certain=False)


def error_cell(row: int, column: int) -> AreaCell:
    """A cell with an error value."""
    return AreaCell(row, column, "", error=True)


def sum_area(cells: Iterable[AreaCell], positions: int, *, ticks: bool = False) -> AreaSums:
    """What the formulas of an area come to; `ticks`: only where something stands counts."""
    found = tuple(cells)
    if not found:
        return BLANK_AREA
    certain = all(cell.certain for cell in found)
    if any(cell.error for cell in found):
        return AreaSums(ERROR_CODE, 0, ERROR_CODE, certain)
    if ticks:
        text = sum(_length(cell) * tick_weight(cell.row, cell.column) for cell in found)
        # A number among ticks is shown with as many digits as the program likes.
        certain &= all(isinstance(cell.value, str) or cell.value in {0, 1} for cell in found)
        return AreaSums(text, 0, area_code(text, 0), certain)
    text, weighed = 0, 0.0
    for cell in found:
        if isinstance(cell.value, str):
            text += _text_sum(cell.value[:positions], cell.row)
        else:
            # Zero is not blank: that there is a number counts beside the number.
            text += number_weight(cell.row)
            weighed += cell.value * cell.row
    certain &= abs(weighed) < _LARGEST_SUM
    number = round_half_up(weighed * 1000)
    return AreaSums(text, number, area_code(text, number), certain)


def area_code(text: int, number: int) -> int:
    """The code of an area from its two sums."""
    high, low = divmod(number, 1_000_000)
    return (text + 31 * (high % MODULUS) + 17 * low) % MODULUS


def letter_weight(row: int, position: int) -> int:
    """What a letter at this position of this row is multiplied by."""
    return (position + 3 * row) * (position + 11)


def number_weight(row: int) -> int:
    """What a cell with a number in this row adds, whatever the number."""
    return row * row + 13


def tick_weight(row: int, column: int) -> int:
    """What the length of a tick cell is multiplied by."""
    return (row * row + 11) * (column * column + 7)


@lru_cache(maxsize=4096)
def area_weights(key: str) -> tuple[int, ...]:
    """What the code of an area is multiplied by in each group of the whole code."""
    number = zlib.crc32(key.encode())
    return tuple(1 + (number // (7919**place)) % (group - 1) for place, group in enumerate(GROUPS))


def whole_code(codes: Mapping[str, int]) -> str:
    """The code of a workbook, such as `0412-7736`, from those of its areas by key."""
    totals = [0] * len(GROUPS)
    for key, code in codes.items():
        for place, weight in enumerate(area_weights(key) if code else ()):
            totals[place] += code * weight
    return "-".join(f"{total % group:04d}" for total, group in zip(totals, GROUPS, strict=True))


def round_half_up(value: float) -> int:
    """As spreadsheet programs round: halves go away from zero."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def _length(cell: AreaCell) -> int:
    return len(cell.value) if isinstance(cell.value, str) else 1


class _Letters(dict[str, int]):
    """The place of each letter in the alphabet; all others count alike."""

    def __missing__(self, sign: str) -> int:
        return len(ALPHABET)


_LETTERS = _Letters({sign: place for place, sign in reversed(list(enumerate(ALPHABET)))})
# The weight of a letter is the one in row 0, and as much more for each row.
_IN_ROW_0 = tuple(letter_weight(0, position) for position in range(1, _LONGEST + 1))
_EACH_ROW = tuple(
    letter_weight(1, position) - weight for position, weight in enumerate(_IN_ROW_0, start=1)
)


def _text_sum(text: str, row: int) -> int:
    letters = [_LETTERS[sign] for sign in text]
    first: int = sum(map(mul, letters, _IN_ROW_0))
    more: int = sum(map(mul, letters, _EACH_ROW))
    return first + row * more


def _serial(day: date, *, epoch_1904: bool) -> float:
    origin = _SERIAL_ORIGIN_1904 if epoch_1904 else _SERIAL_ORIGIN
    if isinstance(day, datetime):
        whole = (day.date() - origin).days
        seconds = day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6
        return whole + seconds / 86400
    return float((day - origin).days)
