"""What lasts from one period to the next, and so is filled in for the place that answered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.model import REFERENCE_TYPES, TEXT_TYPES

if TYPE_CHECKING:
    from templates.model import Field, Sheet

_LASTING_TYPES = (TEXT_TYPES | REFERENCE_TYPES | {"date"}) - {"contact"}


def carries_over(sheet: Sheet, field: Field) -> bool:
    """Whether last period's answer is filled in; all else is asked anew and only shown.

    As declared; otherwise the names, dates and references of records last, and so does what tells
    records apart. A contact is never kept: whoever answered last year may have moved on.
    """
    if field.type in {"computed", "contact"} or (
        sheet.layout == "table" and not sheet.carries_over
    ):
        return False
    if field.key in sheet.identity:
        return True
    if field.carries_over is not None:
        return field.carries_over
    return sheet.layout == "table" and field.type in _LASTING_TYPES
