"""Workbooks that begin with answers: filled into a shared layout, as if written from scratch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from indicators.tables import ToolError
from templates.periods import parse_period
from tests.write.parts import STRINGS, parts_of, resolved
from workbook.earlier import Earlier, Moved
from workbook.read.open import open_workbook
from workbook.read.submission import read_book
from workbook.simulate.fill import simulate_answers
from workbook.write.book import build_workbook, write_parts
from workbook.write.carried import carry_over
from workbook.write.order import Formula, WorkbookOrder
from workbook.write.series import Series

if TYPE_CHECKING:
    from templates.load import Library
    from templates.model import Edition
    from tests.write.conftest import OrderMaker
    from workbook.write.order import Cell, CellKey

FIRST, SECOND = parse_period("2026"), parse_period("2027")
# Programme, edition, language, place, and another place of the same level.
KINDS: list[tuple[str, Edition, str, str, str]] = [
    ("bicol", "core", "en", "0501724000", "0500506000"),
    ("bicol", "full", "fr", "0500501000", "0502001000"),
    ("bicol", "full", "fil", "0501700000", "0500500000"),
    ("vancouver", "full", "fr", "5915022", "5915004"),
]


def assert_same(data: bytes, order: WorkbookOrder) -> None:
    """Each part says the same as the one that XlsxWriter writes with all in place."""
    parts, wanted = parts_of(data), dict(write_parts(order))
    assert list(parts) == list(wanted)
    found, expected = resolved(parts), resolved(wanted)
    # What the first layout says and this one does not may be left among the texts, in no cell.
    assert found.pop(STRINGS) >= expected.pop(STRINGS)
    for name in expected:
        assert found[name] == expected[name], name


def begun(library: Library, kind: tuple[str, Edition, str, str, str]) -> WorkbookOrder:
    """The order of the second year of a place that answered at random in the first."""
    programme, edition, language, code, _ = kind
    places = {place.code: place for place in library.places(programme)}
    place, texts = places[code], library.text(language, programme)
    definition = library.definition(programme, edition, place.level)
    typed = simulate_answers(definition, texts, place, FIRST, 3, 0)
    order = WorkbookOrder(
        definition, texts, place, places.get(place.parent), FIRST, "i-1", typed=typed
    )
    first = read_book(open_workbook(build_workbook(order)), "a.xlsx", "", library)
    answers = {(a.sheet, a.row, a.field): a for a in first.answers if a.state != "blank"}
    carried = carry_over(definition, texts, Earlier(FIRST, answers, Moved(code, "", (code,))))
    return replace(
        order, period=SECOND, issue="i-2", typed=carried.typed, records=carried.records,
        last=FIRST, shown=carried.shown,
    )  # fmt: skip


def of_another(order: WorkbookOrder, library: Library, code: str) -> WorkbookOrder:
    """An order for another place with as many lines and columns, and nearly no other answers."""
    places = {place.code: place for place in library.places(order.definition.programme.register)}
    rows = {one: f"2025-{number:03}" for number, one in enumerate(order.records, start=1)}
    typed: dict[CellKey, Cell] = {}
    for (sheet, row, key), cell in order.typed.items():
        if (sheet, row) in rows and isinstance(cell, str):
            typed[sheet, rows[sheet, row], key] = f"Other {cell}" if key == "name" else cell
    shown = {}
    for sheet, row, key in order.shown:
        shown[sheet, rows.get((sheet, row), row), key] = "7"
    return replace(
        order, place=places[code], parent=None, issue="i-3", typed=typed, shown=shown,
        records={(sheet, rows[sheet, row]): "Other" for sheet, row in order.records},
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=" ".join)
def test_a_filled_layout_equals_a_workbook_from_scratch(
    kind: tuple[str, Edition, str, str, str], library: Library
) -> None:
    """The layout is that of another place, of whose answers nothing may be left."""
    order = begun(library, kind)
    assert order.typed
    assert len(order.shown) > 30
    series = Series()
    other = series.build(of_another(order, library, kind[4]))
    data = series.build(order)
    assert series.written == 1
    assert_same(data, order)
    assert Series().build(order) == data
    assert_same(other, of_another(order, library, kind[4]))


def test_cells_of_every_kind(specimen: OrderMaker) -> None:
    order = specimen("010101")
    fields = {
        (sheet.key, field.key): field
        for sheet in order.definition.sheets
        if sheet.layout == "form"
        for field in sheet.asked
    }
    cells: list[Cell] = [
        " =A <b> & \n\u2029c\x07_x0041_ ",
        "x" * 40_000, True, False, 0, -1.5, 1e300, 12345678901234567, date(2026, 2, 28),
        date(1900, 1, 1), Formula("=1+1", 2), Formula('="a"&"<"', "a<"), Formula("=1/0", "#DIV/0!"),
        Formula("=A1", ""), Formula("=TRUE", True), Formula("=NOW()"), "", "✓", "😀" * 20_000,
    ]  # fmt: skip
    keys = [key for key, field in fields.items() if field.type not in {"several_of", "references"}]
    assert len(keys) >= 6
    for start in range(0, len(cells), len(keys)):
        typed: dict[CellKey, Cell] = {
            (sheet, None, field): cell
            for (sheet, field), cell in zip(keys, cells[start:], strict=False)
        }
        made = replace(order, typed=typed)
        assert_same(Series().build(made), made)


def test_an_answer_without_a_cell_is_refused(specimen: OrderMaker) -> None:
    order = specimen("010101", {("nowhere", None, "x"): 1})
    with pytest.raises(ToolError, match="no cell for the typed answers"):
        Series().build(order)


def test_layouts_are_shared_a_tab_at_a_time(library: Library) -> None:
    """A place of which less is shown needs another layout of some tabs, and of no others."""
    order = begun(library, KINDS[0])
    less = {key: text for key, text in order.shown.items() if key[0] != "services"}
    fewer = replace(order, shown=less, issue="i-4")
    forward, backward = Series(), Series()
    both = [forward.build(order), forward.build(fewer)]
    assert [backward.build(fewer), backward.build(order)] == both[::-1]
    assert forward.written == backward.written == 1
    assert_same(both[1], fewer)


def test_what_has_no_layout_is_written_from_scratch(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format that the first layout does not have; the name of a place in that of a tab."""
    order = begun(library, KINDS[0])
    whole = build_workbook(order)
    with monkeypatch.context() as patch:
        numbers = iter(range(1000, 0, -1))
        patch.setattr("workbook.write.styles.Styles.numbered", property(lambda _: next(numbers)))
        series = Series()
        assert (series.build(order), series.written) == (whole, 2)
    with monkeypatch.context() as patch:
        patch.setattr("workbook.write.layouts.Layouts.fits_all", False)
        series = Series()
        assert (series.build(order), series.written) == (whole, 2)
