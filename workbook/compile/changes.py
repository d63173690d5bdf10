"""Two rounds side by side: figures, totals and records, like only with like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.aggregate import by_place, contributions, region_totals, totals
from indicators.model import GOVERNMENT_LEVELS, Measure
from indicators.tables import ToolError, read_toml
from templates.successors import descents
from workbook.check.difference import find_changes
from workbook.compile.changes_model import (
    AreaFigure,
    PlaceFigure,
    Question,
    RecordChange,
    RoundChanges,
    RoundSide,
    rounded,
)
from workbook.compile.long_table import long_table
from workbook.compile.model import REGION
from workbook.compile.summary import area_list, region_name
from workbook.round.last_year import gather_last_year
from workbook.round.renewal import Renewal, follow, own_successors
from workbook.round.status import area_of
from workbook.round.weights import asked_measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from templates.model import Definition, Place
    from workbook.earlier import Moved
    from workbook.model import PlaceStatus, Return
    from workbook.round.folder import Round

_DECLARED = Path(__file__).parents[2] / "indicators/data/comparison.toml"
_THEME = ""
Figures = dict[tuple[str, str], float | None]


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
    then = _figures(followed, new, figures, old.settings.period.year)
    now = _figures(sides[1].returns, new, figures, new.settings.period.year)
    counting = [place for place in new.places if place.code in _codes(sides[1].returns)]
    areas = area_list(new.places, {place.code: place for place in new.known_places})
    place_figures = tuple(_place_figures(figures, new.places, then, now))
    reported = [
        _reported(side.returns, collection, figures)
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
        place_figures=place_figures,
        area_figures=tuple(
            _area_figures(figures, [*(area.key for area in areas), REGION], place_figures, reported)
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


def _figures(
    returns: Sequence[Return], collection: Round, figures: Sequence[Measure], year: int
) -> Figures:
    """Each figure of each place; None where the answers do not tell."""
    table = by_place(_contributed(returns, collection, figures, year))
    return {(line.measure, line.place): _known(line.value) for line in _rows(table)}


def _contributed(
    returns: Sequence[Return], collection: Round, figures: Sequence[Measure], year: int
) -> pd.DataFrame:
    answers = long_table(returns, _definitions(collection))
    return contributions(answers, figures, year)


def _place_figures(
    figures: Iterable[Measure], places: Sequence[Place], then: Figures, now: Figures
) -> Iterator[PlaceFigure]:
    """Every figure that at least one of the two rounds tells."""
    for figure in figures:
        for place in places:
            key = (figure.key, place.code)
            old, new = then.get(key), now.get(key)
            if old is not None or new is not None:
                yield PlaceFigure(figure.key, place, area_of(place), old, new)


def _reported(
    returns: Sequence[Return], collection: Round, figures: Sequence[Measure]
) -> dict[tuple[str, str], tuple[float | None, int, int]]:
    """Total, places with data and places asked as the round told them, by figure and area."""
    contributed = _contributed(returns, collection, figures, collection.settings.period.year)
    accepted: dict[str, int] = {REGION: 0}
    for entry in returns:
        if entry.place.level in GOVERNMENT_LEVELS:
            for area in (area_of(entry.place), REGION):
                accepted[area] = accepted.get(area, 0) + 1
    lines: dict[Any, Any] = totals(contributed).to_dict("index")
    lines |= {
        (key, REGION): line for key, line in region_totals(contributed).to_dict("index").items()
    }
    found: dict[tuple[str, str], tuple[float | None, int, int]] = {}
    for key, line in lines.items():
        places = int(line["with_data"])
        value = rounded(float(line["value"])) if places else None
        found[key] = (value, places, accepted.get(key[1], 0) - int(line["not_concerned"]))
    return found


def _area_figures(
    figures: Iterable[Measure],
    areas: Sequence[str],
    place_figures: Iterable[PlaceFigure],
    reported: Sequence[Mapping[tuple[str, str], tuple[float | None, int, int]]],
) -> Iterator[AreaFigure]:
    like: dict[tuple[str, str], list[PlaceFigure]] = {}
    for one in place_figures:
        if one.is_like and one.place.level in GOVERNMENT_LEVELS:
            for area in (one.area, REGION):
                like.setdefault((one.figure, area), []).append(one)
    nothing = (None, 0, 0)
    for figure in figures:
        for area in areas if figure.adds_up else ():
            old = reported[0].get((figure.key, area), nothing)
            new = reported[1].get((figure.key, area), nothing)
            both = like.get((figure.key, area), [])
            yield AreaFigure(
                figure=figure.key,
                area=area,
                old=old[0],
                new=new[0],
                old_places=old[1],
                new_places=new[1],
                old_asked=old[2],
                new_asked=new[2],
                like_old=rounded(sum(one.old or 0 for one in both)) if both else None,
                like_new=rounded(sum(one.new or 0 for one in both)) if both else None,
                like_places=len(both),
            )


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


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    yield from frame.itertuples(index=False)


def _known(value: float) -> float | None:
    return None if value != value else rounded(float(value))  # noqa: PLR0124 - no library needed
