"""The long table of a round or a country as Parquet: a folder a region, as other programs read it.

The name of a region's folder has letters in front of its code, because programs would take a code
of digits for a number and lose its zero.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from indicators.tables import OutputError
from workbook.compile.country_totals import read_sums
from workbook.compile.frame import regions_of
from workbook.report.exports.formats import codes_of
from workbook.report.exports.parquet import parquet_bytes
from workbook.report.exports.tables import answers_of
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from workbook.compile.country import Reading
    from workbook.compile.country_totals import RegionSums
    from workbook.compile.frame import Roll
    from workbook.compile.model import DataLine, Scope, Summary
    from workbook.compile.regional import RegionalReturns
    from workbook.compile.summary import Part


@dataclass(frozen=True, slots=True)
class RegionRead:
    """What a region adds to its country, and its part of the long table by the name of the file."""

    part: Part
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is made of the returns of a region; `programme` gives the letters before codes."""

    programme: str
    long_table: bool


def read_region(reading: Reading, wish: Wish) -> RegionRead:
    """Read what the round of a region holds, wherever this runs."""
    # Frames take long to be imported, and totals alone need none.
    from workbook.compile.country import condensed, read_one

    part = read_one(reading)
    files: Mapping[str, bytes] = {}
    if wish.long_table:
        files = partitions(part.lines, reading.regions, wish.programme, reading.number)
    return RegionRead(condensed(part), files)


def read_region_of(roll: Roll, number: int, returned: RegionalReturns, wish: Wish) -> RegionRead:
    """The same of the round of this number; `roll`: of the places of the country."""
    from workbook.compile.country import reading_of

    return read_region(reading_of(roll.frame(returned.statuses), number, returned), wish)


def read_sums_of(
    roll: Roll, number: int, returned: RegionalReturns, wish: Wish
) -> tuple[RegionSums, Mapping[str, bytes]]:
    """What a region adds to the totals of its country, and its part of the long table."""
    frame = roll.frame(returned.statuses)
    sums, lines = read_sums(frame, returned)
    files: Mapping[str, bytes] = {}
    if wish.long_table:
        regions = regions_of([place.code for place in frame.expected], frame.register)
        files = partitions(lines, regions, wish.programme, number)
    return sums, files


def partitions(
    lines: Iterable[DataLine], regions: Mapping[str, str], programme: str, number: int = 0
) -> dict[str, bytes]:
    """The lines by name of file, `region=PH0500000000/part-0.parquet`, in the order they have.

    `regions`: the code of the region of each place. `number`: that of the round.
    """
    codes = codes_of(programme)
    found: dict[str, list[DataLine]] = {}
    for line in lines:
        found.setdefault(regions[line.place], []).append(line)
    return {
        f"region={quote(codes.geo(region), safe='')}/part-{number}.parquet": parquet_bytes(
            answers_of(found[region])
        )
        for region in sorted(found)
    }


def long_table_name(summary: Summary) -> str:
    """The name of the folder; answers are for the office's own use only."""
    return table_name(summary.programme, summary.period, summary.scope)


def table_name(programme: str, period: str, scope: Scope) -> str:
    """The same before there is a summary."""
    country = "country-" if scope == "country" else ""
    return f"{programme}-{period}-{country}long-table-INTERNAL"


def write_long_table(
    files: Mapping[str, bytes], target: Path, standing: Iterable[str] = ()
) -> Path:
    """Write the parts, and take away what an earlier run left: nobody must count it again.

    `standing`: names of parts that lie there as they would be written.
    """
    for name, data in files.items():
        write_file(target / name, data)
    kept = {target / name for name in (*files, *standing)}
    for path in target.glob("region=*/part-*.parquet"):
        if path not in kept:
            try:
                path.unlink()
            except OSError as error:
                msg = f"{path} is of an earlier run and cannot be removed: {error}; remove it"
                raise OutputError(msg) from error
            with suppress(OSError):
                path.parent.rmdir()
    return target
