"""What we print around the answers, so that it is not taken for somebody's record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.anchors import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.model import Definition, Texts

_PLACEHOLDER = re.compile(r"\{\w+\}")
_ENOUGH_TO_TELL = 8
_LONG_ENOUGH = 24
# What heads the further pages of a wide section.
_MORE = "words.details"


class Printed:
    """Titles, labels and help of the asked sections, in every language.

    Examples and single words are left out: a person may well have typed those.
    """

    def __init__(self, texts: Iterable[Texts] = (), definition: Definition | None = None) -> None:
        self._texts = tuple(texts)
        sheets = definition.sheets if definition is not None else ()
        self._starts = (_MORE, *(f"sheets.{sheet.key}." for sheet in sheets))
        self._exact: frozenset[str] | None = None
        self._patterns: tuple[re.Pattern[str], ...] = ()
        self._long: tuple[str, ...] = ()

    def covers(self, text: str) -> bool:
        """Whether the text is one of ours, or a note that contains one."""
        exact = self._gather()
        plain = normalise(text)
        return (
            plain in exact
            or any(known in plain for known in self._long)
            or any(pattern.search(plain) for pattern in self._patterns)
        )

    def heads(self, texts: list[str]) -> bool:
        """Whether these are the headings of a table: at least half begin with words of ours.

        Headings of options and slots add to a label, so that they are not ours word by word.
        """
        labels = self._gather()
        ours = sum(
            self.covers(text) or any(normalise(text).startswith(label) for label in labels)
            for text in texts
        )
        return bool(texts) and 2 * ours >= len(texts)

    def _gather(self) -> frozenset[str]:
        if self._exact is None:
            found = {
                normalise(text)
                for texts in self._texts
                for key, text in texts.entries.items()
                if key.startswith(self._starts) and not key.endswith(".example")
            }
            self._exact = frozenset(text for text in found if text and "{" not in text)
            self._long = tuple(text for text in self._exact if len(text) >= _LONG_ENOUGH)
            self._patterns = tuple(filter(None, map(_pattern, found)))
        return self._exact


def _pattern(text: str) -> re.Pattern[str] | None:
    """The text with a few words in its placeholders; None if it has none, or says too little.

    A short text must be the whole of a cell.
    """
    parts = _PLACEHOLDER.split(text)
    said = sum(map(len, parts))
    if len(parts) == 1 or said < _ENOUGH_TO_TELL:
        return None
    pattern = ".{1,80}".join(re.escape(part) for part in parts)
    return re.compile(pattern if said >= _LONG_ENOUGH else rf"\A{pattern}\Z", re.DOTALL)
