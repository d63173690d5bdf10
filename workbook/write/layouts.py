"""The layouts of workbooks that differ in their answers, each tab laid out once and filled in.

How many lines and columns a tab has depends on what was answered, so that a tab may have several
layouts. What looks at other tabs is open in each of them, and any of them go together: texts and
formats have the same numbers in all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from templates.model import REFERENCE_TYPES
from workbook.ooxml.reissue import Base, make_base, reissue
from workbook.write.before import sections_before
from workbook.write.issued import Issued
from workbook.write.open_page import MARK, MARKS, Texts
from workbook.write.plan import plan_book, table_keys
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from workbook.earlier import AnswerKey
    from workbook.ooxml.reissue import AnyPart
    from workbook.write.context import Context
    from workbook.write.measure import Measured
    from workbook.write.open_page import OpenPage
    from workbook.write.order import WorkbookOrder
    from workbook.write.package import Book, Name, Part

    ReadAs = Callable[[str], str]

_COUNT, _SINGLE, _TEXTS = (MARK.format(name) for name in ("count", "single", "texts"))
_STRINGS = "xl/sharedStrings.xml"
# Among the last three tabs, which are hidden.
_LISTS = -3
_TAB = "xl/worksheets/sheet{}.xml"
_COUNTED = re.compile(r'count="\d+" uniqueCount="\d+"')
# What lies closer together than this is deflated as one, or it would take much more room.
_NEAR = 1000


class LaidOut(NamedTuple):
    """A workbook with open cells: some of its tabs, or all, with what they were measured by."""

    context: Context
    book: Book
    parts: Mapping[str, str]
    pages: Mapping[int, OpenPage]
    measured: Mapping[int, Measured]
    names: Sequence[Name]


@dataclass(frozen=True, slots=True)
class _Tab:
    """One layout of a tab; `names`: what was defined for drop-downs where it was laid out."""

    page: OpenPage
    part: AnyPart
    measured: Measured
    names: Sequence[Name]


@dataclass(frozen=True, slots=True)
class _Composed:
    """Tabs that go together; `count`: how many cells hold a text that is always the same."""

    context: Context
    tabs: tuple[_Tab, ...]
    base: Base
    count: int


class Layouts:
    """All layouts for the places of one level, in a language and period; nothing but places differ.

    `lay_out`: makes a workbook with open cells for an order, of the tabs with these numbers or of
    all, with the formats and texts of another one.
    """

    def __init__(
        self,
        lay_out: Callable[..., LaidOut],
        order: WorkbookOrder,
        stand_ins: Iterable[str],
        read_as: ReadAs,
    ) -> None:
        self._lay_out = lay_out
        self._stand_ins = frozenset(stand_ins)
        self._tabs: dict[Hashable, list[_Tab]] = {}
        self._composed: dict[tuple[int, ...], _Composed] = {}
        # With all that there can be, so that every layout finds its texts and formats in it.
        everything: dict[AnswerKey, str]
        everything = {(sheet.key, None, ""): "" for sheet in order.definition.sheets}
        order = replace(order, typed={}, records={}, shown=everything)
        self._whole = self._lay_out(order, read_as)
        self._known = {text: number for number, text in enumerate(self._whole.book.texts)}
        self._keep(self._whole, _tab_keys(order))
        self._rest = {
            part.name.decode(): part
            for part in self._cut(
                (name, _with_counts(text) if name == _STRINGS else text)
                for name, text in self._whole.parts.items()
                if not name.startswith("xl/worksheets/")
            )
        }

    @property
    def fits_all(self) -> bool:
        """Whether no tab has the place in its name, which formulas of other tabs write down."""
        plan = self._whole.context.plan
        names = " ".join((plan.guide, plan.check, *(tab.name for tab in plan.tabs)))
        return not any(stand_in in names for stand_in in self._stand_ins)

    def fill(
        self,
        order: WorkbookOrder,
        standing_in: WorkbookOrder,
        replacements: Mapping[str, str],
        read_as: ReadAs,
    ) -> bytes | None:
        """The workbook of an order; None if it needs formats that no other layout has.

        `standing_in`: the same order with stand-ins, whose `replacements` are given.
        """
        keys = _tab_keys(order)
        wanted = {n for n, key in enumerate(keys) if self._find(n, key, read_as) is None}
        if wanted:
            laid_out = self._lay_out(standing_in, read_as, wanted, self._whole)
            if laid_out.context.styles.numbered > self._whole.context.styles.numbered:
                return None
            self._keep(laid_out, keys)
        found = (self._find(number, key, read_as) for number, key in enumerate(keys))
        composed = self._compose(tuple(tab for tab in found if tab is not None), standing_in)
        context = composed.context.of(order, make_wording(order))
        issued, texts, filled = (
            Issued(context),
            Texts(self._known, composed.count),
            {**replacements},
        )
        for tab in composed.tabs:
            for opening in tab.page.opened:
                opening.fill(issued, texts, filled)
        filled |= {_COUNT: str(texts.count), _SINGLE: str(texts.single), _TEXTS: texts.written}
        return reissue(composed.base, filled)

    def _find(self, number: int, key: Hashable, read_as: ReadAs) -> _Tab | None:
        """A layout of a tab whose lines are as high as this place needs them."""
        known = self._tabs.get((number, key), ())
        return next((tab for tab in known if tab.measured.fits(read_as)), None)

    def _keep(self, laid_out: LaidOut, keys: Sequence[Hashable]) -> None:
        for number, page in laid_out.pages.items():
            name = _TAB.format(number + 1)
            (part,) = self._cut([(name, page.with_marks(laid_out.parts[name]))])
            tab = _Tab(page, part, laid_out.measured[number], laid_out.names)
            self._tabs.setdefault((number, keys[number]), []).append(tab)

    def _cut(self, parts: Iterable[Part]) -> tuple[AnyPart, ...]:
        words = sorted(self._stand_ins, key=len, reverse=True)
        marks = "|".join((MARKS, *map(re.escape, words)))
        return make_base(parts, frozenset(), marks, _NEAR).parts

    def _compose(self, tabs: tuple[_Tab, ...], standing_in: WorkbookOrder) -> _Composed:
        key = tuple(map(id, tabs))
        if key not in self._composed:
            plan = plan_book(standing_in, make_wording(standing_in))
            context = replace(self._whole.context, plan=plan, _kept={})
            names = tabs[_LISTS].names
            directory = self._whole.book.directory([tab.page for tab in tabs], names)
            parts = self._rest | {part.name.decode(): part for part in self._cut(directory)}
            parts |= {tab.part.name.decode(): tab.part for tab in tabs}
            base = Base(tuple(parts[name] for name in self._whole.parts))
            count = sum(tab.page.texts for tab in tabs)
            self._composed[key] = _Composed(context, tabs, base, count)
        return self._composed[key]


def _tab_keys(order: WorkbookOrder) -> list[Hashable]:
    """What the layout of each tab depends on, in their order."""
    before, lines = sections_before(order), table_keys(order)
    own: list[tuple[object, ...]] = [
        tuple((key, before.get(key), len(lines.get(key, ()))) for key in tab.sheets)
        for tab in order.definition.tabs
    ]
    fields = (field for sheet in order.definition.sheets for field in sheet.fields)
    listed = {field.refers_to for field in fields if field.type in REFERENCE_TYPES}
    lists = tuple(
        key
        for key, tab in zip(own, order.definition.tabs, strict=True)
        if listed.intersection(tab.sheets)
    )
    return [(), *own, (), lists, (), ()]


def _with_counts(text: str) -> str:
    """The part of all texts with marks for how many there are, and for more of them."""
    text = _COUNTED.sub(f'count="{_COUNT}" uniqueCount="{_SINGLE}"', text, count=1)
    return f"{text.removesuffix('</sst>')}{_TEXTS}</sst>"
