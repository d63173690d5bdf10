"""What a summary is made of: frozen shapes that the report reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicators.model import Measure, Target
    from indicators.ranking import Component, Ranking
    from indicators.spread import Spread
    from templates.model import Place
    from workbook.compile.changes_model import PlaceFigure
    from workbook.compile.evidenced import PracticeLine
    from workbook.compile.goals import Goals
    from workbook.compile.scored import Scores
    from workbook.model import PlaceStatus, Value

REGION = ""
# What a summary adds up: a region by its provinces, or a country by its regions.
Scope = Literal["region", "country"]


@dataclass(frozen=True, slots=True)
class Area:
    """A line or column of the summary; the independent cities' area has no name of its own."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class DataLine:
    """One answer of a return that counts; `list` is the list that its codes are from."""

    place: str
    place_name: str
    level: str
    area: str
    sheet: str
    row: str
    field: str
    list: str
    state: str
    value: Value | None
    cell: str
    file: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a record, or a place without records, adds to a measure.

    `value` is None where the answers do not tell. `cells`: field and index into the data lines.
    `basis`: `record`, `nothing` (a reason instead of records) or `parts` (made of other measures).
    """

    measure: str
    place: str
    place_name: str
    level: str
    area: str
    row: str
    basis: str
    value: float | None
    concerned: bool
    cells: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A total of cities and municipalities; `area` is empty for the whole region.

    `value` is None without data. `governments`: distinct, with more than zero. `with_data`:
    distinct, with a figure or a known zero. `asked`: counted returns less those not concerned.
    `population`: inhabitants of those with data; `population_asked`: of all expected ones less
    those not concerned. Both are None where the list of places does not know.
    """

    measure: str
    area: str
    value: float | None
    governments: int
    with_data: int
    asked: int
    population: int | None = None
    population_asked: int | None = None

    @property
    def population_share(self) -> float | None:
        """How many in a hundred people live in governments with data; None if it is not known."""
        if self.population is None or not self.population_asked:
            return None
        return 100 * self.population / self.population_asked


@dataclass(frozen=True, slots=True)
class Before:
    """A total in the round before, by today's places and questions; `area` as in `Total`.

    `value` is that of `with_data` of `asked` governments. `like_old`, `like_new`: totals of then
    and now of the same `like_places` governments, which told it in both rounds: only these may be
    compared. In public, None where one of the figures is withheld.
    """

    measure: str
    area: str
    value: float | None
    with_data: int
    asked: int
    like_old: float | None
    like_new: float | None
    like_places: int


@dataclass(frozen=True, slots=True)
class AccessCount:
    """What governments of an area said on whether their policy covers a service.

    `silent`: those that were asked and said neither, with no data or what does not apply to them.
    """

    service: str
    area: str
    yes: int
    partly: int
    no: int
    silent: int


@dataclass(frozen=True, slots=True)
class OwnValue:
    """What a province's or the region's own workbook says on a measure."""

    measure: str
    place: str
    value: float | None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """An expected place: where it stands, its area, and the file that counts, if any."""

    status: PlaceStatus
    area: str
    sha256: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The ranking and, for each weighted component, the measures of it that were asked.

    It is made for the regional office: whoever publishes has no business with it.
    """

    ranking: Ranking
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class MovedPlace:
    """A place that is not what it was in the period before; `places`: those that it follows."""

    code: str
    name: str
    kind: str
    places: tuple[str, ...]
    day: str
    source: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What makes a summary a public one: figures by key and place, area or `REGION`, withheld.

    `below`: counts of people from 1 to below this are withheld, and what would reveal them.
    """

    below: int
    withheld: frozenset[tuple[str, str]]

    def hides(self, figure: str, where: str) -> bool:
        """Whether a figure is withheld there."""
        return (figure, where) in self.withheld


@dataclass(frozen=True, slots=True)
class UnusualLine:
    """A figure to ask about, in words; `explanation`: what the sender says about it, or empty."""

    place: str
    cell: str
    message: str
    explanation: str


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region of a country: `counted` with returns, `no_return`, or `missing` without a round.

    `source`: its round or pack by name. `book`: its summary workbook, where that was looked into;
    `same`: how many figures of it are the same there, `other`: how many are not. `last`: the
    period of the round that its own follows; empty where that is known of none.
    """

    area: str
    state: Literal["counted", "no_return", "missing"]
    source: str
    book: str = ""
    same: int = 0
    other: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class IslandGroup:
    """Regions of a country that its list of places puts together; `areas`: their keys."""

    key: str
    name: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the same total of a region stands in its own summary workbook."""

    measure: str
    area: str
    book: str
    tab: str
    cell: str


