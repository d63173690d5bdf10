"""Stage PR6: texts must not hold addresses or telephone numbers; a finding never repeats them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from workbook.check.view import known, text
from workbook.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    for answer, line in _texts(submission, context):
        if "@" in line and _EMAIL.search(line):
            yield _private("PR601", answer)


def phone_number(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """PR602: a telephone number stands in a text."""
    words = "|".join(map(re.escape, context.parameter("PR602", "words")))
    patterns = (*_PHONES, re.compile(_ANNOUNCED.format(words=words)))
    for answer, line in _texts(submission, context):
        if any(pattern.search(line) for pattern in patterns):
            yield _private("PR602", answer)


def _texts(submission: Submission, context: CheckContext) -> Iterator[tuple[Answer, str]]:
    """Answers in words, spelt so that the patterns see one kind of digit, dash and space."""
    for field, answer in known(submission, context):
        if field.type in SCANNED and text(answer):
            plain = unicodedata.normalize("NFKC", text(answer)).translate(_DASHES)
            yield answer, " ".join(plain.split()).casefold()


def _private(code: str, answer: Answer) -> Finding:
    """A finding without the value: it would carry the private detail further."""
    return Finding(code, answer.sheet, answer.row, answer.field, answer.cell or None)


RULES = (email_address, phone_number)
