"""The sums behind the check code, worked by hand, and how many single changes they notice."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from workbook.checkcode import (
    ALPHABET,
    ERROR_CODE,
    area_code,
    error_cell,
    make_cell,
    round_half_up,
    sum_area,
    whole_code,
)

WORDS = ("Naga", "Legazpi", "desk", "council", "ordinance", "PESO", "office", "Ñino", "12", "2026")
TRIALS = 400


def code(cells: list[tuple[int, int, object]], *, ticks: bool = False) -> int:
    return sum_area([make_cell(*cell) for cell in cells], 250, ticks=ticks).code


def test_letters_are_weighed_by_row_and_place() -> None:
    # a is the first letter after the space, b the second: 1*(1+3)*(1+11) + 2*(2+3)*(2+11)
    assert ALPHABET[:3] == " ab"
    assert sum_area([make_cell(1, 1, "ab")], 250).text == 48 + 130
    # In row 2: 1*(1+6)*12 + 2*(2+6)*13
    assert sum_area([make_cell(2, 1, "ab")], 250).text == 84 + 208
    assert code([(1, 1, "ab")]) == 178


def test_numbers_are_weighed_by_row_in_thousandths() -> None:
    sums = sum_area([make_cell(1, 1, 12.5), make_cell(2, 1, 3)], 24)
    # A number in row 1 adds 1 + 13, one in row 2 adds 4 + 13, so that zero is not blank.
    assert (sums.text, sums.number) == (31, 18500)
    assert sums.code == (31 + 17 * 18500) % 99991
    # A million thousandths and more count in two parts.
    assert area_code(0, 3_000_002) == 31 * 3 + 17 * 2


def test_dates_count_as_the_serial_numbers_of_either_system() -> None:
    assert make_cell(1, 1, date(2016, 4, 6)).value == 42466
    assert make_cell(1, 1, datetime(2016, 4, 6, 12)).value == 42466.5
    assert make_cell(1, 1, date(2016, 4, 6), epoch_1904=True).value == 42466 - 1462


def test_ticks_count_by_place() -> None:
    # (1+11)*(1+7) for the first option, (1+11)*(4+7) for the second
    assert code([(1, 1, "✓")], ticks=True) == 96
    assert code([(1, 2, "x")], ticks=True) == 132


def test_spaces_at_the_end_and_empty_cells_count_for_nothing() -> None:
    assert code([(1, 1, "Yes  "), (2, 1, "")]) == code([(1, 1, "Yes")])
    assert whole_code({}) == "0000-0000"


def test_an_error_value_spoils_its_area_only() -> None:
    assert sum_area([error_cell(1, 1), make_cell(2, 1, 5)], 24).code == ERROR_CODE


@pytest.mark.parametrize("value", [True, 1e14, float("nan"), "a\U0001f600", "a\rb", None])
def test_what_programs_count_differently_is_not_certain(value: object) -> None:
    assert not sum_area([make_cell(1, 1, value)], 24).certain


@pytest.mark.parametrize(("value", "rounded"), [(2.5, 3), (-2.5, -3), (2.4, 2), (-0.4, 0)])
def test_halves_are_rounded_away_from_zero(value: float, rounded: int) -> None:
    assert round_half_up(value) == rounded


def workbook(chance: random.Random) -> dict[str, list[tuple[int, int, object]]]:
    """Areas of numbers, words and ticks, as a workbook might hold."""
    areas: dict[str, list[tuple[int, int, object]]] = {}
    for number in range(12):
        rows = chance.choice([1, 1, 1, 8, 20])
        kind = chance.choice(["number", "words", "list"])
        cells: list[tuple[int, int, object]] = []
        for row in range(1, rows + 1):
            value: object = chance.choice([0, chance.randint(0, 300), round(chance.random(), 2)])
            if kind == "words":
                value = " ".join(chance.choices(WORDS, k=chance.randint(1, 8)))
            elif kind == "list":
                value = chance.choice(WORDS)
            cells.append((row, 1, value))
        areas[f"section{number % 5}.field{number}"] = cells
    return areas


def change(chance: random.Random, areas: dict[str, list[tuple[int, int, object]]]) -> bool:
    """One small change as people make them; whether anything is different afterwards."""
    key = chance.choice(list(areas))
    cells = areas[key] = list(areas[key])
    place = chance.randrange(len(cells))
    row, column, old = cells[place]
    other = chance.randrange(len(cells))
    if chance.random() < 0.3 and other != place:
        swapped = cells[other][2]
        cells[place], cells[other] = (row, column, swapped), (cells[other][0], column, old)
        return swapped != old
    new: object = old
    if isinstance(old, str):
        words = old.split()
        words[chance.randrange(len(words))] = chance.choice([*WORDS, "naga", "Nega"])
        new = " ".join(words)
    else:
        new = chance.choice([old + 1, old * 10, 0, "", 100 - old, old + 0.01])
    cells[place] = (row, column, new)
    return new != old


def whole(areas: dict[str, list[tuple[int, int, object]]]) -> str:
    return whole_code({key: code(cells) for key, cells in areas.items()})


def test_nearly_every_single_change_is_noticed() -> None:
    chance = random.Random(20261123)  # noqa: S311
    made = noticed = 0
    for _ in range(TRIALS):
        areas = workbook(chance)
        before = whole(areas)
        if change(chance, areas):
            made += 1
            noticed += whole(areas) != before
    assert made > TRIALS / 2
    # Of 5,546 changes to larger workbooks every one was noticed when this was written.
    assert noticed / made > 0.99
