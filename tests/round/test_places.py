from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from indicators.tables import DefinitionError
from templates.load import load_library, read_places
from templates.model import Place
from workbook.round.places import places_workbook, read_places_file

if TYPE_CHECKING:
    from pathlib import Path

NAGA = Place(
    code="0501724000",
    name="City of Naga",
    level="city",
    parent="0501700000",
    population=210545,
    population_source="2024 census",
    income_class="1st",
    independent=True,
    subdivisions=27,
    email="planning@naga.example",
    language="en",
    latitude=13.6218,
    longitude=123.1948,
)


def save(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    texts = load_library().text("en")
    path = tmp_path / "places.xlsx"
    path.write_bytes(places_workbook([NAGA], texts))
    assert read_places_file(path, 10, [texts]) == (NAGA,)
    assert places_workbook([NAGA], texts) == path.read_bytes()


def test_zeros_that_a_spreadsheet_took_off_are_put_back(tmp_path: Path) -> None:
    path = save(
        tmp_path / "places.xlsx",
        [["code", "name", "level", "parent"], [501701000, "Baao", "municipality", 501700000]],
    )
    (place,) = read_places_file(path, 10, [])
    assert (place.code, place.parent) == ("0501701000", "0501700000")


def test_columns_may_stand_anywhere_and_own_ones_are_left_alone(tmp_path: Path) -> None:
    path = save(
        tmp_path / "places.xlsx",
        [
            ["Governments of the region"],
            [],
            ["Called by", "Level", "Name", "E-mail", "Code"],
            ["Ana", "Municipality", "Baao", "mpdo@baao.example", "0501701000"],
            [None, None, None, None, None],
        ],
    )
    (place,) = read_places_file(path, 10, [load_library().text("en")])
    assert place == Place("0501701000", "Baao", "municipality", email="mpdo@baao.example")


def test_a_csv_is_read_like_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        'code,name,level,population\n501701000,Baao,municipality,"62,211"\n', encoding="utf-8-sig"
    )
    (place,) = read_places_file(path, 10, [])
    assert (place.code, place.population) == ("0501701000", 62211)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["0501701000", "", "municipality", ""], "name is empty"),
        (["0501701000", "Baao", "town", ""], "'town' is no level"),
        (["0501701000", "Baao", "municipality", "many"], "whole number"),
        (["0501701000", "Ba\u202eao", "municipality", ""], "cannot be seen"),
        (["0501701000", "Ba\x9bao", "municipality", ""], "cannot be seen"),
        (["0501701000", "Baao " * 21, "municipality", ""], "write at most 100"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, row: list[object], words: str) -> None:
    good: list[object] = ["0501724000", "City of Naga", "city", 210545]
    path = save(tmp_path / "p.xlsx", [["code", "name", "level", "population"], good, row])
    with pytest.raises(DefinitionError, match=words) as caught:
        read_places_file(path, 10, [])
    assert caught.value.where == "line 3"


@pytest.mark.parametrize(
    ("degrees", "words"),
    [
        (["123.19", "13.62"], "between -90 and 90"),
        (["13.62", ""], "no longitude"),
        (["", "123.19"], "no latitude"),
        (["13°37'N", "123.19"], "decimal number, such as 13.62"),
        (["13.62", "1,123.19"], "decimal number"),
    ],
)
def test_degrees_that_cannot_be_are_named(
    tmp_path: Path, degrees: list[object], words: str
) -> None:
    rows = [["code", "name", "level", "latitude", "longitude"], ["1", "A", "city", *degrees]]
    with pytest.raises(DefinitionError, match=words) as caught:
        read_places_file(save(tmp_path / "p.xlsx", rows), 0, [])
    assert caught.value.where == "line 2"


def test_degrees_are_read_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(
        'code,name,level,latitude,longitude\n1,A,city,"13,62", -0.5 \n2,B,city,\u221233.9,18\n'
        "3,C,city,,\n",
        encoding="utf-8",
    )
    found = read_places_file(path, 0, [])
    points = [(place.latitude, place.longitude) for place in found]
    assert points == [(13.62, -0.5), (-33.9, 18.0), (None, None)]


def test_a_register_may_have_degrees_too(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("code,name,level,latitude,longitude\n1,A,city,13.62,123.19\n", "utf-8")
    (place,) = read_places(path)
    assert (place.latitude, place.longitude) == (13.62, 123.19)
    path.write_text("code,name,level,latitude,longitude\n1,A,city,13.62,\n", "utf-8")
    with pytest.raises(DefinitionError, match="no longitude"):
        read_places(path)


def test_a_code_that_stands_twice_is_named(tmp_path: Path) -> None:
    rows = [["code", "name", "level"], ["1", "A", "city"], ["01", "B", "city"]]
    with pytest.raises(DefinitionError, match="twice"):
        read_places_file(save(tmp_path / "p.xlsx", [list(row) for row in rows]), 10, [])


def test_codes_that_are_one_file_name_on_windows_are_one_code(tmp_path: Path) -> None:
    rows = [["code", "name", "level"], ["AB1", "A", "city"], ["ab1", "B", "city"]]
    with pytest.raises(DefinitionError, match="twice"):
        read_places_file(save(tmp_path / "p.xlsx", [list(row) for row in rows]), 0, [])


def test_a_name_is_one_line_in_one_spelling(tmp_path: Path) -> None:
    rows = [["code", "name", "level"], ["1", "Pen\u0303a\u00a0\n  blanca", "municipality"]]
    (place,) = read_places_file(save(tmp_path / "p.xlsx", [list(row) for row in rows]), 0, [])
    assert place.name == "Pe\u00f1a blanca"


def test_a_file_that_is_no_list_is_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "places.xlsx"
    broken.write_bytes(b"not a workbook")
    with pytest.raises(DefinitionError, match="save it as"):
        read_places_file(broken, 10, [])
    without = save(tmp_path / "other.xlsx", [["a", "b"], [1, 2]])
    with pytest.raises(DefinitionError, match="headings"):
        read_places_file(without, 10, [])
