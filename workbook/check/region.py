"""Stage RG7: figures of all returns of a round, each beside those of the other places.

What one file is worth must not hang on which others have come in before it, so these findings are
no part of its verdict: they are questions for the coordinating office.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indicators.outliers import Figure, Limits, find_unusual
from templates.screening import make_screening
from workbook.check.register import load_register
from workbook.check.view import number, picked_codes, shown_as
from workbook.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from indicators.outliers import Unusual
    from templates.model import Definition, Field, Place, Sheet, Texts
    from workbook.model import Answer, Parameters, Return

PEERS, EARLIER, PER_HEAD = "RG701", "RG702", "RG703"
AnswerKey = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """A finding and the return that it is about."""

    place: Place
    file: str
    finding: Finding


def region_findings(
    returns: Sequence[Return],
    definitions: Mapping[str, Definition],
    texts: Texts,
    earlier: Mapping[str, Mapping[AnswerKey, float]] | None = None,
    known: Mapping[str, frozenset[AnswerKey]] | None = None,
) -> tuple[PlaceFinding, ...]:
    """What is unusual in the returns that count, in their order.

    `definitions` are by level. `earlier`: by place, what was answered for the period before.
    `known`: by place, the answers that something has been found about already.
    """
    figures: list[Figure] = []
    answers: list[tuple[Return, Field, Answer]] = []
    for entry in returns:
        definition = definitions.get(entry.place.level)
        past = (earlier or {}).get(entry.place.code, {})
        told = (known or {}).get(entry.place.code, frozenset())
        for sheet, field, answer in _numbers(entry, definition) if definition else ():
            key = (answer.sheet, answer.row, answer.field)
            value = number(answer)
            if value is None or key in told:
                continue
            figures.append(
                Figure(
                    place=entry.place.code,
                    level=entry.place.level,
                    population=entry.place.population,
                    about=_about(sheet, field.key, answer.row),
                    record=answer.row or "",
                    value=value,
                    earlier=past.get(key),
                )
            )
            answers.append((entry, field, answer))
    currencies = {one.programme.currency for one in definitions.values()}
    where = {id(figure): position for position, figure in enumerate(figures)}
    found = find_unusual(figures, declared_limits(), _most(figures, currencies), _sized(figures))
    return tuple(
        _place_finding(unusual, *answers[where[id(unusual.figure)]], texts) for unusual in found
    )


def _numbers(entry: Return, definition: Definition) -> Iterator[tuple[Sheet, Field, Answer]]:
    """The answers with a number that are compared; none of what is not asked of the place."""
    types = frozenset(_parameter(PEERS, "types"))
    fields = {
        (sheet.key, field.key): (sheet, field)
        for sheet in definition.sheets
        for field in sheet.asked
        if field.type in types
    }
    screening = make_screening(definition)
    picked = picked_codes(entry.answers, screening)
    for answer in entry.answers:
        found = fields.get((answer.sheet, answer.field))
        if found and not screening.closing(picked, answer.sheet, answer.row, answer.field):
            yield *found, answer


def _about(sheet: Sheet, field: str, row: str | None) -> str:
    """What was asked; the rows of a matrix ask about different things."""
    return "|".join((sheet.key, field, (row or "") if sheet.layout == "matrix" else ""))


def _place_finding(
    unusual: Unusual, entry: Return, field: Field, answer: Answer, texts: Texts
) -> PlaceFinding:
    finding = Finding(
        code={"peers": PEERS, "history": EARLIER, "per_head": PER_HEAD}[unusual.reason],
        sheet=answer.sheet,
        row=answer.row,
        field=answer.field,
        cell=answer.cell or None,
        value=shown_as(answer, field, texts),
        parameters=_parameters(unusual),
    )
    return PlaceFinding(entry.place, entry.file, finding)


def _parameters(unusual: Unusual) -> Parameters:
    """The reason in numbers."""
    population = unusual.figure.population
    here: Parameters = (("population", population),) if population is not None else ()
    if unusual.reason == "history":
        return (("earlier", unusual.low),)
    if unusual.reason == "per_head":
        return (("limit", round(unusual.high)), *here)
    return (
        ("basis", "sized" if unusual.sized else unusual.group),
        ("places", unusual.places),
        ("low", unusual.low),
        ("high", unusual.high),
        *here,
    )


def declared_limits() -> Limits:
    """What is taken for similar and for unusual, as declared with RG701 and RG702."""
    return Limits(
        bands=tuple(_parameter(PEERS, "bands")),
        together=tuple(_parameter(PEERS, "together")),
        places=_parameter(PEERS, "places"),
        deviations=_parameter(PEERS, "deviations"),
        times_above=_parameter(PEERS, "times_above"),
        times_below=_parameter(PEERS, "times_below"),
        times_largest=_parameter(PEERS, "times_largest"),
        least_spread=_parameter(PEERS, "least_spread"),
        earlier_times=_parameter(EARLIER, "times"),
        earlier_least=_parameter(EARLIER, "least"),
    )


def _most(figures: Iterable[Figure], currencies: set[str]) -> dict[str, float]:
    """The most for each inhabitant, by what was asked."""
    declared = {
        (one["sheet"], one["field"]): float(one["each"])
        for one in _parameter(PER_HEAD, "most")
        if "currency" not in one or currencies == {one["currency"]}
    }
    return {about: declared[asked] for about, asked in _asked(figures).items() if asked in declared}


def _sized(figures: Iterable[Figure]) -> frozenset[str]:
    declared = {(one["sheet"], one["field"]) for one in _parameter(PEERS, "sized")}
    return frozenset(about for about, asked in _asked(figures).items() if asked in declared)


def _asked(figures: Iterable[Figure]) -> dict[str, tuple[str, str]]:
    """Sheet and field of each thing that was asked."""
    found: dict[str, tuple[str, str]] = {}
    for about in {figure.about for figure in figures}:
        sheet, field, _ = about.split("|")
        found[about] = (sheet, field)
    return found


def _parameter(code: str, name: str) -> Any:
    return load_register()[code].parameters[name]
