"""In which answers two returns differ: of one place before and after, or of two years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from templates.model import REFERENCE_TYPES, TEXT_TYPES
from workbook.anchors import normalise
from workbook.model import NOTHING_TO_REPORT, Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from templates.model import Sheet

Kind = Literal["changed", "filled_in", "emptied", "record_added", "record_removed"]
KINDS: tuple[Kind, ...] = ("changed", "filled_in", "emptied", "record_added", "record_removed")

Row = str | None
Fields = dict[str, Answer]
Rows = dict[Row, Fields]
Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that is not the same; the older one is `old`, None where there was no such cell.

    `record`: what the record of a table is called, in the newer return if it is there.
    `private`: a contact, whose values are for nobody else's eyes.
    """

    kind: Kind
    sheet: str
    field: str
    record: str
    private: bool
    old: Answer | None
    new: Answer | None

    @property
    def row(self) -> str | None:
        """The row key in the newer return, or else in the older one."""
        answer = self.new or self.old
        return answer.row if answer else None


@dataclass(frozen=True, slots=True)
class Pairing:
    """Records of one table that belong together; None where a return has no such record."""

    pairs: tuple[Pair, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """The newer row key of each older one."""
        return {old: new for old, new in self.pairs if old and new}


def find_changes(
    old: Iterable[Answer], new: Iterable[Answer], sheets: Sequence[Sheet]
) -> tuple[Change, ...]:
    """Every answer that differs, in the order of the sheets, rows and fields.

    Blank and not asked are the same; so are two numbers that only look different. A record is the
    same if it has the same key and the same identity, else the same identity, else the same key.
    """
    before, after = by_sheet(old), by_sheet(new)
    pairings = {
        sheet.key: pair_rows(sheet, before.get(sheet.key, {}), after.get(sheet.key, {}))
        for sheet in sheets
    }
    renamed = {key: pairing.renamed for key, pairing in pairings.items()}
    return tuple(
        change
        for sheet in sheets
        for pair in pairings[sheet.key].pairs
        for change in _changes(
            sheet, pair, before.get(sheet.key, {}), after.get(sheet.key, {}), renamed
        )
    )


def by_sheet(answers: Iterable[Answer]) -> dict[str, Rows]:
    """Answers by sheet, row and field; a form is the row None."""
    found: dict[str, Rows] = {}
    for answer in answers:
        found.setdefault(answer.sheet, {}).setdefault(answer.row, {})[answer.field] = answer
    return found


def pair_rows(sheet: Sheet, old: Mapping[Row, Fields], new: Mapping[Row, Fields]) -> Pairing:
    """Which row of one return is which of the other, those of the newer one first."""
    if sheet.layout != "table":
        rows = dict.fromkeys((*(row.key for row in sheet.rows), *new, *old))
        return Pairing(tuple((row, row) for row in rows if row in new or row in old))
    names_old, names_new = _identities(sheet, old), _identities(sheet, new)
    found: dict[str, str] = {}
    for mark in (_key_and_identity, _identity, _key):
        waiting: dict[object, list[str]] = {}
        for row in _left(names_old, found.values()):
            waiting.setdefault(mark(row, names_old), []).append(row)
        for row in _left(names_new, found):
            marked = mark(row, names_new)
            if marked is not None and len(waiting.get(marked, ())) == 1:
                found[row] = waiting.pop(marked)[0]
    first: list[Pair] = [(None, None)] if None in old or None in new else []
    paired: list[Pair] = [(found.get(row), row) for row in names_new]
    gone: list[Pair] = [(row, None) for row in names_old if row not in set(found.values())]
    return Pairing((*first, *paired, *gone))


def _left(rows: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The rows that have not found each other yet, in their order."""
    known = set(taken)
    return [row for row in rows if row not in known]


def _key_and_identity(row: str, names: Mapping[str, tuple[str, ...]]) -> object:
    return row, names[row]


def _identity(row: str, names: Mapping[str, tuple[str, ...]]) -> object:
    return names[row] or None


def _key(row: str, names: Mapping[str, tuple[str, ...]]) -> object:
    del names
    return row


def record_name(sheet: Sheet, fields: Mapping[str, Answer]) -> str:
    """What a record is called: its identity in words, without what is picked from lists."""
    texts = [
        answer.value
        for key in sheet.identity
        if (field := sheet.field(key)) is not None
        and field.type in TEXT_TYPES
        and (answer := fields.get(key)) is not None
        and isinstance(answer.value, str)
    ]
    return ", ".join(texts)


def record_names(answers: Iterable[Answer], sheets: Iterable[Sheet]) -> dict[tuple[str, str], str]:
    """What each record of each table is called, by sheet and row key."""
    found = by_sheet(answers)
    return {
        (sheet.key, row): name
        for sheet in sheets
        if sheet.layout == "table"
        for row, fields in found.get(sheet.key, {}).items()
        if row and (name := record_name(sheet, fields))
    }


def _identities(sheet: Sheet, rows: Mapping[Row, Fields]) -> dict[str, tuple[str, ...]]:
    """What tells each record apart; empty where nothing of that is answered."""
    found: dict[str, tuple[str, ...]] = {}
    for row, fields in rows.items():
        if row is None:
            continue
        said = tuple(
            normalise(str(fields[key].value))
            if key in fields and fields[key].value is not None
            else ""
            for key in sheet.identity
        )
        found[row] = said if any(said) else ()
    return found


def _changes(
    sheet: Sheet,
    pair: Pair,
    old: Mapping[Row, Fields],
    new: Mapping[Row, Fields],
    renamed: Mapping[str, Mapping[str, str]],
) -> Iterator[Change]:
    """What differs in one form, row or record."""
    before = old.get(pair[0], {}) if _is_there(sheet, pair, 0) else {}
    after = new.get(pair[1], {}) if _is_there(sheet, pair, 1) else {}
    name = (record_name(sheet, after) or record_name(sheet, before)) if any(pair) else ""
    for key in (NOTHING_TO_REPORT, *(field.key for field in sheet.asked)):
        one, other = before.get(key), after.get(key)
        field = sheet.field(key)
        targets = renamed.get(field.refers_to, {}) if field and _is_reference(field.type) else {}
        if _content(one, targets) == _content(other):
            continue
        yield Change(
            kind=_kind(sheet, pair, one, other),
            sheet=sheet.key,
            field=key,
            record=name if sheet.layout == "table" else "",
            private=field is not None and field.type == "contact",
            old=one,
            new=other,
        )


def _is_there(sheet: Sheet, pair: Pair, side: int) -> bool:
    """Whether this side of a pair is a row; in tables None stands for a record that is not."""
    return sheet.layout != "table" or pair[side] is not None or pair == (None, None)


def _is_reference(kind: str) -> bool:
    return kind in REFERENCE_TYPES


def _content(answer: Answer | None, renamed: Mapping[str, str] | None = None) -> object:
    """What makes two answers the same."""
    if answer is None or answer.state == "blank":
        return None
    value = answer.value
    if isinstance(value, tuple) and renamed:
        value = tuple(renamed.get(part, part) for part in value)
    return answer.state, value, answer.raw if answer.state == "unreadable" else None


def _kind(sheet: Sheet, pair: Pair, old: Answer | None, new: Answer | None) -> Kind:
    if sheet.layout == "table" and pair != (None, None):
        if pair[0] is None:
            return "record_added"
        if pair[1] is None:
            return "record_removed"
    if old is None or old.state == "blank":
        return "filled_in"
    return "emptied" if new is None or new.state == "blank" else "changed"
