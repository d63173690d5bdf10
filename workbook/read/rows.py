"""Which record each row of a table is: keys as issued, lost, copied or parted by sorting."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from workbook.anchors import derived_key, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.read.blocks import Line

_ROW_KEY = re.compile(
    r"(?:20[0-9]{2}|2100)(?:-S[12]|-Q[1-4]|-[0-9]{2})?-[0-9]{3,}|x[0-9a-f]{8}(?:-[0-9]+)?"
)
_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
# Of the letters of two names, how many must agree for one to be the other with a slip mended.
_NEARLY = 0.85


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its line, key, and the texts that tell it apart.

    `name`: as references show it. `identity`: texts of all identity fields. `code`: a finding's.
    `others`: what else it may be called, such as the title of a text that has a number by now.
    """

    line: Line
    key: str
    name: str
    identity: tuple[str, ...]
    code: str = ""
    others: tuple[str, ...] = ()


def is_row_key(key: str) -> bool:
    """Whether this is a key as we issue them, or derive them."""
    return _ROW_KEY.fullmatch(key) is not None


def plain_name(text: str) -> str:
    """A name without case, signs and double spaces, for comparing."""
    return " ".join(_SIGNS.sub(" ", normalise(text)).split())


def tie_rows(
    rows: Iterable[Row], issued: Mapping[str, str], place: str, sheet: str
) -> tuple[Row, ...]:
    """Give every row the key of its record.

    A record that was filled in beforehand is known by its identity text, wherever its row went;
    the first row with any other key keeps it; the rest get a key made from their identity.
    """
    found = list(rows)
    names = {key: plain_name(text) for key, text in issued.items()}
    owners = _find_owners(found, names)
    taken = set(owners.values())
    tied: list[Row] = []
    keyless: list[int] = []
    for index, row in enumerate(found):
        if index in owners:
            moved = owners[index] != row.key
            tied.append(replace(row, key=owners[index], code="RW302" if moved else ""))
        elif is_row_key(row.key) and row.key not in taken:
            taken.add(row.key)
            doubtful = bool(names.get(row.key)) and bool(plain_name(row.name))
            tied.append(replace(row, code="RW303") if doubtful else row)
        else:
            code = "RW307" if is_row_key(row.key) else ""
            keyless.append(index)
            tied.append(replace(row, code=code))
    for index in keyless:
        row = tied[index]
        key = derived_key(place, sheet, row.identity, taken)
        taken.add(key)
        tied[index] = replace(row, key=key)
    return tuple(tied)


def _find_owners(rows: list[Row], names: Mapping[str, str]) -> dict[int, str]:
    """For each row that is surely a filled-in record, the key of that record."""
    by_name: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        for name in (row.name, " ".join(row.identity), *row.others):
            by_name.setdefault(plain_name(name), []).append(index)
    shared = Counter(names.values())
    owners: dict[int, str] = {}
    for key, name in names.items():
        fitting = sorted(set(by_name.get(name, []))) if name else []
        standing = [index for index in fitting if rows[index].key == key]
        if standing:
            owners[standing[0]] = key
        elif len(fitting) == 1 and shared[name] == 1:
            owners[fitting[0]] = key
    return owners | _corrected(rows, names, owners)


def _corrected(
    rows: list[Row], names: Mapping[str, str], owners: Mapping[int, str]
) -> dict[int, str]:
    """Rows that stand under the key of a record whose name is nearly theirs, and no other's.

    A slip in a name that was filled in may be mended without the record getting lost. Numbers must
    agree: another one is another ordinance.
    """
    left = {key: name for key, name in names.items() if name and key not in owners.values()}
    found: dict[int, str] = {}
    for index, row in enumerate(rows):
        if index in owners or row.key not in left or row.key in found.values():
            continue
        name = plain_name(row.name)
        alike = {key: SequenceMatcher(None, name, other).ratio() for key, other in names.items()}
        same_number = _DIGITS.findall(name) == _DIGITS.findall(names[row.key])
        if same_number and alike[row.key] >= max(_NEARLY, *alike.values()):
            found[index] = row.key
    return found
