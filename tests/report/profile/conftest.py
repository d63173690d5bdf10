"""Ten towns and a city of one province, with figures whose quartiles are worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from indicators.counting import load_counting
from templates.model import Place
from templates.periods import parse_period
from tests.compile.conftest import LEVELS, answer
from workbook.compile.summary import compile_summary
from workbook.model import PlaceStatus, Return
from workbook.round.folder import Round
from workbook.round.settings import Settings

PROVINCE = Place("0501700000", "Camarines Sur", "province", "0500000000", population=900_000)
OWN, LARGE, CITY, SILENT = "0501709000", "0501710000", "0501711000", "0501712000"
PERIOD = parse_period("2026")


def town(number, **facts):
    values = {"name": f"Town {number}", "level": "municipality", "population": 30_000, **facts}
    return Place(f"05017{number:02}000", parent=PROVINCE.code, **values)


# Town 9 is the one that is looked at; 10 is larger, 11 a city, 12 has not answered.
TOWNS = (
    *(town(number) for number in range(1, 10)),
    town(10, population=200_000, language="fr"),
    town(11, level="city", population=200_000, language="fil"),
    town(12, name="Secret Town"),
)


BLANK = ("in_situation_analysis", "in_ppas", "in_indicators")


def figures(number):
    """Organizations 1 to 9, money by the thousand, staff by the ten; a plan half known."""
    return [
        ("organizations", None, "orgs_active", number),
        ("budget", None, "planned", 1000 * number),
        ("capacity", None, "staff_trained_in_year", 10 * number),
        ("plans", "cdp", "in_vision", True),
        ("plans", "cdp", "in_objectives", False),
        *(("plans", "cdp", part, None) for part in BLANK),
        ("people", None, "residents_abroad", "ND"),
    ]


@dataclass
class Region:
    """A round of these towns, and summaries of what they answer."""

    library: object
    edition: str = "core"
    languages: tuple[str, ...] = ("en",)
    places: tuple[Place, ...] = TOWNS
    contact: str = "The regional office, office@example.org"

    @property
    def collection(self):
        settings = Settings(
            "bicol", "1.0", self.edition, PERIOD, self.languages, "Asia/Manila",
            contact=self.contact,
        )  # fmt: skip
        return Round(None, settings, self.places, self.library)

    def summary(self, answers, rules=None):
        returns, statuses = [], []
        for place in self.places:
            lines = answers.get(place.code)
            if lines is None:
                statuses.append(PlaceStatus(place, "missing"))
                continue
            file = f"inbox/{place.code}.xlsx"
            given = tuple(answer(*line) for line in lines)
            returns.append(Return(place, file, place.code, "accepted", "2027-02-01", given))
            statuses.append(PlaceStatus(place, "accepted", file, "2027-02-01"))
        definitions = [self.library.definition("bicol", self.edition, one) for one in LEVELS]
        known = (*self.places, PROVINCE)
        counting = load_counting(rules)
        return compile_summary(returns, statuses, known, definitions, PERIOD, counting)

    def renamed(self, name):
        """The same with another name and another contact for everybody."""
        places = tuple(replace(place, name=name) for place in self.places)
        return replace(self, places=places, contact=name)


@pytest.fixture(scope="session")
def region(library):
    return Region(library)


@pytest.fixture(scope="session")
def told():
    """What the eleven towns that answered say."""
    answers = {place.code: figures(number) for number, place in enumerate(TOWNS, start=1)}
    return {code: lines for code, lines in answers.items() if code != SILENT}


@pytest.fixture(scope="session")
def summary(region, told):
    return region.summary(told)
