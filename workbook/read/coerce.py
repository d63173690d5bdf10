"""From one cell to one answer, by the type of the field: exact, repaired beyond doubt, or told.

Every function takes any cell and never raises.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from templates.model import TEXT_TYPES
from workbook.anchors import normalise
from workbook.ooxml.marks import ERROR_TEXTS
from workbook.read.cells import Cell, clean_text, shown_text
from workbook.read.dates import date_of, date_of_serial, is_plausible, is_year_alone, parse_date
from workbook.read.numbers import (
    TooManyDigits,
    is_one_comma_group,
    parse_number,
    tidy_number,
)
from workbook.read.outcome import BLANK, NO_DATA, NOT_APPLICABLE, Outcome, answered, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from templates.model import Field
    from workbook.read.words import Options, Words

_SDG = re.compile(r"[0-9]{1,2}\.[0-9a-z]{1,2}\.[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of one file are read with."""

    words: Words
    epoch_1904: bool = False


def coerce(cell: Cell, field: Field, context: Context) -> Outcome:
    """The answer that one cell gives to a field; references stay the text that was picked."""
    early = _before_type(cell, field, context.words)
    return early if early is not None else _BY_TYPE[field.type](cell, field, context)


def _before_type(cell: Cell, field: Field, words: Words) -> Outcome | None:
    """What is the same for every type: errors, missing results, blank, NA and ND."""
    if (problem := _problem(cell)) is not None:
        return problem
    if cell.is_blank:
        return BLANK
    if not isinstance(cell.value, str):
        return None
    text = clean_text(cell.value)
    if field.list and text in words.options[field.list].exact:
        return None
    return not_a_value(text, words)


def _problem(cell: Cell) -> Outcome | None:
    if cell.problem == "error" or _is_error_text(cell):
        return unreadable("CE204", cell)
    if cell.covered:
        return unreadable("CE223", cell)
    return unreadable("CE205", cell) if cell.problem else None


def not_a_value(text: str, words: Words) -> Outcome | None:
    """NA or ND, in the spelling of any language, where they are the whole text."""
    plain = normalise(text)
    if plain in words.not_applicable:
        return NOT_APPLICABLE
    return NO_DATA if plain in words.no_data else None


def _is_error_text(cell: Cell) -> bool:
    value = cell.value
    return isinstance(value, str) and "#" in value and clean_text(value).upper() in ERROR_TEXTS


def coerce_text(cell: Cell, _: Field, __: Context) -> Outcome:
    """Text as typed; a number that stands there becomes its exact digits."""
    value = cell.value
    if isinstance(value, str):
        return answered(clean_text(value), cell)
    if isinstance(value, bool | date | time | timedelta):
        return unreadable("CE221", cell)
    number = tidy_number(value)
    if number is None:
        return unreadable("CE217", cell)
    # By its shortest spelling: with fifteen decimals 2019.05 would be 2019.049999999999955.
    shown = f"{Decimal(repr(number)):f}"
    return answered(shown, cell, "text_from_number")


def coerce_number(cell: Cell, field: Field, context: Context) -> Outcome:
    """A number, whole where the field asks for that."""
    value = cell.value
    if isinstance(value, bool | date | time | timedelta):
        return unreadable("CE201", cell, ("type", field.type))
    if isinstance(value, str):
        return _number_in_text(cell, value, field, context)
    if cell.unit and not _is_own_currency(cell.unit, field, context):
        # Whoever sees 1.2 million, or $ 5000, did not mean 1.2, or 5000 in our currency; nor 5
        # where the format adds three zeros.
        return unreadable("CE201", cell, ("type", field.type))
    if cell.percent and field.type != "percent":
        # Whoever sees 5% in the cell did not mean 0.05 days or pesos.
        shown = replace(cell, shown=f"{value * 100:.15g}%")
        return unreadable("CE201", shown, ("type", field.type))
    return _checked(tidy_number(value * 100 if cell.percent else value), cell, field, cell.percent)


def _is_own_currency(unit: str, field: Field, context: Context) -> bool:
    marks = {mark.casefold() for mark in context.words.money_marks}
    return field.type == "money" and unit.casefold() in marks


def _checked(number: float | None, cell: Cell, field: Field, percent: bool) -> Outcome:
    if number is None:
        return unreadable("CE217", cell)
    if field.type in {"integer", "year"} and not isinstance(number, int):
        return unreadable("CE209", cell)
    return answered(number, cell, "percent_format" if percent else "")


