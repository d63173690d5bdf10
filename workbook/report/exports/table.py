"""Tables as CSV for programs: numbers stay numbers, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The last four are the wide signs of East Asia, which spreadsheet programs there take for the same.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where lists are parted by semicolons, Excel begins a new cell at one and at a new line, whatever
# quotation marks say. A list of lines that begin with a dash is left as it is: it calls nothing.
_FORMULA_WITHIN = re.compile(
    "([;\t\n][\\s\"']*)(?=[=@\uff1d\uff20]|[+\uff0b\uff0d-][^;\t\n]*[(|!])"
)
_BYTE_ORDER_MARK = "\ufeff"
_LINE_ENDS = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without control characters and halves of characters; one kind of line end."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text))


def number_text(value: float) -> str:
    """A number as programs read it: whole where it is whole, else with 15 significant digits."""
    return str(int(value)) if float(value).is_integer() else repr(float(f"{value:.15g}"))


def plain(value: object) -> str:
    """The text of a value: `true` and `false`, numbers, several codes joined by `;`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    return clean(str(value))


def without_formulas(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet program could take it for a formula."""
    if text.startswith(FORMULA_STARTS):
        text = f"'{text}"
    return _FORMULA_WITHIN.sub(r"\1'", text)


def cell(value: object) -> str:
    """The text of a cell; what looks like a formula is guarded, and numbers stay numbers."""
    text = plain(value)
    return text if isinstance(value, int | float) else without_formulas(text)


def csv_bytes(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, marked: bool = False
) -> bytes:
    """The bytes of a CSV; `marked`: with a byte-order mark, for files that people open too."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([cell(heading) for heading in headings])
    writer.writerows([cell(value) for value in row] for row in rows)
    return ((_BYTE_ORDER_MARK if marked else "") + target.getvalue()).encode()
