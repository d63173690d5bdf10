"""What is counted: measures declared as data, frozen once loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Counts = Literal["records", "sum", "marks", "places"]
GOVERNMENT_LEVELS: tuple[str, ...] = ("city", "municipality")
# The reason for nothing to report that counts as zero with the place covered.
NONE_EXISTS = "none_exists"
ALL_LEVELS: tuple[str, ...] = ("region", "province", "city", "municipality")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One test on an answer of a record; exactly one of the tests is set.

    `one_of` holds codes, or `"true"`/`"false"` for a yes/no field; a field with several codes
    passes if it holds one of them. `not_ended`: a year that is not before the reference period.
    """

    field: str
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    answered: bool = False
    not_ended: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the summary and how it is made from the answers.

    `counts`: `records` that pass all tests in `where`; the `sum` of `field` over them; records
    with at least `marks_needed` of `marks` answered yes (`marks`); or `places` in which each of
    the measures in `all_of` is more than zero.
    `unless`: a record that passes any of these tests has no figure of this kind, so that it
    tells nothing here; where the question is not asked or not answered, it counts.
    `rows`: rows of a matrix that are looked at; empty means all.
    `levels`: levels of government that it concerns. Only cities and municipalities add up.
    `no_if_not_applicable`: the question gives NA the meaning of "no" (a list that is not kept).
    `per_place`: a government counts at most once, so that the figure is one of governments.
    `withhold`: a count of people (or of their cases and livelihoods): small ones are never
    published. `part_of`: the measure that it is a part of, as women of all; `no_fewer_than`: the
    measure that it cannot be below, as each open desk has one person at least.
    `programmes`: where it is counted; empty means in all of them.
    `headline`: place among the key figures, from 1; 0 for the others. `chart`: drawn on its tab.
    """

    key: str
    theme: str
    counts: Counts
    sheet: str = ""
    field: str = ""
    where: tuple[Criterion, ...] = ()
    unless: tuple[Criterion, ...] = ()
    rows: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    marks_needed: int = 0
    all_of: tuple[str, ...] = ()
    levels: tuple[str, ...] = ALL_LEVELS
    no_if_not_applicable: bool = False
    per_place: bool = False
    programmes: tuple[str, ...] = ()
    headline: int = 0
    chart: bool = False
    money: bool = False
    withhold: bool = False
    part_of: str = ""
    no_fewer_than: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields whose answers decide this measure, each once."""
        used = (*(test.field for test in self.where), *self.marks, self.field)
        return tuple(dict.fromkeys(field for field in used if field))

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The fields that decide this measure, and those that take a record out of it."""
        return tuple(dict.fromkeys((*self.fields, *(test.field for test in self.unless))))

    @property
    def of_governments(self) -> bool:
        """Whether the figure itself is a number of governments."""
        return self.per_place or self.counts in {"marks", "places"}

    @property
    def adds_up(self) -> bool:
        """Whether cities and municipalities are asked, so that there is a regional total."""
        return any(level in GOVERNMENT_LEVELS for level in self.levels)


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure of the whole region is to reach, and by the end of which year."""

    measure: str
    value: float
    year: int
