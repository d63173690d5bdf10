"""The tables of a summary: answers, what they add to, totals, and what codes mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from templates.model import NOTHING_REASONS
from workbook.model import NOTHING_TO_REPORT
from workbook.report.exports.figures import area_code, governments_of, heard_areas, known_of
from workbook.report.exports.formats import missing_codes
from workbook.report.exports.table import plain
from workbook.report.goal_lines import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from workbook.compile.country_totals import Totalled
    from workbook.compile.goals import GoalFigure
    from workbook.compile.model import Contribution, DataLine, Summary, Total
    from workbook.report.wording import Wording

_INTEGERS = {"answer", "contribution", "governments", "with_data", "without_data", "asked"}
_INTEGERS |= {"population", "population_asked", "places", "like_places", "year"}
_NUMBERS = {"number", "numerator", "denominator", "target"}
_NUMBERS |= {"lower", "median", "upper", "like_then", "like_now"}
_PARTS = ("value", "numerator", "denominator")
_TRUTHS = {"concerned", "late"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows as values, in the order of `columns`.

    `types`: Table Schema types, text where none is given. `coded`: columns in which a code stands
    for a value that is not there. `refers_to`: column and the table whose key it is.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    key: tuple[str, ...]
    coded: tuple[str, ...] = ()
    refers_to: tuple[tuple[str, str], ...] = ()
    number_value: bool = False
    types: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Work out the types, which follow from the names of the columns."""
        types = {name: "integer" for name in self.columns if name in _INTEGERS}
        types |= {name: "number" for name in self.columns if name in _NUMBERS}
        types |= {name: "boolean" for name in self.columns if name in _TRUTHS}
        if self.number_value:
            types["value"] = "number"
        object.__setattr__(self, "types", types)


def all_tables(summary: Summary, words: Wording) -> tuple[Table, ...]:
    """Every table; those of single answers only where the summary is not a public one."""
    totals = (
        places_table(summary),
        measures_table(summary, words),
        _indicators_table(summary, words),
        *(table for table in beside_tables(summary) if table.rows),
    )
    if summary.publication is not None:
        return totals
    return (
        *totals,
        answers_table(summary),
        _contributions_table(summary),
        _questions_table(summary, words),
        _options_table(summary, words),
    )


def places_table(summary: Summary) -> Table:
    """The expected places and where they stand; no addresses."""
    rows = [
        (
            line.status.place.code,
            line.status.place.name,
            line.status.place.level,
            line.area,
            line.status.state,
            line.status.late,
            line.status.received,
            line.verdict,
        )
        for line in summary.places
    ]
    columns = ("place", "place_name", "level", "area", "state", "late", "received", "verdict")
    return Table("places", columns, rows, ("place",))


def answers_table(summary: Summary) -> Table:
    """The long table of a summary, as `answers_of` has it."""
    return answers_of(summary.lines)


def answers_of(lines: Iterable[DataLine]) -> Table:
    """The long table; `answer` numbers the lines from 1, `value` is as it was read."""
    rows = [
        (
            number,
            line.place,
            line.place_name,
            line.level,
            line.area,
            line.sheet,
            line.row,
            line.field,
            line.list,
            line.state,
            _value(line),
            _number(line),
            line.cell,
            line.file,
        )
        for number, line in enumerate(lines, start=1)
    ]
    columns = (
        "answer", "place", "place_name", "level", "area", "sheet", "row", "field", "list", "state",
        "value", "number", "cell", "file",
    )  # fmt: skip
    refers = (("place", "places"),)
    return Table("answers", columns, rows, ("answer",), coded=("value",), refers_to=refers)


def _value(line: DataLine) -> object:
    codes = missing_codes()
    if line.state != "answered":
        return codes[line.state]
    # An answer that reads like one of the codes is guarded as a formula would be.
    return f"'{line.value}" if line.value in codes.values() else line.value


def _number(line: DataLine) -> float | None:
    value = line.value
    return None if isinstance(value, bool) or not isinstance(value, int | float) else value


def _contributions_table(summary: Summary) -> Table:
    rows = [
        (
            number,
            line.measure,
            line.place,
            line.row,
            line.basis,
            line.concerned,
            _contributed(line),
            ";".join(str(answer + 1) for _, answer in line.cells),
        )
        for number, line in enumerate(summary.contributions, start=1)
    ]
    columns = (
        "contribution", "measure", "place", "row", "basis", "concerned", "value", "answers",
    )  # fmt: skip
    refers = (("place", "places"),)
    return Table(
        "contributions", columns, rows, ("contribution",), ("value",), refers, number_value=True
    )


def _contributed(line: Contribution) -> object:
    if line.value is not None:
        return line.value
    return missing_codes()["no_data" if line.concerned else "not_applicable"]


