"""What programs leave behind in folders and archives: no returns, and nothing to tell anyone."""

from __future__ import annotations

_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r"})
_STARTS = (".", "~$")
# A file that a synchronising program has not fetched yet has a hidden name, but is a return.
_RETURNS = (".icloud",)


def is_leaving(name: str) -> bool:
    """Whether a file or one of the folders it lies in is a program's own; `name` has `/`."""
    return any(_is_own(part) for part in name.split("/"))


def _is_own(part: str) -> bool:
    lowered = part.lower()
    if lowered in _NAMES:
        return True
    return lowered.startswith(_STARTS) and not lowered.endswith(_RETURNS)
