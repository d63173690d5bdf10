"""What the styles of cells make of a number: a percentage, a day, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from workbook.ooxml.marks import PLAIN, DamagedFileError, NumberFormat, read_format
from workbook.ooxml.parts import parse_xml
from workbook.ooxml.usual_cells import CellStyles

_DAY = re.compile(r"[dmyDMY].*", re.DOTALL)
_NUMBER = re.compile(r"General|GENERAL|@|(?:[0#?.,%() +-]|_[() -])*")
_LISTS = frozenset({"numFmts", "cellXfs"})
_PERCENT = NumberFormat(percent=True)
Kind = Literal["number", "date", "doubtful"]


@dataclass(frozen=True, slots=True)
class _Format:
    """A number format: what it shows beside a number, and what readers take the number for."""

    shown: NumberFormat = PLAIN
    kind: Kind = "number"


_DOUBTFUL = _Format(kind="doubtful")
_BUILT_IN = {
    **dict.fromkeys((0, 1, 2, 3, 4, 11, 37, 38, 39, 40, 49), _Format()),
    **dict.fromkeys((9, 10), _Format(_PERCENT)),
    **dict.fromkeys((14, 15, 16, 17), _Format(kind="date")),
}


class _Styles:
    def __init__(self) -> None:
        self.formats: list[_Format] = []
        self.certain = True
        self.listed = False
        self._declared = dict(_BUILT_IN)
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _LISTS:
            # Whether formats hold for styles that stand before them readers may see otherwise.
            self.certain &= not (self.formats or self._inside)
            self.listed |= name == "cellXfs"
            self._inside = name
        elif name == "numFmt" and not self.formats:
            code = attributes.get("formatCode", "")
            self._declared[self._number(attributes)] = _Format(read_format(code), _kind(code))
            self.certain &= self._inside == "numFmts"
        elif name == "xf" and self._inside == "cellXfs":
            self.formats.append(self._declared.get(self._number(attributes), _DOUBTFUL))

    def _number(self, attributes: dict[str, str]) -> int:
        text = attributes.get("numFmtId", "0")
        number = int(text)
        self.certain &= str(number) == text
        return number

    def end(self, name: str) -> None:
        if name == self._inside:
            self._inside = ""


def read_styles(data: bytes) -> CellStyles:
    """The styles of cells from the bytes of their part."""
    styles = _Styles()
    try:
        parse_xml(data, styles.start, styles.end)
    except ValueError as error:
        msg = "the styles"
        raise DamagedFileError(msg) from error
    formats = dict(enumerate(styles.formats))
    return CellStyles(
        shown={key: each.shown for key, each in formats.items() if not each.shown.is_plain},
        dates=frozenset(key for key, each in formats.items() if each.kind == "date"),
        doubtful=frozenset(key for key, each in formats.items() if each.kind == "doubtful"),
        certain=styles.certain and styles.listed,
    )


def _kind(code: str) -> Kind:
    """What readers surely take a number for that is shown by this code."""
    if _DAY.fullmatch(code):
        return "date"
    return "number" if _NUMBER.fullmatch(code) else "doubtful"
