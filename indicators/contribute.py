"""What the answers of one place add to each measure.

A place has few records, so plain loops are faster here than frames, and what one place adds
depends on nothing that another one says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from indicators.model import NONE_EXISTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from indicators.model import Criterion, Measure

NOTHING = "nothing_to_report"
NOT_APPLICABLE = "not_applicable"
UNKNOWN = float("nan")


class Given(NamedTuple):
    """One answer: `number` is NaN unless it is one, `answer` its number in the long table."""

    state: str
    text: str | None
    number: float
    answer: int


class Line(NamedTuple):
    """What a record, or a place without records, adds to a measure; `value` NaN means no data."""

    row: str
    basis: str
    value: float
    concerned: bool
    cells: tuple[tuple[str, int], ...]


Record = dict[str, Given]


class Plan(NamedTuple):
    """A measure with the fields that decide it, that are looked at, and of which one is asked."""

    measure: Measure
    fields: tuple[str, ...]
    looked_at: tuple[str, ...]
    asked: tuple[str, ...]


def planned(measures: Iterable[Measure]) -> tuple[Plan, ...]:
    """The measures, made ready once for all places."""
    return tuple(
        Plan(one, one.fields, one.looked_at, (one.field,) if one.field else one.fields)
        for one in measures
    )


@dataclass(slots=True)
class SheetAnswers:
    """The records of one sheet by row, in the order in which they stand, and what is there instead.

    `nothing`: the answer to "nothing to report?"; it only counts where there are no records.
    """

    records: dict[str, Record] = field(default_factory=dict)
    nothing: Given | None = None

    def add(self, row: str, name: str, given: Given) -> None:
        """Take an answer; of two to the same question the first one holds."""
        if name != NOTHING:
            self.records.setdefault(row, {}).setdefault(name, given)
        elif self.nothing is None:
            self.nothing = given


_NO_ANSWERS = SheetAnswers()


class Answering(NamedTuple):
    """A place that answered, and what it adds to."""

    code: str
    level: str
    area: str


def answers_of_places(
    lines: Iterable[tuple[Any, ...]], sheets: Collection[str]
) -> Iterator[tuple[Answering, dict[str, SheetAnswers]]]:
    """Every place in the order of its first answer, with its answers on these sheets.

    Each line has place, level, area, sheet, row, field, state, text, number and its own number.
    """
    found: dict[Answering, dict[str, SheetAnswers]] = {}
    for code, level, area, sheet, row, name, state, text, number, answer in lines:
        own = found.setdefault(Answering(code, level, area), {})
        if sheet in sheets:
            given = Given(state, text if isinstance(text, str) else None, number, answer)
            own.setdefault(sheet, SheetAnswers()).add(row, name, given)
    yield from found.items()


def place_lines(
    level: str, sheets: Mapping[str, SheetAnswers], plans: Iterable[Plan], year: int
) -> dict[str, list[Line]]:
    """The lines of each measure; `year` is that of the reference period."""
    found: dict[str, list[Line]] = {}
    for plan in plans:
        measure = plan.measure
        parts = [found[key] for key in measure.all_of]
        if level not in measure.levels:
            found[measure.key] = []
        elif measure.all_of:
            found[measure.key] = list(_composite(parts))
        else:
            own = sheets.get(measure.sheet, _NO_ANSWERS)
            found[measure.key] = list(_simple(plan, own, year))
    return found


def place_value(lines: Iterable[Line]) -> float:
    """What a place adds to a measure with all its records; NaN if none of them tells."""
    told = [line.value for line in lines if _is_known(line.value)]
    return sum(told) if told else UNKNOWN


def _simple(plan: Plan, own: SheetAnswers, year: int) -> Iterator[Line]:
    if own.nothing is not None and not own.records:
        yield _instead(own.nothing)
    measure = plan.measure
    for row, record in own.records.items():
        if measure.rows and row not in measure.rows:
            continue
        if not any(name in record for name in plan.asked):
            continue
        value = _value(measure, record, year)
        concerned = _is_known(value) or not any(
            name in record and record[name].state == NOT_APPLICABLE for name in plan.fields
        )
        cells = tuple((name, record[name].answer) for name in plan.looked_at if name in record)
        yield Line(row, "record", value, concerned, cells)


def _instead(said: Given) -> Line:
    """The line of a place that gave a reason, or nothing at all, instead of records."""
    value = 0.0 if said.text == NONE_EXISTS else UNKNOWN
    concerned = NOT_APPLICABLE not in {said.text, said.state}
    return Line("", "nothing", value, concerned, ((NOTHING, said.answer),))


def _value(measure: Measure, record: Record, year: int) -> float:
    """1, 0 or a sum for a record; NaN where the answers do not tell or tell something else."""
    for test in measure.unless:
        if _tested(test, record, year)[1]:
            return UNKNOWN
    passed, failed = True, False
    for test in measure.where:
        known, holds = _tested(test, record, year, measure.no_if_not_applicable)
        passed = passed and holds
        failed = failed or (known and not holds)
    if measure.counts == "marks":
        texts = [record[mark].text if mark in record else None for mark in measure.marks]
        yes, unknown = texts.count("true"), texts.count(None)
        passed = passed and yes >= measure.marks_needed
        failed = failed or yes + unknown < measure.marks_needed
    if failed:
        return 0.0
    if not passed:
        return UNKNOWN
    if measure.counts == "sum":
        return record[measure.field].number if measure.field in record else UNKNOWN
    return 1.0


def _tested(
    test: Criterion, record: Record, year: int, no_if_not_applicable: bool = False
) -> tuple[bool, bool]:
    """Whether the answer is known, and whether it passes."""
    given = record.get(test.field)
    if given is None:
        return False, False
    known = given.state == "answered"
    holds = known and _passes(test, given, year)
    return known or (no_if_not_applicable and given.state == NOT_APPLICABLE), holds


def _passes(test: Criterion, given: Given, year: int) -> bool:
    if test.answered:
        return True
    if test.not_ended:
        return given.number >= year
    if test.at_least is not None:
        return given.number >= test.at_least
    text = given.text or ""
    wrapped = text if text[:1] == ";" else f";{text};"
    return any(f";{code};" in wrapped for code in test.one_of)


def _composite(parts: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """1 if every part is more than zero, 0 if one is known not to be; nothing if one is missing."""
    if not all(parts):
        return
    values = [place_value(lines) for lines in parts]
    all_above = all(value > 0 for value in values)
    decided = all_above or any(value <= 0 for value in values)
    concerned = decided or all(
        _is_known(value) or all(line.concerned for line in lines)
        for value, lines in zip(values, parts, strict=True)
    )
    yield Line("", "parts", float(all_above) if decided else UNKNOWN, concerned, ())


def _is_known(value: float) -> bool:
    return value == value  # noqa: PLR0124 - the one way to see "not a number" without a library
