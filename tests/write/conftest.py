"""Orders of workbooks for the shipped programme and for the specimen of all field types."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from templates.load import load_library
from templates.periods import parse_period
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.load import Library
    from workbook.write.order import Cell, CellKey

SPECIMEN = Path(__file__).parent.parent / "cases/specimen"


class OrderMaker(Protocol):
    def __call__(self, code: str, typed: Mapping[CellKey, Cell] | None = None) -> WorkbookOrder: ...


def make_order(
    library: Library, programme: str, period: str, code: str, typed: Mapping[CellKey, Cell]
) -> WorkbookOrder:
    places = {place.code: place for place in library.places(programme)}
    place = places[code]
    return WorkbookOrder(
        definition=library.definition(programme, "core", place.level),
        texts=library.text("en"),
        place=place,
        parent=places.get(place.parent),
        period=parse_period(period),
        issue=f"{programme}-{period}-{code}-1",
        deadline=date(2027, 1, 31),
        contact="the regional office (region@example.org)",
        typed=typed,
    )


@pytest.fixture(scope="session")
def bicol(library: Library) -> OrderMaker:
    """An order of the shipped programme, edition core, for 2026."""

    def order(code: str, typed: Mapping[CellKey, Cell] | None = None) -> WorkbookOrder:
        return make_order(library, "bicol", "2026", code, typed or {})

    return order


@pytest.fixture(scope="session")
def specimen_library() -> Library:
    return load_library(SPECIMEN)


@pytest.fixture(scope="session")
def specimen(specimen_library: Library) -> OrderMaker:
    """An order of the specimen programme for the third quarter of 2026."""

    def order(code: str, typed: Mapping[CellKey, Cell] | None = None) -> WorkbookOrder:
        return make_order(specimen_library, "specimen", "2026-Q3", code, typed or {})

    return order


@pytest.fixture
def save(tmp_path: Path):
    """Writes an ordered workbook to a file and returns its path."""

    def write(order: WorkbookOrder, name: str = "workbook.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(build_workbook(order))
        return path

    return write
