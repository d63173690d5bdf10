"""Numbers as people write them: what is beyond doubt becomes a number, all else a finding."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAXIMUM_DIGITS = 15
_LIMIT = 10**MAXIMUM_DIGITS
_PLAIN = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]*\.[0-9]+")
_THOUSANDTH = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_ONE_COMMA_GROUP = re.compile(r"(?<![0-9,.])[0-9]{1,3},[0-9]{3}(?![0-9,.])")
_COMMA_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_POINT_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})(?:(?:\.[0-9]{3})+(?:,[0-9]+)?|,[0-9]+)")
_SPACE_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.[0-9]+|,[0-9]{1,2}|,[0-9]{4,})?")
_MINUS = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-"})


@dataclass(frozen=True, slots=True)
class TooManyDigits(Exception):  # noqa: N818 - a finding about a cell
    """More digits than a spreadsheet keeps."""


def tidy_number(value: float) -> int | float | None:
    """15 significant digits, whole numbers as such; None if there are more digits than kept."""
    if not math.isfinite(value) or abs(value) >= _LIMIT:
        return None
    if isinstance(value, int):
        return value
    rounded = float(f"{value:.{MAXIMUM_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def is_one_comma_group(text: str) -> bool:
    """Whether the text has the shape of 1,234: a thousand or, with a decimal comma, a fraction."""
    return _ONE_COMMA_GROUP.search(unicodedata.normalize("NFKC", text)) is not None


def parse_number(text: str, marks: Sequence[str] = ()) -> int | float | None:
    """The number that the text surely means, else None; raises `TooManyDigits`.

    `marks`: code and signs of the one currency that may stand beside the number.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).translate(_MINUS)
    plain = _without_currency(plain, marks)
    sign = -1 if plain.startswith("-") else 1
    if plain[:1] in {"-", "+"}:
        plain = _without_currency(plain[1:], marks)
    digits = _digits(plain)
    if digits is None:
        return None
    if len(digits.replace(".", "").lstrip("0")) > MAXIMUM_DIGITS:
        raise TooManyDigits
    number = int(digits) if "." not in digits else float(digits)
    return tidy_number(sign * number)


def _digits(text: str) -> str | None:
    """Digits with a decimal point at most, or None where there is doubt."""
    if _PLAIN.fullmatch(text):
        return text
    if _DECIMAL.fullmatch(text):
        return None if _THOUSANDTH.fullmatch(text) else text
    if _COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    if _POINT_GROUPS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _SPACE_GROUPS.fullmatch(text):
        return text.replace(" ", "").replace(",", ".")
    return None


def _without_currency(text: str, marks: Sequence[str]) -> str:
    """Without one mark of the currency before or behind the number; the longest that fits."""
    folded = text.casefold()
    for mark in sorted((mark.casefold() for mark in marks), key=len, reverse=True):
        if folded.startswith(mark):
            return folded[len(mark) :].strip()
        if folded.endswith(mark):
            return folded[: -len(mark)].strip()
    return text
