"""Marks in somebody else's workbook: coloured cells with notes, and a list of them in front.

Only the parts that have to change are changed, so that nothing of the officer's is lost: saved
results, formats of parts of a text, conditional formats, pictures and macros stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.anchors import ISSUES_MARK
from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.patch_book import BookPart
from workbook.ooxml.patch_cells import CellGrid, exact_styles, restyle, used_styles
from workbook.ooxml.patch_issues import add_list
from workbook.ooxml.patch_notes import TabNotes
from workbook.ooxml.patch_package import Package
from workbook.ooxml.patch_styles import STYLE_NAME, StyleBook
from workbook.ooxml.patch_text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.ooxml.patch_cells import Place
    from workbook.ooxml.patch_issues import ListTab
    from workbook.ooxml.patch_styles import Look


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell to be marked: its tab, its place, its new look and what the note says."""

    tab: str
    place: Place
    look: Look
    note: str


def mark_workbook(data: bytes, marks: Iterable[CellMark], issues: ListTab) -> bytes:
    """The same .xlsx or .xlsm with these marks and this list, and none of an earlier time.

    Marking a marked file gives the same bytes as marking the file that was marked. A file that
    cannot be taken apart is a `DamagedFileError`.
    """
    try:
        package = Package(data)
        book = BookPart(package)
        _remove_marks(book)
        styles = StyleBook(package.touch(book.styles()))
        _must_know_styles(book, styles)
        by_tab: dict[str, list[CellMark]] = {}
        for mark in marks:
            by_tab.setdefault(mark.tab, []).append(mark)
        parts = book.tabs
        for tab, own in by_tab.items():
            _mark_tab(book, parts[tab], own, styles)
        add_list(book, issues, styles.own)
        return package.save()
    except DamagedFileError:
        raise
    except Exception as error:
        # Whatever is in a respondent's file, it ends as one answer: this file cannot be marked.
        raise DamagedFileError(str(error)) from error


def _must_know_styles(book: BookPart, styles: StyleBook) -> None:
    """A cell with a style that is not there would get one of ours."""
    for part in book.tabs.values():
        if max(used_styles(book.package.content(part)), default=0) < styles.number:
            continue
        if max(exact_styles(book.package.tree(part)), default=0) >= styles.number:
            msg = "a cell has a style that is not there"
            raise DamagedFileError(msg)


def has_macros(data: bytes) -> bool:
    """Whether the file is declared to hold macros, and so must be called .xlsm."""
    return BookPart(Package(data)).macros


def _mark_tab(book: BookPart, part: str, marks: list[CellMark], styles: StyleBook) -> None:
    grid = CellGrid(book.package.touch(part))
    notes: dict[Place, str] = {}
    for mark in marks:
        cells = grid.same_cell(mark.place)
        for place in cells:
            grid.set_style(place, styles.marked(grid.style(place), mark.look))
        notes[cells[0]] = mark.note
    TabNotes(book, part).add(notes)


def _remove_marks(book: BookPart) -> None:
    """Take away what an earlier time has left: list, notes, colours."""
    package = book.package
    for name, part in book.tabs.items():
        if _is_issues(book, part):
            book.remove_tab(name)
    tabs = tuple(book.tabs.values())
    for part in tabs:
        TabNotes(book, part).remove()
    path = book.styles()
    if STYLE_NAME.encode() not in package.content(path):
        return
    styles = StyleBook(package.touch(path))
    replaced = styles.undo()
    used: set[int] = set()
    for part in tabs:
        if not replaced.keys().isdisjoint(used_styles(package.content(part))):
            restyle(package.touch(part), replaced)
        used |= used_styles(package.content(part))
    styles.drop_ours(used)


def _is_issues(book: BookPart, part: str) -> bool:
    """Whether this is the list: its first cell says so, in itself or among the shared texts."""
    tree = book.package.tree(part)
    cell = next(tree.iter(f"{{{book.space}}}c"), None)
    if cell is None or cell.get("t") not in {"inlineStr", "s", "str"}:
        return False
    if cell.get("t") == "s":
        return _shared(book, cell.findtext(f"{{{book.space}}}v", "")) == ISSUES_MARK
    return any(text_of(text) == ISSUES_MARK for text in cell.iter())


def _shared(book: BookPart, number: str) -> str:
    part = book.package.linked(book.path, "/sharedStrings")
    if part is None or not number.isdecimal():
        return ""
    texts = book.package.tree(part)
    if int(number) >= len(texts):
        return ""
    return "".join(text_of(text) for text in texts[int(number)].iter(f"{{{book.space}}}t"))
