"""Files are opened in processes that may die; whatever one does, the others are read."""

from __future__ import annotations

import multiprocessing
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.read.packed import zipped
from tests.round.misbehaving import COMMANDS, misbehave
from workbook.round.checking import check_paths
from workbook.round.intake import take_in
from workbook.round.issue import order_for
from workbook.round.ledger import Ledger
from workbook.round.opening import Job, Yardstick
from workbook.round.pool import Limits, limits_computing, limits_memory
from workbook.round.workers import MOST_STOPPED, InProcess, reader
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workbook.round.folder import Round
    from workbook.round.opening import Opened

NOW = datetime(2027, 1, 5, 4, tzinfo=UTC)
SHORT = Limits(seconds=1.0, memory=400 * 1024**2)
LONG_ENOUGH = Limits(seconds=30.0)


@pytest.fixture
def filled(small_round: Round) -> Round:
    """A round with the empty workbooks of its four places in the inbox, and something odd."""
    for place in small_round.places:
        data = build_workbook(order_for(small_round, place))
        (small_round.inbox / f"{place.code}.xlsx").write_bytes(data)
    (small_round.inbox / "odd.xlsx").write_bytes(b"odd")
    return small_round


def whys(opened: Opened) -> list[tuple[str, str, object]]:
    """Name, code and reason of everything that was found in a file."""
    return [
        (submission.file, found.code, dict(found.parameters).get("why"))
        for submission, findings in opened.read
        for found in findings
    ]


