"""What regions add up to is kept: nothing comes out otherwise, whatever was changed or damaged."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli import regions as regions_read
from tests.cli.running import run
from tests.cli.test_country import listed
from workbook.compile.country_totals import RegionSums
from workbook.compile.regional import RegionalReturns
from workbook.report import kept, long_table, made

REGIONS = {
    "r02": ("0200000000", "0203100000", "0203135000"),
    "r05": ("0500000000", "0501700000", "0501724000", "0501701000"),
}
TABLE = "bicol-2026-country-long-table-INTERNAL"
WHOLE = ("--only", "workbook")
TUGUEGARAO, NAGA = "0203135000", "0501724000"


@pytest.fixture(scope="module")
def practised_regions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two rounds that are checked."""
    folder = tmp_path_factory.mktemp("regions")
    for number, (name, codes) in enumerate(REGIONS.items()):
        places = listed(folder, f"{name}.csv", set(codes))
        options = ("--programme", "bicol", "--period", "2026", "--edition", "full")
        assert run("new", folder / name, *options, "--places", places).code == 0
        answers = ("--seed", str(number), "--share", "1", "--mistakes", "0")
        assert run("--round", folder / name, "simulate", *answers).code == 0
        assert run("--round", folder / name, "validate").code == 0
    listed(folder, "all.csv", {code for codes in REGIONS.values() for code in codes})
    return folder


@pytest.fixture(scope="module")
def compiled_once(practised_regions: Path) -> Path:
    """What they add up to, written once and never changed: totals alone, and all of it."""
    compile_to(practised_regions, practised_regions / "once")
    compile_to(practised_regions, practised_regions / "whole", *WHOLE)
    return practised_regions


@pytest.fixture(params=["once", "whole"])
def way(request: pytest.FixtureRequest) -> tuple[str, tuple[str, ...]]:
    """The folder of totals alone, or of all of it, and how that is asked for."""
    return request.param, WHOLE if request.param == "whole" else ()


