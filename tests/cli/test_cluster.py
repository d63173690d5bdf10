"""A scheduler and two workers, each a process of its own: they find what one machine finds."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from distributed import CancelledError, KilledWorker
from distributed.comm.core import CommClosedError

from templates.load import load_library
from tests.cli.running import run
from tests.cli.test_killed import content_of, variant
from tests.compile.test_country import (
    COUNTING,
    DEFINITIONS,
    ONE,
    PERIOD,
    THREE,
    TWO,
    country,
    filled,
    people_measures,
    returned,
)
from tests.round.misbehaving import misbehave
from workbook.compile.country import compile_country
from workbook.report.long_table import Wish, read_region, write_long_table
from workbook.round import cluster as clusters
from workbook.round.cluster import ClusterError, OnCluster, connected
from workbook.round.folder import open_round
from workbook.round.intake import take_in
from workbook.round.ledger import Ledger
from workbook.round.opening import Job, Yardstick
from workbook.round.pool import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbook.round.cluster import Cluster

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parents[2]
NOW = datetime(2027, 1, 5, 4, tzinfo=UTC)
LONG_ENOUGH = Limits(seconds=60.0)
SECONDS_TO_START = 120
PLAIN = ("--no-dashboard", "--host", "127.0.0.1")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers that may start processes of their own, as the manual says."""
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    environment = os.environ | {
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        "PYTHONPATH": str(ROOT),
    }
    scheduler = ("scheduler", "--port", "0", "--scheduler-file", told, *PLAIN)
    limits = ("--nworkers", "2", "--nthreads", "1", "--memory-limit", "700MB")
    workers = ("worker", "--scheduler-file", told, "--local-directory", folder, *limits, *PLAIN)
    with ExitStack() as stack:
        for line in (scheduler, workers):
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *map(str, line)],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(end, process)
            # A file that is being written may still be empty.
            until(lambda: told.is_file() and told.read_text("utf-8").rstrip().endswith("}"))
        yield json.loads(told.read_text("utf-8"))["address"]


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool]) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(address: str) -> Iterator[Cluster]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clusters, "_SECONDS_TO_CONNECT", SECONDS_TO_START)
        with connected(address) as one:
            until(lambda: one.threads == 2)
            yield one


