"""The title band of a tab: number and title, place and progress, who usually knows, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from templates.burden import burden_by_tab
from workbook.write.conditions import quote
from workbook.write.context import phrase_formula
from workbook.write.later import Spot
from workbook.write.measure import text_height
from workbook.write.pages import front_page
from workbook.write.paper import clear, put, span_width, write_link
from workbook.write.shapes import BAND_ROWS, NUMBER_COLUMN, Span
from workbook.write.signs import problems_formula, problems_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.issued import Issued
    from workbook.write.page import Page
    from workbook.write.shapes import Block, TabPlan


def write_band(context: Context, sheet: Page, plan: TabPlan) -> None:
    """Write the band of an input tab, with its progress as issued."""
    say = context.wording.say
    title = f"{plan.number}  {say(f'tabs.{plan.tab.key}.title')}"
    paint_band(context, sheet, plan.last_column, title)
    if _repeats_columns(plan):
        _wrap_title(context, sheet, plan, title)
    separator = say("words.band.separator")
    before = say("words.band.place_period", place=context.order.place.name) + separator
    work = burden_by_tab(context.order.definition)[plan.tab.key]
    minutes = say("words.band.minutes", minutes=work.minutes)
    answered = context.wording.texts["words.band.answered"]
    needed, missing, wrong, doubtful = (f"SUM({_column_area(plan, n)})" for n in range(4))
    formula = phrase_formula(
        f"{_escape(before)}{answered}", {"needed": needed, "answered": f"({needed}-{missing})"}
    )
    formula += f"&{problems_formula(context, wrong, doubtful)}&{quote(separator + minutes)}"

    def facts(issued: Issued) -> str:
        counts = issued.counts_of(plan)
        given = counts.needed - counts.missing
        say = issued.context.wording.say
        place = say("words.band.place_period", place=issued.context.order.place.name)
        shown = answered.format(needed=counts.needed, answered=given)
        problems = problems_text(issued.context, counts)
        return f"{place}{separator}{shown}{problems}{separator}{minutes}"

    style = context.styles.get("band")
    if _repeats_columns(plan):
        style = context.styles.get("band_wrap")
        width = _clear_repeated(context, sheet, plan, 1)
        sheet.later_height(1, lambda issued: text_height(facts(issued), width, 10) + 6)
    sheet.later(1, Spot(NUMBER_COLUMN, (style,), f"={formula}"), facts)
    offices = context.wording.offices(
        field.who for block in plan.blocks for field in block.sheet.fields
    )
    if offices:
        text = say("words.band.known_by", offices=offices)
        span = Span(NUMBER_COLUMN, front_page(plan).last)
        if plan.table is not None and _repeats_columns(plan):
            span = Span(plan.table.repeated + 1, span.last)
        style = context.styles.get("band_wrap")
        put(sheet, 2, span, text[:1].upper() + text[1:], style)
        sheet.set_row(2, text_height(text, span_width(plan, span), 10) + 8)
    _write_links(context, sheet, plan)


def _repeats_columns(plan: TabPlan) -> bool:
    """Whether the first columns of the band are printed on several pages."""
    return plan.is_spread and not plan.is_mixed


def _wrap_title(context: Context, sheet: Worksheet, plan: TabPlan, title: str) -> None:
    """Keep the title within the columns that every printed page shows, or it would be cut."""
    style = context.styles.get("title", text_wrap=True)
    width = _clear_repeated(context, sheet, plan, 0, style)
    sheet.write_string(0, NUMBER_COLUMN, title, style)
    sheet.set_row(0, max(34, text_height(title, width, 18) + 8))


def _clear_repeated(
    context: Context, sheet: Worksheet, plan: TabPlan, row: int, style: Format | None = None
) -> float:
    """Make one cell of the columns that every printed page shows; returns their width."""
    last = plan.table.repeated if plan.table is not None else plan.last_column
    span = Span(NUMBER_COLUMN, last)
    clear(sheet, row, span, style or context.styles.get("band_wrap"))
    return span_width(plan, span)


def paint_band(context: Context, sheet: Worksheet, last_column: int, title: str) -> None:
    """Colour the band's rows and write the title."""
    for row, height in enumerate((34, 18, 8)):
        sheet.set_row(row, height)
        for column in range(NUMBER_COLUMN, last_column + 1):
            sheet.write_blank(row, column, None, context.styles.get("band"))
    sheet.write_string(0, NUMBER_COLUMN, title, context.styles.get("title"))
    sheet.set_row(BAND_ROWS, 10)


def _write_links(context: Context, sheet: Worksheet, plan: TabPlan) -> None:
    style = context.styles.get("band_link")
    column = front_page(plan).last
    for row, name in ((0, context.plan.guide), (1, context.plan.check)):
        write_link(sheet, (row, column), name, name, style)


def _column_area(plan: TabPlan, offset: int, block: Block | None = None) -> str:
    """The hidden cells of one kind on the whole tab, or in one section of it."""
    column = plan.helper + offset
    first, last = plan.rows_of(block) if block else (BAND_ROWS, plan.end)
    return str(xl_range_abs(first, column, last, column))


def tab_area(plan: TabPlan, offset: int, block: Block | None = None) -> str:
    """The same, as another tab has to write it."""
    return f"{quote_sheetname(plan.name)}!{_column_area(plan, offset, block)}"


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def write_next(context: Context, sheet: Worksheet, plan: TabPlan) -> None:
    """Write the link to the next tab below everything else."""
    following = [*context.plan.tabs[plan.number :]]
    name = following[0].name if following else context.plan.check
    text = context.wording.say("words.next", tab=name)
    write_link(sheet, (plan.end, NUMBER_COLUMN), name, f"▸ {text}", context.styles.get("link"))
