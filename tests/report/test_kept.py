"""What is kept of regions, file by file: found again only as it was, and for what it was made."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from templates.model import Place
from workbook.compile.goals import Goals
from workbook.compile.regional import RegionalReturns
from workbook.compile.scored import Scores
from workbook.compile.summary import Part
from workbook.model import PlaceStatus, Return
from workbook.report import kept
from workbook.report.kept import FOLDER, KeptRegions
from workbook.report.long_table import RegionRead
from workbook.round.outputs import write_file

NAGA = Place("0501724000", "City of Naga", "city", "0501700000")
RETURNED = RegionalReturns("r05", (PlaceStatus(NAGA, "accepted"),), ())


@pytest.fixture
def found() -> RegionRead:
    """What one return adds up to, as small as it can be."""
    frame = pd.DataFrame({"measure": ["a"], "place": [NAGA.code], "value": [1.0]})
    returns = (Return(NAGA, "inbox/a.xlsx", "0" * 64, "accepted", "2026-01-02", ()),)
    part = Part(returns, (), frame, Goals(None, (), (), ()), Scores(None, None, (), (), 0, 0), ())
    return RegionRead(part, {"a.parquet": b"PAR1"})


def asked(
    folder: Path,
    number: int,
    found: RegionRead,
    *,
    state: str = "a b",
    ledger: str = "e",
    zone: str = "Asia/Manila",
    country: object = ("x",),
    table: Path | None = None,
) -> RegionalReturns:
    """What counts in the round of this number; if it is not known, `found` is kept."""

    @contextmanager
    def unchanging():
        yield ledger

    collection = SimpleNamespace(
        state=state, settings=SimpleNamespace(time_zone=zone), folder=folder / "round"
    )
    regions = KeptRegions(folder, country, table)
    asked_for = SimpleNamespace(unchanging=unchanging)
    returned = regions.returned(number, collection, asked_for, lambda *_: RETURNED)
    if returned.known is None:
        regions.keep(number, found)
    return returned


@pytest.fixture(autouse=True)
def unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody changes the rounds meanwhile."""
    monkeypatch.setattr(kept, "round_state", lambda _: "a b")


def _with_checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _told(path: Path, region: object) -> None:
    """A file with a checksum that fits, of something else."""
    path.write_bytes(_with_checksum(json.dumps({"key": path.stem, "region": region}).encode()))


def _as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _swapped(path: Path) -> None:
    other = next(one for one in path.parent.iterdir() if one != path)
    data = path.read_bytes()
    path.write_bytes(other.read_bytes())
    other.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        _as_folder,
        _swapped,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1000]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"1", b"2")),
        lambda path: path.write_bytes(_with_checksum(b"[" * 100_000)),
        lambda path: path.write_bytes(_with_checksum(b"\xff\xfe")),
        lambda path: path.write_bytes(_with_checksum(b"[]")),
        lambda path: _told(path, None),
        lambda path: _told(path, {"shape": "workbook.model:Finding", "parts": []}),
        lambda path: _told(path, {"shape": "os:system", "parts": ["true"]}),
        lambda path: _told(path, {"frame": [["a", "float64", ["x"]]]}),
    ],
    ids=[
        "gone", "a folder", "swapped", "empty", "cut", "figures", "deep", "no text", "a list",
        "nothing", "another shape", "a program", "a frame",
    ],
)  # fmt: skip
def test_what_is_kept_may_be_damaged_in_any_way(tmp_path, found, damage) -> None:
    for number in (0, 1):
        assert asked(tmp_path, number, found).known is None
    damage(min((tmp_path / FOLDER).iterdir()))
    known = [asked(tmp_path, number, found).known for number in (0, 1)]
    assert None in known
    assert all(part is None or part.returns == found.part.returns for part in known)


def test_what_is_kept_is_found(tmp_path, found) -> None:
    assert asked(tmp_path, 0, found).known is None
    again = asked(tmp_path, 0, found)
    assert again.known.returns == found.part.returns
    assert again.statuses == RETURNED.statuses
    assert asked(tmp_path, 1, found).known is None


@pytest.mark.parametrize(
    "other",
    [{"state": ""}, {"ledger": ""}],
    ids=["a file is unreadable", "no fingerprint of the ledger"],
)
def test_nothing_is_kept_without_knowing_all_that_it_depends_on(tmp_path, found, other) -> None:
    asked(tmp_path, 0, found, **other)
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize(
    "other",
    [{"state": "c d"}, {"ledger": "f"}, {"zone": "Europe/Paris"}, {"country": ("y",)}],
    ids=["files", "ledger", "zone", "country"],
)
def test_what_depends_on_something_else_is_not_found(tmp_path, found, other) -> None:
    asked(tmp_path, 0, found)
    assert asked(tmp_path, 0, found, **other).known is None


def test_a_long_table_is_asked_for_that_was_not_made(tmp_path, found) -> None:
    asked(tmp_path, 0, found)
    assert asked(tmp_path, 0, found, table=tmp_path / "table").known is None
    assert asked(tmp_path, 0, found, table=tmp_path / "table").known is None
    write_file(tmp_path / "table/a.parquet", b"PAR1")
    assert asked(tmp_path, 0, found, table=tmp_path / "table").known is not None


def test_without_room_nothing_is_kept_and_nothing_fails(tmp_path, found) -> None:
    (tmp_path / FOLDER).write_bytes(b"no folder")
    assert asked(tmp_path, 0, found).known is None
