"""Tables and matrices: one line a record, headings above, a status at the end, notes below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook.anchors import EXPLANATION_COLUMN, block_key, explanation_key
from workbook.write.before import before_height, head_before, write_intro, write_line_before
from workbook.write.columns import slot_label
from workbook.write.explanation import explain_cells, write_explanation
from workbook.write.filled_in import filled_in_value
from workbook.write.issued import fields_of
from workbook.write.later import Spot
from workbook.write.lines import (
    helper_cell,
    helper_spots,
    line_cells,
    point_to_first,
    record_formulas,
    tests_of,
)
from workbook.write.measure import text_height
from workbook.write.notes import write_notes
from workbook.write.nothing import all_cells, reason_cell, write_nothing
from workbook.write.paper import clear, put, span_width, write_anchor, write_key
from workbook.write.screens import (
    closed_cell,
    closed_cells,
    grey_out,
    grey_out_lines,
    hint_only_if,
    is_closed,
)
from workbook.write.shapes import FIRST_COLUMN, KEY_COLUMN, NUMBER_COLUMN, Span
from workbook.write.signs import line_status_formula, line_status_text, mark_cells, mark_signs
from workbook.write.states import plain
from workbook.write.validation import validation_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.format import Format

    from templates.model import Field
    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.lines import Cells
    from workbook.write.order import Cell
    from workbook.write.page import Page
    from workbook.write.shapes import Line, RecordsPlan, Slot, TabPlan

_LINE_HEIGHT = 30.0
_HEADING_SIZE = 10


def write_records(context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan) -> None:
    """Write a table or matrix."""
    _write_title(context, sheet, tab, records)
    _write_headings(context, sheet, tab, records)
    for line in records.lines:
        _write_line(context, sheet, tab, records, line)
    if records.nothing is not None:
        write_nothing(context, sheet, tab, records)
    _write_rules(context, sheet, tab, records)
    mark_signs(context, sheet, (records.lines[0].row, records.last), records.status.first)
    write_notes(context, sheet, tab, records)


def _write_title(context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan) -> None:
    """The section's title and introduction, across the page but in a column without a key."""
    wording, styles, key = context.wording, context.styles, records.sheet.key
    title = wording.say(f"sheets.{key}.title")
    alone = len(tab.blocks) == 1 and title == wording.say(f"tabs.{tab.tab.key}.title")
    intro = wording.maybe(f"sheets.{key}.help")
    hint = hint_only_if(context, records.sheet.asked_when)
    intro = " ".join(part for part in (intro, hint) if part)
    whole, *others = records.pages
    across = whole
    if others:
        # What stands in the repeated columns is printed on every page.
        across = Span(records.repeated + 1, whole.last)
        whole = Span(NUMBER_COLUMN, records.repeated)
        clear(sheet, records.title, across, styles.get("section"))
    for number, page in enumerate(others, start=2):
        more = wording.say("words.details", number=number, total=len(records.pages))
        put(sheet, records.title, page, more, styles.get("section"))
    put(sheet, records.title, whole, "" if alone else title, styles.get("section"))
    height = text_height(title, span_width(tab, whole), 12) + 10
    sheet.set_row(records.title, (26 if others else 8) if alone else max(26, height))
    place = (records.title + 1, across, span_width(tab, across))
    write_intro(context, sheet, place, records.sheet, intro)


def _write_headings(context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan) -> None:
    wording, styles = context.wording, context.styles
    keys = {KEY_COLUMN: block_key(records.sheet.key)}
    keys |= {slot.position: slot.key for slot in records.slots}
    if records.explanation is not None:
        keys[records.explanation.first] = EXPLANATION_COLUMN
    write_anchor(context, sheet, records.anchor, keys)
    row, heading = records.heading, styles.get("heading")
    write_key(sheet, row, "", heading)
    sheet.write_string(row, NUMBER_COLUMN, wording.say("words.number"), heading)
    if records.sheet.layout == "matrix":
        title = wording.maybe(f"sheets.{records.sheet.key}.headings.rows")
        sheet.write_string(row, FIRST_COLUMN, title, heading)
    height = _LINE_HEIGHT
    for slot in records.slots:
        label = slot_label(slot, records.sheet, wording)
        sheet.write_string(row, slot.position, label, heading)
        # The arrow of the filter takes room beside the text.
        room = tab.widths[slot.position] - 2
        height = max(height, text_height(label, room, _HEADING_SIZE) + 12)
    if records.explanation is not None:
        put(sheet, row, records.explanation, wording.say("words.explanation"), heading)
    head_before(context, sheet, row, records.before, "heading")
    put(sheet, row, records.status, wording.say("words.status"), heading)
    sheet.set_row(row, height)


