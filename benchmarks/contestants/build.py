"""Builds the workbooks of a round without writing them; tells how long the building alone takes.

`build.py ROUND [FOLDER]`: with a folder they are written there afterwards. What is written from
scratch for each kind of place is made before the clock starts; `build.py ROUND all` counts that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.contestants.clock import timed
from workbook.round.folder import open_round
from workbook.round.issue import order_for, workbook_name
from workbook.write.series import Series


def main(round_folder: Path, target: Path | None, *, everything: bool) -> None:
    """Build, tell, and write if that is wanted."""
    collection = open_round(round_folder)
    places = collection.places
    orders = [order_for(collection, place) for place in places]
    series = Series()
    if not everything:
        for order in orders:
            series.build(order)
    with timed():
        built = [series.build(order) for order in orders]
    if target is not None:
        target.mkdir(parents=True, exist_ok=True)
        for place, data in zip(places, built, strict=True):
            (target / workbook_name(collection, place)).write_bytes(data)


if __name__ == "__main__":
    folder, *more = sys.argv[1:]
    whole = more == ["all"]
    main(Path(folder), Path(more[0]) if more and not whole else None, everything=whole)
