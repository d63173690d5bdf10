"""The last tab: what each tab asks for and lacks, counted while the officer types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from workbook.write.band import paint_band
from workbook.write.check_lines import (
    FIRST_LINE,
    CheckLine,
    check_lines,
    link_formula,
    link_text,
    same_line,
)
from workbook.write.conditions import quote
from workbook.write.context import phrase_formula
from workbook.write.later import Spot
from workbook.write.measure import text_height
from workbook.write.paper import put, set_page, write_link
from workbook.write.screens import (
    tab_closed_test,
    tab_is_closed,
)
from workbook.write.shapes import Span
from workbook.write.signs import (
    closed_signs,
    line_status_formula,
    line_status_text,
    mark_cells,
    mark_signs,
)
from workbook.write.states import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.page import Page
    from workbook.write.shapes import TabPlan

_WIDTHS = (2.0, 50.0, 12.0, 12.0, 12.0, 12.0, 12.0, 26.0, 24.0)
_LAST = len(_WIDTHS) - 1
_NAME, _NEEDED, _ANSWERED, _MISSING, _MEND, _DOUBTFUL, _PROGRESS, _GO = range(1, 9)
_HEADINGS = (
    "section",
    "needed",
    "answered",
    "missing",
    "to_mend",
    "doubtful",
    "progress",
    "go_to",
)
_HEADING_ROW = FIRST_LINE - 1
# Text, because data bars of Excel 2007 are never empty and later ones are lost elsewhere.
_BAR, _BAR_REST, _BAR_LENGTH = "█", "░", 12
# An indent on the right is lost in LibreOffice where a colour might apply; this keeps the room.
_NUMBER = {"indent": 0, "num_format": "#,##0_)_)"}


def tab_state_formula(context: Context, plan: TabPlan) -> str:
    """How far a tab is, for the guide."""
    name = quote_sheetname(context.plan.check)
    row = next(line.row for line in check_lines(context.plan) if line.plan == plan)
    cells = [f"{name}!{xl_rowcol_to_cell(row, c)}" for c in (_MISSING, _MEND, _DOUBTFUL)]
    shown = line_status_formula(context, tuple(cells), "")
    test = tab_closed_test(plan)
    if not test:
        return shown
    off = quote(closed_signs(context)[0])
    return f"=IF(AND({test},{cells[2]}=0),{off},{shown.removeprefix('=')})"


def tab_state_text(issued: Issued, plan: TabPlan) -> str:
    """What that formula shows as issued."""
    counts = issued.counts_of(plan)
    if not counts.doubtful and tab_is_closed(issued, plan):
        return closed_signs(issued.context)[0]
    return line_status_text(issued.context, counts, empty=False)


def write_check(context: Context, sheet: Page) -> None:
    """Write the whole tab."""
    styles = context.styles
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, styles.get("plain"))
    paint_band(context, sheet, _LAST, context.wording.say("tabs.check.title"))
    lines = check_lines(context.plan)
    last = lines[-1].row + 1
    _write_summary(context, sheet, last)
    name = context.plan.guide
    write_link(sheet, (0, _LAST), name, name, styles.get("band_link"))
    _write_headings(context, sheet)
    for line in lines:
        _write_line(context, sheet, line)
    _write_total(context, sheet, [line.row for line in lines if line.block is None], last)
    _write_colours(context, sheet, last)
    row = _write_help(context, sheet, last + 2)
    sheet.freeze_panes(FIRST_LINE, 0)
    sheet.print_area(0, 1, row, _LAST)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.fit_to_pages(1, 0)
    set_page(context, sheet)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_headings(context: Context, sheet: Worksheet) -> None:
    styles = context.styles
    intro = context.wording.say("check.help")
    put(sheet, 4, Span(_NAME, _LAST), intro, styles.get("intro"))
    sheet.set_row(4, text_height(intro, sum(_WIDTHS[1:]), 10) + 8)
    for column, key in enumerate(_HEADINGS, start=1):
        style = styles.get("heading" if column in (_NAME, _PROGRESS, _GO) else "count_heading")
        sheet.write_string(_HEADING_ROW, column, context.wording.say(f"check.{key}"), style)
    sheet.set_row(_HEADING_ROW, 28)


def _counts_of(issued: Issued, line: CheckLine) -> Counts:
    return issued.counts_of(line.plan) if line.block is None else issued.counts(line.block)


def _total(issued: Issued) -> Counts:
    tabs = issued.context.plan.tabs
    return issued.once("total", lambda: sum(map(issued.counts_of, tabs), Counts()))


def _write_summary(context: Context, sheet: Page, last: int) -> None:
    """The whole workbook in one line of the band."""
    template = context.wording.texts["check.summary"]
    cells = {
        name: xl_rowcol_to_cell(last, column)
        for name, column in (
            ("needed", _NEEDED),
            ("answered", _ANSWERED),
            ("to_mend", _MEND),
            ("doubtful", _DOUBTFUL),
        )
    }

    def shown(issued: Issued) -> str:
        total = _total(issued)
        return template.format(
            needed=total.needed,
            answered=total.needed - total.missing,
            to_mend=total.wrong,
            doubtful=total.doubtful,
        )

    spot = Spot(1, (context.styles.get("band"),), f"={phrase_formula(template, cells)}")
    sheet.later(1, spot, shown)


def _write_line(context: Context, sheet: Page, line: CheckLine) -> None:
    say, styles, row, plan = context.wording.say, context.styles, line.row, line.plan
    if line.block is None:
        title = f"{plan.number}  {say(f'tabs.{plan.tab.key}.title')}"
        bold = len(plan.blocks) > 1
        style = styles.get("cell", bold=True) if bold else styles.get("cell")
        count = "count_bold" if bold else "count"
        height = max(22, text_height(title, _WIDTHS[_NAME]) + 7)
    else:
        title = say(f"sheets.{line.block.sheet.key}.title")
        style, count = styles.get("cell", indent=3, font_size=10), "count_part"
        height = max(18, text_height(title, _WIDTHS[_NAME] - 4, 10) + 4)
    sheet.write_string(row, _NAME, title, style)
    sheet.set_row(row, height)
    shown = (styles.get(count, **_NUMBER),)
    columns = (_NEEDED, _MISSING, _MEND, _DOUBTFUL)
    spots = [
        Spot(column, shown, partial(_sum_formula, line, number))
        for number, column in enumerate(columns)
    ]
    sheet.later_row(row, spots, lambda issued: tuple(_counts_of(issued, line)))
    _write_progress(context, sheet, row, lambda issued: _counts_of(issued, line), count)
    numbers = tuple(xl_rowcol_to_cell(row, column) for column in (_MISSING, _MEND, _DOUBTFUL))
    link = (styles.get("cell_link", font_size=10),)
    sheet.later(
        row,
        Spot(
            _GO,
            link,
            lambda issued: link_formula(issued.context, same_line(issued, line), numbers),
        ),
        lambda issued: link_text(issued, line, _counts_of(issued, line)),
    )


def _sum_formula(line: CheckLine, offset: int, issued: Issued) -> str:
    return f"=SUM({same_line(issued, line).area(offset)})"


def _write_progress(
    context: Context, sheet: Page, row: int, ask: Callable[[Issued], Counts], style: str
) -> None:
    """How many answers are given, and how many of them are right as far as this tab can tell."""
    columns = (_NEEDED, _MISSING, _MEND)
    needed, missing, wrong = (xl_rowcol_to_cell(row, column) for column in columns)
    # Rounded down, and never full while anything is to mend.
    whole = f"MAX({needed},{wrong})"
    share = f"IF({whole}=0,100,INT(100*MAX(0,{needed}-{missing}-{wrong})/{whole}))"
    full = f"INT({_BAR_LENGTH}*{share}/100)"
    formula = f'=REPT("{_BAR}",{full})&REPT("{_BAR_REST}",{_BAR_LENGTH}-{full})&"  "&{share}&"%"'
    bar = context.styles.get("bar_total" if style == "count_total" else "bar")
    count = context.styles.get(style, **_NUMBER)
    spots = (
        Spot(_ANSWERED, (count,), f"={needed}-{missing}"),
        Spot(_PROGRESS, (bar,), formula),
    )

    def values(issued: Issued) -> tuple[int, str]:
        counts = ask(issued)
        return counts.needed - counts.missing, _bar(counts)

    sheet.later_row(row, spots, values)


def _bar(counts: Counts) -> str:
    """What that formula shows as issued."""
    whole = max(counts.needed, counts.wrong)
    right = max(0, counts.needed - counts.missing - counts.wrong)
    share = 100 * right // whole if whole else 100
    full = _BAR_LENGTH * share // 100
    return f"{_BAR * full}{_BAR_REST * (_BAR_LENGTH - full)}  {share}%"


def _write_total(context: Context, sheet: Page, tabs: Sequence[int], row: int) -> None:
    """The line of all tabs; `tabs`: their rows."""
    say, styles = context.wording.say, context.styles
    sheet.write_string(row, _NAME, say("check.total"), styles.get("total"))
    sheet.set_row(row, 28)
    style = (styles.get("count_total", **_NUMBER),)
    spots = []
    for column in (_NEEDED, _MISSING, _MEND, _DOUBTFUL):
        cells = "+".join(xl_rowcol_to_cell(tab, column) for tab in tabs)
        spots.append(Spot(column, style, f"={cells}"))
    sheet.later_row(row, spots, lambda issued: tuple(_total(issued)))
    _write_progress(context, sheet, row, _total, "count_total")
    sheet.write_blank(row, _GO, None, styles.get("total"))


def _write_colours(context: Context, sheet: Worksheet, last: int) -> None:
    first = xl_rowcol_to_cell(FIRST_LINE, _MISSING)
    area = (FIRST_LINE, _MISSING, last - 1, _MEND)
    mark_cells(context, sheet, area, f"{first}>0")
    first = xl_rowcol_to_cell(FIRST_LINE, _DOUBTFUL)
    mark_cells(context, sheet, (FIRST_LINE, _DOUBTFUL, last - 1, _DOUBTFUL), "", f"{first}>0")
    mark_signs(context, sheet, (FIRST_LINE, last - 1), _GO)


def _write_help(context: Context, sheet: Page, row: int) -> int:
    """Whether the file is ready, and how to read the table."""
    say, styles = context.wording.say, context.styles
    last = row - 2
    missing, wrong = (xl_rowcol_to_cell(last, column) for column in (_MISSING, _MEND))
    good, mend = say("words.signs.good"), say("words.signs.to_mend")
    ready, not_ready = f"{good} {say('check.ready')}", f"{mend} {say('check.not_ready')}"
    span = Span(_NAME, _LAST)
    _section(context, sheet, row, say("check.ready_heading"))
    put(sheet, row + 1, span, "", styles.get("big", font_size=12))
    formula = f"=IF({missing}+{wrong}=0,{quote(ready)},{quote(not_ready)})"

    def shown(issued: Issued) -> str:
        total = _total(issued)
        return not_ready if total.missing + total.wrong else ready

    sheet.later(row + 1, Spot(_NAME, (styles.get("big", font_size=12),), formula), shown)
    sheet.set_row(row + 1, 32)
    mark_signs(context, sheet, (row + 1, row + 1), _NAME)
    row += 3
    _section(context, sheet, row, say("check.help_heading"))
    for key in ("limits", "later", "recount"):
        row += 1
        text = say(f"check.{key}")
        put(sheet, row, span, text, styles.get("note"))
        sheet.set_row(row, text_height(text, sum(_WIDTHS[1:]), 10) + 8)
    return row


def _section(context: Context, sheet: Worksheet, row: int, text: str) -> None:
    style = context.styles.get("section")
    put(sheet, row, Span(_NAME, _LAST), text, style)
    sheet.set_row(row, 26)
