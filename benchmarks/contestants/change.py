"""Puts another return in the place of one that is in the inbox of a round.

`change.py ROUND SEED`: the first city or municipality answers otherwise.
"""

from __future__ import annotations

import sys
from pathlib import Path

from indicators.model import GOVERNMENT_LEVELS
from workbook.round.folder import open_round
from workbook.round.issue import order_for, texts_for, workbook_name
from workbook.simulate.fill import simulate_answers
from workbook.write.book import build_workbook


def main(folder: Path, seed: int) -> None:
    """Write the return."""
    collection = open_round(folder)
    place = next(one for one in collection.places if one.level in GOVERNMENT_LEVELS)
    definition, texts = collection.definition(place.level), texts_for(collection, place)
    typed = simulate_answers(definition, texts, place, collection.settings.period, seed, 0)
    [path] = collection.inbox.rglob(workbook_name(collection, place))
    path.write_bytes(build_workbook(order_for(collection, place, typed)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
