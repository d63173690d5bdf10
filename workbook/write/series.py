"""Many workbooks that differ only in their place: one is written, the others re-issued from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workbook.ooxml.reissue import make_base, reissue
from workbook.write.book import build_workbook, lay_out, refuse_homeless, write_parts
from workbook.write.layouts import Layouts
from workbook.write.measure import Measured, measured_as

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from workbook.ooxml.reissue import Base
    from workbook.write.order import WorkbookOrder

# Marks of XML and of footers, control characters and unseen spaces need care that only writing
# from scratch takes; longer texts may be cut where a spreadsheet program has an end.
_PLAIN = re.compile(r"(?! )[^&<>\"'{}\x00-\x1f\x7f-\xa0]{1,40}(?<! )")
_FIRST_NUMBER = 918273641
_SHOWN_TEXTS = ("code", "name", "income_class")
_SHOWN_NUMBERS = ("population", "subdivisions")
_IN_LAYOUT = ("name", "code", "issue")


@dataclass(frozen=True, slots=True)
class _Written:
    """A workbook to re-issue from; `order` holds what its key names by its address.

    `measured`: the texts by which lines were made as high as a place's own words need.
    """

    order: WorkbookOrder
    base: Base
    measured: Measured


class Series:
    """Writes the workbooks of a round; what a workbook holds depends on its order alone.

    `written`: how many had to be written from scratch, those to re-issue from among them.
    """

    def __init__(self) -> None:
        self.written = 0
        self._bases: dict[Hashable, list[_Written]] = {}
        self._layouts: dict[Hashable, Layouts] = {}

    def build(self, order: WorkbookOrder) -> bytes:
        """The workbook that is ordered, as the content of an .xlsx file."""
        shown = _shown(order)
        facts = _facts(order, shown)
        if not all(_PLAIN.fullmatch(value) for value in facts.values()):
            self.written += 1
            return build_workbook(order)
        stand_ins = _stand_ins(facts)
        if order.typed or order.records or order.shown:
            return self._fill(order, {fact: facts[fact] for fact in _IN_LAYOUT})
        replacements = {stand_ins[fact]: value for fact, value in facts.items()}
        read_as = _replacing(replacements)
        known = self._bases.setdefault(_key(order, shown, stand_ins), [])
        written = next((one for one in known if one.measured.fits(read_as)), None)
        if written is None:
            self.written += 1
            written = _write(order, stand_ins, read_as)
            known.append(written)
        return reissue(written.base, replacements)

    def _fill(self, order: WorkbookOrder, facts: Mapping[str, str]) -> bytes:
        """A workbook that begins with answers: its layout is that of others with other answers."""
        refuse_homeless(order)
        stand_ins = _stand_ins(facts)
        replacements = {stand_ins[fact]: value for fact, value in facts.items()}
        read_as = _replacing(replacements)
        standing_in = _standing_in(order, stand_ins)
        key = _setting(order)
        if key not in self._layouts:
            self.written += 1
            self._layouts[key] = Layouts(lay_out, standing_in, stand_ins.values(), read_as)
        layouts = self._layouts[key]
        if layouts.fits_all:
            data = layouts.fill(order, standing_in, replacements, read_as)
            if data is not None:
                return data
        self.written += 1
        return build_workbook(order)


def _shown(order: WorkbookOrder) -> frozenset[str]:
    """The attributes of the place that its workbook may show."""
    fields = (field for sheet in order.definition.sheets for field in sheet.fields)
    return frozenset({"name", "code", *(field.filled_in for field in fields if field.filled_in)})


def _facts(order: WorkbookOrder, shown: frozenset[str]) -> dict[str, str]:
    """What differs from place to place, as it stands in the parts; facts that are missing too."""
    place = order.place
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


def _key(order: WorkbookOrder, shown: frozenset[str], stand_ins: Mapping[str, str]) -> Hashable:
    """All that a workbook depends on besides the facts that have a stand-in."""
    rest = sorted(shown.difference(stand_ins))
    return (
        *_setting(order), tuple(order.known.items()), tuple(stand_ins.items()),
        tuple((name, getattr(order.place, name, None)) for name in rest),
    )  # fmt: skip


def _setting(order: WorkbookOrder) -> tuple[object, ...]:
    return (
        id(order.definition), id(order.texts), order.period, order.deadline, order.contact,
        order.last, order.place.level,
    )  # fmt: skip


def _stand_ins(facts: Mapping[str, str]) -> dict[str, str]:
    """A text or number for each fact that stands nowhere else in a workbook.

    Facts that are the same text have the same stand-in, since a workbook keeps each text once.
    """
    first: dict[str, str] = {}
    for name, value in facts.items():
        first.setdefault(value, name)
    texts = {name: f"standin{first[value].replace('_', '')}" for name, value in facts.items()}
    numbers = {
        name: str(_FIRST_NUMBER + n) for n, name in enumerate(_SHOWN_NUMBERS) if name in facts
    }
    return texts | numbers


def _replacing(replacements: Mapping[str, str]) -> Callable[[str], str]:
    # One pass, so that a replacement is never taken for another stand-in.
    stand_ins = re.compile("|".join(map(re.escape, sorted(replacements, key=len, reverse=True))))
    return lambda text: stand_ins.sub(lambda found: replacements[found[0]], text)


def _write(
    order: WorkbookOrder, stand_ins: Mapping[str, str], read_as: Callable[[str], str]
) -> _Written:
    """A workbook for a place that does not exist, with lines as high as this place needs them."""
    with measured_as(read_as) as measured:
        parts = write_parts(_standing_in(order, stand_ins))
    return _Written(order, make_base(parts, frozenset(stand_ins.values())), measured)


def _standing_in(order: WorkbookOrder, stand_ins: Mapping[str, str]) -> WorkbookOrder:
    changes: dict[str, Any] = {n: s for n, s in stand_ins.items() if n in _SHOWN_TEXTS}
    changes |= {n: int(s) for n, s in stand_ins.items() if n in _SHOWN_NUMBERS}
    return replace(
        order,
        place=replace(order.place, **changes),
        parent=order.parent and replace(order.parent, name=stand_ins.get("parent", "")),
        issue=stand_ins["issue"],
        known_as=order.known_as or order.place.code,
    )
