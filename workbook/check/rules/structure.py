"""Stage SH1: what was filled in for the place must come back as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.localise import format_period, population_source_key
from templates.model import KNOWN
from workbook.anchors import normalise
from workbook.check.view import finding
from workbook.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Field, Place
    from workbook.check.context import CheckContext
    from workbook.model import Answer, Submission


def one_place(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """WB013: the code that we filled in is now that of another place on the list."""
    for answer in submission.filled_in:
        other = _other_place(answer, context)
        if other is not None and context.place is not None:
            yield Finding(
                "WB013", answer.sheet, None, answer.field, answer.cell, context.place.code,
                (("other", f"{other.code} ({other.name})"),),
            )  # fmt: skip


def _other_place(answer: Answer, context: CheckContext) -> Place | None:
    sheet = context.definition.sheet(answer.sheet)
    field = sheet.field(answer.field) if sheet else None
    if field is None or field.filled_in != "code" or context.place is None:
        return None
    code = str(answer.value or "").zfill(context.definition.programme.code_length)
    known = (place for place in context.places if place.code == code)
    return next((place for place in known if place.code != context.place.code), None)


def filled_in_unchanged(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """SH106: a cell that we filled in says something else than the register of places."""
    if any(_other_place(answer, context) for answer in submission.filled_in):
        return
    for answer in submission.filled_in:
        sheet = context.definition.sheet(answer.sheet)
        field = sheet.field(answer.field) if sheet else None
        if field is None or not field.filled_in:
            continue
        accepted = (
            _accepted_of_row(answer, field, context)
            if field.filled_in == KNOWN
            else _accepted(field.filled_in, context)
        )
        if accepted and not any(_same(answer, spelling) for spelling in accepted):
            value = getattr(context.place, field.filled_in, None)
            expected = value if isinstance(value, int) else accepted[0]
            parameters = (("expected", expected),)
            yield finding("SH106", answer, context, parameters, answer.field)


def _accepted(fact: str, context: CheckContext) -> tuple[str, ...]:
    """Every way in which a fact may be written in its cell, the usual one first."""
    if fact == "period":
        return (format_period(context.period, context.texts), context.period.code)
    if fact == "currency":
        return (context.definition.programme.currency,)
    return _accepted_of_place(fact, context)


def _accepted_of_row(answer: Answer, field: Field, context: CheckContext) -> tuple[str, ...]:
    """The same for a fact that is declared for each place and row."""
    if context.place is None:
        return ()
    facts = context.definition.known_of(context.place.code)
    code = facts.get((answer.sheet, answer.row or "", answer.field), "")
    if not code:
        return (context.texts["words.not_known"],)
    return (context.texts.get(f"lists.{field.list}.{code}", code), code)


def _accepted_of_place(fact: str, context: CheckContext) -> tuple[str, ...]:
    place = context.place
    if place is None:
        return ()
    if fact == "level":
        label = context.texts.get(f"levels.{place.level}")
        return (label, place.level) if label else (place.level,)
    if fact == "parent":
        names = tuple(other.name for other in context.places if other.code == place.parent)
        # Without the parent's name in the round we cannot tell what was written.
        return (*names, place.parent) if names else ()
    if fact == "code":
        # A code that lost its leading zeros to the spreadsheet was changed by nobody.
        return (place.code, place.code.lstrip("0"))
    value = getattr(place, fact, None)
    spellings = [] if value in (None, "") else [str(value)]
    if spellings and fact == "population_source":
        spellings.append(context.texts.get(population_source_key(context.definition.programme)))
    return tuple(filter(None, spellings))


def _same(answer: Answer, expected: str) -> bool:
    found = "" if answer.value is None else str(answer.value)
    if normalise(found) == normalise(expected):
        return True
    try:
        return float(_bare(found)) == float(_bare(expected))
    except ValueError:
        return False


def _bare(figure: str) -> str:
    return "".join(figure.split()).replace(",", "")


RULES = (one_place, filled_in_unchanged)
