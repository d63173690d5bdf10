"""Words of the summary: labels of measures, areas, places and answers, safe to write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from templates.localise import format_number, period_texts
from templates.model import NOTHING_REASONS
from templates.periods import parse_period
from workbook.model import NOTHING_TO_REPORT
from workbook.round.status import INDEPENDENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import Texts
    from workbook.compile.country_totals import Totalled
    from workbook.compile.model import DataLine, Summary

LONGEST_TEXT = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def summary_wording(summary: Totalled, texts: Texts) -> Wording:
    """The texts of one language for a summary."""
    return Wording(
        texts,
        facts={
            **period_texts(parse_period(summary.period), texts),
            "region": summary.region,
            "currency": summary.currency,
        },
        areas={area.key: area.name for area in summary.areas},
        places={line.status.place.code: line.status.place.name for line in summary.places},
        is_public=summary.publication is not None,
        is_country=summary.scope == "country",
    )


class Wording:
    """Texts of one language for one report; a missing label shows the key.

    For a public summary, a text under `public.` takes the place of the one it is named after; for
    that of a country, one under `national.`, and for both one under `national.public.`.
    """

    def __init__(
        self,
        texts: Texts,
        facts: Mapping[str, str],
        areas: Mapping[str, str],
        places: Mapping[str, str],
        *,
        is_public: bool = False,
        is_country: bool = False,
    ) -> None:
        """`facts`: what fills in declared labels; `areas`, `places`: names by key and by code."""
        self._texts = texts
        public = ("public.",) if is_public else ()
        country = ("national.",) if is_country else ()
        both = ("national.public.",) if is_public and is_country else ()
        self._instead = (*both, *public, *country)
        self._facts = dict(facts)
        self._areas = dict(areas)
        self._places = dict(places)
        self._filled: dict[str, str] = {}
        self._own_prefix = self.text("own_workbook")

    def text(self, key: str, **values: object) -> str:
        """A text of the report with its placeholders filled in."""
        return self._fill(f"report.{key}", key, **values)

    def more(self, key: str, **values: object) -> str:
        """A text of the tabs on goals, scores, practices, ranking and single answers."""
        return self._fill(f"summary.{key}", key, **values)

    def sdg(self, key: str, **values: object) -> str:
        """A text on official indicators, the two methods, practices or the ranking."""
        return self._fill(f"indicators_sdg.{key}", key, **values)

    def export(self, key: str, **values: object) -> str:
        """A text of the files for other programs."""
        return self._fill(f"exports.{key}", key, **values)

    def chart(self, key: str, **values: object) -> str:
        """A text of the charts."""
        return self._fill(f"charts.{key}", key, **values)

    def document(self, key: str, **values: object) -> str:
        """A text of the document."""
        return self._fill(f"document.{key}", key, **values)

    def profile(self, key: str, **values: object) -> str:
        """A text of the page of one place; empty where there is none."""
        return self._fill(f"profile.{key}", "", **values)

    def page(self, key: str, **values: object) -> str:
        """A text of the page."""
        return self._fill(f"page.{key}", key, **values)

    def beside(self, key: str, **values: object) -> str:
        """A text on what stands beside a figure, such as quartiles, the round before, a target."""
        return self._fill(f"figures.{key}", key, **values)

    def number(self, value: float) -> str:
        """A number as it is written in the language of the texts."""
        return format_number(value, self._texts)

    @property
    def thousands_separator(self) -> str:
        """What parts the thousands of a number in the language of the texts."""
        return self._texts["words.thousands_separator"]

    def last_year(self, key: str, **values: object) -> str:
        """A text on the period before."""
        return self._fill(f"last_year.report.{key}", key, **values)

    def money_not_compared(self, summary: Summary) -> str:
        """Why no amounts of the period before stand beside today's; empty where they do."""
        if summary.other_currency is None:
            return ""
        key = "currency" if summary.other_currency else "currency_unknown"
        values = {"old": summary.other_currency, "new": summary.currency}
        return self.last_year(key, last=summary.last, **values)

    def national(self, key: str, **values: object) -> str:
        """A text on a country and its regions."""
        return self._fill(f"national.{key}", key, **values)

    def option(self, name: str, code: str) -> str:
        """The words for a code of a list."""
        return self._fill(f"lists.{name}.{code}", code)

    def measure(self, key: str) -> str:
        """What a measure counts."""
        return self._fill(f"indicators.measures.{key}", key)

    def theme(self, key: str, part: str) -> str:
        """The name, title or about of a theme; empty where the language has none."""
        return self._fill(f"indicators.themes.{key}.{part}", key if part != "about" else "")

    def area(self, key: str) -> str:
        """The name of an area, with its code where another area has the same name."""
        if key == INDEPENDENT:
            return self.text("independent_cities")
        name = self._areas.get(key) or self._places.get(key, key)
        if list(self._areas.values()).count(name) > 1:
            return self.text("area_with_code", name=name, code=key)
        return name

    def whole_or_area(self, area: str) -> str:
        """The name of an area, or of all that add up together."""
        return self.area(area) if area else self.export("whole")

    def towards(self, level: str, area: str) -> str:
        """The total that a place adds to; provinces and regions stand for themselves."""
        if level in GOVERNMENT_LEVELS:
            return self.area(area)
        return self._own_prefix + self._places.get(area, area)

    def level(self, level: str) -> str:
        """The name of a level of government."""
        return self._fill(f"levels.{level}", level)

    def section(self, sheet: str) -> str:
        """The title of a section of the workbook."""
        return self._fill(f"sheets.{sheet}.title", sheet)

    def office(self, who: str) -> str:
        """The name of an office."""
        return self._fill(f"offices.{who}", who)

    def join(self, names: Iterable[str]) -> str:
        """Several names as a list in a sentence."""
        return self._texts["words.list_separator"].join(names)

    def question(self, line: DataLine) -> str:
        """The short label of a question, or its full text."""
        if line.field == NOTHING_TO_REPORT:
            return self.text("data.nothing")
        return self.field(line.sheet, line.field)

    def field(self, sheet: str, key: str) -> str:
        """The short label of a question, or its full text."""
        start = f"sheets.{sheet}.fields.{key}"
        return self._fill(f"{start}.short", "") or self._fill(f"{start}.label", key)

    def record(self, sheet: str, row: str) -> str:
        """The label of a row of a matrix, or the id of a record of a table."""
        return self._fill(f"sheets.{sheet}.rows.{row}.label", row)

    def reads_as(self, line: DataLine) -> str:
        """The value as people read it: labels for codes; empty where it speaks for itself."""
        if isinstance(line.value, bool):
            return self._fill("words.yes" if line.value else "words.no", str(line.value))
        codes = line.value if isinstance(line.value, tuple) else (line.value,)
        name = NOTHING_REASONS if line.field == NOTHING_TO_REPORT else line.list
        if not name or line.value is None:
            return ""
        return "; ".join(self._fill(f"lists.{name}.{code}", str(code)) for code in codes)

    def _fill(self, key: str, default: str, **values: object) -> str:
        found = self._filled.get(key)
        if found is None:
            instead = (self._texts.get(start + key) for start in self._instead)
            found = next((text for text in instead if text), self._texts.get(key))
            for name, value in self._facts.items():
                found = found.replace("{" + name + "}", value)
            self._filled[key] = found
        for name, given in values.items():
            found = found.replace("{" + name + "}", str(given))
        return found or default


def printable(text: str, cut: str) -> str:
    """Text that a cell can hold: no control characters, cut with a mark where it is too long."""
    clean = _FORBIDDEN.sub("\ufffd", text)
    if len(clean) > LONGEST_TEXT:
        clean = clean[: LONGEST_TEXT - len(cut)] + cut
    return clean
