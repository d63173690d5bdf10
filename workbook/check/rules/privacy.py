"""Stage PR6: texts must not hold private details; a finding never repeats them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from workbook.check.view import answered, text
from workbook.model import Explanation, Finding
from workbook.read.private import country_of, details

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.check.context import CheckContext
    from workbook.model import Answer, Submission

SCANNED = frozenset({"text", "long_text"})
_NAME = r"[^\W\d_][\w'’.-]*"


def private_details(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """PR601, PR602, PR603: an e-mail address, a telephone number, a number of a person."""
    for place, said in _texts(submission, context):
        found = details(said, country(context))
        if "email" in found:
            yield _private("PR601", place)
        if "phone" in found:
            yield _private("PR602", place)
        if "identity" in found:
            yield _private("PR603", place)


def name_for_role(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """PR604: a name stands where a role is asked."""
    asked = {(one["sheet"], one["field"]) for one in context.parameter("PR604", "fields")}
    titled = _titled(tuple(context.parameter("PR604", "titles")))
    for _, answer in answered(submission, context):
        if (answer.sheet, answer.field) not in asked:
            continue
        written = text(answer)
        places = (place.name for place in context.places)
        if _is_name(written, titled) and not any(name in written for name in places):
            yield _private("PR604", answer)


def _is_name(written: str, titled: re.Pattern[str]) -> bool:
    """Whether a title and a name stand there, or a first name, a letter and a family name."""
    return titled.search(written) is not None or _INITIAL.search(written) is not None


_INITIAL = re.compile(
    r"(?<!\w)[A-ZÀ-Þ][a-zß-ÿ]+ (?:[A-ZÀ-Þ][a-zß-ÿ]+ )?[A-ZÀ-Þ]\. "
    r"(?:(?:de|dela|del|de la|la|los|van|von|san|santa|sta\.?) )?[A-ZÀ-Þ][a-zß-ÿ]+",
)


@cache
def _titled(titles: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, titles))
    return re.compile(rf"(?<!\w)(?i:{words})(?:\. ?| )(?=[A-ZÀ-Þ])(?={_NAME})")


def without_private(
    explanations: Iterable[Explanation], context: CheckContext
) -> Iterator[Explanation]:
    """The explanations that can be passed on: a private detail must not travel with a finding."""
    for explanation in explanations:
        if not details(explanation.text, country(context)):
            yield explanation


def country(context: CheckContext) -> str:
    """The country whose numbers need no prefix."""
    return country_of(context.definition.programme.currency)


def _texts(
    submission: Submission, context: CheckContext
) -> Iterator[tuple[Answer | Explanation, str]]:
    """Answers in words, and explanations."""
    for field, answer in answered(submission, context):
        if field.type in SCANNED and text(answer):
            yield answer, text(answer)
    for explanation in submission.explanations:
        yield explanation, explanation.text


def _private(code: str, place: Answer | Explanation) -> Finding:
    """A finding without the value: it would carry the private detail further."""
    beside = "explanation" if isinstance(place, Explanation) else ""
    return Finding(
        code, place.sheet, place.row, place.field, place.cell or None, discriminator=beside
    )


RULES = (private_details, name_for_role)
