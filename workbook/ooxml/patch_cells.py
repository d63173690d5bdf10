"""Cells of a tab while it is being changed: found, made where they are missing, styled."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from workbook.ooxml.columns import column_letters, column_number
from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.patch_package import forget, local_name, new_element, space_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

Place = tuple[int, int]
_STYLED = (("c", "s"), ("row", "s"), ("col", "style"))
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class CellGrid:
    """The rows and cells of one worksheet part; rows and columns count from 0."""

    def __init__(self, tree: _Element) -> None:
        self._tree = tree
        self._space = space_of(tree)
        data = tree.find(f"{{{self._space}}}sheetData")
        if data is None:
            msg = "a tab without cells"
            raise DamagedFileError(msg)
        self._data = data
        self._rows: dict[int, _Element] = {}
        at = -1
        for row in self._children(data, "row"):
            number = row.get("r", "")
            at = int(number) - 1 if number.isdecimal() else at + 1
            self._rows[at] = row
        self._merged = self._merges()

    def style(self, place: Place) -> int:
        """The number of the style that a cell has, or would have if it were typed into."""
        cell = self._find(place)
        if cell is not None:
            return int(cell.get("s", "0"))
        row = self._rows.get(place[0])
        if row is not None and row.get("customFormat") in {"1", "true"}:
            return int(row.get("s", "0"))
        columns = self._tree.find(f"{{{self._space}}}cols")
        for column in () if columns is None else columns:
            if int(column.get("min", "0")) - 1 <= place[1] < int(column.get("max", "0")):
                return int(column.get("style", "0"))
        return 0

    def set_style(self, place: Place, number: int) -> None:
        """Give a cell a style; a cell that is not there yet is made, empty."""
        cell = self._find(place)
        if cell is None:
            cell = self._make(place)
        cell.set("s", str(number))

    def same_cell(self, place: Place) -> tuple[Place, ...]:
        """The cells that are one cell to the eye, the one that holds the content first.

        Of the others, only those that are there: they have the borders of the merged cell.
        """
        for first, last in self._merged:
            if first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]:
                inside = [
                    (row, column)
                    for row in range(first[0], last[0] + 1)
                    if row in self._rows
                    for column in self._columns(self._rows[row])
                    if first[1] <= column <= last[1] and (row, column) != first
                ]
                return (first, *inside)
        return (place,)

    def _merges(self) -> list[tuple[Place, Place]]:
        found = self._tree.find(f"{{{self._space}}}mergeCells")
        areas = []
        for merge in () if found is None else self._children(found, "mergeCell"):
            first, _, last = merge.get("ref", "").partition(":")
            if (start := parse_reference(first)) and (end := parse_reference(last or first)):
                areas.append((start, end))
        return areas

    def _find(self, place: Place) -> _Element | None:
        row = self._rows.get(place[0])
        return None if row is None else self._columns(row).get(place[1])

    def _columns(self, row: _Element) -> dict[int, _Element]:
        found: dict[int, _Element] = {}
        at = -1
        for cell in self._children(row, "c"):
            place = parse_reference(cell.get("r", ""))
            at = at + 1 if place is None else place[1]
            found[at] = cell
        return found

    def _make(self, place: Place) -> _Element:
        """An empty cell in its place; rows and cells without a number get theirs first."""
        row = self._row(place[0])
        columns = self._columns(row)
        for column, cell in columns.items():
            cell.set("r", reference((place[0], column)))
        cell = new_element(self._space, "c", r=reference(place))
        keys = sorted(columns)
        at = bisect_left(keys, place[1])
        if at < len(keys):
            columns[keys[at]].addprevious(cell)
        else:
            ends = [n for n, child in enumerate(row) if local_name(child) == "c"]
            row.insert(max(ends, default=-1) + 1, cell)
        # What a row says of its reach is a hint only, and no longer true.
        forget(row, "spans")
        return cell

    def _row(self, number: int) -> _Element:
        if number in self._rows:
            row = self._rows[number]
            row.set("r", str(number + 1))
            return row
        for known, row in self._rows.items():
            row.set("r", str(known + 1))
        row = new_element(self._space, "row", r=str(number + 1))
        keys = sorted(self._rows)
        at = bisect_left(keys, number)
        if at < len(keys):
            self._rows[keys[at]].addprevious(row)
        else:
            self._data.append(row)
        self._rows[number] = row
        return row

    def _children(self, element: _Element, name: str) -> list[_Element]:
        return [child for child in element if local_name(child) == name]


def restyle(tree: _Element, replaced: Mapping[int, int]) -> bool:
    """Use other styles in place of some, in cells, rows and columns; whether any was there."""
    space = space_of(tree)
    changed = False
    for name, attribute in _STYLED:
        for element in tree.iter(f"{{{space}}}{name}"):
            number = element.get(attribute)
            if number is not None and int(number) in replaced:
                element.set(attribute, str(replaced[int(number)]))
                changed = True
    return changed


def exact_styles(tree: _Element) -> set[int]:
    """The numbers of the styles that a tab uses."""
    space = space_of(tree)
    return {
        int(element.get(attribute, "0"))
        for name, attribute in _STYLED
        for element in tree.iter(f"{{{space}}}{name}")
    }


def used_styles(data: bytes) -> set[int]:
    """The numbers of the styles that a tab uses, and perhaps a few more."""
    return {int(number) for number in re.findall(rb'\b(?:s|style)="([0-9]+)"', data)}


def parse_reference(text: str) -> Place | None:
    """Row and column of an address such as `D14`."""
    match = _REFERENCE.fullmatch(text)
    return None if match is None else (int(match[2]) - 1, column_number(match[1]))


def reference(place: Place) -> str:
    """The address of a cell, such as `D14`."""
    return f"{column_letters(place[1])}{place[0] + 1}"
