"""Finding the blocks of each section by their hidden keys, wherever tabs, rows and columns went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from workbook.anchors import BLOCK_MARK, EXPLANATION_COLUMN, VALUE_COLUMN, split_key
from workbook.read.rows import is_row_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Definition, Sheet
    from workbook.read.cells import Cell
    from workbook.read.open import OpenedBook, Tab

_OWN_COLUMNS = frozenset({VALUE_COLUMN, EXPLANATION_COLUMN})


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

    `places`: the column of each key. `lines`: without those that have neither key nor content,
    most of all; `height` counts these, too.
    """

    tab: str
    sheet: str
    anchor: int
    places: Mapping[str, int]
    lines: tuple[Line, ...]
    height: int
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
    """A row that begins a block; `heads`: the other columns in which something stands."""

    row: int
    column: int
    sheet: str
    heads: tuple[tuple[int, str], ...]


def find_blocks(book: OpenedBook, definition: Definition) -> Found:
    """The blocks of all asked sheets, in the order of tabs and rows."""
    blocks: list[Block] = []
    strays: set[str] = set()
    for tab in book.tabs:
        anchors = _anchors(tab, definition)
        for number, anchor in enumerate(anchors):
            end = anchors[number + 1].row if number + 1 < len(anchors) else len(tab.rows)
            sheet = definition.sheet(anchor.sheet)
            block = _block(tab, anchor, end, sheet) if sheet is not None else None
            if block is not None:
                blocks.append(block)
        strays |= _strays(tab, anchors, definition)
    return Found(tuple(blocks), frozenset(strays))


def _may_head(key: str, sheet: Sheet) -> bool:
    """Whether a field's key, with an option or slot perhaps, or one of ours may head a column."""
    field = split_key(key)[0]
    return field in _OWN_COLUMNS or sheet.field(field) is not None


def _anchors(tab: Tab, definition: Definition) -> list[_Anchor]:
    """Every row that begins or ends a block, from top to bottom."""
    found: dict[int, _Anchor] = {}
    texts = {
        text for text in set().union(*tab.rows) if isinstance(text, str) and BLOCK_MARK in text
    }
    for row, values in enumerate(tab.rows if texts else ()):
        # Few rows have any, and to look at each cell would take long.
        for column, value in () if texts.isdisjoint(values) else enumerate(values):
            if value in texts and isinstance(value, str) and _may_mark(value):
                sheet = value.strip()[1:].strip()
                anchor = _Anchor(row, column, sheet, tuple(_heads(tab, row, column)))
                if row not in found and _is_anchor(anchor, definition):
                    found[row] = anchor
    columns = {
        anchor.column for anchor in found.values() if definition.sheet(anchor.sheet) is not None
    }
    return [anchor for anchor in found.values() if anchor.column in columns]


def _may_mark(text: str) -> bool:
    return text.lstrip().startswith(BLOCK_MARK)


def _heads(tab: Tab, row: int, keys: int) -> Iterator[tuple[int, str]]:
    """What stands in a row beside its key: column and text, which a faulty cell has none of."""
    for column in tab.filled(row):
        if column != keys:
            text = tab.key(row, column)
            marked = (row, column) in tab.marks
            if text or (marked and not tab.cell(row, column).is_blank):
                yield column, text


def _is_anchor(anchor: _Anchor, definition: Definition) -> bool:
    """A person may type `#roads` into an answer; beside an anchor stand keys, or nothing."""
    if not all(sign.isalnum() or sign == "_" for sign in anchor.sheet):
        return False
    sheet = definition.sheet(anchor.sheet)
    if sheet is None:
        return all(_looks_like_key(text) for _, text in anchor.heads)
    return not anchor.heads or any(_may_head(text, sheet) for _, text in anchor.heads)


def _looks_like_key(text: str) -> bool:
    return text.isascii() and not any(sign.isspace() or sign.isupper() for sign in text)


def _block(tab: Tab, anchor: _Anchor, end: int, sheet: Sheet) -> Block | None:
    places: dict[str, int] = {}
    doubled: list[str] = []
    for column, key in anchor.heads:
        if key in places:
            doubled.append(key)
        elif key:
            places[key] = column
    if not any(_may_head(key, sheet) for key in places):
        return None
    rows = range(anchor.row + 1, end)
    lines = tuple(_lines(tab, rows, anchor.column, places))
    return Block(tab.name, sheet.key, anchor.row, places, lines, len(rows), tuple(doubled))


def _lines(tab: Tab, rows: range, keys: int, places: Mapping[str, int]) -> Iterator[Line]:
    columns = {keys, *places.values()}
    width = max(columns) + 1
    pick = itemgetter(*places.values())
    nothing = pick(("",) * width)
    marked = {row for row, column in tab.marks if column in columns}
    for row in rows:
        values = tab.rows[row]
        plain = len(values) >= width and row not in marked
        empty = plain and pick(values) == nothing
        key = "" if plain and values[keys] == "" else tab.key(row, keys)
        if not empty:
            yield Line(row, key, tab.cells(row, places))
        elif key:
            yield Line(row, key, _EmptyCells(tab, row, places), empty=True)


def _strays(tab: Tab, anchors: list[_Anchor], definition: Definition) -> set[str]:
    """Sheets whose row keys stand above their anchor: somebody sorted or moved the hidden rows.

    Above means before the first anchor of the tab, or in a form, which has no such rows.
    """
    found: set[str] = set()
    seen: set[str] = set()
    for number, anchor in enumerate(anchors):
        above = anchors[number - 1] if number else None
        if above is None or _is_form_anchor(above):
            start = above.row + 1 if above else 0
            seen |= {tab.key(row, anchor.column) for row in range(start, anchor.row)}
        sheet = definition.sheet(anchor.sheet)
        if sheet is not None and _has_row_key(sheet, seen, first=above is None):
            found.add(anchor.sheet)
    return found


def _is_form_anchor(anchor: _Anchor) -> bool:
    return any(key == VALUE_COLUMN for _, key in anchor.heads)


def _has_row_key(sheet: Sheet, keys: set[str], *, first: bool) -> bool:
    if sheet.layout == "table":
        return any(map(is_row_key, keys))
    if sheet.layout == "matrix":
        return not keys.isdisjoint(row.key for row in sheet.rows)
    return first and not keys.isdisjoint(field.key for field in sheet.asked)
