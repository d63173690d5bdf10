"""The strings that all tabs share, as far as every program reads them alike."""

from __future__ import annotations

import re

from workbook.ooxml.remembered import Remembered, Room
from workbook.ooxml.usual_cells import DoubtError, plain_text
from workbook.ooxml.usual_rows import ATTRIBUTES, TEXT
from workbook.ooxml.vocabulary import is_own

_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*)?'
    rb"<sst" + ATTRIBUTES + rb">"
)
_TEXT = rb'<t(?: xml:space="preserve")?+>' + TEXT + rb"</t>"
_LOOKS = rb"(?:<rPr>(?:<[a-zA-Z]+" + ATTRIBUTES + rb"/>)*+</rPr>)?+"
_STRING = re.compile(rb"<si>(?:<t/>|" + _TEXT + rb"|(?:<r>" + _LOOKS + _TEXT + rb"</r>)++)")
_PART = re.compile(r'<t( xml:space="preserve")?+>([^<]*+)</t>')
_TAIL = re.compile(rb"</sst>\s*")
_END = b"</si>"
# Longer ones are read each time, so that what is remembered stays small.
_WORTH_KEEPING = 1024
_NOT_TEXT = ("\ufffe", "\uffff")


def read_strings(data: bytes) -> tuple[str | None, ...]:
    """The strings by their numbers; None for each in doubt, nothing if the part is unusual."""
    head = _HEAD.match(data)
    if head is None or not is_own(head[0]):
        return ()
    *parts, tail = data[head.end() :].split(_END)
    found = list(map(_remembered.__getitem__, parts))
    if _UNUSUAL in found or _TAIL.fullmatch(tail) is None:
        return ()
    return tuple(found)


# No text of a file, because XML cannot hold it.
_UNUSUAL = "\0"


def _read(part: bytes) -> str | None:
    """What stands before `</si>`; None in doubt."""
    if _STRING.fullmatch(part) is None:
        return _UNUSUAL
    try:
        text = part.decode()
        if any(sign in text for sign in _NOT_TEXT):
            return _UNUSUAL
        return "".join(plain_text(found[2], kept=bool(found[1])) for found in _PART.finditer(text))
    except UnicodeDecodeError:
        return _UNUSUAL
    except DoubtError:
        return None


_remembered = Remembered(_read, _WORTH_KEEPING, Room(256 * 1024))
