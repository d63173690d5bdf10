"""The texts of one workbook: looked up, with place, period and contact filled in."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from templates.localise import format_date, format_period, period_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import CodeList, Field, Sheet, Texts
    from workbook.write.order import WorkbookOrder


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts by key; `facts` stands for the placeholders that every text may use."""

    texts: Texts
    facts: Mapping[str, str]
    _said: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def say(self, key: str, **values: object) -> str:
        """The text with its placeholders filled in."""
        if values:
            return self.texts[key].format_map({**self.facts, **values})
        if key not in self._said:
            self._said[key] = self.texts[key].format_map(self.facts)
        return self._said[key]

    def maybe(self, key: str, **values: object) -> str:
        """The text, or nothing where the language has none."""
        return self.say(key, **values) if self.texts.get(key) else ""

    def label(self, sheet: Sheet, field: Field) -> str:
        """The question, or the heading of a column."""
        return self.say(f"sheets.{sheet.key}.fields.{field.key}.label")

    def short(self, sheet: Sheet, field: Field) -> str:
        """The question in a few words."""
        short = self.maybe(f"sheets.{sheet.key}.fields.{field.key}.short")
        return short or self.label(sheet, field)

    def help(self, sheet: Sheet, field: Field) -> str:
        """What counts, with an example where there is one."""
        prefix = f"sheets.{sheet.key}.fields.{field.key}"
        example = self.maybe(f"{prefix}.example")
        parts = [self.maybe(f"{prefix}.help")]
        if example and field.type not in {"yes_no", "one_of", "several_of"}:
            parts.append(self.say("words.example", example=example))
        return " ".join(part for part in parts if part)

    def entries(self, codes: CodeList) -> str:
        """What the entries of a list mean, as far as their names alone do not say it."""
        meanings = {code: self.maybe(f"options.{codes.key}.{code}") for code in codes.offered}
        return " ".join(
            self.say("words.entry", name=self.quoted(codes.key, code), meaning=meaning)
            for code, meaning in meanings.items()
            if meaning
        )

    def quoted(self, name: str, code: str) -> str:
        """The label of a list's code, as it is named in a sentence."""
        return self.say("words.quoted", text=self.option(name, code))

    def option(self, name: str, code: str) -> str:
        """The label of a list's code."""
        return self.say(f"lists.{name}.{code}")

    @property
    def unknown(self) -> tuple[str, str]:
        """What a person types for "not applicable" and for "no data"."""
        return self.say("words.na"), self.say("words.nd")

    @property
    def not_a_reason(self) -> frozenset[str]:
        """What says NA or ND in this language, case folded: no explanation of anything."""
        spelled = (self.texts.get(f"words.{word}_spellings") for word in ("na", "nd"))
        return frozenset(
            word.casefold()
            for words in (*spelled, *self.unknown)
            for word in words.split("|")
            if word
        )

    def offices(self, keys: Iterable[str]) -> str:
        """Who usually knows, each office once, in order."""
        names = [self.say(f"offices.{key}") for key in dict.fromkeys(keys) if key]
        return self.say("words.list_separator").join(names)


def make_wording(order: WorkbookOrder) -> Wording:
    """The texts of an order, ready to be put into cells."""
    texts = order.texts
    facts = {
        **period_texts(order.period, texts),
        "place": order.place.name,
        "contact": order.contact,
        "deadline": format_date(order.deadline, texts) if order.deadline else "",
        "currency": order.definition.programme.currency,
        "last": format_period(order.last, texts) if order.last else "",
        "programme": texts.get(f"programmes.{order.definition.programme.key}.title")
        or order.definition.programme.key,
    }
    return Wording(texts, facts)


def shorten(text: str, length: int) -> str:
    """The text, cut at a word where it is longer than a spreadsheet program takes."""
    if len(text) <= length:
        return text
    return textwrap.shorten(text, length, placeholder="…")
