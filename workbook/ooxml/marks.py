"""What a raw scan of a file's parts tells about its cells, and the reader does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

MarkKind = Literal["plain", "error", "unsaved", "boolean", "time", "text"]
ERROR_TEXTS = frozenset(
    {
        "#N/A",
        "#DIV/0!",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
    }
)


class DamagedFileError(Exception):
    """A part of the file cannot be read."""


class EncryptedFileError(Exception):
    """The file opens with a password only."""


class OldFormatError(Exception):
    """A spreadsheet in a format from before 1997."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell that is more than a plain value.

    `kind`: `error`, `unsaved` (a formula without a saved value), or the true type of a value that
    the reader takes for something else. `shown`: the text of an error, a value or a time.
    `percent`: a number formatted as a percentage.
    """

    kind: MarkKind = "plain"
    shown: str = ""
    formula: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class TabMarks:
    """The marked cells of one tab by row and column (from 0), and how far its content reaches."""

    name: str
    marks: Mapping[tuple[int, int], Mark]
    rows: int = 0
    columns: int = 0


@dataclass(frozen=True, slots=True)
class BookMarks:
    """The scan of a whole file; `properties` are its custom document properties."""

    tabs: tuple[TabMarks, ...]
    epoch_1904: bool = False
    macros: bool = False
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def is_percent_format(code: str) -> bool:
    """Whether a number format multiplies by 100: a per cent sign that is not literal text."""
    plain, quoted, escaped = "", False, False
    for sign in code:
        if escaped:
            escaped = False
        elif sign == '"':
            quoted = not quoted
        elif sign in "\\_*" and not quoted:
            escaped = True
        elif not quoted:
            plain += sign
    return "%" in plain
