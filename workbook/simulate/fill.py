"""A practice workbook: what a place might answer, with the mistakes that people make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.simulate.draft import Filling, draft_answers
from workbook.simulate.habits import load_habits
from workbook.simulate.mistakes import MISTAKES, SLIPS, Typist, make_mistakes
from workbook.simulate.next_year import draft_next_year
from workbook.write.typed import type_answers

if TYPE_CHECKING:
    from templates.model import Definition, Place, Texts
    from templates.periods import Period
    from workbook.earlier import Earlier
    from workbook.write.order import Cell, CellKey

MOST_MISTAKES = 3


def simulate_answers(  # noqa: PLR0913, PLR0917 (what a workbook and its filler are told)
    definition: Definition,
    texts: Texts,
    place: Place,
    period: Period,
    seed: int,
    mistakes: float,
    earlier: Earlier | None = None,
) -> dict[CellKey, Cell]:
    """What to type into the workbook of `place`; the same seed gives the same answers.

    `earlier`: what it said for the period before, from which it goes on.

    `mistakes`: share of places (0 to 1) whose workbook comes back with one to three mistakes
    that must be mended. As many again have slips that reading repairs by itself.
    """
    habits = load_habits(definition.programme.key, texts.language)
    filling = Filling(definition, place, period, habits, seed)
    draft = draft_next_year(filling, earlier) if earlier else draft_answers(filling)
    typed = type_answers(definition, texts, draft)
    return spoil(filling, texts, typed, mistakes)


def spoil(
    filling: Filling, texts: Texts, typed: dict[CellKey, Cell], mistakes: float
) -> dict[CellKey, Cell]:
    """The same cells with mistakes, in this share of places."""
    chance = filling.chance("mistakes")
    spoils, slips = chance.happens(mistakes), chance.happens(mistakes)
    count = chance.whole((1, MOST_MISTAKES))
    if slips:
        typed = make_mistakes(Typist(filling, texts, typed), chance, SLIPS, count)
    if spoils:
        typed = make_mistakes(Typist(filling, texts, typed), chance, MISTAKES, count)
    return typed
