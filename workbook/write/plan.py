"""Where everything goes: a pure layout, without writing a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.paper import load_settings, signature_rows
from workbook.anchors import prepared_key
from workbook.write.before import sections_before
from workbook.write.columns import (
    can_be_explained,
    column_widths,
    columns_of,
    end_spans,
    form_spans,
    repeated_columns,
    slot_keys,
)
from workbook.write.pages import fits_a_page, printed_pages
from workbook.write.screens import tab_screens
from workbook.write.shapes import (
    BAND_ROWS,
    FIRST_COLUMN,
    NUMBER_COLUMN,
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

_LEAST_EMPTY_LINES = 4


def plan_book(order: WorkbookOrder, wording: Wording) -> BookPlan:
    """Lay out the workbook of an order."""
    keys = table_keys(order)
    tabs = [
        _plan_tab(number, tab, order, wording, keys)
        for number, tab in enumerate(order.definition.tabs, start=1)
    ]
    return BookPlan(wording.say("tabs.guide.name"), wording.say("tabs.check.name"), tuple(tabs))


def _plan_tab(
    number: int,
    tab: Tab,
    order: WorkbookOrder,
    wording: Wording,
    table: Mapping[str, tuple[str, ...]],
) -> TabPlan:
    definition = order.definition
    sheets = [sheet for key in tab.sheets if (sheet := definition.sheet(key))]
    columns = _plan_columns(sheets, order, wording)
    row, count = BAND_ROWS + 1, 0
    blocks: list[Block] = []
    for sheet in sheets:
        block: Block
        if sheet.layout == "form":
            block = _plan_form(sheet, (number, count), row, definition.lists, columns)
            count += len(block.questions)
            row = block.last + 3
        else:
            keys: list[tuple[str, MatrixRow | None]]
            keys = [(row.key, row) for row in sheet.rows]
            if sheet.layout == "table":
                keys = [(key, None) for key in table[sheet.key]]
            slots = columns_of(sheet, definition.lists)
            block = _plan_records(sheet, keys, row, slots, columns)
            row = block.notes + 3 + len(block.sheet.fields)
        blocks.append(block)
    tables = [
        block
        for block in blocks
        if isinstance(block, RecordsPlan) and block.sheet.layout == "table"
    ]
    name = wording.say(f"tabs.{tab.key}.name")
    signature = None
    if tab.key == load_settings().sign_off:
        signature, row = row, row + signature_rows(definition) + 2
    return TabPlan(
        tab=tab,
        number=number,
        name=name,
        widths=columns.widths,
        blocks=tuple(blocks),
        end=row,
        table=tables[0] if tables else None,
        screens=tab_screens(sheets),
        signature=signature,
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a tab: `spans` of forms; `repeated` and `before` as in the plans.

    `shown`: the sections with a column for what was answered for the period before.
    `whole`: what is printed on one page, or None where the tab has several side by side.
    """

    widths: tuple[float, ...]
    spans: tuple[Span, ...]
    whole: Span | None
    repeated: int
    before: Span | None
    shown: Mapping[str, float]


def _plan_columns(sheets: list[Sheet], order: WorkbookOrder, wording: Wording) -> _Columns:
    """Where everything is readable on one page, or has to be spread over several.

    A table that has its tab to itself repeats the columns that name a record; on a tab with other
    sections every one has pages of its own, and the first column is repeated.
    """
    definition, shown = order.definition, sections_before(order)
    widths = column_widths(sheets, definition, wording, shown)
    for sheet in sheets:
        if sheet.layout == "matrix":
            *_, widths = end_spans(sheet, columns_of(sheet, definition.lists), widths, shown)
    if [sheet.layout for sheet in sheets] == ["table"]:
        slots = columns_of(sheets[0], definition.lists)
        repeated = repeated_columns(sheets[0], slots)
        if len(printed_pages(slots, widths, repeated)) > 1:
            spans, before, widths = form_spans(sheets, widths, repeated, shown)
            return _Columns(tuple(widths), spans, None, repeated, before, shown)
    spans, before, widths = form_spans(sheets, widths, None, shown)
    whole = Span(NUMBER_COLUMN, len(widths) - 1)
    if len(sheets) > 1 and not fits_a_page(widths, whole):
        return _Columns(tuple(widths), spans, None, FIRST_COLUMN, before, shown)
    return _Columns(tuple(widths), spans, whole, NUMBER_COLUMN, before, shown)


def _plan_form(
    sheet: Sheet,
    start: tuple[int, int],
    row: int,
    lists: Mapping[str, CodeList],
    columns: _Columns,
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
    explained = columns.spans[4] if any(map(can_be_explained, sheet.fields)) else None
    before = columns.before if sheet.key in columns.shown else None
    spans = _four(columns.spans)
    return FormPlan(sheet, row, row + 1, tuple(questions), spans, explained, before)


def _four(spans: tuple[Span, ...]) -> tuple[Span, Span, Span, Span]:
    return spans[0], spans[1], spans[2], spans[3]


def _plan_records(
    sheet: Sheet,
    keys: Iterable[tuple[str, MatrixRow | None]],
    row: int,
    slots: tuple[Slot, ...],
    columns: _Columns,
) -> RecordsPlan:
    """Title, introduction, nothing to report, key row, headings, lines, notes."""
    nothing = row + 3 if sheet.nothing_to_report else None
    anchor = row + 5 if sheet.nothing_to_report else row + 2
    heading = anchor + 1
    before, explanation, status, _ = end_spans(sheet, slots, list(columns.widths), columns.shown)
    pages: tuple[Span, ...]
    if columns.whole is not None:
        pages = (columns.whole,)
    else:
        pages = printed_pages(slots, columns.widths[: status.last + 1], columns.repeated)
    lines = tuple(
        Line(key, heading + 1 + index, declared) for index, (key, declared) in enumerate(keys)
    )
    return RecordsPlan(
        sheet=sheet,
        title=row,
        nothing=nothing,
        heading=heading,
        anchor=anchor,
        slots=slots,
        lines=lines,
        status=status,
        notes=lines[-1].row + 2,
        spans=_four(columns.spans),
        explanation=explanation,
        pages=pages,
        repeated=columns.repeated,
        before=before,
    )


def table_keys(order: WorkbookOrder) -> dict[str, tuple[str, ...]]:
    """The keys of the lines of each table.

    Records of the period before, empty lines, and lines that were added to those.
    """
    extra: dict[str, dict[str, None]] = {}
    for sheet, row, _ in order.typed:
        if row is not None:
            extra.setdefault(sheet, {})[row] = None
    found = {}
    for one in order.definition.sheets:
        if one.layout == "table":
            known = [row for key, row in order.records if key == one.key]
            least = min(one.prepared_rows, _LEAST_EMPTY_LINES)
            numbers = range(1, max(one.prepared_rows - len(known), least) + 1)
            prepared = [prepared_key(order.period.code, number) for number in numbers]
            found[one.key] = tuple(dict.fromkeys([*known, *prepared, *extra.get(one.key, {})]))
    return found
