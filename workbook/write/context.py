"""What every part of the writing room needs to know while it writes one workbook."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from string import Formatter
from typing import TYPE_CHECKING, TypeVar, cast

from templates.model import NOTHING_REASONS
from workbook.write.conditions import limits_of, quote
from workbook.write.shapes import RecordsPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from templates.model import Field, Sheet
    from workbook.write.conditions import Limits
    from workbook.write.order import WorkbookOrder
    from workbook.write.shapes import BookPlan
    from workbook.write.styles import Styles
    from workbook.write.wording import Wording


_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Context:
    """The order, its texts, its layout and its styles; what is needed again and again is kept."""

    order: WorkbookOrder
    wording: Wording
    plan: BookPlan
    styles: Styles
    _limits: dict[int, Limits] = attribute(default_factory=dict, repr=False, compare=False)
    _allowed: dict[int, frozenset[str]] = attribute(default_factory=dict, repr=False, compare=False)
    _kept: dict[Hashable, object] = attribute(default_factory=dict, repr=False, compare=False)
    _labels: dict[str, dict[str, str]] = attribute(default_factory=dict, repr=False, compare=False)

    def of(self, order: WorkbookOrder, wording: Wording) -> Context:
        """The same layout for another order; texts may name its place, limits do not."""
        return Context(
            order, wording, self.plan, self.styles, _limits=self._limits, _kept=self._kept
        )

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What is made when it is first asked for under this key, for all orders of a layout."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("_Made", self._kept[key])

    def limits(self, field: Field) -> Limits:
        """What a number or date field takes in this period."""
        if id(field) not in self._limits:
            found = limits_of(field, self.order.period, self.wording.unknown)
            self._limits[id(field)] = found
        return self._limits[id(field)]

    def options(self, field: Field) -> tuple[str, ...]:
        """The labels that a drop-down offers, without NA and ND; of records the book knows them."""
        if field.type == "one_of":
            return self.list_labels(field.list)
        if field.type == "yes_no":
            return self.wording.say("words.yes"), self.wording.say("words.no")
        if field.type == "several_of":
            return (self.wording.say("words.signs.tick"),)
        return ()

    def entries(self, field: Field) -> str:
        """What the entries of a field's list mean, if they are described."""
        codes = self.order.definition.lists.get(field.list)
        return self.wording.entries(codes) if codes is not None else ""

    def list_labels(self, name: str) -> tuple[str, ...]:
        """The labels of a declared list that are still offered."""
        codes = self.order.definition.lists[name].offered
        return tuple(self.wording.option(name, code) for code in codes)

    def find_table(self, sheet: str) -> RecordsPlan | None:
        """The layout of a table or matrix."""
        blocks = (block for tab in self.plan.tabs for block in tab.blocks)
        return next(
            (b for b in blocks if isinstance(b, RecordsPlan) and b.sheet.key == sheet), None
        )

    def allowed(self, field: Field) -> frozenset[str]:
        """What a drop-down that offers no records takes, case folded."""
        if id(field) not in self._allowed:
            labels = (*self.options(field), *self.wording.unknown)
            self._allowed[id(field)] = frozenset(label.casefold() for label in labels)
        return self._allowed[id(field)]

    def condition_labels(self, sheet: Sheet) -> dict[str, str]:
        """The label that stands for `field=code` in conditions, and the words for NA and ND."""
        if sheet.key not in self._labels:
            self._labels[sheet.key] = self._find_labels(sheet)
        return self._labels[sheet.key]

    def _find_labels(self, sheet: Sheet) -> dict[str, str]:
        na, nd = self.wording.unknown
        found = {"na": na, "nd": nd}
        for field in sheet.fields:
            for condition in field.required_when:
                other = sheet.field(condition.field)
                for code in condition.one_of if other else ():
                    found[f"{condition.field}={code}"] = self._condition_label(other, code)
        return found

    def _condition_label(self, field: Field | None, code: str) -> str:
        if field is None or field.type == "several_of":
            return code
        if field.type == "yes_no":
            return self.wording.say("words.yes" if code == "true" else "words.no")
        return self.wording.option(field.list, code)

    def reasons(self) -> tuple[str, ...]:
        """The reasons for nothing to report."""
        return self.list_labels(NOTHING_REASONS)


def identity_slot_key(sheet: Sheet) -> str:
    """The column that names a record, before any that do so where it is empty."""
    fields = [field.key for key in sheet.identity if (field := sheet.field(key))]
    return (sheet.names or fields or [sheet.asked[0].key])[0]


def phrase_formula(template: str, cells: Mapping[str, str]) -> str:
    """A text with `{placeholders}` as a formula that joins it with the values of cells."""
    parts: list[str] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            parts.append(quote(text))
        if name:
            parts.append(cells[name])
    return "&".join(parts) or '""'
