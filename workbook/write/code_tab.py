"""The very hidden tab that works out the check code, an area a line; `checkcode` has the sums."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell

from workbook.checkcode import (
    ALPHABET,
    CHOICE_LENGTH,
    CHUNK,
    CODE_TAB,
    ERROR_CODE,
    GROUPS,
    MODULUS,
    TOTAL_KEY,
    area_key,
    area_weights,
    make_cell,
    positions_of,
    sum_area,
    whole_code,
)
from workbook.model import NOTHING_TO_REPORT
from workbook.write.conditions import count_of
from workbook.write.shapes import FormPlan
from workbook.write.states import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

    from workbook.checkcode import AreaSums
    from workbook.write.context import Context
    from workbook.write.order import Cell
    from workbook.write.shapes import Block, RecordsPlan, Slot, TabPlan

_KEY, _TEXT, _NUMBER, _CODE, _FIRST_WEIGHT = range(5)
_ISSUED = _FIRST_WEIGHT + len(GROUPS)
_TAB, _NOT_APPLICABLE = _ISSUED + 1, _ISSUED + 2
_FIRST_ROW = 3
_ALPHABET_CELL = xl_rowcol_to_cell(0, 1, True, True)
TOTAL_ROW, TOTAL_COLUMN = 1, 1


@dataclass(frozen=True, slots=True)
class Area:
    """One line of the tab: cells of the same question.

    `first`, `last`: row and column of its corners. `above`: the row before row 1 of the area.
    `slots`: the cells' keys, by column in a table and by row in a form.
    """

    tab: TabPlan
    block: Block
    key: str
    first: tuple[int, int]
    last: tuple[int, int]
    above: int
    positions: int
    ticks: bool
    slots: tuple[Slot, ...] = ()


def areas_of(context: Context) -> Iterator[Area]:
    """All areas in the order of the workbook."""
    for tab in context.plan.tabs:
        for block in tab.blocks:
            if isinstance(block, FormPlan):
                yield from _form_areas(tab, block)
            else:
                if block.nothing is not None:
                    yield _nothing_area(tab, block)
                yield from _record_areas(tab, block)


def write_code(context: Context, sheet: Worksheet) -> str:
    """Write the tab; returns the code as issued."""
    look = context.styles.get("plain")
    sheet.write_string(0, _KEY, "alphabet", look)
    sheet.write_string(0, 1, ALPHABET, look)
    codes: dict[str, int] = {}
    row = _FIRST_ROW
    for area in areas_of(context):
        sums = _issued(context, area)
        _write_area(context, sheet, row, area, sums)
        codes[area.key] = sums.code
        row += 1
    code = whole_code(codes)
    sheet.write_string(TOTAL_ROW, _KEY, TOTAL_KEY, look)
    sheet.write_formula(TOTAL_ROW, TOTAL_COLUMN, _total_formula(row - 1), look, code)
    sheet.write_string(TOTAL_ROW, _ISSUED, code, look)
    return code


def _form_areas(tab: TabPlan, form: FormPlan) -> Iterator[Area]:
    column = form.spans[1].first
    for question in form.questions:
        if question.field.type == "computed":
            continue
        slots = question.slots
        yield Area(
            tab=tab,
            block=form,
            key=area_key(form.sheet.key, question.field.key),
            first=(slots[0].position, column),
            last=(slots[-1].position, column),
            above=slots[0].position - 1,
            positions=positions_of(question.field),
            ticks=question.field.type == "several_of",
            slots=slots,
        )


def _nothing_area(tab: TabPlan, records: RecordsPlan) -> Area:
    place = (records.nothing or 0, records.spans[1].first)
    return Area(
        tab=tab,
        block=records,
        key=area_key(records.sheet.key, NOTHING_TO_REPORT),
        first=place,
        last=place,
        above=place[0] - 1,
        positions=CHOICE_LENGTH,
        ticks=False,
    )


def _record_areas(tab: TabPlan, records: RecordsPlan) -> Iterator[Area]:
    groups: dict[str, list[Slot]] = {}
    for slot in records.slots:
        if slot.field.type != "computed":
            # Ticks of one question are one area; several references are one each.
            key = slot.field.key if slot.field.type == "several_of" else slot.key
            groups.setdefault(key, []).append(slot)
    for key, slots in groups.items():
        yield Area(
            tab=tab,
            block=records,
            key=area_key(records.sheet.key, key),
            first=(records.lines[0].row, slots[0].position),
            last=(records.last, slots[-1].position),
            above=records.heading,
            positions=positions_of(slots[0].field),
            ticks=slots[0].field.type == "several_of",
            slots=tuple(slots),
        )


def not_applicable_formula(number: int, areas: int) -> str:
    """How many answers of a tab do not apply; `areas`: how many lines this tab has."""
    name = quote_sheetname(CODE_TAB)
    last = _FIRST_ROW + areas - 1
    tabs, counts = (
        f"{name}!{xl_range_abs(_FIRST_ROW, column, last, column)}"
        for column in (_TAB, _NOT_APPLICABLE)
    )
    return f"SUMIF({tabs},{number},{counts})"


def not_applicable_as_issued(context: Context) -> dict[int, int]:
    """The same by number of the tab, from what is typed."""
    found: dict[int, int] = {}
    for area in areas_of(context):
        number = area.tab.number
        found[number] = found.get(number, 0) + _issued_unknown(context, area)
    return found


def _address(area: Area) -> str:
    return f"{quote_sheetname(area.tab.name)}!{xl_range_abs(*area.first, *area.last)}"


def _issued_unknown(context: Context, area: Area) -> int:
    word = context.wording.unknown[0].casefold()
    return sum(str(plain(cell)).casefold() == word for _, _, cell in _typed(context, area))


def _issued(context: Context, area: Area) -> AreaSums:
    """What the area comes to as issued, from what is typed into its cells."""
    values = [make_cell(row, column, plain(cell)) for row, column, cell in _typed(context, area)]
    return sum_area(values, area.positions, ticks=area.ticks)


def _typed(context: Context, area: Area) -> list[tuple[int, int, Cell]]:
    """Row, column and content of each cell of the area that is not empty."""
    sheet = area.block.sheet.key
    typed: list[tuple[int, int, Cell | None]] = []
    if isinstance(area.block, FormPlan):
        for slot in area.slots:
            cell = context.typed(sheet, None, slot.key)
            typed.append((slot.position - area.above, 1, cell))
    elif not area.slots:
        typed.append((1, 1, context.reason(sheet)))
    else:
        for line in area.block.lines:
            for slot in area.slots:
                place = (line.row - area.above, slot.position - area.first[1] + 1)
                typed.append((*place, context.typed(sheet, line.key, slot.key)))
    return [(row, column, cell) for row, column, cell in typed if cell is not None]


def _write_area(context: Context, sheet: Worksheet, row: int, area: Area, sums: AreaSums) -> None:
    look = context.styles.get("plain")
    sheet.write_string(row, _KEY, area.key, look)
    text, number = _formulas(
        area.tab.name, area.first, area.last, area.above, area.positions, ticks=area.ticks
    )
    sheet.write_formula(row, _TEXT, f"=IFERROR({text},{ERROR_CODE})", look, sums.text)
    sheet.write_formula(row, _NUMBER, f"=IFERROR({number},0)", look, sums.number)
    sheet.write_formula(row, _CODE, _code_formula(row), look, sums.code)
    for place, weight in enumerate(area_weights(area.key)):
        sheet.write_number(row, _FIRST_WEIGHT + place, weight, look)
    sheet.write_number(row, _ISSUED, sums.code, look)
    sheet.write_number(row, _TAB, area.tab.number, look)
    count = count_of(_address(area), context.wording.unknown[:1])
    sheet.write_formula(row, _NOT_APPLICABLE, f"={count}", look, _issued_unknown(context, area))


@lru_cache(maxsize=2048)
def _formulas(
    tab: str,
    corner: tuple[int, int],
    last: tuple[int, int],
    above: int,
    positions: int,
    *,
    ticks: bool,
) -> tuple[str, str]:
    """The sums of texts and of numbers of an area."""
    name = quote_sheetname(tab)
    cells = f"{name}!{xl_range_abs(*corner, *last)}"
    head = f"{name}!{xl_rowcol_to_cell(above, corner[1], True, True)}"
    row = f"(ROW({cells})-ROW({head}))"
    if ticks:
        first = f"{name}!{xl_rowcol_to_cell(*corner, True, True)}"
        column = f"(COLUMN({cells})-COLUMN({first})+1)"
        return f"SUMPRODUCT(LEN({cells})*({row}*{row}+11)*({column}*{column}+7))", "0"
    # Beyond its end a text has no letters to look for, and LibreOffice cannot find nothing.
    padded = f'{cells}&REPT(" ",{positions})'
    parts = []
    for start in range(0, positions, CHUNK):
        length = min(CHUNK, positions - start)
        place = f"(COLUMN({xl_range_abs(0, 0, 0, length - 1)})+{start})"
        letter = f"MID({padded},{place},1)"
        parts.append(
            f"SUMPRODUCT(ISTEXT({cells})*(FIND({letter},{_ALPHABET_CELL}&{letter})-1)"
            f"*({place}+3*{row})*({place}+11))"
        )
    parts.append(f"SUMPRODUCT(ISNUMBER({cells})*({row}*{row}+13))")
    return "+".join(parts), f"ROUND(SUMPRODUCT({cells},{row})*1000,0)"


@lru_cache(maxsize=1024)
def _code_formula(row: int) -> str:
    text, number = (xl_rowcol_to_cell(row, column) for column in (_TEXT, _NUMBER))
    high = f"INT({number}/1000000)"
    rest = f"31*MOD({high},{MODULUS})+17*({number}-{high}*1000000)"
    return f"=IF({text}<0,{ERROR_CODE},MOD({text}+{rest},{MODULUS}))"


def _total_formula(last: int) -> str:
    codes = xl_range_abs(_FIRST_ROW, _CODE, last, _CODE)
    parts = []
    for place, group in enumerate(GROUPS):
        column = _FIRST_WEIGHT + place
        weights = xl_range_abs(_FIRST_ROW, column, last, column)
        parts.append(f'TEXT(MOD(SUMPRODUCT({codes},{weights}),{group}),"0000")')
    return "=" + '&"-"&'.join(parts)
