"""A small round: a region, a province, its city and a town, of the shipped list of Bicol."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from templates.load import load_library
from templates.periods import parse_period
from workbook.round.folder import NewRound, Round, create_round

if TYPE_CHECKING:
    from pathlib import Path

PLACES = """code,name,level,parent,population
0500000000,Region V (Bicol Region),region,,6064426
0501700000,Camarines Sur,province,0500000000,2063314
0501724000,City of Naga,city,0501700000,210545
0501701000,Baao,municipality,0501700000,62211
"""


@pytest.fixture
def places_file(tmp_path: Path) -> Path:
    path = tmp_path / "four.csv"
    path.write_text(PLACES, encoding="utf-8")
    return path


@pytest.fixture
def small_round(tmp_path: Path, places_file: Path) -> Round:
    order = NewRound(
        programme="bicol",
        period=parse_period("2026"),
        places_file=places_file,
        deadline=date(2027, 3, 31),
    )
    return create_round(tmp_path / "bicol-2026", order, load_library())
