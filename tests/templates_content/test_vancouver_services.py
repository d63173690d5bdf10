"""Who provides the services, and whether the council sets their rules: filled in beforehand.

That police, parks and libraries of Vancouver have boards of their own, and that immigration is a
federal matter, is what the source report says; where nothing was looked up the cell says so.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from templates.load import load_library
from templates.periods import parse_period
from workbook.check.context import CheckContext
from workbook.check.verdict import check_submission
from workbook.read.submission import read_file
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder
from workbook.write.series import Series

if TYPE_CHECKING:
    from pathlib import Path

    from templates.model import Place

LIBRARY = load_library()
PLACES = {place.code: place for place in LIBRARY.places("vancouver")}
LOCAL = [place for place in PLACES.values() if place.level != "region"]
VANCOUVER, BURNABY, RICHMOND, BELCARRA = "5915022", "5915025", "5915015", "5915036"
ELECTORAL_AREA, FIRST_NATION, RESERVE = "5915020", "5915802", "5915803"


def order_for(place: Place, language: str = "en") -> WorkbookOrder:
    return WorkbookOrder(
        definition=LIBRARY.definition("vancouver", "core", place.level),
        texts=LIBRARY.text(language, "vancouver"),
        place=place,
        parent=PLACES["5915000"],
        period=parse_period("2026"),
        issue=f"issue-{place.code}",
    )


def known(code: str, row: str) -> tuple[str, str]:
    facts = LIBRARY.definition("vancouver", "core", "city").known_of(code)
    return facts["awf_coverage", row, "provided_by"], facts["awf_coverage", row, "jurisdiction"]


@pytest.mark.parametrize(
    ("code", "row", "expected"),
    [
        (VANCOUVER, "police", ("separate_board", "none")),
        (VANCOUVER, "parks", ("separate_board", "none")),
        (VANCOUVER, "libraries", ("separate_board", "none")),
        (VANCOUVER, "fire_rescue", ("this_authority", "full")),
        (VANCOUVER, "immigration_enforcement", ("federal", "none")),
        (BURNABY, "parks", ("this_authority", "full")),
        (BURNABY, "police", ("", "none")),
        (BURNABY, "public_health", ("health_authority", "none")),
        (BELCARRA, "fire_rescue", ("", "")),
        (BELCARRA, "public_works", ("this_authority", "full")),
        (ELECTORAL_AREA, "public_works", ("regional_district", "shared")),
        (FIRST_NATION, "public_works", ("", "")),
        (FIRST_NATION, "immigration_enforcement", ("federal", "none")),
        (RESERVE, "parks", ("", "")),
    ],
)
def test_who_provides_a_service(code: str, row: str, expected: tuple[str, str]) -> None:
    assert known(code, row) == expected


@pytest.mark.parametrize("place", LOCAL, ids=lambda place: place.name)
def test_something_is_said_of_every_service_in_every_place(place: Place) -> None:
    definition = LIBRARY.definition("vancouver", "core", place.level)
    sheet = definition.sheet("awf_coverage")
    assert sheet is not None
    shown = {field.key for field in sheet.fields if field.filled_in == "known"}
    assert shown == {"provided_by", "jurisdiction"}
    asked = {("awf_coverage", row.key, key) for row in sheet.rows for key in shown}
    assert set(definition.known_of(place.code)) == asked


def test_the_regional_district_is_told_nothing_of_it() -> None:
    assert LIBRARY.definition("vancouver", "core", "region").known == ()


@pytest.mark.parametrize(
    ("language", "police", "fire", "unknown"),
    [
        ("en", "A board of its own", "You", "Not known to us"),
        ("fr", "Un conseil distinct", "Vous", "Nous ne savons pas"),
    ],
)
def test_cells_are_filled_in_and_locked(
    language: str, police: str, fire: str, unknown: str, tmp_path: Path
) -> None:
    cells: dict[tuple[str, str | None], tuple[object, str]] = {}
    for code in (VANCOUVER, FIRST_NATION):
        path = tmp_path / f"{code}.xlsx"
        path.write_bytes(build_workbook(order_for(PLACES[code], language)))
        for answer in read_file(path, path.name, LIBRARY).filled_in:
            if answer.field == "provided_by":
                cells[code, answer.row] = (answer.value, answer.cell)
    assert cells[VANCOUVER, "police"][0] == police
    assert cells[VANCOUVER, "fire_rescue"][0] == fire
    assert cells[FIRST_NATION, "police"][0] == unknown
    tab, _, address = cells[VANCOUVER, "police"][1].rpartition("!")
    book = load_workbook(tmp_path / f"{VANCOUVER}.xlsx")
    sheet = book[tab.strip("'")]
    assert sheet.protection.sheet
    assert sheet[address].protection.locked
    beside = sheet.cell(sheet[address].row, sheet[address].column + 2)
    assert not beside.protection.locked


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_workbooks_of_a_round_say_it_of_their_own_place() -> None:
    series = Series()
    for code in (BURNABY, VANCOUVER, RICHMOND, FIRST_NATION, BELCARRA, ELECTORAL_AREA, "5915055"):
        order = order_for(PLACES[code])
        assert parts_of(series.build(order)) == parts_of(build_workbook(order)), order.place.name
    # Only Richmond could be re-issued: the others are told something else, or are of another level.
    assert series.written == 6


def test_what_comes_back_as_it_was_sent_is_no_finding(tmp_path: Path) -> None:
    place = PLACES[BURNABY]
    order = order_for(place)
    path = tmp_path / "burnaby.xlsx"
    path.write_bytes(build_workbook(order))
    submission = read_file(path, path.name, LIBRARY)
    context = CheckContext(
        order.definition, order.texts, place, tuple(PLACES.values()), order.period
    )
    assert [f for f in check_submission(submission, context) if f.code == "SH106"] == []
    changed = replace(
        submission,
        filled_in=tuple(
            replace(answer, value="You") if answer.row == "police" else answer
            for answer in submission.filled_in
        ),
    )
    found = [f for f in check_submission(changed, context) if f.code == "SH106"]
    assert {(f.row, f.field): dict(f.parameters)["expected"] for f in found} == {
        ("police", "provided_by"): "Not known to us",
        ("police", "jurisdiction"): "No",
    }
