"""One form question or one line of a table: its cells, its tests and its counts as issued."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook.anchors import explanation_key
from workbook.write.conditions import (
    Beside,
    FieldFormulas,
    add_up,
    explained_formula,
    field_formulas,
)
from workbook.write.later import Spot
from workbook.write.shapes import FLAG, POINTER
from workbook.write.states import Counts, State, count_fields, is_explained, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.model import Field, Sheet
    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.order import Cell
    from workbook.write.shapes import Slot

_NO_COLUMN = 99999
# A spreadsheet program takes 8192 characters.
_LONGEST = 8000
BLANK = State()


@dataclass(frozen=True, slots=True)
class Cells:
    """The addresses of a record's cells by slot key, in the order of its slots."""

    by_key: Mapping[str, str]
    slots: tuple[Slot, ...]

    def of(self, field: Field) -> tuple[str, ...]:
        """The cells of a field."""
        return tuple(self.by_key[slot.key] for slot in self.slots if slot.field == field)

    def area(self, key: str) -> str:
        """The range of a field, or the cell of one of its options; they are side by side."""
        if key in self.by_key:
            return self.by_key[key]
        found = [self.by_key[slot.key] for slot in self.slots if slot.field.key == key]
        return f"{found[0]}:{found[-1]}" if found else ""

    def everything(self) -> str:
        """All cells that a person answers, as arguments of COUNTA."""
        runs: list[list[Slot]] = []
        for slot in self.slots:
            if slot.field.type == "computed":
                continue
            if runs and runs[-1][-1].position == slot.position - 1:
                runs[-1].append(slot)
            else:
                runs.append([slot])
        return ",".join(f"{self.by_key[run[0].key]}:{self.by_key[run[-1].key]}" for run in runs)


def line_cells(slots: Sequence[Slot], row: int) -> Cells:
    """The cells of a line of a table or matrix; columns are fixed, so that copies stay right."""
    return Cells(
        {slot.key: xl_rowcol_to_cell(row, slot.position, col_abs=True) for slot in slots},
        tuple(slots),
    )


def form_cells(slots: Sequence[Slot], column: int) -> Cells:
    """The answer cells of a form."""
    return Cells(
        {slot.key: xl_rowcol_to_cell(slot.position, column, col_abs=True) for slot in slots},
        tuple(slots),
    )


def tests_of(
    context: Context,
    sheet: Sheet,
    fields: Iterable[Field],
    cells: Cells,
    closed: Mapping[str, str],
    explanations: Mapping[str, str],
) -> dict[str, FieldFormulas]:
    """The formulas of each field, by its key.

    `closed`, `explanations`: by field, its hidden cell if it can be switched off, and the cell in
    which it may be explained.
    """
    labels = context.condition_labels(sheet)
    words = sorted(context.wording.not_a_reason)
    # All fields of a line in a table are explained in the same cell.
    formulas = {cell: explained_formula(cell, words) for cell in set(explanations.values())}
    reasons = {key: formulas[cell] for key, cell in explanations.items()}
    return {
        field.key: field_formulas(
            field,
            cells.of(field),
            cells.area,
            labels,
            context.limits(field),
            Beside(closed.get(field.key, ""), reasons.get(field.key, "")),
        )
        for field in fields
    }


def states_as_issued(
    issued: Issued, sheet: Sheet, row: str | None, slots: Iterable[Slot]
) -> dict[str, State]:
    """The state of each field from what is typed into its cells."""
    context, typed = issued.context, issued.row(sheet.key, row)
    states: dict[str, State] = {}
    found: dict[str, list[tuple[str, Cell]]] = {}
    fields: dict[str, Field] = {}
    for slot in slots:
        states[slot.field.key] = BLANK
        if slot.key in typed:
            fields[slot.field.key] = slot.field
            found.setdefault(slot.field.key, []).append((slot.code, typed[slot.key]))
    for key, field in fields.items():
        state = state_of(field, found[key], context.limits(field), issued.allowed(field))
        states[key] = _explained(issued, (sheet.key, row), field, state)
    return states


