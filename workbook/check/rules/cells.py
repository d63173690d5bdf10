"""Stage CE2: what a single cell must hold; reading has already said what it could not read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from templates.model import LIST_TYPES, NUMERIC_TYPES, TEXT_TYPES
from workbook.check.view import (
    answered,
    codes,
    finding,
    is_new,
    is_required,
    nothing_reason,
    number,
    records,
    text,
    untouched,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Field, Sheet
    from workbook.check.context import CheckContext
    from workbook.model import Answer, Finding, Parameters, Submission

PERCENT_MINIMUM, PERCENT_MAXIMUM = 0.0, 100.0


def required_missing(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """CE206: an answer that must be there is blank; NA and ND are answers."""
    for sheet in context.definition.sheets:
        if sheet.nothing_to_report and _closed(submission, sheet):
            continue
        for _, record in records(submission, sheet.key):
            for field in sheet.asked:
                answer = record.get(field.key)
                if answer is None or answer.state != "blank" or not is_required(field, record):
                    continue
                kind = "new" if is_new(answer, submission, context) else field.type
                yield finding("CE206", answer, context, (("type", kind),))


def _closed(submission: Submission, sheet: Sheet) -> bool:
    """Whether the section as a whole is empty, or its cell for a reason is filled in."""
    reason = nothing_reason(submission, sheet.key)
    return reason is not None and (reason.state != "blank" or untouched(submission, sheet))


def below_minimum(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """CE207: a number lies below the smallest that is possible."""
    for field, answer in answered(submission, context):
        limit = _minimum(field)
        if limit is None:
            continue
        value = number(answer)
        if value is not None and value < limit:
            yield finding("CE207", answer, context, _limits(limit, field))


def above_maximum(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """CE208: a number lies above the largest that is possible."""
    for field, answer in answered(submission, context):
        limit = _maximum(field)
        if limit is None:
            continue
        value = number(answer)
        if value is None or value <= limit:
            continue
        if not _is_after(field, answer, context):
            yield finding("CE208", answer, context, _limits(limit, field))


def fraction_as_percent(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """CE211: a share between 0 and 1, where 0.5 was perhaps meant as 50 percent."""
    clear = context.parameter("CE211", "repairs")
    for field, answer in answered(submission, context):
        value = number(answer) if field.type == "percent" else None
        if value is None or not 0 < value <= 1:
            continue
        if answer.repair is not None and answer.repair.why in clear:
            continue
        yield finding("CE211", answer, context, (("times_hundred", float(f"{value * 100:g}")),))


def text_too_long(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """CE212: a text has more characters than the field takes."""
    for field, answer in answered(submission, context):
        length = len(text(answer)) if field.type in TEXT_TYPES else 0
        if length > field.maximum_length:
            parameters = (("length", length), ("limit", field.maximum_length))
            yield finding("CE212", answer, context, parameters)


def after_period(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """CE215: a date or year lies after the period that is reported on."""
    for field, answer in answered(submission, context):
        if _is_after(field, answer, context):
            last = context.period.end
            shown = str(last.year) if field.type == "year" else last.isoformat()
            yield finding("CE215", answer, context, (("last", shown),))


def option_retired(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """CE220: a list entry that is no longer offered was picked, or kept from an older file."""
    for field, answer in answered(submission, context):
        offered = context.definition.lists.get(field.list)
        if field.type not in LIST_TYPES or offered is None or not offered.deprecated:
            continue
        for code in codes(answer):
            if code in offered.deprecated:
                parameters = (("option", f"{field.list}.{code}"),)
                yield finding("CE220", answer, context, parameters, code)


def _minimum(field: Field) -> float | None:
    if field.type == "percent" and field.minimum is None:
        return PERCENT_MINIMUM
    return field.minimum if field.type in NUMERIC_TYPES else None


def _maximum(field: Field) -> float | None:
    if field.type == "percent" and field.maximum is None:
        return PERCENT_MAXIMUM
    return field.maximum if field.type in NUMERIC_TYPES else None


def _limits(limit: float, field: Field) -> Parameters:
    """Years are written without a separator, so they travel as text."""
    whole = int(limit) if limit == int(limit) else limit
    return ("limit", str(whole) if field.type == "year" else whole), ("type", field.type)


def _is_after(field: Field, answer: Answer, context: CheckContext) -> bool:
    if not field.not_after_period:
        return False
    if field.type == "year":
        value = number(answer)
        return value is not None and value > context.period.end.year
    if field.type == "date":
        try:
            return date.fromisoformat(text(answer)) > context.period.end
        except ValueError:
            return False
    return False


RULES = (
    required_missing,
    below_minimum,
    above_maximum,
    fraction_as_percent,
    text_too_long,
    after_period,
    option_retired,
)
