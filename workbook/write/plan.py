"""Where everything goes: a pure layout, without writing a cell. Rows and columns count from 0."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING

from templates.model import TEXT_TYPES
from workbook.anchors import option_key, prepared_key, slot_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import CodeList, Definition, Field, MatrixRow, Sheet, Tab
    from workbook.write.order import WorkbookOrder
    from workbook.write.wording import Wording

KEY_COLUMN, NUMBER_COLUMN, FIRST_COLUMN = 0, 1, 2
HELPERS = 5
BAND_ROWS = 3
NUMBER_WIDTH = 6.0
SIGN_WIDTH = 17.0
STATUS_WIDTH = 18.0
ROW_LABEL_WIDTH = 40.0
FORM_WIDTHS = (54.0, 40.0, SIGN_WIDTH, 58.0)
_MIXED_WIDTHS = (44.0, 26.0, SIGN_WIDTH, 40.0)


@dataclass(frozen=True, slots=True)
class Span:
    """Columns that are one cell to the eye, the last included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell in which a field is answered; `code` of the option that it ticks, if it ticks one."""

    key: str
    field: Field
    position: int
    code: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a form; its slots' positions are rows. `row` is the line of the question."""

    field: Field
    number: str
    row: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class FormPlan:
    """A form: key row, heading, introduction, one question a line."""

    sheet: Sheet
    anchor: int
    heading: int
    questions: tuple[Question, ...]
    spans: tuple[Span, Span, Span, Span]

    @property
    def last(self) -> int:
        """The last row with a cell."""
        return max(slot.position for question in self.questions for slot in question.slots)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table or matrix; `declared` is the matrix row that it shows."""

    key: str
    row: int
    declared: MatrixRow | None = None


@dataclass(frozen=True, slots=True)
class RecordsPlan:
    """A table or matrix; its slots' positions are columns. The key row is above the headings.

    Titles and notes stand in the number column, which has no key: reading passes over them.
    `nothing`: row of the nothing-to-report cell (its own key row is the one before), or None.
    """

    sheet: Sheet
    title: int
    nothing: int | None
    heading: int
    anchor: int
    slots: tuple[Slot, ...]
    lines: tuple[Line, ...]
    status: int
    notes: int
    spans: tuple[Span, Span, Span, Span]

    @property
    def last(self) -> int:
        """The row of the last line."""
        return self.lines[-1].row

    @property
    def details(self) -> int | None:
        """The first column of the second printed page, if the records need one."""
        found = [slot.position for slot in self.slots if slot.field.details]
        return min(found) if found else None


Block = FormPlan | RecordsPlan


@dataclass(frozen=True, slots=True)
class TabPlan:
    """One input tab; `widths` of all columns that are seen, the hidden key column first."""

    tab: Tab
    number: int
    name: str
    widths: tuple[float, ...]
    blocks: tuple[Block, ...]
    end: int
    table: RecordsPlan | None = attribute(default=None)

    @property
    def last_column(self) -> int:
        """The last column that is seen."""
        return len(self.widths) - 1

    @property
    def helper(self) -> int:
        """The first of the hidden columns: needed, missing, wrong, doubtful, anything to mend."""
        return len(self.widths)


@dataclass(frozen=True, slots=True)
class BookPlan:
    """All tabs of a workbook, in order; the guide comes before and the check tab after them."""

    guide: str
    check: str
    tabs: tuple[TabPlan, ...]


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
    widths = _widths(sheets, definition, wording)
    spans, widths = _spans(sheets, widths)
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
        keys = _slot_keys(field, lists)
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
    slots = _columns(sheet, lists)
    lines = tuple(
        Line(key, heading + 1 + index, declared) for index, (key, declared) in enumerate(keys)
    )
    status = slots[-1].position + 1
    notes = lines[-1].row + 2
    return RecordsPlan(sheet, row, nothing, heading, anchor, slots, lines, status, notes, spans)


def _columns(sheet: Sheet, lists: Mapping[str, CodeList]) -> tuple[Slot, ...]:
    """A column for every cell of a line, those of the second printed page last."""
    column = FIRST_COLUMN + (1 if sheet.layout == "matrix" else 0)
    found: list[Slot] = []
    for field in sorted(sheet.fields, key=lambda field: field.details):
        for key, code, number in _slot_keys(field, lists):
            found.append(Slot(key, field, column + len(found), code, number))
    return tuple(found)


def _slot_keys(field: Field, lists: Mapping[str, CodeList]) -> list[tuple[str, str, int]]:
    if field.type == "several_of":
        codes = lists[field.list].offered
        return [(option_key(field.key, code), code, 0) for code in codes]
    if field.type == "references":
        return [(slot_key(field.key, n), "", n) for n in range(1, field.slots + 1)]
    return [(field.key, "", 0)]


def _line_keys(sheet: Sheet, period: str, extra: list[str]) -> list[tuple[str, MatrixRow | None]]:
    if sheet.layout == "matrix":
        return [(row.key, row) for row in sheet.rows]
    prepared = [prepared_key(period, n) for n in range(1, sheet.prepared_rows + 1)]
    return [(key, None) for key in dict.fromkeys([*prepared, *extra])]


def slot_label(slot: Slot, sheet: Sheet, wording: Wording) -> str:
    """The heading of a column: the question, and which option or which of several cells."""
    label = wording.label(sheet, slot.field)
    if slot.code:
        return f"{wording.short(sheet, slot.field)}: {wording.option(slot.field.list, slot.code)}"
    return f"{wording.short(sheet, slot.field)} {slot.number}" if slot.number else label


def _widths(sheets: list[Sheet], definition: Definition, wording: Wording) -> list[float]:
    """Widths of all columns: as declared, but never narrower than a word of the heading."""
    widths: dict[int, float] = {KEY_COLUMN: 0, NUMBER_COLUMN: NUMBER_WIDTH}
    records = [sheet for sheet in sheets if sheet.layout != "form"]
    for sheet in records:
        slots = _columns(sheet, definition.lists)
        wanted = {slot.position: _slot_width(slot, sheet, wording) for slot in slots}
        wanted[slots[-1].position + 1] = STATUS_WIDTH
        if sheet.layout == "matrix":
            wanted[FIRST_COLUMN] = ROW_LABEL_WIDTH
        for column, width in wanted.items():
            widths[column] = max(widths.get(column, 0), width)
    if not records:
        answer = max((f.width for sheet in sheets for f in sheet.fields), default=0)
        question, _, sign, rest = FORM_WIDTHS
        return [0, NUMBER_WIDTH, question, float(min(46, max(28, answer))), sign, rest]
    return [widths[column] for column in sorted(widths)]


def _slot_width(slot: Slot, sheet: Sheet, wording: Wording) -> float:
    words = slot_label(slot, sheet, wording).split()
    longest = max((len(word) for word in words), default=0)
    narrowest = 22.0 if slot.field.type in TEXT_TYPES else 11.0
    date = 19.0 if slot.field.type == "date" else 0.0
    return max(float(slot.field.width), longest * 1.05 + 3, narrowest, date)


def _spans(
    sheets: list[Sheet], widths: list[float]
) -> tuple[tuple[Span, Span, Span, Span], list[float]]:
    """The columns of question, answer, sign and help in forms; widened where there is no room."""
    if all(sheet.layout == "form" for sheet in sheets):
        return (Span(2, 2), Span(3, 3), Span(4, 4), Span(5, 5)), widths
    column, spans, grown = FIRST_COLUMN, [], list(widths)
    forms = any(sheet.layout == "form" for sheet in sheets)
    for wanted in _MIXED_WIDTHS if forms else _MIXED_WIDTHS[:3]:
        first, got = column, 0.0
        while got < wanted * 0.9:
            if column == len(grown):
                grown.append(wanted - got)
            got += grown[column]
            column += 1
        spans.append(Span(first, column - 1))
    if not forms:
        spans.append(spans[-1])
    return (spans[0], spans[1], spans[2], spans[3]), grown
