"""What a programme for any list of places leaves to its rounds: currency, time zone, codes.

A round keeps its answer in its own copy of the programme, so that whoever reads the definitions
later finds there what was asked, and every workbook says in which currency.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from indicators.tables import ToolError
from templates.load import read_programme
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from templates.model import Place, Programme

_CURRENCY = re.compile(r"[A-Z]{3}")


def choose_currency(programme: Programme, wanted: str) -> str:
    """The currency of a round: that of the programme, or else the one that is wanted."""
    currency = wanted.strip().upper()
    if programme.currency:
        if currency not in {"", programme.currency}:
            msg = (
                f"the questions of programme {programme.key} are about amounts in "
                f"{programme.currency}; leave out --currency"
            )
            raise ToolError(msg)
        return programme.currency
    if not _CURRENCY.fullmatch(currency):
        said = f"'{wanted}' is no currency" if wanted else "amounts of money need a currency"
        msg = f"{said}: add --currency with its three letters, such as --currency KES"
        raise ToolError(msg)
    return currency


def choose_time_zone(programme: Programme, wanted: str) -> str:
    """The time zone in which the deadline's day ends."""
    name = wanted.strip() or programme.time_zone
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        msg = f"'{name}' is no time zone; write one such as --time-zone Africa/Nairobi"
        raise ToolError(msg) from error
    return name


def code_length(programme: Programme, places: Iterable[Place]) -> int:
    """The programme's width of codes, or the one that all codes of the list have; otherwise 0.

    Only codes of digits have a width: zeros in front are lost by no other.
    """
    if programme.code_length:
        return programme.code_length
    codes = {place.code for place in places}
    widths = {len(code) for code in codes}
    digits = all(code.isascii() and code.isdigit() for code in codes)
    return widths.pop() if digits and len(widths) == 1 else 0


def keep(path: Path, currency: str, width: int) -> None:
    """Write what was settled into the round's copy of its programme."""
    text = path.read_text(encoding="utf-8")
    for key, value in (("currency", f'"{currency}"'), ("code_length", str(width))):
        text = re.sub(rf"(?m)^{key}\s*=.*$", f"{key} = {value}", text, count=1)
    write_file(path, text.encode())
    found = read_programme(path)
    if (found.currency, found.code_length) != (currency, width):
        msg = f"{path}: write currency and code_length on lines of their own, above [[tabs]]"
        raise ToolError(msg)