def _write_line(
    context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan, line: Line
) -> None:
    """Write one line: hidden counts, margins, cells, status."""
    fields = fields_of(records, line)
    cells = line_cells([slot for slot in records.slots if slot.field in fields], line.row)
    off = closed_cells(tab, records.sheet, fields, line.declared)
    reasons = _explanation_cells(records, fields, line.row)
    tests = tests_of(context, records.sheet, fields, cells, off, reasons)
    needed, missing, wrong, doubtful = record_formulas(tests.values())
    if free := _free_formula(records, line, cells):
        needed, missing = (f"IF({free},0,{formula})" for formula in (needed, missing))
    place = (line.row, tab.helper)
    pointer = point_to_first(tests, cells, place)
    hidden = helper_spots(context, place, (needed, missing, wrong, doubtful), pointer)
    _write_margins(context, sheet, records, line)
    _write_cells(context, sheet, tab, records, line)
    helpers = tuple(helper_cell(*place, offset) for offset in range(1, 4))
    screens = records.sheet.screens(None, line.declared)
    status = context.styles.get("status")
    clear(sheet, line.row, records.status, status)
    everything, closed = cells.everything(), closed_cell(tab, screens)
    shown = line_status_formula(context, helpers, everything, closed)

    def values(issued: Issued) -> tuple[Cell, ...]:
        record = issued.line(records, line)
        counts, off = record.total, is_closed(issued, screens)
        text = line_status_text(issued.context, counts, empty=record.empty, closed=off)
        return (*counts, counts.flag, pointer.value(record.counts, counts.flag), text)

    sheet.later_row(line.row, (*hidden, Spot(records.status.first, (status,), shown)), values)


def _explanation_cells(records: RecordsPlan, fields: Iterable[Field], row: int) -> dict[str, str]:
    """The address of the line's cell for an explanation, by each field that it may explain."""
    if records.explanation is None:
        return {}
    cell = xl_rowcol_to_cell(row, records.explanation.first, col_abs=True)
    return {field.key: cell for field in fields}


def _free_formula(records: RecordsPlan, line: Line, cells: Cells) -> str:
    """The test that a line needs no answer: it is empty, or there is nothing to report."""
    tests = []
    if line.declared is None:
        tests.append(f"COUNTA({cells.everything()})=0")
    elif records.nothing is not None:
        tests.append(f"COUNTA({all_cells(records)})=0")
    if records.nothing is not None:
        tests.append(f"COUNTA({reason_cell(records)})>0")
    return f"OR({','.join(tests)})" if len(tests) > 1 else "".join(tests)


def _write_margins(context: Context, sheet: Page, records: RecordsPlan, line: Line) -> None:
    """Key and number of a line; a formula numbers it, so that it stays right when sorted."""
    styles = context.styles
    number = line.row - records.heading
    if line.declared is None:
        spot = Spot(KEY_COLUMN, (styles.get("free"),))
        sheet.later(line.row, spot, lambda issued: issued.key(records, line))
        formula = f"=ROW()-{records.heading + 1}"
        sheet.write_formula(line.row, NUMBER_COLUMN, formula, styles.get("line_number"), number)
        return
    write_key(sheet, line.row, line.key, styles.get("plain"))
    sheet.write_number(line.row, NUMBER_COLUMN, number, styles.get("number", align="center"))
    label = context.wording.say(f"sheets.{records.sheet.key}.rows.{line.key}.label")
    sheet.write_string(line.row, FIRST_COLUMN, label, styles.get("row_label"))


def _write_cells(
    context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan, line: Line
) -> None:
    asked = fields_of(records, line)
    least = _LINE_HEIGHT
    if line.declared is not None:
        label = context.wording.say(f"sheets.{records.sheet.key}.rows.{line.key}.label")
        least = max(least, text_height(label, tab.widths[FIRST_COLUMN], 10) + 12)
    spots = tuple(
        Spot(slot.position, (_style(context, slot, line, asked=slot.field in asked),))
        for slot in records.slots
    )
    sheet.later_row(line.row, spots, lambda issued: _line_values(issued, records, line))
    if records.explanation is not None:
        write_explanation(
            context,
            sheet,
            line.row,
            records.explanation,
            lambda issued: issued.line_typed(records, line).get(explanation_key()),
        )
    write_line_before(context, sheet, records, line)
    sheet.later_height(line.row, lambda issued: _line_height(issued, tab, records, line, least))


