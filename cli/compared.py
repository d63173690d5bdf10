"""Two returns held against each other: what to show of them, as objects, lines and words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.shapes import plain_value, words_of
from templates.localise import period_texts
from templates.model import REFERENCE_TYPES
from templates.periods import parse_period
from workbook.check.difference import KINDS, find_changes, record_names
from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.check.view import shown_as
from workbook.check.wording import field_label
from workbook.read.private import country_of, details

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from templates.load import Library
    from templates.model import Place, Sheet, Texts
    from workbook.check.difference import Change
    from workbook.model import Answer, Finding, Submission
    from workbook.round.folder import Round

FACTS = ("programme", "version", "edition", "level", "place", "period", "language", "issue")
# Facts in which two returns may differ without being about something else.
_HARMLESS = frozenset({"language", "issue"})
CHANGE_COLUMNS = (
    "tab", "sheet", "section", "row", "record", "field", "label", "kind", "old_state", "old_value",
    "old_cell", "new_state", "new_value", "new_cell",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two returns, with what was found in it by itself."""

    submission: Submission
    findings: tuple[Finding, ...]
    place: Place | None

    @property
    def name(self) -> str:
        """The place, as far as it is known."""
        code = self.submission.identity.place
        return f"{self.place.name} ({code})" if self.place is not None else code


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two returns and the answers in which they differ, ready to be told."""

    old: Side
    new: Side
    sheets: tuple[Sheet, ...]
    tabs: Mapping[str, str]
    changes: tuple[Change, ...]
    texts: Texts

    @property
    def same_file(self) -> bool:
        """Whether both are the same to the last byte."""
        return self.old.submission.sha256 == self.new.submission.sha256

    @property
    def differing(self) -> tuple[str, ...]:
        """What the two say of themselves differently; the issue id too."""
        one, other = self.old.submission.identity, self.new.submission.identity
        return tuple(fact for fact in FACTS if getattr(one, fact) != getattr(other, fact))

    @property
    def strange(self) -> tuple[str, ...]:
        """The facts among them that make the two returns be about different things."""
        return tuple(fact for fact in self.differing if fact not in _HARMLESS)

    @property
    def mended(self) -> tuple[Finding, ...]:
        """What was found in the older one and no longer is."""
        known = {found.id for found in self.new.findings}
        return tuple(found for found in self.old.findings if found.id not in known)

    @property
    def arisen(self) -> tuple[Finding, ...]:
        """What was found in the newer one only."""
        known = {found.id for found in self.old.findings}
        return tuple(found for found in self.new.findings if found.id not in known)


def compare_returns(
    old: Side, new: Side, collection: Round | None, library: Library, texts: Texts
) -> Comparison:
    """Compare two returns that could be read; each is understood by what it was asked."""
    sheets: dict[str, Sheet] = {}
    tabs: dict[str, str] = {}
    for side in (old, new):
        who = side.submission.identity
        level = side.place.level if side.place is not None else who.level
        asked = (
            collection.definition(level)
            if collection is not None and who.programme == collection.settings.programme
            else library.definition(who.programme, who.edition, level)
        )
        sheets |= {sheet.key: sheet for sheet in asked.sheets}
        tabs |= {sheet: tab.key for tab in asked.tabs for sheet in tab.sheets}
    changes = find_changes(old.submission.answers, new.submission.answers, [*sheets.values()])
    return Comparison(old, new, tuple(sheets.values()), tabs, changes, texts)


class ChangeWords:
    """Words for changes: labels, and values as people read them; contacts are never shown."""

    def __init__(self, comparison: Comparison) -> None:
        self._texts = comparison.texts
        self._tabs = comparison.tabs
        self._fields = {
            (sheet.key, field.key): field for sheet in comparison.sheets for field in sheet.fields
        }
        sides = (comparison.old.submission, comparison.new.submission)
        self._country = country_of(sides[1].currency or sides[0].currency)
        self._names = [record_names(side.answers, comparison.sheets) for side in sides]
        self._facts = _facts(comparison)

    def tab(self, change: Change) -> str:
        """The tab that the question stands on."""
        return self._texts.get(f"tabs.{self._tabs[change.sheet]}.name", self._tabs[change.sheet])

    def section(self, change: Change) -> str:
        """The title of the section."""
        return self._fill(self._texts.get(f"sheets.{change.sheet}.title", change.sheet))

    def record(self, change: Change) -> str:
        """What the record or row is called; its key where it has no name."""
        if change.record:
            return self._safe(change.record)
        label = self._texts.get(f"sheets.{change.sheet}.rows.{change.row}.label")
        return self._fill(label) if label else change.row or ""

    def label(self, change: Change) -> str:
        """What was asked."""
        return field_label(change.sheet, change.field, self._texts, self._facts)

    def value(self, change: Change, side: int) -> str:
        """What one side answered; `side` 0 is the older one."""
        answer = (change.old, change.new)[side]
        if answer is None:
            return self._texts["compare.states.absent"]
        if change.private and answer.state == "answered":
            return self._texts["compare.states.private"]
        if answer.state in {"blank", "not_applicable", "no_data"}:
            return self._texts[f"compare.states.{answer.state}"]
        field = self._fields.get((change.sheet, change.field))
        if field is not None and field.type in REFERENCE_TYPES and isinstance(answer.value, tuple):
            names = self._names[side]
            return ", ".join(
                self._safe(names.get((field.refers_to, key), key)) for key in answer.value
            )
        shown = None if change.private else shown_as(answer, field, self._texts)
        return self._safe(shown or self._texts["compare.states.unreadable"])

    def is_told(self, change: Change, answer: Answer) -> bool:
        """Whether the value may be repeated: no contact, no private detail."""
        return not change.private and not (
            isinstance(answer.value, str) and details(answer.value, self._country)
        )

    def _safe(self, text: str) -> str:
        return self._texts["compare.states.private"] if details(text, self._country) else text

    def _fill(self, text: str) -> str:
        for name, value in self._facts.items():
            text = text.replace("{" + name + "}", value)
        return text


def _facts(comparison: Comparison) -> dict[str, str]:
    """What stands for the period, place and currency in declared texts: those of the newer one."""
    texts, new = comparison.texts, comparison.new
    facts = {"currency": new.submission.currency or texts["findings.words.currency"]}
    facts["place"] = new.place.name if new.place is not None else texts["findings.words.place"]
    if "period" in comparison.differing or not new.submission.identity.period:
        return facts | {key: texts[f"findings.words.{key}"] for key in ("period", "period_end")}
    return facts | period_texts(parse_period(new.submission.identity.period), texts)


def comparison_object(comparison: Comparison) -> dict[str, object]:
    """Two compared returns as JSON has them."""
    words = ChangeWords(comparison)
    counts = Counter(change.kind for change in comparison.changes)
    texts, period = comparison.texts, comparison.new.submission.identity.period
    return {
        "compared": "files",
        "files": [_side_object(side) for side in (comparison.old, comparison.new)],
        "same_file": comparison.same_file,
        "same_answers": not comparison.changes,
        "differs_in": list(comparison.differing),
        "changes": [_change_object(change, words) for change in comparison.changes],
        "findings": {
            "mended": words_of(comparison.mended, period, texts),
            "new": words_of(comparison.arisen, period, texts),
        },
        "summary": {kind: counts[kind] for kind in KINDS},
    }


def change_rows(comparison: Comparison) -> Iterator[dict[str, object]]:
    """One line a change, for CSV; values as people read them."""
    words = ChangeWords(comparison)
    for change in comparison.changes:
        sides: dict[str, object] = {}
        for number, (name, answer) in enumerate((("old", change.old), ("new", change.new))):
            sides[f"{name}_state"] = answer.state if answer else None
            sides[f"{name}_cell"] = answer.cell if answer else None
            sides[f"{name}_value"] = words.value(change, number) if answer else None
        yield _about(change, words) | sides


def _side_object(side: Side) -> dict[str, object]:
    submission, who = side.submission, side.submission.identity
    found: dict[str, object] = {"file": submission.file, "sha256": submission.sha256}
    found |= {fact: getattr(who, fact) or None for fact in FACTS}
    return found | {
        "place_name": side.place.name if side.place is not None else None,
        "verdict": verdict(side.findings, load_register()),
    }


def _change_object(change: Change, words: ChangeWords) -> dict[str, object]:
    found = _about(change, words) | {"private": change.private}
    for number, (name, answer) in enumerate((("old", change.old), ("new", change.new))):
        found[name] = None if answer is None else _answer_object(answer, change, number, words)
    return found


def _answer_object(
    answer: Answer, change: Change, side: int, words: ChangeWords
) -> dict[str, object]:
    told = words.is_told(change, answer)
    return {
        "state": answer.state,
        "value": plain_value(answer) if told else None,
        "shown": words.value(change, side),
        "cell": answer.cell,
    }


def _about(change: Change, words: ChangeWords) -> dict[str, object]:
    return {
        "tab": words.tab(change),
        "sheet": change.sheet,
        "section": words.section(change),
        "row": change.row,
        "record": words.record(change) or None,
        "field": change.field,
        "label": words.label(change),
        "kind": change.kind,
    }
