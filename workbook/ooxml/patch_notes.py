"""Notes on cells, beside or below those that the officer wrote; ours can be taken away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.patch_cells import parse_reference, reference
from workbook.ooxml.patch_drawing import NoteDrawing
from workbook.ooxml.patch_package import link_of, local_name, new_element
from workbook.ooxml.patch_text import set_text, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from workbook.ooxml.patch_book import BookPart
    from workbook.ooxml.patch_cells import Place

AUTHOR = "migbook"
# Between an officer's own note and ours in one cell, and at the start of a note that another
# program has stripped of its author.
_SEPARATOR = f"─── {AUTHOR} ───\n"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_ENDING = "vml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_DRAWING = frozenset(
    {
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
        "tableParts", "extLst", "AlternateContent",
    }
)  # fmt: skip


class TabNotes:
    """The notes of one tab, while they are being changed."""

    def __init__(self, book: BookPart, sheet: str) -> None:
        self._book = book
        self._package = book.package
        self._sheet = sheet
        self._part = self._package.linked(sheet, "/comments")

    def add(self, notes: Mapping[Place, str]) -> None:
        """Add a note to each of these cells; where the officer has one, ours goes below it."""
        if not notes:
            return
        drawing = self._drawing()
        part = self._part or self._make()
        tree = self._package.touch(part)
        space = self._book.space
        listed = self._list(tree)
        known = {comment.get("ref", ""): comment for comment in listed}
        author = str(self._author(tree))
        for place in sorted(notes):
            own = known.get(reference(place))
            content: _Element | None
            if own is None:
                comment = etree.SubElement(listed, f"{{{space}}}comment")
                comment.set("ref", reference(place))
                comment.set("authorId", author)
                content = etree.SubElement(comment, f"{{{space}}}text")
                self._run(content, _SEPARATOR, bold=True)
                self._run(content, notes[place])
                drawing.add(place, notes[place])
            else:
                content = own.find(f"{{{space}}}text")
                if content is not None:
                    self._run(content, "\n" + _SEPARATOR + notes[place])

    def remove(self) -> None:
        """Take our notes away; a part that held nothing else goes with them."""
        if self._part is None:
            return
        tree = self._package.tree(self._part)
        gone = [comment for comment in self._list(tree) if self._strip(comment)]
        if not gone:
            return
        places = [p for comment in gone if (p := parse_reference(comment.get("ref", "")))]
        self._package.touch(self._part)
        listed = self._list(tree)
        for comment in gone:
            listed.remove(comment)
        self._forget_author(tree)
        drawing = self._drawing()
        drawing.remove(places)
        if len(listed):
            return
        self._package.remove_links(self._sheet, self._part)
        self._package.remove(self._part)
        self._part = None
        if drawing.is_empty:
            self._remove_drawing(drawing.part)

    def _strip(self, comment: _Element) -> bool:
        """Whether the whole note is ours; our words below an officer's note are cut off."""
        content = comment.find(f"{{{self._book.space}}}text")
        if content is None:
            return False
        texts = list(content.iter(f"{{{self._book.space}}}t"))
        start = "".join(map(text_of, texts)).find(_SEPARATOR)
        if start < 0:
            return False
        if start == 0:
            return True
        self._package.touch(self._part or "")
        # The line end before the separator is ours too.
        left = start - 1
        for text in texts:
            own = text_of(text)
            if left <= 0:
                run = text.getparent()
                if run is not None and run is not content:
                    content.remove(run)
                elif run is not None:
                    run.remove(text)
            elif len(own) > left:
                set_text(text, own[:left])
            left -= len(own)
        return False

    def _run(self, content: _Element, words: str, *, bold: bool = False) -> None:
        space = self._book.space
        run = etree.SubElement(content, f"{{{space}}}r")
        look = etree.SubElement(run, f"{{{space}}}rPr")
        if bold:
            etree.SubElement(look, f"{{{space}}}b")
        for name, value in (("sz", "9"), ("color", "81"), ("rFont", "Tahoma"), ("family", "2")):
            part = etree.SubElement(look, f"{{{space}}}{name}")
            part.set("indexed" if name == "color" else "val", value)
        set_text(etree.SubElement(run, f"{{{space}}}t"), words)

    def _make(self) -> str:
        space = self._book.space
        name = self._package.free_name("xl/comments{}.xml")
        tree = new_element(space, "comments")
        etree.SubElement(tree, f"{{{space}}}authors")
        etree.SubElement(tree, f"{{{space}}}commentList")
        self._package.add(name, tree, _TYPE)
        self._package.add_link(self._sheet, f"{self._book.links_space}/comments", name)
        self._part = name
        return name

    def _list(self, tree: _Element) -> _Element:
        found = tree.find(f"{{{self._book.space}}}commentList")
        if found is None:
            raise DamagedFileError(self._part or "")
        return found

    def _author(self, tree: _Element) -> int:
        authors = tree.find(f"{{{self._book.space}}}authors")
        if authors is None:
            raise DamagedFileError(self._part or "")
        names = [text_of(author) for author in authors]
        if AUTHOR in names:
            return names.index(AUTHOR)
        etree.SubElement(authors, f"{{{self._book.space}}}author").text = AUTHOR
        return len(names)

    def _forget_author(self, tree: _Element) -> None:
        """Drop our name if it stands last and no note that is left needs it."""
        authors = tree.find(f"{{{self._book.space}}}authors")
        used = {comment.get("authorId") for comment in self._list(tree)}
        if authors is not None and len(authors):
            last = len(authors) - 1
            if text_of(authors[last]) == AUTHOR and str(last) not in used:
                authors.remove(authors[last])

    def _drawing(self) -> NoteDrawing:
        """The boxes of the notes: those of the tab, or new ones."""
        tree = self._package.tree(self._sheet)
        for element in tree:
            if local_name(element) == "legacyDrawing":
                target = self._package.links(self._sheet).get(link_of(element), ("", ""))[1]
                part = self._package.find(target)
                if part is None:
                    raise DamagedFileError(target)
                return NoteDrawing(self._package, part, tree)
        part = self._package.free_name("xl/drawings/vmlDrawing{}.vml")
        self._package.declare_ending(_DRAWING_ENDING, _DRAWING_TYPE)
        drawing = NoteDrawing.make(self._package, part, tree)
        link = self._package.add_link(self._sheet, f"{self._book.links_space}/vmlDrawing", part)
        self._package.touch(self._sheet)
        element = new_element(self._book.space, "legacyDrawing")
        follows = [n for n, child in enumerate(tree) if local_name(child) in _AFTER_DRAWING]
        tree.insert(min(follows, default=len(tree)), element)
        element.set(f"{{{self._book.links_space}}}id", link)
        return drawing

    def _remove_drawing(self, part: str) -> None:
        tree = self._package.touch(self._sheet)
        for element in list(tree):
            if local_name(element) == "legacyDrawing":
                tree.remove(element)
        self._package.remove_links(self._sheet, part)
        self._package.remove(part)