def regions_followed(regions: Iterable[RegionLine], last: str) -> tuple[RegionLine, ...]:
    """Those of a country of which figures of `last`, the period before, are known."""
    return tuple(line for line in regions if line.last and line.last == last)


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that the summary workbook shows.

    `areas`: those that cities and municipalities add to, in the order of the list of places.
    `own`: provinces and the region, which answer for themselves and are never added up.
    `sheets`: keys of all that was asked. `standing` is None where the round has no weights.
    `publication` is None in all but what `workbook.compile.public` made.
    `last`: the period before, if this round follows another; `moved`: what became of its places.
    `earlier`: what single places told in the round before, and now, where one of them is known.
    `same_places`: every government of then is one of today, none gone, merged or split.
    `other_currency`: that of the period before, if it is another one, so that no amounts of then
    are in `before`; empty if it is not known, None if it is the same.
    `scope`: for a country, `region` is its name, `areas` are its regions and `REGION` is all of it;
    `regions` says what there was of each, `references` where its totals stand in its own workbook,
    and `access` which services are covered where; `last` is then the period before of those regions
    that have it as their own, which alone are in `before`. `groups`: empty where the list has none.
    """

    programme: str
    version: str
    edition: str
    period: str
    year: int
    currency: str
    region: str
    areas: tuple[Area, ...]
    own: tuple[Place, ...]
    measures: tuple[Measure, ...]
    lines: tuple[DataLine, ...]
    contributions: Sequence[Contribution]
    totals: tuple[Total, ...]
    own_values: tuple[OwnValue, ...]
    places: tuple[PlaceLine, ...]
    sheets: frozenset[str]
    goals: Goals
    scores: Scores
    practices: tuple[PracticeLine, ...]
    standing: Standing | None
    publication: Publication | None = None
    last: str = ""
    moved: tuple[MovedPlace, ...] = ()
    unusual: tuple[UnusualLine, ...] = ()
    scope: Scope = "region"
    regions: tuple[RegionLine, ...] = ()
    references: tuple[Reference, ...] = ()
    spreads: tuple[Spread, ...] = ()
    before: tuple[Before, ...] = ()
    targets: tuple[Target, ...] = ()
    earlier: tuple[PlaceFigure, ...] = ()
    same_places: bool = False
    access: tuple[AccessCount, ...] = ()
    groups: tuple[IslandGroup, ...] = ()
    other_currency: str | None = None
    _by_key: dict[tuple[str, str], Total] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _then: dict[tuple[str, str], Before] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def total(self, measure: str, area: str = REGION) -> Total:
        """The total of a measure in an area or, without one, in the whole region."""
        if not self._by_key:
            self._by_key.update(((one.measure, one.area), one) for one in reversed(self.totals))
        return self._by_key[measure, area]

    def spread(self, measure: str, area: str = REGION) -> Spread | None:
        """Median and quartiles of a measure; None where there are none, or none are shown."""
        found = (s for s in self.spreads if (s.measure, s.area) == (measure, area))
        return next(found, None)

    def last_total(self, measure: str, area: str = REGION) -> Before | None:
        """A total in the round before; None where nothing alike was asked then."""
        if not self._then:
            self._then.update(((one.measure, one.area), one) for one in reversed(self.before))
        return self._then.get((measure, area))

    @property
    def followed(self) -> tuple[RegionLine, ...]:
        """Of a country, the regions of which figures of the period before are known."""
        return regions_followed(self.regions, self.last)

    def target(self, measure: str) -> Target | None:
        """What a measure of the whole region is to reach; None without a target."""
        return next((target for target in self.targets if target.measure == measure), None)

    def hides(self, figure: str, where: str) -> bool:
        """Whether a figure is withheld from this summary."""
        return self.publication is not None and self.publication.hides(figure, where)

    def own_value(self, measure: str, place: str) -> float | None:
        """What the own workbook of a province or region says; None without data."""
        found = (o.value for o in self.own_values if (o.measure, o.place) == (measure, place))
        return next(found, None)
