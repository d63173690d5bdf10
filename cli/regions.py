"""The rounds of regions, read one after the other on the way to their country."""

from __future__ import annotations

from collections import deque
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from cli.commands.compile import round_summary
from cli.printing import progress
from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cli.session import Session
    from indicators.model import Measure
    from templates.model import Place
    from workbook.compile.country import Reading
    from workbook.compile.country_totals import RegionSums
    from workbook.compile.frame import Roll
    from workbook.compile.regional import RegionalReturns
    from workbook.compile.summary import Part
    from workbook.compile.withheld_country import RegionalPattern
    from workbook.report.apart import Apart
    from workbook.report.kept import KeptRegions
    from workbook.round.cluster import Cluster
    from workbook.round.folder import Round

    Named = Sequence[tuple[str, Round]]

_SEVERAL = 2
# The libraries that a process has to import first take as long as a region or two.
_REGIONS_WORTH_WORKERS = 4


class Regions:
    """What the rounds of regions bring; what each adds up to is not worked out twice.

    `patterns`: with which each publishes, where the country is to be published.
    """

    def __init__(
        self,
        session: Session,
        rounds: Named,
        listed: Sequence[Place],
        cluster: Cluster | None,
        *,
        public: bool,
    ) -> None:
        self.patterns: list[RegionalPattern] = []
        self._session = session
        self._rounds = rounds
        self._listed = listed
        self._cluster = cluster
        self._public = public
        self._table: Path | None = None
        self._answers: dict[str, bytes] = {}
        self._kept: KeptRegions | None = None
        self._elsewhere: Apart[Any] | None = None

    def want_long_table(self, target: Path) -> None:
        """Make the long table too, in this folder."""
        from workbook.report.long_table import table_name

        settings = self._rounds[0][1].settings
        name = table_name(settings.programme, settings.period.code, "country")
        self._table = target / name

    def keep_in(self, target: Path, counted: tuple[object, ...]) -> None:
        """Keep what regions add up to in this folder; `counted`: what is asked and counted.

        What a country publishes needs every answer of each region, so that nothing is kept of it.
        """
        from workbook.report.kept import KeptRegions

        if not self._public:
            programme = self._rounds[0][1].settings.programme
            country = (programme, tuple(self._listed), *counted)
            self._kept = KeptRegions(target, country, self._table)

    def returns(self) -> Iterator[RegionalReturns]:
        """What counts in each round, one after the other."""
        from indicators.counting import load_counting

        texts, measures = self._rounds[0][1].texts, load_counting().measures
        with progress(self._session, texts["national.working"], len(self._rounds)) as advance:
            for number, (name, one) in enumerate(self._rounds):
                found = self._elsewhere.found(number) if self._elsewhere else None
                if found is not None and self._kept is not None:
                    self._answers.update(found.added.files)
                    returned = self._kept.keep_region(number, one, found)
                else:
                    returned = self._returned(number, (name, one), measures)
                if self._public:
                    self.patterns.append(_pattern(name, one, self._listed, returned))
                yield returned
                advance()

    def sums(self, roll: Roll) -> Iterator[tuple[str, RegionSums]]:
        """What each round adds to totals alone, by its name, one after the other."""
        from indicators.counting import load_counting
        from workbook.compile.regional import regional_returns
        from workbook.report.long_table import Wish, read_sums_of
        from workbook.round.ledger import Ledger

        first, measures = self._rounds[0][1], load_counting().measures
        wish = Wish(first.settings.programme, self._table is not None)
        with progress(self._session, first.texts["national.working"], len(self._rounds)) as advance:
            for number, (name, one) in enumerate(self._rounds):
                read = partial(regional_returns, name, measures=measures)
                add_up = partial(read_sums_of, roll, number, wish=wish)
                found = self._elsewhere.found(number) if self._elsewhere else None
                if not one.ledger_file.is_file() or self._kept is None:
                    sums, files = add_up(read(one, None))
                elif found is not None:
                    sums, files = self._kept.keep_sums(number, one, found)
                else:
                    with Ledger(one.ledger_file) as ledger:
                        sums, files = self._kept.sums(number, one, ledger, read, add_up)
                self._answers.update(files)
                yield name, sums
                advance()

    @contextmanager
    def apart(self, roll: Roll, *, sums: bool = False) -> Iterator[None]:
        """Meanwhile regions are read by several processes, if there is enough to read.

        `roll`: of the places of the country. `sums`: for totals alone. They split from this one,
        so that it should not have imported yet what starts threads, as pandas does.
        """
        from indicators.counting import load_counting
        from workbook.report.apart import Apart, RegionWork
        from workbook.report.long_table import Wish, read_region_of, read_sums_of

        lacking = self._lacking(sums=sums)
        if len(lacking) < _REGIONS_WORTH_WORKERS:
            yield
            return
        wish = Wish(self._rounds[0][1].settings.programme, self._table is not None)
        add_up = read_sums_of if sums else read_region_of
        work = RegionWork(tuple(self._rounds), load_counting().measures, roll, wish, add_up)
        workers = min(self._session.number_of_workers, len(lacking))
        with closing(Apart(work, lacking, workers)) as self._elsewhere:
            yield
        self._elsewhere = None

    def _lacking(self, *, sums: bool) -> list[int]:
        """The numbers of rounds of which nothing is kept, if several processes may read them."""
        one_process = self._session.number_of_workers < _SEVERAL or self._cluster is not None
        if self._kept is None or one_process:
            return []
        return [number for number in range(len(self._rounds)) if self._lacks(number, sums=sums)]

    def _lacks(self, number: int, *, sums: bool) -> bool:
        from workbook.round.ledger import Ledger

        one = self._rounds[number][1]
        if self._kept is None or not one.ledger_file.is_file():
            return False
        with Ledger(one.ledger_file) as ledger:
            return self._kept.lacks(number, one, ledger, sums=sums)

    def _returned(
        self, number: int, named: tuple[str, Round], measures: Sequence[Measure]
    ) -> RegionalReturns:
        from workbook.compile.regional import regional_returns
        from workbook.round.ledger import Ledger

        name, one = named
        read = partial(regional_returns, name, measures=measures)
        if not one.ledger_file.is_file():
            return read(one, None)
        with Ledger(one.ledger_file) as ledger:
            if self._kept is None:
                return read(one, ledger)
            return replace(self._kept.returned(number, one, ledger, read), name=name)

    def read(self, readings: Iterable[Reading]) -> Iterator[Part]:
        """What each round adds to the country, in their order."""
        from workbook.report.long_table import Wish, read_region

        wish = Wish(self._rounds[0][1].settings.programme, self._table is not None)
        begun: deque[tuple[int, Part | None]] = deque()

        def unknown() -> Iterator[Reading]:
            for reading in readings:
                begun.append((reading.number, reading.known))
                if reading.known is None:
                    yield reading

        here = (read_region(reading, wish) for reading in unknown())
        cluster = self._cluster
        for found in cluster.map(read_region, unknown(), wish) if cluster is not None else here:
            yield from _known_first(begun)
            number, _ = begun.popleft()
            self._answers.update(found.files)
            if self._kept is not None:
                self._kept.keep(number, found)
            yield found.part
        yield from _known_first(begun)

    def tidy(self) -> None:
        """Let go of what is kept of rounds as they were before."""
        if self._kept is not None:
            self._kept.tidy()

    def write_long_table(self) -> tuple[Path, ...]:
        """Write what is new of the long table, if it is wanted; where it lies."""
        from workbook.report.long_table import write_long_table

        if self._table is None:
            return ()
        standing = self._kept.standing if self._kept is not None else ()
        return (write_long_table(self._answers, self._table, standing),)


def _known_first(begun: deque[tuple[int, Part | None]]) -> Iterator[Part]:
    """What was known of the first of these rounds, up to one that has to be read."""
    while begun and (part := begun[0][1]) is not None:
        begun.popleft()
        yield part


def _pattern(
    name: str, collection: Round, listed: Sequence[Place], returned: RegionalReturns
) -> RegionalPattern:
    """What the public summary of a round withholds; it must be one of a single region."""
    from workbook.compile.withheld_country import regional_pattern
    from workbook.round.country import region_of

    register = {place.code: place for place in (*collection.known_places, *listed)}
    regions = {region_of(register[place.code], register) for place in collection.places}
    if len(regions) > 1:
        msg = (
            f"{name} is a round of several regions ({', '.join(sorted(regions))}), and what it "
            "publishes has no total of one: make the summary of the country internal only"
        )
        raise ToolError(msg)
    summary = round_summary(collection, returned.returns, returned.statuses)
    return regional_pattern(regions.pop(), summary, collection.settings.withhold_below)
