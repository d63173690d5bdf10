"""Processes that do jobs and are started anew, as wherever this one may not be split."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from indicators.tables import ToolError
from tests.round.misbehaving import Unbeginnable, echo, number_of_process
from workbook.round import pool
from workbook.round.pool import Limits, Pool, Preparation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMITS = Limits(seconds=30.0)


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Pool]]:
    started: list[Pool] = []
    monkeypatch.setattr(pool, "may_split", lambda _: False)

    def begin(number: int, work: Callable[[object], object]) -> Pool:
        started.append(Pool(number, work, LIMITS, Preparation()))
        return started[-1]

    yield begin
    for one in started:
        one.close()


def test_large_jobs_with_large_results_do_not_wait_for_each_other(begin) -> None:
    # Larger than what fits into a pipe that nobody reads from.
    jobs = [bytes([number]) * 600_000 for number in range(5)]
    workers = begin(1, echo)
    tasks = [workers.start(job) for job in jobs]
    assert [workers.result(task) for task in reversed(tasks)] == jobs[::-1]


def test_a_worker_makes_room_for_another_after_many_jobs(
    begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_JOBS_OF_A_WORKER", 3)
    workers = begin(1, number_of_process)
    tasks = [workers.start(number) for number in range(7)]
    done = Counter(workers.result(task) for task in tasks)
    assert sorted(done.values()) == [1, 3, 3]


def test_if_no_worker_can_begin_the_command_says_what_to_do(begin) -> None:
    workers = begin(1, Unbeginnable())
    task = workers.start("any")
    with pytest.raises(ToolError, match="--workers 0"):
        workers.result(task)
