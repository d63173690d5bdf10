"""The very hidden tab of lists, and the defined names that drop-downs refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from templates.model import NOTHING_REASONS, REFERENCE_TYPES
from workbook.anchors import LIST_NAME_PREFIX, LISTS_TAB
from workbook.write.conditions import RECORD_LIST, TICK_LIST, YES_NO_LIST, quote
from workbook.write.context import identity_slot_key
from workbook.write.later import Spot

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.workbook import Workbook

    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.page import Page
    from workbook.write.shapes import RecordsPlan

# Lines that an officer may insert into a table whose records have more than one name.
_INSERTED = 40


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


def write_lists(context: Context, book: Workbook, sheet: Page) -> None:
    """Write a column and a defined name for each list."""
    style = context.styles.get("plain")
    for column, (name, labels) in enumerate(list_contents(context).items()):
        sheet.write_string(0, column, name, style)
        for row, label in enumerate(labels, start=1):
            sheet.write_string(row, column, label, style)
        area = xl_range_abs(1, column, len(labels), column)
        book.define_name(LIST_NAME_PREFIX + name, f"={quote_sheetname(LISTS_TAB)}!{area}")
    _define_record_names(context, book, sheet, len(list_contents(context)))


def _define_record_names(context: Context, book: Workbook, sheet: Page, column: int) -> None:
    """A name for the column by which the records of a table are picked elsewhere.

    Records that are named by one field are listed where they stand; those that are named by the
    first of several have a column here, from `column` on.
    """
    fields = (field for sheet in context.order.definition.sheets for field in sheet.fields)
    wanted = dict.fromkeys(field.refers_to for field in fields if field.type in REFERENCE_TYPES)
    for key in wanted:
        for tab in context.plan.tabs:
            table = context.find_table(key)
            if table is None or table not in tab.blocks:
                continue
            keys = table.sheet.names or (identity_slot_key(table.sheet),)
            areas = [f"{quote_sheetname(tab.name)}!{_column_of(table, one)}" for one in keys]
            area = areas[0]
            if len(areas) > 1:
                area = _write_names(context, sheet, column, table, areas)
                column += 1
            book.define_name(LIST_NAME_PREFIX + RECORD_LIST + key, f"={area}")


def _column_of(table: RecordsPlan, key: str) -> str:
    column = next(slot.position for slot in table.slots if slot.key == key)
    return str(xl_range_abs(table.lines[0].row, column, table.last, column))


def _write_names(
    context: Context, sheet: Page, column: int, table: RecordsPlan, areas: list[str]
) -> str:
    """A column with what names each line, more lines than there are; its address comes back.

    The areas grow with lines that are inserted in them, and the formulas with the areas.
    """
    style = context.styles.get("plain")
    sheet.write_string(0, column, RECORD_LIST + table.sheet.key, style)
    last = len(table.lines) + _INSERTED
    for row in range(1, last + 1):
        shown = '""'
        for cell in (f"INDEX({area},{row})" for area in reversed(areas)):
            silent = ",".join(f"{cell}={quote(text)}" for text in ("", *context.wording.unknown))
            shown = f"IF(OR({silent}),{shown},{cell})"
        formula = f'=IF({row}>ROWS({areas[0]}),"",{shown})'
        sheet.later(row, Spot(column, (style,), formula), _name_in(table, row - 1))
    return f"{quote_sheetname(LISTS_TAB)}!{xl_range_abs(1, column, last, column)}"


def _name_in(table: RecordsPlan, number: int) -> Callable[[Issued], str]:
    """What names the record of a line, or nothing where no line is."""
    if number >= len(table.lines):
        return lambda _: ""
    return lambda issued: issued.record_name(table, table.lines[number])
