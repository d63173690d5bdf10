"""A workbook's package taken apart and put together again, part by part."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.parts import check_sizes, read_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

CONTENT_TYPES = "[Content_Types].xml"
_TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
# The first day that the format knows: the same parts give the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of an .xlsx file; those that are not touched keep their bytes."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive)
            self._parts = {
                entry.filename: read_part(archive, entry.filename)
                for entry in archive.infolist()
                if not entry.is_dir()
            }
        self._trees: dict[str, _Element] = {}
        self._touched: set[str] = set()

    def names(self) -> Iterator[str]:
        """The names of all parts."""
        yield from self._parts

    def find(self, name: str) -> str | None:
        """The part's name as it is written here; some programs change case and slashes."""
        if name in self._parts:
            return name
        wanted = _folded(name)
        return next((found for found in self._parts if _folded(found) == wanted), None)

    def content(self, name: str) -> bytes:
        """The bytes of a part as they are now."""
        if name in self._touched:
            return _serialise(self._trees[name])
        return self._parts[name]

    def tree(self, name: str) -> _Element:
        """The root of a part, to look at; a change counts once the part is touched."""
        if name not in self._trees:
            self._trees[name] = parse(self._parts[name])
        return self._trees[name]

    def touch(self, name: str) -> _Element:
        """The root of a part, to change."""
        tree = self.tree(name)
        self._touched.add(name)
        return tree

    def add(self, name: str, tree: _Element, content_type: str) -> None:
        """A new part at the end, declared with its content type."""
        self._parts[name] = b""
        self._trees[name] = tree
        self._touched.add(name)
        types = self.touch(self._types())
        override = etree.SubElement(types, f"{{{_TYPES_SPACE}}}Override")
        override.set("PartName", "/" + name)
        override.set("ContentType", content_type)

    def remove(self, name: str) -> None:
        """Take a part away, with its own links and its declaration."""
        for gone in (name, _links_name(name)):
            found = self.find(gone)
            if found is not None:
                del self._parts[found]
                self._trees.pop(found, None)
                self._touched.discard(found)
        for override in self.tree(self._types()).findall(f"{{{_TYPES_SPACE}}}Override"):
            if _folded(override.get("PartName", "")) == _folded(name):
                self.touch(self._types()).remove(override)

    def content_type(self, name: str) -> str:
        """What a part is declared to be; empty text if only its ending says so."""
        for override in self.tree(self._types()).findall(f"{{{_TYPES_SPACE}}}Override"):
            if _folded(override.get("PartName", "")) == _folded(name):
                return override.get("ContentType", "")
        return ""

    def free_name(self, pattern: str) -> str:
        """A name that no part has yet; `pattern` has `{}` for the number."""
        number = 1
        while self.find(pattern.format(number)) is not None:
            number += 1
        return pattern.format(number)

    def links(self, name: str) -> dict[str, tuple[str, str]]:
        """The links of a part by their id: kind and name of the part they lead to."""
        own = self.find(_links_name(name))
        if own is None:
            return {}
        return {
            link.get("Id", ""): (link.get("Type", ""), _resolve(name, link.get("Target", "")))
            for link in self.tree(own)
            if link.get("TargetMode") != "External" and isinstance(link.tag, str)
        }

    def linked(self, name: str, ending: str) -> str | None:
        """The part that a link of this kind leads to; `ending` is the last word of the kind."""
        targets = (part for kind, part in self.links(name).values() if kind.endswith(ending))
        return next((found for part in targets if (found := self.find(part))), None)

    def add_link(self, name: str, kind: str, target: str) -> str:
        """Link a part to another; returns the id of the link."""
        own = self.find(_links_name(name))
        if own is None:
            own = _links_name(name)
            self._parts[own] = b""
            self._trees[own] = new_element(_LINKS_SPACE, "Relationships")
        tree = self.touch(own)
        taken = {link.get("Id", "") for link in tree}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        link = etree.SubElement(tree, f"{{{_LINKS_SPACE}}}Relationship")
        link.set("Id", f"rId{number}")
        link.set("Type", kind)
        link.set("Target", posixpath.relpath(target, posixpath.dirname(name) or "."))
        return f"rId{number}"

    def remove_links(self, name: str, target: str) -> set[str]:
        """Remove the links of a part to another; returns their ids."""
        own = self.find(_links_name(name))
        gone = {
            key for key, (_, part) in self.links(name).items() if _folded(part) == _folded(target)
        }
        if own is None or not gone:
            return set()
        tree = self.touch(own)
        for link in list(tree):
            if link.get("Id") in gone:
                tree.remove(link)
        if len(tree) == 0:
            del self._parts[own], self._trees[own]
            self._touched.discard(own)
        return gone

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Declare what parts with this ending are, if nobody has."""
        if self._defaults(ending):
            return
        types = self.touch(self._types())
        facts = {"Extension": ending, "ContentType": content_type}
        default = new_element(_TYPES_SPACE, "Default", **facts)
        types.insert(len(types.findall(f"{{{_TYPES_SPACE}}}Default")), default)

    def save(self) -> bytes:
        """The whole file; the same parts give the same bytes."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self._parts:
                entry = zipfile.ZipInfo(name, _DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, self.content(name))
        return target.getvalue()

    def _types(self) -> str:
        found = self.find(CONTENT_TYPES)
        if found is None:
            raise DamagedFileError(CONTENT_TYPES)
        return found

    def _defaults(self, ending: str) -> list[_Element]:
        found = self.tree(self._types()).findall(f"{{{_TYPES_SPACE}}}Default")
        return [default for default in found if default.get("Extension", "").lower() == ending]


def parse(data: bytes) -> _Element:
    """The root of a part; without entities, document types or anything from outside."""
    # Styles and cells are counted: remarks of the program that wrote them must not be.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFileError(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        msg = "a document type"
        raise DamagedFileError(msg)
    return root


def new_element(space: str, name: str, /, **attributes: str) -> _Element:
    """An element without a prefix, ready to be put into a part."""
    spaces: dict[str, str] = {None: space}  # type: ignore[dict-item]
    element = etree.Element(f"{{{space}}}{name}", nsmap=spaces)
    for key, value in attributes.items():
        element.set(key, value)
    return element


def forget(element: _Element, *names: str) -> None:
    """Take attributes away, those that are there."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def link_of(element: _Element) -> str:
    """The id of the link that an element names."""
    return next((str(v) for k, v in element.items() if str(k).endswith("}id")), "")


def space_of(tree: _Element) -> str:
    """The namespace of a part: strict and transitional workbooks differ in it."""
    return str(etree.QName(tree).namespace or "")


def local_name(element: _Element) -> str:
    """The name of an element without its namespace; empty for remarks."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _serialise(tree: _Element) -> bytes:
    return bytes(
        etree.tostring(tree.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    )


def _folded(name: str) -> str:
    return name.lstrip("/").replace("\\", "/").lower()


def _links_name(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", base + ".rels")


def _resolve(name: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
