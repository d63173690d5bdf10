"""What a workbook says about itself: the very hidden tab, document properties, title."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbook.anchors import IDENTITY_KEYS, META_RECORD, PROPERTY_PREFIX

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.order import WorkbookOrder
    from workbook.write.page import Page

_CURRENCY = "currency"
# The same order must give the same bytes, whatever the day.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def identity_facts(order: WorkbookOrder) -> dict[str, str]:
    """The facts by which a returned file is recognised, whatever it is called."""
    facts = {
        "programme": order.definition.programme.key,
        "version": order.definition.programme.version,
        "edition": order.definition.edition,
        "level": order.definition.level,
        "place": order.place.code,
        "period": order.period.code,
        "language": order.texts.language,
        "issue": order.issue,
    }
    return {key: facts[key] for key in IDENTITY_KEYS}


def write_meta(context: Context, sheet: Page) -> None:
    """Write key and value, a line each, then the records that are filled in beforehand."""
    facts = {
        **identity_facts(context.order),
        _CURRENCY: context.order.definition.programme.currency,
    }
    lines = [*facts.items()]
    style = context.styles.get("plain", num_format="@")
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, style)
    sheet.later_lines(len(lines), style, _records)


def _records(issued: Issued) -> list[tuple[str, ...]]:
    return [(META_RECORD, *key, name) for key, name in issued.context.order.records.items()]


def set_properties(context: Context, book: Workbook) -> str:
    """Set title and identity as document properties; returns the title."""
    wording = context.wording
    title = wording.say("words.document_title")
    book.set_properties(
        {"title": title, "subject": wording.facts["programme"], "created": _CREATED}
    )
    for key, value in identity_facts(context.order).items():
        book.set_custom_property(PROPERTY_PREFIX + key, value, "text")
    return title
