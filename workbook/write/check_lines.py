"""The lines of the Check tab, one a tab and one a section, and where their links lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from workbook.write.band import tab_area
from workbook.write.conditions import quote
from workbook.write.screens import (
    is_closed,
    section_closed_test,
    tab_closed_test,
    tab_is_closed,
)
from workbook.write.shapes import FLAG, NUMBER_COLUMN, POINTER, FormPlan
from workbook.write.signs import closed_signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.shapes import Block, BookPlan, TabPlan
    from workbook.write.states import Counts

FIRST_LINE = 6


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A line of the table: a tab, or a section of one that has several."""

    row: int
    plan: TabPlan
    block: Block | None = None

    def area(self, offset: int) -> str:
        """The hidden cells of one kind that it adds up."""
        return tab_area(self.plan, offset, self.block)


def check_lines(plan: BookPlan) -> list[CheckLine]:
    """All lines, in the order of the workbook."""
    found: list[CheckLine] = []
    for tab in plan.tabs:
        blocks = tab.blocks if len(tab.blocks) > 1 else ()
        for block in (None, *blocks):
            found.append(CheckLine(FIRST_LINE + len(found), tab, block))
    return found


def same_line(issued: Issued, line: CheckLine) -> CheckLine:
    """The line as this workbook has it, whose tabs may have another layout."""
    lines = issued.context.once("check_lines", lambda: check_lines(issued.context.plan))
    return lines[line.row - FIRST_LINE]


def link_formula(context: Context, line: CheckLine, numbers: Iterable[str]) -> str:
    """A link to the first cell that needs the officer, or to the tab or section.

    `numbers`: the cells that say how much is missing, to mend and doubtful.

    Outermost, because some programs follow no link that stands inside another function.
    """
    to_mend, look, open_tab = _links(context)
    plan, block = line.plan, line.block
    missing, wrong, doubtful = numbers
    name = quote_sheetname(plan.name)
    top = quote("B1")
    if block is not None:
        heading = block.heading if isinstance(block, FormPlan) else block.title
        cell = xl_rowcol_to_cell(heading, NUMBER_COLUMN, True, True)
        top = f'"B"&ROW({name}!{cell})'
    first, second = (_first_cell(line, flag) for flag in (1, 2))
    target = f"IF({missing}+{wrong}>0,{first},IF({doubtful}>0,{second},{top}))"
    shown = quote(open_tab)
    if test := section_closed_test(plan, block.sheet) if block else tab_closed_test(plan):
        shown = f"IF({test},{quote(closed_signs(context)[0])},{shown})"
    shown = f"IF({missing}+{wrong}>0,{quote(to_mend)},IF({doubtful}>0,{quote(look)},{shown}))"
    return f"=HYPERLINK({quote(f'#{name}!')}&IFERROR({target},{top}),{shown})"


def _first_cell(line: CheckLine, flag: int) -> str:
    """The address of the first cell on a line with this flag."""
    flags, columns = line.area(FLAG), line.area(POINTER)
    found = f"MATCH({flag},{flags},0)"
    return f"ADDRESS(ROW(INDEX({flags},{found})),INDEX({columns},{found}),4)"


def link_text(issued: Issued, line: CheckLine, counts: Counts) -> str:
    """What that formula shows as issued."""
    context = issued.context
    to_mend, look, open_tab = _links(context)
    if counts.flag:
        return to_mend if counts.flag == 1 else look
    block = line.block
    closed = is_closed(issued, block.sheet.screens()) if block else tab_is_closed(issued, line.plan)
    return closed_signs(context)[0] if closed else open_tab


def _links(context: Context) -> tuple[str, str, str]:
    say = context.wording.say
    return (
        f"{say('words.signs.to_mend')} {say('check.first_problem')}",
        f"{say('words.signs.doubtful')} {say('check.first_doubtful')}",
        f"{say('words.signs.good')} {say('check.open_tab')}",
    )
