"""The boxes in which spreadsheet programs show notes: an old drawing format beside the notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from workbook.ooxml.patch_package import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element

    from workbook.ooxml.patch_cells import Place
    from workbook.ooxml.patch_package import Package

_V = "urn:schemas-microsoft-com:vml"
_O = "urn:schemas-microsoft-com:office:office"
_X = "urn:schemas-microsoft-com:office:excel"
_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NUMBER = re.compile(r"_x0000_s([0-9]+)")
_BLOCK = 1024
_KIND = "_x0000_t202"
_WIDTH, _LINE, _SIGNS_A_LINE = 330, 16, 50
_COLUMN_PIXELS, _ROW_PIXELS = 64, 20
_EMPTY = f"""<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"><o:shapelayout v:ext="edit"
><o:idmap v:ext="edit" data="{{block}}"/></o:shapelayout><v:shapetype id="{_KIND}"
 coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke
 joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""
_SHAPE = f"""<v:shape xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}" id="_x0000_s{{number}}"
 type="#{_KIND}" style="position:absolute;margin-left:0pt;margin-top:0pt;width:{{width}}pt;
height:{{height}}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill
 color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/
><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox
><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{{anchor}}</x:Anchor
><x:AutoFill>False</x:AutoFill><x:Row>{{row}}</x:Row><x:Column>{{column}}</x:Column
></x:ClientData></v:shape>"""


class NoteDrawing:
    """The boxes of one tab; `sheet` is the tab itself, whose columns decide where they go."""

    def __init__(self, package: Package, part: str, sheet: _Element) -> None:
        self._package = package
        self.part = part
        self._tree = package.tree(part)
        self._sheet = sheet

    @classmethod
    def make(cls, package: Package, part: str, sheet: _Element) -> NoteDrawing:
        """A new drawing, with numbers that no other drawing of the workbook uses."""
        taken = {0}
        for name in package.names():
            if name.lower().endswith(".vml"):
                data = package.content(name)
                taken |= {int(block) for block in re.findall(rb'idmap[^>]*data="([0-9]+)', data)}
        tree = etree.fromstring(_EMPTY.format(block=max(taken) + 1).replace("\n", ""))
        package.add(part, tree, _TYPE)
        return cls(package, part, sheet)

    def add(self, place: Place, text: str) -> None:
        """A box for the note of a cell, as large as its text."""
        self._package.touch(self.part)
        lines = 2 + sum(1 + len(line) // _SIGNS_A_LINE for line in text.splitlines())
        height = lines * _LINE + 10
        shape = _SHAPE.replace("\n", "").format(
            number=self._free_number(),
            width=_WIDTH * 3 / 4,
            height=height * 3 / 4,
            anchor=self._anchor(place, height),
            row=place[0],
            column=place[1],
        )
        self._tree.append(etree.fromstring(shape))

    def remove(self, places: Iterable[Place]) -> None:
        """Take away the boxes of these cells."""
        wanted = set(places)
        for shape in self._shapes():
            if _note_place(shape) in wanted:
                self._package.touch(self.part)
                self._tree.remove(shape)

    @property
    def is_empty(self) -> bool:
        """Whether no box is left, nor anything else."""
        return not self._shapes()

    def _shapes(self) -> list[_Element]:
        known = {"shapelayout", "shapetype", ""}
        return [child for child in self._tree if local_name(child) not in known]

    def _free_number(self) -> int:
        numbers = [
            int(match[1])
            for shape in self._shapes()
            if (match := _NUMBER.fullmatch(shape.get("id", "")))
        ]
        blocks = [e.get("data", "1") for e in self._tree.iter(f"{{{_O}}}idmap")] or ["1"]
        return max(numbers, default=int(blocks[0].split(",")[0]) * _BLOCK) + 1

    def _anchor(self, place: Place, height: int) -> str:
        """Columns and rows that the box covers, with pixels inside the first and last."""
        row, column = max(place[0] - 1, 0), place[1] + 1
        left, right = _reach(self._column_pixels, column, 15 + _WIDTH)
        top, bottom = _reach(self._row_pixels, row, 6 + height)
        return f"{column}, 15, {row}, 6, {left}, {right}, {top}, {bottom}"

    def _column_pixels(self, column: int) -> int:
        for element in self._sheet.iter("{*}col"):
            if int(element.get("min", "0")) - 1 <= column < int(element.get("max", "0")):
                if element.get("hidden") in {"1", "true"}:
                    return 0
                return int(float(element.get("width", "9")) * 7 + 5)
        return _COLUMN_PIXELS

    def _row_pixels(self, row: int) -> int:
        for element in self._sheet.iter("{*}row"):
            if element.get("r") == str(row + 1):
                if element.get("hidden") in {"1", "true"}:
                    return 0
                return int(float(element.get("ht", "15")) * 4 / 3)
        return _ROW_PIXELS


def _reach(pixels: Callable[[int], int], start: int, length: int) -> tuple[int, int]:
    """Where something ends that begins at `start`: the last column or row, and pixels in it."""
    at = start
    while (size := pixels(at)) <= length and at < start + 60:
        length -= size
        at += 1
    return at, max(0, min(length, size))


def _note_place(shape: _Element) -> Place | None:
    for data in shape.iter(f"{{{_X}}}ClientData"):
        if data.get("ObjectType") == "Note":
            row, column = (data.findtext(f"{{{_X}}}{name}", "") for name in ("Row", "Column"))
            if row.strip().isdecimal() and column.strip().isdecimal():
                return int(row), int(column)
    return None
