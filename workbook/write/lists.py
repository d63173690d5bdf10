"""The very hidden tab of lists, and the defined names that drop-downs refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from templates.model import NOTHING_REASONS, REFERENCE_TYPES
from workbook.anchors import LIST_NAME_PREFIX, LISTS_TAB
from workbook.write.conditions import RECORD_LIST, TICK_LIST, YES_NO_LIST
from workbook.write.context import identity_slot_key

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context


def list_contents(context: Context) -> dict[str, tuple[str, ...]]:
    """What each list offers: its labels, then NA and ND; reasons and ticks have their own end."""
    say, unknown = context.wording.say, context.wording.unknown
    contents = {
        YES_NO_LIST: (say("words.yes"), say("words.no"), *unknown),
        TICK_LIST: (say("words.signs.tick"), *unknown),
    }
    for name in context.order.definition.lists:
        labels = context.list_labels(name)
        contents[name] = labels if name == NOTHING_REASONS else (*labels, *unknown)
    return contents


def write_lists(context: Context, book: Workbook, sheet: Worksheet) -> None:
    """Write a column and a defined name for each list."""
    style = context.styles.get("plain")
    for column, (name, labels) in enumerate(list_contents(context).items()):
        sheet.write_string(0, column, name, style)
        for row, label in enumerate(labels, start=1):
            sheet.write_string(row, column, label, style)
        area = xl_range_abs(1, column, len(labels), column)
        book.define_name(LIST_NAME_PREFIX + name, f"={quote_sheetname(LISTS_TAB)}!{area}")
    _define_record_names(context, book)


def _define_record_names(context: Context, book: Workbook) -> None:
    """A name for the column by which the records of a table are picked elsewhere."""
    fields = (field for sheet in context.order.definition.sheets for field in sheet.fields)
    wanted = dict.fromkeys(field.refers_to for field in fields if field.type in REFERENCE_TYPES)
    for key in wanted:
        for tab in context.plan.tabs:
            table = context.find_table(key)
            if table is None or table not in tab.blocks:
                continue
            wanted_key = identity_slot_key(table.sheet)
            column = next(slot.position for slot in table.slots if slot.key == wanted_key)
            area = xl_range_abs(table.lines[0].row, column, table.last, column)
            name = LIST_NAME_PREFIX + RECORD_LIST + key
            book.define_name(name, f"={quote_sheetname(tab.name)}!{area}")
