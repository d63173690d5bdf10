"""Tables and matrices: one line a record, headings above, a status at the end, notes below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook.anchors import EXPLANATION_COLUMN, block_key, explanation_key
from workbook.write.before import before_height, before_hint, head_before, write_line_before
from workbook.write.columns import slot_label
from workbook.write.explanation import explain_cells, write_explanation
from workbook.write.filled_in import filled_in_value
from workbook.write.lines import (
    counts_as_issued,
    helper_cell,
    line_cells,
    point_to_first,
    record_formulas,
    states_as_issued,
    tests_of,
    write_helpers,
)
from workbook.write.measure import text_height
from workbook.write.notes import write_notes
from workbook.write.nothing import all_cells, reason_cell, write_nothing
from workbook.write.paper import clear, put, span_width, type_in, write_anchor, write_key
from workbook.write.screens import (
    closed_cell,
    closed_cells,
    closed_fields,
    grey_out,
    grey_out_lines,
    hint_only_if,
    is_closed,
)
from workbook.write.shapes import FIRST_COLUMN, KEY_COLUMN, NUMBER_COLUMN, Span
from workbook.write.signs import line_status_formula, line_status_text, mark_cells, mark_signs
from workbook.write.states import Counts, plain
from workbook.write.validation import validation_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.worksheet import Worksheet

    from templates.model import Field
    from workbook.write.context import Context
    from workbook.write.lines import Cells
    from workbook.write.shapes import Line, RecordsPlan, Slot, TabPlan
    from workbook.write.states import State

_LINE_HEIGHT = 30.0
_HEADING_SIZE = 10


def write_records(context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan) -> Counts:
    """Write a table or matrix; returns what it asks for and lacks as issued."""
    _write_title(context, sheet, tab, records)
    _write_headings(context, sheet, tab, records)
    issued = [_issued_line(context, records, line) for line in records.lines]
    filled = sum(not line.empty for line in issued)
    closed = records.nothing is not None and (
        context.reason(records.sheet.key) is not None or not filled
    )
    total = Counts()
    for line in issued:
        total += _write_line(context, sheet, tab, records, line, closed=closed)
    if records.nothing is not None:
        total += write_nothing(context, sheet, tab, records, filled)
    _write_rules(context, sheet, tab, records)
    mark_signs(context, sheet, (records.lines[0].row, records.last), records.status.first)
    write_notes(context, sheet, tab, records)
    return total


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """A line with the states of its fields as issued; `closed`: those that are switched off."""

    line: Line
    fields: tuple[Field, ...]
    cells: Cells
    states: Mapping[str, State]
    closed: frozenset[str]

    @property
    def empty(self) -> bool:
        """Whether nothing is typed into it."""
        return all(state.blank for state in self.states.values())


def _issued_line(context: Context, records: RecordsPlan, line: Line) -> IssuedLine:
    fields = fields_of(records, line)
    slots = [slot for slot in records.slots if slot.field in fields]
    states = states_as_issued(context, records.sheet, line.key, slots)
    closed = closed_fields(context, records.sheet, fields, line.declared)
    return IssuedLine(line, fields, line_cells(slots, line.row), states, closed)


def fields_of(records: RecordsPlan, line: Line) -> tuple[Field, ...]:
    """The fields that a line asks for."""
    group = line.declared.group if line.declared else ""
    return tuple(
        field for field in records.sheet.asked if not field.groups or group in field.groups
    )


def _write_title(context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan) -> None:
    """The section's title and introduction, across the page but in a column without a key."""
    wording, styles, key = context.wording, context.styles, records.sheet.key
    title = wording.say(f"sheets.{key}.title")
    alone = len(tab.blocks) == 1 and title == wording.say(f"tabs.{tab.tab.key}.title")
    intro = wording.maybe(f"sheets.{key}.help")
    hints = (hint_only_if(context, records.sheet.asked_when), before_hint(context, records.sheet))
    intro = " ".join(part for part in (intro, *hints) if part)
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
    put(sheet, records.title + 1, across, intro, styles.get("intro"))
    height = text_height(intro, span_width(tab, across), 10) + 10 if intro else 8
    sheet.set_row(records.title + 1, height)


