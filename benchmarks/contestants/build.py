"""Builds the workbooks of a round without writing them; tells how long the building alone takes.

`build.py ROUND EVERY [FOLDER]`: of every so-manieth place; with a folder they are written there
afterwards. What is written from scratch for each kind of place is made before the clock starts,
unless each workbook is written from scratch.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.contestants.clock import timed
from workbook.round.folder import open_round
from workbook.round.issue import order_for, workbook_name
from workbook.write.series import Series


def main(round_folder: Path, every: int, target: Path | None) -> None:
    """Build, tell, and write if that is wanted."""
    collection = open_round(round_folder)
    places = collection.places[::every]
    orders = [order_for(collection, place) for place in places]
    series = Series()
    if not any(order.records or order.shown for order in orders):
        for order in orders:
            series.build(order)
    with timed():
        built = [series.build(order) for order in orders]
    if target is not None:
        target.mkdir(parents=True, exist_ok=True)
        for place, data in zip(places, built, strict=True):
            (target / workbook_name(collection, place)).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3:] else None)
