"""Where the workbook asks for the parts of an official indicator, and each place's figures."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Protocol

from indicators.sdg_catalogue import DATA
from indicators.sdg_totals import LocalFigure
from indicators.tables import DefinitionError, read_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from indicators.sdg_catalogue import Catalogue

_COLUMNS = {"code", "sheet", "row", "numerator", "denominator", "value", "withhold"}
_YES_NO = {"true": 1.0, "false": 0.0}


class AnswerLine(Protocol):
    """A line of the long table; `row` is empty in forms, `number` is None or NaN without one."""

    @property
    def place(self) -> str:
        """Code of the place."""

    @property
    def sheet(self) -> str:
        """Key of the sheet."""

    @property
    def row(self) -> str:
        """Key of the row."""

    @property
    def field(self) -> str:
        """Key of the field."""

    @property
    def text(self) -> str | None:
        """Code or text, `true` or `false`; None unless answered."""

    @property
    def number(self) -> float | None:
        """The number, if it is one."""


@dataclass(frozen=True, slots=True)
class Source:
    """The fields that supply one indicator; a yes/no numerator counts as 1 or 0.

    `withhold`: numerator and denominator count people, so that small ones are never published.
    """

    code: str
    sheet: str
    row: str
    numerator: str
    denominator: str
    value: str
    withhold: bool = False


def load_sources(catalogue: Catalogue, folder: Path = DATA) -> tuple[Source, ...]:
    """The declared sources, each under the code that the indicator is entered as.

    An indicator may come from other sheets in other programmes; a place is asked one of them.
    """
    path = folder / "sdg_sources.csv"
    found: list[Source] = []
    for row in read_csv(path):
        if set(row) != _COLUMNS:
            raise DefinitionError(path, "", f"write the columns {', '.join(sorted(_COLUMNS))}")
        source = _source(row)
        if mistake := _mistake(source, catalogue):
            raise DefinitionError(path, source.code, mistake)
        if (source.code, source.sheet) in {(earlier.code, earlier.sheet) for earlier in found}:
            raise DefinitionError(path, source.code, "there twice; it would be asked for twice")
        found.append(source)
    return tuple(found)


def local_figures(
    lines: Iterable[AnswerLine], sources: Sequence[Source], places: Sequence[str]
) -> Mapping[str, tuple[LocalFigure, ...]]:
    """Figures of these places by indicator; a place that did not answer has no data."""
    wanted = {
        (source.sheet, source.row, field)
        for source in sources
        for field in (source.numerator, source.denominator, source.value)
        if field
    }
    known = {
        (line.place, line.sheet, line.row, line.field): _number(line)
        for line in lines
        if (line.sheet, line.row, line.field) in wanted
    }

    def figure(place: str, source: Source) -> LocalFigure:
        where = (place, source.sheet, source.row)
        return LocalFigure(
            place=place,
            numerator=known.get((*where, source.numerator)),
            denominator=known.get((*where, source.denominator)),
            value=known.get((*where, source.value)),
        )

    def first_known(place: str, code: str) -> LocalFigure:
        own = [figure(place, source) for source in sources if source.code == code]
        return next((one for one in own if one != LocalFigure(place)), own[0])

    codes = dict.fromkeys(source.code for source in sources)
    return {code: tuple(first_known(place, code) for place in places) for code in codes}


def _source(row: Mapping[str, str]) -> Source:
    return Source(
        code=row["code"],
        sheet=row["sheet"],
        row=row["row"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
        withhold=row["withhold"] == "yes",
    )


def _number(line: AnswerLine) -> float | None:
    if line.text in _YES_NO:
        return _YES_NO[line.text]
    return None if line.number is None or isnan(line.number) else line.number


def _mistake(source: Source, catalogue: Catalogue) -> str:
    indicator = catalogue.find(source.code)
    if indicator is None:
        return "the catalogue has no such indicator; add it there or mend the code"
    entered = catalogue.entered_as(source.code)
    if entered != source.code:
        return f"this is entered as {entered}; write that code"
    needed = {
        "sum": (True, False, False),
        "ratio_of_sums": (True, True, False),
        "share_of_governments": (True, False, False),
        "median": (False, False, True),
    }.get(indicator.adds_up)
    given = (bool(source.numerator), bool(source.denominator), bool(source.value))
    if needed is None:
        return "a national indicator has no local source; remove this line"
    if given != needed:
        names = [
            name
            for name, is_needed in zip(("numerator", "denominator", "value"), needed, strict=True)
            if is_needed
        ]
        return f"{indicator.adds_up} needs {' and '.join(names)} and nothing else"
    return ""
