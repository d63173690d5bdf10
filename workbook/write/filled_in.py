"""What we fill in ourselves: facts of the place and the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.localise import format_date, format_period

if TYPE_CHECKING:
    from templates.model import Field
    from workbook.write.context import Context


def filled_in_value(context: Context, field: Field) -> str | int:
    """The fact that a `computed` field shows; empty text where the register has none."""
    order = context.order
    texts = context.wording.texts
    if field.filled_in == "parent":
        return order.parent.name if order.parent else ""
    if field.filled_in == "level":
        return context.wording.maybe(f"levels.{order.place.level}") or order.place.level
    if field.filled_in == "period":
        return format_period(order.period, texts)
    if field.filled_in == "period_end":
        return format_date(order.period.end, texts)
    if field.filled_in == "period_start":
        return format_date(order.period.start, texts)
    if field.filled_in == "currency":
        return order.definition.programme.currency
    value = getattr(order.place, field.filled_in, None)
    return "" if value is None else value
