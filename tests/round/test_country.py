"""The list of a whole country, and the rounds of its regions that are made from it."""

from __future__ import annotations

from collections import Counter

import pytest

from indicators.tables import ToolError
from templates.load import load_library
from templates.model import Place
from templates.periods import parse_period
from workbook.round.country import country_places, places_of_region, region_of
from workbook.round.folder import NewRound, create_round

LIBRARY = load_library()
PROGRAMME = LIBRARY.programme("bicol")
PLACES = country_places(PROGRAMME, LIBRARY)
REGISTER = {place.code: place for place in PLACES}


def test_the_list_of_the_country_is_whole() -> None:
    """Numbers of regions, provinces, cities and municipalities, and people of the 2024 census."""
    assert Counter(place.level for place in PLACES) == {
        "region": 18,
        "province": 82,
        "city": 149,
        "municipality": 1493,
    }
    local = [place for place in PLACES if place.level in {"city", "municipality"}]
    regions = [place for place in PLACES if place.level == "region"]
    people = {
        region.code: sum(p.population or 0 for p in local if region_of(p, REGISTER) == region.code)
        for region in regions
    }
    assert people == {region.code: region.population for region in regions}


def test_the_list_of_the_country_says_of_bicol_what_its_own_list_says() -> None:
    assert places_of_region(PLACES, "0500000000", 10) == LIBRARY.places("bicol")


@pytest.mark.parametrize("named", ["1800000000", "Negros Island", "negros island region (nir)"])
def test_a_region_is_named_by_its_code_or_by_what_only_its_name_has(named: str) -> None:
    chosen = places_of_region(PLACES, named, 10)
    assert chosen[0].name == "Negros Island Region (NIR)"
    # Negros Occidental, Negros Oriental and Siquijor, with Bacolod outside them.
    assert Counter(place.level for place in chosen)["province"] == 3
    assert "City of Bacolod" in {place.name for place in chosen}


def test_a_lost_zero_in_front_of_a_region_is_put_back() -> None:
    assert places_of_region(PLACES, "500000000", 10) == LIBRARY.places("bicol")


@pytest.mark.parametrize(
    ("named", "told"),
    [("Bikol", "0500000000 Region V"), ("Visayas", "several regions: 0600000000 Region VI")],
)
def test_an_unknown_region_is_told_with_those_that_there_are(named: str, told: str) -> None:
    with pytest.raises(ToolError, match=told):
        places_of_region(PLACES, named, 10)


def test_a_list_without_regions_has_none_to_pick() -> None:
    with pytest.raises(ToolError, match="names no region"):
        places_of_region([Place("1", "Isle", "city")], "Isle", 0)


def test_places_that_lie_in_each_other_belong_to_no_region() -> None:
    circle = {"1": Place("1", "A", "city", "2"), "2": Place("2", "B", "province", "1")}
    assert region_of(circle["1"], circle) == ""


def test_a_round_of_any_region_is_made_from_the_list_of_the_country(tmp_path) -> None:
    order = NewRound("bicol", parse_period("2026"), region="1400000000")
    collection = create_round(tmp_path / "car", order, LIBRARY)
    assert len(collection.places) == 84
    assert {place.code[:2] for place in collection.places} == {"14"}
    # The list goes with the round, so that it can be put beside others years later.
    assert country_places(collection.programme, collection.library) == PLACES
