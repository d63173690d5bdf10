"""Text from elsewhere, made fit for a page: nothing in it acts."""

from __future__ import annotations

import re

# Controls that no page may hold, and marks that would turn the order of the letters around them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text with a mark in place of each character that a page cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
