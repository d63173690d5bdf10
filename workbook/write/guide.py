"""The guide: what this is, what to do, the tabs with links, colours and signs, protection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from templates.burden import Burden, burden_by_tab
from workbook.write.band import paint_band
from workbook.write.check_tab import tab_state_formula, tab_state_text
from workbook.write.later import Spot
from workbook.write.measure import text_height
from workbook.write.paper import put, set_page, write_link
from workbook.write.shapes import Span
from workbook.write.signs import mark_signs

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.page import Page
    from workbook.write.shapes import TabPlan

_WIDTHS = (2.0, 20.0, 54.0, 10.0, 10.0, 10.0, 44.0, 22.0)
_LAST = len(_WIDTHS) - 1
_TERM, _TEXT = 1, Span(2, _LAST)
_ANSWERS_COLUMN, _MINUTES, _DAYS, _KNOWN_BY = 3, 4, 5, 6
_ANSWERS = ("zero", "na", "nd", "blank", "nothing", "date")
_COLOURS = ("input", "filled_in", "to_mend", "doubtful", "closed", "good")
_SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "input": ("input", {"locked": True}),
    "filled_in": ("filled_in", {}),
    "to_mend": (
        "cell",
        {"bg_color": "#FDE8E8", "font_color": "#9B1C1C", "border_color": "#E02424"},
    ),
    "doubtful": ("cell", {"bg_color": "#FEF0C7", "font_color": "#8A4B08"}),
    "closed": ("cell", {"bg_color": "#E4E7EB", "font_color": "#52606D"}),
    "good": ("cell", {"bg_color": "#DEF7EC", "font_color": "#046C4E"}),
}


def write_guide(context: Context, sheet: Page) -> None:
    """Write the whole tab."""
    say, styles = context.wording.say, context.styles
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, styles.get("plain"))
    paint_band(context, sheet, _LAST, say("tabs.guide.title"))
    sheet.write_string(1, 1, say("guide.subtitle"), styles.get("band"))
    row = _write_list(context, sheet, 4, "what", numbered=False)
    if context.order.last is not None:
        text = context.wording.say("last_year.guide")
        _line(context, sheet, row - 1, Span(_TERM, _LAST), text)
        row += 1
    row = _write_list(context, sheet, row, "steps", numbered=True)
    row = _write_send(context, sheet, row - 1)
    row = _write_tabs(context, sheet, row)
    row = _write_answers(context, sheet, row)
    row = _write_colours(context, sheet, row)
    for section in ("tables", "protection", "privacy"):
        row = _write_list(context, sheet, row, section, numbered=False)
    sheet.freeze_panes(3, 0)
    sheet.print_area(0, 1, row, _LAST)
    sheet.fit_to_pages(1, 0)
    set_page(context, sheet)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.activate()
    sheet.set_first_sheet()


def _heading(context: Context, sheet: Worksheet, row: int, section: str) -> int:
    style = context.styles.get("section")
    sheet.set_row(row, 26)
    for column in range(1, _LAST + 1):
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, 1, context.wording.say(f"guide.{section}.heading"), style)
    sheet.set_row(row + 1, 6)
    return row + 2


def _line(context: Context, sheet: Worksheet, row: int, span: Span, text: str) -> None:
    style = context.styles.get("question")
    put(sheet, row, span, text, style)
    width = sum(_WIDTHS[span.first : span.last + 1])
    sheet.set_row(row, text_height(text, width) + 6)


def _write_list(
    context: Context, sheet: Worksheet, row: int, section: str, *, numbered: bool
) -> int:
    """A heading and its lines, with a number in front where their order matters."""
    row = _heading(context, sheet, row, section)
    number = 1
    while context.wording.texts.get(f"guide.{section}.{number}"):
        text = context.wording.say(f"guide.{section}.{number}")
        shown = f"{number}.  {text}" if numbered else text
        _line(context, sheet, row, Span(_TERM, _LAST), shown)
        row, number = row + 1, number + 1
    return row + 1


def _write_send(context: Context, sheet: Worksheet, row: int) -> int:
    """Where the file goes and until when, as far as the order says."""
    order = context.order
    known = {
        (True, True): "contact_deadline",
        (True, False): "contact",
        (False, True): "deadline",
        (False, False): "neither",
    }[bool(order.contact), order.deadline is not None]
    style = context.styles.get("big")
    text = context.wording.say(f"guide.send.{known}")
    put(sheet, row, Span(_TERM, _LAST), text, style)
    sheet.set_row(row, text_height(text, sum(_WIDTHS[1:]), 13) + 14)
    return row + 2


def _write_tabs(context: Context, sheet: Page, row: int) -> int:
    """What each tab asks, who usually knows, and how far it is."""
    row = _heading(context, sheet, row, "tabs")
    heading = context.styles.get("heading")
    keys = ("name", "about", "answers", "minutes", "days", "known_by", "state")
    for column, key in enumerate(keys, start=1):
        sheet.write_string(row, column, context.wording.say(f"guide.tabs.{key}"), heading)
    sheet.set_row(row, 34)
    first = row + 1
    burdens = burden_by_tab(context.order.definition)
    for plan in context.plan.tabs:
        row += 1
        _write_tab_line(context, sheet, row, plan)
        _write_burden(context, sheet, row, burdens[plan.tab.key], "count")
    mark_signs(context, sheet, (first, row), _LAST)
    row += 1
    _tab_cells(context, sheet, row, ("check", context.plan.check), "")
    for column in (_ANSWERS_COLUMN, _MINUTES, _DAYS, _LAST):
        sheet.write_blank(row, column, None, context.styles.get("cell"))
    return _write_total(context, sheet, row + 1, sum(burdens.values(), Burden()))


def _write_total(context: Context, sheet: Worksheet, row: int, total: Burden) -> int:
    """The work of the whole workbook, and where the figures come from."""
    style = context.styles.get("total")
    for column in range(_TERM, _LAST + 1):
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, _TERM, context.wording.say("guide.tabs.total"), style)
    _write_burden(context, sheet, row, total, "count_total")
    sheet.set_row(row, 24)
    text = context.wording.say("guide.tabs.burden")
    put(sheet, row + 1, Span(_TERM, _LAST), text, context.styles.get("note"))
    sheet.set_row(row + 1, text_height(text, sum(_WIDTHS[1:]), 10) + 10)
    return row + 3


def _write_burden(context: Context, sheet: Worksheet, row: int, burden: Burden, style: str) -> None:
    count = context.styles.get(style, font_size=10)
    for column, number in (
        (_ANSWERS_COLUMN, burden.answers),
        (_MINUTES, burden.minutes),
        (_DAYS, burden.days),
    ):
        sheet.write_number(row, column, number, count)


def _write_tab_line(context: Context, sheet: Page, row: int, plan: TabPlan) -> None:
    offices = context.wording.offices(
        field.who for block in plan.blocks for field in block.sheet.fields
    )
    _tab_cells(
        context, sheet, row, (plan.tab.key, f"{plan.number}  {plan.name}"), offices, plan.name
    )
    style = (context.styles.get("cell", font_size=10),)
    spot = Spot(
        _LAST, style, lambda issued: tab_state_formula(issued.context, issued.tab(plan.number))
    )
    sheet.later(row, spot, lambda issued: tab_state_text(issued, plan))


def _tab_cells(
    context: Context,
    sheet: Worksheet,
    row: int,
    shown: tuple[str, str],
    offices: str,
    name: str = "",
) -> None:
    """Link, what it asks, who knows; `shown`: key and text of the link."""
    say, styles = context.wording.say, context.styles
    key, text = shown
    write_link(sheet, (row, 1), name or text, text, styles.get("cell_link"))
    about = context.wording.maybe(f"guide.tabs.{key}") or say(f"tabs.{key}.title")
    sheet.write_string(row, 2, about, styles.get("cell", font_size=10))
    sheet.write_string(row, _KNOWN_BY, offices, styles.get("cell_help"))
    height = max(text_height(about, _WIDTHS[2], 10), text_height(offices, _WIDTHS[_KNOWN_BY], 10))
    sheet.set_row(row, max(24, height + 10))


def _write_answers(context: Context, sheet: Worksheet, row: int) -> int:
    """What to type where there is no number: zero, NA, ND, nothing."""
    row = _heading(context, sheet, row, "answers")
    for key in _ANSWERS:
        term = context.wording.say(f"guide.answers.{key}.term")
        sheet.write_string(
            row, _TERM, term, context.styles.get("term", font_size=10, text_wrap=True)
        )
        _line(context, sheet, row, _TEXT, context.wording.say(f"guide.answers.{key}.text"))
        sheet.set_row(row, 26)
        row += 1
    return row + 1


def _write_colours(context: Context, sheet: Worksheet, row: int) -> int:
    """A sample of each colour, with its sign and name."""
    row = _heading(context, sheet, row, "colours")
    say = context.wording.say
    for key in _COLOURS:
        style, changes = _SAMPLES[key]
        sign = context.wording.maybe(f"guide.colours.{key}.sign")
        text = f"{sign}  {say(f'guide.colours.{key}.name')}".strip()
        sample = context.styles.get(style, font_size=10, **changes)
        sheet.write_string(row, _TERM, text, sample)
        _line(context, sheet, row, _TEXT, say(f"guide.colours.{key}.text"))
        sheet.set_row(row, 26)
        row += 1
    return row + 1
