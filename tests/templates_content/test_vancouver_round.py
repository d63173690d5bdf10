"""A round of `vancouver`: who is asked, file names, reserves by choice, corrections of facts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from templates.load import load_library, read_locale
from templates.periods import parse_period
from workbook.round.folder import NewRound, create_round, open_round
from workbook.round.issue import order_for, workbook_name

if TYPE_CHECKING:
    from templates.model import Place
    from workbook.round.folder import Round

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/how-to/metro-vancouver.md").read_text(encoding="utf-8")
LIBRARY = load_library()
PERIOD = parse_period("2026")
TREATY_FIRST_NATION = "5915802"
KNOWN = "definitions/known/vancouver/awf_coverage.csv"


def new_round(folder: Path, places_file: Path | None = None) -> Round:
    order = NewRound(
        programme="vancouver",
        period=PERIOD,
        edition="core",
        language="fr",
        places_file=places_file,
        deadline=None,
    )
    return create_round(folder, order, LIBRARY)


def reserves() -> str:
    block = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    return block[1]


def place(collection: Round, code: str) -> Place:
    return next(place for place in collection.places if place.code == code)


def test_places_of_one_name_are_told_apart_in_every_file_name(tmp_path: Path) -> None:
    collection = new_round(tmp_path / "round")
    names = {place.code: workbook_name(collection, place) for place in collection.places}
    told = dict(re.findall(r"^\| (\d{7}) \| [^|]+ \| `([^`]+)` \|$", PAGE, re.MULTILINE))
    assert len(told) == 4
    assert {code: names[code] for code in told} == told
    assert len({name.partition("-")[2] for name in names.values()}) == len(names) == 24


def test_reserves_are_expected_only_where_they_are_added(tmp_path: Path) -> None:
    added = list(csv.DictReader(io.StringIO(reserves())))
    codes = [row["code"] for row in added]
    assert len(set(codes)) == len({row["name"] for row in added}) == 16
    assert all(code.startswith("59158") for code in codes)
    assert TREATY_FIRST_NATION not in codes
    usual = new_round(tmp_path / "usual")
    assert not set(codes) & {place.code for place in usual.places}
    chosen = tmp_path / "places.csv"
    lines = (ROOT / "templates/places/vancouver.csv").read_text(encoding="utf-8").splitlines()
    own = [",".join([*row.values(), "", "", "", ""]) for row in added]
    chosen.write_text("\n".join([*lines, *own]) + "\n", encoding="utf-8")
    larger = new_round(tmp_path / "larger", chosen)
    assert len(larger.places) == 24 + 16
    musqueam = place(larger, "5915803")
    assert (musqueam.name, musqueam.parent) == ("Musqueam 2", "5915000")
    assert workbook_name(larger, musqueam) == "5915803-musqueam-2-2026.xlsx"


@pytest.mark.parametrize("row", ["police", "parks"])
def test_a_fact_can_be_corrected_in_the_round(row: str, tmp_path: Path) -> None:
    folder = tmp_path / "round"
    collection = new_round(folder)
    key = ("awf_coverage", row, "provided_by")
    surrey = place(collection, "5915004")
    before = order_for(collection, surrey).known[key]
    with (folder / KNOWN).open("a", encoding="utf-8") as file:
        file.write(f"5915004,{row},contracted_police,none,said by the city\n")
    after = open_round(folder)
    assert order_for(after, surrey).known[key] == "contracted_police" != before
    burnaby = place(after, "5915025")
    assert order_for(after, burnaby).known[key] != "contracted_police"


def own_words(language: str) -> dict[str, set[str]]:
    """What the programme words in its own way, by file; examples may be left out."""
    folder = ROOT / "templates/locale" / language / "vancouver"
    return {
        path.name: {key for key in read_locale(path) if not key.endswith((".short", ".example"))}
        for path in folder.glob("*.toml")
    }


def test_french_has_own_words_for_all_that_english_has() -> None:
    assert LIBRARY.programme("vancouver").languages == ("en", "fr")
    assert own_words("fr") == own_words("en")
    assert "sheets.structures.title" in own_words("en")["sheets.toml"]