def test_whatever_a_file_does_to_its_worker_the_others_are_read(
    small_round: Round, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    contents = [*COMMANDS, b"", *(command for command in COMMANDS if command != b"loop"), b""]
    if not limits_memory():
        contents = [content for content in contents if content != b"fill"]
    jobs = []
    for number, content in enumerate(contents):
        path = tmp_path / f"{number:02d}.xlsx"
        path.write_bytes(content)
        jobs.append(Job(path, path.name))
    yardstick = Yardstick(small_round.library, small_round)
    with reader(yardstick, 2, SHORT, misbehave) as files:
        found = [whys(opened) for opened in files.read(jobs)]
    expected = {
        b"loop": ("WB015", "time"),
        b"fill": ("WB015", "memory"),
        b"panic": ("WB015", "ended"),
        b"exit": ("WB015", "ended"),
        b"kill": ("WB015", "ended"),
        b"fault": ("WB015", "ended"),
        b"abort": ("WB015", "ended"),
        b"": ("WB003", None),
    }
    assert found == [
        [(job.name, *expected[content])] for job, content in zip(jobs, contents, strict=True)
    ]
    assert capfd.readouterr().err == ""


def opened_alone(content: bytes, limits: Limits, home: Round) -> list[tuple[str, object]]:
    """Code and reason of what is found in a file of this content."""
    path = home.inbox / "one.xlsx"
    path.write_bytes(content)
    with reader(Yardstick(home.library, home), 1, limits, misbehave) as files:
        [opened] = files.read([Job(path, path.name)])
    return [(code, why) for _, code, why in whys(opened)]


@pytest.mark.skipif(not limits_computing(), reason="only the clock on the wall is to be had here")
def test_only_what_a_file_computes_counts_not_how_long_it_waits(small_round: Round) -> None:
    # A busy machine lets a file wait; that is not the file's fault.
    limits = Limits(seconds=0.3, wall=60.0)
    assert opened_alone(b"nap", limits, small_round) == [("WB004", None)]
    assert opened_alone(b"loop", limits, small_round) == [("WB015", "time")]


def test_what_waits_without_computing_is_ended_by_the_clock(small_round: Round) -> None:
    limits = Limits(seconds=0.3, wall=0.3)
    assert opened_alone(b"sleep", limits, small_round) == [("WB015", "time")]


def test_one_bad_file_in_an_archive_costs_only_itself(small_round: Round, tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({"a.xlsx": b"", "b.xlsx": b"kill", "c.xlsx": b""}))
    yardstick = Yardstick(small_round.library, small_round)
    with reader(yardstick, 1, SHORT, misbehave) as files:
        [opened] = files.read([Job(path, "many.zip")])
    assert whys(opened) == [
        ("many.zip!/a.xlsx", "WB003", None),
        ("many.zip!/b.xlsx", "WB015", "ended"),
        ("many.zip!/c.xlsx", "WB003", None),
    ]


def test_an_archive_of_bad_files_is_given_up(small_round: Round, tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    names = [f"{number:02d}.xlsx" for number in range(MOST_STOPPED + 5)]
    path.write_bytes(zipped(dict.fromkeys(names, b"exit") | {"last.xlsx": b""}))
    with reader(Yardstick(small_round.library), 1, SHORT, misbehave) as files:
        [opened] = files.read([Job(path, "many.zip")])
    found = whys(opened)
    assert [name for name, _, _ in found] == [f"many.zip!/{n}" for n in (*names, "last.xlsx")]
    assert {code for _, code, _ in found} == {"WB015"}


def test_a_large_archive_comes_in_parts(small_round: Round, tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{number}.xlsx": b"" for number in range(5)}))
    files = InProcess(Yardstick(small_round.library))
    parts = list(files.read([Job(path, "many.zip", most=2)]))
    assert [(len(part.sources), part.last) for part in parts] == [(2, False), (2, False), (1, True)]


def test_what_is_found_is_the_same_whatever_the_number_of_workers(filled: Round) -> None:
    paths = sorted(filled.inbox.iterdir())
    alone = list(check_paths(paths, filled, filled.library))
    assert len(alone) == 5
    for number in (1, 3):
        with reader(Yardstick(filled.library, filled), number, LONG_ENOUGH) as files:
            found = check_paths(paths, filled, filled.library, files=files)
            assert list(found) == alone


def test_a_run_that_is_stopped_leaves_a_good_ledger_and_no_process(filled: Round) -> None:
    done = 0

    def stopping() -> None:
        nonlocal done
        done += 1
        if done == 2:
            raise KeyboardInterrupt

    with Ledger(filled.ledger_file) as ledger:
        with (
            pytest.raises(KeyboardInterrupt),
            reader(Yardstick(filled.library, filled), 2, LONG_ENOUGH) as files,
        ):
            take_in(filled, ledger, NOW, stopping, files=files)
        assert len(ledger.contents()) == 2
    assert multiprocessing.active_children() == []
    base = sqlite3.connect(filled.ledger_file)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()
    with Ledger(filled.ledger_file) as ledger:
        counted = _Counting(filled)
        assert len(take_in(filled, ledger, NOW, files=counted)) == 5
        assert len(counted.asked) == 3


class _Counting(InProcess):
    """Opens files here and remembers which."""

    def __init__(self, collection: Round) -> None:
        super().__init__(Yardstick(collection.library, collection))
        self.asked: list[str] = []

    def read(self, jobs: Iterable[Job]) -> Iterator[Opened]:
        planned = list(jobs)
        self.asked += [job.name for job in planned]
        return super().read(planned)


def test_a_file_that_took_too_long_is_tried_again(filled: Round) -> None:
    (filled.inbox / "odd.xlsx").write_bytes(b"exit")
    with (
        Ledger(filled.ledger_file) as ledger,
        reader(Yardstick(filled.library, filled), 1, LONG_ENOUGH, misbehave) as files,
    ):
        first = {file.file: file for file in take_in(filled, ledger, NOW, files=files)}
        assert [one.code for one in first["inbox/odd.xlsx"].findings] == ["WB015"]
        counted = _Counting(filled)
        second = {file.file: file for file in take_in(filled, ledger, NOW, files=counted)}
    assert counted.asked == ["inbox/odd.xlsx"]
    assert [one.code for one in second["inbox/odd.xlsx"].findings] == ["WB004"]
    assert {**first, "inbox/odd.xlsx": None} == {**second, "inbox/odd.xlsx": None}


def test_known_files_in_an_archive_are_not_read_again(filled: Round) -> None:
    (filled.inbox / "more.zip").write_bytes(zipped({"a.xlsx": b"a", "b.xlsx": b"b"}))
    yardstick = Yardstick(filled.library, filled)
    job = Job(filled.inbox / "more.zip", "inbox/more.zip")
    [opened] = InProcess(yardstick).read([job])
    known = frozenset({opened.sources[0].source.sha256})
    [again] = InProcess(yardstick).read([replace(job, known=known)])
    assert [one.submission is None for one in again.sources] == [True, False]
