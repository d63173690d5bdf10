"""A round of the starter programme on a list of places that somebody made, from new to compile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

# Codes of different widths, some with zeros in front; two places of one name.
PLACES = """code,name,level,parent,population
007,Upper Valley,region,,
0071,Coast,province,007,
00711,San Juan,city,0071,52000
00712,San Juan,municipality,0071,8100
0712,Port Louis,municipality,0071,
"""
NAMES = {
    "007-upper-valley-2026.xlsx",
    "0071-coast-2026.xlsx",
    "00711-san-juan-2026.xlsx",
    "00712-san-juan-2026.xlsx",
    "0712-port-louis-2026.xlsx",
}


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter")
    places = folder / "places.csv"
    places.write_text(PLACES, encoding="utf-8")
    made = folder / "round"
    options = ("--programme", "starter", "--period", "2026", "--currency", "KES")
    assert run("new", made, *options, "--places", places).code == 0
    for command in (
        ["generate"],
        ["simulate", "--seed", "5", "--share", "1", "--mistakes", "0"],
        ["validate"],
        ["compile"],
    ):
        done = run(*command, "--round", made)
        assert done.code == 0, done.out + done.err
    return made


def test_every_place_has_a_workbook_under_its_own_code(starter: Path) -> None:
    assert {path.name for path in (starter / "outbox").glob("*-2026.xlsx")} == NAMES


def test_the_workbook_says_the_code_and_the_currency(starter: Path) -> None:
    book = openpyxl.load_workbook(starter / "outbox" / "00712-san-juan-2026.xlsx")
    cells = [cell.value for sheet in book for row in sheet for cell in row if cell.value]
    assert "00712" in cells
    assert any("in KES?" in str(value) for value in cells)
    assert not [value for value in cells if "{currency}" in str(value) or "peso" in str(value)]


def test_a_practice_round_is_accepted_and_added_up(starter: Path) -> None:
    rows = run("status", "--format", "json", "--round", starter).json("status")
    states = {place["code"]: place["state"] for place in rows["places"]}
    assert set(states) == {"007", "0071", "00711", "00712", "0712"}
    assert set(states.values()) <= {"accepted", "accepted_with_warnings"}
    (summary,) = (starter / "summary").glob("*.xlsx")
    book = openpyxl.load_workbook(summary)
    assert any("KES" in str(cell.value) for sheet in book for row in sheet for cell in row)
