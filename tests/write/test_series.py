"""Workbooks that are re-issued from a base: as if each had been written from scratch."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from templates.load import load_library
from templates.periods import parse_period
from tests.read.saving import save_with_node
from workbook.read.submission import read_file
from workbook.write.book import build_workbook, write_parts
from workbook.write.order import WorkbookOrder
from workbook.write.series import Series

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from templates.model import Edition, Place
    from tests.conftest import Office
    from tests.write.conftest import OrderMaker


def order_for(
    library: Library,
    place: Place,
    parent: Place | None,
    kind: tuple[str, Edition, str] = ("bicol", "core", "en"),
) -> WorkbookOrder:
    programme, edition, language = kind
    return WorkbookOrder(
        definition=library.definition(programme, edition, place.level),
        texts=library.text(language, programme),
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
        {"name": "Albay"},
        {"name": "0500503000"},
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
    assert parts_of(data) == dict(write_parts(order))


KINDS: list[tuple[str, Edition, str]] = [
    ("bicol", "core", "en"),
    ("bicol", "standard", "fr"),
    ("bicol", "full", "fil"),
    ("vancouver", "full", "fr"),
]
SHIPPED = load_library()
SERIES = Series()
WORDS = r"[A-Z][a-zñé]{2,9}(( |-| de | \()[A-Z][a-zñ]{1,8}\)?){0,3}"


# Looking for the shortest example would take minutes.
@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    kind=st.sampled_from(KINDS),
    number=st.integers(0, 1000),
    name=st.from_regex(WORDS, fullmatch=True).filter(lambda name: len(name) <= 40),
    population=st.one_of(st.none(), st.integers(0, 20_000_000)),
)
def test_whatever_the_place_and_kind_of_workbook(
    kind: tuple[str, Edition, str], number: int, name: str, population: int | None
) -> None:
    places = {place.code: place for place in SHIPPED.places(kind[0])}
    place = [*places.values()][number % len(places)]
    named = replace(place, name=name, population=population)
    order = order_for(SHIPPED, named, places.get(place.parent), kind)
    assert parts_of(SERIES.build(order)) == dict(write_parts(order))


@pytest.mark.parametrize(
    ("kind", "level"), [(("bicol", "full", "fr"), "city"), (("vancouver", "full", "en"), "region")]
)
def test_lines_are_as_high_as_the_shortest_and_the_longest_name_need(
    kind: tuple[str, Edition, str], level: str, library: Library
) -> None:
    """In a narrow band the long name wraps, and the short one does not."""
    place = next(place for place in library.places(kind[0]) if place.level == level)
    series = Series()
    for name in ("Ibo", "Santa Catalina de la Frontera del Norte"):
        order = order_for(library, replace(place, name=name), None, kind)
        assert parts_of(series.build(order)) == dict(write_parts(order)), name
    assert series.written == 2


def test_questions_of_every_type(specimen: OrderMaker) -> None:
    series = Series()
    for code in ("010101", "010102", "010100", "010000"):
        order = specimen(code)
        assert parts_of(series.build(order)) == dict(write_parts(order))


@pytest.fixture(scope="module")
def both(library: Library, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A re-issued workbook, and the same written from scratch."""
    series = Series()
    naga = next(order for order in orders(library) if order.place.code == "0501724000")
    series.build(replace(naga, issue="other"))
    folder = tmp_path_factory.mktemp("both")
    reissued, scratch = folder / "reissued.xlsx", folder / "scratch.xlsx"
    reissued.write_bytes(series.build(naga))
    scratch.write_bytes(build_workbook(naga))
    assert series.written == 1
    return reissued, scratch


def cells_of(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_other_libraries_find_the_same_cells(both: tuple[Path, Path]) -> None:
    reissued, scratch = both
    assert cells_of(reissued) == cells_of(scratch)
    first, second = load_workbook(reissued), load_workbook(scratch)
    assert first["_meta"]["B6"].value == second["_meta"]["B6"].value is not None
    assert first.custom_doc_props.names == second.custom_doc_props.names


def test_the_validator_finds_nothing_in_a_reissued_workbook(both: tuple[Path, Path]) -> None:
    from openxml_audit import OpenXmlValidator

    result = OpenXmlValidator(security_validation=True).validate(both[0])
    assert result.is_valid
    assert list(result.errors) == []


@pytest.mark.node
@pytest.mark.parametrize("program", ["exceljs", "sheetjs"])
def test_libraries_of_other_languages_open_it(
    program: str, both: tuple[Path, Path], library: Library
) -> None:
    saved = save_with_node(program, both[0], "xlsx")
    submission = read_file(saved, saved.name, library)
    assert {a.field: a.value for a in submission.filled_in}["name"] == "City of Naga"
    assert len(submission.answers) == len(read_file(both[1], "one.xlsx", library).answers) > 30


@pytest.mark.office
def test_an_office_program_opens_it(
    both: tuple[Path, Path], office: Office, library: Library, tmp_path: Path
) -> None:
    (saved,) = office.recalculate([both[0]], tmp_path)
    shown = {a.field: a.value for a in read_file(saved, saved.name, library).filled_in}
    assert shown["name"] == "City of Naga"
