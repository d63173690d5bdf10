"""The texts of one language: where they stand, what fills them in, and what they lack."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from templates.records import Origin, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from indicators.tables import DefinitionError
    from templates.model import Texts

INPUT_TITLE_LENGTH = 32
ERROR_MESSAGE_LENGTH = 225
QUESTION_PLACEHOLDERS = frozenset({"period", "period_end", "place", "currency"})
LONG_NUMBER = "1,000,000,000"
OPTIONAL = (".short", ".example")
_GUIDE = re.compile(r"guide\.(?!tabs\.[a-z_]+$)")


@dataclass(frozen=True, slots=True)
class Language:
    """The texts of one language as they are declared.

    `paths`: the file that each key stands in; `unread`: parts with a file that could not be read,
    of which nothing can be said; `folder`: where a missing text belongs; `programmes`: the same
    with the words of a programme laid over, for each that has words of its own.
    """

    texts: Texts
    paths: Mapping[str, Path]
    unread: frozenset[str]
    folder: Path
    programmes: Mapping[str, Language] = dataclasses.field(default_factory=dict)

    def of(self, programme: str) -> Language:
        """The language as this programme words it."""
        return self.programmes.get(programme, self)

    @property
    def all(self) -> tuple[Language, ...]:
        """The language as it is, and as each programme words it."""
        return (self, *self.programmes.values())

    def origin(self, key: str) -> Origin:
        """The file in which the key stands or ought to stand."""
        part, _, where = key.partition(".")
        return Origin(self.paths.get(key, self.folder / f"{part}.toml"), where)

    def says_itself(self, key: str) -> bool:
        """Whether the text stands in the folder itself, and not in what lies under it."""
        path = self.paths.get(key)
        return path is not None and path.is_relative_to(self.folder)

    def can_tell(self, key: str) -> bool:
        """Whether the file of this key could be read."""
        return key.partition(".")[0] not in self.unread


def placeholder_mistakes(language: Language) -> Iterator[DefinitionError]:
    """Braces that do not match, and placeholders of questions that nothing fills in."""
    for key, text in language.texts.entries.items():
        found = _placeholders(text)
        if found is None:
            yield language.origin(key).mistake("a brace is open or stray; write {{ or }} for one")
        elif key.startswith(("sheets.", "tabs.")):
            for name in sorted(found - QUESTION_PLACEHOLDERS):
                hint = nearest(name, sorted(QUESTION_PLACEHOLDERS))
                yield language.origin(key).mistake(f"nothing fills in {{{name}}} here; {hint}")


def _placeholders(text: str) -> frozenset[str] | None:
    """The names in braces, or None if the braces do not match."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def validation_mistakes(language: Language) -> Iterator[DefinitionError]:
    """What pops up when a cell refuses what was typed."""
    names = ("minimum", "maximum", "length", "period_end")
    longest = dict.fromkeys(names, LONG_NUMBER)
    for key, text in language.texts.entries.items():
        if not key.startswith("validation."):
            continue
        limit = INPUT_TITLE_LENGTH if key.endswith(".title") else ERROR_MESSAGE_LENGTH
        length = len(fill(text, longest))
        if length > limit:
            message = f"this has {length} characters once filled in; Excel takes {limit}, shorten"
            yield language.origin(key).mistake(f"{message} it")


def translation_mistakes(
    source: Language, other: Language, due: frozenset[str]
) -> Iterator[DefinitionError]:
    """The same placeholders as in English, and the same keys among those that are due."""
    beginnings = tuple(due)
    for key, text in source.texts.entries.items():
        if not other.can_tell(key):
            continue
        translated = other.texts.get(key)
        is_due = beginnings and (
            key.startswith(beginnings) or source.says_itself(key) or bool(_GUIDE.match(key))
        )
        if is_due and text and not translated and not key.endswith(OPTIONAL):
            yield other.origin(key).mistake(f"this text is missing; translate '{text}'")
        elif translated and _placeholders(translated) != _placeholders(text):
            names = ", ".join(f"{{{name}}}" for name in sorted(_placeholders(text) or ()))
            here = f"write the placeholders of the English text: {names or 'none'}"
            yield other.origin(key).mistake(here)
    for key in other.texts.entries:
        known = key in source.texts.entries or key.endswith(OPTIONAL)
        if not known and source.can_tell(key):
            text = "there is no such English text; rename this as in English, or remove it"
            yield other.origin(key).mistake(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known filled in; a wrong placeholder is another mistake's business."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
