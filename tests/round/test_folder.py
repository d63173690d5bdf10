from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from indicators.ranking import load_components, make_rules
from indicators.tables import DefinitionError, OutputError, ToolError
from templates.load import load_library
from templates.periods import parse_period
from workbook.round.folder import NewRound, choose_places, create_round, open_round
from workbook.round.settings import Settings, read_settings, settings_text

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from workbook.round.folder import Round


def test_a_new_round_has_the_folders_that_people_are_told_of(small_round: Round) -> None:
    names = {path.name for path in small_round.folder.iterdir()}
    assert names == {
        "round.toml", "places.xlsx", "definitions", "inbox", "outbox", "returned", "summary",
    }  # fmt: skip


def test_round_file_says_what_was_asked_for_and_explains_itself(small_round: Round) -> None:
    text = (small_round.folder / "round.toml").read_text(encoding="utf-8")
    facts = tomllib.loads(text)
    assert facts["programme"] == "bicol"
    assert facts["edition"] == "core"
    assert facts["period"] == {
        "code": "2026", "start": date(2026, 1, 1), "end": date(2026, 12, 31),
    }  # fmt: skip
    assert facts["deadline"] == date(2027, 3, 31)
    assert facts["time_zone"] == "Asia/Manila"
    assert sum(line.startswith("#") for line in text.splitlines()) >= 6


def test_a_round_is_found_from_a_folder_inside_it(small_round: Round) -> None:
    deep = small_round.inbox / "from the post" / "monday"
    deep.mkdir(parents=True)
    assert open_round(deep).folder == small_round.folder


def test_outside_a_round_one_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="migbook new"):
        open_round(tmp_path)


def test_a_round_is_not_made_over_another(small_round: Round) -> None:
    before = (small_round.folder / "round.toml").read_bytes()
    order = NewRound("bicol", parse_period("2027"))
    with pytest.raises(OutputError, match="in a round already"):
        create_round(small_round.folder, order, load_library())
    assert (small_round.folder / "round.toml").read_bytes() == before


def test_an_unknown_programme_or_language_makes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "round"
    with pytest.raises(ToolError, match="bikol"):
        create_round(target, NewRound("bikol", parse_period("2026")), load_library())
    order = NewRound("bicol", parse_period("2026"), language="xx")
    with pytest.raises(ToolError, match="xx"):
        create_round(target, order, load_library())
    assert not target.exists()


def test_the_round_keeps_its_own_questions(small_round: Round) -> None:
    sheet = small_round.folder / "definitions" / "sheets" / "structures.toml"
    text = sheet.read_text(encoding="utf-8")
    assert "prepared_rows" in text
    changed = text.replace("prepared_rows = 8", "prepared_rows = 3")
    assert changed != text
    sheet.write_text(changed, encoding="utf-8")
    found = open_round(small_round.folder).definition("city").sheet("structures")
    assert found is not None
    assert found.prepared_rows == 3


def test_the_whole_register_is_expected_by_default(tmp_path: Path) -> None:
    order = NewRound("bicol", parse_period("2026"))
    made = create_round(tmp_path / "all", order, load_library())
    levels = [place.level for place in made.places]
    counts = {level: levels.count(level) for level in sorted(set(levels))}
    assert counts == {"city": 7, "municipality": 107, "province": 6, "region": 1}
    assert all(len(place.code) == 10 and place.code.startswith("05") for place in made.places)


def test_codes_in_the_list_are_text_cells(small_round: Round) -> None:
    sheet = openpyxl.load_workbook(small_round.folder / "places.xlsx").worksheets[0]
    cells = [cell for cell in sheet["A"][1:] if cell.value]
    assert [cell.value for cell in cells] == [
        "0500000000", "0501700000", "0501724000", "0501701000",
    ]  # fmt: skip
    assert {cell.number_format for cell in cells} == {"@"}


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('edition = "core"', 'edition = "long"', "edition"),
        ('time_zone = "Asia/Manila"', 'time_zone = "Bicol"', "time_zone"),
        ("deadline = 2027-03-31", 'deadline = "31 March"', "deadline"),
        ("end = 2026-12-31", "end = 2025-12-31", "period"),
        ('code = "2026"', 'code = "2025"', "period"),
        ('languages = ["en"]', "languages = []", "languages"),
        ("withhold_below = 5", "withhold_below = 0", "thresholds"),
        ("[period]", "[periode]", "period"),
        ("top = 5", "top = 2.5", "ranking"),
        ("top = 5", "first = 5", "ranking"),
        ("plans = 10", "plans = 20", "ranking"),
        ("plans = 10", "roads = 10", "ranking"),
        ("plans = 10", 'plans = "much"', "ranking"),
        ("[ranking.weights]", "[ranking.points]", "ranking"),
    ],
)
def test_a_mistake_in_the_round_file_is_named(
    small_round: Round, old: str, new: str, where: str
) -> None:
    path = small_round.folder / "round.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"round\.toml") as caught:
        open_round(small_round.folder)
    assert where in caught.value.where


def test_a_round_begins_with_equal_weights_as_an_example(small_round: Round) -> None:
    rules = small_round.settings.ranking
    assert rules is not None
    assert [str(one.weight) for one in rules.weights] == ["10"] * 10
    assert rules.top == 5
    text = (small_round.folder / "round.toml").read_text(encoding="utf-8")
    assert "never published" in text
    assert "child = 10 # Children" in text


def test_without_the_section_nobody_is_ranked(small_round: Round) -> None:
    path = small_round.folder / "round.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[ranking]")], encoding="utf-8")
    assert open_round(small_round.folder).settings.ranking is None


def test_the_mistake_in_the_weights_says_what_to_write(small_round: Round) -> None:
    path = small_round.folder / "round.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("plans = 10", "plans = 20"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="add up to 110; change them so that they make 100"):
        open_round(small_round.folder)


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_the_round_file_with_weights_is_read_back(
    tmp_path: Path, library: Library, language: str
) -> None:
    rules = make_rules({"plans": 33.4, "services": 66.6}, 3, load_components())
    settings = Settings(
        "bicol", "1.0", "core", parse_period("2026"), (language,), "Asia/Manila", ranking=rules
    )
    path = tmp_path / "round.toml"
    path.write_text(settings_text(settings, library.text(language)), encoding="utf-8")
    assert read_settings(path) == settings


def test_a_fiscal_year_may_begin_in_the_year_before(small_round: Round) -> None:
    path = small_round.folder / "round.toml"
    text = path.read_text(encoding="utf-8")
    days = text.replace("= 2026-01-01", "= 2025-07-01").replace("= 2026-12-31", "= 2026-06-30")
    path.write_text(days, encoding="utf-8")
    period = open_round(small_round.folder).settings.period
    assert (period.code, period.start, period.end) == ("2026", date(2025, 7, 1), date(2026, 6, 30))


def test_places_are_chosen_by_code(small_round: Round) -> None:
    assert [place.name for place in choose_places(small_round, ["0501701000"])] == ["Baao"]
    assert len(choose_places(small_round, [])) == 4
    with pytest.raises(ToolError, match="0501701009"):
        choose_places(small_round, ["0501701009"])


def test_the_parent_is_found_even_if_it_is_not_expected(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(
        "code,name,level,parent\n0501701000,Baao,municipality,0501700000\n", encoding="utf-8"
    )
    order = NewRound("bicol", parse_period("2026"), places_file=path)
    made = create_round(tmp_path / "one", order, load_library())
    parent = made.parent(made.places[0])
    assert parent is not None
    assert parent.name == "Camarines Sur"
