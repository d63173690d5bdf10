"""Two rounds side by side: figures, totals and records, like only with like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.model import Measure
from indicators.tables import ToolError, read_toml
from templates.successors import descents
from workbook.check.difference import find_changes
from workbook.compile.alike import (
    area_figures,
    as_reported,
    counted,
    place_figures,
    told_by_places,
)
from workbook.compile.changes_model import Question, RecordChange, RoundChanges, RoundSide
from workbook.compile.frame import area_list, region_name
from workbook.compile.model import REGION
from workbook.round.last_year import gather_last_year
from workbook.round.renewal import Renewal, follow, own_successors
from workbook.round.status import area_of
from workbook.round.weights import asked_measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from templates.model import Definition
    from workbook.earlier import Moved
    from workbook.model import PlaceStatus, Return
    from workbook.round.folder import Round

_DECLARED = Path(__file__).parents[2] / "indicators/data/comparison.toml"
_THEME = ""


def compare_rounds(
    old: Round,
    new: Round,
    old_told: tuple[Sequence[Return], Sequence[PlaceStatus]],
    new_told: tuple[Sequence[Return], Sequence[PlaceStatus]],
    measures: Sequence[Measure],
) -> RoundChanges:
    """Compare what counts in two rounds of one programme; the older one comes first.

    Answers of the older round are read by the names and boundaries of the newer one.
    """
    _refuse(old, new)
    sides = (_side(old, *old_told), _side(new, *new_told))
    declared = read_toml(_DECLARED)
    asked = [asked_measures(measures, _definitions(one).values()) for one in (old, new)]
    keys = [{measure.key for measure in one} for one in asked]
    shared = tuple(measure for measure in asked[1] if measure.key in keys[0])
    questions = tuple(question for question in _questions(new) if question in set(_questions(old)))
    followed, moved = _followed(old, new, sides[0])
    figures = (*shared, *(_measure(question) for question in questions))
    today = _definitions(new)
    then = told_by_places(counted(followed, today, figures, old.settings.period.year))
    now = told_by_places(counted(sides[1].returns, today, figures, new.settings.period.year))
    counting = [place for place in new.places if place.code in _codes(sides[1].returns)]
    areas = area_list(new.places, {place.code: place for place in new.known_places})
    figures_of_places = tuple(place_figures(figures, new.places, then, now))
    reported = [
        as_reported(
            counted(side.returns, _definitions(collection), figures, side.period.year),
            [entry.place for entry in side.returns],
        )
        for side, collection in zip(sides, (old, new), strict=True)
    ]
    return RoundChanges(
        old=sides[0],
        new=sides[1],
        region=region_name(new.places, {place.code: place for place in new.known_places}),
        areas=areas,
        measures=shared,
        questions=questions,
        only_old=tuple(measure.key for measure in asked[0] if measure.key not in keys[1]),
        only_new=tuple(measure.key for measure in asked[1] if measure.key not in keys[0]),
        places=frozenset(place.code for place in counting) & _codes(followed),
        moved=moved,
        place_figures=figures_of_places,
        area_figures=tuple(
            area_figures(
                figures, [*(area.key for area in areas), REGION], figures_of_places, reported
            )
        ),
        records=tuple(_records(followed, sides[1].returns, new, frozenset(declared["states"]))),
        percent_from=float(declared["percent_from"]),
    )


def _refuse(old: Round, new: Round) -> None:
    """Say why two rounds cannot be compared."""
    one, other = old.settings, new.settings
    if one.programme != other.programme:
        msg = (
            f"{old.folder} is of {one.programme} and {new.folder} of {other.programme}: only two "
            "rounds of one programme can be compared"
        )
        raise ToolError(msg)
    if one.period.start >= other.period.start:
        msg = (
            f"the first round is of {one.period.code}, the second of {other.period.code}: "
            "name the older one first"
        )
        raise ToolError(msg)
    if old.programme.currency != new.programme.currency:
        msg = (
            f"the first round is in {old.programme.currency}, the second in "
            f"{new.programme.currency}: amounts of money cannot be compared"
        )
        raise ToolError(msg)


def _side(
    collection: Round, returns: Sequence[Return], statuses: Sequence[PlaceStatus]
) -> RoundSide:
    settings = collection.settings
    return RoundSide(
        programme=settings.programme,
        version=settings.version,
        edition=settings.edition,
        period=settings.period,
        currency=collection.programme.currency,
        statuses=tuple(statuses),
        returns=tuple(returns),
    )


def _definitions(collection: Round) -> dict[str, Definition]:
    levels = dict.fromkeys(place.level for place in collection.places)
    return {level: collection.definition(level) for level in levels}


def _questions(collection: Round) -> tuple[Question, ...]:
    """What adds up over places, in the order of the tabs; a row of a matrix by itself."""
    found: dict[Question, None] = {}
    for definition in _definitions(collection).values():
        for sheet in definition.sheets:
            for field in sheet.asked:
                if field.adds_up != "sum":
                    continue
                rows = [
                    row.key for row in sheet.rows if not field.groups or row.group in field.groups
                ]
                for row in rows if sheet.layout == "matrix" else [""]:
                    found[Question(sheet.key, field.key, row)] = None
    return tuple(found)


def _measure(question: Question) -> Measure:
    """A question as a measure: the sum of its figures over the records of a place."""
    return Measure(
        key=question.key,
        theme=_THEME,
        counts="sum",
        sheet=question.sheet,
        field=question.field,
        rows=(question.row,) if question.row else (),
    )


def _followed(
    old: Round, new: Round, side: RoundSide
) -> tuple[tuple[Return, ...], tuple[Moved, ...]]:
    """The older returns by today's places and questions, and what became of places."""
    # Blanks are kept here: a question left blank in a record that does not count is a known zero.
    whole = {entry.place.code: entry.answers for entry in side.returns}
    last = replace(gather_last_year(old, side.returns), answers=whole)
    table = own_successors(new)
    renewal = Renewal(last, descents(last.places, table, last.period, new.settings.period.end))
    found: list[Return] = []
    moved: list[Moved] = []
    files = {entry.place.code: entry for entry in side.returns}
    for place in new.places:
        earlier, _ = follow(renewal, place.code, new.definition(place.level))
        if earlier is None:
            continue
        if earlier.moved.kind:
            moved.append(earlier.moved)
        before = next((files[code] for code in earlier.moved.places if code in files), None)
        if before is not None and earlier.answers:
            answers = tuple(earlier.answers.values())
            found.append(replace(before, place=place, answers=answers))
    return tuple(found), tuple(moved)


def _codes(returns: Iterable[Return]) -> frozenset[str]:
    return frozenset(entry.place.code for entry in returns)


def _records(
    old: Iterable[Return], new: Iterable[Return], collection: Round, states: frozenset[str]
) -> Iterator[RecordChange]:
    """Records of tables that live on from period to period, where both rounds have a return."""
    before = {entry.place.code: entry.answers for entry in old}
    for entry in new:
        place = entry.place
        if place.code not in before:
            continue
        sheets = [
            sheet
            for sheet in collection.definition(place.level).sheets
            if sheet.layout == "table" and sheet.carries_over
        ]
        types = {(sheet.key, field.key): field.type for sheet in sheets for field in sheet.asked}
        told: set[tuple[str, str, str]] = set()
        for change in find_changes(before[place.code], entry.answers, sheets):
            if change.row is None:
                continue
            about = (place, area_of(place), change.sheet, change.row, change.record)
            if change.kind in {"record_added", "record_removed"}:
                key = (change.kind, change.sheet, change.row)
                if key not in told:
                    told.add(key)
                    yield RecordChange("new" if change.old is None else "vanished", *about)
            elif types.get((change.sheet, change.field)) in states:
                yield RecordChange("changed", *about, change.field, change.old, change.new)
