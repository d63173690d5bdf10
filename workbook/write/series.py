"""Many workbooks that differ only in their place: one is written, the others re-issued from it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbook.ooxml.reissue import make_base, reissue
from workbook.write.book import build_workbook, write_parts

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from workbook.ooxml.reissue import Base
    from workbook.write.order import WorkbookOrder

# Marks of XML and of footers, control characters and unseen spaces need care that only writing
# from scratch takes; longer texts may need a taller line.
_PLAIN = re.compile(r"(?! )[^&<>\"'{}\x00-\x1f\x7f-\xa0]{1,40}(?<! )")
_FIRST_NUMBER = 918273641
_SHOWN_TEXTS = ("code", "name", "income_class")
_SHOWN_NUMBERS = ("population", "subdivisions")


class Series:
    """Writes the workbooks of a round; what a workbook holds depends on its order alone.

    `written`: how many had to be written from scratch, the bases among them.
    """

    def __init__(self) -> None:
        self.written = 0
        self._bases: dict[Hashable, tuple[Base, dict[str, str]]] = {}

    def build(self, order: WorkbookOrder) -> bytes:
        """The workbook that is ordered, as the content of an .xlsx file."""
        facts = _facts(order)
        if (
            order.typed
            or order.records
            or order.shown
            or not all(_PLAIN.fullmatch(value) for value in facts.values())
        ):
            self.written += 1
            return build_workbook(order)
        key = (
            id(order.definition), order.texts.language, order.period.code, order.deadline,
            order.contact, order.place.level, order.place.population_source, tuple(facts),
            tuple(order.known.items()),
        )  # fmt: skip
        if key not in self._bases:
            self.written += 1
            self._bases[key] = _base(order, facts)
        base, stand_ins = self._bases[key]
        return reissue(base, {stand_ins[fact]: value for fact, value in facts.items()})


def _facts(order: WorkbookOrder) -> dict[str, str]:
    """What differs from place to place, as it stands in the parts; facts that are missing too."""
    place = order.place
    fields = (field for sheet in order.definition.sheets for field in sheet.fields)
    shown = {"name", "code", *(field.filled_in for field in fields)}
    facts = {name: getattr(place, name) for name in _SHOWN_TEXTS if getattr(place, name)}
    facts |= {
        name: str(getattr(place, name))
        for name in _SHOWN_NUMBERS
        if getattr(place, name) is not None
    }
    if order.parent is not None:
        facts["parent"] = order.parent.name
    facts = {name: value for name, value in facts.items() if name in shown}
    facts["issue"] = order.issue
    return facts


def _base(order: WorkbookOrder, facts: Mapping[str, str]) -> tuple[Base, dict[str, str]]:
    """A workbook for a place that does not exist, and the stand-in for each of its facts."""
    numbers = {name: _FIRST_NUMBER + n for n, name in enumerate(_SHOWN_NUMBERS) if name in facts}
    stand_ins = {name: f"standin{name.replace('_', '')}" for name in facts if name not in numbers}
    shown = {name: text for name, text in stand_ins.items() if name in _SHOWN_TEXTS}
    changes: dict[str, Any] = {**shown, **numbers}
    place = replace(order.place, **changes)
    parent = order.parent and replace(order.parent, name=stand_ins.get("parent", ""))
    issue, code = stand_ins["issue"], order.known_as or order.place.code
    issued = replace(order, place=place, parent=parent, issue=issue, known_as=code)
    stand_ins |= {name: str(number) for name, number in numbers.items()}
    return make_base(write_parts(issued), frozenset(stand_ins.values())), stand_ins
