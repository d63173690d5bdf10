"""Private details in texts: e-mail addresses, telephone numbers, numbers of persons.

They are found so that they can be reported and left out; nothing here keeps them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from indicators.tables import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.model import Answer, Finding

Detail = Literal["email", "phone", "identity"]

_DECLARED = Path(__file__).parent / "private.toml"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
# Six digits with no letter between them; amounts with their commas are no numbers to dial.
_FEWEST_DIGITS = re.compile(r"\d(?:\W{0,4}\d){5}")
_AMOUNT = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-])")
_LONGEST = 40_000
_TRIES = 200

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
# The last group of a document's number is often its year.
_ENDS_IN_YEAR = re.compile(r"[ .\-/](?:19|20)\d\d$")
_ANNOUNCED = (
    r"(?<!\w)(?:{words})[s]?(?:\.|:| |no|number|nos|#){{0,6}}\(?\d(?:[ .\-()]{{0,2}}\d){{6,13}}"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """One kind of number of persons."""

    pattern: re.Pattern[str]
    words: re.Pattern[str] | None
    check: str


def details(text: str, country: str = "") -> frozenset[Detail]:
    """The kinds of private details in a text; `country` is that of numbers without a prefix."""
    line = _plain(text)
    found: set[Detail] = set()
    if "@" in line and _EMAIL.search(line):
        found.add("email")
    line = _AMOUNT.sub("…", line)
    if _FEWEST_DIGITS.search(line):
        if any(_identities(line)):
            found.add("identity")
        elif _has_phone(line, country):
            found.add("phone")
    return frozenset(found)


def country_of(currency: str) -> str:
    """The country whose currency it is: its code begins with the country's."""
    return currency[:2]


def without_details(finding: Finding, country: str) -> Finding:
    """The finding; what stands in the cell and what its message names is left out if private."""
    value = finding.value
    if value is not None and details(value, country):
        value = None
    kept = tuple(
        (name, each)
        for name, each in finding.parameters
        if not isinstance(each, str) or not details(each, country)
    )
    if value == finding.value and kept == finding.parameters:
        return finding
    return replace(finding, value=value, parameters=kept)


def without_raw_details(answer: Answer, country: str) -> Answer:
    """The answer; what an unreadable cell shows is left out if private."""
    if answer.raw and details(answer.raw, country):
        return replace(answer, raw=None)
    return answer


def _plain(text: str) -> str:
    """The text as the patterns see it: one kind of digit, dash and space, small letters."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_DASHES)
    return " ".join(plain.split()).casefold()


def _has_phone(line: str, country: str) -> bool:
    if any(pattern.search(line) for pattern in (*_PHONES, _announced())):
        return True
    from phonenumbers import SUPPORTED_REGIONS, PhoneNumberMatcher

    region = country if country in SUPPORTED_REGIONS else None
    found = PhoneNumberMatcher(line, region, max_tries=_TRIES)
    return any(not _ENDS_IN_YEAR.search(match.raw_string) for match in found)


def _identities(line: str) -> Iterator[bool]:
    """True for each number of a person."""
    near = _declared()["near"]
    for number in _numbers():
        for found in number.pattern.finditer(line):
            around = line[max(found.start() - near, 0) : found.end() + near]
            announced = number.words is None or number.words.search(around)
            digits = re.sub(r"\D", "", found.group())
            if announced and _tallies(digits, number.check):
                yield True


def _tallies(digits: str, check: str) -> bool:
    """Whether the last digit follows from the others as this kind of number has it."""
    if check == "luhn":
        from stdnum import luhn

        return len(set(digits)) > 1 and bool(luhn.is_valid(digits))
    if check == "ca_sin":
        from stdnum.ca import sin

        return bool(sin.is_valid(digits))
    if check == "ca_bc_phn":
        from stdnum.ca import bc_phn

        return bool(bc_phn.is_valid(digits))
    return True


@cache
def _declared() -> Mapping[str, Any]:
    return read_toml(_DECLARED)


@cache
def _announced() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _declared()["telephone_words"]))
    return re.compile(_ANNOUNCED.format(words=words))


@cache
def _numbers() -> tuple[_Number, ...]:
    return tuple(_number(facts) for facts in _declared()["numbers"])


def _number(facts: Mapping[str, Any]) -> _Number:
    between = "|".join(map(re.escape, facts.get("between", ["-"])))
    groups = [rf"\d{{{len(group)}}}" for group in str(facts["shape"]).split("-")]
    front = "[a-z]{1,2} ?" if facts.get("letters") else ""
    behind = "[a-z]?" if facts.get("letters") else ""
    shape = front + f"(?:{between})".join(groups) + behind
    words = "|".join(map(re.escape, facts.get("words", [])))
    return _Number(
        pattern=re.compile(rf"(?<![\w.,-]){shape}(?![\w-]|[.,]\d)"),
        words=None if facts.get("alone") else re.compile(rf"(?<!\w)(?:{words})(?!\w)"),
        check=str(facts.get("check", "")),
    )