def _write_headings(context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan) -> None:
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
    context: Context,
    sheet: Worksheet,
    tab: TabPlan,
    records: RecordsPlan,
    issued: IssuedLine,
    *,
    closed: bool,
) -> Counts:
    """Write one line; returns its counts as issued. `closed`: no answer is needed here."""
    line = issued.line
    screens = records.sheet.screens(None, line.declared)
    found = counts_as_issued(context, records.sheet, issued.fields, issued.states, issued.closed)
    counts = sum((one for _, one in found), Counts())
    if closed or (issued.empty and line.declared is None):
        counts = replace(counts, needed=0, missing=0)
    off = closed_cells(tab, records.sheet, issued.fields, line.declared)
    reasons = _explanation_cells(records, issued.fields, line.row)
    tests = tests_of(context, records.sheet, issued.fields, issued.cells, off, reasons)
    needed, missing, wrong, doubtful = record_formulas(tests.values())
    if free := _free_formula(records, line, issued.cells):
        needed, missing = (f"IF({free},0,{formula})" for formula in (needed, missing))
    place = (line.row, tab.helper)
    pointer = point_to_first(tests, issued.cells, place, found, counts.flag)
    write_helpers(context, sheet, place, (needed, missing, wrong, doubtful), counts, pointer)
    _write_margins(context, sheet, records, line)
    _write_cells(context, sheet, tab, records, line)
    helpers = tuple(helper_cell(*place, offset) for offset in range(1, 4))
    clear(sheet, line.row, records.status, context.styles.get("status"))
    sheet.write_formula(
        line.row,
        records.status.first,
        line_status_formula(context, helpers, issued.cells.everything(), closed_cell(tab, screens)),
        context.styles.get("status"),
        line_status_text(context, counts, empty=issued.empty, closed=is_closed(context, screens)),
    )
    return counts


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


def _write_margins(context: Context, sheet: Worksheet, records: RecordsPlan, line: Line) -> None:
    """Key and number of a line; a formula numbers it, so that it stays right when sorted."""
    styles = context.styles
    number = line.row - records.heading
    if line.declared is None:
        write_key(sheet, line.row, line.key, styles.get("free"))
        formula = f"=ROW()-{records.heading + 1}"
        sheet.write_formula(line.row, NUMBER_COLUMN, formula, styles.get("line_number"), number)
        return
    write_key(sheet, line.row, line.key, styles.get("plain"))
    sheet.write_number(line.row, NUMBER_COLUMN, number, styles.get("number", align="center"))
    label = context.wording.say(f"sheets.{records.sheet.key}.rows.{line.key}.label")
    sheet.write_string(line.row, FIRST_COLUMN, label, styles.get("row_label"))


def _write_cells(
    context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan, line: Line
) -> None:
    asked = fields_of(records, line)
    height = _LINE_HEIGHT
    if line.declared is not None:
        label = context.wording.say(f"sheets.{records.sheet.key}.rows.{line.key}.label")
        height = max(height, text_height(label, tab.widths[FIRST_COLUMN], 10) + 12)
    for slot in records.slots:
        cell = context.typed(records.sheet.key, line.key, slot.key)
        if slot.field.type == "computed":
            # Locked cells in a line would keep people from deleting or sorting lines.
            style = context.styles.get("filled_in", locked=line.declared is not None)
            known = filled_in_value(context, records.sheet, line.key, slot.field)
            value = known if cell is None else cell
            type_in(sheet, line.row, slot.position, value, style)
            height = max(height, text_height(str(value), tab.widths[slot.position]) + 8)
            continue
        style = context.styles.answer(slot.field, in_table=True)
        if slot.field not in asked:
            style = context.styles.get("not_asked")
        type_in(sheet, line.row, slot.position, cell, style)
        shown = "" if cell is None else str(plain(cell))
        height = max(height, text_height(shown, tab.widths[slot.position]) + 8)
    if records.explanation is not None:
        given = context.typed(records.sheet.key, line.key, explanation_key())
        write_explanation(context, sheet, line.row, records.explanation, given)
        shown = "" if given is None else str(plain(given))
        height = max(height, text_height(shown, span_width(tab, records.explanation), 10) + 8)
    write_line_before(context, sheet, records, line)
    room = span_width(tab, records.before) if records.before else 0
    sheet.set_row(line.row, max(height, before_height(context, records, line, room)))


def _write_rules(context: Context, sheet: Worksheet, tab: TabPlan, records: RecordsPlan) -> None:
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
    sheet: Worksheet,
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
