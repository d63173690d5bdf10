"""Like only with like: figures of two rounds, side by side where governments told both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicators.aggregate import by_place, contributions, region_totals, totals
from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.changes_model import AreaFigure, PlaceFigure, rounded
from workbook.compile.long_table import long_table
from workbook.compile.model import REGION
from workbook.round.status import area_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from indicators.model import Measure
    from templates.model import Definition, Place
    from workbook.model import Return

    Figures = Mapping[tuple[str, str], float | None]
    Reported = Mapping[tuple[str, str], tuple[float | None, int, int]]


def counted(
    returns: Sequence[Return],
    definitions: Mapping[str, Definition],
    figures: Sequence[Measure],
    year: int,
) -> pd.DataFrame:
    """What each place and record adds to each figure; `definitions` by level."""
    return contributions(long_table(returns, definitions), figures, year)


def told_by_places(contributed: pd.DataFrame) -> Figures:
    """Each figure of each place; None where the answers do not tell."""
    table = by_place(contributed)
    return {(line.measure, line.place): _known(line.value) for line in _rows(table)}


def place_figures(
    figures: Iterable[Measure],
    places: Sequence[Place],
    then: Figures,
    now: Figures,
    area: Callable[[Place], str] = area_of,
) -> Iterator[PlaceFigure]:
    """Every figure that at least one of the two rounds tells."""
    for figure in figures:
        for place in places:
            key = (figure.key, place.code)
            old, new = then.get(key), now.get(key)
            if old is not None or new is not None:
                yield PlaceFigure(figure.key, place, area(place), old, new)


def as_reported(
    contributed: pd.DataFrame, returned: Iterable[Place], area: Callable[[Place], str] = area_of
) -> Reported:
    """Total, places with data and places asked as a round told them, by figure and area."""
    accepted: dict[str, int] = {REGION: 0}
    for place in returned:
        if place.level in GOVERNMENT_LEVELS:
            for key in (area(place), REGION):
                accepted[key] = accepted.get(key, 0) + 1
    lines: dict[Any, Any] = totals(contributed).to_dict("index")
    lines |= {
        (key, REGION): line for key, line in region_totals(contributed).to_dict("index").items()
    }
    found: dict[tuple[str, str], tuple[float | None, int, int]] = {}
    for where, line in lines.items():
        places = int(line["with_data"])
        value = rounded(float(line["value"])) if places else None
        found[where] = (value, places, accepted.get(where[1], 0) - int(line["not_concerned"]))
    return found


def area_figures(
    figures: Iterable[Measure],
    areas: Sequence[str],
    told: Iterable[PlaceFigure],
    reported: Sequence[Reported],
) -> Iterator[AreaFigure]:
    """Every total of both rounds, and those of the governments that told it in both.

    `reported`: the older round's totals, then the newer one's.
    """
    like: dict[tuple[str, str], list[PlaceFigure]] = {}
    for one in told:
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


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    yield from frame.itertuples(index=False)


def _known(value: float) -> float | None:
    return None if value != value else rounded(float(value))  # noqa: PLR0124 - no library needed
