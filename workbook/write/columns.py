"""Columns of a tab: which cells a line has, how wide they are, what looks like one cell."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from templates.model import NUMERIC_TYPES, TEXT_TYPES
from workbook.anchors import option_key, slot_key
from workbook.write.shapes import FIRST_COLUMN, KEY_COLUMN, NUMBER_COLUMN, Slot, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.model import CodeList, Definition, Field, Sheet
    from workbook.write.wording import Wording

NUMBER_WIDTH = 6.0
SIGN_WIDTH = 17.0
STATUS_WIDTH = 18.0
EXPLANATION_WIDTH = 24.0
_BEFORE_FORM_WIDTH = 20.0
NOTHING_SHOWN: Mapping[str, float] = MappingProxyType({})
ROW_LABEL_WIDTH = 40.0
FORM_WIDTHS = (54.0, 40.0, SIGN_WIDTH, 52.0)
_MIXED_WIDTHS = (44.0, 26.0, SIGN_WIDTH, 40.0)
_DETAILS_WIDTHS = (24.0, 22.0, SIGN_WIDTH)


def columns_of(sheet: Sheet, lists: Mapping[str, CodeList]) -> tuple[Slot, ...]:
    """A column for every cell of a line, those of the second printed page last."""
    column = FIRST_COLUMN + (1 if sheet.layout == "matrix" else 0)
    found: list[Slot] = []
    for field in sorted(sheet.fields, key=lambda field: field.details):
        for key, code, number in slot_keys(field, lists):
            found.append(Slot(key, field, column + len(found), code, number))
    return tuple(found)


def slot_keys(field: Field, lists: Mapping[str, CodeList]) -> list[tuple[str, str, int]]:
    """Key, option code and number of each cell in which a field is answered."""
    if field.type == "several_of":
        codes = lists[field.list].offered
        return [(option_key(field.key, code), code, 0) for code in codes]
    if field.type == "references":
        return [(slot_key(field.key, n), "", n) for n in range(1, field.slots + 1)]
    return [(field.key, "", 0)]


def slot_label(slot: Slot, sheet: Sheet, wording: Wording) -> str:
    """The heading of a column: the question, and which option or which of several cells."""
    short = wording.short(sheet, slot.field)
    if slot.code:
        option = wording.option(slot.field.list, slot.code)
        return wording.say("words.tick_heading", question=short, option=option)
    return f"{short} {slot.number}" if slot.number else wording.label(sheet, slot.field)


def can_be_explained(field: Field) -> bool:
    """Whether a value may look wrong and yet be right: figures and dates."""
    return field.type in NUMERIC_TYPES or field.type == "date"


def is_explained(sheet: Sheet) -> bool:
    """Whether a section has cells for explanations; records live on, so that tables always do."""
    return sheet.layout == "table" or any(map(can_be_explained, sheet.fields))


def column_widths(
    sheets: list[Sheet],
    definition: Definition,
    wording: Wording,
    shown: Mapping[str, float] = NOTHING_SHOWN,
) -> list[float]:
    """Widths of all columns: as declared, but never narrower than a word of the heading.

    `shown`: by section, the width of what was answered for the period before.
    """
    widths: dict[int, float] = {KEY_COLUMN: 0, NUMBER_COLUMN: NUMBER_WIDTH}
    records = [sheet for sheet in sheets if sheet.layout != "form"]
    for sheet in records:
        slots = columns_of(sheet, definition.lists)
        wanted = {slot.position: _slot_width(slot, sheet, wording) for slot in slots}
        if sheet.layout == "matrix":
            wanted[FIRST_COLUMN] = ROW_LABEL_WIDTH
        else:
            ends = [EXPLANATION_WIDTH, STATUS_WIDTH]
            ends = [shown[sheet.key], *ends] if sheet.key in shown else ends
            wanted |= dict(enumerate(ends, start=slots[-1].position + 1))
        for column, width in wanted.items():
            widths[column] = max(widths.get(column, 0), width)
    if not records:
        answer = max((f.width for sheet in sheets for f in sheet.fields), default=0)
        question, _, sign, rest = FORM_WIDTHS
        last = [EXPLANATION_WIDTH] if any(map(is_explained, sheets)) else []
        before = [_BEFORE_FORM_WIDTH] if any(sheet.key in shown for sheet in sheets) else []
        answers = [float(min(46, max(28, answer))), *before]
        return [0, NUMBER_WIDTH, question, *answers, sign, rest, *last]
    return [widths[column] for column in sorted(widths)]


def end_spans(
    sheet: Sheet,
    slots: Sequence[Slot],
    widths: list[float],
    shown: Mapping[str, float] = NOTHING_SHOWN,
) -> tuple[Span | None, Span | None, Span, list[float]]:
    """What was answered before, explanation and status, behind the answers.

    The rows of a matrix may join columns for them. Widths are returned as they grow where there is
    no room.
    """
    column = slots[-1].position + 1
    before = Span(column, column) if sheet.key in shown else None
    if sheet.layout == "table":
        column += before is not None
        return before, Span(column, column), Span(column + 1, column + 1), widths
    if before is not None:
        before, widths = _take(column, shown[sheet.key], widths)
        column = before.last + 1
    explanation = None
    if is_explained(sheet):
        explanation, widths = _take(column, EXPLANATION_WIDTH, widths)
        column = explanation.last + 1
    status, widths = _take(column, STATUS_WIDTH, widths)
    return before, explanation, status, widths


def _take(column: int, wanted: float, widths: list[float]) -> tuple[Span, list[float]]:
    """As many columns from this one on as are about wide enough."""
    first, got, grown = column, 0.0, list(widths)
    while got < wanted * 0.9:
        if column == len(grown):
            grown.append(wanted - got)
        got += grown[column]
        column += 1
    return Span(first, column - 1), grown


def _slot_width(slot: Slot, sheet: Sheet, wording: Wording) -> float:
    words = slot_label(slot, sheet, wording).split()
    longest = max((len(word) for word in words), default=0)
    narrowest = 22.0 if slot.field.type in TEXT_TYPES else 11.0
    date = 19.0 if slot.field.type == "date" else 0.0
    return max(float(slot.field.width), longest * 1.05 + 3, narrowest, date)


def repeated_columns(sheet: Sheet, slots: Iterable[Slot]) -> int:
    """The last of the columns that tell a record apart, as far as they stand first."""
    last = NUMBER_COLUMN
    for slot in slots:
        if slot.field.key not in sheet.identity or slot.position != last + 1:
            break
        last = slot.position
    return max(last, NUMBER_COLUMN + 1)


def form_spans(
    sheets: list[Sheet],
    widths: list[float],
    repeated: int | None,
    shown: Mapping[str, float] = NOTHING_SHOWN,
) -> tuple[tuple[Span, ...], Span | None, list[float]]:
    """The columns of question, answer, sign, help and explanation in forms; of what was before.

    Widened where there is no room. `repeated`: the last of the columns that are printed on every
    page, where there are several.
    """
    before = any(sheet.layout == "form" and sheet.key in shown for sheet in sheets)
    if all(sheet.layout == "form" for sheet in sheets):
        return *_without_before([Span(n, n) for n in range(2, len(widths))], before), widths
    column, spans, grown = FIRST_COLUMN, list[Span](), list(widths)
    forms = [sheet for sheet in sheets if sheet.layout == "form"]
    wishes = _MIXED_WIDTHS if forms else _MIXED_WIDTHS[:3]
    if any(map(is_explained, forms)):
        wishes = (*wishes, EXPLANATION_WIDTH)
    if before:
        wishes = (*wishes[:2], _BEFORE_FORM_WIDTH, *wishes[2:])
    if repeated is not None:
        # What stands in the repeated columns is printed on every page, and cut on the others.
        column, wishes = repeated + 1, _DETAILS_WIDTHS
    for wanted in wishes:
        span, grown = _take(column, wanted, grown)
        spans.append(span)
        column = span.last + 1
    if not forms:
        spans.append(spans[-1])
    return *_without_before(spans, before), grown


def _without_before(spans: list[Span], before: bool) -> tuple[tuple[Span, ...], Span | None]:
    """The columns beside the answer, and the one between them that is not always there."""
    if not before:
        return tuple(spans), None
    return (*spans[:2], *spans[3:]), spans[2]
