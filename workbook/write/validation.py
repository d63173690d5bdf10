"""From a field's type to what a spreadsheet program lets a person type, with help and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from templates.localise import format_number
from templates.model import LIST_TYPES, NOTHING_REASONS, NUMERIC_TYPES, REFERENCE_TYPES
from workbook.anchors import LIST_NAME_PREFIX
from workbook.model import NOTHING_TO_REPORT
from workbook.write.conditions import accepted_formula, list_name
from workbook.write.wording import shorten

if TYPE_CHECKING:
    from templates.model import Field, Sheet
    from workbook.write.context import Context

TITLE_LENGTH = 32
MESSAGE_LENGTH = 255


def validation_of(context: Context, sheet: Sheet, field: Field, cell: str) -> dict[str, Any]:
    """The data validation of a field's cells; `cell`: address of the first, rows relative."""
    wording = context.wording
    name = list_name(field)
    rule: dict[str, Any]
    if name:
        rule = {"validate": "list", "source": f"={name}"}
        # Ranges with empty cells would otherwise let anything pass.
        rule["ignore_blank"] = field.type not in REFERENCE_TYPES
    else:
        formula = accepted_formula(field, cell, context.limits(field))
        rule = {"validate": "custom", "value": f"={formula}"}
    message = wording.help(sheet, field)
    suffix = wording.say("validation.input_suffix")
    if field.type != "several_of" and len(f"{message} {suffix}") <= MESSAGE_LENGTH:
        message = f"{message} {suffix}".strip()
    return {
        **rule,
        "input_title": shorten(wording.short(sheet, field), TITLE_LENGTH),
        "input_message": shorten(message, MESSAGE_LENGTH),
        **_error(context, field),
    }


def nothing_validation(context: Context) -> dict[str, Any]:
    """The data validation of the cell for "nothing to report"."""
    say = context.wording.say
    return {
        "validate": "list",
        "source": f"={LIST_NAME_PREFIX}{NOTHING_REASONS}",
        "input_title": shorten(say("words.nothing_to_report"), TITLE_LENGTH),
        "input_message": shorten(say("guide.answers.nothing.text"), MESSAGE_LENGTH),
        "error_title": shorten(say(f"validation.{NOTHING_TO_REPORT}.title"), TITLE_LENGTH),
        "error_message": shorten(say(f"validation.{NOTHING_TO_REPORT}.message"), MESSAGE_LENGTH),
    }


def _error(context: Context, field: Field) -> dict[str, str]:
    wording = context.wording
    prefix = f"validation.{field.type}"
    key = f"{prefix}.{_variant(field)}"
    if not wording.texts.get(key):
        key = f"{prefix}.message"
    message = wording.say(key, length=field.maximum_length, **_bounds(context, field))
    return {
        "error_title": shorten(wording.say(f"{prefix}.title"), TITLE_LENGTH),
        "error_message": shorten(message, MESSAGE_LENGTH),
    }


def _variant(field: Field) -> str:
    """Which message fits the bounds that the field declares."""
    if field.type in LIST_TYPES or (field.type not in NUMERIC_TYPES and field.type != "date"):
        return "message"
    if field.type == "date":
        return "not_after_period" if field.not_after_period else "message"
    upper = field.maximum is not None or (field.type == "year" and field.not_after_period)
    lower = field.minimum is not None
    if lower and upper:
        return "between"
    return "at_least" if lower else "at_most" if upper else "message"


def _bounds(context: Context, field: Field) -> dict[str, str]:
    if field.type not in NUMERIC_TYPES:
        return {}
    limits = context.limits(field)
    shown = {}
    for name, value in (("minimum", limits.lowest), ("maximum", limits.highest)):
        plain = field.type == "year"
        shown[name] = str(int(value)) if plain else format_number(value, context.wording.texts)
    return shown
