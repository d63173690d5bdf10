"""One cell as it came: its value, what a person sees of it, and what is wrong with it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

CellValue = str | int | float | bool | date | datetime | time | timedelta
Problem = Literal["", "error", "unsaved"]

_INVISIBLE = {
    ord(sign): None for sign in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202c"
}


# Not frozen, because that doubles the time of making one, and a file has thousands.
@dataclass(slots=True, unsafe_hash=True)
class Cell:
    """One cell, never changed; an empty one has the value `""`.

    `address`: as a person sees it, such as `Services!D14`. `shown`: the text of an error, or of a
    value that has no better text. `percent`: the number is formatted as a percentage. `unit`: the
    words or the currency that its format shows beside it. `covered`: it was merged into another.
    """

    value: CellValue = ""
    address: str = ""
    shown: str = ""
    problem: Problem = ""
    formula: bool = False
    percent: bool = False
    unit: str = ""
    covered: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing to see, and nothing wrong."""
        value = self.value
        if self.problem or not isinstance(value, str):
            return False
        return not value or (not value[0].isalnum() and not clean_text(value))


def clean_text(text: str) -> str:
    """Text in composed form with plain line ends, without space around it or invisible signs."""
    if text.isascii():
        plain = text
    else:
        plain = unicodedata.normalize("NFC", text)
        if not plain.translate(_INVISIBLE).strip():
            return ""
        plain = plain.strip("\u200b\u2060\ufeff")
    if "\r" in plain or "\n" in plain:
        plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
    return plain.strip()


def shown_text(cell: Cell) -> str:
    """What a person sees of the cell, near enough to find it again."""
    value = cell.value
    if cell.shown:
        return cell.shown
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return clean_text(str(value))


def key_text(cell: Cell) -> str:
    """The cell as a hidden key; whole numbers lose the decimals that a program gave them."""
    return shown_text(cell) if not cell.problem else ""
