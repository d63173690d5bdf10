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
from workbook.write.later import Spot
from workbook.write.shapes import FormPlan
from workbook.write.states import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.checkcode import AreaSums
    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.order import Cell
    from workbook.write.page import Page
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


def write_code(context: Context, sheet: Page) -> None:
    """Write the tab."""
    look = context.styles.get("plain")
    sheet.write_string(0, _KEY, "alphabet", look)
    sheet.write_string(0, 1, ALPHABET, look)
    areas = tuple(areas_of(context))
    for number, area in enumerate(areas):
        _write_area(context, sheet, number, area)
    sheet.write_string(TOTAL_ROW, _KEY, TOTAL_KEY, look)
    total = _total_formula(_FIRST_ROW + len(areas) - 1)
    spots = (Spot(TOTAL_COLUMN, (look,), total), Spot(_ISSUED, (look,)))
    sheet.later_row(TOTAL_ROW, spots, lambda issued: (code_as_issued(issued),) * 2)


def code_as_issued(issued: Issued) -> str:
    """The code of the workbook."""
    return issued.once("code", lambda: whole_code(_codes(issued)))


def _codes(issued: Issued) -> dict[str, int]:
    # An area in which nothing stands comes to 0, which adds nothing.
    return {
        area.key: _issued(issued, area).code
        for area in _areas(issued)
        if issued.has(area.block.sheet.key)
    }


def _areas(issued: Issued) -> tuple[Area, ...]:
    return issued.context.once("areas", lambda: tuple(areas_of(issued.context)))


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


def not_applicable_as_issued(issued: Issued, number: int) -> int:
    """The same from what is typed, by number of the tab."""
    return sum(
        _issued_unknown(issued, area)
        for area in _areas(issued)
        if area.tab.number == number and issued.has(area.block.sheet.key)
    )


def _address(area: Area) -> str:
    return f"{quote_sheetname(area.tab.name)}!{xl_range_abs(*area.first, *area.last)}"


def _issued_unknown(issued: Issued, area: Area) -> int:
    return issued.once(("unknown", area.key), lambda: _unknown(issued, area))


def _unknown(issued: Issued, area: Area) -> int:
    word = issued.context.wording.unknown[0].casefold()
    return sum(str(plain(cell)).casefold() == word for _, _, cell in _typed(issued, area))


def _issued(issued: Issued, area: Area) -> AreaSums:
    """What the area comes to as issued, from what is typed into its cells."""
    return issued.once(("area", area.key), lambda: _sums(issued, area))


def _sums(issued: Issued, area: Area) -> AreaSums:
    values = [make_cell(row, column, plain(cell)) for row, column, cell in _typed(issued, area)]
    return sum_area(values, area.positions, ticks=area.ticks)


def _typed(issued: Issued, area: Area) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and content of each cell of the area that is not empty."""
    key = area.block.sheet.key
    if not issued.has(key):
        return
    if isinstance(area.block, FormPlan):
        typed = issued.row(key, None)
        for slot in area.slots:
            if slot.key in typed:
                yield slot.position - area.above, 1, typed[slot.key]
    elif not area.slots:
        reason = issued.reason(key)
        if reason is not None:
            yield 1, 1, reason
    else:
        for line in area.block.lines:
            typed = issued.line_typed(area.block, line)
            for slot in area.slots if typed else ():
                if slot.key in typed:
                    column = slot.position - area.first[1] + 1
                    yield line.row - area.above, column, typed[slot.key]


def _write_area(context: Context, sheet: Page, number: int, area: Area) -> None:
    """Write a line; in other workbooks the area may stand elsewhere on its tab."""
    look, row = context.styles.get("plain"), _FIRST_ROW + number
    styles = (look,)
    sheet.write_string(row, _KEY, area.key, look)
    for place, weight in enumerate(area_weights(area.key)):
        sheet.write_number(row, _FIRST_WEIGHT + place, weight, look)
    sheet.write_number(row, _TAB, area.tab.number, look)
    spots = (
        Spot(_TEXT, styles, lambda issued: f"=IFERROR({_sums_of(issued, number)[0]},{ERROR_CODE})"),
        Spot(_NUMBER, styles, lambda issued: f"=IFERROR({_sums_of(issued, number)[1]},0)"),
        Spot(_CODE, styles, _code_formula(row)),
        Spot(_ISSUED, styles),
        Spot(_NOT_APPLICABLE, styles, lambda issued: _count_formula(issued, number)),
    )

    def values(issued: Issued) -> tuple[int, ...]:
        area = _areas(issued)[number]
        sums = _issued(issued, area)
        return sums.text, sums.number, sums.code, sums.code, _issued_unknown(issued, area)

    sheet.later_row(row, spots, values)


def _count_formula(issued: Issued, number: int) -> str:
    words = issued.context.wording.unknown[:1]
    return f"={count_of(_address(_areas(issued)[number]), words)}"


def _sums_of(issued: Issued, number: int) -> tuple[str, str]:
    area = _areas(issued)[number]
    return _formulas(
        area.tab.name, area.first, area.last, area.above, area.positions, ticks=area.ticks
    )


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
