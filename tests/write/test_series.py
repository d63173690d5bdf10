from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from templates.periods import parse_period
from workbook.read.submission import read_file
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder
from workbook.write.series import Series

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from templates.model import Place


def order_for(library: Library, place: Place, parent: Place | None) -> WorkbookOrder:
    return WorkbookOrder(
        definition=library.definition("bicol", "core", place.level),
        texts=library.text("en"),
        place=place,
        parent=parent,
        period=parse_period("2026"),
        issue=f"{place.code[-8:]}",
        contact="the regional office",
    )


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name).decode() for name in package.namelist()}


def orders(library: Library) -> list[WorkbookOrder]:
    places = {place.code: place for place in library.places("bicol")}
    chosen = ["0500000000", "0500500000", "0506200000", "0501724000", "0500508000",
              "0500503000", "0502001000", "0501711000"]  # fmt: skip
    return [order_for(library, places[code], places.get(places[code].parent)) for code in chosen]


def test_a_reissued_workbook_equals_one_written_from_scratch(library: Library) -> None:
    series = Series()
    for order in orders(library):
        assert parts_of(series.build(order)) == parts_of(build_workbook(order)), order.place.name
    # The region, the provinces, the cities and the municipalities share a base each.
    assert series.written == 4


def test_the_order_of_places_does_not_change_a_workbook(library: Library) -> None:
    wanted = orders(library)
    forward, backward = Series(), Series()
    first = [forward.build(order) for order in wanted]
    second = [backward.build(order) for order in reversed(wanted)][::-1]
    assert first == second


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Santo Niño & Sons <b>"},
        {"name": "A Very Long Name of a Municipality That Would Need More Than One Line"},
        {"population": None},
        {"income_class": ""},
        {"name": "standincode"},
        {"name": "918273641"},
    ],
)
def test_unusual_facts_arrive_too(
    library: Library, change: dict[str, object], tmp_path: Path
) -> None:
    order = orders(library)[5]
    order = replace(order, place=replace(order.place, **change))
    series = Series()
    data = series.build(order)
    path = tmp_path / "one.xlsx"
    path.write_bytes(data)
    shown = {a.field: a.value for a in read_file(path, "one.xlsx", library).filled_in}
    assert shown["name"] == order.place.name
    assert shown["code"] == order.place.code
    assert shown["population"] == (str(order.place.population) if order.place.population else None)
    assert parts_of(data).keys() == parts_of(build_workbook(order)).keys()
