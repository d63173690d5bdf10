"""What one workbook says as issued: what is typed into it, and what that asks for and lacks.

Everything is worked out when it is first asked for, from the order and a layout that other orders
may share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from templates.model import REFERENCE_TYPES
from workbook.model import NOTHING_TO_REPORT
from workbook.write.context import identity_slot_key
from workbook.write.lines import counts_as_issued, states_as_issued
from workbook.write.plan import table_keys
from workbook.write.screens import closed_fields, is_closed
from workbook.write.shapes import FormPlan, RecordsPlan
from workbook.write.states import Counts, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from templates.model import Field, Sheet
    from workbook.write.context import Context
    from workbook.write.order import Cell
    from workbook.write.shapes import Block, Line, TabPlan
    from workbook.write.states import State

_Made = TypeVar("_Made")
_NOTHING: Mapping[str, Cell] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """A form, or a line of a table or matrix: the states of its fields and what each lacks.

    `empty`: nothing is typed into it.
    """

    states: Mapping[str, State]
    counts: tuple[tuple[Field, Counts], ...]
    total: Counts
    empty: bool

    def counts_of(self, field: Field) -> Counts:
        """What one of its fields asks for and lacks."""
        return sum((one for other, one in self.counts if other is field), Counts())


@dataclass(frozen=True, slots=True)
class Records:
    """The lines of a table or matrix, and the line above it for nothing to report."""

    lines: tuple[Record, ...]
    nothing: Counts
    total: Counts


class Issued:
    """One workbook; `context` has its order, its texts and its layout."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._typed: dict[str, dict[str | None, dict[str, Cell]]] = {}
        for (sheet, row, key), cell in context.order.typed.items():
            # An empty text is nothing.
            if cell != "":
                self._typed.setdefault(sheet, {}).setdefault(row, {})[key] = cell
        self._keys = table_keys(context.order)
        self._made: dict[Hashable, object] = {}
        self._blocks = context.once("blocks", lambda: _blocks(context))

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What is made when it is first asked for under this key."""
        if key not in self._made:
            self._made[key] = make()
        return cast("_Made", self._made[key])

    def tab(self, number: int) -> TabPlan:
        """A tab of this workbook."""
        return self.context.plan.tabs[number - 1]

    def block(self, block: Block) -> Block:
        """A section as this workbook has it, whose tab may have another layout."""
        return self._blocks[block.sheet.key]

    def has(self, sheet: str) -> bool:
        """Whether anything is typed into a section."""
        return sheet in self._typed

    def row(self, sheet: str, row: str | None) -> Mapping[str, Cell]:
        """What is typed into a form or a line, by key of the cell."""
        return self._typed.get(sheet, {}).get(row, _NOTHING)

    def rows(self, sheet: Sheet) -> Iterable[Mapping[str, Cell]]:
        """What is typed into each line of a table or matrix."""
        return (cells for row, cells in self._typed.get(sheet.key, {}).items() if row is not None)

    def typed(self, sheet: str, row: str | None, key: str) -> Cell | None:
        """What is typed into a cell."""
        return self.row(sheet, row).get(key)

    def reason(self, sheet: str) -> Cell | None:
        """The reason typed for nothing to report."""
        return self.typed(sheet, None, NOTHING_TO_REPORT)

    def key(self, records: RecordsPlan, line: Line) -> str:
        """The key of a line: that of its record, which no layout knows."""
        if line.declared is not None:
            return line.key
        return self._keys[records.sheet.key][line.row - records.heading - 1]

    def line_typed(self, records: RecordsPlan, line: Line) -> Mapping[str, Cell]:
        """What is typed into a line, by key of the cell."""
        return self.row(records.sheet.key, self.key(records, line))

    def shown(self, sheet: str) -> Mapping[str | None, Mapping[str, str]]:
        """What was answered for the period before, by row and field."""
        return self.once(("shown", sheet), lambda: self._shown(sheet))

    def form(self, form: FormPlan) -> Record:
        """A form."""
        return self.once(
            ("form", form.sheet.key), lambda: self._form(cast("FormPlan", self.block(form)))
        )

    def records(self, records: RecordsPlan) -> Records:
        """A table or matrix."""
        return self.once(
            ("records", records.sheet.key),
            lambda: self._records(cast("RecordsPlan", self.block(records))),
        )

    def line(self, records: RecordsPlan, line: Line) -> Record:
        """A line of a table or matrix."""
        return self.records(records).lines[line.row - records.heading - 1]

    def counts(self, block: Block) -> Counts:
        """What a section asks for and lacks."""
        return self.form(block).total if isinstance(block, FormPlan) else self.records(block).total

    def counts_of(self, tab: TabPlan) -> Counts:
        """The same of a whole tab."""
        return self.once(("tab", tab.number), lambda: sum(map(self.counts, tab.blocks), Counts()))

    def record_names(self, sheet: str) -> tuple[str, ...]:
        """What the records typed into a table are picked by in other tables."""
        found = self.context.find_table(sheet)
        if found is None:
            return ()
        return tuple(filter(None, (self.record_name(found, line) for line in found.lines)))

    def record_name(self, records: RecordsPlan, line: Line) -> str:
        """What the record typed into a line is picked by; empty if nothing that names it is."""
        keys = records.sheet.names or (identity_slot_key(records.sheet),)
        typed = self.line_typed(records, line)
        names = (str(plain(typed[key])) for key in keys if key in typed)
        return next((name for name in names if name not in self.context.wording.unknown), "")

    def allowed(self, field: Field) -> frozenset[str]:
        """What a drop-down takes, case folded."""
        context = self.context
        if field.type not in REFERENCE_TYPES:
            return context.allowed(field)
        labels = (*self.record_names(field.refers_to), *context.wording.unknown)
        return frozenset(label.casefold() for label in labels)

    def _shown(self, sheet: str) -> dict[str | None, dict[str, str]]:
        found: dict[str | None, dict[str, str]] = {}
        for (key, row, field), text in self.context.order.shown.items():
            if key == sheet:
                found.setdefault(row, {})[field] = text
        return found

    def _form(self, form: FormPlan) -> Record:
        slots = [slot for question in form.questions for slot in question.slots]
        states = states_as_issued(self, form.sheet, None, slots)
        closed = closed_fields(self, form.sheet, form.sheet.asked)
        asked = form.sheet.asked
        counts = tuple(counts_as_issued(self.context, form.sheet, asked, states, closed))
        total = sum((one for _, one in counts), Counts())
        return Record(states, counts, total, empty=not self.row(form.sheet.key, None))

    def _records(self, records: RecordsPlan) -> Records:
        found = [
            self._line(records, line, self.line_typed(records, line)) for line in records.lines
        ]
        filled = sum(not line.empty for line in found)
        reason = self.reason(records.sheet.key)
        free = records.nothing is not None and (reason is not None or not filled)
        lines = tuple(
            _without_needs(record) if free or (record.empty and line.declared is None) else record
            for record, line in zip(found, records.lines, strict=True)
        )
        nothing = Counts()
        if records.nothing is not None and not is_closed(self, records.sheet.screens()):
            nothing = self._nothing(reason, filled)
        return Records(lines, nothing, sum((line.total for line in lines), nothing))

    def _line(self, records: RecordsPlan, line: Line, typed: Mapping[str, Cell]) -> Record:
        if not typed and line.declared is None:
            return self.once(("empty", records.sheet.key), lambda: self._states(records, line))
        return self._states(records, line)

    def _states(self, records: RecordsPlan, line: Line) -> Record:
        sheet, fields = records.sheet, fields_of(records, line)
        # By keys: to tell whether two fields are the same, all that they are would be compared.
        asked = {field.key for field in fields}
        slots = [slot for slot in records.slots if slot.field.key in asked]
        states = states_as_issued(self, sheet, self.key(records, line), slots)
        closed = closed_fields(self, sheet, fields, line.declared)
        counts = tuple(counts_as_issued(self.context, sheet, fields, states, closed))
        total = sum((one for _, one in counts), Counts())
        return Record(states, counts, total, all(state.blank for state in states.values()))

    def _nothing(self, reason: Cell | None, filled: int) -> Counts:
        """Without records a reason is needed; with records it must not be there."""
        known = {label.casefold() for label in self.context.reasons()}
        value = plain(reason) if reason is not None else None
        unreadable = reason is not None and not (
            isinstance(value, str) and value.casefold() in known
        )
        return Counts(
            needed=int(not filled),
            missing=int(not filled and reason is None),
            wrong=int(unreadable or bool(reason is not None and filled)),
        )


def _blocks(context: Context) -> dict[str, Block]:
    return {block.sheet.key: block for tab in context.plan.tabs for block in tab.blocks}


def fields_of(records: RecordsPlan, line: Line) -> tuple[Field, ...]:
    """The fields that a line asks for."""
    group = line.declared.group if line.declared else ""
    return tuple(
        field for field in records.sheet.asked if not field.groups or group in field.groups
    )


def _without_needs(record: Record) -> Record:
    return replace(record, total=replace(record.total, needed=0, missing=0))
