"""Tabs that are none of ours: what stands on them is told of, because it is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.anchors import ISSUES_MARK, LISTS_TAB, META_TAB, normalise
from workbook.checkcode import CODE_TAB
from workbook.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from templates.model import Texts
    from workbook.read.open import OpenedBook, Tab

_TITLES = ("tabs.guide.title", "tabs.check.title")
_TITLE_ROWS = 5


def own_titles(languages: Iterable[Texts]) -> frozenset[str]:
    """By what the tabs that we add are known, normalised."""
    titles = {normalise(texts.get(key)) for texts in languages for key in _TITLES} - {""}
    return frozenset(titles | {ISSUES_MARK})


def foreign_tabs(
    book: OpenedBook, read: Iterable[str], titles: frozenset[str]
) -> Iterator[Finding]:
    """A finding for each tab with content that is neither in `read` nor known by these titles."""
    ours = {*read, META_TAB, LISTS_TAB, CODE_TAB}
    for tab in book.tabs:
        if tab.name in ours or _has_title(tab, titles):
            continue
        first = _first_content(tab)
        if first:
            yield Finding(
                "SH109", cell=first, parameters=(("tab", tab.name),), discriminator=tab.name
            )


def _has_title(tab: Tab, titles: frozenset[str]) -> bool:
    return any(
        isinstance(value, str) and value and normalise(value) in titles
        for row in tab.rows[:_TITLE_ROWS]
        for value in row
    )


def _first_content(tab: Tab) -> str:
    """Where the first cell with content stands; empty text if there is none."""
    for row, values in enumerate(tab.rows):
        for column in range(len(values)):
            if not (cell := tab.cell(row, column)).is_blank:
                return cell.address
    return ""
