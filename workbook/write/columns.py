"""Columns of a tab: which cells a line has, how wide they are, what looks like one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.model import TEXT_TYPES
from workbook.anchors import option_key, slot_key
from workbook.write.shapes import FIRST_COLUMN, KEY_COLUMN, NUMBER_COLUMN, Slot, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.model import CodeList, Definition, Field, Sheet
    from workbook.write.wording import Wording

NUMBER_WIDTH = 6.0
SIGN_WIDTH = 17.0
STATUS_WIDTH = 18.0
ROW_LABEL_WIDTH = 40.0
FORM_WIDTHS = (54.0, 40.0, SIGN_WIDTH, 58.0)
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
    label = wording.label(sheet, slot.field)
    if slot.code:
        return f"{wording.short(sheet, slot.field)}: {wording.option(slot.field.list, slot.code)}"
    return f"{wording.short(sheet, slot.field)} {slot.number}" if slot.number else label


def column_widths(sheets: list[Sheet], definition: Definition, wording: Wording) -> list[float]:
    """Widths of all columns: as declared, but never narrower than a word of the heading."""
    widths: dict[int, float] = {KEY_COLUMN: 0, NUMBER_COLUMN: NUMBER_WIDTH}
    records = [sheet for sheet in sheets if sheet.layout != "form"]
    for sheet in records:
        slots = columns_of(sheet, definition.lists)
        wanted = {slot.position: _slot_width(slot, sheet, wording) for slot in slots}
        wanted[slots[-1].position + 1] = STATUS_WIDTH
        if sheet.layout == "matrix":
            wanted[FIRST_COLUMN] = ROW_LABEL_WIDTH
        for column, width in wanted.items():
            widths[column] = max(widths.get(column, 0), width)
    if not records:
        answer = max((f.width for sheet in sheets for f in sheet.fields), default=0)
        question, _, sign, rest = FORM_WIDTHS
        return [0, NUMBER_WIDTH, question, float(min(46, max(28, answer))), sign, rest]
    return [widths[column] for column in sorted(widths)]


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
    sheets: list[Sheet], widths: list[float], definition: Definition
) -> tuple[tuple[Span, Span, Span, Span], list[float]]:
    """The columns of question, answer, sign and help in forms; widened where there is no room."""
    if all(sheet.layout == "form" for sheet in sheets):
        return (Span(2, 2), Span(3, 3), Span(4, 4), Span(5, 5)), widths
    column, spans, grown = FIRST_COLUMN, [], list(widths)
    forms = any(sheet.layout == "form" for sheet in sheets)
    wishes = _MIXED_WIDTHS if forms else _MIXED_WIDTHS[:3]
    for sheet in sheets:
        if not forms and any(field.details for field in sheet.fields):
            # What stands in the repeated columns is printed on both pages, and cut on the second.
            column = repeated_columns(sheet, columns_of(sheet, definition.lists)) + 1
            wishes = _DETAILS_WIDTHS
    for wanted in wishes:
        first, got = column, 0.0
        while got < wanted * 0.9:
            if column == len(grown):
                grown.append(wanted - got)
            got += grown[column]
            column += 1
        spans.append(Span(first, column - 1))
    if not forms:
        spans.append(spans[-1])
    return (spans[0], spans[1], spans[2], spans[3]), grown