def measures_table(summary: Totalled, words: Wording) -> Table:
    """The totals of each area and of all of them, withheld where the summary withholds them."""
    measures = {measure.key: measure for measure in summary.measures}
    heard = heard_areas(summary)
    rows = [
        (
            total.measure,
            words.measure(total.measure),
            measures[total.measure].theme,
            area_code(summary, total.area),
            words.whole_or_area(total.area),
            _total(summary, total, heard),
            _or_withheld(governments_of(summary, total, measures[total.measure])),
            total.with_data,
            total.asked,
            total.population,
            total.population_asked,
        )
        for total in summary.totals
    ]
    columns = (
        "measure", "label", "theme", "area", "area_name", "value", "governments", "with_data",
        "asked", "population", "population_asked",
    )  # fmt: skip
    coded = ("value", "governments")
    return Table("measures", columns, rows, ("measure", "area"), coded, number_value=True)


def beside_tables(summary: Summary) -> tuple[Table, ...]:
    """What stands beside totals: medians and quartiles, the round before, targets."""
    spreads = [
        (one.measure, area_code(summary, one.area), one.places, *one.quartiles)
        for one in summary.spreads
    ]
    last = [
        (
            one.measure,
            area_code(summary, one.area),
            summary.last,
            one.value,
            one.with_data,
            one.asked,
            one.like_places,
            one.like_old,
            one.like_new,
        )
        for one in summary.before
    ]
    targets = [(one.measure, one.value, one.year) for one in summary.targets]
    key = ("measure", "area")
    columns = (
        "measure", "area", "period", "value", "with_data", "asked", "like_places", "like_then",
        "like_now",
    )  # fmt: skip
    return (
        Table("spreads", (*key, "places", "lower", "median", "upper"), spreads, key),
        Table("before", columns, last, key, number_value=True),
        Table("targets", ("measure", "target", "year"), targets, ("measure",)),
    )


def _total(summary: Totalled, total: Total, heard: frozenset[str]) -> object:
    return missing_codes().get(known_of(summary, total, heard), total.value)


def _or_withheld(value: object) -> object:
    return missing_codes()["withheld"] if value is None else value


def _indicators_table(summary: Summary, words: Wording) -> Table:
    rows = []
    heard = heard_areas(summary)
    for figure in summary.goals.every:
        one = figure.indicator
        for area, found in figure.areas.items():
            rows.append(
                (
                    one.code,
                    ";".join(figure.codes),
                    name_of(words, one, figure),
                    one.local_use,
                    one.adds_up,
                    area_code(summary, area),
                    words.whole_or_area(area),
                    *(_part(summary, figure, area, kind, heard) for kind in _PARTS),
                    found.governments,
                    found.without_data,
                )
            )
    columns = (
        "indicator", "printed_as", "official_name", "local_use", "adds_up", "area", "area_name",
        "value", "numerator", "denominator", "governments", "without_data",
    )  # fmt: skip
    return Table("indicators", columns, rows, ("indicator", "area"), _PARTS, number_value=True)


def _part(
    summary: Summary, figure: GoalFigure, area: str, part: str, heard: frozenset[str]
) -> object:
    """The value, numerator or denominator; for the value, why there is none."""
    found = figure.areas[area]
    value: float | None = getattr(found, part)
    codes = missing_codes()
    if value is not None:
        return value
    if summary.hides(f"{figure.indicator.code} {part}", area):
        return codes["withheld"]
    if part != "value":
        return codes["blank"]
    return codes["not_applicable" if area in heard and not found.without_data else "no_data"]


def _questions_table(summary: Summary, words: Wording) -> Table:
    """What was asked, once for each field."""
    asked: dict[tuple[str, str], tuple[object, ...]] = {}
    for line in summary.lines:
        key = (line.sheet, line.field)
        if key not in asked:
            asked[key] = (*key, words.section(line.sheet), words.question(line), _list(line))
    columns = ("sheet", "field", "section", "question", "list")
    return Table("questions", columns, list(asked.values()), ("sheet", "field"))


def _options_table(summary: Summary, words: Wording) -> Table:
    """What the codes mean that were answered."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for line in summary.lines:
        for name, code in _codes(line):
            found.setdefault((name, code), (name, code, words.option(name, code)))
    rows = [row for _, row in sorted(found.items())]
    return Table("options", ("list", "code", "label"), rows, ("list", "code"))


def _codes(line: DataLine) -> Iterator[tuple[str, str]]:
    name = _list(line)
    if name and line.value is not None:
        values = line.value if isinstance(line.value, tuple) else (line.value,)
        yield from ((name, plain(value)) for value in values)


def _list(line: DataLine) -> str:
    return NOTHING_REASONS if line.field == NOTHING_TO_REPORT else line.list
