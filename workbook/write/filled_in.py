"""What we fill in ourselves: facts of the place and the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.localise import format_date, format_period
from templates.model import KNOWN

if TYPE_CHECKING:
    from templates.model import Field, Sheet
    from workbook.write.context import Context


def filled_in_value(context: Context, sheet: Sheet, row: str | None, field: Field) -> str | int:
    """The fact that a `computed` field shows; empty text where the register has none."""
    order = context.order
    if field.filled_in == KNOWN:
        code = order.known.get((sheet.key, row or "", field.key), "")
        wording = context.wording
        return wording.option(field.list, code) if code else wording.say("words.not_known")
    texts = context.wording.texts
    known = {
        "parent": order.parent.name if order.parent else "",
        "level": context.wording.maybe(f"levels.{order.place.level}") or order.place.level,
        "period": format_period(order.period, texts),
        "period_start": format_date(order.period.start, texts),
        "period_end": format_date(order.period.end, texts),
        "currency": order.definition.programme.currency,
    }
    value = known.get(field.filled_in, getattr(order.place, field.filled_in, None))
    return "" if value is None else value
