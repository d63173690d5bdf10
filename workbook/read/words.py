"""The words that reading accepts, from the texts of all languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.tables import read_toml
from templates.load import SHIPPED
from workbook.anchors import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.load import Library
    from templates.model import CodeList, Definition, Texts


@dataclass(frozen=True, slots=True)
class Options:
    """A list as officers may write it.

    `exact`: labels as offered. `spelled`: normalised labels and codes. `labels`: by code, what is
    offered now, in the language of the workbook, to name the nearest one.
    """

    codes: tuple[str, ...]
    exact: Mapping[str, str]
    spelled: Mapping[str, str]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """Spellings, all normalised, and the lists by key.

    `money_marks`: code and signs of the programme's currency, which may stand beside an amount.
    `decimal_comma`: people of the file's own language may write 1,234 for a little over one.
    """

    yes: frozenset[str]
    no: frozenset[str]
    not_applicable: frozenset[str]
    no_data: frozenset[str]
    ticks: frozenset[str]
    exact_yes_no: frozenset[str]
    months: Mapping[str, int]
    options: Mapping[str, Options]
    money_marks: tuple[str, ...]
    decimal_comma: bool = False


def gather_words(library: Library, definition: Definition, language: str) -> Words:
    """The words of every language of the library; the file's own language goes first."""
    texts = library.wordings(definition.programme.key, language)
    return Words(
        yes=_spellings(texts, "yes"),
        no=_spellings(texts, "no"),
        not_applicable=_spellings(texts, "na"),
        no_data=_spellings(texts, "nd"),
        ticks=_spellings(texts, "tick"),
        exact_yes_no=frozenset(
            text.get(f"words.{word}") for text in texts for word in ("yes", "no")
        ),
        months=_months(texts),
        options={key: _options(codes, texts) for key, codes in definition.lists.items()},
        money_marks=_money_marks(library, definition.programme.currency),
        decimal_comma=texts[0].get("words.decimal_mark") == "," if texts else False,
    )


def _money_marks(library: Library, currency: str) -> tuple[str, ...]:
    signs = library.once(("currency signs",), lambda: read_toml(SHIPPED / "currency_signs.toml"))
    return tuple(filter(None, (currency, *signs.get(currency, ()))))


def _spellings(texts: Iterable[Texts], word: str) -> frozenset[str]:
    found = (
        normalise(spelling)
        for text in texts
        for spelling in (*text.get(f"words.{word}_spellings").split("|"), text.get(f"words.{word}"))
    )
    return frozenset(filter(None, found))


def _months(texts: Iterable[Texts]) -> dict[str, int]:
    """Names of months, and their beginnings of three letters or more where only one fits."""
    found: dict[str, set[int]] = {}
    for text in texts:
        for number in range(1, 13):
            name = normalise(text.get(f"words.months.{number}"))
            for length in range(3, len(name) + 1):
                found.setdefault(name[:length], set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


def _options(codes: CodeList, texts: Sequence[Texts]) -> Options:
    exact: dict[str, str] = {}
    spelled: dict[str, set[str]] = {}
    for text in texts:
        for code in codes.codes:
            label = text.get(f"lists.{codes.key}.{code}").strip()
            if label:
                # A label that another language uses for another code counts as in the first.
                exact.setdefault(label, code)
                spelled.setdefault(normalise(label), {exact[label]}).add(exact[label])
    clear = {label: min(found) for label, found in spelled.items() if len(found) == 1}
    for code in codes.codes:
        clear.setdefault(normalise(code), code)
    offered = {
        code: next(filter(None, (text.get(f"lists.{codes.key}.{code}") for text in texts)), "")
        for code in codes.offered
    }
    labels = {code: label for code, label in offered.items() if label}
    return Options(codes.codes, exact, clear, labels)
