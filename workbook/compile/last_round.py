"""What places told in the round before, by today's names and questions, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from indicators.aggregate import by_place
from workbook.compile.alike import counted
from workbook.compile.changes_model import rounded
from workbook.compile.moved import moved_lines
from workbook.model import NOTHING_TO_REPORT, Answer, Return
from workbook.round.older import money_fields
from workbook.round.renewal import earlier_of, moved_places, renewal_of
from workbook.round.weights import asked_measures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from indicators.model import Measure
    from templates.model import Definition, Place, Sheet
    from templates.periods import Period
    from workbook.compile.model import MovedPlace
    from workbook.earlier import Earlier
    from workbook.round.folder import Round
    from workbook.round.renewal import Renewal

# Two periods whose lengths differ by more days than months and leap years do are not alike.
_MONTHS_DIFFER = 3


@dataclass(frozen=True, slots=True)
class Then:
    """What a place told on a measure; `value` is None where its answers did not tell."""

    measure: str
    place: str
    value: float | None
    concerned: bool


@dataclass(frozen=True, slots=True)
class LastRound:
    """What the places of a round told in the round before.

    `version`, `edition`: of what was asked then; `measures`: keys of those that it decides, by the
    names of today. `answered`: sheet and field of every question that somebody answered. `places`:
    those of today that said something. `same_places`, `moved`: as in `Summary`. `other_currency`:
    that of the amounts of then where it is another one, empty where it is not known; None where
    it is today's. Then no measure that looks at an amount is among `measures`.
    """

    period: str
    version: str
    edition: str
    measures: tuple[str, ...]
    answered: frozenset[tuple[str, str]]
    places: tuple[Place, ...]
    told: tuple[Then, ...]
    same_places: bool
    moved: tuple[MovedPlace, ...] = ()
    other_currency: str | None = None


def last_round(collection: Round, measures: Sequence[Measure]) -> LastRound | None:
    """What is known of the round before; None where nothing of it may be compared."""
    renewal = renewal_of(collection)
    if renewal is None:
        return None
    last, settings = renewal.last, collection.settings
    if last.programme != settings.programme or not _as_long(last.period, settings.period):
        return None
    asked_then = {
        level: collection.library.definition(settings.programme, last.edition, level)
        for level in dict.fromkeys(place.level for place in collection.places)
    }
    returns = tuple(_returns(collection, asked_then))
    if not returns:
        return None
    asked = asked_measures(measures, asked_then.values())
    other = None if renewal.counts_alike(collection.programme.currency) else last.currency
    if other is not None:
        asked = _without_money(asked, asked_then.values())
    return LastRound(
        period=last.period.code,
        version=last.version,
        edition=last.edition,
        measures=tuple(measure.key for measure in asked),
        answered=frozenset(_answered(returns)),
        places=tuple(entry.place for entry in returns),
        told=tuple(_told(by_place(counted(returns, asked_then, asked, last.period.year)))),
        same_places=_same_places(collection, renewal),
        moved=moved_lines(moved_places(collection), collection.places, last.names),
        other_currency=other,
    )


def _without_money(
    measures: Iterable[Measure], definitions: Iterable[Definition]
) -> tuple[Measure, ...]:
    """The measures that look at no amount of money."""
    amounts = {one for definition in definitions for one in money_fields(definition)}
    return tuple(
        measure
        for measure in measures
        if not any((measure.sheet, field) in amounts for field in measure.looked_at)
    )


def alike(measures: Iterable[Measure], lasts: Sequence[LastRound]) -> tuple[Measure, ...]:
    """The measures that each of the rounds before asked everything for.

    The edition of then tells what was asked by the names of today; what came later has no answer
    in any round of that edition.
    """
    answered: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for last in lasts:
        answered.setdefault((last.version, last.edition), set()).update(last.answered)
    decided = [frozenset(last.measures) for last in lasts]
    found: dict[str, Measure] = {}
    for measure in measures:
        fields = {(measure.sheet, field) for field in measure.looked_at}
        asked = all(measure.key in keys for keys in decided)
        if asked and all(fields <= known for known in answered.values()):
            parts_known = found.keys() >= set(measure.all_of)
            if parts_known:
                found[measure.key] = measure
    return tuple(found.values())


def told_then(lasts: Iterable[LastRound], area: Callable[[Place], str]) -> pd.DataFrame:
    """All that was told, as `indicators.aggregate` adds it up, towards today's areas."""
    lines = []
    for last in lasts:
        places = {place.code: (place.level, area(place)) for place in last.places}
        for one in last.told:
            level, towards = places[one.place]
            lines.append((one.measure, one.place, level, towards, one.value, one.concerned))
    columns = ("measure", "place", "level", "area", "value", "concerned")
    return pd.DataFrame(lines, columns=list(columns)).astype({"value": float, "concerned": bool})


def _as_long(one: Period, other: Period) -> bool:
    """Whether sums over two periods may be compared: a year's with those of another year."""
    days = [(period.end - period.start).days for period in (one, other)]
    return abs(days[0] - days[1]) <= _MONTHS_DIFFER


def _same_places(collection: Round, renewal: Renewal) -> bool:
    """Whether each place that answered then lives on as one place, so that no total moved."""
    moved = [earlier_of(collection, place) for place in collection.places]
    followed = [one.moved for one in moved if one is not None]
    codes = [code for one in followed for code in one.places]
    whole = all(one.kind in {"", "renamed"} for one in followed)
    return whole and set(codes) >= set(renewal.last.answers)


def _answered(returns: Iterable[Return]) -> Iterator[tuple[str, str]]:
    for entry in returns:
        for answer in entry.answers:
            if answer.state != "blank":
                yield answer.sheet, answer.field


def _told(table: pd.DataFrame) -> Iterator[Then]:
    columns = (table[name].tolist() for name in ("measure", "place", "value", "concerned"))
    for measure, place, value, concerned in zip(*columns, strict=True):
        known = value == value  # noqa: PLR0124 - the one way to see "not a number"
        yield Then(measure, place, rounded(value) if known else None, bool(concerned))


def _returns(collection: Round, asked_then: Mapping[str, Definition]) -> Iterator[Return]:
    """What each place of today said then, as far as it can be followed."""
    for place in collection.places:
        earlier = earlier_of(collection, place)
        if earlier is not None and earlier.answers:
            answers = tuple(_with_blanks(earlier, asked_then[place.level]))
            yield Return(place, "", "", "accepted", "", answers)


def _with_blanks(earlier: Earlier, definition: Definition) -> Iterator[Answer]:
    """The answers of then, and every question that was left blank: none of these were kept.

    A blank question in a record that does not count is a known zero, and not a lack of data.
    """
    yield from earlier.answers.values()
    for sheet in definition.sheets:
        if earlier.moved.kind == "merged" and sheet.layout == "table":
            continue
        for row, field in _asked(sheet, earlier):
            if earlier.find(sheet.key, row, field) is None:
                yield Answer(sheet.key, row, field, "blank", None, "")


def _asked(sheet: Sheet, earlier: Earlier) -> Iterator[tuple[str | None, str]]:
    """Rows and fields that this place was asked; of tables, those of the records that it gave."""
    if sheet.nothing_to_report:
        yield None, NOTHING_TO_REPORT
    if sheet.layout == "matrix":
        for line in sheet.rows:
            for field in sheet.asked:
                if not field.groups or line.group in field.groups:
                    yield line.key, field.key
        return
    rows = list(earlier.records(sheet.key)) if sheet.layout == "table" else [None]
    for row in rows:
        for field in sheet.asked:
            yield row, field.key
