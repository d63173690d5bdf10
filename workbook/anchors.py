"""Where things are in a workbook: the hidden keys that writing sets and reading looks for.

A block begins with a hidden row whose key cell is `#<sheet>` and whose other cells are field
keys; it holds until the next such row. A block with a column keyed `value` is a form: the key
cell of each row is the field's key. In any other block the key cell is the row's key.
"""

from __future__ import annotations

import hashlib
import unicodedata

META_TAB = "_meta"
LISTS_TAB = "_lists"
BLOCK_MARK = "#"
# In the hidden first cell of the list of findings that goes back with a marked workbook.
ISSUES_MARK = "migbook:issues"
VALUE_COLUMN = "value"
EXPLANATION_COLUMN = "explanation"
OPTION_MARK = "="
SLOT_MARK = "~"
LIST_NAME_PREFIX = "list_"
META_RECORD = "record"
PROPERTY_PREFIX = "migbook_"
IDENTITY_KEYS = (
    "programme",
    "version",
    "edition",
    "level",
    "place",
    "period",
    "language",
    "issue",
)


def block_key(sheet: str) -> str:
    """The key cell that begins a block of `sheet`."""
    return BLOCK_MARK + sheet


def option_key(field: str, code: str) -> str:
    """The key of the tick cell for one option of a several-of field."""
    return f"{field}{OPTION_MARK}{code}"


def slot_key(field: str, number: int) -> str:
    """The key of the n-th reference cell (from 1) of a field that holds several references."""
    return f"{field}{SLOT_MARK}{number}"


def explanation_key(field: str = "") -> str:
    """The key of the explanation of a record or row, or of one field of a form."""
    return f"{EXPLANATION_COLUMN}{SLOT_MARK}{field}" if field else EXPLANATION_COLUMN


def split_key(key: str) -> tuple[str, str]:
    """The field and the option code or slot number of a column key; the latter may be empty."""
    for mark in (OPTION_MARK, SLOT_MARK):
        if mark in key:
            field, _, rest = key.partition(mark)
            return field, rest
    return key, ""


def prepared_key(period: str, number: int) -> str:
    """The key of a prepared row of a table: period first issued and a number from 1."""
    return f"{period}-{number:03d}"


def normalise(text: str) -> str:
    """Text made comparable: compatible forms joined, spaces folded, case folded."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def derived_key(place: str, sheet: str, identity: tuple[str, ...], taken: set[str]) -> str:
    """The key of a row that has none, from its normalised identity texts; `-2` on collision."""
    text = "\x1f".join((place, sheet, *(normalise(part) for part in identity)))
    key = "x" + hashlib.sha256(text.encode()).hexdigest()[:8]
    if key not in taken:
        return key
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"