def _number_in_text(cell: Cell, value: str, field: Field, context: Context) -> Outcome:
    text = clean_text(value)
    why = "number_in_text"
    if field.type == "percent" and text.replace("\uff05", "%").endswith("%"):
        text, why = text[:-1].strip(), "percent_sign"
    marks = context.words.money_marks if field.type == "money" else ()
    try:
        number = parse_number(text, marks)
    except TooManyDigits:
        return unreadable("CE217", cell)
    whole = field.type in {"integer", "year"}
    doubtful = context.words.decimal_comma and not whole and is_one_comma_group(text)
    if number is None or doubtful:
        return unreadable("CE201", cell, ("type", field.type))
    if whole and not isinstance(number, int):
        return unreadable("CE209", cell)
    return answered(number, cell, why)


def coerce_date(cell: Cell, _: Field, context: Context) -> Outcome:
    """A day, as ISO text; numbers and text only where they can mean one day only."""
    value = cell.value
    day: date | None = None
    why = ""
    if isinstance(value, str):
        day, why = parse_date(clean_text(value), context.words.months), "date_in_text"
    elif isinstance(value, date):
        day, dropped = date_of(value)
        why = "time_dropped" if dropped else ""
        if is_year_alone(day, epoch_1904=context.epoch_1904):
            return unreadable("CE202", cell)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        day, why = date_of_serial(value, epoch_1904=context.epoch_1904), "date_from_number"
    if day is None or not is_plausible(day):
        return unreadable("CE202", cell)
    return answered(day.isoformat(), cell, why)


def coerce_yes_no(cell: Cell, _: Field, context: Context) -> Outcome:
    """Yes or no by their spellings, or a true or false of the spreadsheet."""
    value, words = cell.value, context.words
    if isinstance(value, bool):
        return answered(value, cell)
    if isinstance(value, str):
        text = clean_text(value)
        plain = normalise(text)
        why = "" if text in words.exact_yes_no else "spelling"
        if plain in words.yes:
            return answered(True, cell, why)
        if plain in words.no:
            return answered(False, cell, why)
    return unreadable("CE219", cell)


def coerce_one_of(cell: Cell, field: Field, context: Context) -> Outcome:
    """The code of the option, by its label in any language or by the code itself."""
    options = context.words.options[field.list]
    value = cell.value
    if not isinstance(value, str):
        return unreadable("CE203", cell, ("nearest", nearest_label(shown_text(cell), options)))
    text = clean_text(value)
    if text in options.exact:
        return answered(options.exact[text], cell)
    code = options.spelled.get(normalise(text))
    if code is None:
        return unreadable("CE203", cell, ("nearest", nearest_label(text, options)))
    return answered(code, cell, "code_for_label" if text == code else "spelling")


def nearest_label(text: str, options: Options) -> str:
    """The label that is offered now and most like the text, or empty text.

    What is like the label of another language, or a code, is shown as it is offered here.
    """
    typed = normalise(text[:200])
    own = {normalise(label): label for label in options.labels.values()}
    others = {
        spelling: options.labels[code]
        for spelling, code in options.spelled.items()
        if code in options.labels
    }
    for known, cutoff in ((own, 0.5), (others, 0.6)):
        found = difflib.get_close_matches(typed, known, n=1, cutoff=cutoff)
        if found:
            return known[found[0]]
    return ""


def coerce_tick(cell: Cell, words: Words) -> bool | Outcome:
    """Whether an option is ticked; an outcome if the cell is NA, ND or not clear."""
    if (problem := _problem(cell)) is not None:
        return problem
    text = clean_text(cell.value) if isinstance(cell.value, str) else ""
    if (early := not_a_value(text, words)) is not None:
        return early
    plain = normalise(text)
    if cell.is_blank or cell.value in (False, 0) or plain in words.no or plain == "0":
        return False
    if cell.value in (True, 1) or plain in words.ticks or plain in words.yes:
        return True
    return unreadable("CE213", cell)


def coerce_reference(cell: Cell, _: Field, __: Context) -> Outcome:
    """The text that was picked; which record it names is found out once all tables are read."""
    value = cell.value
    if isinstance(value, bool | date | time | timedelta):
        return unreadable("CE214", cell)
    return answered(shown_text(cell), cell)


def coerce_sdg(cell: Cell, _: Field, __: Context) -> Outcome:
    """The printed code of an indicator, such as 10.7.2."""
    text = normalise(cell.value) if isinstance(cell.value, str) else ""
    if not _SDG.fullmatch(text):
        return unreadable("CE203", cell, ("nearest", ""))
    return answered(text, cell)


_BY_TYPE: dict[str, Callable[[Cell, Field, Context], Outcome]] = {
    **dict.fromkeys(TEXT_TYPES | {"computed"}, coerce_text),
    **dict.fromkeys(("integer", "year", "number", "money", "percent"), coerce_number),
    "date": coerce_date,
    "yes_no": coerce_yes_no,
    "one_of": coerce_one_of,
    "reference": coerce_reference,
    "references": coerce_reference,
    "sdg_indicator": coerce_sdg,
}
