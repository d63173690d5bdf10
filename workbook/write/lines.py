"""One form question or one line of a table: its cells, its tests and its counts as issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook.write.conditions import FieldFormulas, add_up, field_formulas
from workbook.write.shapes import HELPERS
from workbook.write.states import Counts, State, count_record, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from templates.model import Field, Sheet
    from workbook.write.context import Context
    from workbook.write.shapes import Slot


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
) -> dict[str, FieldFormulas]:
    """The formulas of each field, by its key; `closed`: its hidden cell, if it can be closed."""
    labels = context.condition_labels(sheet)
    return {
        field.key: field_formulas(
            field,
            cells.of(field),
            cells.area,
            labels,
            context.limits(field),
            closed.get(field.key, ""),
        )
        for field in fields
    }


def states_as_issued(
    context: Context, sheet: Sheet, row: str | None, slots: Iterable[Slot]
) -> dict[str, State]:
    """The state of each field from what is typed into its cells."""
    found: dict[str, list[tuple[str, object]]] = {}
    fields: dict[str, Field] = {}
    for slot in slots:
        fields[slot.field.key] = slot.field
        contents = found.setdefault(slot.field.key, [])
        cell = context.typed(sheet.key, row, slot.key)
        if cell is not None:
            contents.append((slot.code, cell))
    return {
        key: state_of(field, found[key], context.limits(field), context.allowed(field))  # type: ignore[arg-type]
        for key, field in fields.items()
    }


def counts_as_issued(
    context: Context,
    sheet: Sheet,
    fields: Sequence[Field],
    states: Mapping[str, State],
    closed: frozenset[str],
) -> Counts:
    """What the fields ask for and lack; `closed`: those that are switched off."""
    labels = {
        key: label if "=" in key and label in key.split("=", 1)[1] else label.casefold()
        for key, label in context.condition_labels(sheet).items()
    }
    return count_record(fields, states, labels, closed)


def write_helpers(
    context: Context,
    sheet: Worksheet,
    place: tuple[int, int],
    formulas: tuple[str, str, str, str],
    counts: Counts,
) -> None:
    """Write the hidden counts of a line at `place` (row, first hidden column)."""
    row, column = place
    style = context.styles.get("free")
    for offset, (formula, value) in enumerate(zip(formulas, counts, strict=True)):
        sheet.write_formula(row, column + offset, f"={formula}", style, value)
    missing, wrong = (helper_cell(row, column, offset) for offset in (1, 2))
    sheet.write_formula(
        row,
        column + HELPERS - 1,
        f"=IF({missing}+{wrong}>0,1,0)",
        style,
        int(counts.missing + counts.wrong > 0),
    )


def helper_cell(row: int, column: int, offset: int) -> str:
    """The address of one hidden count: needed, missing, wrong, doubtful, anything to mend."""
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
