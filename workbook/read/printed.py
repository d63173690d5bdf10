"""What we print around the answers, so that it is not taken for somebody's record."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from templates.load import texts_under
from workbook.anchors import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.model import Definition, Texts

_PLACEHOLDER = re.compile(r"\{\w+\}")
_ENOUGH_TO_TELL = 8
_LONG_ENOUGH = 24
# What heads the further pages of a wide section.
_MORE = "words.details"
# How many texts are remembered: headings are the same in every file.
_REMEMBERED = 2_000


class Printed:
    """Titles, labels and help of the asked sections, in every language.

    Examples and single words are left out: a person may well have typed those. A language is read
    when those before it do not tell: nearly all files have the words of the first.
    """

    def __init__(self, texts: Iterable[Texts] = (), definition: Definition | None = None) -> None:
        sheets = definition.sheets if definition is not None else ()
        starts = (_MORE, *(f"sheets.{sheet.key}." for sheet in sheets))
        self._wordings = tuple(_Wording(one, starts) for one in texts)
        self._known: dict[str, bool] = {}

    def covers(self, text: str) -> bool:
        """Whether the text is one of ours, or a note that contains one."""
        plain = normalise(text)
        if plain not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[plain] = any(wording.covers(plain) for wording in self._wordings)
        return self._known[plain]

    def heads(self, texts: list[str]) -> bool:
        """Whether these are the headings of a table: at least half begin with words of ours.

        Headings of options and slots add to a label, so that they are not ours word by word.
        """
        ours: set[int] = set()
        plain = [normalise(text) for text in texts]
        for wording in self._wordings:
            ours |= {number for number, text in enumerate(plain) if wording.begins(text)}
            if 2 * len(ours) >= len(texts):
                break
        return bool(texts) and 2 * len(ours) >= len(texts)


class _Wording:
    """The same in one language, gathered when it is first asked for."""

    def __init__(self, texts: Texts, starts: tuple[str, ...]) -> None:
        self._texts = texts
        self._starts = starts
        self._begun: dict[str, bool] = {}

    @cached_property
    def _ours(self) -> frozenset[str]:
        return frozenset(
            normalise(text)
            for stem in dict.fromkeys(start.partition(".")[0] for start in self._starts)
            for key, text in texts_under(self._texts, stem).items()
            if key.startswith(self._starts) and not key.endswith(".example")
        )

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(text for text in self._ours if text and "{" not in text)

    @cached_property
    def _long(self) -> tuple[str, ...]:
        return tuple(text for text in self._exact if len(text) >= _LONG_ENOUGH)

    @cached_property
    def _with_gaps(self) -> tuple[tuple[str, ...], ...]:
        return tuple(parts for text in self._ours if (parts := _parts(text)))

    def covers(self, plain: str) -> bool:
        """Whether the normalised text is one of ours, or a note that contains one."""
        return (
            plain in self._exact
            or any(known in plain for known in self._long)
            or any(_fits(parts, plain) for parts in self._with_gaps)
        )

    def begins(self, plain: str) -> bool:
        """Whether it is covered, or begins with one of ours."""
        if plain not in self._begun:
            if len(self._begun) >= _REMEMBERED:
                self._begun.clear()
            starts = any(plain.startswith(label) for label in self._exact)
            self._begun[plain] = starts or self.covers(plain)
        return self._begun[plain]


def _parts(text: str) -> tuple[str, ...]:
    """What stands around the placeholders of a text; nothing if it has none, or says too little."""
    parts = tuple(_PLACEHOLDER.split(text))
    return parts if len(parts) > 1 and sum(map(len, parts)) >= _ENOUGH_TO_TELL else ()


def _fits(parts: tuple[str, ...], plain: str) -> bool:
    """Whether a text consists of these parts with a few words between them.

    A short one must be the whole of a cell. Patterns are made for the few texts that may fit.
    """
    if not all(part in plain for part in parts):
        return False
    pattern = ".{1,80}".join(map(re.escape, parts))
    whole = sum(map(len, parts)) < _LONG_ENOUGH
    return re.search(rf"\A{pattern}\Z" if whole else pattern, plain, re.DOTALL) is not None
