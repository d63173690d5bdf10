"""Figures of a place beside the middle of similar ones, ready to be drawn."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from indicators.peers import beside
from workbook.report.profile.model import Bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicators.peers import Beside, Peer
    from indicators.profile import ProfileFigure
    from templates.model import Place
    from workbook.report.profile.gathered import Gathered
    from workbook.report.profile.shown import Shown

# A bar reaches so many times beyond the largest of what is drawn; and the place's own figure is
# drawn up to so many times the upper quartile, as the others would be a dot beside it otherwise.
_ROOM, _FAR = 1.08, 2.5


def bars(
    gathered: Gathered, shown: Shown, place: Place, sizes: Sequence[int], below: int
) -> tuple[Bar, ...]:
    """The first figures that may be compared, in their declared order, those of zero last.

    `sizes`: populations at which another size begins. `below`: counts of people from 1 to below
    this are not told, so that no median of them is either.
    """
    found = sorted(_compared(gathered, place, sizes, below), key=lambda one: not one[1].value)
    kept = found[: gathered.rules.most_bars]
    return tuple(_bar(shown, figure, own, other) for figure, own, other in kept)


def _compared(
    gathered: Gathered, place: Place, sizes: Sequence[int], below: int
) -> Iterator[tuple[ProfileFigure, Peer, Beside]]:
    chosen = [figure for figure in gathered.figures if figure.beside and figure.shows != "yes"]
    for figure in sorted(chosen, key=lambda one: one.beside):
        peers = gathered.peers[figure.key]
        own = next((peer for peer in peers if peer.place == place.code), None)
        if own is None:
            continue
        other = beside(own, peers, sizes, gathered.rules.fewest_others)
        if other is None or not max(own.value, other.upper):
            continue
        people = any(gathered.measures[key].withhold for key in figure.measures)
        if not (people and any(0 < value < below for value in other.figures)):
            yield figure, own, other


def _bar(shown: Shown, figure: ProfileFigure, own: Peer, other: Beside) -> Bar:
    most = max(other.upper, own.value)
    far = _FAR * other.upper
    is_beyond = bool(far) and own.value > far
    whole = far if is_beyond else _ROOM * most
    lower, middle, upper = (shown.words.number(value) for value in other.figures)
    half = lower if lower == upper else shown.say("beside.range", lower=lower, upper=upper)
    places = [min(1.0, value / whole) for value in (own.value, *other.figures)]
    return Bar(
        label=shown.label(figure),
        value=shown.number(figure, own.value),
        half=half,
        middle=middle,
        others=shown.say(f"beside.of_{other.group}", places=other.places),
        is_sized=other.group != "level",
        at=(places[0], places[1], places[2], places[3]),
        is_beyond=is_beyond,
        is_wider=other.group == "governments",
    )


def size_of(shown: Shown, place: Place, sizes: Sequence[int]) -> str:
    """The sentence that says which inhabitants make a size; empty where they are not known."""
    if place.population is None:
        return ""
    band = bisect_right(sizes, place.population)
    limits = [shown.words.number(size) for size in sizes]
    if band == 0:
        return shown.say("beside.size_below", high=limits[0])
    if band == len(sizes):
        return shown.say("beside.size_from", low=limits[-1])
    low, high = list(pairwise(limits))[band - 1]
    return shown.say("beside.size_between", low=low, high=high)
