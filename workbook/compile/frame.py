"""Who is expected, what is asked, and what adds up to what: of a region, and of a country."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import Area, RegionLine
from workbook.model import PlaceStatus
from workbook.round.country import region_of, without_groups
from workbook.round.status import INDEPENDENT, area_of
from workbook.round.weights import asked_measures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from indicators.counting import Counting
    from indicators.model import Measure
    from templates.model import Definition, Place
    from templates.periods import Period
    from workbook.compile.model import PlaceLine
    from workbook.model import Return


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is expected, what is asked, and what adds up to what.

    `statuses`: every expected place, once. `register`: where parents are looked up. `area`: the
    key of what a place adds to, or is listed under.
    """

    statuses: Sequence[PlaceStatus]
    register: Mapping[str, Place]
    definitions: Sequence[Definition]
    period: Period
    counting: Counting
    areas: tuple[Area, ...]
    area: Callable[[Place], str] = area_of

    @property
    def expected(self) -> list[Place]:
        """The expected places."""
        return [status.place for status in self.statuses]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of which something was asked."""
        return asked_measures(self.counting.measures, self.definitions)


@dataclass(frozen=True, slots=True)
class Towards:
    """What a place adds to: its region, or itself if it is no government."""

    regions: Mapping[str, str]

    def __call__(self, place: Place) -> str:
        """The key of what this place adds to."""
        return self.regions[place.code] if place.level in GOVERNMENT_LEVELS else place.code


@dataclass(slots=True)
class Roll:
    """The places of a country, as one round after the other tells where they stand.

    `lists`: all places of the country. `blank`: what is asked of them. `sources`: the names of the
    rounds of each region.
    """

    blank: Frame
    lists: Mapping[str, Place]
    statuses: dict[str, PlaceStatus] = field(default_factory=dict)
    sources: dict[str, list[str]] = field(default_factory=dict)

    def frame(self, statuses: Sequence[PlaceStatus]) -> Frame:
        """The frame of a round with these places."""
        own = {status.place.code: status.place for status in statuses}
        return country_frame(self.blank, statuses, own | dict(self.lists))

    def take(self, name: str, statuses: Sequence[PlaceStatus]) -> Frame:
        """The frame of the round of this name, which is now among the others."""
        frame = self.frame(statuses)
        self.statuses.update((status.place.code, status) for status in statuses)
        for area in dict.fromkeys(frame.area(status.place) for status in statuses):
            self.sources.setdefault(area, []).append(name)
        return frame

    def whole(self) -> Frame:
        """The frame of the country; places that no round expects are missing."""
        for place in self.lists.values():
            self.statuses.setdefault(place.code, PlaceStatus(place, "missing"))
        register = {code: status.place for code, status in self.statuses.items()}
        register |= self.lists
        return country_frame(self.blank, _in_order(self.statuses.values(), register), register)

    def region_lines(self, frame: Frame, places: Iterable[PlaceLine]) -> Iterator[RegionLine]:
        """What there is of each region of the whole frame; `places` tell what counts."""
        counted = {line.area for line in places if line.sha256 and _is_government(line.status)}
        for area in frame.areas:
            found = ", ".join(self.sources.get(area.key, ()))
            if not found:
                yield RegionLine(area.key, "missing", "")
            else:
                state = "counted" if area.key in counted else "no_return"
                yield RegionLine(area.key, state, found)  # type: ignore[arg-type]


def empty_roll(
    listed: Iterable[Place],
    definitions: Sequence[Definition],
    period: Period,
    counting: Counting,
) -> Roll:
    """The roll of a country before any of its rounds; `listed`: all of its places, and groups."""
    lists = {place.code: place for place in without_groups(listed)}
    return Roll(Frame((), lists, definitions, period, counting, ()), lists)


def country_frame(
    frame: Frame, statuses: Iterable[PlaceStatus], register: Mapping[str, Place]
) -> Frame:
    """The frame of these places, in which cities and municipalities add up to regions."""
    everybody = tuple(statuses)
    area = Towards(regions_of([one.place.code for one in everybody], register))
    governments = (one.place for one in everybody if _is_government(one))
    keys = sorted({area(place) for place in governments})
    areas = tuple(Area(key, register[key].name if key in register else key) for key in keys)
    return replace(frame, statuses=everybody, register=register, areas=areas, area=area)


def counted_in_order(frame: Frame, returns: Iterable[Return]) -> list[Return]:
    """The returns, those of the places that stand first in the frame coming first."""
    order = {place.code: number for number, place in enumerate(frame.expected)}
    return sorted(returns, key=lambda entry: order.get(entry.place.code, len(order)))


def regions_of(codes: Iterable[str], register: Mapping[str, Place]) -> dict[str, str]:
    """The region of each of these places."""
    return {code: region_of(register[code], register) for code in codes}


def last_periods(
    lasts: Iterable[tuple[str, Iterable[Place]]], register: Mapping[str, Place]
) -> dict[str, str]:
    """The period before of each region; `lasts`: that of each round, and the places of then."""
    told = [(period, tuple(places)) for period, places in lasts]
    known = {place.code: place for _, places in told for place in places} | dict(register)
    area = Towards(regions_of(known, known))
    periods: dict[str, str] = {}
    for period, places in told:
        governments = (place for place in places if place.level in GOVERNMENT_LEVELS)
        periods |= dict.fromkeys(map(area, governments), period)
    return periods


def most_followed(periods: Sequence[str]) -> str:
    """The period that most rounds follow, the latest of several; empty if none follows one."""
    return max(periods, key=lambda one: (periods.count(one), one), default="")


def area_list(expected: Iterable[Place], register: Mapping[str, Place]) -> tuple[Area, ...]:
    """The areas that cities and municipalities add up to, independent cities last."""
    keys = dict.fromkeys(area_of(place) for place in expected if place.level in GOVERNMENT_LEVELS)
    ordered = sorted(keys, key=lambda key: key == INDEPENDENT)
    return tuple(
        Area(key, "" if key == INDEPENDENT else register[key].name if key in register else key)
        for key in ordered
    )


def region_name(expected: Iterable[Place], register: Mapping[str, Place]) -> str:
    """The name of the region, or empty text where no list has one."""
    regions = [place.name for place in (*expected, *register.values()) if place.level == "region"]
    return regions[0] if regions else ""


def _in_order(
    statuses: Iterable[PlaceStatus], register: Mapping[str, Place]
) -> tuple[PlaceStatus, ...]:
    """By code of the region; within one, as its round lists them."""
    return tuple(sorted(statuses, key=lambda one: region_of(register[one.place.code], register)))


def _is_government(status: PlaceStatus) -> bool:
    return status.place.level in GOVERNMENT_LEVELS
