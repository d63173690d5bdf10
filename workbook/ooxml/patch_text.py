"""Text in parts of a workbook: never markup, and signs that XML does not know written out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNKNOWN_TO_XML = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_LOOKS_WRITTEN_OUT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN_OUT = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """The text as spreadsheet programs store it: `_x0007_` for a sign that XML cannot hold."""
    plain = _HALVES.sub("\ufffd", _LOOKS_WRITTEN_OUT.sub("_x005F_", text))
    return _UNKNOWN_TO_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", plain)


def set_text(element: _Element, text: str) -> None:
    """Give an element its text; space around it is kept."""
    element.text = escaped(text)
    if text != text.strip() or "\n" in text:
        element.set(_SPACE, "preserve")


def text_of(element: _Element) -> str:
    """The text of an element as a person reads it."""
    return _WRITTEN_OUT.sub(lambda found: chr(int(found[1], 16)), element.text or "")
