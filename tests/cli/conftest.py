"""A round of four places that has been practised once, copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

PLACES = """code,name,level,parent,population
0500000000,Region V (Bicol Region),region,,6064426
0501700000,Camarines Sur,province,0500000000,2063314
0501724000,City of Naga,city,0501700000,210545
0501701000,Baao,municipality,0501700000,62211
"""


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round whose outbox is written and whose four places have answered without mistakes."""
    folder = tmp_path_factory.mktemp("practised")
    places = folder / "four.csv"
    places.write_text(PLACES, encoding="utf-8")
    made = folder / "round"
    options = ("--programme", "bicol", "--period", "2026", "--deadline", "2099-01-31")
    assert run("new", made, *options, "--places", places).code == 0
    assert run("--round", made, "generate").code == 0
    assert run("--round", made, "simulate", "--share", "1", "--mistakes", "0").code == 0
    return made


@pytest.fixture
def round_folder(practised: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own copy of that round, as the current folder."""
    folder = tmp_path / "bicol-2026"
    shutil.copytree(practised, folder)
    monkeypatch.chdir(folder)
    return folder
