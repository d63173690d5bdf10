"""HXL: CSV with a row of hashtags below the headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicators.model import GOVERNMENT_LEVELS
from workbook.report.exports.figures import (
    area_code,
    audience_of,
    governments_of,
    heard_areas,
    known_of,
    place_figures,
    region_code,
)
from workbook.report.exports.formats import codes_of, formats
from workbook.report.exports.table import csv_bytes
from workbook.round.status import INDEPENDENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbook.compile.model import Summary
    from workbook.report.exports.formats import Codes
    from workbook.report.wording import Wording

_TOTALS = (
    "area_name", "measure", "label", "value", "known", "governments", "with_data", "asked",
    "population", "population_asked",
)  # fmt: skip
_OWN = ("level", "measure", "label", "value", "known")
_Chain = dict[str, tuple[str, str]]


def hxl_files(summary: Summary, words: Wording) -> Mapping[str, bytes]:
    """Totals by area and figures by place; the cells of areas above a place are filled too."""
    stem, audience = f"{summary.programme}-{summary.period}", audience_of(summary)
    page = _Page(summary, words)
    files = {f"{stem}-totals-{audience}.csv": page.totals()}
    if summary.publication is None:
        files[f"{stem}-places-{audience}.csv"] = page.places()
    return files


class _Page:
    """Both tables of one summary, and the chain of areas that each line lies in."""

    def __init__(self, summary: Summary, words: Wording) -> None:
        self._summary = summary
        self._words = words
        self._codes: Codes = codes_of(summary.programme)
        self._places = {line.status.place.code: line for line in summary.places}
        levels = {line.status.place.level for line in summary.places} | {"region"}
        levels |= {self._level(area.key) for area in summary.areas if area.key != INDEPENDENT}
        tags = {level: tag for level, tag in self._codes.hashtags.items() if level in levels}
        self._tags = sorted(set(tags.values()))
        upper = {tag for level, tag in tags.items() if level not in GOVERNMENT_LEVELS}
        self._upper = sorted(upper)

    def totals(self) -> bytes:
        """Cities and municipalities together, by area."""
        heard = heard_areas(self._summary)
        measures = {measure.key: measure for measure in self._summary.measures}
        rows = (
            (
                self._of_total(total.area),
                (
                    self._words.whole_or_area(total.area),
                    total.measure,
                    self._words.measure(total.measure),
                    total.value,
                    known_of(self._summary, total, heard),
                    governments_of(self._summary, total, measures[total.measure]),
                    total.with_data,
                    total.asked,
                    total.population,
                    total.population_asked,
                ),
            )
            for total in self._summary.totals
        )
        return self._table(self._upper, _TOTALS, rows)

    def places(self) -> bytes:
        """What the own workbook of each place says."""
        rows = (
            (
                self._of_place(figure.place),
                (
                    figure.level,
                    figure.measure,
                    self._words.measure(figure.measure),
                    figure.value,
                    figure.known,
                ),
            )
            for figure in place_figures(self._summary)
        )
        return self._table(self._tags, _OWN, rows)

    def _of_total(self, area: str) -> _Chain:
        chain = self._region()
        if area and area != INDEPENDENT:
            code = area_code(self._summary, area)
            chain[self._codes.hashtags[self._level(area)]] = (code, self._words.area(area))
        return chain

    def _of_place(self, code: str) -> _Chain:
        chain = self._region()
        line = self._places[code]
        place = line.status.place
        if line.area not in {INDEPENDENT, place.code}:
            tag = self._codes.hashtags[self._level(line.area)]
            chain[tag] = (line.area, self._words.area(line.area))
        chain[self._codes.hashtags[place.level]] = (place.code, place.name)
        return chain

    def _level(self, area: str) -> str:
        """The level of an area; one that was not asked itself is a province."""
        line = self._places.get(area)
        return line.status.place.level if line else "province"

    def _region(self) -> _Chain:
        tag = self._codes.hashtags["region"]
        return {tag: (region_code(self._summary), self._summary.region)}

    def _table(
        self,
        tags: Sequence[str],
        columns: tuple[str, ...],
        rows: Iterator[tuple[_Chain, tuple[object, ...]]],
    ) -> bytes:
        declared: dict[str, str] = formats()["hxl"]
        headings = [self._words.export("columns.period")]
        hashtags = [declared["period"]]
        for tag in tags:
            for part in ("code", "name"):
                headings.append(self._words.export(f"hxl.{part}", level=tag.removeprefix("#")))
                hashtags.append(declared[part].format(level=tag, system=self._codes.system))
        headings += [self._words.export(f"columns.{column}") for column in columns]
        hashtags += [declared[column] for column in columns]
        lines: list[list[Any]] = [
            [
                self._summary.period,
                *(part for tag in tags for part in chain.get(tag, ("", ""))),
                *figures,
            ]
            for chain, figures in rows
        ]
        return csv_bytes(headings, [hashtags, *lines], marked=True)
