"""How a long record is spread over printed pages, each with the columns that name the record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.write.shapes import NUMBER_COLUMN, RecordsPlan, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.write.shapes import Block, Slot, TabPlan

# Letter paper is the narrower one in landscape; what fits on it fits on A4.
_PRINTED_PIXELS = 9.9 * 96
_SMALLEST_SCALE = 0.6
# Twelve that are answered, the explanation and the status.
_MOST_COLUMNS = 14
_STEP = 8


@dataclass(frozen=True, slots=True)
class Area:
    """Rows, from `first` to `last`, and columns that are printed together."""

    first: int
    last: int
    columns: Span


def pixel_width(widths: Sequence[float], span: Span) -> float:
    """The width of columns on the screen; each has five pixels beside its characters."""
    return sum(width * 7 + 5 for width in widths[span.first : span.last + 1])


def print_scale(widths: Sequence[float], pages: Sequence[Span], repeated: int) -> int:
    """The percentage at which every page is one sheet of paper wide."""
    widest = max(_page_pixels(widths, page, repeated) for page in pages)
    return max(10, min(100, int(_PRINTED_PIXELS / widest * 100)))


def fits_a_page(widths: Sequence[float], span: Span) -> bool:
    """Whether these columns can be read when they are printed on one page."""
    return pixel_width(widths, span) <= _PRINTED_PIXELS / _SMALLEST_SCALE


def printed_areas(plan: TabPlan, last_row: int) -> list[Area]:
    """What is printed of a tab with several sections that is too wide for one page.

    Sections that are one page wide follow each other; each of the others begins a page, and what
    stands further right is printed after it. Empty where one page is wide enough.
    """
    if not plan.is_mixed or not plan.is_spread:
        return []
    areas: list[Area] = []
    joins = False
    for block in plan.blocks:
        first, last = plan.rows_of(block)
        pages = _block_pages(block)
        if joins and len(pages) == 1:
            above = areas[-1]
            wide = Span(NUMBER_COLUMN, max(above.columns.last, pages[0].last))
            areas[-1] = Area(above.first, last, wide)
        else:
            areas.append(Area(first if areas else 0, last, pages[0]))
        # What counts is explained once, below the first page.
        areas += [Area(first, block.last, page) for page in pages[1:]]
        joins = len(pages) == 1
    end = max(number for number, area in enumerate(areas) if area.columns.first == NUMBER_COLUMN)
    areas[end] = Area(areas[end].first, last_row, areas[end].columns)
    return areas


def _block_pages(block: Block) -> tuple[Span, ...]:
    if isinstance(block, RecordsPlan):
        return block.pages
    spans = (*block.spans, block.explanation, block.before)
    last = max(span.last for span in spans if span is not None)
    return (Span(NUMBER_COLUMN, last),)


def front_page(plan: TabPlan) -> Span:
    """The columns of the page on which the tab begins."""
    areas = printed_areas(plan, plan.end)
    if areas:
        return areas[0].columns
    return plan.table.pages[0] if plan.table else Span(NUMBER_COLUMN, plan.last_column)


def printed_pages(
    slots: Sequence[Slot], widths: Sequence[float], repeated: int
) -> tuple[Span, ...]:
    """The columns of each printed page, the first with those that all others repeat.

    A record that can be read on one page stays on one. Otherwise its details begin a page, unless
    that takes more paper; no field is torn apart, and pages are about equally wide.
    """
    last = len(widths) - 1
    whole = Span(NUMBER_COLUMN, last)
    room = _PRINTED_PIXELS / _SMALLEST_SCALE
    if _page_pixels(widths, whole, repeated) <= room:
        return (whole,)
    fields = _field_spans(slots)
    details = {slot.position for slot in slots if slot.field.details}
    main = [span for span in fields if span.first not in details and span.first > repeated]
    rest = [span for span in fields if span.first in details]
    # What stands behind the answers, such as the status, goes with the last of them.
    rest.append(Span(fields[-1].last + 1, last))
    if len(rest) == 1:
        main, rest = [*main, *rest], []
    wide = tuple(widths)
    found = [*_spread((*main,), wide, repeated, room), *_spread((*rest,), wide, repeated, room)]
    joined = _spread((*main, *rest), wide, repeated, room)
    if len(joined) < len(found):
        found = [*joined]
    return (Span(NUMBER_COLUMN, found[0].last), *found[1:])


def _page_pixels(widths: Sequence[float], page: Span, repeated: int) -> float:
    own = pixel_width(widths, page)
    if page.first > repeated:
        own += pixel_width(widths, Span(NUMBER_COLUMN, repeated))
    return own


def _field_spans(slots: Sequence[Slot]) -> list[Span]:
    """The columns of each field, in order."""
    found: list[Span] = []
    for number, slot in enumerate(slots):
        if number and slots[number - 1].field == slot.field:
            found[-1] = Span(found[-1].first, slot.position)
        else:
            found.append(Span(slot.position, slot.position))
    return found


@lru_cache(maxsize=1024)
def _spread(
    parts: tuple[Span, ...], widths: tuple[float, ...], repeated: int, room: float
) -> tuple[Span, ...]:
    """As few pages as there can be, and then as even as they can be."""
    pages = _fill(parts, widths, repeated, room)
    while True:
        room -= _STEP
        closer = _fill(parts, widths, repeated, room)
        if len(closer) > len(pages) or room <= 0:
            return tuple(pages)
        pages = closer


def _fill(
    parts: tuple[Span, ...], widths: tuple[float, ...], repeated: int, room: float
) -> list[Span]:
    """Pages filled one after the other; a part that is too wide has a page to itself."""
    pages: list[Span] = []
    for part in parts:
        longer = Span(pages[-1].first, part.last) if pages else part
        columns = longer.last - longer.first + 1
        if pages and columns <= _MOST_COLUMNS and _page_pixels(widths, longer, repeated) <= room:
            pages[-1] = longer
        else:
            pages.append(part)
    return pages
