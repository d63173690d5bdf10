"""Finding the blocks of each section by their hidden keys, wherever tabs, rows and columns went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.anchors import BLOCK_MARK, EXPLANATION_COLUMN, VALUE_COLUMN, split_key
from workbook.read.cells import key_text
from workbook.read.rows import is_row_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Definition, Sheet
    from workbook.read.cells import Cell
    from workbook.read.open import OpenedBook, Tab


# Not frozen, because that doubles the time of making one, and a file has hundreds.
@dataclass(slots=True, unsafe_hash=True)
class Line:
    """One row of a block, never changed: its key and the cells below the keyed columns.

    `empty`: nothing at all stands in those cells, so that they need not be looked at.
    """

    number: int
    key: str
    cells: Mapping[str, Cell]
    empty: bool = False

    @property
    def has_content(self) -> bool:
        """Whether anything stands in a keyed column."""
        return not self.empty and any(not cell.is_blank for cell in self.cells.values())

    @property
    def explanation(self) -> Cell | None:
        """The cell in which what is unusual in this row may be explained."""
        return self.cells.get(EXPLANATION_COLUMN)


class _EmptyCells(Mapping[str, "Cell"]):
    """The cells of an empty line, made when they are asked for: most rows stay empty."""

    __slots__ = ("_places", "_row", "_tab")

    def __init__(self, tab: Tab, row: int, places: Mapping[str, int]) -> None:
        self._tab = tab
        self._row = row
        self._places = places

    def __getitem__(self, key: str) -> Cell:
        return self._tab.cell(self._row, self._places[key])

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class Block:
    """One anchor row and the rows until the next one; `doubled`: keys that head two columns.

    `places`: the column of each key.
    """

    tab: str
    sheet: str
    anchor: int
    places: Mapping[str, int]
    lines: tuple[Line, ...]
    doubled: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys, from left to right."""
        return tuple(self.places)

    @property
    def is_form(self) -> bool:
        """Whether the key cells name fields, rather than records or rows."""
        return VALUE_COLUMN in self.places


@dataclass(frozen=True, slots=True)
class Found:
    """All blocks of a workbook, and the sheets whose keys stand above every anchor of a tab."""

    blocks: tuple[Block, ...]
    strays: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Anchor:
    row: int
    column: int
    sheet: str


def find_blocks(book: OpenedBook, definition: Definition) -> Found:
    """The blocks of all asked sheets, in the order of tabs and rows."""
    known = {sheet.key: column_keys(sheet) for sheet in definition.sheets}
    blocks: list[Block] = []
    strays: set[str] = set()
    for tab in book.tabs:
        anchors = _anchors(tab, known)
        for number, anchor in enumerate(anchors):
            end = anchors[number + 1].row if number + 1 < len(anchors) else len(tab.rows)
            if anchor.sheet in known:
                block = _block(tab, anchor, end, known[anchor.sheet])
                if block is not None:
                    blocks.append(block)
        strays |= _strays(tab, anchors, definition)
    return Found(tuple(blocks), frozenset(strays))


def column_keys(sheet: Sheet) -> frozenset[str]:
    """Field keys that may head a column; the option or slot of a key is not part of them."""
    keys = {field.key for field in sheet.fields}
    return frozenset(keys | {VALUE_COLUMN, EXPLANATION_COLUMN})


def _anchors(tab: Tab, known: Mapping[str, frozenset[str]]) -> list[_Anchor]:
    """Every row that begins or ends a block, from top to bottom."""
    found: dict[int, _Anchor] = {}
    texts = {
        text for text in set().union(*tab.rows) if isinstance(text, str) and BLOCK_MARK in text
    }
    for row, values in enumerate(tab.rows if texts else ()):
        # Few rows have any, and to look at each cell would take long.
        for column, value in () if texts.isdisjoint(values) else enumerate(values):
            if value in texts and isinstance(value, str) and _may_mark(value):
                anchor = _Anchor(row, column, value.strip()[1:].strip())
                if row not in found and _is_anchor(tab, anchor, known):
                    found[row] = anchor
    columns = {anchor.column for anchor in found.values() if anchor.sheet in known}
    return [anchor for anchor in found.values() if anchor.column in columns]


def _may_mark(text: str) -> bool:
    return text.lstrip().startswith(BLOCK_MARK)


def _is_anchor(tab: Tab, anchor: _Anchor, known: Mapping[str, frozenset[str]]) -> bool:
    """A person may type `#roads` into an answer; beside an anchor stand keys, or nothing."""
    if not all(sign.isalnum() or sign == "_" for sign in anchor.sheet):
        return False
    others = [
        key_text(cell)
        for column in tab.filled(anchor.row)
        if column != anchor.column and not (cell := tab.cell(anchor.row, column)).is_blank
    ]
    keys = known.get(anchor.sheet)
    if keys is None:
        return all(_looks_like_key(text) for text in others)
    return not others or any(split_key(text)[0] in keys for text in others)


def _looks_like_key(text: str) -> bool:
    return text.isascii() and not any(sign.isspace() or sign.isupper() for sign in text)


def _block(tab: Tab, anchor: _Anchor, end: int, known: frozenset[str]) -> Block | None:
    places: dict[str, int] = {}
    doubled: list[str] = []
    for column in tab.filled(anchor.row):
        key = tab.key(anchor.row, column)
        if column == anchor.column or not key:
            continue
        if key in places:
            doubled.append(key)
        places.setdefault(key, column)
    if not any(split_key(key)[0] in known for key in places):
        return None
    lines = tuple(_lines(tab, range(anchor.row + 1, end), anchor.column, places))
    return Block(tab.name, anchor.sheet, anchor.row, places, lines, tuple(doubled))


def _lines(tab: Tab, rows: range, keys: int, places: Mapping[str, int]) -> Iterator[Line]:
    columns = tuple(places.values())
    width, nothing = max(columns) + 1, ("",) * len(columns)
    marked = {row for row, column in tab.marks if column in columns}
    for row in rows:
        values, key = tab.rows[row], tab.key(row, keys)
        whole = len(values) >= width and row not in marked
        if whole and tuple(map(values.__getitem__, columns)) == nothing:
            yield Line(row, key, _EmptyCells(tab, row, places), empty=True)
        else:
            yield Line(row, key, tab.cells(row, places))


def _strays(tab: Tab, anchors: list[_Anchor], definition: Definition) -> set[str]:
    """Sheets whose row keys stand above their anchor: somebody sorted or moved the hidden rows.

    Above means before the first anchor of the tab, or in a form, which has no such rows.
    """
    found: set[str] = set()
    seen: set[str] = set()
    for number, anchor in enumerate(anchors):
        above = anchors[number - 1] if number else None
        if above is None or _is_form_anchor(tab, above):
            start = above.row + 1 if above else 0
            seen |= {tab.key(row, anchor.column) for row in range(start, anchor.row)}
        sheet = definition.sheet(anchor.sheet)
        if sheet is not None and _has_row_key(sheet, seen, first=above is None):
            found.add(anchor.sheet)
    return found


def _is_form_anchor(tab: Tab, anchor: _Anchor) -> bool:
    return any(tab.key(anchor.row, column) == VALUE_COLUMN for column in tab.filled(anchor.row))


def _has_row_key(sheet: Sheet, keys: set[str], *, first: bool) -> bool:
    if sheet.layout == "table":
        return any(map(is_row_key, keys))
    if sheet.layout == "matrix":
        return not keys.isdisjoint(row.key for row in sheet.rows)
    return first and not keys.isdisjoint(field.key for field in sheet.asked)