def _explained(issued: Issued, record: tuple[str, str | None], field: Field, state: State) -> State:
    """The state, not doubtful any more if a reason stands beside it."""
    if not state.doubtful:
        return state
    sheet, row = record
    reason = issued.typed(sheet, row, explanation_key("" if row else field.key))
    explained = is_explained(reason, issued.context.wording.not_a_reason)
    return replace(state, doubtful=not explained)


def counts_as_issued(
    context: Context,
    sheet: Sheet,
    fields: Sequence[Field],
    states: Mapping[str, State],
    closed: frozenset[str],
) -> list[tuple[Field, Counts]]:
    """What each field asks for and lacks; `closed`: those that are switched off."""
    labels = {
        key: label if "=" in key and label in key.split("=", 1)[1] else label.casefold()
        for key, label in context.condition_labels(sheet).items()
    }
    return list(count_fields(fields, states, labels, closed))


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which column of a line needs the officer first: a formula, and what it comes to.

    Counted from 1; 0 where none does. `columns`: by field; without them it is always `fixed`.
    """

    formula: str
    columns: Mapping[str, int] | None = None
    fixed: int = 0

    def value(self, counts: Iterable[tuple[Field, Counts]], flag: int) -> int:
        """The value as issued; `counts` of the fields of the line, and its `flag`."""
        if self.columns is None:
            return self.fixed
        found = (self.columns[field.key] for field, one in counts if flag and one.flag == flag)
        return min(found, default=0)


def point_to(row: int, column: int) -> Pointer:
    """The pointer of a line that has one answer."""
    return Pointer(f"COLUMN({xl_rowcol_to_cell(row, column)})", fixed=column + 1)


def point_to_first(
    tests: Mapping[str, FieldFormulas], cells: Cells, place: tuple[int, int]
) -> Pointer:
    """The pointer of a line of a table: what is to mend before what is to be looked at.

    `place`: row and first hidden column of the line.
    """
    slots = {slot.field.key: slot for slot in reversed(cells.slots)}
    mend, look = [], []
    for key, test in tests.items():
        column = f"COLUMN({cells.by_key[slots[key].key]})"
        if found := [part for part in (test.missing, test.wrong) if part]:
            either = f"OR({','.join(found)})" if len(found) > 1 else found[0]
            mend.append(f"IF({either},{column},{_NO_COLUMN})")
        if test.doubtful:
            look.append(f"IF({test.doubtful},{column},{_NO_COLUMN})")
    cell = helper_cell(*place, FLAG)
    formula = f"IF({cell}=1,{_least(mend)},IF({cell}=2,{_least(look)},0))"
    if len(formula) > _LONGEST:
        return point_to(place[0], cells.slots[0].position)
    return Pointer(formula, {key: slot.position + 1 for key, slot in slots.items()})


def _least(parts: Sequence[str]) -> str:
    return f"MIN({','.join(parts)})" if parts else "0"


def helper_spots(
    context: Context,
    place: tuple[int, int],
    formulas: tuple[str, str, str, str],
    pointer: Pointer,
) -> tuple[Spot, ...]:
    """The hidden counts of a line at `place` (row, first hidden column)."""
    row, column = place
    styles = (context.styles.get("free"),)
    missing, wrong, doubtful = (helper_cell(row, column, offset) for offset in (1, 2, 3))
    flag = f"IF({missing}+{wrong}>0,1,IF({doubtful}>0,2,0))"
    shown = {**dict(enumerate(formulas)), FLAG: flag, POINTER: pointer.formula}
    return tuple(Spot(column + offset, styles, f"={text}") for offset, text in shown.items())


def helper_cell(row: int, column: int, offset: int) -> str:
    """The address of one of the hidden cells of a line; `shapes` says which there are."""
    return str(xl_rowcol_to_cell(row, column + offset, col_abs=True))


def record_formulas(tests: Iterable[FieldFormulas]) -> tuple[str, str, str, str]:
    """The four counts of a record as formulas."""
    found = list(tests)
    return (
        add_up(test.required for test in found),
        add_up(test.missing for test in found),
        add_up(test.wrong for test in found),
        add_up(test.doubtful for test in found),
    )
