"""How much work a workbook is: answers as agreed, minutes and days worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.tables import DefinitionError
from templates.burden import Burden, Estimates, burden_by_tab, burden_of, load_estimates
from templates.load import load_library
from templates.model import EDITIONS, PLACE_LEVELS

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = load_library()
# A second for each question, ten for a line, a hundred for a tab; offices one and five days.
ROUND = Estimates(
    tab=100,
    line=10,
    seconds=dict.fromkeys(load_estimates().seconds, 1),
    usual_days=2,
    days={"planning": 1, "social_welfare": 5},
)


@pytest.mark.parametrize(
    ("programme", "level", "answers"),
    [
        ("bicol", "city", 62),
        ("bicol", "municipality", 62),
        ("bicol", "province", 54),
        ("bicol", "region", 32),
        ("vancouver", "city", 66),
    ],
)
def test_answers_of_the_core_edition_are_those_agreed(
    programme: str, level: str, answers: int
) -> None:
    assert burden_of(LIBRARY.definition(programme, "core", level)).answers == answers


def test_times_of_a_tab_are_those_worked_by_hand() -> None:
    definition = LIBRARY.definition("bicol", "core", "region")
    found = burden_by_tab(definition, ROUND)
    # One line and ten questions, all known by offices with the usual two days or by planning.
    assert found["structures"] == Burden(answers=10, seconds=120, days=2)
    assert found["structures"].minutes == 2
    # One plan with six questions that planning answers.
    assert found["plans"] == Burden(answers=6, seconds=116, days=1)
    assert found["plans"].minutes == 2


def test_minutes_add_up_and_the_slowest_office_decides() -> None:
    total = Burden(3, 61, 4) + Burden(2, 10, 1)
    assert (total.answers, total.minutes, total.days) == (5, 2, 4)
    city = LIBRARY.definition("bicol", "core", "city")
    assert burden_of(city, ROUND).days == 5


@pytest.mark.parametrize("programme", sorted(LIBRARY.programmes))
def test_longer_editions_are_more_work(programme: str) -> None:
    for level in PLACE_LEVELS:
        works = [burden_of(LIBRARY.definition(programme, edition, level)) for edition in EDITIONS]
        assert [work.answers for work in works] == sorted(work.answers for work in works)
        assert [work.seconds for work in works] == sorted(work.seconds for work in works)


def test_every_office_that_is_asked_has_an_estimate() -> None:
    asked = {
        field.who
        for programme in LIBRARY.programmes
        for tab in LIBRARY.programme(programme).tabs
        for key in tab.sheets
        for field in LIBRARY.sheets[key].asked
        if field.who
    }
    assert asked - set(load_estimates().days) == set()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[typing]\ntab = 1\nline = 1\n", "gathering"),
        ("[typing]\nline = 1\n[typing.seconds]\n[gathering]\nusual = 1\n", "tab"),
        ("[typing]\ntab = 'x'\nline = 1\n[typing.seconds]\n[gathering]\nusual = 1\n", "tab"),
    ],
)
def test_a_broken_file_of_estimates_is_refused(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "burden.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=where):
        load_estimates(path)
