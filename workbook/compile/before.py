"""The round before beside this one: the same figures then, like only with like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.compile.alike import (
    area_figures,
    as_reported,
    counted,
    place_figures,
    told_by_places,
)
from workbook.compile.model import REGION, Before
from workbook.model import NOTHING_TO_REPORT, Answer, Return
from workbook.round.renewal import earlier_of, renewal_of
from workbook.round.weights import asked_measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from indicators.model import Measure
    from templates.model import Definition, Sheet
    from templates.periods import Period
    from workbook.compile.alike import Figures
    from workbook.compile.changes_model import AreaFigure, PlaceFigure
    from workbook.compile.model import Summary
    from workbook.earlier import Earlier
    from workbook.round.folder import Round
    from workbook.round.renewal import Renewal

# Two periods whose lengths differ by more days than months and leap years do are not alike.
_MONTHS_DIFFER = 3


def with_before(summary: Summary, collection: Round) -> Summary:
    """The summary of a round that follows another, with the totals of then where they are alike."""
    renewal = renewal_of(collection)
    if renewal is None:
        return summary
    last, settings = renewal.last, collection.settings
    if last.programme != settings.programme or not _as_long(last.period, settings.period):
        return summary
    levels = dict.fromkeys(place.level for place in collection.places)
    asked_then = {
        level: collection.library.definition(settings.programme, last.edition, level)
        for level in levels
    }
    returns = tuple(_returns(collection, asked_then))
    measures = _alike(summary.measures, asked_then, returns)
    contributed = counted(returns, asked_then, measures, last.period.year)
    told = tuple(
        place_figures(measures, collection.places, told_by_places(contributed), _now(summary))
    )
    then = as_reported(contributed, returns)
    areas = [*(area.key for area in summary.areas), REGION]
    lines = (
        _before(one) for one in area_figures(measures, areas, told, [then, _reported(summary)])
    )
    return replace(
        summary, before=tuple(line for line in lines if line.with_data), earlier=_known_then(told)
    )


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


def _alike(
    measures: Sequence[Measure], asked_then: Mapping[str, Definition], returns: Iterable[Return]
) -> tuple[Measure, ...]:
    """The measures that the round before asked everything for.

    The edition of then tells what was asked by the names of today; what came later has no answer.
    """
    answered = {
        (answer.sheet, answer.field)
        for entry in returns
        for answer in entry.answers
        if answer.state != "blank"
    }
    found: dict[str, Measure] = {}
    for measure in asked_measures(measures, asked_then.values()):
        parts_known = found.keys() >= set(measure.all_of)
        if parts_known and all((measure.sheet, field) in answered for field in measure.looked_at):
            found[measure.key] = measure
    return tuple(found.values())


def _now(summary: Summary) -> Figures:
    """What each place tells in this round; None where its answers do not tell."""
    found: dict[tuple[str, str], float | None] = {}
    for line in summary.contributions:
        key = line.measure, line.place
        value = found.get(key)
        if line.value is not None:
            value = line.value if value is None else value + line.value
        found[key] = value
    return found


def _reported(summary: Summary) -> Mapping[tuple[str, str], tuple[float | None, int, int]]:
    return {
        (total.measure, total.area): (total.value, total.with_data, total.asked)
        for total in summary.totals
    }


def _before(one: AreaFigure) -> Before:
    return Before(
        measure=one.figure,
        area=one.area,
        value=one.old,
        with_data=one.old_places,
        asked=one.old_asked,
        like_old=one.like_old,
        like_new=one.like_new,
        like_places=one.like_places,
    )


def _known_then(told: Iterable[PlaceFigure]) -> tuple[PlaceFigure, ...]:
    return tuple(one for one in told if one.old is not None)
