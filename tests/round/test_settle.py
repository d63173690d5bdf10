"""What a programme for any list of places leaves to its rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from indicators.tables import DefinitionError, ToolError
from templates.load import load_library
from templates.model import Place
from templates.periods import parse_period
from workbook.round.folder import NewRound, create_round, open_round
from workbook.round.places import read_places_file
from workbook.round.settle import choose_currency, choose_time_zone, code_length

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = load_library()
STARTER, BICOL = LIBRARY.programme("starter"), LIBRARY.programme("bicol")
PERIOD = parse_period("2026")


def test_a_round_needs_a_list_of_places_and_is_told_its_columns(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"--places FILE.*code, name, level.*municipality"):
        create_round(tmp_path / "r", NewRound("starter", PERIOD, currency="KES"), LIBRARY)
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("", "add --currency"), ("shilling", "'shilling' is no currency"), ("KE", "no currency")],
)
def test_amounts_need_a_currency(wanted: str, words: str) -> None:
    with pytest.raises(ToolError, match=words):
        choose_currency(STARTER, wanted)


def test_a_programme_worded_in_one_currency_keeps_it() -> None:
    assert choose_currency(STARTER, " kes ") == "KES"
    assert choose_currency(BICOL, "") == choose_currency(BICOL, "php") == "PHP"
    with pytest.raises(ToolError, match="leave out --currency"):
        choose_currency(BICOL, "USD")


def test_a_time_zone_is_that_of_the_programme_or_another_one() -> None:
    assert choose_time_zone(STARTER, "") == "UTC"
    assert choose_time_zone(BICOL, "Asia/Tokyo") == "Asia/Tokyo"
    with pytest.raises(ToolError, match="'Nairobi' is no time zone"):
        choose_time_zone(STARTER, "Nairobi")


@pytest.mark.parametrize(
    ("codes", "width"),
    [
        (["007", "012"], 3),
        (["007", "0012"], 0),
        (["A07", "B12"], 0),
    ],
)
def test_codes_have_the_width_that_they_have_in_the_list(codes: list[str], width: int) -> None:
    places = [Place(code, "X", "city") for code in codes]
    assert code_length(STARTER, places) == width
    assert code_length(BICOL, places) == 10


@pytest.mark.parametrize("code", ["CM/01", "01 02", "../x", "é1", "-1", "x" * 33])
def test_a_code_that_no_file_name_holds_is_refused(tmp_path: Path, code: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(f"code,name,level\n{code},A,city\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="cannot be a code"):
        read_places_file(path, 0, [])


def test_a_code_has_the_zeros_that_its_cell_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Places", 0)
    for row in (["code", "name", "level", "parent"], [7, "A", "city", 1], ["07", "B", "city", 1]):
        sheet.append(row)
    sheet["A2"].number_format = "000"
    path = tmp_path / "places.xlsx"
    book.save(path)
    first, second = read_places_file(path, 0, [], as_shown=True)
    assert (first.code, first.parent, second.code) == ("007", "1", "07")


def test_what_was_settled_stays_with_the_round(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("code,name,level\n007,Sandton,city\n012,Sandton,municipality\n", "utf-8")
    order = NewRound(
        "starter", PERIOD, places_file=path, currency="ZAR", time_zone="Africa/Johannesburg"
    )
    create_round(tmp_path / "r", order, LIBRARY)
    again = open_round(tmp_path / "r")
    assert [place.code for place in again.places] == ["007", "012"]
    assert (again.programme.currency, again.programme.code_length) == ("ZAR", 3)
    assert again.settings.time_zone == "Africa/Johannesburg"
    assert (STARTER.currency, STARTER.code_length) == ("", 0)
