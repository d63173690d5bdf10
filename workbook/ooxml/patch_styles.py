"""Cell styles added to a workbook's own, and taken away again without a trace.

Every style that we add hangs on a named cell style of ours. For a mark, the named style keeps the
look that the cell had before, so that the mark can be undone even after another program has saved
the file and numbered all styles anew.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.ooxml.patch_package import forget, local_name, new_element, space_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element

STYLE_NAME = "migbook"
_NORMAL = "Normal"
_SECTIONS = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
_PARTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_MARKED = ("fillId", "borderId", "applyFill", "applyBorder")
_SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; colours are six hexadecimal digits, empty where nothing is set."""

    fill: str = ""
    border: str = ""
    colour: str = ""
    size: float = 11
    bold: bool = False
    underline: bool = False
    wrap: bool = False
    top: bool = False


class StyleBook:
    """The part with all cell styles, while it is being changed."""

    def __init__(self, tree: _Element) -> None:
        self._tree = tree
        self._space = space_of(tree)
        self._added: dict[object, int] = {}
        self._freed: dict[int, dict[str, str]] = {}
        self._complete()

    @property
    def number(self) -> int:
        """How many styles there are for cells."""
        return len(self._cells)

    def marked(self, base: int, look: Look) -> int:
        """The number of a style like `base` with fill and border of `look`."""
        if ("mark", base, look) not in self._added:
            original = self._cells[base if 0 <= base < len(self._cells) else 0]
            style = deepcopy(original)
            style.set("xfId", str(self._keep_look(original)))
            style.set("fillId", str(self._find("fills", self._fill(look.fill))))
            style.set("borderId", str(self._find("borders", self._border(look.border))))
            style.set("applyFill", "1")
            style.set("applyBorder", "1")
            self._added["mark", base, look] = self._find("cellXfs", style)
        return self._added["mark", base, look]

    def own(self, look: Look, font: str) -> int:
        """The number of a style of a tab of our own."""
        if ("own", look, font) not in self._added:
            self._added["own", look, font] = self._find("cellXfs", self._own(look, font))
        return self._added["own", look, font]

    def undo(self) -> dict[int, int]:
        """Restore every marked style; returns the numbers of styles to use in place of ours.

        What we added at the end can be dropped by `drop_ours` once no cell uses it.
        """
        ours = self._our_names()
        parents = {name: number for number, name in self._names()}
        styles = list(enumerate(self._cells))
        own = {number: ours[base] for number, style in styles if (base := _base(style)) in ours}
        plain = {_style_key(s): number for number, s in reversed(styles) if number not in own}
        replaced: dict[int, int] = {}
        for number, name in own.items():
            restored = self._restore(self._cells[number], name.partition(": ")[2], parents)
            self._freed[number] = {kind: self._cells[number].get(kind, "0") for kind in _PARTS}
            self._cells.replace(self._cells[number], restored)
            same = plain.get(_style_key(restored))
            if same is not None:
                replaced[number] = same
        return replaced

    def drop_ours(self, used: set[int]) -> None:
        """Drop our styles, and at the ends of the sections what only they needed.

        `used`: numbers of the styles that cells, rows or columns still have.
        """
        while (last := len(self._cells) - 1) in self._freed and last not in used:
            self._cells.remove(self._cells[last])
        for number in sorted(self._our_names(), reverse=True):
            self._drop_base(number)
        for kind, name in _PARTS.items():
            ours = {int(parts[kind]) for parts in self._freed.values()}
            self._trim(self._require(name), kind, ours)
        self._count()

    def _drop_base(self, number: int) -> None:
        """Drop a named style; those after it move up by one."""
        if number < len(self._bases):
            self._bases.remove(self._bases[number])
        for base, element in list(self._named()):
            if base == number:
                self._require("cellStyles").remove(element)
            elif base > number:
                element.set("xfId", str(base - 1))
        for style in self._cells:
            if _base(style) > number:
                style.set("xfId", str(_base(style) - 1))

    def _our_names(self) -> dict[int, str]:
        return {number: name for number, name in self._names() if name.startswith(STYLE_NAME)}

    def _names(self) -> list[tuple[int, str]]:
        return [(number, element.get("name", "")) for number, element in self._named()]

    def _named(self) -> Iterable[tuple[int, _Element]]:
        section = self._section("cellStyles")
        for element in () if section is None else section:
            yield int(element.get("xfId", "0")), element

    def _restore(self, style: _Element, parent: str, parents: Mapping[str, int]) -> _Element:
        """The style without our mark; a style that is ours altogether just loses its name."""
        restored = deepcopy(style)
        restored.set("xfId", str(parents.get(parent, 0)))
        if parent and _base(style) < len(self._bases):
            kept = self._bases[_base(style)]
            for name in _MARKED:
                forget(restored, name)
                if kept.get(name) is not None:
                    restored.set(name, kept.get(name, ""))
        return restored

    def _keep_look(self, original: _Element) -> int:
        """A named style with the look of `original`, named after the one that it came from."""
        names = dict(self._names())
        parent = names.get(_base(original), _NORMAL)
        look = tuple(original.get(name) for name in _MARKED)
        if ("kept", look, parent) not in self._added:
            kept = deepcopy(original)
            forget(kept, "xfId")
            number = 1
            while f"{STYLE_NAME} {number}: {parent}" in names.values():
                number += 1
            name = f"{STYLE_NAME} {number}: {parent}"
            self._added["kept", look, parent] = self._add_named(name, kept)
        return self._added["kept", look, parent]

    def _own(self, look: Look, font: str) -> _Element:
        if "base" not in self._added:
            self._added["base"] = self._add_named(STYLE_NAME, self._new("xf", numFmtId="0"))
        style = self._new("xf", numFmtId="0", xfId=str(self._added["base"]))
        style.set("fontId", str(self._find("fonts", self._font(look, font))))
        style.set("fillId", str(self._find("fills", self._fill(look.fill)) if look.fill else 0))
        border = self._find("borders", self._border(look.border)) if look.border else 0
        style.set("borderId", str(border))
        for name in ("applyFont", "applyFill", "applyBorder", "applyAlignment"):
            style.set(name, "1")
        aligned = self._new("alignment", horizontal="left", indent="1")
        aligned.set("vertical", "top" if look.top else "center")
        if look.wrap:
            aligned.set("wrapText", "1")
        style.append(aligned)
        return style

    def _add_named(self, name: str, look: _Element) -> int:
        for key in ("numFmtId", "fontId", "fillId", "borderId"):
            look.set(key, look.get(key, "0"))
        self._bases.append(look)
        number = len(self._bases) - 1
        self._require("cellStyles").append(self._new("cellStyle", name=name, xfId=str(number)))
        self._count()
        return number

    def _find(self, section: str, element: _Element) -> int:
        """The number of an equal element of the section, added if there is none."""
        members = self._require(section)
        wanted = _key(element)
        for number, member in enumerate(members):
            # The first two fills are the spreadsheet program's own, whatever stands there.
            if _key(member) == wanted and (section != "fills" or number > 1):
                return number
        while section == "fills" and len(members) < 2:
            members.append(self._pattern("gray125" if len(members) else "none"))
        members.append(element)
        self._count()
        return len(members) - 1

    def _trim(self, section: _Element, kind: str, ours: set[int]) -> None:
        used = {int(style.get(kind, "0")) for part in (self._cells, self._bases) for style in part}
        while len(section) > 1 and (last := len(section) - 1) in ours and last not in used:
            section.remove(section[-1])

    def _fill(self, colour: str) -> _Element:
        fill = self._new("fill")
        pattern = self._new("patternFill", patternType="solid")
        pattern.append(self._new("fgColor", rgb="FF" + colour))
        pattern.append(self._new("bgColor", indexed="64"))
        fill.append(pattern)
        return fill

    def _pattern(self, kind: str) -> _Element:
        fill = self._new("fill")
        fill.append(self._new("patternFill", patternType=kind))
        return fill

    def _border(self, colour: str) -> _Element:
        border = self._new("border")
        for name in _SIDES:
            side = self._new(name, style="thin")
            side.append(self._new("color", rgb="FF" + colour))
            border.append(side)
        border.append(self._new("diagonal"))
        return border

    def _font(self, look: Look, name: str) -> _Element:
        font = self._new("font")
        if look.bold:
            font.append(self._new("b"))
        if look.underline:
            font.append(self._new("u"))
        font.append(self._new("sz", val=f"{look.size:g}"))
        font.append(self._new("color", rgb="FF" + look.colour))
        font.append(self._new("name", val=name))
        font.append(self._new("family", val="2"))
        return font

    @property
    def _cells(self) -> _Element:
        return self._require("cellXfs")

    @property
    def _bases(self) -> _Element:
        return self._require("cellStyleXfs")

    def _section(self, name: str) -> _Element | None:
        return self._tree.find(f"{{{self._space}}}{name}")

    def _require(self, name: str) -> _Element:
        """The section, made in its place if the workbook has none."""
        found = self._section(name)
        if found is not None:
            return found
        made = self._new(name)
        before = set(_SECTIONS[: _SECTIONS.index(name)])
        at = sum(local_name(child) in before for child in self._tree)
        self._tree.insert(at, made)
        return made

    def _complete(self) -> None:
        """Add what every workbook must have and some programs leave out."""
        plain = Look(colour="000000")
        for name, element in (
            ("fonts", self._font(plain, "Calibri")),
            ("fills", self._pattern("none")),
            ("borders", self._new("border")),
            ("cellStyleXfs", self._new("xf", numFmtId="0", fontId="0", fillId="0", borderId="0")),
            ("cellXfs", self._new("xf", numFmtId="0", fontId="0", fillId="0", borderId="0")),
        ):
            if not len(self._require(name)):
                self._require(name).append(element)
        if not list(self._named()):
            normal = self._new("cellStyle", name=_NORMAL, xfId="0", builtinId="0")
            self._require("cellStyles").append(normal)
        self._count()

    def _count(self) -> None:
        for section in self._tree:
            if local_name(section) in _SECTIONS[:7] and section.get("count") is not None:
                section.set("count", str(len(section)))

    def _new(self, name: str, /, **attributes: str) -> _Element:
        return new_element(self._space, name, **attributes)


def _base(style: _Element) -> int:
    """The number of the named style that a style hangs on."""
    return int(style.get("xfId", "0"))


def _style_key(style: _Element) -> tuple[object, ...]:
    """What makes two styles of cells equal; some programs leave out the first named style."""
    return (_base(style), *(part for part in _key(style) if part != ("xfId", style.get("xfId"))))


def _key(element: _Element) -> tuple[object, ...]:
    """What makes two elements equal: name, attributes, children."""
    return (local_name(element), *sorted(element.items()), *(_key(child) for child in element))
