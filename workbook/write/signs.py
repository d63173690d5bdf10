"""Signs beside answers and colours in cells: a colour never comes without a sign or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.write.conditions import quote
from workbook.write.context import phrase_formula

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from workbook.write.context import Context
    from workbook.write.states import Counts


def form_sign_formula(
    context: Context, helpers: tuple[str, ...], area: str, closed: str = ""
) -> str:
    """The sign of a question; `helpers`: cells that count missing, wrong and doubtful.

    `closed`: the cell that is 1 where a screening question switches it off.
    """
    missing, wrong, doubtful = helpers
    answer, mend, look, good = _form_signs(context)
    shown = (
        f"IF({missing}>0,{quote(answer)},IF({wrong}>0,{quote(mend)},"
        f'IF({doubtful}>0,{quote(look)},IF(COUNTA({area})>0,{quote(good)},""))))'
    )
    return f"={_or_closed(context, closed, doubtful, shown)}"


def _or_closed(context: Context, closed: str, doubtful: str, shown: str) -> str:
    """What is shown, or that it does not apply; with a question mark if it is answered anyway."""
    if not closed:
        return shown
    off, typed = closed_signs(context)
    return f"IF({closed}=1,IF({doubtful}>0,{quote(typed)},{quote(off)}),{shown})"


def closed_signs(context: Context) -> tuple[str, str]:
    """What is shown where a screening question switches off: without an answer, and with one."""
    say = context.wording.say
    text = say("words.does_not_apply")
    return f"{say('words.signs.closed')} {text}", f"{say('words.signs.doubtful')} {text}"


def form_sign_text(context: Context, counts: Counts, *, blank: bool, closed: bool = False) -> str:
    """What that formula shows as issued."""
    if closed:
        return closed_signs(context)[bool(counts.doubtful)]
    answer, mend, look, good = _form_signs(context)
    if counts.missing:
        return answer
    if counts.wrong:
        return mend
    if counts.doubtful:
        return look
    return "" if blank else good


def _form_signs(context: Context) -> tuple[str, str, str, str]:
    say = context.wording.say
    mend, doubtful = say("words.signs.to_mend"), say("words.signs.doubtful")
    return (
        f"{mend} {say('words.answer_this')}",
        f"{mend} {say('words.check_this')}",
        f"{doubtful} {say('words.check_this')}",
        say("words.signs.good"),
    )


def line_status_formula(
    context: Context, helpers: tuple[str, ...], everything: str, closed: str = ""
) -> str:
    """The status of a line; `everything`: its cells, all empty in a line without a status.

    `closed`: the cell that is 1 where a screening question switches the line off.
    """
    missing, wrong, doubtful = helpers
    mend, look, done = _line_signs(context)
    rest = f'IF(COUNTA({everything})=0,"",{quote(done)})' if everything else quote(done)
    shown = (
        f"IF({missing}+{wrong}>0,{phrase_formula(mend, {'number': f'({missing}+{wrong})'})},"
        f"IF({doubtful}>0,{phrase_formula(look, {'number': doubtful})},{rest}))"
    )
    return f"={_or_closed(context, closed, doubtful, shown)}"


def line_status_text(context: Context, counts: Counts, *, empty: bool, closed: bool = False) -> str:
    """What that formula shows as issued."""
    if closed:
        return closed_signs(context)[bool(counts.doubtful)]
    mend, look, done = _line_signs(context)
    if counts.missing + counts.wrong:
        return mend.format(number=counts.missing + counts.wrong)
    if counts.doubtful:
        return look.format(number=counts.doubtful)
    return "" if empty else done


def problems_formula(context: Context, wrong: str, doubtful: str) -> str:
    """What to say of a whole tab besides how much is answered; nothing where all is well."""
    separator = context.wording.say("words.band.separator")
    return "&".join(
        f'IF({number}>0,{phrase_formula(separator + sign, {"number": number})},"")'
        for number, sign in zip((wrong, doubtful), _line_signs(context), strict=False)
    )


def problems_text(context: Context, counts: Counts) -> str:
    """What that formula shows as issued."""
    separator = context.wording.say("words.band.separator")
    found = zip((counts.wrong, counts.doubtful), _line_signs(context), strict=False)
    return "".join(separator + sign.format(number=number) for number, sign in found if number)


def _line_signs(context: Context) -> tuple[str, str, str]:
    say, texts = context.wording.say, context.wording.texts
    return (
        f"{say('words.signs.to_mend')} {texts['words.to_mend_number']}",
        f"{say('words.signs.doubtful')} {texts['words.doubtful_number']}",
        f"{say('words.signs.good')} {say('words.done')}",
    )


def mark_cells(
    context: Context,
    sheet: Worksheet,
    area: tuple[int, int, int, int],
    mend: str,
    doubtful: str = "",
) -> None:
    """Colour the cells of an area where a test holds; the sign stands beside them."""
    for test, style in ((mend, "mend_cell"), (doubtful, "doubt_cell")):
        if test:
            rule = {
                "type": "formula",
                "criteria": f"={test}",
                "format": context.styles.get(style),
                "stop_if_true": True,
            }
            sheet.conditional_format(*area, rule)


def mark_signs(context: Context, sheet: Worksheet, rows: tuple[int, int], column: int) -> None:
    """Colour the signs of a column."""
    say = context.wording.say
    for name, style in (
        ("to_mend", "mend_text"),
        ("doubtful", "doubt_text"),
        ("good", "good_text"),
    ):
        rule = {
            "type": "text",
            "criteria": "begins with",
            "value": say(f"words.signs.{name}"),
            "format": context.styles.get(style),
        }
        sheet.conditional_format(rows[0], column, rows[1], column, rule)
