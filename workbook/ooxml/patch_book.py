"""The workbook part while it is being changed: its tabs, their names, what is open first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.patch_package import (
    Package,
    forget,
    link_of,
    local_name,
    new_element,
    space_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

WORKBOOK = "xl/workbook.xml"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MAIN_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_BEFORE_NAMES = frozenset(
    {
        "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
        "AlternateContent", "revisionPtr", "functionGroups", "externalReferences",
    }
)  # fmt: skip


class BookPart:
    """The tabs of a workbook by name, in order, with the names of their parts."""

    def __init__(self, package: Package) -> None:
        self.package = package
        path = package.find(WORKBOOK)
        if path is None:
            raise DamagedFileError(WORKBOOK)
        self.path = path
        tree = package.tree(path)
        self.space = space_of(tree)
        self.links_space = _STRICT_LINKS if self.space == _STRICT else _LINKS
        if any(sheet.get(f"{{{self.links_space}}}id") is None for sheet in self._sheets()):
            msg = "a tab is linked in a way of its own"
            raise DamagedFileError(msg)
        kind = package.content_type(path)
        if kind not in {_MAIN, _MAIN_WITH_MACROS}:
            msg = "the workbook is declared to be something else"
            raise DamagedFileError(msg)
        self.macros = kind == _MAIN_WITH_MACROS

    @property
    def tabs(self) -> dict[str, str]:
        """The part of each tab that holds cells, by the name of the tab."""
        links = self.package.links(self.path)
        found: dict[str, str] = {}
        for sheet in self._sheets():
            kind, target = links.get(link_of(sheet), ("", ""))
            part = self.package.find(target) if kind.endswith("/worksheet") else None
            if part is not None:
                found[sheet.get("name", "")] = part
        return found

    def styles(self) -> str:
        """The name of the part with the styles, made if there is none."""
        found = self.package.linked(self.path, "/styles")
        if found is not None:
            return found
        name = self.package.free_name("xl/migbook-styles{}.xml")
        self.package.add(name, new_element(self.space, "styleSheet"), _STYLES_TYPE)
        self.package.add_link(self.path, f"{self.links_space}/styles", name)
        return name

    def add_first(self, wanted: str, tree: _Element) -> str:
        """Put a new tab before all others and open the workbook on it; returns its name."""
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        self.package.add(part, tree, _SHEET_TYPE)
        link = self.package.add_link(self.path, f"{self.links_space}/worksheet", part)
        self.package.touch(self.path)
        name = self._free_tab(wanted)
        number = 1 + max((int(other.get("sheetId", "0")) for other in self._sheets()), default=0)
        sheet = new_element(self.space, "sheet", name=name, sheetId=str(number))
        self._part("sheets").insert(0, sheet)
        sheet.set(f"{{{self.links_space}}}id", link)
        self._move_names(0, 1)
        self._open_first(part)
        return name

    def remove_tab(self, name: str) -> None:
        """Take a tab away, with the names that belong to it."""
        part = self.tabs[name]
        self.package.touch(self.path)
        sheets = self._sheets()
        at = next(n for n, sheet in enumerate(sheets) if sheet.get("name") == name)
        self._part("sheets").remove(sheets[at])
        names = self._names()
        if names is not None:
            for defined in list(names):
                if defined.get("localSheetId") == str(at):
                    names.remove(defined)
            if not len(names):
                self.package.tree(self.path).remove(names)
        self._move_names(at, -1)
        self.package.remove_links(self.path, part)
        self.package.remove(part)

    def define(self, name: str, area: str) -> None:
        """A name that belongs to the first tab."""
        names = self._names()
        if names is None:
            tree = self.package.touch(self.path)
            names = new_element(self.space, "definedNames")
            before = [n for n, child in enumerate(tree) if local_name(child) in _BEFORE_NAMES]
            tree.insert(max(before, default=-1) + 1, names)
        defined = etree.SubElement(names, f"{{{self.space}}}definedName")
        defined.set("name", name)
        defined.set("localSheetId", "0")
        if name.endswith("_FilterDatabase"):
            defined.set("hidden", "1")
        defined.text = area

    def _open_first(self, part: str) -> None:
        """Open on the first tab and on no other: two that are open are typed into together."""
        views = self._find("bookViews")
        for view in () if views is None else views:
            forget(view, "activeTab", "firstSheet")
        for other in self.tabs.values():
            if other != part and b"tabSelected" in self.package.content(other):
                for view in self.package.tree(other).iter(f"{{{self.space}}}sheetView"):
                    if view.get("tabSelected") is not None:
                        self.package.touch(other)
                        forget(view, "tabSelected")

    def _free_tab(self, wanted: str) -> str:
        taken = {sheet.get("name", "").casefold() for sheet in self._sheets()}
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted} {number}", number + 1
        return name

    def _move_names(self, since: int, by: int) -> None:
        """Names that belong to a tab count the tabs: those from `since` on have moved."""
        names = self._names()
        for defined in () if names is None else names:
            number = defined.get("localSheetId")
            if number is not None and int(number) >= since:
                self.package.touch(self.path)
                defined.set("localSheetId", str(int(number) + by))

    def _names(self) -> _Element | None:
        return self._find("definedNames")

    def _sheets(self) -> list[_Element]:
        return [child for child in self._part("sheets") if local_name(child) == "sheet"]

    def _find(self, name: str) -> _Element | None:
        return self.package.tree(self.path).find(f"{{{self.space}}}{name}")

    def _part(self, name: str) -> _Element:
        found = self._find(name)
        if found is None:
            raise DamagedFileError(name)
        return found
