"""Stage PR6: texts must not hold addresses or telephone numbers; a finding never repeats them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from workbook.check.view import known, text
from workbook.model import Explanation, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.check.context import CheckContext
    from workbook.model import Answer, Submission

SCANNED = frozenset({"text", "long_text"})
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")

# Lengths are bounded, so that no text can keep the scan busy.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}")

_GAP = r"[ .\-/]{0,2}"
_NO_YEAR = r"(?!(?:19|20)\d\d(?!\d))"
_PHONES = (
    # International: a plus sign or 00, then 8 to 15 digits in any grouping.
    re.compile(rf"(?<![\w+])(?:\+|00[1-9])(?:{_GAP}\(?\d\)?){{7,14}}(?!\w)"),
    # Philippine mobile: 09 and nine more digits; place codes have ten digits in all.
    re.compile(rf"(?<![\w-])\(?0{_GAP}9(?:{_GAP}\)?\d){{9}}(?![\w-])"),
    # An area code in brackets: (054) 473-1234, (02) 8123 4567, (604) 873-7000.
    re.compile(rf"(?<!\w)\(0?\d{{1,3}}\){_GAP}\d{{3,4}}{_GAP}\d{{4}}(?![\w-])"),
    # An area code with zero, groups parted: 054 473 1234, 02-8123-4567. Groups that read as a
    # year are those of a document's number.
    re.compile(
        rf"(?<![\w.-])0(?:2[ .\-/]{_NO_YEAR}\d{{4}}|[3-8]\d[ .\-/]\d{{3}})"
        rf"[ .\-]{_NO_YEAR}\d{{4}}(?![\w-])"
    ),
    # North America, groups parted: 604-873-7000.
    re.compile(rf"(?<![\w.-])[2-9]\d\d[.\-][2-9]\d\d[.\-]{_NO_YEAR}\d{{4}}(?![\w-])"),
)
# Local numbers have too few digits to be told from others, unless a word announces them.
_ANNOUNCED = (
    r"(?<!\w)(?:{words})[s]?(?:\.|:| |no|number|nos|#){{0,6}}\(?\d(?:[ .\-()]{{0,2}}\d){{6,13}}"
)


def email_address(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """PR601: an e-mail address stands in a text."""
    for place, line in _texts(submission, context):
        if _has_email(line):
            yield _private("PR601", place)


def phone_number(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """PR602: a telephone number stands in a text."""
    patterns = _phone_patterns(context)
    for place, line in _texts(submission, context):
        if any(pattern.search(line) for pattern in patterns):
            yield _private("PR602", place)


def without_private(
    explanations: Iterable[Explanation], context: CheckContext
) -> Iterator[Explanation]:
    """The explanations that can be passed on: a private detail must not travel with a finding."""
    patterns = _phone_patterns(context)
    for explanation in explanations:
        line = _plain(explanation.text)
        if not _has_email(line) and not any(pattern.search(line) for pattern in patterns):
            yield explanation


def _has_email(line: str) -> bool:
    return "@" in line and _EMAIL.search(line) is not None


def _phone_patterns(context: CheckContext) -> tuple[re.Pattern[str], ...]:
    words = "|".join(map(re.escape, context.parameter("PR602", "words")))
    return (*_PHONES, re.compile(_ANNOUNCED.format(words=words)))


def _texts(
    submission: Submission, context: CheckContext
) -> Iterator[tuple[Answer | Explanation, str]]:
    """Answers in words and explanations, spelt as the patterns expect."""
    for field, answer in known(submission, context):
        if field.type in SCANNED and text(answer):
            yield answer, _plain(text(answer))
    for explanation in submission.explanations:
        yield explanation, _plain(explanation.text)


def _plain(said: str) -> str:
    """The text with one kind of digit, dash and space."""
    line = unicodedata.normalize("NFKC", said).translate(_DASHES)
    return " ".join(line.split()).casefold()


def _private(code: str, place: Answer | Explanation) -> Finding:
    """A finding without the value: it would carry the private detail further."""
    beside = "explanation" if isinstance(place, Explanation) else ""
    return Finding(
        code, place.sheet, place.row, place.field, place.cell or None, discriminator=beside
    )


RULES = (email_address, phone_number)