@pytest.fixture
def regions(compiled_once: Path, tmp_path: Path) -> Path:
    """A copy of the two rounds and of what they add up to."""
    shutil.copytree(compiled_once, tmp_path / "regions")
    return tmp_path / "regions"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rounds that are added up anew, as it happens."""
    found: list[str] = []
    wholly, sums = long_table.read_region, long_table.read_sums_of

    def tell(statuses):
        codes = {status.place.code for status in statuses}
        found.extend(name for name, own in REGIONS.items() if codes & set(own))

    def telling(reading, wish):
        tell(reading.frame.statuses)
        return wholly(reading, wish)

    def telling_sums(roll, number, returned, wish):
        tell(returned.statuses)
        return sums(roll, number, returned, wish)

    monkeypatch.setattr(long_table, "read_region", telling)
    monkeypatch.setattr(long_table, "read_sums_of", telling_sums)
    return found


def compile_to(folder: Path, target: Path, *more: str) -> None:
    rounds = ("--from", *(folder / name for name in REGIONS))
    options = ("--places", folder / "all.csv", "--only", "totals", "--long-table")
    done = run("compile", *rounds, *options, "--to", target, *more)
    assert done.code == 0, done.err


def outputs(target: Path) -> dict[str, bytes]:
    """All that was written, but what is kept for the next time."""
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file() and kept.FOLDER not in path.parts and path.name != made.RECORD
    }


def anew(folder: Path, *more: str) -> dict[str, bytes]:
    """What comes out where nothing is kept."""
    target = folder / "anew"
    shutil.rmtree(target, ignore_errors=True)
    compile_to(folder, target, *more)
    return outputs(target)


def kept_files(folder: Path, target: str = "once") -> list[Path]:
    return sorted((folder / target / kept.FOLDER).iterdir())


def test_what_did_not_change_is_not_added_up_again(regions, read, way) -> None:
    target, more = way
    before = outputs(regions / target)
    assert len(before) == 4 if more else 3
    compile_to(regions, regions / target, *more)
    assert (outputs(regions / target), read) == (before, [])
    assert anew(regions, *more) == before
    assert read == ["r02", "r05"]


def test_totals_alone_are_those_of_the_whole_summary(compiled_once) -> None:
    """They are added up from regions, and not from places."""
    alone, whole = (outputs(compiled_once / name) for name in ("once", "whole"))
    assert len(alone) == 3
    assert alone.items() <= whole.items()


def test_the_whole_summary_is_the_same_with_what_is_kept(regions, read) -> None:
    compile_to(regions, regions / "whole", *WHOLE, "--data")
    assert read == []
    compile_to(regions, regions / "fresh", *WHOLE, "--data")
    assert outputs(regions / "whole") == outputs(regions / "fresh")


def test_what_is_kept_of_totals_and_of_all_stand_beside_each_other(regions, read) -> None:
    compile_to(regions, regions / "once", *WHOLE)
    assert read == ["r02", "r05"]
    compile_to(regions, regions / "once")
    compile_to(regions, regions / "once", *WHOLE)
    assert read == ["r02", "r05"]
    assert len(kept_files(regions)) == 4


def test_totals_of_a_country_need_no_frames(compiled_once) -> None:
    """Their library takes longer to be imported than all the rest."""
    rounds = [str(compiled_once / name) for name in REGIONS]
    options = ["--places", str(compiled_once / "all.csv"), "--only", "totals", "--long-table"]
    target = str(compiled_once / "apart")
    program = (
        "import atexit, sys; from cli.main import main;"
        "atexit.register(lambda: print('pandas' in sys.modules)); main()"
    )
    more = ["--to", target, "--from", *rounds]
    command = [sys.executable, "-c", program, "compile", *options, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
    assert outputs(Path(target)) == outputs(compiled_once / "once")


def test_a_decision_in_one_region_costs_that_region_alone(regions, read, way) -> None:
    target, more = way
    parts = sorted((regions / target / TABLE).rglob("*.parquet"))
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in parts}
    first = outputs(regions / target)
    decided = run("--round", regions / "r02", "exclude", TUGUEGARAO, "--note", "no more")
    assert decided.code == 0
    compile_to(regions, regions / target, *more)
    assert read == ["r02"]
    after = outputs(regions / target)
    assert after != first
    assert after == anew(regions, *more)
    written = [p for p in parts if (p.stat().st_mtime_ns, p.stat().st_ino) != before[p]]
    assert [path.parent.name for path in written] == ["region=PH0200000000"]


@pytest.mark.parametrize("seed", range(3))
def test_any_answers_that_change_give_what_adding_up_anew_gives(regions, read, seed, way) -> None:
    target, more = way
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    name = chance.choice(list(REGIONS))
    with sqlite3.connect(regions / name / "ledger.sqlite") as link:
        rows = link.execute("SELECT content, position, kind FROM answers").fetchall()
        for content, position, kind in chance.sample(rows, 30):
            state = chance.choice(["answered", "no_data", "not_applicable", "blank"])
            query = "UPDATE answers SET state = ? WHERE content = ? AND position = ?"
            if state != "answered":
                query = query.replace("?", "?, kind = 'none', value_number = NULL", 1)
            elif kind == "number":
                query = query.replace("?", f"?, value_number = {chance.randrange(10**6)}", 1)
            else:
                continue
            link.execute(query, (state, content, position))
    link.close()
    compile_to(regions, regions / target, *more)
    assert read == [name]
    assert outputs(regions / target) == anew(regions, *more)


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: _rewrite(f / "r05/round.toml", "top = ", "top = 1"), ["r02", "r05"]),
        (lambda f: _rewrite(f / "r02/round.toml", "# deadline", "#  deadline"), ["r02"]),
        (lambda f: (f / "r02/definitions/lists/mine.csv").write_text("code\na\n"), ["r02"]),
        (lambda f: _rewrite(f / "all.csv", "City of Naga", "Naga"), ["r02", "r05"]),
    ],
    ids=["weights", "settings", "definitions", "list of the country"],
)
def test_whatever_figures_depend_on_is_looked_at(regions, read, change, expected) -> None:
    change(regions)
    compile_to(regions, regions / "once")
    # Settings that rounds share are those of the first: what only another one says changes less.
    assert set(read) <= set(expected)
    assert read
    assert outputs(regions / "once") == anew(regions)


def test_another_program_or_other_rules_of_a_time_zone_add_up_anew(
    regions, read, monkeypatch
) -> None:
    monkeypatch.setattr(made, "program_state", lambda: "a later one")
    compile_to(regions, regions / "once")
    assert read == ["r02", "r05"]
    monkeypatch.setattr(kept, "zone_state", lambda _: "other rules")
    compile_to(regions, regions / "once")
    assert read == ["r02", "r05"] * 2
    monkeypatch.setattr(kept, "zone_state", lambda _: "")
    compile_to(regions, regions / "once")
    assert read == ["r02", "r05"] * 3


def test_what_is_kept_may_be_damaged(regions, read, way) -> None:
    target, more = way
    before = outputs(regions / target)
    smaller = min(kept_files(regions, target), key=lambda path: path.stat().st_size)
    smaller.write_bytes(smaller.read_bytes().replace(b"1", b"2"))
    compile_to(regions, regions / target, *more)
    assert (outputs(regions / target), read) == (before, ["r02"])


def test_a_part_of_the_long_table_that_was_changed_is_written_again(regions, read) -> None:
    before = outputs(regions / "once")
    part = next((regions / "once" / TABLE).glob("region=PH05*/part-*.parquet"))
    part.write_bytes(part.read_bytes()[:-1])
    compile_to(regions, regions / "once")
    assert (outputs(regions / "once"), read) == (before, ["r05"])
    part.unlink()
    compile_to(regions, regions / "once")
    assert outputs(regions / "once") == before


def test_what_changes_while_it_is_read_is_not_kept(regions, monkeypatch) -> None:
    compile_to(regions, regions / "other")
    monkeypatch.setattr(kept, "round_state", lambda _: "another one by now")
    shutil.rmtree(regions / "once")
    compile_to(regions, regions / "once")
    assert not (regions / "once" / kept.FOLDER).exists()
    assert outputs(regions / "once") == outputs(regions / "other")


def test_nothing_that_is_old_stays_and_nothing_is_kept_of_what_is_published(regions) -> None:
    first = kept_files(regions)
    run("--round", regions / "r02", "exclude", TUGUEGARAO, "--note", "no more")
    compile_to(regions, regions / "once")
    assert len(set(kept_files(regions)) & set(first)) == 1
    assert len(kept_files(regions)) == 2
    rounds = ("--from", *(regions / name for name in REGIONS))
    options = ("--places", regions / "all.csv", "--only", "totals", "--audience", "public")
    done = run("compile", *rounds, *options, "--to", regions / "published")
    assert done.code == 0, done.err
    assert [path.name for path in (regions / "published").iterdir()] == [
        "bicol-2026-country-totals-PUBLIC.csv"
    ]


def test_everything_that_a_region_can_bring_is_among_what_is_kept(regions) -> None:
    text = b"".join(path.read_bytes() for path in kept_files(regions, "whole"))
    for shape in (
        "evidenced:PracticeLine",
        "scored:PlaceScore",
        "goals:LocalLine",
        "model:PlaceStatus",
        "model:Return",
    ):
        assert shape.encode() in text, shape


def test_no_answer_is_among_what_is_kept(regions) -> None:
    shape = f"{RegionalReturns.__module__}:{RegionalReturns.__qualname__}"
    for one in told(kept_files(regions, "whole")):
        returned, part, _ = one["region"]["parts"]
        assert returned["shape"] == shape
        assert returned["parts"][2] == []
        assert part["parts"][1] == []
    files = (*kept_files(regions), *kept_files(regions, "whole"))
    assert all(b"workbook.model:Answer" not in path.read_bytes() for path in files)
    for one in told(kept_files(regions)):
        sums, _ = one["region"]["parts"]
        assert sums["shape"] == f"{RegionSums.__module__}:{RegionSums.__qualname__}"


def told(paths: list[Path]) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes().partition(b"\n")[2]) for path in paths]


def in_processes(regions: Path, target: Path, workers: str, *more: str, add_up: str = "") -> str:
    """Compile in a process of its own, with that many workers however few regions there are.

    `add_up`: what is done instead of adding a region up. Returns what was told on the way.
    """
    program = (
        "import os\nfrom cli import regions\nfrom workbook.report import long_table\n"
        "regions._REGIONS_WORTH_WORKERS = 1\nstarter = os.getpid()\n"
        f"{add_up}\nfrom cli.main import main\nmain()"
    )
    rounds = [str(regions / name) for name in REGIONS]
    options = ["--places", str(regions / "all.csv"), "--only", "totals", "--long-table", *more]
    told = ["--workers", workers, "--to", str(target), "--from", *rounds]
    command = [sys.executable, "-c", program, "compile", *options, *told]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


DIES = """
def dying(name):
    really = getattr(long_table, name)
    def add_up(roll, number, returned, wish):
        if os.getpid() != starter and number == 0:
            os.kill(os.getpid(), 9)
        print("added up", number, os.getpid() != starter, flush=True)
        return really(roll, number, returned, wish)
    setattr(long_table, name, add_up)
dying("read_sums_of")
dying("read_region_of")
"""


def test_the_number_of_workers_changes_nothing(regions, way) -> None:
    target, more = way
    for workers in ("1", "2"):
        in_processes(regions, regions / workers, workers, *more)
        assert outputs(regions / workers) == outputs(regions / target)
        assert kept_contents(regions / workers) == kept_contents(regions / target)


def test_the_region_of_a_worker_that_dies_is_read_by_the_command(regions, way) -> None:
    target, more = way
    told = in_processes(regions, regions / "died", "2", *more, add_up=DIES)
    assert outputs(regions / "died") == outputs(regions / target)
    assert "added up 1 True" in told
    assert kept_contents(regions / "died") == kept_contents(regions / target)


def test_workers_that_know_nothing_find_the_same(regions, monkeypatch) -> None:
    """Here libraries have begun threads, so that a worker cannot split from this process."""
    monkeypatch.setattr(regions_read, "_REGIONS_WORTH_WORKERS", 1)
    compile_to(regions, regions / "anew", *WHOLE, "--workers", "2")
    assert outputs(regions / "anew") == outputs(regions / "whole")


def kept_contents(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((target / kept.FOLDER).iterdir())}
