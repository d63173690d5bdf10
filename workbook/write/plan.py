"""Where everything goes: a pure layout, without writing a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.anchors import prepared_key
from workbook.write.columns import column_widths, columns_of, form_spans, slot_keys
from workbook.write.shapes import (
    BAND_ROWS,
    Block,
    BookPlan,
    FormPlan,
    Line,
    Question,
    RecordsPlan,
    Slot,
    Span,
    TabPlan,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import CodeList, MatrixRow, Sheet, Tab
    from workbook.write.order import WorkbookOrder
    from workbook.write.wording import Wording


def plan_book(order: WorkbookOrder, wording: Wording) -> BookPlan:
    """Lay out the workbook of an order."""
    extra: dict[str, list[str]] = {}
    for sheet, row, _ in order.typed:
        if row is not None and row not in extra.setdefault(sheet, []):
            extra[sheet].append(row)
    tabs = [
        _plan_tab(number, tab, order, wording, extra)
        for number, tab in enumerate(order.definition.tabs, start=1)
    ]
    return BookPlan(wording.say("tabs.guide.name"), wording.say("tabs.check.name"), tuple(tabs))


def _plan_tab(
    number: int,
    tab: Tab,
    order: WorkbookOrder,
    wording: Wording,
    extra: Mapping[str, list[str]],
) -> TabPlan:
    definition = order.definition
    sheets = [sheet for key in tab.sheets if (sheet := definition.sheet(key))]
    widths = column_widths(sheets, definition, wording)
    spans, widths = form_spans(sheets, widths, definition)
    row, count = BAND_ROWS + 1, 0
    blocks: list[Block] = []
    for sheet in sheets:
        block: Block
        if sheet.layout == "form":
            block = _plan_form(sheet, (number, count), row, definition.lists, spans)
            count += len(block.questions)
            row = block.last + 3
        else:
            keys = _line_keys(sheet, order.period.code, extra.get(sheet.key, []))
            block = _plan_records(sheet, keys, row, definition.lists, spans)
            row = block.notes + 3 + len(block.sheet.fields)
        blocks.append(block)
    tables = [
        block
        for block in blocks
        if isinstance(block, RecordsPlan) and block.sheet.layout == "table"
    ]
    name = wording.say(f"tabs.{tab.key}.name")
    return TabPlan(
        tab, number, name, tuple(widths), tuple(blocks), row, tables[0] if tables else None
    )


def _plan_form(
    sheet: Sheet,
    start: tuple[int, int],
    row: int,
    lists: Mapping[str, CodeList],
    spans: tuple[Span, Span, Span, Span],
) -> FormPlan:
    """Key row, heading, introduction, questions; `start`: number of the tab and of those before."""
    at = row + 3
    questions = []
    for offset, field in enumerate(sheet.fields, start=1):
        lead = int(field.type in {"several_of", "references"})
        keys = slot_keys(field, lists)
        slots = tuple(
            Slot(key, field, at + lead + index, code, number)
            for index, (key, code, number) in enumerate(keys)
        )
        questions.append(Question(field, f"{start[0]}.{start[1] + offset}", at, slots))
        at = slots[-1].position + 1
    return FormPlan(sheet, row, row + 1, tuple(questions), spans)


def _plan_records(
    sheet: Sheet,
    keys: Iterable[tuple[str, MatrixRow | None]],
    row: int,
    lists: Mapping[str, CodeList],
    spans: tuple[Span, Span, Span, Span],
) -> RecordsPlan:
    """Title, introduction, nothing to report, key row, headings, lines, notes."""
    nothing = row + 3 if sheet.nothing_to_report else None
    anchor = row + 5 if sheet.nothing_to_report else row + 2
    heading = anchor + 1
    slots = columns_of(sheet, lists)
    lines = tuple(
        Line(key, heading + 1 + index, declared) for index, (key, declared) in enumerate(keys)
    )
    status = slots[-1].position + 1
    notes = lines[-1].row + 2
    return RecordsPlan(sheet, row, nothing, heading, anchor, slots, lines, status, notes, spans)


def _line_keys(sheet: Sheet, period: str, extra: list[str]) -> list[tuple[str, MatrixRow | None]]:
    if sheet.layout == "matrix":
        return [(row.key, row) for row in sheet.rows]
    prepared = [prepared_key(period, n) for n in range(1, sheet.prepared_rows + 1)]
    return [(key, None) for key in dict.fromkeys([*prepared, *extra])]
