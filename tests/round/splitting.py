"""Workers that split from a process: a program of its own, because the tests' process has threads.

`python splitting.py SCENARIO FOLDER` prints what came of it as JSON.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import threading
from pathlib import Path

from tests.round.misbehaving import echo, number_of_process
from workbook.round import pool
from workbook.round.pool import Limits, Pool, Preparation, StoppedError
from workbook.round.split import may_split

LIMITS = Limits(seconds=1.0, memory=1024**3)
PREPARED: list[int] = []


def prepare() -> None:
    PREPARED.append(os.getpid())


def prepared(job: object) -> object:
    return list(PREPARED)


def what_is_open(job: object) -> object:
    """Where the open files of the worker lead, without those that it reads and writes."""
    opened = [path for path in Path("/proc/self/fd").iterdir() if int(path.name) > 2]
    return sorted(str(path.readlink()) for path in opened if path.is_symlink())


def obey(job: object) -> object:
    from tests.round.misbehaving import COMMANDS

    COMMANDS.get(job, lambda: None)()
    return job


def outcome(workers: Pool, task: object) -> object:
    try:
        return workers.result(task)
    except StoppedError as stop:
        return stop.why


def many(folder: Path) -> object:
    """Workers are split again and again, and are prepared for once, here."""
    pool._JOBS_OF_A_WORKER = 3
    workers = Pool(2, prepared, LIMITS, Preparation((), prepare))
    found = [workers.result(task) for task in [workers.start(n) for n in range(9)]]
    workers.close()
    processes = Pool(1, number_of_process, LIMITS, Preparation())
    numbers = [processes.result(task) for task in [processes.start(n) for n in range(7)]]
    processes.close()
    return {
        "prepared": [one == [os.getpid()] for one in found],
        "processes": sorted(numbers.count(one) for one in set(numbers)),
        "here": os.getpid() in numbers,
    }


def large(folder: Path) -> object:
    jobs = [bytes([number]) * 600_000 for number in range(5)]
    workers = Pool(1, echo, LIMITS, Preparation())
    tasks = [workers.start(job) for job in jobs]
    same = [workers.result(task) for task in reversed(tasks)] == jobs[::-1]
    workers.close()
    return same


def bad(folder: Path) -> object:
    """What each job comes to, with others between them."""
    jobs = [b"exit", b"good", b"kill", b"panic", b"loop", b"fill", b"good"]
    workers = Pool(2, obey, LIMITS, Preparation())
    tasks = [workers.start(job) for job in jobs]
    found = [outcome(workers, task) for task in tasks]
    workers.close()
    return [one.decode() if isinstance(one, bytes) else one for one in found]


def open_files(folder: Path) -> object:
    """What the second worker has open, beside its pipe."""
    with (folder / "ledger").open("w+b") as ledger:
        workers = Pool(2, what_is_open, LIMITS, Preparation())
        found = [workers.result(task) for task in [workers.start(n) for n in range(4)]]
        workers.close()
        assert not ledger.closed
    return found


def killed(folder: Path) -> None:
    """Ends without a word while it holds a lock, and its two workers wait."""
    lock = (folder / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    workers = Pool(2, number_of_process, LIMITS, Preparation())
    numbers = {workers.result(task) for task in [workers.start(n) for n in range(8)]}
    sys.stdout.write(json.dumps(sorted(numbers)))
    sys.stdout.flush()
    os.kill(os.getpid(), 9)


def threads(folder: Path) -> object:
    """Whether it may split: alone, beside a thread, and with too little memory."""
    alone, end = may_split(LIMITS.memory), threading.Event()
    beside = threading.Thread(target=end.wait)
    beside.start()
    with_thread = may_split(LIMITS.memory)
    end.set()
    beside.join()
    return [alone, with_thread, may_split(1024**2)]


def main() -> None:
    scenarios = (many, large, bad, open_files, killed, threads)
    name, folder = sys.argv[1], Path(sys.argv[2])
    [scenario] = [one for one in scenarios if one.__name__ == name]
    sys.stdout.write(json.dumps(scenario(folder)))


if __name__ == "__main__":
    main()