def _style(context: Context, slot: Slot, line: Line, *, asked: bool) -> Format:
    if slot.field.type == "computed":
        # Locked cells in a line would keep people from deleting or sorting lines.
        return context.styles.get("filled_in", locked=line.declared is not None)
    answer = context.styles.answer(slot.field, in_table=True)
    return answer if asked else context.styles.get("not_asked")


def _line_values(issued: Issued, records: RecordsPlan, line: Line) -> tuple[Cell | None, ...]:
    """What stands in the cells of a line: what is typed, or what we know of computed ones."""
    typed = issued.line_typed(records, line)
    return tuple(
        filled_in_value(issued.context, records.sheet, issued.key(records, line), slot.field)
        if slot.field.type == "computed" and slot.key not in typed
        else typed.get(slot.key)
        for slot in records.slots
    )


def _line_height(
    issued: Issued, tab: TabPlan, records: RecordsPlan, line: Line, least: float
) -> float:
    height = least
    typed = issued.line_typed(records, line)
    for slot, cell in zip(records.slots, _line_values(issued, records, line), strict=True):
        if cell is not None:
            shown = str(cell if slot.field.type == "computed" else plain(cell))
            height = max(height, text_height(shown, tab.widths[slot.position]) + 8)
    given = typed.get(explanation_key())
    if given is not None and records.explanation is not None:
        width = span_width(tab, records.explanation)
        height = max(height, text_height(str(plain(given)), width, 10) + 8)
    room = span_width(tab, records.before) if records.before else 0
    return max(height, before_height(issued, records, line, room))


def _write_rules(context: Context, sheet: Page, tab: TabPlan, records: RecordsPlan) -> None:
    """Data validation and colours, by column over each run of lines that ask for it."""
    grey_out_lines(context, sheet, tab, records)
    for slot in records.slots:
        if slot.field.type == "computed":
            continue
        for run in _runs(records, slot.field):
            _write_rule(context, sheet, tab, records, slot, run)
    if records.explanation is not None:
        rows = (records.lines[0].row, records.last)
        explain_cells(context, sheet, rows, records.explanation.first)


def _runs(records: RecordsPlan, field: Field) -> list[tuple[Line, Line]]:
    """First and last line of each stretch in which the field is asked."""
    runs: list[tuple[Line, Line]] = []
    for line in records.lines:
        if field not in fields_of(records, line):
            continue
        if runs and runs[-1][1].row == line.row - 1 and _same_group(runs[-1][1], line):
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _same_group(one: Line, other: Line) -> bool:
    """Lines of one kind ask for the same fields, so that one test fits them all."""
    if one.declared is None or other.declared is None:
        return True
    kinds = [(line.group, line.asked_when) for line in (one.declared, other.declared)]
    return kinds[0] == kinds[1]


def _write_rule(
    context: Context,
    sheet: Page,
    tab: TabPlan,
    records: RecordsPlan,
    slot: Slot,
    run: tuple[Line, Line],
) -> None:
    first, last = run
    fields = fields_of(records, first)
    cells = line_cells([other for other in records.slots if other.field in fields], first.row)
    area = (first.row, slot.position, last.row, slot.position)
    rule = validation_of(context, records.sheet, slot.field, cells.by_key[slot.key])
    sheet.data_validation(*area, rule)
    off = closed_cells(tab, records.sheet, [slot.field], first.declared)
    grey_out(context, sheet, area, off.get(slot.field.key, ""))
    reasons = _explanation_cells(records, [slot.field], first.row)
    test = tests_of(context, records.sheet, [slot.field], cells, off, reasons)[slot.field.key]
    missing, free = test.missing, _free_formula(records, first, cells)
    if missing and free:
        missing = f"AND(NOT({free}),{missing})"
    found = [part for part in (missing, test.wrong) if part]
    mend = f"OR({','.join(found)})" if len(found) > 1 else "".join(found)
    mark_cells(context, sheet, area, mend, test.doubtful)