@pytest.fixture(scope="module")
def crowded(practised: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with 16 returns that nobody has read yet."""
    folder = tmp_path_factory.mktemp("crowded") / "round"
    shutil.copytree(practised, folder)
    inbox = folder / "inbox"
    for path in sorted(inbox.rglob("*.xlsx")):
        for number in range(3):
            (inbox / f"{number} {path.name}").write_bytes(variant(path.read_bytes(), number))
    return folder


@pytest.fixture
def round_of_many(crowded: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "round"
    shutil.copytree(crowded, folder)
    return folder


@pytest.fixture(scope="module")
def alone(crowded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The round after one machine has read it by itself, and what was said of its files."""
    folder = tmp_path_factory.mktemp("alone") / "round"
    shutil.copytree(crowded, folder)
    return folder, run("--round", folder, "validate", "--format", "json").out


def processes(cluster: Cluster) -> set[int]:
    return set(cluster._client.run(os.getpid).values())


def test_a_worker_is_killed_in_the_middle_and_nothing_changes(
    round_of_many: Path, cluster: Cluster, alone: tuple[Path, str]
) -> None:
    before = processes(cluster)
    assert len(before) == 2
    read = 0

    def kill_one() -> None:
        nonlocal read
        read += 1
        if read == 1:
            os.kill(min(before), signal.SIGKILL)

    collection = open_round(round_of_many)
    yardstick = Yardstick(collection.library, collection)
    with Ledger(collection.ledger_file) as ledger:
        files = OnCluster(cluster, yardstick, LONG_ENOUGH)
        found = take_in(collection, ledger, NOW, kill_one, files=files)
    assert read == len(found) == 16
    known = json.loads(alone[1])["files"]
    assert [(one.file, one.sha256, one.verdict) for one in found] == [
        (one["file"], one["sha256"], one["verdict"]) for one in known
    ]
    assert content_of(round_of_many) == content_of(alone[0])
    until(lambda: cluster.threads == 2)
    assert min(before) not in processes(cluster)


def test_the_command_says_keeps_and_adds_up_the_same(
    round_of_many: Path, address: str, cluster: Cluster, alone: tuple[Path, str]
) -> None:
    there = ("--scheduler", address)
    done = run("--round", round_of_many, "validate", "--format", "json", *there)
    assert done.out == alone[1]
    assert content_of(round_of_many) == content_of(alone[0])
    wanted = ("compile", "--only", "workbook", "--long-table")
    assert run("--round", alone[0], *wanted).code == 0
    done = run("--round", round_of_many, *wanted, *there)
    assert done.code == 0, done.err
    made = files_in(round_of_many / "summary")
    assert made == files_in(alone[0] / "summary")
    assert [name for name in made if name.endswith(".parquet")] == [
        "bicol-2026-long-table-INTERNAL/region=PH0500000000/part-0.parquet"
    ]


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_file_that_ends_its_worker_costs_one_finding_and_no_other_file(
    round_of_many: Path, cluster: Cluster, alone: tuple[Path, str]
) -> None:
    (round_of_many / "inbox/kill.xlsx").write_bytes(b"kill")
    before = processes(cluster)
    collection = open_round(round_of_many)
    yardstick = Yardstick(collection.library, collection)
    with Ledger(collection.ledger_file) as ledger:
        files = OnCluster(cluster, yardstick, LONG_ENOUGH, misbehave)
        found = {one.file: one for one in take_in(collection, ledger, NOW, files=files)}
    bad = found.pop("inbox/kill.xlsx")
    assert [(one.code, dict(one.parameters)["why"]) for one in bad.findings] == [("WB015", "ended")]
    known = json.loads(alone[1])["files"]
    assert [(one.file, one.verdict) for one in found.values()] == [
        (one["file"], one["verdict"]) for one in known
    ]
    assert processes(cluster) == before


class Failing:
    """Work on a cluster that ends with this error."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def result(self, timeout: float) -> object:
        assert timeout
        raise self.error


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (CancelledError("task"), "lost"),
        (CommClosedError(), "lost"),
        (ModuleNotFoundError("No module named 'workbook'"), "failed"),
        (ClusterError("daemon"), "daemon"),
    ],
)
def test_what_goes_wrong_elsewhere_has_a_word(error: Exception, why: str) -> None:
    with pytest.raises(ClusterError) as caught:
        clusters.Cluster(None, "")._outcome(Failing(error), lambda: None)
    assert caught.value.why == why
    assert load_library().text("en").get(f"cluster.{why}")


def test_what_every_worker_dies_of_is_done_here() -> None:
    error = KilledWorker("task", None, 3)
    assert clusters.Cluster(None, "")._outcome(Failing(error), lambda: "here") == "here"


def test_files_that_a_worker_does_not_see_are_not_called_unreadable(
    round_of_many: Path, cluster: Cluster
) -> None:
    collection = open_round(round_of_many)
    files = OnCluster(cluster, Yardstick(collection.library, collection), LONG_ENOUGH)
    path = collection.inbox / "nowhere.xlsx"
    with pytest.raises(ClusterError) as caught:
        list(files.read([Job(path, path.name)]))
    assert (caught.value.why, dict(caught.value.facts)) == ("unseen", {"file": str(path)})


def test_a_worker_that_sees_another_file_under_the_same_name_is_told(
    round_of_many: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = sorted((round_of_many / "inbox").rglob("*.xlsx"))
    collection = open_round(round_of_many)
    files = OnCluster(cluster, Yardstick(collection.library, collection), LONG_ENOUGH)
    jobs = [Job(first, "inbox/first.xlsx")]
    [opened] = files.read(jobs)
    here = first.read_bytes()
    # Here is another file by the time that the workers' answers come.
    monkeypatch.setattr(
        "workbook.read.sources.read_bytes",
        lambda path: second.read_bytes() if path == first else path.read_bytes(),
    )
    with pytest.raises(ClusterError) as caught:
        list(files.read(jobs))
    assert opened.sha256 == hashlib.sha256(here).hexdigest()
    assert (caught.value.why, dict(caught.value.facts)) == ("other", {"file": str(first)})
    assert load_library().text("en").get("cluster.other")


# Dask's own way of reading Parquet is deprecated in the newest pandas.
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_regions_add_up_to_the_last_digit_wherever_they_are_read(
    cluster: Cluster, tmp_path: Path
) -> None:
    import dask.dataframe as frames

    measure = next(one for one in people_measures() if not one.part_of and not one.rows)
    # The order of adding shows in these: 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1.
    rounds = [
        returned(ONE, {"0101": filled(measure, 0.1), "0102": filled(measure, 0.2)}),
        returned(TWO, {"0101": filled(measure, 0.3), "0102": filled(measure, 1e15)}),
        returned(THREE, {"0101": filled(measure, 0.7)}),
    ]
    files: dict[str, bytes] = {}

    def read(readings):
        for one in cluster.map(read_region, readings, Wish("bicol", True)):
            files.update(one.files)
            yield one.part

    listed = (*ONE, *TWO, *THREE)
    spread = compile_country("Isles", rounds, listed, DEFINITIONS, PERIOD, COUNTING, read=read)
    assert spread == country(*rounds)
    folder = write_long_table(files, tmp_path / "table")
    table = frames.read_parquet(folder)
    asked = table[(table["field"] == measure.field) & (table["sheet"] == measure.sheet)]
    sums = asked.groupby("region", observed=True)["number"].sum().compute()
    assert dict(sums) == {
        f"PH{code}": spread.total(measure.key, code).value
        for code in ("0100000000", "0200000000", "0300000000")
    }
    # Of a region that is gone nothing stays behind to be counted.
    fewer = {name: data for name, data in files.items() if "PH03" not in name}
    assert files_in(write_long_table(fewer, folder)) == fewer


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--scheduler", "tcp://127.0.0.1:1"), "No Dask scheduler answers at tcp://127.0.0.1:1."),
        (("--scheduler", "10.0.0.5"), "No Dask scheduler answers at 10.0.0.5."),
        (("--scheduler", "tcp://x:1", "--workers", "2"), "Write --scheduler or --workers"),
    ],
)
def test_without_a_cluster_one_line_says_so(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr(clusters, "_SECONDS_TO_CONNECT", 1)
    done = run("--round", round_folder, "validate", *line)
    assert done.code == 2
    assert done.err.startswith(f"migbook: {said}")
    assert len(done.err.splitlines()) == 1


def test_without_the_extra_one_line_says_what_to_install(
    alone: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    practised = alone[0]
    monkeypatch.setattr("cli.spread.find_spec", lambda _: None)
    for line in (["validate"], ["compile"]):
        done = run("--round", practised, *line, "--scheduler", "tcp://127.0.0.1:8786")
        assert done.code == 2
        assert 'python -m pip install "migbook[cluster]"' in done.err
    done = run("--round", practised, "compile", "--long-table")
    assert (done.code, "needs pyarrow" in done.err) == (2, True)
    done = run("--round", practised, "compile", "--long-table", "--audience", "public")
    assert (done.code, "not for the public" in done.err) == (2, True)


def test_workers_that_may_not_start_processes_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, practised: Path
) -> None:
    collection = open_round(practised)
    sent = clusters.Sent(Yardstick(collection.library, collection), LONG_ENOUGH, misbehave)
    monkeypatch.setattr(clusters.multiprocessing.current_process(), "_config", {"daemon": True})
    with pytest.raises(ClusterError) as caught:
        clusters.open_together((Job(collection.inbox, "inbox"),), sent)
    assert caught.value.why == "daemon"


def test_another_version_on_a_worker_is_refused() -> None:
    with pytest.raises(ClusterError) as caught:
        clusters._do(max, 0, 0, "0.0.1")
    assert (caught.value.why, dict(caught.value.facts)["expected"]) == ("version", "0.0.1")
